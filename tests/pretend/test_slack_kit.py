"""Blocks and views are held to Slack's limits, and what is wrong is said with a pointer to it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.pretend.bolt import FORM, button, card
from tests.pretend.slack.kit import MESSAGE_CHARACTERS, check_message, check_view
from tests.pretend.slack.refusal import Json, Refused


def text(words: str, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": words}


def section(words: str) -> Json:
    return {"type": "section", "text": text(words, "mrkdwn")}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def menu(kind: str, count: int, **more: object) -> Json:
    options = [{"text": text(f"Option {n}"), "value": str(n)} for n in range(count)]
    return {"type": kind, "action_id": "a", "options": options, **more}


def field(element: Json, **more: object) -> Json:
    return {"type": "input", "label": text("Label"), "element": element, **more}


def refused(blocks: Any) -> Refused:  # noqa: ANN401 - whatever an app sends
    with pytest.raises(Refused) as found:
        check_message(blocks, usable=lambda file: file == "F1")
    return found.value


TABLE: Json = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "Day"}, {"type": "raw_text", "text": "Hours"}]] * 100,
    "column_settings": [{"align": "left"}, {"align": "right", "is_wrapped": True}],
}
GOOD: list[list[Json]] = [
    [section("x" * 3000)],
    [section("x")] * 50,
    [{"type": "section", "fields": [text("x" * 2000, "mrkdwn")] * 5}],
    [{"type": "header", "text": text("x" * 150)}, {"type": "divider"}],
    [actions(*[button(f"B{n}", "v" * 2000) for n in range(25)])],
    [actions(menu("static_select", 100, placeholder=text("Choose")))],
    [actions(menu("overflow", 5))],
    [{"type": "context", "elements": [text("x", "mrkdwn"), text("y")]}],
    [{"type": "image", "alt_text": "A chart", "slack_file": {"id": "F1"}}],
    [TABLE],
    [field({"type": "plain_text_input", "action_id": "a", "max_length": 3000}, hint=text("Hint"), optional=True)],
    [
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "a", "style": {"bold": True}}]},
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
                },
            ],
        }
    ],
]


@pytest.mark.parametrize("blocks", GOOD)
def test_what_fits_is_taken(blocks: list[Json]) -> None:
    assert check_message(blocks, usable=lambda file: file == "F1") == blocks


WRONG: list[tuple[Any, str]] = [
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    ([{"type": "carousel"}], "unsupported type: carousel [json-pointer:/blocks/0/type]"),
    ([{"type": "divider", "colour": "red"}], "invalid additional property: colour [json-pointer:/blocks/0]"),
    ([{"type": "header", "text": text("x" * 151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": text("x", "mrkdwn")}], "must be a valid enum value: plain_text"),
    (
        [actions(*[button(f"B{n}") for n in range(26)])],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    ([actions()], "no less than 1 items required [json-pointer:/blocks/0/elements]"),
    (
        [actions(button("Undo", "v" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    ([actions(button("x" * 76))], "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"),
    ([actions(button("Undo", style="warning"))], "must be a valid enum value: primary, danger"),
    ([actions(button("Undo"), button("Undo"))], '`action_id` "track.undo" already exists for block'),
    ([{**section("x"), "block_id": "b"}] * 2, "`block_id` already exists: b [json-pointer:/blocks/1/block_id]"),
    ([{**section("x"), "block_id": "b" * 256}], "must be less than 256 characters [json-pointer:/blocks/0/block_id]"),
    ([actions(menu("static_select", 101))], "no more than 100 items allowed"),
    ([actions(menu("static_select", 0))], "no less than 1 items required"),
    ([actions(menu("checkboxes", 11))], "no more than 10 items allowed"),
    ([actions(menu("overflow", 6))], "no more than 5 items allowed"),
    (
        [actions(menu("static_select", 2, initial_option={"text": text("Other"), "value": "9"}))],
        "initial option must exactly match one of the options",
    ),
    (
        [{"type": "section", "fields": [text("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    ([{"type": "section", "fields": [text("x" * 2001)]}], "must be less than 2001 characters"),
    ([{"type": "context", "elements": [text("x")] * 11}], "no more than 10 items allowed"),
    ([{"type": "image", "alt_text": "A chart"}], "must define either `image_url` or `slack_file`"),
    ([{"type": "image", "slack_file": {"id": "F1"}}], "missing required field: alt_text"),
    ([{"type": "image", "alt_text": "x", "slack_file": {"id": "F2"}}], "invalid slack file"),
    ([{**TABLE, "rows": TABLE["rows"] * 2}], "no more than 100 items allowed"),
    ([{"type": "table", "rows": [TABLE["rows"][0] * 11]}], "no more than 20 items allowed"),
    ([{"type": "table", "rows": [TABLE["rows"][0], TABLE["rows"][0][:1]]}], "every row must have as many cells"),
    ([{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}], "must be more than 0 characters"),
    ([field({"type": "plain_text_input", "max_length": 3001})], "must be between 1 and 3000"),
    ([field({"type": "plain_text_input", "max_length": 2, "initial_value": "abc"})], "initial_value is longer"),
    ([field({"type": "datepicker", "initial_date": "18.11.2026"})], "must be a valid date"),
    ([field({"type": "timepicker", "initial_time": "9:30"})], "must be a valid time"),
    ([field(button("Undo"))], "unsupported type: button [json-pointer:/blocks/0/element/type]"),
    ([field({"type": "plain_text_input"}, label=text("x" * 2001))], "must be less than 2001 characters"),
    ("[]", "must provide an array [json-pointer:/blocks]"),
    ([["section"]], "must provide an object [json-pointer:/blocks/0]"),
]


@pytest.mark.parametrize(("blocks", "complaint"), WRONG)
def test_what_does_not_fit_is_refused_with_a_pointer(blocks: Any, complaint: str) -> None:  # noqa: ANN401
    found = refused(blocks)
    assert found.error == "invalid_blocks"
    assert any(complaint in message for message in found.messages), found.messages


def test_all_text_together_has_a_limit_too() -> None:
    assert refused([section("x" * 3000)] * 5).error == "msg_blocks_too_long"
    check_message([section("x" * 3000)] * (MESSAGE_CHARACTERS // 3000), usable=bool)


def test_a_message_holds_one_table() -> None:
    assert refused([TABLE, TABLE]).error == "invalid_attachments"


VIEWS: list[tuple[Json, str]] = [
    ({**FORM, "title": text("x" * 25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
    ({**FORM, "submit": text("x" * 25)}, "must be less than 25 characters [json-pointer:/view/submit/text]"),
    ({name: one for name, one in FORM.items() if name != "submit"}, "missing required field: submit"),
    ({name: one for name, one in FORM.items() if name != "title"}, "missing required field: title"),
    ({**FORM, "blocks": [section("x")] * 101}, "no more than 100 items allowed [json-pointer:/view/blocks]"),
    ({**FORM, "blocks": []}, "no less than 1 items required"),
    ({**FORM, "blocks": [TABLE]}, "unsupported type: table"),
    ({**FORM, "private_metadata": "x" * 3001}, "must be less than 3001 characters"),
    ({**FORM, "callback_id": "x" * 256}, "must be less than 256 characters"),
    ({**FORM, "colour": "red"}, "invalid additional property: colour [json-pointer:/view]"),
    ({**FORM, "submit_disabled": True}, "invalid additional property: submit_disabled"),
    ({**FORM, "type": "home"}, "unsupported type: home"),
    (
        {**FORM, "blocks": [field({"type": "plain_text_input", "focus_on_load": True})] * 2},
        "only one element may have focus_on_load",
    ),
]


@pytest.mark.parametrize(("view", "complaint"), VIEWS)
def test_a_view_that_does_not_fit_is_refused(view: Json, complaint: str) -> None:
    with pytest.raises(Refused) as found:
        check_view(view, "modal", usable=bool)
    assert found.value.error == "invalid_arguments"
    assert any(complaint in message for message in found.value.messages), found.value.messages


def test_a_home_has_no_title_and_no_button_to_send_it() -> None:
    check_view({"type": "home", "blocks": card("Today", "Log")}, "home", usable=bool)
    with pytest.raises(Refused):
        check_view({"type": "home", "title": text("Home"), "blocks": card("Today")}, "home", usable=bool)


def test_a_view_that_is_too_large_is_said_to_be_so() -> None:
    many = [{**section("x" * 3000), "block_id": str(n)} for n in range(100)]
    with pytest.raises(Refused, match="view_too_large"):
        check_view({**FORM, "blocks": many}, "modal", usable=bool)


LENGTHS = some.integers(0, 3200)
ANY_BLOCK = some.one_of(
    some.builds(lambda n: section("x" * n), LENGTHS),
    some.builds(lambda n: {"type": "header", "text": text("x" * (n // 16))}, LENGTHS),
    some.builds(lambda n, m: actions(*[button(f"{k}", "v" * n) for k in range(m)]), LENGTHS, some.integers(0, 30)),
    some.builds(lambda n: actions(menu("static_select", n)), some.integers(0, 110)),
    some.builds(lambda n: actions(menu("radio_buttons", n)), some.integers(0, 20)),
    some.builds(lambda n: {"type": "context", "elements": [text("x")] * n}, some.integers(0, 14)),
    some.builds(lambda n: field({"type": "plain_text_input", "action_id": "a", "max_length": n}), LENGTHS),
    some.builds(lambda n: {"type": "image", "alt_text": "x" * n, "slack_file": {"id": "F1"}}, LENGTHS),
)


@settings(max_examples=150, deadline=None)
@given(ANY_BLOCK)
def test_it_is_never_milder_than_slacks_own_sdk(block: Json) -> None:
    try:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.to_dict()
    except SlackObjectFormationError:
        assert refused([block]).error == "invalid_blocks"
