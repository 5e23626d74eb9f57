"""How a form, and a message where there is no chat to say it in, look in Teams: dialogs that show a card.

The rule to keep: pure. A dialog opens only from a button that says so, and shows what is wrong only by being shown
again; so it carries the form it was made from, signed, and gets back what was typed.
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from types import MappingProxyType

from adapters.teams.cards import MEDIA, card, shown
from adapters.teams.offers import Offers
from adapters.teams.packing import Origin, packed
from adapters.teams.rich import Data, blocks, cut, paragraph, weight
from bot.markup import plain, spans
from bot.message import (
    Choice,
    Choices,
    Correction,
    Day,
    File,
    Form,
    Input,
    Message,
    Option,
    Prose,
    Text,
    Time,
    Upload,
)
from bot.texts import Words

_TITLE = 64
_LABEL = 500
_SUBMIT = 100
_OPTION = 200
_TEXT = 4000
_FEW = 10
"""Options that are shown at once; more of them become a menu that one can search."""
_WEIGHT = 24_000
_FIELD = "f:"
"""Before the names of inputs, so that none of them is called as something of ours or of Teams."""
_EMPTY = "-"
"""What an option is called that stands for nothing: to Teams, an empty value is none."""

Fields = Mapping[str, str | tuple[str, ...]]


def dialog(form: Form, offers: Offers, origin: Origin, t: Words) -> Data:
    """A form as a dialog."""
    return _dialog(form, form, offers, origin, t)


def corrected(
    form: Form, offers: Offers, origin: Origin, t: Words, data: Mapping[str, object], wrong: Correction
) -> Data:
    """The same with all that came back in `data`, and with what is to be put right."""
    return _dialog(form, kept(form, filled(form, data)), offers, origin, t, pasted(form, data), wrong)


def _dialog(
    form: Form,
    seen: Form,
    offers: Offers,
    origin: Origin,
    t: Words,
    texts: Mapping[str, str] = MappingProxyType({}),
    wrong: Correction | None = None,
) -> Data:
    inputs = [part for part in form.parts if not isinstance(part, Prose)]
    body = [*_complaint(wrong, inputs), *_parts(seen.parts, t, texts, wrong)]
    made = card(_fitting(body), plain(form.title))
    if form.sends:
        submit: Data = {"type": "Action.Submit", "title": cut(plain(form.submit), _SUBMIT), "style": "positive"}
        made["actions"] = [submit | {"data": offers.form(packed(form, origin))}]
    return _shown(form.title, made, len(form.parts))


def notice(message: Message, title: str, offers: Offers) -> Data:
    """A message as a dialog."""
    return _shown(title, card(shown(message, offers), plain(message.text)), len(message.parts))


def words(text: str) -> Data:
    """A few words in a dialog that has nothing else."""
    return {"task": {"type": "message", "value": cut(plain(text), _TEXT)}}


def filled(form: Form, data: Mapping[str, object]) -> dict[str, str | tuple[str, ...]]:
    """What was filled in, by the inputs' names. What a client leaves out is empty; what was not asked is dropped."""
    return {
        part.name: _given(part, data.get(_FIELD + part.name))
        for part in form.parts
        if not isinstance(part, Prose | Upload)
    }


def pasted(form: Form, data: Mapping[str, object]) -> dict[str, str]:
    """What was pasted where a file is asked for, by the inputs' names."""
    found = {part.name: data.get(_FIELD + part.name) for part in form.parts if isinstance(part, Upload)}
    return {name: text for name, text in found.items() if isinstance(text, str) and text.strip()}


def files(form: Form, data: Mapping[str, object]) -> dict[str, File]:
    """The same as files: a dialog of Teams takes none."""
    kinds = {part.name: next(iter(part.kinds), "txt") for part in form.parts if isinstance(part, Upload)}
    texts = pasted(form, data)
    return {name: File(f"{name}.{kinds[name]}", "text/plain", text.encode()) for name, text in texts.items()}


def kept(form: Form, fields: Fields) -> Form:
    """The form with what was filled in, as far as it can be shown."""
    parts = (part if isinstance(part, Prose | Upload) else _with(part, fields[part.name]) for part in form.parts)
    return replace(form, parts=tuple(parts))


def _shown(title: str, made: Data, parts: int) -> Data:
    return {
        "task": {
            "type": "continue",
            "value": {
                "title": cut(plain(title), _TITLE),
                "height": "medium" if parts < _FEW / 2 else "large",
                "width": "medium",
                "card": {"contentType": MEDIA, "content": made},
            },
        }
    }


def _complaint(wrong: Correction | None, inputs: Sequence[Input]) -> Iterator[Data]:
    """What is wrong as a whole, or with what is not in the form."""
    if wrong is None:
        return
    names = {part.name for part in inputs}
    if not any(name in names and said for name, said in wrong.fields.items()):
        yield from paragraph(wrong.text, color="attention", weight="bolder")


