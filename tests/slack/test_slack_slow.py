"""What is slow is answered all the same: Slack gets its nod in time, and people see that something is on its way."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from typing_extensions import override

from bot.events import Command, Event, Press, Submitted
from bot.message import Correction, Form, Message, Prose, Reply
from bot.texts import Texts
from tests.adapters.contract import CARD, FORM
from tests.adapters.script import Script
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import House, house

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


async def test_a_correction_that_is_late_is_still_read(script: Slow, ada: Person) -> None:
    script.says(CARD, FORM, Correction("Write how long it took.", {"note": "Write how long it took."}))
    await ada.types("/track 2h design")
    await ada.presses("Edit")
    script.kind, script.seconds = Submitted, LONG
    await ada.submits(note="3h")
    await asyncio.sleep(0.2)
    form = ada.form()
    assert form is not None
    assert "Write how long it took." in str(form.body)


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
