"""Every dialogue, over Teams: real HTTP, real tokens, a strict Teams, a real database."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.app import Bot
from bot.events import Actor
from bot.metronome import Metronome
from bot.outbox import Letter, Postman
from bot.people import Person
from bot.ports import Clock, Store
from bot.texts import Texts
from bot.timesheet.track import Track
from tests.dialogues.conftest import bot, door, letters, policies, sorter, track  # noqa: F401 - fixtures of the dialogues, as they are
from tests.dialogues.test_a_day import *  # noqa: F403 - every dialogue is a test here
from tests.dialogues.test_asking import *  # noqa: F403
from tests.dialogues.test_privacy import *  # noqa: F403
from tests.dialogues.test_promises import *  # noqa: F403
from tests.dialogues.test_reminders import *  # noqa: F403
from tests.dialogues.test_sharing_anywhere import *  # noqa: F403
from tests.dialogues.test_talk import *  # noqa: F403
from tests.dialogues.test_timers import *  # noqa: F403
from tests.pretend.teams.pretend import PretendTeams
from tests.pretend.teams.speaker import TeamsMail, TeamsSpeaker
from tests.teams.house import House, house

# These do what nobody can do in front of Teams: press what is not on the screen, and send a form that is gone.
del test_nobody_else_brings_back_what_was_deleted  # noqa: F821 - imported above
del test_a_form_that_was_opened_before_a_newer_change_does_not_undo_it  # noqa: F821


@pytest.fixture
async def adapter(teams: PretendTeams, texts: Texts, bot: Bot, store: Store) -> AsyncIterator[House]:  # noqa: F811 - the fixture
    async def known(actor: Actor) -> Person:
        async with store.begin() as work:
            return await work.people.meet(actor)

    async with house(teams, texts, bot.handle, known=known) as made:
        teams.restarts = made.adapter._seen.clear
        yield made
        assert not teams.complaints


@pytest.fixture
def person(teams: PretendTeams, adapter: House) -> Callable[..., TeamsSpeaker]:
    del adapter

    def meet(name: str, locale: str, zone: str) -> TeamsSpeaker:
        return TeamsSpeaker(teams.user(name, locale=locale, tz=zone))

    return meet


@pytest.fixture
def ada(person: Callable[..., TeamsSpeaker]) -> TeamsSpeaker:
    return person("ada", "en-GB", "Europe/Berlin")


@pytest.fixture
def sari(person: Callable[..., TeamsSpeaker]) -> TeamsSpeaker:
    return person("sari", "id-ID", "Asia/Jakarta")


@pytest.fixture
def mail(teams: PretendTeams, adapter: House) -> TeamsMail:
    del adapter
    return TeamsMail(teams)


@pytest.fixture
def metronome(
    store: Store,
    texts: Texts,
    track: Track,  # noqa: F811
    clock: Clock,
    adapter: House,
    letters: dict[str, Letter],  # noqa: F811
) -> Metronome:
    postman = Postman(store, texts, {"teams": adapter.messenger}, letters, clock)
    return Metronome(store, clock, track.reminders.planners(), postman)
