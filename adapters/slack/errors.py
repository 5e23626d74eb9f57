"""What Slack's errors mean to us, in one table.

The rule to keep: a word that is not in the table is a bug of ours or a change of Slack's: it is logged by its name and
tried again a few times, never guessed at. https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from bot import errors

UNREACHABLE = frozenset(
    {
        # This person, or this place
        "cannot_dm_bot",
        "cannot_reply_to_message",
        "channel_not_found",
        "channel_type_not_supported",
        "invalid_user",
        "invalid_users",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "not_in_channel",
        "no_dual_broadcast_content_update",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "user_disabled",
        "user_is_bot",
        "user_is_restricted",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
        # This workspace, until somebody there does something
        "access_denied",
        "account_inactive",
        "app_missing_action_url",
        "app_not_installed",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "not_installed",
        "org_login_required",
        "team_access_not_granted",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""Trying again would not help."""
DEAD = frozenset(
    {"account_inactive", "app_not_installed", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
)
"""Those of them that mean the token itself."""
BUSY = {
    "fatal_error": 30.0,
    "internal_error": 30.0,
    "message_limit_exceeded": 60.0,
    "ratelimited": 30.0,
    "rate_limited": 30.0,
    "request_timeout": 10.0,
    "service_unavailable": 30.0,
    "team_added_to_org": 120.0,
}
"""Seconds to wait where Slack does not say how long."""
SHAPE = frozenset(
    {"invalid_attachments", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
)
"""It is about how a message looks: said again in a plainer way, it arrives."""


class Declined(errors.Declined):
    """Slack said no with a word that is about neither a person nor a moment. `reason` is that word."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(reason)
        self.args = (f"{method}: {reason}",)
        self.method = method
