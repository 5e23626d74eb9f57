"""Surveys as steps of a rollout: what a campaign says of them, and what it waits for.

The rule to keep: a campaign knows that a survey is counted, and never more; what is shown comes from the release.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.campaigns.atlas import Gatekeeper
from bot.campaigns.campaign import Campaign
from bot.campaigns.console.ports import Concern
from bot.campaigns.course import care_of, survey_step
from bot.campaigns.playbook import Kind, Playbook, Step
from bot.mail import Care
from bot.message import Button, Part
from bot.outbox import CampaignLetter, Ready, Skip
from bot.people import Person
from bot.ports import Clock, Owed, Store, Work
from bot.surveys.comparison import beside
from bot.surveys.early import announce
from bot.surveys.invitation import buttons, notice, ways_out
from bot.surveys.questionnaire import Questionnaire
from bot.surveys.release import Row
from bot.surveys.result import figures
from bot.surveys.survey import Custody, Survey
from bot.surveys.survey import State as Stand
from bot.surveys.turnout import Turnout
from bot.texts import Words

log = logging.getLogger(__name__)

CODES = "codes"
"""Why an invitation is held: its survey waits for the two who take the codes."""
_AGAIN = timedelta(minutes=2)
"""When an invitation looks again whether the box is there."""
SEVERAL = "several"
"""In place of a platform's name, where an installation has more than one."""
FEW = 2
"""Concerns that are answered where no band stands out."""


def survey_id(campaign: int, step: str) -> str:
    """What the survey of a step is called."""
    return f"c{campaign}.{step}"


async def look_again(work: Work, survey: str) -> None:
    """A survey has opened: whoever was held back for it is looked at with the next tick."""
    number = survey.removeprefix("c").partition(".")[0]
    if number.isdecimal():
        await work.journeys.void(int(number))


