"""Slack's limits, as a check: what its own models know, and what only its documentation says.

https://docs.slack.dev/reference/block-kit
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

# JSON has no better name for it.
Data = dict[str, Any]

IN_MESSAGES = {"rich_text", "context", "actions", "image", "table"}
IN_VIEWS = {"rich_text", "context", "actions", "image", "input"}


def message(text: str, blocks: Sequence[Data]) -> None:
    """A message that Slack takes."""
    assert text.strip()
    assert len(text) <= 40_000
    assert 0 <= len(blocks) <= 50
    assert sum(block["type"] == "table" for block in blocks) <= 1
    assert sum(len(said) for said in _texts(blocks)) <= 11_000
    _blocks(blocks, IN_MESSAGES)


def view(shown: Data) -> None:
    """A view that Slack takes."""
    View(**shown).validate_json()
    assert 1 <= len(shown["blocks"]) <= 100
    assert len(json.dumps(shown)) <= 250_000
    if shown["type"] == "modal":
        assert shown["title"]["text"].strip()
        asks = any(block["type"] == "input" for block in shown["blocks"])
        assert "submit" in shown or not asks
        assert len(shown.get("private_metadata", "")) <= 3000
    _blocks(shown["blocks"], IN_VIEWS)


def _blocks(blocks: Sequence[Data], known: set[str]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    for block in blocks:
        assert block["type"] in known
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.to_dict()
        _own(block)
        for element in _elements(block):
            _element(element)
    for said in _texts(blocks):
        assert said, "Slack refuses an empty text"
        assert len(said) <= 3000


def _own(block: Data) -> None:
    """What slack_sdk's models do not know."""
    match block["type"]:
        case "table":
            assert 1 <= len(block["rows"]) <= 100
            assert len({len(row) for row in block["rows"]}) == 1
            assert 1 <= len(block["rows"][0]) <= 20
            assert len(block["column_settings"]) <= 20
            assert sum(len(said) for said in _texts(block["rows"])) <= 10_000
        case "actions":
            assert 1 <= len(block["elements"]) <= 25
            ids = [element["action_id"] for element in block["elements"]]
            assert len(ids) == len(set(ids))
        case "context":
            assert 1 <= len(block["elements"]) <= 10
        case "input":
            assert block["label"]["text"].strip()
            assert len(block["block_id"]) <= 255
        case "image":
            assert 1 <= len(block["alt_text"]) <= 2000
        case "rich_text":
            assert block["elements"]
        case _:
            raise AssertionError(block["type"])


def _elements(block: Data) -> list[Data]:
    if block["type"] == "actions":
        return list(block["elements"])
    return [block["element"]] if block["type"] == "input" else []


def _element(element: Data) -> None:
    assert 1 <= len(element["action_id"]) <= 255
    match element["type"]:
        case "button":
            assert 1 <= len(element["text"]["text"]) <= 75
            assert len(element.get("value", "x")) in range(1, 2001)
            assert len(element.get("url", "")) <= 3000
            assert element.get("style") in {None, "primary", "danger"}
        case "plain_text_input":
            assert 1 <= element["max_length"] <= 3000
            assert len(element.get("initial_value", "")) <= element["max_length"]
        case "radio_buttons" | "checkboxes":
            assert 1 <= len(element["options"]) <= 10
            _options(element["options"])
        case "static_select" | "multi_static_select":
            groups = element.get("option_groups") or [element]
            assert len(groups) <= 100
            for group in groups:
                assert 1 <= len(group["options"]) <= 100
                _options(group["options"])
        case "datepicker" | "timepicker":
            pass
        case "file_input":
            assert 1 <= element["max_files"] <= 10
            assert element["filetypes"]
        case other:
            raise AssertionError(other)
    offered = [option for group in element.get("option_groups") or [element] for option in group.get("options", ())]
    for chosen in [element.get("initial_option"), *element.get("initial_options", ())]:
        assert chosen is None or chosen in offered


def _options(options: Sequence[Data]) -> None:
    values = [option["value"] for option in options]
    assert len(values) == len(set(values))
    for option in options:
        assert 1 <= len(option["text"]["text"]) <= 75
        assert 1 <= len(option["value"]) <= 150


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        for name, inner in found.items():
            if name in {"text", "alt_text"} and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(found, list | tuple):
        for inner in found:
            yield from _texts(inner)
