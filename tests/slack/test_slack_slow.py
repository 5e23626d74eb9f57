"""What is slow is answered all the same: Slack gets its nod in time, and people see that something is on its way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typing_extensions import override

from adapters.slack import refill, views
from bot.events import Command, Event, Press, Submitted
from bot.message import Correction, Form, Message, Prose, Reply
from bot.texts import Texts
from tests.adapters.contract import CARD, FORM
from tests.adapters.script import Script
from tests.pretend.slack import reading
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack
from tests.slack import limits
from tests.slack.house import House, house
from tests.slack.messages import forms, grown, sizes

NOD, GLIMPSE = 0.3, 0.1
LONG = NOD + 0.1


class Slow(Script):
    """Takes its time for events of one kind."""

    def __init__(self) -> None:
        super().__init__()
        self.kind: type[Event] | None = None
        self.seconds = 0.0

    @override
    async def handle(self, event: Event) -> Reply:
        if self.kind is not None and isinstance(event, self.kind):
            await asyncio.sleep(self.seconds)
        return await super().handle(event)


@pytest.fixture
def script() -> Slow:
    return Slow()


@pytest.fixture
async def made(slack: PretendSlack, texts: Texts, script: Slow) -> AsyncIterator[House]:
    async with house(slack, texts, script.handle) as made:
        made.adapter.nod, made.adapter.glimpse = NOD, GLIMPSE
        yield made
        assert not slack.complaints


@pytest.fixture
def ada(slack: PretendSlack, made: House) -> Person:
    del made
    slack.patience = 2.0
    return slack.user("ada", locale="en-GB")


async def test_a_slow_command_is_answered_later(script: Slow, ada: Person) -> None:
    script.kind, script.seconds = Command, LONG
    script.says(Message("Logged at last"))
    assert await ada.types("/track 2h design") == "Logged at last"


async def test_a_slow_form_of_a_button_shows_at_once_that_it_is_coming(
    slack: PretendSlack, script: Slow, ada: Person
) -> None:
    script.says(CARD, FORM)
    await ada.types("/track 2h design")
    script.kind, script.seconds = Press, GLIMPSE + 0.15
    pressing = asyncio.create_task(ada.presses("Edit"))
    await asyncio.sleep(GLIMPSE + 0.08)
    assert [entry.method for entry in slack.log if entry.method.startswith("views.")] == ["views.open"]
    await pressing
    form = ada.form()
    assert form is not None
    assert form.body["callback_id"] == "track.save"
    await ada.submits(note="review")
    assert isinstance(script.events[-1], Submitted)


async def test_a_form_that_is_too_late_for_its_command_comes_with_a_button(
    slack: PretendSlack, script: Slow, ada: Person
) -> None:
    script.kind, script.seconds = Command, 0.05
    script.says(FORM)
    typing = asyncio.create_task(ada.types("/track settings"))
    await asyncio.sleep(0.03)
    slack.clock.advance(3.5)
    said = await typing
    assert "The form is ready." in said
    script.kind = None
    script.says(FORM)
    await ada.presses("Open the form")
    event = script.events[-1]
    assert isinstance(event, Command)
    assert (event.name, event.args) == ("track", "settings")
    assert ada.form() is not None


async def test_what_was_typed_before_a_discreet_form_is_in_no_button(
    slack: PretendSlack, script: Slow, ada: Person
) -> None:
    script.kind, script.seconds = Command, 0.05
    script.says(replace(FORM, discreet=True))
    typing = asyncio.create_task(ada.types("/track my boss shouts"))
    await asyncio.sleep(0.03)
    slack.clock.advance(3.5)
    assert "The form is ready." in await typing
    assert "shouts" not in str([message.blocks for message in ada.screen.messages()])
    script.kind = None
    script.says(FORM)
    await ada.presses("Open the form")
    event = script.events[-1]
    assert isinstance(event, Command)
    assert event.args == ""


async def test_a_form_that_takes_long_to_be_taken_says_so_and_then_what_came_of_it(script: Slow, ada: Person) -> None:
    script.says(CARD, FORM, Reply(Message("Changed to 3 h"), closes=True))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG
    await ada.submits(note="3h")
    await asyncio.sleep(0.2)
    assert any("Changed to 3 h" in str(message.blocks) for message in ada.screen.messages())


async def test_a_thank_you_that_is_late_takes_the_place_of_the_form(script: Slow, ada: Person) -> None:
    script.says(CARD, FORM, Form("Thank you", "track.done", "Send", (Prose("It has arrived."),)))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG
    await ada.submits(note="3h")
    await asyncio.sleep(0.2)
    form = ada.form()
    assert form is not None
    assert form.body["title"]["text"] == "Thank you"


TYPED = {
    "note": "R&D <review> *now*",
    "more": "one line\nand another",
    "project": "beta",
    "days": ("1", "2"),
    "start": "",
}
SENT = {**TYPED, "day": "2026-11-17"}
PROBLEM = "Write how long it took."


async def late(script: Slow, ada: Person, **fields: object) -> None:
    script.says(CARD, FORM, Correction(PROBLEM, {"note": PROBLEM}))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG
    await ada.submits(fields)


def fields(script: Slow) -> object:
    assert isinstance(script.events[-1], Submitted)
    return dict(script.events[-1].fields)


async def test_a_correction_that_is_late_brings_back_all_that_was_typed(script: Slow, ada: Person) -> None:
    await late(script, ada, **TYPED)
    await asyncio.sleep(0.2)
    form = ada.form()
    assert form is not None
    shown = reading.form(form)
    assert PROBLEM in shown
    assert shown.index(PROBLEM) < shown.index("R&D <review> *now*")
    form.entered.clear()
    script.kind = None
    script.says(Reply(Message("Changed"), closes=True))
    await ada.submits()
    assert fields(script) == SENT
    assert script.events[-1] != script.events[-2]


async def test_while_the_answer_is_late_what_was_typed_can_be_read_and_not_be_sent_again(
    script: Slow, ada: Person
) -> None:
    script.says(CARD, FORM, Reply(Message("Changed"), closes=True))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG + 0.3
    sending = asyncio.create_task(ada.submits(TYPED))
    await asyncio.sleep(NOD + 0.15)
    form = ada.form()
    assert form is not None
    shown = reading.form(form)
    for words in ("One moment…", "R&D <review> *now*", "one line\nand another", "#beta", "Monday, Tuesday"):
        assert words in shown
    assert "submit" not in form.body
    await sending


async def test_a_form_that_was_closed_before_its_correction_came_is_told_in_the_chat(script: Slow, ada: Person) -> None:
    script.says(CARD, FORM, Correction(PROBLEM, {"note": PROBLEM}))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG + 0.3
    sending = asyncio.create_task(ada.submits(TYPED))
    await asyncio.sleep(NOD + 0.15)
    await ada.closes()
    await sending
    await asyncio.sleep(0.3)
    said = "\n".join(reading.message(one) for one in ada.screen.messages())
    assert PROBLEM in said
    assert "R&D <review> *now*" in said
    assert "one line\nand another" in said


async def test_what_was_typed_into_a_discreet_form_never_gets_into_the_chat(script: Slow, ada: Person) -> None:
    script.says(CARD, replace(FORM, discreet=True), Correction(PROBLEM, {"note": PROBLEM}))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG + 0.3
    sending = asyncio.create_task(ada.submits(TYPED))
    await asyncio.sleep(NOD + 0.15)
    await ada.closes()
    await sending
    await asyncio.sleep(0.3)
    said = "\n".join(reading.message(one) for one in ada.screen.messages())
    assert "2 h" in said or "design" in said
    assert PROBLEM not in said
    assert "R&D <review> *now*" not in said


async def test_a_form_that_was_closed_before_it_was_taken_is_taken_all_the_same(script: Slow, ada: Person) -> None:
    script.says(CARD, FORM, Reply(Message("Changed to 3 h"), closes=True))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG + 0.3
    sending = asyncio.create_task(ada.submits(TYPED))
    await asyncio.sleep(NOD + 0.15)
    await ada.closes()
    await sending
    await asyncio.sleep(0.3)
    said = "\n".join(reading.message(one) for one in ada.screen.messages())
    assert "Changed to 3 h" in said
    assert "reference" not in said


async def test_a_bug_that_comes_late_loses_nothing_either(script: Slow, ada: Person) -> None:
    script.says(CARD, FORM, Correction("Something went wrong here. The reference is 1a2b."))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG
    await ada.submits(TYPED)
    await asyncio.sleep(0.2)
    form = ada.form()
    assert form is not None
    shown = reading.form(form)
    assert "The reference is 1a2b." in shown
    assert "R&D <review> *now*" in shown


@given(forms, sizes, st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_was_typed_the_form_comes_back_within_every_limit(form: Form, times: int, data: st.DataObject) -> None:
    view = named(views.modal(grown(form, times), "Close", views.Origin()))
    values = {
        block["block_id"]: {"v": data.draw(_typed(block["element"]), label=block["block_id"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    sent = {**view, "id": "V1", "state": {"values": values}}
    problems = dict.fromkeys(list(values)[:3], "Not like this." * 70)
    once = refill.again(sent, "Not like this.", problems)
    limits.view(once)
    limits.view(refill.waiting(sent, "Lentera", "Close", "One moment…"))
    # What comes back, sent as it is, says the same again.
    assert [block["element"] for block in once["blocks"] if block["type"] == "input"] == [
        block["element"] for block in refill.again(sent, "", {})["blocks"] if block["type"] == "input"
    ]


def named(view: dict[str, Any]) -> dict[str, Any]:
    """As Slack gives it back: every block has an id."""
    return {**view, "blocks": [{"block_id": f"b{n}", **block} for n, block in enumerate(view["blocks"])]}


def _typed(element: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    kind = element["type"]
    offered = [one for group in element.get("option_groups") or [element] for one in group.get("options", ())]
    match kind:
        case "radio_buttons" | "static_select":
            return st.sampled_from([None, *offered]).map(lambda one: {"type": kind, "selected_option": one})
        case "checkboxes" | "multi_static_select":
            return st.lists(st.sampled_from(offered), max_size=3).map(
                lambda some: {"type": kind, "selected_options": some}
            )
        case "datepicker":
            return st.sampled_from([None, "2026-11-17"]).map(lambda day: {"type": kind, "selected_date": day})
        case "timepicker":
            return st.sampled_from([None, "09:30"]).map(lambda at: {"type": kind, "selected_time": at})
        case "file_input":
            return st.just({"type": kind, "files": [{"id": "F1", "name": "people.csv"}]})
        case _:
            return st.sampled_from([None, "", " ", "a", "好" * 5000]).map(lambda said: {"type": kind, "value": said})


async def test_what_was_typed_in_a_chat_and_needs_a_form_gets_a_button(script: Slow, ada: Person) -> None:
    script.says(FORM, FORM)
    assert "(Open the form)" in await ada.types("settings")
    await ada.presses("Open the form")
    assert ada.form() is not None


async def test_a_bug_in_the_adapter_is_told_where_the_person_is(
    slack: PretendSlack, script: Slow, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    script.says(FORM)
    slack.fails("views.open", "purple_monkeys")
    said = await ada.types("/track settings 4711")
    assert "reference" in said
    assert "4711" not in caplog.text
    assert "Declined" in caplog.text
