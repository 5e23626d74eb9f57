"""A form within what Slack takes of a view as a whole.

The rule to keep: pure, and a form always opens. What can best be spared goes first: the far end of long menus (and the
form says so), then hints, then prose, then the end of long labels; what somebody has typed goes last of all.
https://docs.slack.dev/reference/views
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial

from adapters.slack.rich import Data, cut

LIMIT = 240_000
"""Characters of a view as it is sent. Slack takes 250,000."""
_MENUS = (2500, 1000, 300, 100, 25, 10)
"""How much of every menu is left, step by step."""
_SHORT = 150
_TYPED = (1500, 300)


def fitted(view: Data, cut_short: str) -> Data:
    """The view, or as much of it as fits. `cut_short` is the sentence below a menu of which an end is missing."""
    if _fits(view):
        return view
    view = deepcopy(view)
    for step in _steps(cut_short):
        step(view)
        if _fits(view):
            break
    return view


def _fits(view: Data) -> bool:
    return len(json.dumps(view)) <= LIMIT


def _steps(cut_short: str) -> Iterator[Callable[[Data], None]]:
    for most in _MENUS:
        yield partial(_each, partial(_shorten, most, cut_short))
    yield partial(_each, _hint)
    yield _unsay
    yield partial(_each, _label)
    for most in _TYPED:
        yield partial(_each, partial(_type, most))


def _each(change: Callable[[Data], None], view: Data) -> None:
    for block in view["blocks"]:
        if block["type"] == "input":
            change(block)


def _shorten(most: int, cut_short: str, block: Data) -> None:
    """Leave so many options of a menu, whatever was chosen among them."""
    element = block["element"]
    groups = element.get("option_groups") or [element]
    if sum(len(group.get("options", ())) for group in groups) <= most:
        return
    chosen = [one for one in (element.get("initial_option"), *element.get("initial_options", ())) if one]
    room = max(0, most - len(chosen))
    for group in groups:
        # What was chosen stays in its place among the others.
        kept = [option for place, option in enumerate(group["options"]) if place < room or option in chosen]
        room -= min(room, len(group["options"]))
        group["options"] = kept
    if "option_groups" in element:
        element["option_groups"] = [group for group in groups if group["options"]]
    if cut_short:
        block["hint"] = {"type": "plain_text", "text": cut_short, "emoji": False}


def _hint(block: Data) -> None:
    if "hint" in block:
        _clip(block["hint"], _SHORT)


def _unsay(view: Data) -> None:
    view["blocks"] = [block for block in view["blocks"] if block["type"] == "input"] or view["blocks"][:1]


def _label(block: Data) -> None:
    _clip(block["label"], _SHORT)


def _type(most: int, block: Data) -> None:
    element = block["element"]
    if "initial_value" in element:
        element["initial_value"] = cut(element["initial_value"], min(most, element.get("max_length", most)))


def _clip(text: Data, most: int) -> None:
    text["text"] = cut(text["text"], most)
