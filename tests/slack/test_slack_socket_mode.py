"""Socket Mode: the same adapter, without an address that Slack could reach."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.slack.api import session
from adapters.slack.socket_mode import listening
from bot.message import Correction, Message, Reply
from bot.texts import Texts
from tests.adapters.contract import CARD, FORM
from tests.adapters.script import Script
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import House, house


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def made(slack: PretendSlack, texts: Texts, script: Script) -> AsyncIterator[House]:
    async with house(slack, texts, script.handle) as made, session() as web:
        made.adapter.door = None
        slack.connect("")
        async with listening(slack.app_token, made.adapter.deliver, web, slack.api):
            yield made


async def test_a_whole_conversation_over_a_socket(slack: PretendSlack, made: House, script: Script) -> None:
    del made
    ada = slack.user("ada")
    script.says(
        CARD,
        FORM,
        Correction("Not so.", {"note": "Not so."}),
        Reply(Message("Changed"), closes=True),
        Message("You wrote"),
    )
    assert (await ada.types("/track 2h design")).startswith("Logged: 2 h design")
    assert (await ada.presses("Edit")).startswith("[Edit entry]")
    assert "Not so." in await ada.submits(note="many")
    assert "Changed" in await ada.submits(note="3h")
    assert await ada.types("hello") == "You wrote"
    assert slack.complaints == []


async def test_a_slow_answer_holds_up_nobody_else(slack: PretendSlack, made: House, script: Script) -> None:
    handle, waiting = made.adapter.reactions.handle, asyncio.Event()

    async def slow(event: object) -> Reply:
        if getattr(event, "args", "") == "slow":
            await waiting.wait()
        return await handle(event)  # type: ignore[arg-type]  # an event

    made.adapter.reactions.handle = slow
    # One of them does not end until the other has been answered.
    slack.idle = None
    script.says(Message("Fast"))
    first = asyncio.create_task(slack.user("ada").types("/track slow"))
    await asyncio.sleep(0.05)
    assert await slack.user("sari").types("/track fast") == "Fast"
    waiting.set()
    await first


async def test_it_connects_again_when_told_to(slack: PretendSlack, made: House, script: Script) -> None:
    del made
    (old,) = slack.server.sockets
    await old.refresh()
    async with asyncio.timeout(5):
        while not slack.server.sockets or old in slack.server.sockets:  # noqa: ASYNC110 - a test waits
            await asyncio.sleep(0.01)
    script.says(Message("Here again"))
    assert await slack.user("ada").types("/track today") == "Here again"
