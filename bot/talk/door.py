"""The door: `/talk`, the button "Talk to HR", and all the forms behind them.

The rule to keep: nobody is told who has opened it, and nothing of that is kept. What is typed into a form without a
name is in no message, log or error; an exception on this way carries nothing of it.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.errors import Refusal
from bot.events import Command, Press, Submitted
from bot.message import Button, Buttons, Correction, Form, Part, Prose, Reply
from bot.people import Act, Person
from bot.surveys.ballot import Code, TooLong, new_code, read_code
from bot.talk import forms, thread_forms
from bot.talk.by_name import ByName
from bot.talk.postbox import Postbox
from bot.talk.thread_forms import Kept
from bot.texts import Words

Sent = Callable[[Submitted, Person, Words], Awaitable[Reply]]


class Door:
    """The handlers of `/talk` and of `talk.…`."""

    def __init__(self, by_name: ByName, postbox: Postbox, kept: Kept) -> None:
        self.by_name = by_name
        self._postbox = postbox
        self._kept = kept
        self._forms: Mapping[str, Sent] = {
            "way": self._way,
            "named": self._named,
            "begun": self._begun,
            "use_code": self._used,
            "replied": self._replied,
        }
        self._for_hr: Mapping[str, Sent] = {
            "answered": self._answered,
            "chosen": self._chosen,
            "hr_replied": self._hr_replied,
        }

    async def form(self, t: Words, text: str = "", *, typed: bool = False) -> Form:
        """The first form, for whoever leads somebody to the door: `text` waits in the next one.

        `typed` says that it stands in a chat already.
        """
        return forms.way_form(
            t,
            text,
            typed=typed,
            answered_on=await self._postbox.answered_on(),
            emergency=thread_forms.emergency(t, self._kept.hotline),
        )

    async def page(self, t: Words) -> tuple[Part, ...]:
        """What stands on everybody's own page: the same for all."""
        answered_on = await self._postbox.answered_on()
        said = (Prose(t("talk.answered_on", day=t.day(answered_on)), quiet=True),) if answered_on else ()
        return (*said, Buttons((Button(t("talk.button_open"), forms.OPEN, opens_form=True),)))

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/talk`, and what may follow it."""
        text = event.args.strip()
        if person.may(Act.ANSWER_DOOR) and not text:
            comments = bool(await self._postbox.comments())
            return Reply(thread_forms.menu(t, await self._postbox.unanswered(), comments=comments))
        return Reply(await self.form(t, text, typed=bool(text)))

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button that leads here."""
        match event.action.partition(".")[2]:
            case "open":
                return Reply(await self.form(t))
            case "answering":
                _allowed(person)
                talk, who = await self.by_name.standing(event.value)
                return Reply(forms.answer_form(t, talk, who.name))
            case "inbox":
                _allowed(person)
                return Reply(thread_forms.inbox_form(t, await self._postbox.headings()))
            case "comments":
                _allowed(person)
                return Reply(thread_forms.comments_form(t, await self._postbox.comments()))
            case _:
                raise Refusal("common.unknown_action")

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A form of the door."""
        name = event.form.partition(".")[2]
        if (handler := self._for_hr.get(name)) is not None:
            _allowed(person)
            return await handler(event, person, t)
        if (handler := self._forms.get(name)) is not None:
            return await handler(event, person, t)
        raise Refusal("common.unknown_action")

    async def _way(self, event: Submitted, person: Person, t: Words) -> Reply:
        del person
        way = event.text("way")
        if way == forms.CODE:
            return Reply(thread_forms.code_form(t))
        readers = await self.by_name.readers()
        if way in {forms.BY_NAME, forms.NAMELESS} and not readers:
            raise Refusal("talk.nobody", "way")
        match way:
            case forms.BY_NAME:
                return Reply(forms.named_form(t, readers, event.value))
            case forms.NAMELESS:
                if not await self._postbox.ready():
                    raise Refusal("talk.not_ready", "way")
                form = thread_forms.begin_form(t, new_code(), self._kept, event.actor.platform, event.value)
                return Reply(form)
            case _:
                raise Refusal("talk.choose", "way")

    async def _named(self, event: Submitted, person: Person, t: Words) -> Reply:
        await self.by_name.ask(event, person)
        return Reply(forms.asked_form(t))

    async def _begun(self, event: Submitted, person: Person, t: Words) -> Reply:
        del person
        return await self._put(event, t)

    async def _replied(self, event: Submitted, person: Person, t: Words) -> Reply:
        del person
        code, _ = _carried(event)
        # A thread that is gone must not begin anew under its old code.
        await self._postbox.read(code)
        return await self._put(event, t)

    async def _put(self, event: Submitted, t: Words) -> Reply:
        code, seen = _carried(event)
        text = event.text("text")
        if not text:
            raise Refusal("talk.empty", "text")
        fits = True
        try:
            await self._postbox.put(code, text, seen)
        except TooLong:
            # Not from here on: the exception's own frames hold what was written.
            fits = False
        return Reply(thread_forms.sent_form(t, code)) if fits else Reply(Correction(t("surveys.too_long")))

    async def _used(self, event: Submitted, person: Person, t: Words) -> Reply:
        del person
        code = read_code(event.text("code"))
        if code is None:
            # What cannot be a code guesses nothing, and is not counted.
            raise Refusal("talk.wrong_code", "code")
        thread = await self._postbox.read(code)
        match event.text("do"):
            case thread_forms.READ:
                return Reply(thread_forms.thread_form(t, code, thread))
            case thread_forms.ERASE:
                await self._postbox.erase(code)
                return Reply(thread_forms.erased_form(t))
            case _:
                raise Refusal("common.unknown_action")

    async def _answered(self, event: Submitted, person: Person, t: Words) -> Reply:
        answer = event.text("answer")
        if not answer:
            raise Refusal("talk.empty", "answer")
        who = await self.by_name.answer(event.value, answer, person)
        return Reply(forms.answered_form(t, who.name))

    async def _chosen(self, event: Submitted, person: Person, t: Words) -> Reply:
        del person
        found = thread_forms.read_thread(event.text("thread"))
        if found is None:
            raise Refusal("talk.thread_gone", "thread")
        return Reply(thread_forms.hr_thread_form(t, found[0], await self._postbox.lines(found[0])))

    async def _hr_replied(self, event: Submitted, person: Person, t: Words) -> Reply:
        del person
        found, text = thread_forms.read_thread(event.value), event.text("text")
        if found is None:
            raise Refusal("common.unknown_action")
        if not text:
            raise Refusal("talk.empty", "text")
        thread, seen = found
        await self._postbox.answer(thread, text, seen)
        return Reply(thread_forms.hr_sent_form(t))


def _carried(event: Submitted) -> tuple[Code, int]:
    found = thread_forms.read_value(event.value)
    if found is None:
        raise Refusal("common.unknown_action")
    return found


def _allowed(person: Person) -> None:
    if not person.may(Act.ANSWER_DOOR):
        raise Refusal("talk.not_yours")
