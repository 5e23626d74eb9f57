"""`/rollout answers`: where HR writes beside answers, sees what that looks like, and somebody else publishes it.

The rule to keep: what is published is one version that nobody can change, and not by whoever wrote it; what is done and
its line in the log are one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.campaigns.console.desk import Desk, number_of
from bot.errors import Refusal
from bot.events import Command, Event, Press, Submitted, delivery
from bot.faq import desk_cards as cards
from bot.faq.addition import Addition, Where, beside, standing
from bot.faq.cards import answer
from bot.faq.entry import Entry
from bot.faq.facts import House, gather, said
from bot.faq.shelf import Shelf
from bot.message import Message, Prose, Reply
from bot.people import Act, Person
from bot.ports import Work
from bot.texts import Words

ANSWERS = ("answers", "jawaban")
"""The word after `/rollout`."""
Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class AnswersDesk:
    """The handlers; presses and forms are `answers.…`."""

    desk: Desk
    house: House
    shelf: Shelf

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/rollout answers`: beside which answers HR says something."""
        del event
        _allowed(person)
        entries = (await self.shelf()).entries
        async with self.desk.store.begin() as work:
            return Reply(await self._list(work, entries, person, t))

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """Look, write, publish, take back."""
        _allowed(person)
        entries = (await self.shelf()).entries
        async with self.desk.store.begin() as work:
            match event.action.partition(".")[2]:
                case "list":
                    return Reply(await self._list(work, entries, person, t))
                case "choose":
                    return Reply(cards.choosing_form(t, entries))
                case "open":
                    return Reply(await self._topic(work, _entry(entries, event.value), event, person, t))
                case "write":
                    entry = _entry(entries, event.value)
                    there = standing(await work.additions.of(entry.topic))
                    return Reply(cards.writing_form(t, entry, there, self.desk.texts.locales))
                case "publish":
                    return await self._publish(work, entries, event, person, t)
                case "back":
                    return await self._take_back(work, entries, event, person, t)
                case _:
                    raise Refusal("common.unknown_action")

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A topic was chosen, or a version written."""
        _allowed(person)
        entries = (await self.shelf()).entries
        async with self.desk.store.begin() as work:
            if event.form == cards.CHOSEN:
                entry = _entry(entries, event.text(cards.TOPIC))
            else:
                entry = await self._write(work, entries, event, person, t)
            return Reply(await self._topic(work, entry, event, person, t), closes=True)

    async def _write(self, work: Work, entries: Entries, event: Submitted, person: Person, t: Words) -> Entry:
        topic, _, last = event.value.partition("|")
        entry, number = _entry(entries, topic), number_of(last) + 1
        words = {}
        for locale in self.desk.texts.locales:
            typed = event.text(f"words_{locale}").strip()
            if len(typed) > cards.LONGEST:
                raise Refusal("answers.too_long", f"words_{locale}", n=cards.LONGEST)
            if typed:
                words[locale] = typed
        where = next((one for one in Where if one.value == event.text(cards.WHERE)), None)
        if not words:
            raise Refusal("answers.empty", f"words_{t.locale}")
        if where is None:
            raise Refusal("answers.stale")
        if await self._note(work, event, person, "answer_written", entry, number, t):
            version = Addition(topic, number, where, words, person.id, self.desk.clock.now())
            if not await work.additions.add(version):
                raise Refusal("answers.meanwhile")
        return entry

    async def _publish(self, work: Work, entries: Entries, event: Press, person: Person, t: Words) -> Reply:
        if not person.may(Act.PUBLISH_ANSWERS):
            raise Refusal("answers.not_yours_to_publish")
        version, entry = await self._version(work, entries, event.value)
        if version.by == person.id:
            raise Refusal("answers.own")
        if version.approved_at is None:
            if not await work.additions.publish(version.id, by=person.id, at=self.desk.clock.now()):
                raise Refusal("answers.stale")
            await self._note(work, event, person, "answer_published", entry, version.number, t)
        return Reply(await self._topic(work, entry, event, person, t), settles=True)

    async def _take_back(self, work: Work, entries: Entries, event: Press, person: Person, t: Words) -> Reply:
        version, entry = await self._version(work, entries, event.value)
        if await work.additions.take_back(version.id, by=person.id, at=self.desk.clock.now()):
            await self._note(work, event, person, "answer_taken_back", entry, version.number, t)
        return Reply(await self._topic(work, entry, event, person, t), settles=True)

    async def _version(self, work: Work, entries: Entries, value: str) -> tuple[Addition, Entry]:
        version = await work.additions.get(number_of(value))
        if version is None:
            raise Refusal("answers.stale")
        return version, _entry(entries, version.topic)

    async def _note(
        self, work: Work, event: Event, person: Person, act: str, entry: Entry, number: int, t: Words
    ) -> bool:
        title = entry.title[t.locale]
        return await self.desk.note(work, delivery(event), person, act, None, topic=title, n=number)

    async def _list(self, work: Work, entries: Entries, person: Person, t: Words) -> Message:
        found = {topic: standing(versions) for topic, versions in (await work.additions.all()).items()}
        there = [(entry, found[topic]) for topic, entry in entries.items() if topic in found]
        asked = [
            cards.Often(
                date.fromisoformat(f"{month}-01"), entry, *(bands.get((entry.topic, deed)) for deed in cards.DEEDS)
            )
            for month, bands in (await work.asked.bands()).items()
            for entry in entries.values()
            if any((entry.topic, deed) in bands for deed in cards.DEEDS)
        ]
        return cards.list_card(t, there, asked, others=len(entries) - len(there), zone=person.zone)

    async def _topic(self, work: Work, entry: Entry, event: Event, person: Person, t: Words) -> Message:
        there = standing(await work.additions.of(entry.topic))
        shown = there.draft or there.shown
        names = await self.desk.names(work, (shown.by,)) if shown else {}
        previews: dict[str, tuple[Prose, ...]] = {}
        for locale in self.desk.texts.locales:
            words = self.desk.texts.to(locale)
            facts = said(await gather(work, self.desk, self.house, person, event.actor.platform, words), words)
            own = beside(shown, locale, names, person.zone)
            previews[locale] = answer(words, entry, facts, own)
        return cards.topic_card(t, entry, there, previews, person)


def _entry(entries: Entries, topic: str) -> Entry:
    if topic not in entries:
        raise Refusal("answers.stale")
    return entries[topic]


def _allowed(person: Person) -> None:
    if not person.may(Act.WRITE_ANSWERS):
        raise Refusal("answers.not_yours")
