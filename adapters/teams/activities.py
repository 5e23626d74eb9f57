"""What Teams says, as values: pure, and all that is read of its activities is read here.

The rule to keep: a body that lacks what its kind must have is `Malformed`, so that nothing behind this file has to
doubt a type. A delivery's id is the activity's own, which stays the same when Teams delivers it again; it is unique in
its conversation only, so that goes with it.
"""

import hashlib
from dataclasses import dataclass
from typing import Literal

from adapters.teams.door import Body, Malformed

Kind = Literal["personal", "group", "channel"]


@dataclass(frozen=True, slots=True)
class Who:
    """An account, as it is named in what Teams says."""

    tenant: str
    user: str
    """The id in Entra; empty for somebody who has none, such as an anonymous guest of a meeting."""
    contact: str
    """The id that a conversation with this bot takes: `29:…`."""
    name: str = ""
    locale: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened. `conversation` holds the thread of a channel."""

    service: str
    conversation: str
    kind: Kind
    team: str = ""
    team_name: str = ""


@dataclass(frozen=True, slots=True)
class Wrote:
    """A message to the bot: in its own chat, or where it was mentioned. The mention is not in the text."""

    id: str
    who: Who
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button. `data` is what the card carried, as the client sends it; `invoked` if Teams waits for a card."""

    id: str
    who: Who
    place: Place
    data: Body
    card: str
    """The message that the button is in; empty where Teams does not say."""
    invoked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A button that a dialog answers; or one inside a dialog, with what is filled in there."""

    id: str
    who: Who
    place: Place
    data: Body
    card: str
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Quick:
    """The message extension was opened; with `data` its dialog was sent."""

    id: str
    who: Who
    place: Place
    data: Body | None = None


@dataclass(frozen=True, slots=True)
class Consented:
    """Somebody has said whether they want a file, and where it goes."""

    id: str
    who: Who
    place: Place
    accepted: bool
    context: Body
    card: str
    upload: Body
    """What Teams says of the place: `uploadUrl`, `contentUrl`, `name`, `uniqueId`, `fileType`."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The app was added: to somebody's chats, or to a team."""

    id: str
    who: Who
    place: Place


@dataclass(frozen=True, slots=True)
class Removed:
    """The app was taken away."""

    id: str
    who: Who
    place: Place


@dataclass(frozen=True, slots=True)
class Members:
    """People joined or left a team, or it has another name."""

    id: str
    who: Who
    place: Place


Told = Wrote | Pressed | Asked | Quick | Consented | Installed | Removed | Members


def told(body: Body) -> Told | None:
    """What it is about, or None for what needs nothing but a nod. Raises `Malformed`."""
    try:
        match body["type"]:
            case "message":
                return _message(body)
            case "invoke":
                return _invoke(body)
            case "installationUpdate":
                return _installed(body)
            case "conversationUpdate":
                return _updated(body)
            case str():
                # An edited message among them: what was said first stands.
                return None
            case _:
                raise Malformed
    except (KeyError, TypeError, ValueError, IndexError):
        # Whatever the exception holds may be what somebody wrote.
        raise Malformed from None


def _message(body: Body) -> Told | None:
    if _text(_object(body["from"])["id"]).startswith("28:"):
        # Another bot, or this one.
        return None
    value = body.get("value")
    if isinstance(value, dict) and not _maybe(body, "text").strip():
        return Pressed(_id(body), _who(body), _place(body), value, _maybe(body, "replyToId"))
    return Wrote(_id(body), _who(body), _place(body), _said(body))


