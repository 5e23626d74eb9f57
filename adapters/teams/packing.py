"""A form as it travels with its own dialog: Teams remembers nothing of a dialog that the bot has to show again.

The rule to keep: pure, and what was packed comes out as it went in. Nothing that somebody filled in is packed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from adapters.teams.rich import Data
from bot.message import Choice, Choices, Day, Form, Input, Option, Prose, Text, Time, Upload


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was opened, so that what comes of it is said there."""

    conversation: str = ""
    card: str = ""
    """The message whose button it was."""
    own: bool = False
    """Whether the conversation is the person's chat with Lentera."""


NOWHERE = Origin()


def packed(form: Form, origin: Origin) -> Data:
    """Everything it takes to show the form again."""
    return {
        "form": [form.title, form.action, form.submit, form.value, form.confirms, form.discreet],
        "parts": [_part(part) for part in form.parts],
        "from": [origin.conversation, origin.card, origin.own],
    }


def unpacked(data: Mapping[str, Any]) -> tuple[Form, Origin]:
    """The form and where it was opened. Raises ValueError, KeyError or TypeError for what this version never packed."""
    title, action, submit, value, confirms, *more = data["form"]
    conversation, card, own = data["from"]
    form = Form(title, action, submit, tuple(map(_whole, data["parts"])), value, confirms, any(more))
    return form, Origin(conversation, card, own)


def _part(part: Prose | Input) -> list[Any]:  # noqa: PLR0911 - one line a kind
    match part:
        case Prose(text, quiet):
            return ["prose", text, quiet]
        case Text(name, label, value, hint, required, multiline, limit):
            return ["text", name, label, value, hint, required, multiline, limit]
        case Choice(name, label, options, value, hint, required):
            return ["choice", name, label, _pairs(options), value, hint, required]
        case Choices(name, label, options, values, hint, required):
            return ["choices", name, label, _pairs(options), list(values), hint, required]
        case Day(name, label, day, hint, required):
            return ["day", name, label, day.isoformat() if day else "", hint, required]
        case Time(name, label, clock, hint, required):
            return ["time", name, label, clock.isoformat() if clock else "", hint, required]
        case Upload(name, label, kinds, hint, required):
            return ["upload", name, label, list(kinds), hint, required]


def _whole(part: list[Any]) -> Prose | Input:  # noqa: PLR0911 - one line a kind
    match part:
        case ["prose", text, quiet]:
            return Prose(text, quiet)
        case ["text", name, label, value, hint, required, multiline, limit]:
            return Text(name, label, value, hint, required, multiline, limit)
        case ["choice", name, label, options, value, hint, required]:
            return Choice(name, label, _options(options), value, hint, required)
        case ["choices", name, label, options, values, hint, required]:
            return Choices(name, label, _options(options), tuple(values), hint, required)
        case ["day", name, label, day, hint, required]:
            return Day(name, label, date.fromisoformat(day) if day else None, hint, required)
        case ["time", name, label, clock, hint, required]:
            return Time(name, label, time.fromisoformat(clock) if clock else None, hint, required)
        case ["upload", name, label, kinds, hint, required]:
            return Upload(name, label, tuple(kinds), hint, required)
        case _:
            raise ValueError("no part of a form")


def _pairs(options: tuple[Option, ...]) -> list[list[str]]:
    return [[option.value, option.label] for option in options]


def _options(pairs: list[list[str]]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in pairs)
