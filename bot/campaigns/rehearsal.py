"""The time machine: plays a scenario through the real engine and outbox, with a clock that jumps.

The rule to keep: nothing is decided here. What each person gets, the engine says; this makes the world happen to it and
writes down what comes out.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.campaigns import deeds, gates, question
from bot.campaigns.atlas import Ways, gatekeeper
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.engine import Engine
from bot.campaigns.gates import Evidence
from bot.campaigns.line import Line
from bot.campaigns.place import Calendar, Place
from bot.campaigns.playbook import Kind, Playbook, Step
from bot.campaigns.ports import Agreement, Approval, Notice, Outcome, Summary, Told
from bot.campaigns.scenario import (
    Answer,
    Approve,
    Count,
    Happening,
    MoveMeeting,
    Proposal,
    Scenario,
    Somebody,
    Stop,
    Summarise,
    Travel,
    Turn,
)
from bot.campaigns.verdict import Drop
from bot.events import Actor
from bot.message import Message
from bot.outbox import Postman, Ready, Skip
from bot.people import Person, Role
from bot.ports import Owed, Store, Work
from bot.texts import Texts, Words

PLATFORM = "rehearsal"
_ROUNDS = 1000
"""Ticks at one instant after which something is wrong with us."""
_EVERYBODY_AT_ONCE = 100_000
_IN_HAND = 64
_NONE: Mapping[str, Calendar] = MappingProxyType({})
Happens = Callable[[Work], Awaitable[None]]
Deed = MoveMeeting | Turn | Answer | Approve | Count | Summarise


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


@dataclass(frozen=True, slots=True)
class _Weekdays:
    """Monday to Friday, less some holidays."""

    holidays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays


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
        self._scenario, self._store, self._texts, self._playbooks = scenario, store, texts, playbooks
        self._proposals = {one.id: one for one in scenario.campaigns}
        self._people = {one.id: one for one in scenario.people}
        self._ids: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        """Of the campaigns that were not refused."""
        self._names: dict[int, str] = {}
        holidays = {**scenario.holidays, "": frozenset[date]()}
        self._calendars: Mapping[str, Calendar] = {
            **{name: _Weekdays(days) for name, days in holidays.items()},
            **calendars,
        }
        self._to_come = sorted(self._happenings(), key=lambda one: one[:2])
        self._clock = Jumping(self._to_come[0][0] if self._to_come else scenario.until)
        self._up = True
        self._left: int | None = None
        self._next_due: datetime | None = None
        """When there is something to do, as far as nothing else happens."""
        ways = Ways(playbooks, self._calendars.__getitem__, self._write, self._shut, self._calendar_of)
        self._engine = Engine(store, self._clock, ways, witness=self, grace=timedelta(), batch=_EVERYBODY_AT_ONCE)
        self._postman = self._new_postman()

    async def play(self) -> None:
        """Let it happen."""
        await self._settle_in()
        while (moment := self._next()) is not None and moment <= self._scenario.until:
            self._clock.to(moment)
            while self._to_come and self._to_come[0][0] <= self._clock.now():
                *_, happen = self._to_come.pop(0)
                async with self._store.begin() as work:
                    await happen(work)
            await self._work()

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

    # The world.

    def _happenings(self) -> Iterator[tuple[datetime, int, Happens]]:
        """Who comes and goes, then new campaigns, then everything else: in this order where it is at one instant."""
        for one in self._scenario.people:
            if one.joins is not None:
                yield one.joins, 0, partial(self._join, one=one)
            if one.leaves is not None:
                yield one.leaves, 1, partial(self._leave, one=one)
        for proposal in self._scenario.campaigns:
            yield proposal.created, 2, partial(self._propose, proposal=proposal)
        for at, happening in self._scenario.events:
            yield at, 3, partial(self._happen, happening=happening)

    async def _settle_in(self) -> None:
        """Everybody has an account from the first day on, in the order of their names; some are not let in yet."""
        async with self._store.begin() as work:
            for one in sorted(self._people.values(), key=lambda one: one.id):
                person = await self._enrol(work, one, one.zone)
                self._ids[person.id] = one.id
            later = [(PLATFORM, one.id) for one in self._people.values() if one.joins is not None]
            await work.staff.left(PLATFORM, later)

    async def _enrol(self, work: Work, one: Somebody, zone: str | None) -> Person:
        actor = Actor(PLATFORM, PLATFORM, one.id, one.id, one.id, timezone=zone)
        roles = {Role.EMPLOYEE, Role.LEAD} if one.lead else {Role.EMPLOYEE}
        return await work.people.enrol(actor, division=one.division, roles=frozenset(roles))

    async def _join(self, work: Work, *, one: Somebody) -> None:
        await self._enrol(work, one, None)
        # The directory knows when they came, also while nobody looks.
        for campaign in await work.campaigns.page((State.RUNNING, State.PAUSED)):
            if await work.journeys.enter(campaign, self._clock.now(), joins=True) and one.lead:
                await work.journeys.void(campaign.id)

    async def _leave(self, work: Work, *, one: Somebody) -> None:
        await work.staff.left(PLATFORM, [(PLATFORM, one.id)])

    async def _propose(self, work: Work, *, proposal: Proposal) -> None:
        now, playbook = self._clock.now(), self._playbooks[proposal.playbook]
        if proposal.zone is None:
            self._refuse(proposal, "no_zone")
            return
        drafted = Campaign(
            id=0,
            playbook=proposal.playbook,
            title=proposal.id,
            zone=proposal.zone,
            anchor=proposal.anchor,
            survey_end=proposal.survey_closes,
            audience=proposal.audience,
            calendar=proposal.holidays,
            created_at=now,
            created_by=None,
            key=proposal.id,
            hour=proposal.hour,
            weekends=proposal.weekends,
        )
        if reason := self._doubted(proposal, drafted, None):
            self._refuse(proposal, reason)
            return
        campaign = await work.campaigns.create(drafted)
        self._numbers[proposal.id], self._names[campaign.id] = campaign.id, proposal.id
        campaign = await deeds.start(work, campaign, playbook, now)
        for step in playbook.steps:
            if step.when.call is not None:
                # What HR calls, HR has agreed to by calling it.
                await self._approve(work, campaign, step)

    def _doubted(self, proposal: Proposal, campaign: Campaign, before: Campaign | None) -> str | None:
        """Why a date is not taken."""
        now = self._clock.now()
        if question.past(campaign, now):
            return "past"
        place = Place(campaign.zone, campaign.calendar, self._calendars[campaign.calendar], campaign.weekends)
        doubts = question.doubts(campaign, self._playbooks[campaign.playbook], place, now, before=before)
        if not doubts or proposal.confirm:
            return None
        return "non_working_day" if doubts[0] is question.Doubt.NON_WORKING_DAY else "too_near"

    async def _happen(self, work: Work, *, happening: Happening) -> None:
        match happening:
            case Travel(zones):
                for name, zone in zones.items():
                    # What the platform does not say it has not taken back, so no zone is said as one that is none.
                    await self._travel(work, self._people[name], zone or "?")
            case Stop(down, after):
                self._turn(down=down, after=after)
            case MoveMeeting() | Turn() | Answer() | Approve() | Count() | Summarise():
                number = self._numbers.get(happening.campaign)
                campaign = await work.campaigns.get(number) if number is not None else None
                if campaign is not None and campaign.state in {State.RUNNING, State.PAUSED}:
                    await self._deed(work, campaign, happening)

    async def _travel(self, work: Work, one: Somebody, zone: str) -> None:
        here = self._number(one.id)
        active = (await work.people.these([here]))[here].active
        await self._enrol(work, one, zone)
        if not active:
            await work.staff.left(PLATFORM, [(PLATFORM, one.id)])

    def _turn(self, *, down: bool, after: int) -> None:
        if down and after:
            self._left = after
        else:
            self._up, self._left = not down, None
        self._postman = self._new_postman()

    async def _deed(self, work: Work, campaign: Campaign, deed: Deed) -> None:
        now, playbook = self._clock.now(), self._playbooks[campaign.playbook]
        match deed:
            case MoveMeeting(name, anchor):
                await self._move(work, campaign, self._proposals[name], anchor)
            case Turn(_, "pause"):
                await deeds.pause(work, campaign.id)
            case Turn(_, "resume"):
                await deeds.resume(work, campaign.id)
            case Turn():
                await deeds.cancel(work, campaign.id, now)
            case Approve(_, step):
                await self._approve(work, campaign, playbook.by_name[step])
            case Answer() | Count() | Summarise():
                await self._open(work, campaign, playbook, deed)

    async def _open(self, work: Work, campaign: Campaign, playbook: Playbook, deed: Answer | Count | Summarise) -> None:
        """What opens a gate is there."""
        now = self._clock.now()
        match deed:
            case Answer(_, name, agrees):
                person = self._number(name)
                for step in playbook.steps:
                    if step.kind is Kind.FORM:
                        version = gates.rules_seal(step, step.wording)
                        await work.gates.answer(Agreement(campaign.id, version, person, agrees, "", now))
            case Count():
                for step in playbook.steps:
                    if step.kind is Kind.SURVEY:
                        await work.gates.count(campaign.id, step.name, Outcome.RELEASED, now)
            case Summarise():
                await work.gates.summarise(Summary(campaign.id, 1, {}, None, now, campaign.key))

    def _number(self, name: str) -> int:
        return next(number for number, known in self._ids.items() if known == name)

    async def _move(self, work: Work, campaign: Campaign, proposal: Proposal, anchor: datetime) -> None:
        playbook = self._playbooks[campaign.playbook]
        if anchor == campaign.anchor:
            return
        if reason := self._doubted(proposal, deeds.moved_to(campaign, playbook, anchor), campaign):
            self._refuse(proposal, reason)
        else:
            await deeds.move(work, campaign.id, playbook, anchor, self._clock.now())

    async def _approve(self, work: Work, campaign: Campaign, step: Step) -> None:
        seal = gates.seal(campaign, step, step.wording)
        await work.gates.approve(Approval(campaign.id, step.name, seal, None, self._clock.now()))

    # The ways of the engine.

    def _calendar_of(self, person: Person) -> str:
        return self._people[self._ids[person.id]].holidays

    async def _shut(self, work: Work, campaign: Campaign, playbook: Playbook) -> Mapping[str, str]:
        if self._proposals[self._names[campaign.id]].manual:
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
        campaign = self._names[int(number)]
        self.lines.append(Line(now, now.astimezone(ZoneInfo(zone)), address, campaign, step, "sent", reason or None))
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self._up, self._left = False, None
                self._postman.stop()

    def dropped(self, campaign: Campaign, person: Person, drop: Drop) -> None:
        """A step is skipped."""
        zone = self._engine.place_of(campaign, person).zone
        self._say(campaign, zone, "skipped", drop.step.name, drop.reason, self._ids[person.id])

    def told(self, campaign: Campaign, notice: Notice) -> None:
        """HR is told something."""
        event = "held" if notice.told is Told.HELD else "told_hr"
        self._say(campaign, campaign.zone, event, notice.step, notice.reason)

    def _say(
        self, campaign: Campaign, zone: tzinfo, event: str, step: str, reason: str, person: str | None = None
    ) -> None:
        now, name = self._clock.now(), self._names[campaign.id]
        self.lines.append(Line(now, now.astimezone(zone), person, name, step, event, reason))

    def _refuse(self, proposal: Proposal, reason: str) -> None:
        now = self._clock.now()
        self.lines.append(Line(now, now.astimezone(proposal.zone or UTC), None, proposal.id, None, "refused", reason))
