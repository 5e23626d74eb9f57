"""What happens in a scenario: who comes and goes, what HR sets up and does, made to happen in the database.

The rule to keep: HR's deeds are those of the console, asked about as there; nothing is planned and nothing sent here.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from bot.campaigns import deeds, gates, question
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.place import Calendar, Place
from bot.campaigns.playbook import Kind, Playbook, Step
from bot.campaigns.ports import Agreement, Approval, Outcome, Summary
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
from bot.events import Actor
from bot.people import Person, Role
from bot.ports import Work

PLATFORM = "rehearsal"
Happens = Callable[[Work], Awaitable[None]]
Deed = MoveMeeting | Turn | Answer | Approve | Count | Summarise


@dataclass(frozen=True, slots=True)
class _Weekdays:
    """Monday to Friday, less some holidays."""

    holidays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays


class World:
    """One scenario's."""

    def __init__(
        self,
        scenario: Scenario,
        playbooks: Mapping[str, Playbook],
        calendars: Mapping[str, Calendar],
        now: Callable[[], datetime],
        refuse: Callable[[Proposal, str], None],
        stop: Callable[[Stop], None],
    ) -> None:
        """`refuse` is told which dates are not taken, and why; `stop` when the bot goes down or comes up."""
        self._scenario, self._playbooks, self._now = scenario, playbooks, now
        self._refuse, self._stop = refuse, stop
        self._proposals = {one.id: one for one in scenario.campaigns}
        self._people = {one.id: one for one in scenario.people}
        self._ids: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        """Of the campaigns that were not refused."""
        self._names: dict[int, str] = {}
        holidays = {**scenario.holidays, "": frozenset[date]()}
        self.calendars: Mapping[str, Calendar] = MappingProxyType(
            {**{name: _Weekdays(days) for name, days in holidays.items()}, **calendars}
        )

    def called(self, person: Person) -> str:
        """What the scenario calls somebody."""
        return self._ids[person.id]

    def calendar_of(self, person: Person) -> str:
        """The name of somebody's working days."""
        return self._people[self._ids[person.id]].holidays

    def named(self, campaign: int) -> str:
        """What the scenario calls a campaign."""
        return self._names[campaign]

    def manual(self, campaign: Campaign) -> bool:
        """Whether its gates open only when they are said to."""
        return self._proposals[self._names[campaign.id]].manual

    def happenings(self) -> Iterator[tuple[datetime, int, Happens]]:
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

    async def settle_in(self, work: Work) -> None:
        """Everybody has an account from the first day on, in the order of their names; some are not let in yet."""
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
            if await work.journeys.enter(campaign, self._now(), joins=True) and one.lead:
                await work.journeys.void(campaign.id)

    async def _leave(self, work: Work, *, one: Somebody) -> None:
        await work.staff.left(PLATFORM, [(PLATFORM, one.id)])

    async def _propose(self, work: Work, *, proposal: Proposal) -> None:
        now, playbook = self._now(), self._playbooks[proposal.playbook]
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
        now = self._now()
        if question.past(campaign, now):
            return "past"
        place = Place(campaign.zone, campaign.calendar, self.calendars[campaign.calendar], campaign.weekends)
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
            case Stop():
                self._stop(happening)
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

    async def _deed(self, work: Work, campaign: Campaign, deed: Deed) -> None:
        now, playbook = self._now(), self._playbooks[campaign.playbook]
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
        now = self._now()
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
            await deeds.move(work, campaign.id, playbook, anchor, self._now())

    async def _approve(self, work: Work, campaign: Campaign, step: Step) -> None:
        seal = gates.seal(campaign, step, step.wording)
        await work.gates.approve(Approval(campaign.id, step.name, seal, None, self._now()))
