"""Other surveys that asked the same people the same: what two of them together would tell.

The rule to keep: it looks at who was invited, never at who has answered.
"""

from datetime import datetime

from bot.ports import Work
from bot.surveys.preflight import MEMORY, Other
from bot.surveys.questionnaire import Questionnaire
from bot.surveys.survey import State


async def others(work: Work, name: str, asked: Questionnaire, now: datetime) -> list[Other]:
    """Those besides `name` with a question in common that were open within `MEMORY`."""
    questions = {question.id for question in asked.questions}
    return [
        Other(one.id, frozenset(person for person, _ in await work.surveys.roster(one.id)), one.opened_at or now)
        for one in await work.surveys.since(now - MEMORY)
        # Of one that was lost nothing was ever shown.
        if one.id != name
        and one.state is not State.LOST
        and one.rules.questionnaire.name == asked.name
        and questions & {question.id for question in one.rules.questionnaire.questions}
    ]
