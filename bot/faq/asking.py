"""Where people ask: `/ask`, a direct message, a mention, and the buttons under an answer.

The rule to keep: it answers only what it is sure of, and what somebody asked is written down nowhere; only about
which topic, and whether it helped, is told to the tally. The question goes along in the buttons, so that whoever wants
to can take it to HR.
"""

import re
from collections.abc import Awaitable, Callable

from bot.campaigns.console.desk import Desk
from bot.errors import Refusal
from bot.events import Command, Press, Said
from bot.faq import cards
from bot.faq.addition import beside, standing
from bot.faq.facts import House, gather, said
from bot.faq.ports import Deed
from bot.faq.shelf import Shelf
from bot.faq.tally import Tally
from bot.message import Reply
from bot.people import Person
from bot.talk.door import Door
from bot.texts import Words

_CALLED = re.compile(r"^(?:\s*<@[^>]*>)+\s*")
"""Lentera's own name in front, where it was mentioned."""
_ASKS = re.compile(
    r"\?|^\W*(?:how|what|why|who|whose|when|where|which|can|could|may|do|does|did|is|isn.?t|are|am|will|would|should|must"
    r"|apa(?:kah)?|kenapa|knp|mengapa|ngapain|gimana|gmn|bagaimana|siapa|sapa|kapan|kpn|berapa|brp|mana|dimana"
    r"|bisa(?:kah)?|boleh(?:kah)?|haruskah|emang|masa|kalau|kalo|if)\b",
    re.IGNORECASE,
)


Heard = Callable[[Said, Person, Words], Awaitable[Reply | None]]


class Asking:
    """The handlers of `/ask` and of `faq.…`. Without a tally, no question counts."""

    def __init__(self, desk: Desk, house: House, door: Door, shelf: Shelf, tally: Tally | None = None) -> None:
        self._desk = desk
        self._house = house
        self._door = door
        self._shelf = shelf
        self._tally = tally

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/ask …`."""
        question = event.args.strip()
        if not question:
            return Reply(cards.asking_card(t, (await self._shelf()).entries))
        return await self._answer(question, event.actor.platform, person, t)

    async def surely(self, event: Said, person: Person, t: Words) -> Reply | None:
        """What begins or ends like a question, and is one that is surely known; None for everything else.

        An entry such as `2h review` is none; *must I work 8 hours?* would otherwise be logged.
        """
        question = _CALLED.sub("", event.text)
        if not _ASKS.search(question):
            return None
        topic = (await self._shelf()).matcher.judge(question).topic
        if topic is None:
            return None
        await self._count(person, topic)
        return await self._topic(topic, event.actor.platform, person, t, question)

    async def said(self, event: Said, person: Person, t: Words) -> Reply:
        """What was said and is nothing else."""
        return await self._answer(_CALLED.sub("", event.text).strip(), event.actor.platform, person, t)

    def after(self, heard: Heard) -> Callable[[Said, Person, Words], Awaitable[Reply]]:
        """Who answers what is said, where `heard` answers what is time to log, and None to everything else."""

        async def said(event: Said, person: Person, t: Words) -> Reply:
            return (
                await self.surely(event, person, t)
                or await heard(event, person, t)
                or await self.said(event, person, t)
            )

        return said

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button under an answer, or of a suggestion."""
        match event.action:
            case cards.TOPIC if event.value in (await self._shelf()).entries:
                return await self._topic(event.value, event.actor.platform, person, t)
            case cards.HELPED:
                return Reply(cards.helped_card(t, counted=await self._said(person, event.value, Deed.HELPED)))
            case cards.MISSED:
                topic, _, question = event.value.partition(" ")
                counted = await self._said(person, topic, Deed.MISSED)
                return Reply(cards.missed_card(t, question, counted=counted))
            case cards.HR:
                return Reply(await self._door.form(t, event.value, typed=bool(event.value)))
            case _:
                raise Refusal("common.unknown_action")

    async def _answer(self, question: str, platform: str, person: Person, t: Words) -> Reply:
        known = await self._shelf()
        verdict = known.matcher.judge(question)
        if verdict.words:
            await self._count(person, verdict.nearest)
        if verdict.topic:
            return await self._topic(verdict.topic, platform, person, t, question)
        if verdict.suggestions:
            return Reply(cards.near_card(t, [known.entries[topic] for topic in verdict.suggestions], question))
        return Reply(cards.unknown_card(t, question))

    async def _count(self, person: Person, topic: str) -> None:
        if self._tally:
            await self._tally.count(person, topic)

    async def _said(self, person: Person, topic: str, deed: Deed) -> bool:
        """Whether it is counted that an answer helped, or did not."""
        known = topic in (await self._shelf()).entries
        return known and self._tally is not None and await self._tally.count(person, topic, deed)

    async def _topic(self, topic: str, platform: str, person: Person, t: Words, question: str = "") -> Reply:
        entry = (await self._shelf()).entries[topic]
        async with self._desk.store.begin() as work:
            facts = await gather(work, self._desk, self._house, person, platform, t)
            shown = standing(await work.additions.of(topic)).shown
            names = await self._desk.names(work, (shown.by,)) if shown else {}
        own = beside(shown, t.locale, names, person.zone)
        return Reply(cards.answer_card(t, entry, said(facts, t), question, own))
