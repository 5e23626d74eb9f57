"""The time machine: plays a scenario through the real engine and outbox, with a clock that jumps.

The rule to keep: nothing is decided here. What each person gets, the engine says; this makes the world happen to it and
writes down what comes out.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.campaigns import gates
from bot.campaigns.atlas import Ways, gatekeeper
from bot.campaigns.campaign import Campaign
from bot.campaigns.engine import Engine
from bot.campaigns.gates import Evidence
from bot.campaigns.line import Line
from bot.campaigns.place import Calendar
from bot.campaigns.playbook import Playbook, Step
from bot.campaigns.ports import Notice, Told
from bot.campaigns.scenario import Proposal, Scenario, Stop
from bot.campaigns.verdict import Drop
from bot.campaigns.world import PLATFORM, World
from bot.message import Message
from bot.outbox import Postman, Ready, Skip
from bot.people import Person
from bot.ports import Owed, Store, Work
from bot.texts import Texts, Words

_ROUNDS = 1000
"""Ticks at one instant after which something is wrong with us."""
_EVERYBODY_AT_ONCE = 100_000
_IN_HAND = 64
_NONE: Mapping[str, Calendar] = MappingProxyType({})


class Jumping:
    """A clock that jumps to wherever something is due."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The present instant."""
        return self._now

    def to(self, moment: datetime) -> None:
        """Jump; never back."""
        self._now = max(self._now, moment)


async def rehearse(
    scenario: Scenario,
    store: Store,
    texts: Texts,
    playbooks: Mapping[str, Playbook],
    calendars: Mapping[str, Calendar] = _NONE,
) -> tuple[Line, ...]:
    """Play a scenario in an empty database. Gives what came out, in order.

    `calendars` are working days beside those that the scenario has holidays for, by name.
    """
    stage = _Stage(scenario, store, texts, playbooks, calendars)
    await stage.play()
    return tuple(sorted(stage.lines, key=_order))


def _order(line: Line) -> tuple[datetime, str, str, str]:
    return line.at, line.campaign, line.step or "", line.person or ""


class _Stage:
    """One scenario while it is played: the world, the platform, and whoever watches."""

    def __init__(
        self,
        scenario: Scenario,
        store: Store,
        texts: Texts,
        playbooks: Mapping[str, Playbook],
        calendars: Mapping[str, Calendar],
    ) -> None:
        self.lines: list[Line] = []
        self._until, self._store, self._texts = scenario.until, store, texts
        self._world = world = World(scenario, playbooks, calendars, self._now, self._refuse, self._turn)
        self._to_come = sorted(world.happenings(), key=lambda one: one[:2])
        self._clock = Jumping(self._to_come[0][0] if self._to_come else scenario.until)
        self._up = True
        self._left: int | None = None
        self._next_due: datetime | None = None
        """When there is something to do, as far as nothing else happens."""
        ways = Ways(playbooks, world.calendars.__getitem__, self._write, self._shut, world.calendar_of)
        self._engine = Engine(store, self._clock, ways, witness=self, grace=timedelta(), batch=_EVERYBODY_AT_ONCE)
        self._postman = self._new_postman()

    async def play(self) -> None:
        """Let it happen."""
        async with self._store.begin() as work:
            await self._world.settle_in(work)
        while (moment := self._next()) is not None and moment <= self._until:
            self._clock.to(moment)
            while self._to_come and self._to_come[0][0] <= self._clock.now():
                *_, happen = self._to_come.pop(0)
                async with self._store.begin() as work:
                    await happen(work)
            await self._work()

    def _now(self) -> datetime:
        return self._clock.now()

    def _works(self) -> bool:
        return self._up

    def _next(self) -> datetime | None:
        found = [self._to_come[0][0]] if self._to_come else []
        if self._up and self._next_due is not None:
            found.append(self._next_due)
        return min(found, default=None)

    async def _due(self) -> datetime | None:
        planned = await self._engine.next_due()
        async with self._store.begin() as work:
            owed = await work.outbox.next_due()
        return min((max(due, self._clock.now()) for due in (planned, owed) if due is not None), default=None)

    async def _work(self) -> None:
        """Do all that is due now, unless the bot is down."""
        for _ in range(_ROUNDS):
            if not self._works():
                return
            await self._engine.tick()
            await self._postman.deliver()
            self._next_due = await self._due()
            if self._next_due is None or self._next_due > self._clock.now():
                return
        raise RuntimeError("something stays due although it was done")

    def _turn(self, stop: Stop) -> None:
        if stop.down and stop.after:
            self._left = stop.after
        else:
            self._up, self._left = not stop.down, None
        self._postman = self._new_postman()

    # The ways of the engine.

    async def _shut(self, work: Work, campaign: Campaign, playbook: Playbook) -> Mapping[str, str]:
        if self._world.manual(campaign):
            return await gatekeeper(work, campaign, playbook)
        names = frozenset(playbook.by_name)
        return gates.shut(campaign, playbook, Evidence(approved=names, counted=names, summarised=True))

    async def _write(self, campaign: Campaign, step: Step, occasion: str, person: Person, t: Words) -> Message:
        del occasion, t
        return Message(f"{campaign.id} {step.name} {self._engine.place_of(campaign, person).zone.key}")

    async def _letter(
        self, owed: Owed, person: Person | None, t: Words, now: datetime
    ) -> Ready | Skip | datetime | None:
        written = await self._engine.letter(owed, person, t, now)
        if isinstance(written, Ready):
            return Ready(Message(f"{written.message.text} {written.reason}"), written.reason)
        return written

    # The platform, which takes everything, and the witness.

    def _new_postman(self) -> Postman:
        return Postman(
            self._store,
            self._texts,
            {PLATFORM: self},
            {},
            self._clock,
            campaigns=self._letter,
            # One at a time where the process stops after so many: which ones must not hang on who is faster.
            at_once=_IN_HAND if self._left is None else 1,
        )

    async def send(self, address: str, message: Message) -> None:
        """Somebody gets something."""
        number, step, zone, reason = message.text.split(" ")
        now = self._clock.now()
        campaign = self._world.named(int(number))
        self.lines.append(Line(now, now.astimezone(ZoneInfo(zone)), address, campaign, step, "sent", reason or None))
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self._up, self._left = False, None
                self._postman.stop()

    def dropped(self, campaign: Campaign, person: Person, drop: Drop) -> None:
        """A step is skipped."""
        zone = self._engine.place_of(campaign, person).zone
        self._say(campaign, zone, "skipped", drop.step.name, drop.reason, self._world.called(person))

    def told(self, campaign: Campaign, notice: Notice) -> None:
        """HR is told something."""
        event = "held" if notice.told is Told.HELD else "told_hr"
        self._say(campaign, campaign.zone, event, notice.step, notice.reason)

    def _say(
        self, campaign: Campaign, zone: tzinfo, event: str, step: str, reason: str, person: str | None = None
    ) -> None:
        now, name = self._clock.now(), self._world.named(campaign.id)
        self.lines.append(Line(now, now.astimezone(zone), person, name, step, event, reason))

    def _refuse(self, proposal: Proposal, reason: str) -> None:
        now = self._clock.now()
        self.lines.append(Line(now, now.astimezone(proposal.zone or UTC), None, proposal.id, None, "refused", reason))
