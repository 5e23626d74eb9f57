"""The Web API methods there are: which scopes each asks for, and how often it may be called.

The rule to keep: a method an app may not need is not here; calling it is `unknown_method`, so that nobody's chats are
read without a test noticing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.pretend.slack import apps, chat, directory, files, modals
from tests.pretend.slack.calls import Call
from tests.pretend.slack.refusal import Json


@dataclass(frozen=True, slots=True)
class Method:
    """One method. Any one of `scopes` is enough; tier 0 is a special one."""

    run: Callable[[Call], Json]
    tier: int
    scopes: tuple[str, ...] = ()
    by: Literal["bot", "either"] = "bot"
    verbs: frozenset[str] = frozenset({"GET", "POST"})
    by_channel: bool = False
    """Whether it is limited per channel."""


_POST = frozenset({"POST"})

METHODS: dict[str, Method] = {
    "auth.test": Method(apps.auth_test, 0, by="either"),
    "auth.revoke": Method(apps.auth_revoke, 3),
    "team.info": Method(apps.team_info, 3, ("team:read",)),
    "bots.info": Method(apps.bots_info, 3, ("users:read",)),
    "users.list": Method(directory.users_list, 2, ("users:read",)),
    "users.info": Method(directory.users_info, 4, ("users:read",)),
    "users.lookupByEmail": Method(directory.users_by_email, 3, ("users:read.email",)),
    "usergroups.list": Method(directory.groups_list, 2, ("usergroups:read",)),
    "usergroups.users.list": Method(directory.groups_users, 2, ("usergroups:read",)),
    "conversations.open": Method(directory.conversations_open, 3, ("im:write",), verbs=_POST),
    "conversations.info": Method(directory.conversations_info, 3, ("channels:read", "groups:read", "im:read")),
    "conversations.list": Method(directory.conversations_list, 2, ("channels:read", "groups:read", "im:read")),
    "chat.postMessage": Method(chat.post_message, 0, ("chat:write",), verbs=_POST, by_channel=True),
    "chat.postEphemeral": Method(chat.post_ephemeral, 4, ("chat:write",), verbs=_POST),
    "chat.update": Method(chat.update, 3, ("chat:write",), verbs=_POST),
    "chat.delete": Method(chat.delete, 3, ("chat:write",), verbs=_POST),
    "views.open": Method(modals.open_view, 4, verbs=_POST),
    "views.push": Method(modals.push, 4, verbs=_POST),
    "views.update": Method(modals.update, 4, verbs=_POST),
    "views.publish": Method(modals.publish, 4, verbs=_POST),
    "files.getUploadURLExternal": Method(files.get_upload_url, 4, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete, 4, ("files:write",), verbs=_POST),
    "files.info": Method(files.info, 4, ("files:read",)),
    "files.delete": Method(files.delete, 3, ("files:write",), verbs=_POST),
}
"""`oauth.v2.access` and `apps.connections.open` answer without a workspace and live with the server."""
