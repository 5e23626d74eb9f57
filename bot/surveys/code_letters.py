"""What the two who hold a survey's codes are told, and what HR is told of them.

The rule to keep: no message holds a code, and none tells which of two codes was wrong. What is said is made at
delivery, from what is so then.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.markup import Markup, literal
from bot.message import Button, Buttons, Message, Prose
from bot.outbox import Letter
from bot.people import Person, Role
from bot.ports import Clock, Owed, Store, Work
from bot.surveys.early import by_day
from bot.surveys.ports import Holder
from bot.surveys.survey import State, Survey
from bot.texts import Words

ASK, WAIT, LOSS = "survey_code", "survey_codes", "survey_lost"
"""Steps in the outbox: a holder is asked for a code, HR is told what is waited for, a survey is lost."""
LATE, WRONG, AGAIN = "late", "wrong", "again"
"""Why somebody is asked once more."""
MINE, LOSE = "survey.my_code", "survey.lost_code"
_HR = frozenset({Role.HR_DRAFTER, Role.HR_APPROVER, Role.HR_SENDER})


class CodeLetters:
    """Owes them, and writes them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def letters(self) -> dict[str, Letter]:
        """By their step in the outbox."""
        return {ASK: self._ask, WAIT: self._wait, LOSS: self._loss}

    async def owe_both(self, work: Work, survey: Survey, holders: Sequence[Holder], why: str) -> None:
        """Ask these for their codes; HR is told once, at the first time of asking."""
        now = self._clock.now()
        people = await work.people.these([holder.person for holder in holders])
        for person in people.values():
            await work.outbox.owe(person.id, ASK, f"{survey.id}:{why}", not_before=by_day(now, person))
        if not why:
            asked = {holder.person for holder in holders}
            for person in await work.crowd.holding(_HR):
                if person.id not in asked:
                    occasion = f"{survey.id}:{survey.state}"
                    await work.outbox.owe(person.id, WAIT, occasion, not_before=by_day(now, person))

    async def owe_loss(self, work: Work, survey: Survey, holders: Sequence[Holder]) -> None:
        """Tell HR and both holders that a survey is lost."""
        readers = {person.id for person in await work.crowd.holding(_HR)} | {holder.person for holder in holders}
        for person in sorted(readers):
            await work.outbox.owe(person, LOSS, survey.id, not_before=self._clock.now())

    async def _ask(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del now
        name, _, why = owed.occasion.rpartition(":")
        survey, holders = await self._found(name)
        mine = next((holder for holder in holders if holder.person == person.id), None)
        if survey is None or mine is None or mine.sealed or survey.state not in {State.ASKED, State.ENDED}:
            return None
        return asked(survey, mine.place, why, t)

    async def _wait(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del now
        survey, holders = await self._found(owed.occasion.rpartition(":")[0])
        if survey is None or survey.state not in {State.ASKED, State.ENDED} or not person.roles & _HR:
            return None
        waiting = [survey.rules.holders[holder.place] for holder in holders if not holder.sealed]
        return awaited(survey, waiting, t) if waiting else None

    async def _loss(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del person, now
        survey, _ = await self._found(owed.occasion)
        return lost(survey, t) if survey and survey.state is State.LOST else None

    async def _found(self, name: str) -> tuple[Survey | None, tuple[Holder, ...]]:
        async with self._store.begin() as work:
            return await work.surveys.get(name), await work.holders.of(name)


def asked(survey: Survey, place: int, why: str, t: Words) -> Message:
    """A holder is asked to take a code, or to type it."""
    title, other = called(survey, t), survey.rules.holders[1 - place]
    stage = "take" if survey.state is State.ASKED else "type"
    first, second = survey.rules.holders
    said = t(f"surveys.code_{stage}_{why}" if why else f"surveys.code_{stage}", title=title, other=other)
    more = [Prose(t("surveys.code_two", first=first, second=second))]
    if stage == "take":
        more.append(Prose(t("surveys.code_keep")))
    else:
        more.append(Prose(t("surveys.code_then", other=other)))
    items = [Button(t(f"surveys.button_{stage}"), MINE, survey.id, "primary", opens_form=True)]
    if stage == "type":
        items.append(Button(t("surveys.button_lost"), LOSE, survey.id, opens_form=True))
    return Message(said, (*more, Buttons(tuple(items))))


def awaited(survey: Survey, waiting: Sequence[str], t: Words) -> Message:
    """HR is told whose codes are still to come."""
    first, second = survey.rules.holders
    key = "surveys.codes_opening" if survey.state is State.ASKED else "surveys.codes_ending"
    return Message(
        t(key, title=called(survey, t), first=first, second=second, names=Markup(", ".join(map(literal, waiting))))
    )


def lost(survey: Survey, t: Words) -> Message:
    """Nobody can open the answers any more."""
    return Message(t("surveys.code_lost", title=called(survey, t)))


def called(survey: Survey, t: Words) -> Markup:
    """The survey's title."""
    return literal(survey.rules.questionnaire.title[t.locale])
