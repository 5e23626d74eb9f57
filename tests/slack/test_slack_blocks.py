import pytest
from hypothesis import HealthCheck, given, settings

from adapters.slack import blocks, views
from adapters.slack.rich import chunks, size
from bot.markup import Markup, literal, plain, spans
from bot.message import (
    Button,
    Buttons,
    Choice,
    Correction,
    Facts,
    Form,
    Link,
    Message,
    Option,
    Picture,
    Prose,
    Table,
    Text,
)
from tests.slack import limits
from tests.slack.messages import corrections, forms, grown, messages, sizes, words

CALM = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def said(found: object) -> str:
    """All that a reader sees, in order."""
    if isinstance(found, dict):
        own = str(found["text"]) if isinstance(found.get("text"), str) else ""
        own += str(found.get("alt_text", ""))
        return own + "".join(said(inner) for name, inner in found.items() if name != "column_settings")
    return "".join(said(inner) for inner in found) if isinstance(found, list | tuple) else ""


@given(messages, sizes)
@CALM
def test_any_message_is_within_every_limit(message: Message, times: int) -> None:
    message = grown(message, times)
    pictures = ["F0123456789"] * 200
    for native in (True, False):
        found = blocks.pages(message, pictures=pictures, native=native)
        # Slack's models are slow; the pages in the middle are like the second.
        for page in {0: found[0], 1: found[min(1, len(found) - 1)], 2: found[-1]}.values():
            limits.message(page.text, page.blocks)
    limits.view(views.home(message, pictures=pictures))
    limits.view(views.notice(message, "Lentera", "Close"))


@given(forms, sizes)
@CALM
def test_any_form_is_within_every_limit(form: Form, times: int) -> None:
    form = grown(form, times)
    limits.view(views.modal(form, "Close", views.Origin("C1", "https://hooks.slack.com/" + "x" * 300, own=True)))


def _menu(many: int, chosen: str) -> Choice:
    return Choice(
        "zone", "Zone", tuple(Option(f"zone/{n}", f"A zone whose name is long {n} é") for n in range(many)), chosen
    )


def test_a_menu_longer_than_slack_can_show_is_cut_says_so_and_keeps_what_was_chosen() -> None:
    form = Form("Settings", "track.settings", "Save", (Text("note", "Note", "typed"), _menu(9000, "zone/8765")))
    view = views.modal(form, "Close", views.Origin(), "Its end is missing.")
    limits.view(view)
    note, menu = view["blocks"]
    assert note["element"]["initial_value"] == "typed"
    assert menu["hint"]["text"] == "Its end is missing."
    offered = [option["value"] for group in menu["element"]["option_groups"] for option in group["options"]]
    assert offered[:3] == ["zone/0", "zone/1", "zone/2"]
    assert menu["element"]["initial_option"]["value"] in offered
    assert len(offered) > 200


def test_what_somebody_has_typed_goes_last() -> None:
    parts = [Text(f"t{n}", "L" * 2000, "好" * 600, hint="H" * 2000, limit=3000) for n in range(45)]
    view = views.modal(Form("T", "a", "S", (Prose("P" * 9000), *parts, _menu(200, ""))), "Close", views.Origin())
    limits.view(view)
    assert [block["element"].get("initial_value") for block in view["blocks"][:45]] == ["好" * 600] * 45


def test_an_everyday_form_is_left_as_it_is() -> None:
    form = Form("Settings", "track.settings", "Save", (Prose("Read this."), _menu(600, "zone/3")))
    view = views.modal(form, "Close", views.Origin(), "Its end is missing.")
    assert sum(len(group["options"]) for group in view["blocks"][1]["element"]["option_groups"]) == 600
    assert "hint" not in view["blocks"][1]


@given(forms, corrections)
@CALM
def test_a_correction_names_only_inputs_that_the_form_has(form: Form, correction: Correction) -> None:
    view = views.modal(form, "Close", views.Origin())
    asked = views.inputs(view)
    told = views.problems(correction, asked)
    assert told.keys() <= set(asked)
    assert bool(told) == bool(asked)
    assert all(told.values())


