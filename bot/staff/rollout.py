"""`/rollout …`: finds who answers by the first word.

The rule to keep: a word that nobody answers is refused with one that works.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.errors import Refusal
from bot.events import Command
from bot.message import Reply
from bot.people import Person
from bot.texts import Words

Handler = Callable[[Command, Person, Words], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Rollout:
    """The command. `words` is who answers what, by the word after it."""

    words: Mapping[str, Handler]

    async def __call__(self, event: Command, person: Person, t: Words) -> Reply:
        """Hand it over."""
        handler = self.words.get(event.args.partition(" ")[0].lower())
        if handler is None:
            raise Refusal("people.rollout_words")
        return await handler(event, person, t)
