"""A small office in which people ask about their own data: the desk, the worker, the post."""

from dataclasses import dataclass, field

from bot.app import Bot
from bot.composition.core import console_of, features_of
from bot.events import Actor
from bot.hours.desk import HoursDesk
from bot.message import File, Message
from bot.metronome import Metronome
from bot.outbox import Postman
from bot.people import Role
from bot.privacy.desk import House, PrivacyDesk
from bot.privacy.duty import PROMISES, PrivacyDuty
from bot.privacy.retention import USUAL
from bot.texts import Texts
from bot.timesheet.policy import Policies
from bot.timesheet.track import Track
from config.settings import read
from storage.store import Database
from tests.conftest import Moving
from tests.speaker import Speaker, told

PROGRAM = "0.1.0, 1a2b3c4d5e6f"


@dataclass
class Post:
    """Takes everything, by address."""

    sent: list[tuple[str, Message]] = field(default_factory=list)

    async def send(self, address: str, message: Message) -> None:
        self.sent.append((address, message))

    def read(self, address: str) -> list[str]:
        """What has come to somebody since the last look."""
        found = [told(message) for to, message in self.sent if to == address]
        self.sent = [one for one in self.sent if one[0] != address]
        return found


class Office:
    """Everything that answers, and the worker, with a clock that moves when told."""

    def __init__(self, store: Database, texts: Texts, policies: Policies, clock: Moving) -> None:
        self.store, self.clock, self.post = store, clock, Post()
        desk = PrivacyDesk(store, clock, House(USUAL, program=PROGRAM), HoursDesk(store, clock, {}))
        track = Track(store, texts, policies, clock, privacy=desk.home)
        console = console_of(read({}), store, clock)
        self.bot = Bot(store, texts, features_of(track, store, clock, console, privacy=desk))
        duty = PrivacyDuty(store, clock)
        letters = {**track.reminders.letters(), **duty.letters()}
        postman = Postman(store, texts, {"local": self.post}, letters, clock, promises=PROMISES)
        self.worker = Metronome(store, clock, track.reminders.planners(), postman, parts=[duty])
        self._names: dict[str, Speaker] = {}

    async def somebody(self, name: str, locale: str = "en-GB", *roles: Role, division: str | None = None) -> Speaker:
        """Somebody who works here."""
        actor = Actor("local", "demo", name, name.title(), name, locale, "Asia/Jakarta", f"{name}@example.com")
        async with self.store.begin() as work:
            await work.people.enrol(actor, division=division, roles=frozenset({Role.EMPLOYEE, *roles}))
            await work.people.meet(actor)
        return Speaker(self.bot, actor)

    async def number(self, speaker: Speaker) -> int:
        """Their number in the database."""
        async with self.store.begin() as work:
            return (await work.people.meet(speaker.actor)).id


def file_of(speaker: Speaker) -> File:
    """The file of what somebody was told last."""
    message = speaker.last.content
    assert isinstance(message, Message)
    [file] = [part for part in message.parts if isinstance(part, File)]
    return file
