"""The steward: asks for surveys when their step comes near, follows the plan and whoever joins, tells of a count.

The rule to keep: the database is the truth, and who has joined is the database's to say: a beat reads no people.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from bot.campaigns.atlas import Gatekeeper
from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.course import course_of
from bot.campaigns.place import Calendar, Place
from bot.campaigns.playbook import Kind, Playbook, Step
from bot.campaigns.ports import Outcome
from bot.errors import places
from bot.people import Person, Role
from bot.ports import Clock, Store, Work
from bot.surveys.ballot import size_of
from bot.surveys.early import announce, put_off
from bot.surveys.notes import CHECK, Notes, packed
from bot.surveys.others import others
from bot.surveys.preflight import LEAST_FOR_COMMENTS, Finding, Found, joins_until, preflight
from bot.surveys.questionnaire import Questionnaire
from bot.surveys.rollout import survey_id
from bot.surveys.survey import Custody, Rules, Survey
from bot.surveys.survey import State as Stand

log = logging.getLogger(__name__)

AHEAD = timedelta(days=1)
"""So long before its step goes out a survey is opened: its key must be there before the first invitation."""
FOR_CODES = timedelta(days=3)
"""So long before it, where two people have to take their codes first."""
_AFTER_REFUSAL = timedelta(minutes=1)
"""When one that may not open is looked at again: it means reading everybody who would be invited."""
_CUSTODIANS = frozenset({Role.HR_DRAFTER, Role.HR_APPROVER}), frozenset({Role.WORKS_REPRESENTATIVE})
"""What the two have to be, one each."""


class Steward:
    """Ticks. `gatekeeper` says which steps of a campaign may not go now."""

    def __init__(  # noqa: PLR0913 - the composition root passes each by name
        self,
        store: Store,
        clock: Clock,
        notes: Notes,
        *,
        playbooks: Mapping[str, Playbook],
        questionnaires: Mapping[str, Questionnaire],
        calendar: Callable[[str], Calendar],
        gatekeeper: Gatekeeper,
        custody: Custody = Custody.DIRECTORY,
        custodians: Sequence[str] = (),
        separate: bool = True,
    ) -> None:
        self._store = store
        self._clock = clock
        self._notes = notes
        self._playbooks = playbooks
        self._questionnaires = questionnaires
        self._calendar = calendar
        self._gatekeeper = gatekeeper
        self._custody = custody
        self._custodians = tuple(custodians)
        self._ahead = FOR_CODES if custody is Custody.CUSTODIANS else AHEAD
        self._separate = separate
        self._refused: set[tuple[str | Found, ...]] = set()
        self._looked: dict[str, datetime] = {}

    async def tick(self) -> None:
        """Ask for surveys whose step comes near, invite whoever joined, follow a move, tell that one is counted."""
        async with self._store.begin() as work:
            campaigns = await work.campaigns.page((State.RUNNING, State.PAUSED, State.CANCELLED))
        for campaign in campaigns:
            playbook = self._playbooks.get(campaign.playbook)
            for step in playbook.steps if playbook else ():
                if step.kind is not Kind.SURVEY or playbook is None:
                    continue
                try:
                    await self._look_after(campaign, playbook, step)
                except Exception as bug:  # noqa: BLE001 - one campaign's trouble does not stop the others
                    log.error("survey of campaign %s: %s at %s", campaign.id, type(bug).__name__, places(bug))  # noqa: TRY400 - no values

    async def next_due(self) -> datetime | None:
        """The earliest instant at which a survey is to be asked for or ends."""
        now = self._clock.now()
        async with self._store.begin() as work:
            standing = await work.surveys.standing({Stand.ASKED, Stand.OPEN, Stand.ENDED})
            campaigns = await work.campaigns.page((State.RUNNING,))
        found = [
            # What waits for codes waits for people.
            now if one.state is Stand.ASKED and one.rules.custody is not Custody.CUSTODIANS else one.ends_at
            for one in standing
            if one.state is not Stand.ENDED
        ]
        known = {one.id for one in standing}
        for campaign in campaigns:
            playbook = self._playbooks.get(campaign.playbook)
            for step in playbook.steps if playbook else ():
                if step.kind is Kind.SURVEY and playbook and survey_id(campaign.id, step.name) not in known:
                    own = self._own(campaign, playbook, step)
                    found += [own - self._ahead] if own and own - self._ahead > now else []
        return min((one for one in found if one is not None), default=None)

    async def _look_after(self, campaign: Campaign, playbook: Playbook, step: Step) -> None:
        name = survey_id(campaign.id, step.name)
        async with self._store.begin() as work:
            survey = await work.surveys.get(name)
            if survey is None:
                if campaign.state is State.RUNNING:
                    await self._ask(work, campaign, playbook, step)
                return
            if survey.state is Stand.ASKED and await self._is_void(work, campaign, step, survey):
                # Nobody has been invited: it is asked for anew, where that still makes sense.
                await work.surveys.drop(name)
                return
            if survey.state is Stand.OPEN:
                await self._follow(work, campaign, step, survey)
            if survey.state is Stand.COUNTED and step.name not in await work.gates.counted(campaign.id):
                released = survey.released is not None and bool(survey.released.groups)
                outcome = Outcome.RELEASED if released else Outcome.TOO_FEW
                await work.gates.count(campaign.id, step.name, outcome, self._clock.now())
                await work.journeys.void(campaign.id)

    async def _ask(self, work: Work, campaign: Campaign, playbook: Playbook, step: Step) -> None:
        now, own = self._clock.now(), self._own(campaign, playbook, step)
        asked = self._questionnaires.get(step.questionnaire or "")
        ends_at = self._ends(campaign, step)
        if own is None or asked is None or ends_at is None or not own - self._ahead <= now < ends_at:
            return
        if step.name in await self._gatekeeper(work, campaign, playbook):
            return
        name = survey_id(campaign.id, step.name)
        if name in self._looked and timedelta() <= now - self._looked[name] < _AFTER_REFUSAL:
            return
        wave_of = self._wave_of(campaign, playbook, step)
        custodians = await self._holders(work)
        if self._custody is Custody.CUSTODIANS and not custodians:
            await self._refuse(work, name, asked, (Found(Finding.CUSTODIANS),))
            return
        people = await work.surveys.audience(_division(campaign))
        rules = Rules(
            asked,
            ends_at,
            custody=self._custody,
            holders=tuple(one.name for one in custodians),
            separate=self._separate,
            may_comment=len(people) >= LEAST_FOR_COMMENTS,
            wave_of=wave_of,
        )
        known = await others(work, name, asked, now)
        found = preflight(dict(people), known, k=rules.k, now=now, wave_of=wave_of)
        if any(one.finding.blocks for one in found):
            self._looked[name] = now
            await self._refuse(work, name, asked, found)
            return
        if found:
            await self._notes.owe(work, CHECK, name, packed(asked, found))
        if not await work.surveys.ask(name, rules, size_of(asked)):
            # Another worker was first.
            return
        await work.surveys.invite(name, people)
        if custodians:
            await work.holders.appoint(name, [(one.id, one.name) for one in custodians])
            # Until both have their codes, whoever is due is held.
            await work.journeys.void(campaign.id)

    async def _refuse(self, work: Work, name: str, asked: Questionnaire, found: Sequence[Found]) -> None:
        # Once for each reason: a tick comes every few seconds.
        if (name, *found) not in self._refused:
            self._refused.add((name, *found))
            await self._notes.owe(work, CHECK, name, packed(asked, found))
            log.error("survey %s is not opened: %s", name, ", ".join(one.finding for one in found))

    async def _holders(self, work: Work) -> tuple[Person, ...]:
        """The two who take the codes, HR first; nobody where the settings name no such two."""
        if not self._custodians:
            return ()
        owners = await work.staff.owners(self._custodians)
        people = await work.people.these(owners.values())
        known = {address: people[number] for address, number in owners.items() if number in people}
        named = [known[address] for address in self._custodians if address in known]
        for pair in permutations(named, 2):
            if all(one.roles & wanted for one, wanted in zip(pair, _CUSTODIANS, strict=True)):
                return pair
        return ()

    async def _is_void(self, work: Work, campaign: Campaign, step: Step, survey: Survey) -> bool:
        """Whether what was asked for waits for codes that nobody needs any more, or for other people's."""
        if survey.rules.custody is not Custody.CUSTODIANS:
            return False
        ends_at = self._ends(campaign, step)
        if campaign.state is State.CANCELLED or ends_at is None or ends_at <= self._clock.now():
            return True
        wanted = [one.id for one in await self._holders(work)]
        return bool(wanted) and wanted != [one.person for one in await work.holders.of(survey.id)]

    async def _follow(self, work: Work, campaign: Campaign, step: Step, survey: Survey) -> None:
        now, planned = self._clock.now(), self._ends(campaign, step)
        ends_at = now if campaign.state is State.CANCELLED else planned
        if survey.early_at is not None:
            # Announced is announced; a plan that is moved meanwhile does not take it back.
            await put_off(work, survey, planned, now)
            ends_at = survey.early_at
        elif ends_at is not None and survey.ends_at is not None and ends_at < survey.ends_at:
            # However the end has come nearer: everybody is told a day before.
            await announce(work, survey, ends_at, now)
        elif ends_at is not None and ends_at != survey.ends_at:
            await work.surveys.move_end(survey.id, ends_at)
        if ends_at is None or now.astimezone(campaign.zone).date() > joins_until(
            ends_at, campaign.zone, self._works(campaign)
        ):
            return
        await work.surveys.join(survey.id, _division(campaign))

    def _wave_of(self, campaign: Campaign, playbook: Playbook, step: Step) -> str | None:
        first = next(
            (one for one in playbook.steps if one.kind is Kind.SURVEY and one.questionnaire == step.questionnaire), step
        )
        return None if first is step else survey_id(campaign.id, first.name)

    def _own(self, campaign: Campaign, playbook: Playbook, step: Step) -> datetime | None:
        place = Place(campaign.zone, campaign.calendar, self._calendar(campaign.calendar), campaign.weekends)
        stops = course_of(campaign, playbook, place).stops
        return next((stop.own for stop in stops if stop.step.name == step.name), None)

    def _ends(self, campaign: Campaign, step: Step) -> datetime | None:
        if step.ends is None:
            return campaign.survey_end
        day = campaign.anchor.astimezone(campaign.zone).date() + timedelta(days=step.ends.days)
        return datetime.combine(day, step.ends.hour, campaign.zone).astimezone(UTC)

    def _works(self, campaign: Campaign) -> Callable[[date], bool]:
        calendar = self._calendar(campaign.calendar)
        return lambda day: campaign.weekends or calendar.is_working_day(day)


def _division(campaign: Campaign) -> str | None:
    """Whom a campaign is for: one division, or with None everybody."""
    return None if campaign.audience == EVERYBODY else campaign.audience