@given(words, sizes)
@CALM
def test_a_long_text_is_split_and_nothing_of_it_is_lost(text: str, times: int) -> None:
    text *= times
    runs = list(chunks(spans(text), 50))
    assert "".join(span.text for run in runs for span in run) == plain(text)
    assert all(sum(size(span.text) for span in run) <= 50 for run in runs)


@pytest.mark.parametrize(
    "hostile", ["<!channel>", "<@U012AB3CD>", "*now* _or_ `never`", "&lt;!here&gt;", "<http://a|b>"]
)
def test_nobody_forges_a_mention_or_a_style(hostile: str) -> None:
    message = Message(literal(hostile), (Prose(literal(hostile)), Prose(literal(hostile), quiet=True)))
    (page,) = blocks.pages(message)
    assert "<" not in page.text
    first, second, small = page.blocks
    assert (
        first
        == second
        == {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section"} | {"elements": [{"type": "text", "text": hostile}]}],
        }
    )
    assert small["elements"] == [{"type": "plain_text", "text": hostile, "emoji": False}]


def test_small_print_with_a_link_makes_other_signs_harmless() -> None:
    text = Markup(f"[Rules](https://example.org/a?b=1&c=2) {literal('*a* <!here>')}")
    (page,) = blocks.pages(Message("", (Prose(text, quiet=True),)))
    (element,) = page.blocks[0]["elements"]
    assert element["text"] == "<https://example.org/a?b=1&amp;c=2|Rules> *\u2060a*\u2060 &lt;!here&gt;"
    assert element["verbatim"] is True


