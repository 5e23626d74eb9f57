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
    return [
        Other(one.id, frozenset(person for person, _ in await work.surveys.roster(one.id)), one.opened_at or now)
        for one in await work.surveys.since(now - MEMORY)
        # Of one that was lost nothing was ever shown.
        if one.id != name and one.state is not State.LOST and _share(one.rules.questionnaire, asked)
    ]


def _share(one: Questionnaire, other: Questionnaire) -> bool:
    """Whether both count a question: of one name in one file, or of the same words in whichever."""
    return any(
        (one.name == other.name and mine.id == theirs.id) or mine.wording.items() & theirs.wording.items()
        for mine in one.counted
        for theirs in other.counted
    )
