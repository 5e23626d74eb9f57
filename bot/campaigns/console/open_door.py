"""The open door: whoever would rather talk finds whom to write to, by name.

The rule to keep: nobody is told who has looked for it, and nothing of it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.campaigns.console.desk import HR
from bot.events import Press, Submitted
from bot.markup import Markup, literal
from bot.message import Form, Prose, Reply
from bot.people import Person
from bot.ports import Store
from bot.texts import Words

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """Shows the door, and closes it."""

    store: Store

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """Who can be written to."""
        del event, person
        async with self.store.begin() as work:
            people = await work.crowd.holding(HR)
        return Reply(door(t, people[:_SHOWN]))

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """Read."""
        del event, person, t
        return Reply(closes=True)


def door(t: Words, people: Sequence[Person]) -> Form:
    """Names, with the addresses that are known."""
    lines = [
        t("rollout.talk_line", name=person.name, email=literal(person.email)) if person.email else literal(person.name)
        for person in people
    ]
    return Form(
        t("rollout.talk_title"),
        "talk.read",
        t("rollout.talk_close"),
        (
            Prose(t("rollout.talk_who")),
            Prose(Markup("\n".join(lines))),
            Prose(t("rollout.talk_unseen"), quiet=True),
        ),
    )
