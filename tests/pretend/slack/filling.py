"""What a person can put into a form, and what Slack's own client says before anything is sent.

The rule to keep: nobody can send what the form on the screen would not let them enter.
"""

from typing import TYPE_CHECKING

from tests.pretend.slack import reading
from tests.pretend.slack.elements import offered
from tests.pretend.slack.modals import state
from tests.pretend.slack.refusal import Json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.pretend.slack.workspace import View

EMPTY = "Please complete this required field."
"""Slack's own words at an empty field."""


def put(view: "View", fields: "Mapping[str, object]") -> None:
    """Enter values by the name of the block or action, or by the label. An unknown name or choice is a mistake."""
    for name, value in fields.items():
        block = _block(view, name)
        one = block["element"]
        view.entered.setdefault(block["block_id"], {})[one["action_id"]] = _value(one, value)


def refused(view: "View") -> dict[str, str]:
    """What the client says of the form as it is, by block; empty where it can be sent."""
    held = state(view)["values"]
    wrong = {}
    for block in view.body["blocks"]:
        if block["type"] != "input":
            continue
        one = block["element"]
        text = reading.entered(held[block["block_id"]][one["action_id"]])
        if not text.strip() and not block.get("optional"):
            wrong[block["block_id"]] = EMPTY
        elif len(text) > one.get("max_length", 3000):
            wrong[block["block_id"]] = f"Please enter {one['max_length']} characters or fewer."
        elif text and len(text) < one.get("min_length", 0):
            wrong[block["block_id"]] = f"Please enter {one['min_length']} characters or more."
    return wrong


def _block(view: "View", name: str) -> Json:
    """The input meant by a name: its block, its action, either without what stands before a separator, or its label."""
    inputs: list[Json] = [block for block in view.body["blocks"] if block["type"] == "input"]
    for block in inputs:
        names = {block["block_id"], block["element"]["action_id"], reading.words(block["label"])}
        for sign in ".:/|":
            names |= {one.rpartition(sign)[2] for one in names} | {one.partition(sign)[0] for one in names}
        if name in names:
            return block
    raise AssertionError(f"no field {name!r} among {[block['block_id'] for block in inputs]}")


def _value(one: Json, value: object) -> Json:  # noqa: PLR0911 - one line a kind
    many = [str(part) for part in value] if isinstance(value, list | tuple) else _split(value)
    single = str(value) if value not in (None, "") else None
    match one["type"]:
        case "static_select" | "radio_buttons":
            return {"selected_option": _option(one, single) if single is not None else None}
        case "checkboxes" | "multi_static_select":
            return {"selected_options": [_option(one, part) for part in many]}
        case "datepicker":
            return {"selected_date": single}
        case "timepicker":
            return {"selected_time": single}
        case "datetimepicker":
            return {"selected_date_time": int(single) if single else None}
        case "users_select" | "conversations_select" | "channels_select":
            return {f"selected_{one['type'].removesuffix('s_select')}": single}
        case "multi_users_select" | "multi_conversations_select" | "multi_channels_select":
            return {f"selected_{one['type'].removeprefix('multi_').removesuffix('_select')}": many}
        case "file_input":
            return {"files": value}
        case _:
            return {"value": single}


def _split(value: object) -> list[str]:
    return [part.strip() for part in str(value or "").split(",") if part.strip()]


def _option(one: Json, wanted: str) -> Json:
    for option in offered(one):
        if wanted in (option["value"], reading.words(option["text"])):
            return option
    raise AssertionError(f"no choice {wanted!r} among {[option['value'] for option in offered(one)]}")