def test_styles_become_slack_s_own() -> None:
    (page,) = blocks.pages(Message("*Logged*: `2h` _now_, [more](https://example.org)"))
    (section,) = page.blocks[0]["elements"]
    assert section["elements"] == [
        {"type": "text", "text": "Logged", "style": {"bold": True}},
        {"type": "text", "text": ": "},
        {"type": "text", "text": "2h", "style": {"code": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "now", "style": {"italic": True}},
        {"type": "text", "text": ", "},
        {"type": "link", "url": "https://example.org", "text": "more"},
    ]


def test_facts_are_a_label_and_its_value_line_by_line() -> None:
    (page,) = blocks.pages(Message("You", (Facts((("Zone", "Asia/Jakarta"), ("Really?", "yes"), ("Note", ""))),)))
    assert said(page.blocks) == "YouZone: Asia/Jakarta\nReally? yes\nNote"


def test_one_table_is_slack_s_own_with_numbers_on_the_right() -> None:
    table = Table("Week", ("Day", "Time", "Note"), (("Mon", "2:30", ""), ("Tue", "1:00", "a *b*")))
    (page,) = blocks.pages(Message("Your week", (table,)))
    shown = page.blocks[2]
    # What is short stays on one line.
    assert shown["column_settings"] == [{"align": "left"}, {"align": "right"}, {"align": "left"}]
    assert [[said(cell) for cell in row] for row in shown["rows"]] == [
        ["Day", "Time", "Note"],
        ["Mon", "2:30", "–"],
        ["Tue", "1:00", "a b"],
    ]


def test_a_rounded_share_is_a_number_too() -> None:
    table = Table("", ("Concern", "Share"), (("I would forget", "~35 %"), ("It invades", "<=10 %")))
    (page,) = blocks.pages(Message("All", (table,)))
    assert page.blocks[1]["column_settings"] == [{"align": "left"}, {"align": "right"}]


def test_where_there_is_no_table_its_columns_are_aligned() -> None:
    table = Table("", ("Day", "Time"), (("Mon", "2:30"), ("Tuesday", "11:00")))
    (page,) = blocks.pages(Message("Your week", (table,)), native=False)
    assert said(page.blocks[1:]) == "Day       Time\nMon       2:30\nTuesday  11:00"


def test_a_long_table_goes_on_in_the_next_message_and_repeats_its_head() -> None:
    rows = tuple((str(number), "x" * 50) for number in range(250))
    found = blocks.pages(Message("All", (Table("", ("No", "What"), rows),)))
    tables = [block for page in found for block in page.blocks if block["type"] == "table"]
    assert len(tables) == len(found) > 1
    assert {said(table["rows"][0]) for table in tables} == {"NoWhat"}
    numbers = [said(row[0]) for table in tables for row in table["rows"][1:]]
    assert numbers == [str(number) for number in range(250)]


def test_a_table_too_wide_for_slack_is_told_row_by_row() -> None:
    table = Table("", ("Who", "What"), (("Ada", "y" * 3000),))
    found = blocks.pages(Message("All", (table,)))
    assert said([page.blocks for page in found]) == f"AllAda: What: {'y' * 3000}"


def test_a_row_that_is_told_says_nothing_of_empty_cells() -> None:
    table = Table("", ("Day", "Worked", "Remark"), (("Mon", "7:50", ""), ("Tue", "", "z" * 80), ("Wed", "", "")))
    (page,) = blocks.pages(Message("Week", (table,)), native=False)
    assert said(page.blocks[1:]) == f"Mon: Worked: 7:50\nTue: Remark: {'z' * 80}\nWed: –"


def test_a_picture_is_a_file_of_slack_s_and_else_its_words() -> None:
    message = Message("Week", (Picture(b"png", "Mon 2 h, Tue 3 h"),))
    (page,) = blocks.pages(message, pictures=["F0123456789"])
    assert page.blocks[1] == {"type": "image", "alt_text": "Mon 2 h, Tue 3 h", "slack_file": {"id": "F0123456789"}}
    (page,) = blocks.pages(message)
    assert said(page.blocks[1]) == "Mon 2 h, Tue 3 h"


def test_buttons_of_one_row_never_share_an_id_and_tell_what_they_do() -> None:
    row = Buttons(
        (Button("Undo", "track.undo", "1"), Button("Undo", "track.undo", "2"), Link("Help", "https://a.example"))
    )
    form = Buttons((Button("Edit", "track.edit", "1", style="danger", opens_form=True),))
    (page,) = blocks.pages(Message("Done", (row, form)))
    ids = [element["action_id"] for block in page.blocks[1:] for element in block["elements"]]
    assert [blocks.pressed(action_id) for action_id in ids] == ["track.undo", "track.undo", "", "track.edit"]
    assert [blocks.opens_form(action_id) for action_id in ids] == [False, False, False, True]
    assert [blocks.leads_away(action_id) for action_id in ids] == [False, False, True, False]
    assert len(set(ids[:3])) == 3


def test_what_a_form_remembers_comes_back() -> None:
    form = Form("Log", "track.save", "Save", (Text("note", "Note"),), value='slack:T1:"é"')
    origin = views.Origin("D123", "https://hooks.slack.com/actions/T1/2/3", own=True)
    view = views.modal(form, "Cancel", origin)
    assert views.unpacked(view["private_metadata"]) == (form.value, origin)
    view = views.modal(
        Form("Log", "track.save", "Save", (), value="v" * 2000), "Cancel", views.Origin("D1", "u" * 1500)
    )
    assert views.unpacked(view["private_metadata"]) == ("v" * 2000, views.Origin())


def test_what_was_filled_in_comes_by_name() -> None:
    states = {
        "0:note": {"v": {"type": "plain_text_input", "value": "a:b"}},
        "1:empty": {"v": {"type": "plain_text_input", "value": None}},
        "2:day": {"v": {"type": "datepicker", "selected_date": "2026-11-17"}},
        "3:at": {"v": {"type": "timepicker", "selected_time": "09:30"}},
        "4:one": {"v": {"type": "radio_buttons", "selected_option": {"value": "x", "text": {}}}},
        "5:none": {"v": {"type": "static_select", "selected_option": None}},
        "6:some": {"v": {"type": "checkboxes", "selected_options": [{"value": "x"}, {"value": "y"}]}},
    }
    assert views.filled(states) == {
        "note": "a:b",
        "empty": "",
        "day": "2026-11-17",
        "at": "09:30",
        "one": "x",
        "none": "",
        "some": ("x", "y"),
    }
