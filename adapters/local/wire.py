"""A message on its way from a worker to the web process: to JSON and back.

The rule to keep: what comes back is what went in, and whatever else arrives is refused with a ValueError, because the
way leads through a socket.
"""

from base64 import b64decode, b64encode
from typing import Literal, cast

from adapters.local.render import Data
from bot.message import Button, Buttons, Facts, File, Link, Message, Part, Picture, Prose, Table


def pack(message: Message) -> dict[str, Data]:
    """The message as JSON-able data."""
    return {"text": message.text, "parts": [_pack(part) for part in message.parts]}


def unpack(data: object) -> Message:
    """The message that was packed. Raises ValueError for anything else."""
    found = _record(data)
    return Message(_text(found, "text"), tuple(_unpack(_record(part)) for part in _list(found, "parts")))


def _pack(part: Part) -> dict[str, Data]:
    match part:
        case Prose(text, quiet):
            return {"kind": "prose", "text": text, "quiet": quiet}
        case Facts(pairs):
            return {"kind": "facts", "pairs": [list(pair) for pair in pairs]}
        case Table(caption, columns, rows):
            return {"kind": "table", "caption": caption, "columns": list(columns), "rows": [list(row) for row in rows]}
        case Picture(png, alt):
            return {"kind": "picture", "png": b64encode(png).decode(), "alt": alt}
        case File(name, media_type, data, instead):
            packed = {"kind": "file", "name": name, "media_type": media_type, "data": b64encode(data).decode()}
            return packed | ({"instead": _pack_button(instead)} if instead else {})
        case Buttons(items):
            return {"kind": "buttons", "items": [_pack_button(item) for item in items]}


def _pack_button(item: Button | Link) -> dict[str, Data]:
    match item:
        case Button(label, action, value, style, opens_form):
            return {"label": label, "action": action, "value": value, "style": style, "opens_form": opens_form}
        case Link(label, url):
            return {"label": label, "url": url}


def _unpack(part: dict[str, object]) -> Part:
    match part.get("kind"):
        case "prose":
            return Prose(_text(part, "text"), part.get("quiet") is True)
        case "facts":
            pairs = [_texts(pair) for pair in _list(part, "pairs")]
            if any(len(pair) != 2 for pair in pairs):
                raise ValueError("a fact is a label and a value")
            return Facts(tuple((pair[0], pair[1]) for pair in pairs))
        case "table":
            rows = tuple(_texts(row) for row in _list(part, "rows"))
            return Table(_text(part, "caption"), _texts(part.get("columns")), rows)
        case "picture":
            return Picture(_bytes(part, "png"), _text(part, "alt"))
        case "file":
            page = _unpack_button(_record(part["instead"])) if "instead" in part else None
            if isinstance(page, Button):
                raise ValueError("what stands for a file is a page")  # noqa: TRY004 - one kind of error for whatever arrives
            return File(_text(part, "name"), _text(part, "media_type"), _bytes(part, "data"), page)
        case "buttons":
            return Buttons(tuple(_unpack_button(_record(item)) for item in _list(part, "items")))
        case _:
            raise ValueError("a part of no known kind")


def _unpack_button(item: dict[str, object]) -> Button | Link:
    if "url" in item:
        return Link(_text(item, "label"), _text(item, "url"))
    style = _text(item, "style")
    if style not in {"plain", "primary", "danger"}:
        raise ValueError("a button of no known style")
    return Button(
        _text(item, "label"),
        _text(item, "action"),
        _text(item, "value"),
        cast("Literal['plain', 'primary', 'danger']", style),
        item.get("opens_form") is True,
    )


def _record(data: object) -> dict[str, object]:
    if not isinstance(data, dict):
        raise ValueError("an object was expected")  # noqa: TRY004 - one kind of error for whatever arrives
    return data


def _list(found: dict[str, object], name: str) -> list[object]:
    value = found.get(name)
    if not isinstance(value, list):
        raise ValueError(f"{name}: a list was expected")  # noqa: TRY004 - one kind of error for whatever arrives
    return value


def _text(found: dict[str, object], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name}: text was expected")  # noqa: TRY004 - one kind of error for whatever arrives
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("a list of texts was expected")
    return tuple(value)


def _bytes(found: dict[str, object], name: str) -> bytes:
    return b64decode(_text(found, name), validate=True)
