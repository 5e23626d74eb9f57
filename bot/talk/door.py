"""The door: `/talk`, the button "Talk to HR", and all the forms behind them.

The rule to keep: nobody is told who has opened it, and nothing of that is kept.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.errors import Refusal
from bot.events import Command, Press, Submitted
from bot.message import Form, Reply
from bot.people import Act, Person
from bot.talk import forms
from bot.talk.by_name import ByName
from bot.texts import Words

Sent = Callable[[Submitted, Person, Words], Awaitable[Reply]]


class Door:
    """The handlers of `/talk` and of `talk.…`."""

    def __init__(self, by_name: ByName) -> None:
        self.by_name = by_name
        self._forms: Mapping[str, Sent] = {
            "way": self._chosen,
            "named": self._named,
            "answered": self._answered,
        }

    async def form(self, t: Words, text: str = "", *, typed: bool = False) -> Form:
        """The first form, for whoever leads somebody to the door: `text` waits in the next one.

        `typed` says that it stands in a chat already.
        """
        return forms.way_form(t, text, typed=typed)

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/talk`, and what may follow it."""
        del person
        text = event.args.strip()
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
            case _:
                raise Refusal("common.unknown_action")

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A form of the door."""
        handler = self._forms.get(event.form.partition(".")[2])
        if handler is None:
            raise Refusal("common.unknown_action")
        return await handler(event, person, t)

    async def _chosen(self, event: Submitted, person: Person, t: Words) -> Reply:
        del person
        match event.text("way"):
            case forms.BY_NAME:
                readers = await self.by_name.readers()
                if not readers:
                    raise Refusal("talk.nobody", "way")
                return Reply(forms.named_form(t, readers, event.value))
            case _:
                raise Refusal("talk.choose", "way")

    async def _named(self, event: Submitted, person: Person, t: Words) -> Reply:
        await self.by_name.ask(event, person)
        return Reply(forms.asked_form(t))

    async def _answered(self, event: Submitted, person: Person, t: Words) -> Reply:
        _allowed(person)
        answer = event.text("answer")
        if not answer:
            raise Refusal("talk.empty", "answer")
        who = await self.by_name.answer(event.value, answer, person)
        return Reply(forms.answered_form(t, who.name))


def _allowed(person: Person) -> None:
    if not person.may(Act.ANSWER_DOOR):
        raise Refusal("talk.not_yours")