def _fitting(body: list[Data]) -> list[Data]:
    """Within what a dialog takes: prose goes first, from the end."""
    excess = weight(body) - _WEIGHT
    for place in range(len(body) - 1, -1, -1):
        if excess > 0 and body[place]["type"] == "RichTextBlock":
            excess -= weight(body.pop(place))
    return body


def _parts(
    parts: Sequence[Prose | Input], t: Words, texts: Mapping[str, str], wrong: Correction | None
) -> Iterator[Data]:
    for part in parts:
        match part:
            case Prose(text, quiet):
                yield from paragraph(text, size="small", isSubtle=True) if quiet else paragraph(text)
            case Text() | Choice() | Choices() | Day() | Time() | Upload():
                yield _asked(part, t, texts.get(part.name, ""))
                yield from _beside(part.hint, isSubtle=True)
                if isinstance(part, Upload):
                    yield from _beside(t("teams.paste"), isSubtle=True)
                yield from _beside(wrong.fields.get(part.name, "") if wrong else "", color="attention")


def _beside(text: str, **look: object) -> Iterator[Data]:
    """Small print that belongs to the input above."""
    for block in blocks(spans(text), size="small", **look):
        yield block | {"spacing": "none"}


def _asked(asked: Input, t: Words, text: str) -> Data:
    block: Data = {"id": _FIELD + asked.name, "label": cut(plain(asked.label), _LABEL), **_element(asked)}
    if text:
        block["value"] = text
    if asked.required:
        block |= {"isRequired": True, "errorMessage": plain(t("teams.required"))}
    return block


def _element(asked: Input) -> Data:
    match asked:
        case Text(value=value, multiline=multiline, limit=limit):
            most = max(1, min(limit, _TEXT))
            element: Data = {"type": "Input.Text", "maxLength": most, "isMultiline": multiline}
            return element | ({"value": cut(value, most)} if value.strip() else {})
        case Choice(options=options, value=value):
            style = "expanded" if len(options) <= _FEW else "filtered"
            return _choices(options, (value,)) | {"style": style, "isMultiSelect": False}
        case Choices(options=options, values=values):
            style = "expanded" if len(options) <= _FEW else "compact"
            return _choices(options, values) | {"style": style, "isMultiSelect": True}
        case Day(value=day):
            return {"type": "Input.Date"} | ({"value": day.isoformat()} if day else {})
        case Time(value=clock):
            return {"type": "Input.Time"} | ({"value": f"{clock:%H:%M}"} if clock else {})
        case Upload():
            return {"type": "Input.Text", "isMultiline": True}


def _names(options: Sequence[Option]) -> list[str]:
    """What each option is called on the wire: its value; or its place, where Teams could not tell values apart.

    Of several chosen ones it makes one text, with commas between.
    """
    values = [option.value or _EMPTY for option in options]
    plainly = len(set(values)) == len(values) and not any("," in value for value in values)
    return values if plainly else [str(place) for place in range(len(values))]


def _choices(options: Sequence[Option], chosen: Sequence[str]) -> Data:
    names = _names(options)
    offered = [
        {"title": cut(plain(option.label), _OPTION), "value": name} for name, option in zip(names, options, strict=True)
    ]
    ticked = [name for name, option in zip(names, options, strict=True) if option.value in chosen]
    return {"type": "Input.ChoiceSet", "wrap": True, "choices": offered} | (
        {"value": ",".join(ticked)} if ticked else {}
    )


def _given(asked: Text | Choice | Choices | Day | Time, given: object) -> str | tuple[str, ...]:
    """The value of one input, whichever kind it is."""
    text = given if isinstance(given, str) else ""
    match asked:
        case Text():
            return text.replace("\r\n", "\n")
        case Day() | Time():
            return text.strip()
        case Choice(options=options):
            return next(_chosen(options, (text,)), "")
        case Choices(options=options):
            return tuple(_chosen(options, text.split(",")))


def _chosen(options: Sequence[Option], names: Sequence[str]) -> Iterator[str]:
    known = zip(_names(options), options, strict=True)
    yield from (option.value for name, option in known if name in names)


def _with(
    asked: Text | Choice | Choices | Day | Time, given: str | tuple[str, ...]
) -> Text | Choice | Choices | Day | Time:
    match asked, given:
        case ((Text() | Choice()), str()):
            return replace(asked, value=given)
        case Choices(), tuple():
            return replace(asked, values=given)
        case Day(), str():
            return replace(asked, value=_day(given))
        case Time(), str():
            return replace(asked, value=_clock(given))
        case _:
            return asked


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _clock(given: str) -> time | None:
    try:
        return time.fromisoformat(given)
    except ValueError:
        return None
