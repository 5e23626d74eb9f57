"""What somebody filled into a form, checked against the form that was shown.

The rule to keep: the core sees only what the form could have sent. What a page cannot send (an unknown field, a choice
that was not offered) is refused; what a person can do wrong (a required field left empty) is a correction.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from adapters.local.door import Refused, sound
from bot.message import UPLOAD_LIMIT, Choice, Choices, Correction, Day, File, Form, Prose, Text, Time, Upload
from bot.texts import Words

Fields = Mapping[str, str | tuple[str, ...]]
_NAME = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What was filled in, and what was uploaded, by the inputs' names."""

    fields: Fields
    files: Mapping[str, File]


def taken(form: Form, sent: object, t: Words) -> Taken | Correction:
    """What the core gets, or what the person has to change. Raises `Refused`."""
    if not isinstance(sent, dict):
        raise Refused(400, "malformed", "`fields` must be an object.")
    asked = {part.name: part for part in form.parts if not isinstance(part, Prose)}
    if unknown := sent.keys() - asked.keys():
        raise Refused(400, "unknown_field", f"The form has no such field; it has {', '.join(asked)} ({len(unknown)}).")
    uploads = {name: _file(part, sent.get(name)) for name, part in asked.items() if isinstance(part, Upload)}
    files = {name: file for name, file in uploads.items() if file is not None}
    fields: dict[str, str | tuple[str, ...]] = {}
    wrong: dict[str, str] = {}
    for name, part in asked.items():
        if isinstance(part, Upload):
            problem = _file_problem(part, files.get(name))
        else:
            fields[name] = _value(part, sent.get(name))
            problem = _problem(part, fields[name])
        if problem:
            wrong[name] = t(problem)
    return Correction(t("playground.correct"), wrong) if wrong else Taken(fields, files)


def _file(part: Upload, sent: object) -> File | None:
    """The file in `{"name": …, "data": base64}`; missing is none. Raises `Refused`."""
    if sent in (None, ""):
        return None
    name, data = (sent.get("name"), sent.get("data")) if isinstance(sent, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(data, str) or not sound(name):
        raise Refused(400, "malformed", f"`{part.name}` must be a name and its data in base64.")
    try:
        return File(name[:_NAME], "", b64decode(data, validate=True))
    except ValueError:
        raise Refused(400, "malformed", f"`{part.name}` must be a name and its data in base64.") from None


def _file_problem(part: Upload, file: File | None) -> str | None:
    if file is None:
        return "playground.missing" if part.required else None
    return "playground.file_too_large" if len(file.data) > UPLOAD_LIMIT else None


def _value(part: Text | Choice | Choices | Day | Time, sent: object) -> str | tuple[str, ...]:
    """The value in its own kind; missing is empty. Raises `Refused`."""
    match part:
        case Choices(name, _, options):
            values = [] if sent is None else sent
            offered = {option.value for option in options}
            if not isinstance(values, list) or not all(isinstance(one, str) and one in offered for one in values):
                raise Refused(400, "malformed", f"`{name}` must be a list of offered values.")
            return tuple(dict.fromkeys(values))
        case Text() | Choice() | Day() | Time():
            value = "" if sent is None else sent
            if not isinstance(value, str) or not sound(value):
                raise Refused(400, "malformed", f"`{part.name}` must be text.")
            if isinstance(part, Choice) and value and value not in {option.value for option in part.options}:
                raise Refused(400, "malformed", f"`{part.name}` must be an offered value.")
            return value


def _problem(part: Text | Choice | Choices | Day | Time, value: str | tuple[str, ...]) -> str | None:
    """The key of what the person has to change, if anything."""
    if not value or (isinstance(value, str) and not value.strip()):
        return "playground.missing" if part.required else None
    match part, value:
        case Text(), str() if len(value) > part.limit:
            return "playground.too_long"
        case Day(), str() if not _reads(date, value):
            return "playground.no_day"
        case Time(), str() if not _reads(time, value):
            return "playground.no_time"
        case _:
            return None


def _reads(kind: type[date | time], value: str) -> bool:
    shape = "9999-99-99" if kind is date else "99:99"
    if "".join("9" if sign.isascii() and sign.isdigit() else sign for sign in value) != shape:
        return False
    try:
        kind.fromisoformat(value)
    except ValueError:
        return False
    return True