def _invoke(body: Body) -> Told | None:  # noqa: PLR0911 - one line a kind
    about = (_id(body), _who(body), _place(body))
    value = _object(body.get("value") or {})
    card = _maybe(body, "replyToId")
    match body["name"]:
        case "adaptiveCard/action":
            action = _object(value["action"])
            return Pressed(*about, _object(action.get("data") or {}), card, invoked=True)
        case "task/fetch":
            return Asked(*about, _object(value.get("data") or {}), card)
        case "task/submit":
            return Asked(*about, _object(value.get("data") or {}), card, inside=True)
        case "composeExtension/fetchTask":
            return Quick(*about)
        case "composeExtension/submitAction":
            return Quick(*about, _object(value.get("data") or {}))
        case "fileConsent/invoke":
            accepted = value["action"] == "accept"
            upload = _object(value["uploadInfo"]) if accepted else {}
            return Consented(*about, accepted, _object(value.get("context") or {}), card, upload)
        case str():
            return None
        case _:
            raise Malformed


def _installed(body: Body) -> Told | None:
    about = (_id(body), _who(body), _place(body))
    match body.get("action"):
        case "add" | "add-upgrade":
            return Installed(*about)
        case "remove" | "remove-upgrade":
            return Removed(*about)
        case _:
            return None


def _updated(body: Body) -> Told | None:
    about = (_id(body), _who(body), _place(body))
    bot = _text(_object(body["recipient"])["id"])
    if any(_object(one).get("id") == bot for one in _list(body, "membersAdded")):
        return Installed(*about)
    if any(_object(one).get("id") == bot for one in _list(body, "membersRemoved")):
        return Removed(*about)
    return Members(*about)


def _id(body: Body) -> str:
    where = hashlib.sha256(_text(_object(body["conversation"])["id"]).encode("utf-8", "replace")).hexdigest()
    return f"{_text(body['id'])}@{where[:16]}"


def _who(body: Body) -> Who:
    sender = _object(body["from"])
    # The conversation's own `tenant_id` of the SDK is always empty: Teams spells it otherwise.
    tenant = _object(_data(body).get("tenant") or {})
    conversation = _object(body["conversation"])
    known = next((one for one in _list(body, "entities") if _object(one).get("type") == "clientInfo"), {})
    return Who(
        tenant=_maybe(tenant, "id") or _maybe(conversation, "tenantId"),
        user=_maybe(sender, "aadObjectId"),
        contact=_text(sender["id"]),
        name=_maybe(sender, "name"),
        locale=_maybe(body, "locale") or _maybe(known, "locale"),
        zone=_maybe(body, "localTimezone") or _maybe(known, "timezone"),
    )


def _place(body: Body) -> Place:
    conversation = _object(body["conversation"])
    team = _object(_data(body).get("team") or {})
    kinds: dict[str, Kind] = {"personal": "personal", "groupChat": "group", "channel": "channel"}
    kind = kinds.get(_maybe(conversation, "conversationType"))
    return Place(
        service=_text(body["serviceUrl"]),
        conversation=_text(conversation["id"]),
        # What is not known to be somebody's own chat is read by others.
        kind=kind or ("group" if conversation.get("isGroup") is not False else "personal"),
        team=_maybe(team, "id"),
        team_name=_maybe(team, "name"),
    )


def _said(body: Body) -> str:
    """What somebody typed: the bot's own mention is no part of it, that of others is their name."""
    text = _maybe(body, "text")
    bot = _text(_object(body["recipient"])["id"])
    for one in _list(body, "entities"):
        entity = _object(one)
        marked = entity.get("text")
        if entity.get("type") != "mention" or not isinstance(marked, str) or not marked:
            continue
        mentioned = _object(entity.get("mentioned") or {})
        name = "" if mentioned.get("id") == bot else f"@{_maybe(mentioned, 'name')}"
        text = text.replace(marked, name, 1)
    # A client puts one after a mention, where nobody has typed it.
    return text.replace("\N{NO-BREAK SPACE}", " ").strip()


def _data(body: Body) -> Body:
    return _object(body.get("channelData") or {})


def _object(found: object) -> Body:
    if not isinstance(found, dict):
        raise Malformed
    return found


def _list(body: Body, name: str) -> list[object]:
    found = body.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Malformed
    return found


def _text(found: object) -> str:
    if not isinstance(found, str) or not found:
        raise Malformed
    return found


def _maybe(body: object, name: str) -> str:
    found = _object(body).get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Malformed
    return found
