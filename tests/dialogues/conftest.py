from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

import pytest

from bot.app import Bot
from bot.campaigns.console.desk import Desk
from bot.campaigns.console.surveys import NoSurveys
from bot.composition.faq import asking_of
from bot.composition.talk import door_of
from bot.events import Actor
from bot.hours.desk import HoursDesk
from bot.hours.sharing import Sharing
from bot.message import Message
from bot.metronome import Metronome
from bot.outbox import Letter, Postman
from bot.ports import Clock, Store
from bot.privacy.desk import House, PrivacyDesk
from bot.privacy.retention import USUAL
from bot.talk.door import Door
from bot.talk.sorter import Sorter
from bot.texts import Texts
from bot.timesheet.policy import Policies
from bot.timesheet.track import Track
from config.playbooks import playbooks
from config.policies import policies as all_policies
from config.questionnaires import questionnaires
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.speaker import Speaker, told


@dataclass
class Mail:
    """A messenger that keeps what it was given."""

    sent: list[tuple[str, Message]] = field(default_factory=list)

    async def send(self, address: str, message: Message) -> None:
        self.sent.append((address, message))

    def read(self) -> list[str]:
        """What has come since the last look, as text."""
        texts = [told(message) for _, message in self.sent]
        self.sent.clear()
        return texts


@pytest.fixture(scope="session")
def policies() -> Policies:
    return all_policies()


@pytest.fixture
def track(store: Store, texts: Texts, policies: Policies, clock: Clock) -> Track:
    return Track(store, texts, policies, clock, HoursDesk(store, clock, playbooks()))


@pytest.fixture
def door(store: Store, clock: Clock) -> Door:
    return door_of(store, clock)


@pytest.fixture
def sorter(store: Database, clock: Clock, tmp_path: Path) -> Sorter:
    return Sorter(store, Hpke(), KeyFolder(tmp_path / "keys"), store.stir, clock, UTC)


@pytest.fixture
def letters(track: Track, door: Door, store: Store, clock: Clock) -> dict[str, Letter]:
    return {**track.reminders.letters(), **door.by_name.letters(), **Sharing(store, clock).letters()}


@pytest.fixture
def bot(store: Store, texts: Texts, track: Track, door: Door, policies: Policies, clock: Clock) -> Bot:
    found = track.features()
    surveys = NoSurveys(questionnaires())
    asking = asking_of(Desk(store, texts, clock, playbooks(), policies, surveys, "Kopi Nusantara"), door)
    privacy, sharing = PrivacyDesk(store, clock, House(USUAL), track.hours), Sharing(store, clock)
    return Bot(
        store,
        texts,
        replace(
            found,
            commands={**found.commands, "talk": door.command, "ask": asking.command, "privacy": privacy.command},
            presses={
                **found.presses,
                "talk": door.press,
                "faq": asking.press,
                "privacy": privacy.press,
                "share": sharing.press,
            },
            forms={**found.forms, "talk": door.submit, "privacy": privacy.submit, "share": sharing.submit},
            said=asking.after(track.heard),
        ),
    )


@pytest.fixture
def person(bot: Bot) -> Callable[..., Speaker]:
    def meet(name: str, locale: str, zone: str) -> Speaker:
        actor = Actor("local", "demo", name, name.title(), name, locale, zone, f"{name}@example.com")
        return Speaker(bot, actor)

    return meet


@pytest.fixture
def ada(person: Callable[..., Speaker]) -> Speaker:
    return person("ada", "en-GB", "Europe/Berlin")


@pytest.fixture
def sari(person: Callable[..., Speaker]) -> Speaker:
    return person("sari", "id-ID", "Asia/Jakarta")


@pytest.fixture
def mail() -> Mail:
    return Mail()


@pytest.fixture
def metronome(
    store: Store, texts: Texts, track: Track, clock: Clock, mail: Mail, letters: dict[str, Letter]
) -> Metronome:
    postman = Postman(store, texts, {"local": mail}, letters, clock)
    return Metronome(store, clock, track.reminders.planners(), postman)
