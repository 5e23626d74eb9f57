"""What HR is told about surveys, each once: what the rules mean for an audience, the result, a key that is gone.

The rule to keep: the outbox row names the survey and nothing else; what is said is made at delivery from what is kept.
"""

from collections.abc import Collection
from datetime import datetime

from bot.markup import literal, plain
from bot.message import Message, Prose
from bot.outbox import Letter
from bot.people import Person, Role
from bot.ports import Clock, Owed, Store, Work
from bot.surveys.comparison import beside
from bot.surveys.invitation import invitation
from bot.surveys.preflight import Finding, Found
from bot.surveys.questionnaire import Questionnaire
from bot.surveys.result import result
from bot.surveys.survey import State, Survey
from bot.texts import Words

RESULT, KEY_GONE, CHECK, AGAIN = "survey_result", "survey_key_gone", "survey_check", "survey_again"
HR = frozenset({Role.HR_DRAFTER, Role.HR_APPROVER, Role.HR_SENDER})
KEEPERS = HR | {Role.OPERATOR}


class Notes:
    """Owes them, and writes them."""

    def __init__(self, store: Store, clock: Clock, company: str = "") -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def letters(self) -> dict[str, Letter]:
        """By their step in the outbox."""
        return {RESULT: self._result, KEY_GONE: self._key_gone, CHECK: self._check, AGAIN: self._again}

    async def counted(self, work: Work, survey: str) -> None:
        """Tell HR the result."""
        await self.owe(work, RESULT, survey)

    async def owe(self, work: Work, step: str, survey: str, body: str = "") -> None:
        """Tell everybody whom it concerns, once."""
        readers = KEEPERS if step == KEY_GONE else HR
        for person in await work.crowd.holding(readers):
            await work.outbox.owe(person.id, step, survey, not_before=self._clock.now(), body=body)

    async def _result(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del now
        async with self._store.begin() as work:
            survey = await work.surveys.get(owed.occasion)
            if survey is None or survey.released is None or not person.roles & HR:
                return None
            beside_it = await beside(work, survey, t)
        return result(survey, survey.released, t, beside_it)

    async def _key_gone(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del person, now
        survey = await self._survey(owed)
        return key_gone(survey.rules.questionnaire, t) if survey and survey.released is None else None

    async def _check(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del now
        title, *lines = owed.body.split("\n")
        found = [Found(Finding(name), tuple(names)) for name, *names in (line.split("\t") for line in lines)]
        titles = dict(pair.split("=", 1) for pair in title.split("\t"))
        return checked(titles.get(t.locale, ""), found, t) if person.roles & HR else None

    async def _again(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        """The invitation once more, for whoever wished so and has not answered since."""
        del now
        if person.restricted:
            return None
        name = owed.occasion.rpartition(":")[0]
        async with self._store.begin() as work:
            survey = await work.surveys.get(name)
            if survey is None or survey.state is not State.OPEN or await work.ballots.has_answered(name, person.id):
                return None
        return invitation(survey, t, person.zone, company=self._company, platform=owed.platform)

    async def _survey(self, owed: Owed) -> Survey | None:
        async with self._store.begin() as work:
            return await work.surveys.get(owed.occasion)


def packed(asked: Questionnaire, found: Collection[Found]) -> str:
    """Findings as the body of an outbox row."""
    title = "\t".join(f"{language}={_line(said)}" for language, said in asked.title.items())
    return "\n".join([title, *("\t".join([one.finding, *map(_line, one.names)]) for one in found)])


def checked(title: str, found: Collection[Found], t: Words) -> Message:
    """What the rules mean for this audience, and what to do instead."""
    nowhere = plain(t("surveys.result_nowhere"))
    lines = [t(f"surveys.check_{one.finding}", names=", ".join(name or nowhere for name in one.names)) for one in found]
    return Message(t("surveys.check", title=literal(title)), tuple(Prose(line) for line in lines))


def key_gone(asked: Questionnaire, t: Words) -> Message:
    """The answers cannot be opened, and what can be done."""
    return Message(t("surveys.key_gone", title=asked.title[t.locale]))


def _line(text: str) -> str:
    return " ".join(text.split())
