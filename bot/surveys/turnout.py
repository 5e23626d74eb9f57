"""How many have answered a survey so far: the one figure that HR is told while it is open.

The rule to keep: worked out once a day, rounded down to tens, and kept. Whoever looks reads what is kept, so looking
more often tells nothing more, and no answer can be told from a figure that changes when it comes in.
"""

from dataclasses import dataclass
from datetime import date

from bot.ports import Work
from bot.surveys.survey import State

LEAST_INVITED = 50
"""People, below which steps of ten percent would be counts."""
LEAST_ANSWERED = 5
STEP = 10
"""Percent."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """The figure of a day. `percent` is None where steps of ten would tell too much."""

    percent: int | None = None
    on: date | None = None


def floored(invited: int, answered: int) -> int | None:
    """The share of those invited who have answered, in percent, rounded down to tens. See docs/hr.md."""
    if invited < LEAST_INVITED or answered < LEAST_ANSWERED:
        return None
    return 100 * answered // invited // STEP * STEP


async def of_day(work: Work, survey: str, today: date) -> int | None:
    """The figure of this day: as it was worked out first, whoever asks again. None also where it is not open."""
    found = await work.surveys.get(survey, lock=True)
    if found is None or found.state is not State.OPEN:
        return None
    day, percent = await work.surveys.response(survey)
    if day != today:
        percent = floored(await work.surveys.invited(survey), await work.ballots.number(survey))
        await work.surveys.set_response(survey, today, percent)
    return percent
