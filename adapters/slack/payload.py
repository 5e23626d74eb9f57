"""Reads what Slack says: pure, and all that is read of its bodies is read here.

The rule to keep: a body that lacks what its kind must have is `Malformed`.
"""

import re

from adapters.slack import blocks, views
from adapters.slack.door import Body, Malformed
from adapters.slack.told import Changed, Gone, Joined, Opened, Pressed, Regrouped, Sent, Slash, Told, Who, Wrote
from adapters.slack.views import NOWHERE

_MARKED = re.compile(r"<(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def typed(text: str) -> str:
    """What somebody typed, from how Slack passes it on: links and mentions marked, three signs escaped."""
    text = _MARKED.sub(lambda found: _unmarked(found["target"], found["label"]), text)
    for escape, sign in _ESCAPES:
        text = text.replace(escape, sign)
    return text


def _unmarked(target: str, label: str | None) -> str:
    sign = target[:1]
    if sign == "@":
        # A mention is an id, which nobody has typed; that of the bot itself is no part of what is said to it.
        return f"@{label}" if label else ""
    if sign == "#":
        return f"#{label}" if label else ""
    if sign == "!":
        return label or ""
    return label or target.removeprefix("mailto:")


def told(body: Body) -> Told | None:
    """What it is about, or None for what needs nothing but a nod. Raises `Malformed`."""
    try:
        match body.get("type"):
            case None if "command" in body:
                return _slash(body)
            case "block_actions":
                return _pressed(body)
            case "view_submission":
                return _sent(body)
            case "event_callback":
                return _event(body, _object(body["event"]))
            case str():
                return None
            case _ if body.get("ssl_check") == "1":
                return None
            case _:
                raise Malformed
    except (KeyError, TypeError, ValueError, IndexError):
        # Whatever the exception holds may be what somebody wrote.
        raise Malformed from None


def _slash(body: Body) -> Slash:
    who = Who(_text(body["team_id"]), _maybe(body, "enterprise_id"), _text(body["user_id"]), _maybe(body, "user_name"))
    return Slash(
        id=_text(body["trigger_id"]),
        who=who,
        name=_text(body["command"]).lstrip("/").lower(),
        text=typed(_maybe(body, "text")).strip(),
        channel=_maybe(body, "channel_id"),
        response_url=_maybe(body, "response_url"),
        trigger=_text(body["trigger_id"]),
    )


def _pressed(body: Body) -> Pressed | None:
    action = _object(body["actions"][0])
    action_id = _text(action["action_id"])
    if action.get("type") != "button" or blocks.leads_away(action_id):
        return None
    container = _object(body.get("container") or {})
    view = _object(body.get("view") or {})
    modal = view.get("type") == "modal"
    return Pressed(
        id=_text(body["trigger_id"]),
        who=_who(body),
        action=blocks.pressed(action_id),
        value=_maybe(action, "value"),
        opens_form=blocks.opens_form(action_id),
        trigger=_text(body["trigger_id"]),
        channel=_maybe(container, "channel_id") or _maybe(_object(body.get("channel") or {}), "id"),
        response_url=_maybe(body, "response_url"),
        ephemeral=container.get("is_ephemeral") is True,
        view=_maybe(view, "id"),
        home=view.get("type") == "home",
        origin=views.unpacked(_maybe(view, "private_metadata"))[1] if modal else NOWHERE,
    )


def _sent(body: Body) -> Sent:
    view = _object(body["view"])
    value, origin = views.unpacked(_maybe(view, "private_metadata"))
    state = _object(_object(view.get("state") or {}).get("values") or {})
    return Sent(
        # Of one view only one sending is taken; where it came back with errors its hash is another.
        id=_maybe(body, "trigger_id") or f"{_text(view['id'])}:{_maybe(view, 'hash')}",
        who=_who(body),
        action=_text(view["callback_id"]),
        value=value,
        fields=views.filled(state),
        inputs=tuple(views.inputs(view)),
        origin=origin,
        trigger=_maybe(body, "trigger_id"),
        view=_text(view["id"]),
        shown=view,
        uploads=views.uploaded(state),
    )


def _event(body: Body, event: Body) -> Told | None:  # noqa: PLR0911 - one line a kind
    event_id = _text(body["event_id"])
    match event["type"]:
        case "message" if event.get("channel_type") == "im" and not (event.get("subtype") or event.get("bot_id")):
            return _wrote(event_id, body, event, own=True)
        case "app_mention" if not (event.get("subtype") or event.get("bot_id")):
            return _wrote(event_id, body, event, own=False)
        case "app_home_opened" if event.get("tab") == "home":
            view = _object(event.get("view") or {})
            return Opened(event_id, _who(body, _text(event["user"])), not view, views.pictured(view))
        case "team_join":
            profile = _object(event["user"])
            return Joined(event_id, _who(body, _text(profile["id"])), profile)
        case "user_change":
            profile = _object(event["user"])
            return Changed(event_id, _who(body, _text(profile["id"])), profile)
        case "subteam_created" | "subteam_updated" | "subteam_members_changed":
            return Regrouped(event_id, _who(body, ""))
        case "app_uninstalled" | "tokens_revoked":
            return Gone(event_id, _who(body, ""))
        case str():
            return None
        case _:
            raise Malformed


def _wrote(event_id: str, body: Body, event: Body, *, own: bool) -> Wrote:
    return Wrote(
        id=event_id,
        who=_who(body, _text(event["user"])),
        text=typed(_maybe(event, "text")).strip(),
        channel=_text(event["channel"]),
        own=own,
        thread=_maybe(event, "thread_ts"),
    )


def _who(body: Body, user: str | None = None) -> Who:
    """Whose workspace it is, and who acts in it.

    An event says the workspace on its envelope; where its author is from another one, in a shared channel, that is
    for whoever looks up the account to find out.
    """
    acting = body.get("user")
    named = acting if isinstance(acting, dict) else {}
    team = body.get("team")
    known = team if isinstance(team, dict) else {}
    enterprise = body.get("enterprise")
    return Who(
        # Where a whole organisation has installed the app, `team` is empty and the person says it.
        team=_maybe(body, "team_id") or _maybe(known, "id") or _maybe(named, "team_id"),
        enterprise=_maybe(body, "enterprise_id")
        or (_maybe(enterprise, "id") if isinstance(enterprise, dict) else "")
        or _maybe(known, "enterprise_id"),
        user=_text(named["id"]) if user is None else user,
        name=_maybe(named, "name") if user is None else "",
    )


def _object(found: object) -> Body:
    if not isinstance(found, dict):
        raise Malformed
    return found


def _text(found: object) -> str:
    if not isinstance(found, str) or not found:
        raise Malformed
    return found


def _maybe(body: Body, name: str) -> str:
    found = body.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Malformed
    return found
