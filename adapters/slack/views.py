"""How a form, and a message where there is no chat to say it in, look in Slack: modals and the Home tab.

The rule to keep: pure. What a view must remember travels in `private_metadata`, signed by Slack on its way back; an
input is known by its block, so that Slack can show what is wrong with it.
https://docs.slack.dev/reference/views
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.slack import uploads
from adapters.slack.blocks import VIEW_BLOCKS, shown
from adapters.slack.fitting import fitted
from adapters.slack.pieces import paragraph, small
from adapters.slack.rich import Data, cut, plain_text, size
from adapters.slack.uploads import Uploaded
from bot.markup import plain
from bot.message import Choice, Choices, Correction, Day, Form, Input, Message, Option, Prose, Text, Time, Upload

_TITLE = 24
_CALLBACK = 255
_METADATA = 3000
_LABEL = 2000
_OPTION = 75
_OPTION_VALUE = 150
_TEXT = 3000
_FEW = 10
"""Options that are shown at once; more of them become a menu."""
_MENU = 100
_PROBLEM = 1000
_INPUT = "v"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was opened, so that what comes of it is said there."""

    channel: str = ""
    response_url: str = ""
    own: bool = False
    """Whether the channel is the person's chat with Lentera."""
    discreet: bool = False
    """Whether nothing that comes of the form may be said in a chat."""


NOWHERE = Origin()


def modal(form: Form, close: str, origin: Origin, cut_short: str = "") -> Data:
    """A form as a modal. `close` is the word on the button that leaves it; `cut_short` is for menus: see `fitted`."""
    view: Data = {
        "type": "modal",
        "callback_id": cut(form.action, _CALLBACK),
        "title": plain_text(form.title, _TITLE),
        "close": plain_text(close, _TITLE),
        "private_metadata": _packed(form.value, replace(origin, discreet=form.discreet)),
        "blocks": _fitting(list(_parts(form.parts))),
    }
    if form.sends:
        view["submit"] = plain_text(form.submit, _TITLE)
    return fitted(view, plain(cut_short))


def notice(message: Message, title: str, close: str, *, pictures: Sequence[str] = ()) -> Data:
    """A message as a modal."""
    return {
        "type": "modal",
        "callback_id": "notice",
        "title": plain_text(title, _TITLE),
        "close": plain_text(close, _TITLE),
        "blocks": shown(message, pictures=pictures) or list(paragraph("\N{HORIZONTAL ELLIPSIS}")),
    }


def home(message: Message, *, pictures: Sequence[str] = ()) -> Data:
    """A message as the Home tab."""
    return {"type": "home", "blocks": shown(message, pictures=pictures) or list(paragraph("\N{HORIZONTAL ELLIPSIS}"))}


def problems(correction: Correction, blocks: Sequence[str]) -> dict[str, str]:
    """What is wrong, by block. What is wrong as a whole, or with what is not in the view, is said at the first input.

    `blocks` are the ids of the view's blocks of inputs, in order.
    """
    by_name = {_name(block): block for block in blocks}
    told = {
        by_name[name]: cut(plain(problem), _PROBLEM)
        for name, problem in correction.fields.items()
        if name in by_name and problem
    }
    return told or ({blocks[0]: cut(plain(correction.text), _PROBLEM)} if blocks else {})


def inputs(view: Mapping[str, object]) -> list[str]:
    """The ids of a view's blocks that ask for something, in order."""
    blocks = view.get("blocks")
    found = blocks if isinstance(blocks, list) else []
    return [
        str(block["block_id"])
        for block in found
        if isinstance(block, dict) and block.get("type") == "input" and "block_id" in block
    ]


def pictured(view: Mapping[str, object]) -> list[str]:
    """The ids of the pictures in a view."""
    blocks = view.get("blocks")
    found = blocks if isinstance(blocks, list) else []
    files = [block.get("slack_file") for block in found if isinstance(block, dict) and block.get("type") == "image"]
    return [str(file["id"]) for file in files if isinstance(file, dict) and isinstance(file.get("id"), str)]


def filled(values: object) -> dict[str, str | tuple[str, ...]]:
    """What a person filled in, by the input's name. Raises ValueError for what is no state of a view."""
    if not isinstance(values, dict):
        raise ValueError("no values")  # noqa: TRY004 - as everywhere, a malformed request is a ValueError
    return {_name(block): _given(state) for block, state in values.items() if not uploads.holds_file(state)}


def uploaded(values: object) -> dict[str, Uploaded]:
    """What files a person put into a form, by the input's name. Raises ValueError as `filled`."""
    if not isinstance(values, dict):
        raise ValueError("no values")  # noqa: TRY004 - see above
    found = {_name(block): uploads.told(state) for block, state in values.items() if uploads.holds_file(state)}
    return {name: file for name, file in found.items() if file is not None}


def unpacked(metadata: str) -> tuple[str, Origin]:
    """What a view remembers: the form's value, and where it was opened. Raises ValueError for anything else."""
    if not metadata:
        return "", NOWHERE
    try:
        value, channel, url, own, *more = json.loads(metadata)
    except (ValueError, TypeError) as error:
        raise ValueError("no metadata of ours") from error
    if not (isinstance(value, str) and isinstance(channel, str) and isinstance(url, str)):
        raise ValueError("no metadata of ours")  # noqa: TRY004 - see above
    return value, Origin(channel, url, bool(own), discreet=any(more))


