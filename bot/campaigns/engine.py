"""The engine: takes everybody who is due, writes down what they are owed, and decides once more at delivery.

The rule to keep: the database is the truth. What is owed and when to look next change in one transaction, so a tick may
be missed, repeated, or run in two processes at once; and what a delivery may send, the plan says again at that moment.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.campaigns import gates
from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.course import Course, course_of
from bot.campaigns.place import Calendar, Place
from bot.campaigns.plan import LATE, PAST_RECALL, Drop, Go, Hold, Plan, Standing, Traveller, Verdict, plan
from bot.campaigns.playbook import Audience, Kind, Playbook, Step
from bot.campaigns.ports import Journey, Notice, Told
from bot.errors import places
from bot.mail import Care, Fate, Had, Parcel
from bot.message import Message
from bot.outbox import Ready, Skip
from bot.people import Person, Role
from bot.ports import Clock, Owed, Store, Work
from bot.texts import Words

log = logging.getLogger(__name__)

BATCH = 500
"""People a transaction: short enough that nobody waits for it."""
GRACE = timedelta(minutes=15)
"""So long after its own time a step is on time: a tick comes a little late, and a platform takes some thousand
messages no faster."""
_OPEN = (State.RUNNING, State.PAUSED, State.CANCELLED)
_LAST_NOTES = timedelta(days=30)
"""So long after a campaign was cancelled somebody may still be owed the note that says so."""
_HR = frozenset({Role.HR_DRAFTER, Role.HR_APPROVER, Role.HR_SENDER})
_PROMISES = "promises"
_COURSES = 2000

Gatekeeper = Callable[[Work, Campaign, Playbook], Awaitable[Mapping[str, str]]]
"""Which steps of a campaign may not go now, and why."""
Writer = Callable[[Campaign, Step, str, Person, Words], Awaitable[Message]]
"""Writes a step for its reader: campaign, step, occasion, reader, the reader's words."""


class Witness(Protocol):
    """Somebody who sees what becomes of each step: the rehearsal."""

    def dropped(self, campaign: Campaign, person: Person, drop: Drop) -> None:
        """A step is skipped."""
        ...

    def told(self, campaign: Campaign, notice: Notice) -> None:
        """HR is told something, for the first time."""
        ...


class _Nobody:
    """Looks away."""

    def dropped(self, campaign: Campaign, person: Person, drop: Drop) -> None:
        """See `Witness`."""

    def told(self, campaign: Campaign, notice: Notice) -> None:
        """See `Witness`."""


async def gatekeeper(work: Work, campaign: Campaign, playbook: Playbook) -> Mapping[str, str]:
    """What stands in the way of each step."""
    return gates.shut(campaign, playbook, await gates.evidence_of(work, campaign, playbook))


@dataclass(frozen=True, slots=True)
class Ways:
    """What the engine is given: playbooks by name, whose working days hold for whom, and who writes."""

    playbooks: Mapping[str, Playbook]
    calendar: Callable[[str], Calendar]
    """The working days of a policy by its name."""
    writer: Writer
    gatekeeper: Gatekeeper = gatekeeper
    policy: Callable[[Person], str] = lambda person: person.policy
    """The name of the policy that holds for somebody."""


