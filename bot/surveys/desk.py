"""Where people meet a survey: its buttons and its forms.

The rule to keep: what is answered in the chat is the same whatever somebody chose, and an exception on this way carries
nothing that was filled in.
"""

import re
from collections.abc import Awaitable, Callable, Mapping

from bot.errors import Refusal
from bot.events import Press, Said, Submitted
from bot.markup import plain
from bot.message import Buttons, Correction, Message, Reply
from bot.people import Person
from bot.ports import Store
from bot.surveys import forms
from bot.surveys.ballot import TooLong, new_code, read_code
from bot.surveys.box import Box, Outcome
from bot.surveys.custodians import Custodians
from bot.surveys.forms import (
    answer_form,
    code_form,
    done_form,
    labels,
    may_ask_back,
    read_answers,
    read_value,
    withdrawn_form,
)
from bot.surveys.invitation import buttons
from bot.surveys.questionnaire import valid
from bot.surveys.survey import State, Survey
from bot.texts import Texts, Words

_SIGNS = re.compile(r"[\W_]+")
Handler = Callable[[Press, Person, Words], Awaitable[Reply]]


class Desk:
    """The handlers of `survey.…`."""

    def __init__(self, store: Store, texts: Texts, box: Box, custodians: Custodians) -> None:
        self._store = store
        self._texts = texts
        self._box = box
        self._custodians = custodians
        self._presses: Mapping[str, Handler] = {
            "open": self._open,
            "code": self._code,
            "skip": self._skip,
            "later": self._later,
            "never": self._never,
            "my_code": custodians.mine,
            "lost_code": custodians.lost,
        }

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button of an invitation."""
        handler = self._presses.get(event.action.partition(".")[2])
        if handler is None:
            raise Refusal("common.unknown_action")
        return await handler(event, person, t)

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A form of a survey."""
        match event.form.partition(".")[2]:
            case "answer":
                return await self._answered(event, person, t)
            case "use_code":
                return await self._used(event, person, t)
            case "keep_code":
                return await self._custodians.keep(event, person, t)
            case "give_code":
                return await self._custodians.give(event, person, t)
            case "lose_code":
                return await self._custodians.lose(event, person, t)
            case _:
                raise Refusal("common.unknown_action")

    async def typed(self, event: Said, person: Person, t: Words) -> Reply | None:
        """A kind refusal of what looks like an answer; None for everything else. What it says goes nowhere."""
        said = _plain(event.text)
        async with self._store.begin() as work:
            if read_code(event.text) and await self._custodians.holds(work, person):
                return Reply(Message(t("surveys.code_not_here")))
            standing = [
                survey
                for survey in await work.surveys.standing({State.OPEN})
                if await work.surveys.division(survey.id, person.id) is not None
            ]
        for survey in standing:
            if said in self._looks_like_an_answer(survey):
                return Reply(Message(t("surveys.not_here"), (Buttons(buttons(survey.id, t)),)))
        return None

    def _looks_like_an_answer(self, survey: Survey) -> set[str]:
        found = set()
        for question in survey.rules.questionnaire.counted:
            found |= {_plain(option) for option in question.options if option.isalpha()}
            for locale in self._texts.locales:
                found |= {_plain(label) for label in labels(survey, question, self._texts.to(locale)).values()}
        return found - {""}

    async def _open(self, event: Press, person: Person, t: Words) -> Reply:
        survey = await self._standing(event.value, person)
        async with self._store.begin() as work:
            answered = await work.ballots.has_answered(survey.id, person.id)
        # In a form, because a message would tell whoever exports the chat.
        return Reply(code_form(survey.id, t, answered=True) if answered else answer_form(survey, t, new_code()))

    async def _code(self, event: Press, person: Person, t: Words) -> Reply:
        survey = await self._standing(event.value, person)
        return Reply(code_form(survey.id, t))

    async def _skip(self, event: Press, person: Person, t: Words) -> Reply:
        del event, person
        return Reply(Message(t("surveys.skipped")))

    async def _later(self, event: Press, person: Person, t: Words) -> Reply:
        survey = await self._standing(event.value, person)
        async with self._store.begin() as work:
            await work.surveys.remind_tomorrow(survey.id, person.id)
        return Reply(Message(t("surveys.later")))

    async def _never(self, event: Press, person: Person, t: Words) -> Reply:
        del event
        async with self._store.begin() as work:
            await work.surveys.never_ask(person.id)
        return Reply(Message(t("surveys.never")))

    async def _answered(self, event: Submitted, person: Person, t: Words) -> Reply:
        found = read_value(event.value)
        if found is None:
            raise Refusal("common.unknown_action")
        name, code, again = found
        survey = await self._standing(name, person)
        answers, texts = read_answers(survey, event)
        wrong = valid(survey.rules.questionnaire, answers)
        if wrong is not None:
            raise Refusal("surveys.missing", wrong, decline=plain(t("surveys.decline")))
        put = self._box.change if again else self._box.vote
        try:
            outcome = await put(survey.id, person.id, code, answers, texts, ask_back=may_ask_back(event))
        except TooLong:
            # Not from here on: the exception's own frames hold what was written.
            outcome = None
        if outcome is None:
            return Reply(Correction(t("surveys.too_long")))
        if outcome is Outcome.ALREADY:
            return Reply(code_form(survey.id, t, answered=True))
        _check(outcome)
        return Reply(done_form(t, code))

    async def _used(self, event: Submitted, person: Person, t: Words) -> Reply:
        survey = await self._standing(event.value, person)
        code = read_code(event.text("code"))
        if code is None:
            raise Refusal("surveys.wrong_code", "code")
        match event.text("do"):
            case forms.WITHDRAW:
                _check(await self._box.withdraw(survey.id, person.id, code))
                return Reply(withdrawn_form(t))
            case forms.CHANGE:
                async with self._store.begin() as work:
                    there = await work.ballots.holds(survey.id, code.slot(survey.id))
                if not there:
                    raise Refusal("surveys.wrong_code", "code")
                return Reply(answer_form(survey, t, code, again=True))
            case _:
                raise Refusal("common.unknown_action")

    async def _standing(self, name: str, person: Person) -> Survey:
        """The survey, open and for this person. Refuses otherwise."""
        async with self._store.begin() as work:
            survey = await work.surveys.get(name)
            division = await work.surveys.division(name, person.id)
        if survey is not None and survey.state is State.LOST:
            raise Refusal("surveys.lost")
        if survey is None or survey.state in {State.ENDED, State.COUNTED}:
            raise Refusal("surveys.ended")
        if division is None:
            raise Refusal("surveys.not_invited")
        if survey.state is State.ASKED:
            raise Refusal("surveys.not_ready")
        return survey


def _check(outcome: Outcome) -> None:
    match outcome:
        case Outcome.DONE | Outcome.ALREADY:
            return
        case Outcome.NOT_THERE:
            raise Refusal("surveys.wrong_code", "code")
        case Outcome.NOT_INVITED:
            raise Refusal("surveys.not_invited")
        case Outcome.CLOSED:
            raise Refusal("surveys.ended")


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text).strip().casefold()
