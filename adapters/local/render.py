"""How the playground shows a message: as data, so that the page never has to build HTML from text.

The rule to keep: pure, and every part of the union has its case; the type checker names this file when one is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from bot.markup import plain, spans
from bot.message import (
    UPLOAD_LIMIT,
    Button,
    Buttons,
    Choice,
    Choices,
    Correction,
    Day,
    Facts,
    File,
    Form,
    Input,
    Link,
    Message,
    Option,
    Part,
    Picture,
    Prose,
    Table,
    Text,
    Time,
    Upload,
)

Data: TypeAlias = "bool | int | float | str | Sequence[Data] | Mapping[str, Data] | None"

Address = Callable[[int], str]
"""Where the bytes of a part are found, by its place in the message."""


def rich(markup: str) -> dict[str, Data]:
    """Markup as plain text and as spans: `{"text": …, "spans": [{"text", "style", "url"?}]}`."""
    return {
        "text": plain(markup),
        "spans": [
            {"text": span.text, "style": span.style} | ({"url": span.url} if span.url else {}) for span in spans(markup)
        ],
    }


def message(shown: Message, address: Address) -> dict[str, Data]:
    """A message: `rich` text, and its parts."""
    return {**rich(shown.text), "parts": [_part(part, address(place)) for place, part in enumerate(shown.parts)]}


def form(shown: Form) -> dict[str, Data]:
    """A dialog. Without inputs it is a thank-you."""
    return {
        "title": plain(shown.title),
        "submit": plain(shown.submit),
        "sends": shown.sends,
        "discreet": shown.discreet,
        "parts": [_prose(part) if isinstance(part, Prose) else _input(part) for part in shown.parts],
    }


def correction(shown: Correction) -> dict[str, Data]:
    """What is wrong with a form: as a whole, and field by field."""
    return {**rich(shown.text), "fields": {name: plain(problem) for name, problem in shown.fields.items()}}


def _part(part: Part, url: str) -> dict[str, Data]:
    match part:
        case Prose():
            return _prose(part)
        case Facts(pairs):
            return {"kind": "facts", "pairs": [{"label": rich(label), "value": rich(value)} for label, value in pairs]}
        case Table(caption, columns, rows):
            return {
                "kind": "table",
                "caption": rich(caption),
                "columns": [rich(cell) for cell in columns],
                "rows": [[rich(cell) for cell in row] for row in rows],
            }
        case Picture(_, alt):
            return {"kind": "picture", "alt": plain(alt), "url": url}
        case File(name, media_type, data):
            return {"kind": "file", "name": name, "media_type": media_type, "bytes": len(data), "url": url}
        case Buttons(items):
            return {"kind": "buttons", "items": [_button(item) for item in items]}


def _prose(part: Prose) -> dict[str, Data]:
    return {"kind": "prose", **rich(part.text), "quiet": part.quiet}


def _button(item: Button | Link) -> dict[str, Data]:
    match item:
        case Button(label, action, value, style, opens_form):
            return {
                "kind": "button",
                "label": plain(label),
                "action": action,
                "value": value,
                "style": style,
                "opens_form": opens_form,
            }
        case Link(label, url):
            return {"kind": "link", "label": plain(label), "url": url}


def _input(asked: Input) -> dict[str, Data]:
    common: dict[str, Data] = {
        "name": asked.name,
        "label": plain(asked.label),
        "hint": plain(asked.hint),
        "required": asked.required,
    }
    match asked:
        case Text():
            return {"kind": "text", **common, "value": asked.value, "multiline": asked.multiline, "limit": asked.limit}
        case Choice():
            return {"kind": "choice", **common, "value": asked.value, "options": _options(asked.options)}
        case Choices():
            return {"kind": "choices", **common, "values": list(asked.values), "options": _options(asked.options)}
        case Day():
            return {"kind": "day", **common, "value": asked.value.isoformat() if asked.value else ""}
        case Upload(kinds=kinds):
            return {"kind": "upload", **common, "value": "", "kinds": list(kinds), "limit": UPLOAD_LIMIT}
        case Time():
            return {"kind": "time", **common, "value": f"{asked.value:%H:%M}" if asked.value else ""}


def _options(options: tuple[Option, ...]) -> list[Data]:
    return [{"value": option.value, "label": plain(option.label)} for option in options]
