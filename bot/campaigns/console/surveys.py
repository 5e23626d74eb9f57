"""Surveys as the console knows them while none can be held.

The rule to keep: what cannot keep its promise yet says so before it starts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.campaign import Campaign
from bot.campaigns.console.ports import Concern
from bot.campaigns.playbook import Step
from bot.message import Button, Part
from bot.people import Person
from bot.ports import Work
from bot.surveys.questionnaire import Questionnaire
from bot.surveys.turnout import Turnout
from bot.texts import Words

_FEW = 2
"""Concerns that are answered where no band stands out."""


@dataclass(frozen=True, slots=True)
class NoSurveys:
    """See `bot.campaigns.console.ports.Surveys`. `questionnaires` is by name."""

    questionnaires: Mapping[str, Questionnaire]

    def ready(self) -> str | None:
        """No survey can be held yet."""
        return "not_ready"

    async def invitation(
        self, work: Work, campaign: Campaign, step: Step, person: Person, t: Words
    ) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
        """Nothing."""
        del work, campaign, step, person, t
        return (), ()

    async def figures(self, work: Work, campaign: Campaign, t: Words) -> tuple[Part, ...]:
        """None."""
        del work, campaign, t
        return ()

    async def ends(self, work: Work, campaign: Campaign) -> datetime | None:
        """None is open."""
        del work, campaign
        return None

    async def turnout(self, work: Work, campaign: Campaign) -> Turnout | None:
        """None is open."""
        del work, campaign
        return None

    async def end_early(self, work: Work, campaign: Campaign, at: datetime) -> bool:
        """None is open."""
        del work, campaign, at
        return False

    async def awaited(self, work: Work, campaign: Campaign) -> Mapping[str, Sequence[str]]:
        """Nobody."""
        del work, campaign
        return {}

    async def concerns(self, campaign: int, questionnaire: str) -> Sequence[Concern]:
        """The first two things that could be chosen."""
        del campaign
        found = self.questionnaires.get(questionnaire)
        if found is None:
            return ()
        # A scale has no choices of its own: there the questions are what is answered.
        choices = next((question.choices for question in found.counted if question.choices), ())
        if choices:
            return tuple(Concern(choice.id, choice.label) for choice in choices[:_FEW])
        return tuple(Concern(question.id, question.wording) for question in found.counted[:_FEW])
