"""Somebody's own page: today, this week, the timer, a quick way to log, and what is theirs to take.

The rule to keep: it is for whoever it is about, shows nothing that `/track` would not tell them, and writes nothing.
"""

from bot.events import Actor
from bot.message import Button, Buttons, Facts, Message, Picture, Prose
from bot.people import Person
from bot.ports import Clock, Store
from bot.texts import Texts, Words
from bot.timesheet.grammar import Order, Verb
from bot.timesheet.policy import Policies
from bot.timesheet.reports import Reports

MINE = ("privacy", "export", "settings")
"""What a button `track.mine` can ask for."""


class Dashboard:
    """Builds the page. Platforms that have a place of their own for it ask for it there."""

    def __init__(self, store: Store, texts: Texts, policies: Policies, clock: Clock) -> None:
        self._store = store
        self._texts = texts
        self._reports = Reports(store, policies, clock)

    async def show(self, actor: Actor) -> Message:
        """The page as it is now."""
        async with self._store.begin() as work:
            person = await work.people.meet(actor)
        t = self._texts.to(person.locale)
        return dashboard(t, await self._report(Verb.TODAY, person, t), await self._report(Verb.WEEK, person, t))

    async def _report(self, verb: Verb, person: Person, t: Words) -> Message:
        reply = await self._reports.show(Order(verb), person, t)
        return reply.content if isinstance(reply.content, Message) else Message("")


def dashboard(t: Words, today: Message, week: Message) -> Message:
    """The page, from the cards of the day and the week."""
    numbers = tuple(part for part in week.parts if isinstance(part, Facts | Picture))
    mine = Buttons(
        tuple(Button(t(f"dashboard.button_{what}"), "track.mine", what, opens_form=what == "settings") for what in MINE)
    )
    return Message(
        today.text,
        (
            *today.parts,
            Prose(week.text),
            *numbers,
            Prose(t("dashboard.mine")),
            mine,
            Prose(t("dashboard.seen"), quiet=True),
        ),
    )
