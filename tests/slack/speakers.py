"""The fixtures of the dialogues, with people on Slack: real HTTP, real signatures, a strict Slack, a real database."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.app import Bot
from bot.events import Actor
from bot.message import Message
from bot.metronome import Metronome
from bot.outbox import Letter, Postman
from bot.people import Person
from bot.ports import Clock, Store
from bot.texts import Texts
from bot.timesheet.track import Track
from tests.dialogues.conftest import bot, door, letters, policies, sorter, track
from tests.pretend.slack.pretend import PretendSlack
from tests.pretend.slack.speaker import SlackMail, SlackSpeaker
from tests.slack.house import House, house

__all__ = [
    "ada",
    "adapter",
    "bot",
    "door",
    "letters",
    "mail",
    "metronome",
    "person",
    "policies",
    "sari",
    "sorter",
    "track",
]


@pytest.fixture
async def adapter(slack: PretendSlack, texts: Texts, bot: Bot, store: Store) -> AsyncIterator[House]:
    async def known(actor: Actor) -> Person:
        async with store.begin() as work:
            return await work.people.meet(actor)

    async def show(actor: Actor) -> Message:
        return Message(actor.name)

    # These are about what is said. Slack's three seconds have tests of their own, and a busy machine misses them.
    slack.line.patience = 30.0
    async with house(slack, texts, bot.handle, known=known, show=show) as made:
        yield made
        assert not slack.complaints, slack.complaints


@pytest.fixture
def person(slack: PretendSlack, adapter: House) -> Callable[..., SlackSpeaker]:
    del adapter

    def meet(name: str, locale: str, zone: str) -> SlackSpeaker:
        return SlackSpeaker(slack.user(name, locale=locale, tz=zone))

    return meet


@pytest.fixture
def ada(person: Callable[..., SlackSpeaker]) -> SlackSpeaker:
    return person("ada", "en-GB", "Europe/Berlin")


@pytest.fixture
def sari(person: Callable[..., SlackSpeaker]) -> SlackSpeaker:
    return person("sari", "id-ID", "Asia/Jakarta")


@pytest.fixture
def mail(slack: PretendSlack, adapter: House) -> SlackMail:
    del adapter
    return SlackMail(slack)


@pytest.fixture
def metronome(
    store: Store, texts: Texts, track: Track, clock: Clock, adapter: House, letters: dict[str, Letter]
) -> Metronome:
    postman = Postman(store, texts, {"slack": adapter.messenger}, letters, clock)
    return Metronome(store, clock, track.reminders.planners(), postman)
