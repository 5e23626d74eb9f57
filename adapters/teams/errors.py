"""What Teams' errors mean to us, in one table.

The rule to keep: a word that is not in the table is a bug of ours or a change of Teams': it is logged by its name and
tried again a few times, never guessed at.
https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
"""

from collections.abc import Mapping
from http import HTTPStatus

UNREACHABLE = frozenset(
    {
        # This person, or this place
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "ConversationNotFound",
        "ForbiddenOperationException",
        "MessageWritesBlocked",
        "NotEnoughPermissions",
        "UserNotFound",
        # This tenant, until somebody there does something
        "BotDisabledByAdmin",
        "BotNotRegistered",
        "InvalidBotApiHost",
        "TenantNotFound",
        # Ours: nothing is known of them that one could write to
        "no_chat",
    }
)
"""Trying again would not help."""
NOT_INSTALLED = frozenset(
    {"BotNotInConversationRoster", "ConversationNotFound", "ForbiddenOperationException", "no_chat"}
)
"""Those of them that end when the app is installed for that person: by themselves, or by IT's setup policy."""
AGAIN = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Statuses after which Teams asks to be called again, a little later each time.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit"""
SHAPE = frozenset({"BadArgument", "BadSyntax", "MessageSizeTooBig", "RequestEntityTooLarge"})
"""It is about how a message looks: said again in a plainer way, it arrives."""
GONE = frozenset({"ActivityNotFoundInConversation", "MessageNotFound"})
"""The message that was to be changed is not there any more."""
BY_STATUS: Mapping[int, str] = {
    HTTPStatus.FORBIDDEN: "ForbiddenOperationException",
    HTTPStatus.NOT_FOUND: "ConversationNotFound",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "MessageSizeTooBig",
}
"""The word for a status that came without one."""


class Declined(Exception):  # noqa: N818 - named for what Teams did
    """Teams said no with a word that is about neither a person nor a moment. `reason` is that word."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(f"{method}: {reason}")
        self.method = method
        self.reason = reason