class RolloutSurveys:
    """Surveys for campaigns. `gatekeeper` says which steps of a campaign may not go now."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        playbooks: Mapping[str, Playbook],
        questionnaires: Mapping[str, Questionnaire],
        gatekeeper: Gatekeeper,
        company: str,
        platform: str = "",
    ) -> None:
        self._store = store
        self._clock = clock
        self._playbooks = playbooks
        self._questionnaires = questionnaires
        self._gatekeeper = gatekeeper
        self._company = company
        self._platform = platform

    def ready(self) -> str | None:
        """A survey can be held."""
        return None

    async def invitation(
        self, work: Work, campaign: Campaign, step: Step, person: Person, t: Words
    ) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
        """What stands in a survey step: what is promised, and the buttons. Nothing where there is no survey."""
        survey = await work.surveys.get(survey_id(campaign.id, step.name))
        if survey is None or (survey.rules.custody is Custody.CUSTODIANS and not survey.rules.holders):
            # What it promised names who held the codes, and once it is counted nobody knows that any more.
            return (), ()
        carrier = await self._carrier(work, person)
        told = notice(survey.rules, t, person.zone, company=self._company, platform=carrier, ends_at=survey.ends_at)
        return told, (*buttons(survey.id, t), *ways_out(survey.id, t))

    async def _carrier(self, work: Work, person: Person) -> str:
        """What carries somebody's answers: the one platform there is, or that where messages go to them."""
        if self._platform != SEVERAL:
            return self._platform
        found = await work.people.platforms(person.id)
        preferred = (await work.people.preferences(person.id)).platform if len(found) > 1 else None
        return found[0] if len(found) == 1 else preferred if preferred in found else SEVERAL

    async def figures(self, work: Work, campaign: Campaign, t: Words) -> tuple[Part, ...]:
        """The company's own row of the campaign's survey, for everybody; nothing where nothing is released.

        Once the survey was asked again, the latest wave stands beside the first.
        """
        survey = await self._released(work, campaign.id)
        if survey is None or survey.released is None:
            return ()
        again = await self._repeated(work, survey)
        side_by_side = await beside(work, again, t, company_only=True) if again else ()
        return (*figures(survey, survey.released, t, company_only=True), *side_by_side)

    def letter(self, inner: CampaignLetter) -> CampaignLetter:
        """What becomes of a campaign's row in hand, surveys considered; all else is `inner`'s to say."""

        async def decided(owed: Owed, person: Person | None, t: Words, now: datetime) -> Ready | Skip | datetime | None:
            wait = await self._considered(owed, person, now)
            return wait if isinstance(wait, datetime) else None if wait else await inner(owed, person, t, now)

        return decided

    async def _considered(self, owed: Owed, person: Person | None, now: datetime) -> datetime | bool:
        """Until when an invitation waits for its box; whether a message is one too many. False lets it go."""
        async with self._store.begin() as work:
            campaign = await work.campaigns.get(int(owed.campaign))
        playbook = self._playbooks.get(campaign.playbook) if campaign else None
        step = playbook.by_name.get(owed.step) if playbook else None
        if playbook is None or step is None or person is None:
            return False
        if step.kind is Kind.SURVEY:
            async with self._store.begin() as work:
                survey = await work.surveys.get(survey_id(int(owed.campaign), step.name))
                unwanted = await work.surveys.wants_none(person.id)
            if survey is None or survey.state is Stand.ASKED:
                return now + _AGAIN
            return unwanted or survey.state is Stand.LOST
        asked = survey_step(playbook)
        if asked is None or care_of(step) is not Care.PROMPT:
            return False
        return person.restricted or await self.answered(int(owed.campaign), asked.name, person.id)

    async def answered(self, campaign: int, step: str, person: int) -> bool:
        """Whether a reminder would be one too many; asked at delivery, and told to nobody."""
        name = survey_id(campaign, step)
        async with self._store.begin() as work:
            survey = await work.surveys.get(name)
            if survey is None:
                return False
            if survey.state is not Stand.OPEN:
                # It may have ended earlier than planned.
                return True
            if survey.rules.remind_everybody:
                return False
            return await work.ballots.has_answered(name, person) or await work.surveys.wants_none(person)

    async def gatekeeper(self, work: Work, campaign: Campaign, playbook: Playbook) -> Mapping[str, str]:
        """What stands in the way of each step, the codes of a survey's custodians included."""
        shut = dict(await self._gatekeeper(work, campaign, playbook))
        for step in playbook.steps:
            if step.kind is Kind.SURVEY and step.name not in shut:
                survey = await work.surveys.get(survey_id(campaign.id, step.name))
                if survey and survey.state is Stand.ASKED and survey.rules.custody is Custody.CUSTODIANS:
                    shut[step.name] = CODES
        return shut

    async def awaited(self, work: Work, campaign: Campaign) -> Mapping[str, Sequence[str]]:
        """Who has still to take or type a code, by the survey's step."""
        found: dict[str, Sequence[str]] = {}
        playbook = self._playbooks.get(campaign.playbook)
        for step in playbook.steps if playbook else ():
            if step.kind is not Kind.SURVEY:
                continue
            survey = await work.surveys.get(survey_id(campaign.id, step.name))
            if survey is not None and survey.state in {Stand.ASKED, Stand.ENDED}:
                holders = await work.holders.of(survey.id)
                found[step.name] = [survey.rules.holders[one.place] for one in holders if not one.sealed]
        return {step: names for step, names in found.items() if names}

    async def ends(self, work: Work, campaign: Campaign) -> datetime | None:
        """When a survey of the campaign that is open ends, unless an earlier end was announced already."""
        found = await self._open(work, campaign)
        return found.ends_at if found and found.early_at is None else None

    async def turnout(self, work: Work, campaign: Campaign) -> Turnout | None:
        """How many have answered the survey that is open, as it was worked out last; None where none is."""
        found = await self._open(work, campaign)
        if found is None:
            return None
        day, percent = await work.surveys.response(found.id)
        return Turnout(percent, day)

    async def end_early(self, work: Work, campaign: Campaign, at: datetime) -> bool:
        """Tell everybody invited that it ends earlier; False where it cannot."""
        found = await self._open(work, campaign)
        return found is not None and await announce(work, found, at, self._clock.now())

    async def _open(self, work: Work, campaign: Campaign) -> Survey | None:
        playbook = self._playbooks.get(campaign.playbook)
        for step in playbook.steps if playbook else ():
            survey = await work.surveys.get(survey_id(campaign.id, step.name)) if step.kind is Kind.SURVEY else None
            if survey is not None and survey.state is Stand.OPEN:
                return survey
        return None

    async def concerns(self, campaign: int, questionnaire: str) -> Sequence[Concern]:
        """What has to be answered: above the lowest band, or where nothing is, the first two."""
        asked = self._questionnaires.get(questionnaire)
        if asked is None:
            return ()
        async with self._store.begin() as work:
            survey = await self._released(work, campaign)
        released = survey.released if survey else None
        company = next((group for group in released.groups if group.row is Row.COMPANY), None) if released else None
        question = asked.counted[0]
        known = {choice.id: Concern(choice.id, choice.label) for choice in question.choices}
        for result in company.results if company else ():
            if result.question == question.id:
                above = [option for option in result.order if option in known and result.bands[option].side != "<="]
                if above:
                    return [known[option] for option in above]
        # A scale has no choices of its own: there the questions are what is answered.
        return list(known.values())[:FEW] or [Concern(one.id, one.wording) for one in asked.counted[:FEW]]

    async def _released(self, work: Work, campaign: int) -> Survey | None:
        counted = [one for one in await work.surveys.standing({Stand.COUNTED}) if one.id.startswith(f"c{campaign}.")]
        released = [one for one in counted if one.released is not None and one.released.groups]
        return min(released, key=lambda one: one.opened_at or datetime.max.replace(tzinfo=UTC), default=None)

    async def _repeated(self, work: Work, survey: Survey) -> Survey | None:
        """The latest released repetition of a survey."""
        waves = [
            one
            for one in await work.surveys.standing({Stand.COUNTED})
            if one.rules.wave_of == survey.id and one.released is not None and one.released.groups
        ]
        return max(waves, key=lambda one: one.opened_at or datetime.min.replace(tzinfo=UTC), default=None)
