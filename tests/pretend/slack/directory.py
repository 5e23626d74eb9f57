"""`users.*`, `usergroups.*` and `conversations.*`: who is there, and where.

The rule to keep: an e-mail address only with its scope, a locale only where it is asked for, as on Slack.
"""

import base64
import binascii
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.pretend.slack.refusal import Json, Refused

if TYPE_CHECKING:
    from tests.pretend.slack.calls import Call
    from tests.pretend.slack.workspace import Channel, Group, User, Workspace

PAGE = 200
"""Members on a page where the app does not say; past 1000 Slack refuses."""


def shown(user: "User", workspace: "Workspace", *, email: bool, locale: bool) -> Json:
    """A member as the API tells it. Of a deactivated one there is less."""
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "status_text": "",
        "status_emoji": "",
        "team": workspace.id,
    }
    if email and user.email:
        profile["email"] = user.email
    told: Json = {
        "id": user.id,
        "team_id": workspace.id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.deleted:
        return told
    offset = datetime.now(UTC).astimezone(ZoneInfo(user.tz)).utcoffset()
    told |= {
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": user.is_email_confirmed,
        "who_can_share_contact_card": "EVERYONE",
    }
    if locale:
        told["locale"] = user.locale
    return told


def _told(call: "Call", user: "User") -> Json:
    return shown(
        user, call.workspace, email="users:read.email" in call.token.scopes, locale=call.flag("include_locale")
    )


def _page(call: "Call", length: int, most: int) -> tuple[int, int, str]:
    """From, to, and the cursor of the next page."""
    limit = call.number("limit", PAGE)
    if not 0 < limit <= most:
        raise Refused("invalid_limit")
    start, cursor = 0, call.text("cursor", "")
    if cursor:
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("user:"))
        except (binascii.Error, ValueError):
            raise Refused("invalid_cursor") from None
    end = min(start + limit, length)
    following = base64.b64encode(f"user:{end}".encode()).decode() if end < length else ""
    return start, end, following


def users_list(call: "Call") -> Json:
    """`users.list`."""
    everybody = list(call.workspace.users.values())
    start, end, following = _page(call, len(everybody), 1000)
    return {
        "members": [_told(call, user) for user in everybody[start:end]],
        "cache_ts": 0,
        "response_metadata": {"next_cursor": following},
    }


def users_info(call: "Call") -> Json:
    """`users.info`."""
    return {"user": _told(call, call.workspace.user(call.text("user")))}


def users_by_email(call: "Call") -> Json:
    """`users.lookupByEmail`."""
    email = call.text("email").lower()
    for user in call.workspace.users.values():
        if user.email.lower() == email and not user.deleted:
            return {"user": _told(call, user)}
    raise Refused("users_not_found")


def _group(group: "Group", *, users: bool) -> Json:
    told: Json = {
        "id": group.id,
        "handle": group.handle,
        "name": group.name,
        "is_usergroup": True,
        "date_delete": 1 if group.disabled else 0,
    }
    return {**told, "users": group.users} if users else told


def groups_list(call: "Call") -> Json:
    """`usergroups.list`."""
    groups = [one for one in call.workspace.groups.values() if call.flag("include_disabled") or not one.disabled]
    return {"usergroups": [_group(one, users=call.flag("include_users")) for one in groups]}


def groups_users(call: "Call") -> Json:
    """`usergroups.users.list`."""
    group = call.workspace.groups.get(call.text("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": group.users}


def _channel(channel: "Channel", workspace: "Workspace") -> Json:
    if channel.kind == "im":
        return {"id": channel.id, "is_im": True, "user": next(iter(channel.members - {workspace.bot.id}), "")}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": False,
        "is_private": channel.kind == "group",
        "is_archived": channel.archived,
        "is_member": workspace.bot.id in channel.members,
        "num_members": len(channel.members),
    }


def conversations_open(call: "Call") -> Json:
    """`conversations.open`, for one person."""
    users = [one for one in call.text("users", "").split(",") if one]
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("missing_scope", needed="mpim:write", provided=",".join(sorted(call.token.scopes)))
    before = len(call.workspace.channels)
    channel = call.workspace.dm(call.recipient(users[0]).id)
    told = _channel(channel, call.workspace) if call.flag("return_im") else {"id": channel.id}
    return {"no_op": len(call.workspace.channels) == before, "channel": told}


def conversations_info(call: "Call") -> Json:
    """`conversations.info`."""
    return {"channel": _channel(call.channel(), call.workspace)}


def conversations_list(call: "Call") -> Json:
    """`conversations.list`: of private channels only the app's own."""
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    wanted = {kinds.get(one) for one in call.text("types", "public_channel").split(",")}
    found = [
        one
        for one in call.workspace.channels.values()
        if one.kind in wanted and (one.kind == "channel" or call.workspace.bot.id in one.members)
    ]
    start, end, following = _page(call, len(found), 1000)
    return {
        "channels": [_channel(one, call.workspace) for one in found[start:end]],
        "response_metadata": {"next_cursor": following},
    }