def _packed(value: str, origin: Origin) -> str:
    full = json.dumps([value, origin.channel, origin.response_url, origin.own, origin.discreet], ensure_ascii=False)
    if size(full) <= _METADATA:
        return full
    # Without its origin the answer goes to the person's chat with Lentera, which is never wrong.
    return json.dumps([value, "", "", False, origin.discreet], ensure_ascii=False)[:_METADATA]


def _fitting(blocks: list[Data]) -> list[Data]:
    """Within a view's limit: prose goes first, from the end."""
    excess = len(blocks) - VIEW_BLOCKS
    for place in range(len(blocks) - 1, -1, -1):
        if excess > 0 and blocks[place]["type"] != "input":
            del blocks[place]
            excess -= 1
    return blocks[:VIEW_BLOCKS] or list(paragraph("\N{HORIZONTAL ELLIPSIS}"))


def _parts(parts: Sequence[Prose | Input]) -> Iterator[Data]:
    for place, part in enumerate(parts):
        match part:
            case Prose(text, quiet):
                yield from small(text) if quiet else paragraph(text)
            case Text() | Choice() | Choices() | Day() | Time() | Upload():
                yield _asked(place, part)


def _asked(place: int, asked: Input) -> Data:
    block: Data = {
        "type": "input",
        "block_id": f"{place}:{asked.name}"[:_CALLBACK],
        "label": plain_text(asked.label, _LABEL),
        "optional": not asked.required,
        "element": {**_element(asked), "action_id": _INPUT},
    }
    if asked.hint.strip():
        block["hint"] = plain_text(asked.hint, _LABEL)
    return block


def _element(asked: Input) -> Data:
    match asked:
        case Text(value=value, multiline=multiline, limit=limit):
            most = max(1, min(limit, _TEXT))
            element: Data = {"type": "plain_text_input", "multiline": multiline, "max_length": most}
            return element | ({"initial_value": cut(value, most)} if value.strip() else {})
        case Choice(options=options, value=value):
            offered = _options(options)
            chosen = [option for option in offered if option["value"] == value[:_OPTION_VALUE] and value]
            kind = "radio_buttons" if len(offered) <= _FEW else "static_select"
            return {"type": kind, **_menu(offered), **({"initial_option": chosen[0]} if chosen else {})}
        case Choices(options=options, values=values):
            offered = _options(options)
            wanted = {value[:_OPTION_VALUE] for value in values}
            ticked = [option for option in offered if option["value"] in wanted]
            kind = "checkboxes" if len(offered) <= _FEW else "multi_static_select"
            return {"type": kind, **_menu(offered), **({"initial_options": ticked} if ticked else {})}
        case Day(value=day):
            return {"type": "datepicker"} | ({"initial_date": day.isoformat()} if day else {})
        case Upload(kinds=kinds):
            return {"type": "file_input", "filetypes": list(kinds), "max_files": 1}
        case Time(value=time):
            return {"type": "timepicker"} | ({"initial_time": f"{time:%H:%M}"} if time else {})


def _options(options: Sequence[Option]) -> list[Data]:
    """Slack's options; of two with one value the first, as Slack refuses the second."""
    found: dict[str, Data] = {}
    for option in options:
        value = cut(option.value, _OPTION_VALUE)
        found.setdefault(value, {"text": plain_text(option.label, _OPTION), "value": value})
    return list(found.values()) or [{"text": plain_text("", _OPTION), "value": "-"}]


def _menu(offered: list[Data]) -> Data:
    if len(offered) <= _MENU:
        return {"options": offered}
    parts = [offered[start : start + _MENU] for start in range(0, len(offered), _MENU)][:_MENU]
    groups: list[Data] = []
    for n, part in enumerate(parts):
        label = f"{n * _MENU + 1}\N{EN DASH}{n * _MENU + len(part)}"
        groups.append({"label": {"type": "plain_text", "text": label}, "options": part})
    return {"option_groups": groups}


def _name(block: str) -> str:
    return block.partition(":")[2]


def _given(state: object) -> str | tuple[str, ...]:
    """The value of one block, whichever kind of input it is."""
    if not isinstance(state, dict) or len(state) != 1:
        raise ValueError("no state of an input")
    (given,) = state.values()
    if not isinstance(given, dict):
        raise ValueError("no state of an input")  # noqa: TRY004 - see above
    if "selected_options" in given:
        return tuple(_value(option) for option in given["selected_options"] or ())
    if "selected_option" in given:
        return _value(given["selected_option"])
    found = given.get("value") or given.get("selected_date") or given.get("selected_time") or ""
    if not isinstance(found, str):
        raise ValueError("no value of an input")  # noqa: TRY004 - see above
    return found


def _value(option: object) -> str:
    if option is None:
        return ""
    if not isinstance(option, dict) or not isinstance(option.get("value"), str):
        raise ValueError("no option")  # noqa: TRY004 - see above
    return str(option["value"])