class Engine:
    """Ticks, and writes what campaigns owe. Any number of them may work at once."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ways: Ways,
        *,
        witness: Witness | None = None,
        grace: timedelta = GRACE,
        batch: int = BATCH,
    ) -> None:
        self._store = store
        self._clock = clock
        self._ways = ways
        self._witness: Witness = witness or _Nobody()
        self._grace = grace
        self._batch = batch
        self._courses: dict[tuple[Campaign, Place], Course] = {}

    async def tick(self) -> None:
        """Let in whoever came, plan whoever is due, owe what they are owed."""
        await self._enter()
        while await self._some():
            pass

    async def next_due(self) -> datetime | None:
        """The earliest instant at which a tick has something to do."""
        async with self._store.begin() as work:
            due = await work.journeys.next_due()
        return None if due is None else max(due, self._clock.now())

    async def _enter(self) -> None:
        now = self._clock.now()
        async with self._store.begin() as work:
            for campaign in await work.campaigns.page(_OPEN):
                over = campaign.ended_at
                if over is not None and now - over > _LAST_NOTES:
                    continue
                came = 0 if over else await work.journeys.enter(campaign, now, joins=True)
                went = await work.journeys.leave(campaign)
                playbook = self._ways.playbooks.get(campaign.playbook)
                if (came or went) and playbook and any(step.kind is Kind.FORM for step in playbook.steps):
                    # One of them may lead somebody, and then the gate is another one.
                    await work.journeys.void(campaign.id)

    async def _some(self) -> bool:
        """Plan a batch; False where nobody is due."""
        now = self._clock.now()
        async with self._store.begin() as work:
            due = await work.journeys.due(now, self._batch)
            if not due:
                return False
            people = await work.people.these({journey.person for journey in due})
            parcels: list[tuple[str, int, Parcel]] = []
            for campaign in sorted({journey.campaign for journey in due}):
                group = [journey for journey in due if journey.campaign == campaign]
                parcels += await self._plan(work, campaign, group, people, now)
            # In the order in which they are claimed, so that whatever stops the postman stops him at a place we know.
            await work.mail.owe([parcel for *_, parcel in sorted(parcels, key=lambda one: (one[2].campaign, *one[:2]))])
        return True

    async def _plan(
        self, work: Work, number: int, group: Sequence[Journey], people: Mapping[int, Person], now: datetime
    ) -> list[tuple[str, int, Parcel]]:
        """Plan some people's journeys through one campaign, and write down where they are. Gives what they are owed."""
        campaign = await work.campaigns.get(number)
        playbook = self._ways.playbooks.get(campaign.playbook) if campaign else None
        if campaign is None or playbook is None:
            log.error("campaign %s has no playbook here, so nothing of it goes", number)
            await work.journeys.put(replace(journey, void=False, due_at=None) for journey in group)
            return []
        void = [journey.person for journey in group if journey.void]
        taken_back = await work.journeys.withdraw(campaign.id, void)
        had = await work.mail.had(str(campaign.id), [journey.person for journey in group])
        standing = await self._standing(work, campaign, playbook)
        parcels: list[tuple[str, int, Parcel]] = []
        put: list[Journey] = []
        notices: dict[tuple[Told, str, str], Notice] = {}
        for journey in group:
            now_there = replace(journey, prompts=journey.prompts - taken_back.get(journey.person, frozenset()))
            person = people.get(journey.person)
            try:
                made = self._planned(campaign, playbook, standing, now_there, person, had.get(journey.person, ()), now)
            except Exception as bug:  # noqa: BLE001 - one person's zone must not stop the others
                log.error("campaign %s cannot be planned for one: %s at %s", number, type(bug).__name__, places(bug))  # noqa: TRY400 - no values
                put.append(replace(now_there, void=False, due_at=now + timedelta(hours=1)))
                continue
            put.append(self._arrived(campaign, now_there, person, made, now))
            parcels += [(one.step, journey.person, one) for one in _parcels(campaign, journey.person, made, now)]
            self._witnessed(campaign, person, made)
            for notice in _notices(campaign, made, now):
                notices.setdefault((notice.told, notice.step, notice.reason), notice)
        await work.journeys.put(put)
        await self._tell(work, campaign, notices.values())
        return parcels

    async def _standing(self, work: Work, campaign: Campaign, playbook: Playbook) -> Standing:
        moves = await work.campaigns.moves(campaign.id) if campaign.moves else ()
        shut = await self._ways.gatekeeper(work, campaign, playbook)
        versions = await work.versions.latest(campaign.id)
        forms = [versions.get(f"step:{step.name}") for step in playbook.steps if step.kind is Kind.FORM]
        signed = await work.versions.signed(campaign.id, _PROMISES) if _PROMISES in versions else None
        changed = None
        if signed and signed.signed_at and campaign.started_at and signed.signed_at > campaign.started_at:
            changed = signed.number, signed.signed_at
        return Standing(shut, moves, changed, next((str(form.number) for form in forms if form), ""))

    def _planned(
        self,
        campaign: Campaign,
        playbook: Playbook,
        standing: Standing,
        journey: Journey,
        person: Person | None,
        had: tuple[Had, ...],
        now: datetime,
    ) -> Plan:
        if person is None:
            return Plan((), None, "left")
        course = self._course(campaign, playbook, person)
        return plan(course, standing, _traveller(campaign, journey, person, had), now, self._grace)

    def _course(self, campaign: Campaign, playbook: Playbook, person: Person) -> Course:
        place = self.place_of(campaign, person)
        found = self._courses.get((campaign, place))
        if found is None:
            if len(self._courses) >= _COURSES:
                self._courses.clear()
            found = self._courses[campaign, place] = course_of(campaign, playbook, place)
        return found

    def place_of(self, campaign: Campaign, person: Person) -> Place:
        """Where somebody is, as this campaign sees it."""
        name = self._ways.policy(person)
        zone = person.zone if person.zone_known else campaign.zone
        return Place(zone, name, self._ways.calendar(name), campaign.weekends)

    def _arrived(
        self, campaign: Campaign, journey: Journey, person: Person | None, made: Plan, now: datetime
    ) -> Journey:
        """Where somebody is once this plan is carried out."""
        step, day = journey.last_step, journey.last_day
        prompts = set(journey.prompts)
        for verdict in made.verdicts:
            if isinstance(verdict, Go) and verdict.step.content and person is not None:
                step, day = verdict.step.name, self.place_of(campaign, person).day(now)
            if isinstance(verdict, Go | Drop) and verdict.care is Care.PROMPT:
                prompts.add(f"{verdict.step.name}@{verdict.occasion}")
        return replace(
            journey,
            void=False,
            due_at=made.next,
            last_step=step,
            last_day=day,
            prompts=frozenset(prompts),
            done=made.done,
        )

    def _witnessed(self, campaign: Campaign, person: Person | None, made: Plan) -> None:
        for verdict in made.verdicts:
            if isinstance(verdict, Drop) and person is not None:
                self._witness.dropped(campaign, person, verdict)

    async def _tell(self, work: Work, campaign: Campaign, notices: Iterable[Notice]) -> None:
        for notice in notices:
            if await work.campaigns.notice(notice):
                self._witness.told(campaign, notice)

    # At delivery.

    async def letter(
        self, owed: Owed, person: Person | None, t: Words, now: datetime
    ) -> Ready | Skip | datetime | None:
        """What becomes of a row in hand: see `bot.outbox.CampaignLetter`."""
        async with self._store.begin() as work:
            campaign = await work.campaigns.get(int(owed.campaign))
            playbook = self._ways.playbooks.get(campaign.playbook) if campaign else None
            if campaign is None or playbook is None or person is None:
                return None
            decided = await self._decide(work, campaign, playbook, owed, person, now)
        if not isinstance(decided, Go):
            return decided
        message = await self._ways.writer(campaign, decided.step, owed.occasion, person, t)
        return Ready(message, LATE if decided.late else "")

    async def _decide(
        self, work: Work, campaign: Campaign, playbook: Playbook, owed: Owed, person: Person, now: datetime
    ) -> Go | Skip | datetime | None:
        journey = await work.journeys.lock(campaign.id, person.id)
        if journey is None:
            return None
        key = f"{owed.step}@{owed.occasion}"
        journey = replace(journey, prompts=journey.prompts - {key})
        if journey.void:
            # Whatever has changed, the next tick finds out, and writes it anew if it may still go.
            await work.journeys.put([journey])
            return None
        had = (await work.mail.had(owed.campaign, [person.id])).get(person.id, ())
        had = tuple(one for one in had if (one.step, one.occasion) != (owed.step, owed.occasion))
        # Whatever opens or shuts a gate voids every journey, so that this one's gates are as they were when planned.
        moves = await work.campaigns.moves(campaign.id) if campaign.moves else ()
        standing = Standing({}, moves, _changed(owed), owed.occasion)
        made = self._planned(campaign, playbook, standing, journey, person, had, now)
        found = [one for one in made.verdicts if (one.step.name, one.occasion) == (owed.step, owed.occasion)]
        if not found:
            return made.next
        return await self._carried_out(work, campaign, journey, person, found[0], now)

    async def _carried_out(
        self, work: Work, campaign: Campaign, journey: Journey, person: Person, verdict: Verdict, now: datetime
    ) -> Go | Skip | None:
        match verdict:
            case Go():
                await self._goes(work, campaign, journey, person, verdict, now)
                return verdict
            case Drop():
                self._witness.dropped(campaign, person, verdict)
                await self._tell(work, campaign, _notices(campaign, Plan((verdict,), None), now))
                return Skip(verdict.reason)
            case Hold():
                return None

    async def _goes(
        self, work: Work, campaign: Campaign, journey: Journey, person: Person, go: Go, now: datetime
    ) -> None:
        day = self.place_of(campaign, person).day(now)
        if go.step.content and (journey.last_step, journey.last_day) != (go.step.name, day):
            await work.journeys.put([replace(journey, last_step=go.step.name, last_day=day)])
        if go.tell:
            await self._tell(work, campaign, [Notice(campaign.id, Told.NOTE, go.step.name, LATE, now)])


