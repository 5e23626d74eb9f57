"""A survey that ends earlier than planned.

The rule to keep: not before a day has passed since everybody who is invited was told. So nobody can end it just after a
certain answer, and nobody who meant to answer finds it closed.
"""

from datetime import datetime, time, timedelta

from bot.markup import literal
from bot.message import Buttons, Message
from bot.people import Person
from bot.ports import Owed, Store, Work
from bot.surveys.invitation import buttons
from bot.surveys.survey import State, Survey
from bot.texts import Words

EARLY = "survey_early"
"""The step in the outbox of the word to everybody."""
NOTICE = timedelta(hours=24)
"""Between the word to the last one and the end."""
_MORNING, _EVENING = time(8), time(20)
"""When people are told, where they are."""
_NINE = time(9)


async def announce(work: Work, survey: Survey, at: datetime, now: datetime) -> bool:
    """Tell everybody who is invited that it ends at `at`, or a day from now where that is later.

    False, and nothing happens, where it is not open, where that would be no earlier end, or where one was announced.
    """
    at = max(at, now + NOTICE)
    if survey.state is not State.OPEN or survey.early_at is not None or (survey.ends_at and at >= survey.ends_at):
        return False
    await work.surveys.end_early(survey.id, at)
    invited = [person for person, _ in await work.surveys.roster(survey.id)]
    people = await work.people.these(invited)
    await work.outbox.owe_each([(one.id, EARLY, survey.id, by_day(now, one)) for one in people.values()])
    return True


async def put_off(work: Work, survey: Survey, planned: datetime | None, now: datetime) -> None:
    """While somebody has not been told, the end stays a day away, but never beyond what was planned."""
    later = min(now + NOTICE, planned or now + NOTICE)
    if survey.early_at is not None and survey.early_at < later and await work.outbox.waits(EARLY, survey.id):
        await work.surveys.end_early(survey.id, later)


class EarlyLetters:
    """Writes what everybody is told."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def write(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        """See `bot.outbox.Letter`."""
        del now
        async with self._store.begin() as work:
            survey = await work.surveys.get(owed.occasion)
        if survey is None or survey.state is not State.OPEN or survey.early_at is None:
            return None
        return early(survey, t, person, survey.early_at)


def early(survey: Survey, t: Words, person: Person, at: datetime) -> Message:
    """The survey ends earlier."""
    end = at.astimezone(person.zone)
    said = t(
        "surveys.early",
        title=literal(survey.rules.questionnaire.title[t.locale]),
        end=f"{t.weekday(end.date())}, {t.clock(end)}",
    )
    return Message(said, (Buttons(buttons(survey.id, t)),))


def by_day(now: datetime, person: Person) -> datetime:
    """Now, or in the morning where it is evening or night."""
    here = now.astimezone(person.zone)
    if _MORNING <= here.time() < _EVENING:
        return now
    day = here.date() if here.time() < _MORNING else here.date() + timedelta(days=1)
    return datetime.combine(day, _NINE, person.zone)
