"""A company with an HR of three, two leads, a works representative and an operator, and a rollout of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import Bot, Features
from bot.campaigns.board import Board
from bot.campaigns.campaign import State
from bot.campaigns.channel import Channel
from bot.campaigns.console.console import Console
from bot.campaigns.console.desk import Desk
from bot.campaigns.console.letters import Letters
from bot.campaigns.console.ports import Concern
from bot.campaigns.engine import Engine, Ways
from bot.campaigns.playbook import Playbook
from bot.campaigns.ports import Outcome
from bot.composition.campaign import in_a_thread
from bot.composition.talk import door_of
from bot.errors import Unreachable
from bot.events import Actor
from bot.message import Button, Message, Part, Reply
from bot.metronome import Metronome
from bot.outbox import Postman
from bot.people import Role
from bot.surveys.turnout import Turnout
from bot.texts import Texts
from bot.timesheet.policy import Policies
from bot.timesheet.track import Track
from config.playbooks import playbooks
from config.policies import policies as all_policies
from storage.store import Database
from tests.conftest import Another, Moving, account
from tests.speaker import Speaker, told

STAFF: dict[str, tuple[str, str, str, frozenset[Role]]] = {
    "gita": ("en", "Asia/Jakarta", "HR", frozenset({Role.HR_DRAFTER, Role.HR_SENDER})),
    "ratna": ("en", "Asia/Jakarta", "HR", frozenset({Role.HR_APPROVER})),
    "budi": ("id", "Asia/Jakarta", "HR", frozenset({Role.HR_APPROVER})),
    "jakob": ("en", "Europe/Berlin", "HR", frozenset({Role.WORKS_REPRESENTATIVE})),
    "oskar": ("en", "Europe/Berlin", "Product", frozenset({Role.OPERATOR})),
    "bagus": ("id", "Asia/Jakarta", "Product", frozenset({Role.LEAD})),
    "maya": ("en", "Asia/Makassar", "Finance", frozenset({Role.LEAD})),
    "sari": ("id", "Asia/Jakarta", "Product", frozenset()),
    "jonas": ("en", "Europe/Berlin", "Product", frozenset()),
}
CONCERNS = (
    Concern("A", {"en": "I might look unproductive", "id": "Saya bisa terlihat tidak produktif"}),
    Concern("C", {"en": "It goes too far into my privacy", "id": "Terlalu masuk ke urusan pribadi saya"}),
)


@dataclass
class Recorded:
    """A port of surveys that writes down what it was asked, and holds none."""

    missing: str | None = None
    asked: list[tuple[int, str]] = field(default_factory=list)
    until: datetime | None = None
    """When the survey that is open ends."""
    early: list[datetime] = field(default_factory=list)
    answered: Turnout | None = None
    """How many have, of the survey that is open."""

    def ready(self) -> str | None:
        return self.missing

    async def concerns(self, campaign: int, questionnaire: str) -> Sequence[Concern]:
        self.asked.append((campaign, questionnaire))
        return CONCERNS

    async def ends(self, *_: object) -> datetime | None:
        return None if self.early else self.until

    async def turnout(self, *_: object) -> Turnout | None:
        return self.answered

    async def end_early(self, _work: object, _campaign: object, at: datetime) -> bool:
        if self.until is None or at >= self.until:
            return False
        self.early.append(at)
        return True

    async def awaited(self, *_: object) -> dict[str, list[str]]:
        return {}

    async def invitation(self, *_: object) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
        return (), ()

    async def figures(self, *_: object) -> tuple[Part, ...]:
        return ()


@dataclass
class Post:
    """A messenger that keeps what it was given, by whom it was for."""

    sent: list[tuple[str, Message]] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)

    async def send(self, address: str, message: Message) -> None:
        if address in self.closed:
            raise Unreachable("user_disabled")
        self.sent.append((address, message))

    async def find(self, actor: Actor, text: str, hello: Message) -> Channel | None:
        if text not in {"#general", "#design", "#shut"}:
            return None
        if text == "#shut":
            raise Unreachable("not_in_channel")
        self.sent.append((actor.address, hello))
        return Channel("local", "", f"channel:{text[1:]}", text)

    def there(self, name: str = "general") -> list[str]:
        """What was said in a channel so far, as text."""
        return [told(message) for address, message in self.sent if address == f"channel:{name}"]

    def to(self, name: str) -> list[str]:
        """What somebody has been sent so far, as text."""
        return [told(message) for address, message in self.sent if address == f"dm:{name}"]


@dataclass
class House:
    """The whole company at work."""

    store: Database
    clock: Moving
    bot: Bot
    metronome: Metronome
    post: Post
    surveys: Recorded
    desk: Desk
    letters: Letters

    def __getattr__(self, name: str) -> Speaker:
        """Somebody, by name; each time as they are, with nothing said before."""
        if name not in STAFF:
            raise AttributeError(name)
        locale, zone, _, _ = STAFF[name]
        actor = account(name, locale=locale, timezone=zone, email=f"{name}@example.org")
        return Speaker(self.bot, actor)

    async def until(self, moment: datetime) -> None:
        """Let the time pass, stopping wherever something is due."""
        while True:
            await self.metronome.tick()
            due = await self.metronome.next_due()
            if due is None or due > moment:
                break
            self.clock.to(max(due, self.clock.now() + timedelta(seconds=1)))
        self.clock.to(max(moment, self.clock.now()))
        await self.metronome.tick()

    def post_of(self, name: str, number: int = -1) -> Speaker:
        """Somebody in front of a message that they were sent."""
        speaker: Speaker = getattr(self, name)
        mine = [message for address, message in self.post.sent if address == speaker.actor.address]
        speaker.last = Reply(mine[number])
        return speaker

    async def count(self, campaign: int = 1) -> None:
        """The survey is counted."""
        async with self.store.begin() as work:
            await work.gates.count(campaign, "survey", Outcome.TOO_FEW, self.clock.now())

    async def state(self, campaign: int = 1) -> State:
        """Where a campaign stands."""
        async with self.store.begin() as work:
            found = await work.campaigns.get(campaign)
        assert found is not None
        return found.state


@pytest.fixture
def company_store(another: Another) -> Database:
    appointed = {f"{name}@example.org": roles for name, (_, _, _, roles) in STAFF.items()}
    return another(appointed=appointed)


@pytest.fixture
async def house(company_store: Database, texts: Texts, clock: Moving) -> House:
    return await at_work(company_store, texts, clock, playbooks())


async def at_work(store: Database, texts: Texts, clock: Moving, known_playbooks: Mapping[str, Playbook]) -> House:
    """The company, with these playbooks."""
    known = all_policies()
    policies = Policies(known.named)
    track = Track(store, texts, policies, clock)
    surveys, post = Recorded(), Post()
    rooms, rehearses = {"local": post}, in_a_thread(known_playbooks)
    desk = Desk(store, texts, clock, known_playbooks, policies, surveys, "Kopi Nusantara", rooms, rehearses)
    console = Console(desk)
    found, door = track.features(), door_of(store, clock)
    features = Features(
        commands={**found.commands, "rollout": console.command},
        presses={
            **found.presses,
            "rollout": console.press,
            "campaign": console.got_it.press,
            "ask": console.questions.press,
            "help": console.signups.press,
            "talk": door.press,
        },
        forms={**found.forms, "rollout": console.submit, "ask": console.questions.submit, "talk": door.submit},
        said=found.said,
        arrived=found.arrived,
    )
    ways = Ways(desk.playbooks, policies.of, console.letters.write)
    engine, board = Engine(store, clock, ways), Board(store, clock, ways, console.letters.post)
    letters = {**track.reminders.letters(), **console.letters.letters(), **console.signups.letters()}
    postman = Postman(store, texts, {"local": post}, letters, clock, campaigns=board.letter(engine.letter))
    metronome = Metronome(store, clock, {}, postman, parts=(engine, board, console.letters))
    async with store.begin() as work:
        for name, (locale, zone, division, roles) in STAFF.items():
            actor = account(name, locale=locale, timezone=zone, email=f"{name}@example.org")
            await work.people.enrol(actor, division=division, roles=roles | {Role.EMPLOYEE})
    return House(store, clock, Bot(store, texts, features), metronome, post, surveys, desk, console.letters)


async def created(house: House, *, day: str = "2026-12-22", time: str = "10:00") -> Speaker:
    """Gita has set a rollout up."""
    gita = house.gita
    await gita("/rollout")
    await gita.press("Set up a rollout")
    await gita.fill(playbook="time-tracking", day=day, time=time)
    return gita


async def promised(house: House) -> None:
    """Gita has written the promises, and Ratna has signed them."""
    gita, ratna = house.gita, house.ratna
    await gita("/rollout")
    await gita.press("Promises and facts")
    await gita.press("Write the promises")
    names = ("problem", "tried", "purpose", "recorded", "seen", "never", "managers")
    await gita.fill(**{f"{name}_{locale}": f"{name} in {locale}" for name in names for locale in ("en", "id")})
    await ratna("/rollout")
    await ratna.press("Promises and facts")
    await ratna.press("Read and sign")
    await ratna.fill(sure="yes")


async def ruled(house: House) -> None:
    """Gita has written the ground rules."""
    gita = house.gita
    await gita("/rollout")
    await gita.press("Write the ground rules")
    await gita.fill(divisions_en="Finance: Not at month end.", divisions_id="Finance: Tidak di akhir bulan.")


async def approved(house: House) -> list[str]:
    """Ratna has approved every text. Gives what she read."""
    ratna = house.ratna
    await ratna("/rollout")
    seen = [await ratna.press("Texts")]
    await ratna.press("Open 1")
    while (label := next((one for one in ratna.buttons() if one.startswith("Approve")), None)) is not None:
        seen.append(await ratna.press(label))
    return seen


async def started(house: House) -> Speaker:
    """A rollout that has everything it needs, and runs."""
    await created(house)
    await promised(house)
    await ruled(house)
    await approved(house)
    gita = house.gita
    await gita("/rollout")
    await gita.press("Start")
    await gita.fill(sure="yes")
    return gita


async def agreed(house: House) -> None:
    """Both leads have agreed."""
    await house.metronome.tick()
    bagus, maya = house.post_of("bagus"), house.post_of("maya")
    await bagus.press("Baca dan jawab")
    await bagus.fill(answer="agree")
    await maya.press("Read and answer")
    await maya.fill(answer="agree")


def at(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