def _traveller(campaign: Campaign, journey: Journey, person: Person, had: tuple[Had, ...]) -> Traveller:
    audiences = {Audience.EVERYBODY}
    if Role.LEAD in person.roles:
        audiences.add(Audience.LEADS)
    if person.roles & _HR:
        audiences.add(Audience.HR)
    return Traveller(
        here=person.active and campaign.audience in {EVERYBODY, person.division},
        audiences=frozenset(audiences),
        joined_at=journey.joined_at,
        last_step=journey.last_step,
        last_day=journey.last_day,
        had=had,
        prompts=journey.prompts,
        done=journey.done,
    )


def _parcels(campaign: Campaign, person: int, made: Plan, now: datetime) -> list[Parcel]:
    """What is owed, and what is written down as skipped. What ends with a journey needs no row: the journey says it."""
    parcels = []
    for verdict in made.verdicts:
        match verdict:
            case Go(step, occasion, care):
                parcels.append(Parcel(str(campaign.id), step.name, occasion, person, now, care=care))
            case Drop(step, occasion, care, reason) if care is not Care.PROMPT and not made.done:
                skipped = Parcel(
                    str(campaign.id), step.name, occasion, person, now, care=care, fate=Fate.SKIPPED, reason=reason
                )
                parcels.append(skipped)
            case Drop() | Hold():
                pass
    return parcels


def _notices(campaign: Campaign, made: Plan, now: datetime) -> list[Notice]:
    """What HR is told. That something goes late, the letter says when it goes."""
    notices = []
    for verdict in made.verdicts:
        match verdict:
            case Hold(step, _, reason):
                notices.append(Notice(campaign.id, Told.HELD, step.name, reason, now))
            case Drop(step, _, _, reason) if reason in PAST_RECALL:
                notices.append(Notice(campaign.id, Told.NOTE, step.name, reason, now))
            case Go() | Drop():
                pass
    return notices


def _changed(owed: Owed) -> tuple[int, datetime] | None:
    """What a letter about changed promises needs: its own version, changed when it was owed."""
    return (int(owed.occasion), owed.not_before) if owed.occasion.isdecimal() else None
