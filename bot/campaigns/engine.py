"""The engine: takes everybody who is due, writes down what they are owed, and decides once more at delivery.

The rule to keep: the database is the truth. What is owed and when to look next change in one transaction, so a tick may
be missed, repeated, or run in two processes at once; and what a delivery may send, the plan says again at that moment.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.campaigns.atlas import Atlas, Ways, signed_up
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.gatehouse import Gatehouse
from bot.campaigns.place import Place
from bot.campaigns.playbook import Kind, Playbook
from bot.campaigns.ports import Journey, Notice
from bot.campaigns.verdict import Drop, Go, Hold, Plan, Standing
from bot.campaigns.witness import Nobody, Witness, news, tell
from bot.errors import places
from bot.mail import Care, Fate, Parcel
from bot.outbox import Ready, Skip
from bot.people import Person
from bot.ports import Clock, Owed, Store, Work
from bot.texts import Words

__all__ = ["BATCH", "GRACE", "LAST_NOTES", "Engine", "Ways"]

log = logging.getLogger(__name__)

BATCH = 500
"""People a transaction: short enough that nobody waits for it."""
GRACE = timedelta(minutes=15)
"""So long after its own time a step is on time: a tick comes a little late, and a platform takes some thousand
messages no faster."""
_OPEN = (State.RUNNING, State.PAUSED, State.CANCELLED)
LAST_NOTES = timedelta(days=30)
"""So long after a campaign was cancelled somebody may still be owed the note that says so."""
_PROMISES = "promises"


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
        self._witness: Witness = witness or Nobody()
        self._batch = batch
        self._grace = grace
        self._atlas = Atlas(ways, grace)
        self._gatehouse = Gatehouse(store, ways, self._atlas, self._witness)

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
                if over is not None and now - over > LAST_NOTES:
                    continue
                came = 0 if over else await work.journeys.enter(campaign, now, joins=True)
                went = await work.journeys.leave(campaign)
                playbook = self._ways.playbooks.get(campaign.playbook)
                if (came or went) and playbook and any(step.kind is Kind.FORM for step in playbook.steps):
                    # One of them may lead somebody, and then the gate is another one.
                    await work.journeys.void(campaign.id)

    async def _some(self) -> bool:
        """Plan a batch; False after the last one."""
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
        return len(due) >= self._batch

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
        asked = await signed_up(work, campaign, playbook, people)
        parcels: list[tuple[str, int, Parcel]] = []
        put: list[Journey] = []
        notices: list[Notice] = []
        for journey in group:
            prompts = journey.prompts - taken_back.get(journey.person, frozenset())
            now_there = replace(journey, prompts=prompts, since=self._since(journey, now))
            person = people.get(journey.person)
            try:
                made = self._atlas.planned(
                    campaign,
                    standing,
                    now_there,
                    person,
                    had.get(journey.person, ()),
                    now,
                    signed_up=journey.person in asked,
                )
            except Exception as bug:  # noqa: BLE001 - one person's zone must not stop the others
                log.error("campaign %s cannot be planned for one: %s at %s", number, type(bug).__name__, places(bug))  # noqa: TRY400 - no values
                put.append(replace(now_there, void=False, due_at=now + timedelta(hours=1)))
                continue
            put.append(self._arrived(campaign, now_there, person, made, now))
            parcels += [(one.step, journey.person, one) for one in _parcels(campaign, journey.person, made, now)]
            self._witnessed(campaign, person, made)
            notices += news(campaign, made.verdicts, now, leaving=False)
        await work.journeys.put(put)
        await tell(work, self._witness, campaign, notices)
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

    def _since(self, journey: Journey, now: datetime) -> datetime:
        """Since when somebody is watched without a gap: from now on where all is new, or where we come late."""
        late = journey.due_at is not None and now > journey.due_at + self._grace
        return now if late or journey.since is None else journey.since

    def place_of(self, campaign: Campaign, person: Person) -> Place:
        """Where somebody is, as this campaign sees it."""
        return self._atlas.place_of(campaign, person)

    async def letter(
        self, owed: Owed, person: Person | None, t: Words, now: datetime
    ) -> Ready | Skip | datetime | None:
        """What becomes of a row in hand: see `bot.outbox.CampaignLetter`."""
        return await self._gatehouse.letter(owed, person, t, now)

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
            since=made.since or journey.since,
            last_step=step,
            last_day=day,
            prompts=frozenset(prompts),
            held=frozenset(verdict.step.name for verdict in made.verdicts if isinstance(verdict, Hold)),
            done=made.done,
        )

    def _witnessed(self, campaign: Campaign, person: Person | None, made: Plan) -> None:
        for verdict in made.verdicts:
            if isinstance(verdict, Drop) and person is not None:
                self._witness.dropped(campaign, person, verdict)


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
