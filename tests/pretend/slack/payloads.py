"""What Slack tells an app: pure functions from state to payloads, shaped as recorded ones are.

The rule to keep: what a real payload may lack is lacking here, and no key is added for an app's comfort.
https://docs.slack.dev/reference/interaction-payloads
"""

import secrets
import time
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.pretend.slack import chat, modals
from tests.pretend.slack.refusal import Json

if TYPE_CHECKING:
    from tests.pretend.slack.workspace import Channel, Message, User, View, Workspace

VERIFICATION = secrets.token_hex(12)
"""The old verification token, which still comes along and proves nothing."""


def escaped(text: str) -> str:
    """As Slack writes the three signs that mean something to it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _team(workspace: "Workspace") -> Json:
    told: Json = {"id": workspace.id, "domain": workspace.domain}
    if workspace.enterprise:
        told |= {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.enterprise}
    return told


def _base(kind: str, workspace: "Workspace", user: "User") -> Json:
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.id},
        "api_app_id": workspace.app_id,
        "token": VERIFICATION,
        "team": _team(workspace),
        "enterprise": {"id": workspace.enterprise, "name": workspace.enterprise} if workspace.enterprise else None,
        "is_enterprise_install": False,
    }


def command(
    workspace: "Workspace", user: "User", channel: "Channel", name: str, text: str, base: str
) -> dict[str, str]:
    """A slash command, as the fields of a form."""
    fields = {
        "token": VERIFICATION,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": escaped(text.strip()),
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": base + workspace.tickets.answer("commands", channel, user.id),
        "trigger_id": workspace.tickets.trigger(user.id),
    }
    if workspace.enterprise:
        fields |= {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.enterprise}
    return fields


def pressed(workspace: "Workspace", user: "User", where: "Message | View", action: Json, base: str) -> Json:
    """`block_actions`: an element was used, in a message or in a view."""
    from tests.pretend.slack.workspace import Message  # noqa: PLC0415 - the class is needed only here

    told = _base("block_actions", workspace, user)
    told["actions"] = [{**action, "action_ts": workspace.stamp()}]
    if isinstance(where, Message):
        ephemeral = where.only_for is not None
        told |= {
            "container": {
                "type": "message",
                "message_ts": where.ts,
                "channel_id": where.channel.id,
                "is_ephemeral": ephemeral,
            },
            "trigger_id": workspace.tickets.trigger(user.id),
            "channel": {"id": where.channel.id, "name": where.channel.name},
            "state": {"values": {}},
            "response_url": base + workspace.tickets.answer("actions", where.channel, user.id, where),
        }
        if not ephemeral:
            # Of an ephemeral message Slack does not say what stood in it.
            told["message"] = _read_aloud(chat.shown(where, workspace))
        return told
    return told | {
        "container": {"type": "view", "view_id": where.id},
        "trigger_id": workspace.tickets.trigger(user.id, where.id),
        "view": modals.shown(where, workspace),
    }


def _read_aloud(value: object) -> object:
    """Texts come back with the three signs escaped, in plain texts too."""
    match value:
        case dict():
            plain = value.get("type") == "plain_text"
            return {
                name: escaped(one) if plain and name == "text" and isinstance(one, str) else _read_aloud(one)
                for name, one in value.items()
            }
        case list():
            return [_read_aloud(one) for one in value]
        case _:
            return value


def submitted(workspace: "Workspace", user: "User", view: "View") -> Json:
    """`view_submission`."""
    return _base("view_submission", workspace, user) | {
        "trigger_id": workspace.tickets.trigger(user.id, view.id),
        "view": modals.shown(view, workspace),
        "response_urls": [],
    }


def closed(workspace: "Workspace", user: "User", view: "View", *, cleared: bool) -> Json:
    """`view_closed`."""
    return _base("view_closed", workspace, user) | {"view": modals.shown(view, workspace), "is_cleared": cleared}


def event(workspace: "Workspace", inner: Json) -> Json:
    """An event in its envelope."""
    stamp = inner.get("event_ts") or workspace.stamp()
    return {
        "token": VERIFICATION,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": workspace.enterprise or None,
        **({"enterprise_id": workspace.enterprise} if workspace.enterprise else {}),
        "api_app_id": workspace.app_id,
        "event": {**inner, "event_ts": stamp},
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": workspace.enterprise or None,
                "team_id": workspace.id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_urlsafe(40)}",
    }


def said(message: "Message", workspace: "Workspace", kind: str = "message") -> Json:
    """`message` or `app_mention`: what a person wrote, with the blocks that Slack's editor makes of it."""
    told: Json = {
        "user": message.author,
        "type": kind,
        "ts": message.ts,
        "client_msg_id": str(uuid4()),
        "text": message.text,
        "team": workspace.id,
        "blocks": [
            {
                "type": "rich_text",
                "block_id": secrets.token_urlsafe(4),
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": message.text}]}],
            }
        ],
        "channel": message.channel.id,
        "event_ts": message.ts,
    }
    if kind == "message":
        told["channel_type"] = message.channel.kind
    return told


def echoed(message: "Message", workspace: "Workspace") -> Json:
    """`message`: what the app itself wrote in a chat with it, which Slack tells it too."""
    return {
        **chat.shown(message, workspace),
        "channel": message.channel.id,
        "channel_type": message.channel.kind,
        "event_ts": message.ts,
    }


def edited(message: "Message", before: str, workspace: "Workspace") -> Json:
    """`message` with subtype `message_changed`."""
    stamp = workspace.stamp()
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": {**chat.shown(message, workspace), "edited": {"user": message.author, "ts": stamp}},
        "previous_message": {**chat.shown(message, workspace), "text": before},
        "channel": message.channel.id,
        "hidden": True,
        "ts": stamp,
        "event_ts": stamp,
        "channel_type": message.channel.kind,
    }
