"""The slit of the ballot box: what the process that talks to people can do with a survey.

The rule to keep: an answer is sealed here, before the first statement that carries it. Nothing here can open a ballot,
and whatever is written, no delivery id, time or order goes with it: the receipt code is the key.
"""

from enum import Enum, auto

from bot.ports import Store
from bot.surveys.ballot import Code, packed
from bot.surveys.ports import Sealer
from bot.surveys.questionnaire import Answers
from bot.surveys.release import Ballot
from bot.surveys.survey import State, Survey
from bot.talk.thread import thread_of


class Outcome(Enum):
    """What became of a ballot."""

    DONE = auto()
    ALREADY = auto()
    """This person has answered; with their code they can change it."""
    NOT_THERE = auto()
    """There is no ballot with this code."""
    NOT_INVITED = auto()
    CLOSED = auto()


class Box:
    """Takes sealed answers."""

    def __init__(self, store: Store, sealer: Sealer) -> None:
        self._store = store
        self._sealer = sealer

    async def vote(
        self,
        survey: str,
        person: int,
        code: Code,
        answers: Answers,
        comments: tuple[str, ...],
        *,
        ask_back: bool = False,
    ) -> Outcome:
        """Put in a ballot: once for each person. `ask_back`: HR may answer its comments. Raises `TooLong`."""
        sealed, outcome = await self._sealed(survey, person, code, answers, comments, ask_back=ask_back)
        if sealed is None:
            return outcome
        async with self._store.begin() as work:
            if not _takes(await work.surveys.get(survey)):
                return Outcome.CLOSED
            cast = await work.ballots.cast(survey, person, code.slot(survey), sealed)
        return Outcome.DONE if cast else Outcome.ALREADY

    async def change(
        self,
        survey: str,
        person: int,
        code: Code,
        answers: Answers,
        comments: tuple[str, ...],
        *,
        ask_back: bool = False,
    ) -> Outcome:
        """Put another ballot in the place of the one with this code. Raises `TooLong`."""
        sealed, outcome = await self._sealed(survey, person, code, answers, comments, ask_back=ask_back)
        if sealed is None:
            return outcome
        async with self._store.begin() as work:
            if not _takes(await work.surveys.get(survey)):
                return Outcome.CLOSED
            replaced = await work.ballots.replace(survey, code.slot(survey), sealed)
        return Outcome.DONE if replaced else Outcome.NOT_THERE

    async def withdraw(self, survey: str, person: int, code: Code) -> Outcome:
        """Take the ballot with this code out. The person may answer again."""
        async with self._store.begin() as work:
            if not _takes(await work.surveys.get(survey)):
                return Outcome.CLOSED
            withdrawn = await work.ballots.withdraw(survey, person, code.slot(survey))
        return Outcome.DONE if withdrawn else Outcome.NOT_THERE

    async def _sealed(
        self,
        survey: str,
        person: int,
        code: Code,
        answers: Answers,
        comments: tuple[str, ...],
        *,
        ask_back: bool,
    ) -> tuple[bytes | None, Outcome]:
        async with self._store.begin() as work:
            found = await work.surveys.get(survey)
            division = await work.surveys.division(survey, person)
        if found is None or not _takes(found):
            return None, Outcome.CLOSED
        if division is None:
            return None, Outcome.NOT_INVITED
        thread = thread_of(code) if ask_back and comments and found.rules.may_comment else b""
        content = packed(Ballot(division, answers, comments, thread), found.size)
        return self._sealer.seal(found.public, content, code.slot(survey)), Outcome.DONE


def _takes(survey: Survey | None) -> bool:
    return survey is not None and survey.state is State.OPEN
