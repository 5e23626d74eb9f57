"""`/rollout evidence`: what was asked, heard and seen about the same factors, side by side.

The rule to keep: what HR types in is a code; what it sees of the survey is what everybody's answers released, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.campaigns.campaign import Campaign, State
from bot.campaigns.playbook import Kind as StepKind
from bot.campaigns.playbook import Playbook, Step
from bot.errors import Refusal
from bot.events import Command, Event, Press, Submitted, delivery
from bot.evidence import cards
from bot.evidence.sides import Direction, Note, Source, factor
from bot.hours.desk import HoursDesk
from bot.message import Message, Reply
from bot.people import Act, Person
from bot.ports import Store, Work
from bot.reference import reference
from bot.surveys.questionnaire import Kind, Questionnaire
from bot.surveys.release import Result, Row
from bot.surveys.rollout import survey_id
from bot.texts import Words

WORDS = ("evidence", "bukti")
"""The word after `/rollout`."""
_ON = (State.RUNNING, State.PAUSED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A rollout whose survey asks about factors."""

    campaign: Campaign
    step: Step
    questionnaire: Questionnaire

    def names(self, t: Words) -> dict[str, str]:
        """The factors by id, as they were asked."""
        return {
            question.id: question.wording.get(t.locale) or next(iter(question.wording.values()), question.id)
            for question in self.questionnaire.questions
            if question.kind is Kind.SCALE
        }


@dataclass(frozen=True, slots=True)
class EvidenceDesk:
    """The handlers; presses and forms are `evidence.…`."""

    store: Store
    playbooks: Mapping[str, Playbook]
    questionnaires: Mapping[str, Questionnaire]
    hours: HoursDesk

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/rollout evidence`: of the last rollout that asks about factors."""
        _allowed(person, Act.SEE_ROLLOUT)
        async with self.store.begin() as work:
            return Reply(await self._card(work, await self._asked(work), event, person, t))

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """Add a note, or take the own last one back."""
        _allowed(person, Act.DRAFT_ROLLOUT)
        campaign, _, note = event.value.partition(" ")
        async with self.store.begin() as work:
            asked = await self._asked(work, campaign)
            match event.action.partition(".")[2]:
                case "add":
                    return Reply(cards.form(t, asked.names(t), campaign=asked.campaign.id))
                case "back":
                    if (number := reference(note)) is not None:
                        await work.evidence.take_back(asked.campaign.id, person.id, number)
                    return Reply(await self._card(work, asked, event, person, t), settles=True)
                case _:
                    raise Refusal("common.unknown_action")

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A note."""
        _allowed(person, Act.DRAFT_ROLLOUT)
        async with self.store.begin() as work:
            asked = await self._asked(work, event.value)
            source = next((one for one in Source if one.value == event.text(cards.SOURCE)), None)
            direction = next((one for one in Direction if one.value == event.text(cards.DIRECTION)), None)
            about = event.text(cards.FACTOR)
            if source is None or direction is None or about not in asked.names(t):
                raise Refusal("evidence.stale")
            note = Note(source, about, direction)
            await work.evidence.note(asked.campaign.id, note, by=person.id, delivery=delivery(event))
            return Reply(await self._card(work, asked, event, person, t), closes=True)

    async def _card(self, work: Work, asked: _Asked, event: Event, person: Person, t: Words) -> Message:
        survey = await work.surveys.get(survey_id(asked.campaign.id, asked.step.name))
        released = survey.released if survey else None
        company = next((group for group in released.groups if group.row is Row.COMPANY), None) if released else None
        results: Mapping[str, Result] = {result.question: result for result in company.results} if company else {}
        notes = await work.evidence.of(asked.campaign.id)
        names = asked.names(t)
        growth = await self.hours.newest(work, event, person) if person.may(Act.SEE_GROUP_FIGURES) else ()
        shown = cards.Shown(
            campaign=asked.campaign.id,
            title=asked.campaign.title,
            factors=[factor(name, notes, results.get(name)) for name in names],
            names=names,
            counted=bool(results),
            growth=growth,
        )
        last = await work.evidence.last(asked.campaign.id, person.id)
        return cards.sides_card(t, shown, drafts=person.may(Act.DRAFT_ROLLOUT), last=last)

    async def _asked(self, work: Work, value: str | None = None) -> _Asked:
        """The rollout that a button names, else the last one. Raises a refusal where there is none."""
        for campaign in await work.campaigns.page(_ON):
            if value is not None and str(campaign.id) != value:
                continue
            playbook = self.playbooks.get(campaign.playbook)
            for step in playbook.steps if playbook else ():
                asked = self.questionnaires.get(step.questionnaire or "") if step.kind is StepKind.SURVEY else None
                if asked and any(question.kind is Kind.SCALE for question in asked.questions):
                    return _Asked(campaign, step, asked)
        raise Refusal("evidence.none")


def _allowed(person: Person, act: Act) -> None:
    if not person.may(act):
        raise Refusal("evidence.not_yours")
