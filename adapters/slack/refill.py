"""A form whose answer is late: what was typed stays on the screen meanwhile, and comes back where it has to be changed.

The rule to keep: pure, and nothing that somebody typed is ever lost. While the answer is on its way the form cannot be
sent a second time, so it is shown without its inputs; Slack shows what is wrong at a field only in its own answer, so
later it is said above the field. https://docs.slack.dev/surfaces/modals#updating_views
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from adapters.slack.blocks import VIEW_BLOCKS
from adapters.slack.fitting import LIMIT, fitted
from adapters.slack.pieces import facts, paragraph
from adapters.slack.rich import Data, cut, plain_text
from bot.markup import literal

_FORM = ("type", "callback_id", "title", "submit", "close", "private_metadata")
_TITLE = 24


def waiting(view: Mapping[str, object], title: str, close: str, wait: str) -> Data:
    """What was sent, for reading, while nobody knows yet what comes of it."""
    typed = [piece.block for piece in facts([*_typed(view)])]
    blocks = [*paragraph(wait), *typed]
    made: Data = {
        "type": "modal",
        "callback_id": "notice",
        "title": plain_text(title, _TITLE),
        "close": plain_text(close, _TITLE),
        "blocks": blocks[:VIEW_BLOCKS],
    }
    while len(json.dumps(made)) > LIMIT:
        made["blocks"].pop()
    return made


def again(view: Mapping[str, object], text: str, problems: Mapping[str, str]) -> Data:
    """The form as it was sent, filled in. `text` says what is wrong as a whole; `problems` are by block."""
    states = _states(view)
    blocks: list[Data] = list(paragraph(text)) if text and text not in problems.values() else []
    for block in _blocks(view):
        name = str(block.get("block_id"))
        if name in problems:
            blocks += paragraph(literal(problems[name]))
        blocks.append(_filled(block, states.get(name, {})))
    # What is said can be spared before what is asked.
    while len(blocks) > VIEW_BLOCKS:
        said = next((place for place, block in enumerate(blocks) if block["type"] != "input"), 0)
        del blocks[said]
    # Everything in a menu was there when it was sent; only what is said has grown.
    return fitted({key: view[key] for key in _FORM if view.get(key)} | {"blocks": blocks}, "")


def typed(view: Mapping[str, object]) -> list[tuple[str, str]]:
    """Label and what was entered there, as markup, for every input that is not empty."""
    return [*_typed(view)]


def _typed(view: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    states = _states(view)
    for block in _blocks(view):
        said = _shown(states.get(str(block.get("block_id")), {}))
        if block.get("type") == "input" and said:
            label = block.get("label")
            yield literal(_text(label)), literal(said)


def _shown(state: Mapping[str, object]) -> str:
    """What somebody reads of an input."""
    match state:
        case {"selected_option": dict(option)}:
            return _text(option.get("text"))
        case {"selected_options": list(options)}:
            return ", ".join(_text(option.get("text")) for option in options if isinstance(option, dict))
        case {"files": list(files)}:
            return ", ".join(str(file.get("name", "")) for file in files if isinstance(file, dict))
        case {"value": str(said)} | {"selected_date": str(said)} | {"selected_time": str(said)}:
            return said
        case _:
            return ""


def _filled(block: Data, state: Mapping[str, object]) -> Data:
    """An input that begins with what was entered; every other block as it is."""
    element = block.get("element")
    if block.get("type") != "input" or not isinstance(element, dict):
        return block
    bare = {key: value for key, value in element.items() if not key.startswith("initial_")}
    return {**block, "element": bare | _initial(bare, state)}


def _initial(element: Data, state: Mapping[str, object]) -> Data:
    match state:
        case {"selected_option": dict(option)}:
            return _one("initial_option", _offered(element, [option]))
        case {"selected_options": list(options)}:
            chosen = _offered(element, [option for option in options if isinstance(option, dict)])
            return {"initial_options": chosen} if chosen else {}
        case {"selected_date": str(day)}:
            return {"initial_date": day}
        case {"selected_time": str(time)}:
            return {"initial_time": time}
        case {"value": str(said)} if said.strip():
            most = element.get("max_length")
            return {"initial_value": cut(said, most) if isinstance(most, int) else said}
        case _:
            return {}


def _one(key: str, chosen: Sequence[Data]) -> Data:
    return {key: chosen[0]} if chosen else {}


def _offered(element: Data, chosen: Sequence[Data]) -> list[Data]:
    """The options that were chosen, as they are offered: Slack compares every letter of them."""
    groups = element.get("option_groups") or [element]
    wanted = {option.get("value") for option in chosen}
    return [option for group in groups for option in group.get("options", ()) if option.get("value") in wanted]


def _blocks(view: Mapping[str, object]) -> list[Data]:
    blocks = view.get("blocks")
    return [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []


def _states(view: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """The state of every input, by block."""
    state = view.get("state")
    values = state.get("values") if isinstance(state, dict) else None
    found = values.items() if isinstance(values, dict) else ()
    return {
        str(block): given
        for block, states in found
        if isinstance(states, dict)
        for given in states.values()
        if isinstance(given, dict)
    }


def _text(found: object) -> str:
    return str(found.get("text", "")) if isinstance(found, dict) else ""
