"""Where the two who hold a survey's codes take them and type them.

The rule to keep: this runs in the process that talks to people, which can open nothing. A code is sealed to the worker
before the statement that carries it, and no answer says whether it was right.
"""

from datetime import timedelta

from bot.errors import Refusal
from bot.events import Press, Submitted, delivery
from bot.message import Reply
from bot.people import Person
from bot.ports import Clock, Store, Work
from bot.surveys.ballot import new_code, read_code
from bot.surveys.code_forms import (
    SURE,
    YES,
    gone_form,
    has_form,
    lost_form,
    read_kept,
    take_form,
    taken_form,
    type_form,
    typed_form,
)
from bot.surveys.code_letters import CodeLetters
from bot.surveys.ports import Holder, Sealer
from bot.surveys.survey import State, Survey
from bot.texts import Words

WAITS = timedelta(hours=24)
"""So long a code waits for the other one."""
TRIES = 5
"""Codes that somebody may type in a day of their own."""


class Custodians:
    """The handlers of `survey.…code`."""

    def __init__(self, store: Store, sealer: Sealer, clock: Clock, letters: CodeLetters) -> None:
        self._store = store
        self._sealer = sealer
        self._clock = clock
        self._letters = letters

    async def mine(self, event: Press, person: Person, t: Words) -> Reply:
        """The form that fits: a code to take, or the question for it."""
        async with self._store.begin() as work:
            survey, holder = await self._standing(work, event.value, person)
        match survey.state:
            case State.ASKED:
                return Reply(take_form(survey, t, new_code()))
            case State.ENDED:
                if self._tries(holder, person) >= TRIES:
                    raise Refusal("surveys.code_tries", n=TRIES)
                return Reply(type_form(survey, t))
            case _:
                return Reply(has_form(survey, t))

    async def lost(self, event: Press, person: Person, t: Words) -> Reply:
        """The question before a survey is given up."""
        async with self._store.begin() as work:
            survey, _ = await self._standing(work, event.value, person)
        if survey.state is State.ASKED:
            return Reply(take_form(survey, t, new_code()))
        return Reply(lost_form(survey, t))

    async def keep(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Somebody has written their code down."""
        found = read_kept(event.value)
        if found is None:
            raise Refusal("common.unknown_action")
        name, code = found
        if read_code(event.text("code")) != code:
            raise Refusal("surveys.take_differs", "code")
        async with self._store.begin() as work:
            survey, holder = await self._standing(work, name, person, lock=True)
            if survey.state is not State.ASKED:
                # Whichever was confirmed when the key was made is the one.
                return Reply(
                    taken_form(survey, t, holder.place) if holder.delivery == delivery(event) else has_form(survey, t)
                )
            await self._put(work, survey, holder, code.signs, delivery(event))
        return Reply(taken_form(survey, t, holder.place))

    async def give(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Somebody types their code after the end."""
        code = read_code(event.text("code"))
        if code is None:
            raise Refusal("surveys.code_shape", "code")
        async with self._store.begin() as work:
            survey, holder = await self._standing(work, event.value, person, lock=True)
            if survey.state is not State.ENDED:
                raise Refusal("surveys.code_not_asked")
            if holder.delivery != delivery(event):
                tries = self._tries(holder, person)
                if tries >= TRIES:
                    raise Refusal("surveys.code_tries", n=TRIES)
                day = self._clock.now().astimezone(person.zone).date()
                await work.holders.tried(survey.id, person.id, day, tries + 1)
                await self._put(work, survey, holder, code.signs, delivery(event))
        return Reply(typed_form(survey, t, holder.place))

    async def lose(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A code is lost: nobody can open the answers any more, so they are destroyed uncounted."""
        given = event.fields.get(SURE) or ()
        if given != YES and YES not in given:
            raise Refusal("surveys.lost_tick", SURE)
        async with self._store.begin() as work:
            survey, _ = await self._standing(work, event.value, person, lock=True)
            if survey.state is State.ASKED:
                raise Refusal("surveys.code_not_asked")
            await self._letters.owe_loss(work, survey, await work.holders.of(survey.id))
            await work.ballots.empty(survey.id)
            await work.holders.dismiss(survey.id)
            await work.surveys.lost(survey.id)
        return Reply(gone_form(survey, t))

    async def holds(self, work: Work, person: Person) -> bool:
        """Whether somebody holds a code of a survey that is not counted."""
        standing = await work.surveys.standing({State.ASKED, State.OPEN, State.ENDED})
        return any([person.id in {one.person for one in await work.holders.of(survey.id)} for survey in standing])

    async def _put(self, work: Work, survey: Survey, holder: Holder, signs: str, brought_by: str) -> None:
        if not survey.codes_to:
            raise Refusal("surveys.not_ready")
        sealed = self._sealer.seal(survey.codes_to, signs.encode(), holder.about(survey.id))
        await work.holders.put(survey.id, holder.person, sealed, self._clock.now() + WAITS, brought_by)

    async def _standing(self, work: Work, name: str, person: Person, *, lock: bool = False) -> tuple[Survey, Holder]:
        """A survey and this person's part in it. Refuses whoever has none."""
        survey = await work.surveys.get(name, lock=lock)
        if survey is not None and survey.state is State.LOST:
            raise Refusal("surveys.code_survey_lost")
        if survey is not None and survey.state is State.COUNTED:
            raise Refusal("surveys.code_counted")
        holder = next((one for one in await work.holders.of(name) if one.person == person.id), None)
        if survey is None or holder is None:
            raise Refusal("surveys.code_not_yours")
        return survey, holder

    def _tries(self, holder: Holder, person: Person) -> int:
        return holder.tries if holder.tried_on == self._clock.now().astimezone(person.zone).date() else 0
