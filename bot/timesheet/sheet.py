"""A person's entries: logging, undoing, editing, deleting, copying.

The rule to keep: every write carries the delivery that asked for it, so that a second delivery, a second click or a
second worker changes nothing, and what was acknowledged is what stands.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import Refusal
from bot.events import Actor, Event, Press, delivery
from bot.markup import Markup
from bot.message import Button, Buttons, Message, Reply
from bot.people import Person
from bot.ports import Clock, Glance, Store, Work
from bot.reference import reference
from bot.texts import Words
from bot.timesheet import cards
from bot.timesheet.entry import Change, Draft, Entry, unpacked
from bot.timesheet.grammar import Order
from bot.timesheet.limits import DAY, NOTE, PROJECT, Doubt, Full, check

_COPY_BACK = 14
"""Days that "same as yesterday" looks back for a day that has entries."""


def doubt(drafts: Sequence[Draft], standing: Sequence[Entry], t: Words) -> Doubt | None:
    """The first thing to ask about. Raises a refusal for what cannot be written at all."""
    for draft in drafts:
        fits(draft.note, draft.project)
        if draft.minutes <= 0:
            raise Refusal("track.wrong_zero", "time")
        if draft.minutes > DAY:
            raise Refusal("track.wrong_over_24h", "time")
    match check(drafts, standing):
        case Full(day=day, total=total):
            raise Refusal("track.wrong_day_full", day=t.weekday(day), total=t.duration(total))
        case found:
            return found


def fits(note: str, project: str | None) -> None:
    """Raises a refusal for a note or a project that is too long to be kept."""
    if len(note) > NOTE:
        raise Refusal("track.note_too_long", "note", n=len(note))
    if project is not None and len(project) > PROJECT:
        raise Refusal("track.project_unreadable", "project")


@dataclass(frozen=True, slots=True)
class _AsRead:
    """What a line was read by: whom its author was taken for, and the project they were taken to use."""

    person: Person
    actor: Actor
    project: str | None

    def holds(self, glance: Glance) -> bool:
        """Whether it is so."""
        return glance.person == self.person and (self.project is None or glance.used)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The entries of whoever asks."""

    store: Store
    clock: Clock

    def today(self, person: Person) -> date:
        """The date where this person is."""
        return self.clock.now().astimezone(person.zone).date()

    async def log(self, drafts: Sequence[Draft], person: Person, t: Words, *, key: str, sure: bool = False) -> Reply:
        """Write entries, or ask first. `key` is the delivery that asked for them, first of all."""
        reply = await self._log(drafts, person, t, None, key=key, sure=sure)
        if reply is None:
            raise LookupError("nobody else can have written meanwhile")
        return reply

    async def log_as_read(
        self, drafts: Sequence[Draft], person: Person, t: Words, event: Event, project: str | None
    ) -> Reply | None:
        """The same for what was read of an event by what is remembered of a person.

        None where it is not so any more: they have set something else by now, or do not use this project.
        """
        return await self._log(drafts, person, t, _AsRead(person, event.actor, project), key=delivery(event))

    async def _log(
        self,
        drafts: Sequence[Draft],
        person: Person,
        t: Words,
        read: _AsRead | None,
        *,
        key: str,
        sure: bool = False,
    ) -> Reply | None:
        first, last = _reach(drafts) if drafts else (self.today(person), self.today(person))
        actor, project = (read.actor, read.project) if read else (None, None)
        for waiting in (False, True):
            async with self.store.begin() as work:
                if waiting:
                    # Somebody wrote between our look and our write; that cannot happen twice.
                    await work.people.lock(person.id)
                glance = await work.ledger.look(person, first, last, delivery=key, actor=actor, project=project)
                if glance.seen:
                    return Reply(await self._written(work, glance.person, t, key))
                if read and not read.holds(glance):
                    return None
                doubted = doubt(drafts, glance.standing, t)
                if doubted and not sure:
                    return Reply(cards.doubted(t, doubted, drafts, delivery=key))
                entries = await work.ledger.write(glance, drafts, at=self.clock.now(), delivery=key)
            if entries is not None:
                days = sorted({draft.day for draft in drafts})
                totals = [(day, _sum([*glance.standing, *entries], day)) for day in days]
                today = self.today(glance.person)
                return Reply(cards.logged(t, entries, delivery=key, totals=totals, today=today), settles=True)
        return None

    async def offered(self, event: Press, person: Person, t: Words) -> Reply:
        """A button that offers entries was pressed."""
        try:
            key, sure, drafts = json.loads(event.value)
            found = unpacked(drafts)
        except (ValueError, TypeError) as error:
            raise Refusal("track.stale") from error
        return await self.log(found, person, t, key=str(key), sure=bool(sure))

    async def undo(self, key: str | None, event: Event, person: Person, t: Words) -> Reply:
        """Take back what a delivery did; without one, whatever this person did last."""
        mine = delivery(event)
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            if key is None:
                if await work.entries.written_by(mine):
                    return Reply(Message(t("track.already_undone")))
                latest = await work.entries.latest(person.id)
                if latest is None:
                    return Reply(Message(t("track.nothing_to_undo")))
                key = latest.delivery
            changes = [change for change in await work.entries.written_by(key) if change.person == person.id]
            taken: list[Draft] = []
            for change in changes:
                entry = await work.entries.get(person.id, change.entry)
                if change.new is None or entry is None or entry.draft != change.new:
                    continue
                if change.old is None:
                    await work.entries.remove(entry, by=person.id, at=self.clock.now(), delivery=mine)
                    taken.append(entry.draft)
                else:
                    await room(work, person, change.old, t, instead=entry.id)
                    await work.entries.change(entry, change.old, by=person.id, at=self.clock.now(), delivery=mine)
                    return Reply(Message(t("track.undone_change", line=cards.shown(change.old, t))), settles=True)
            if taken:
                return Reply(cards.removed(t, "undone", taken, delivery=mine), settles=True)
            return await self._bring_back(work, changes, person, t, mine)

    async def restore(self, event: Press, person: Person, t: Words) -> Reply:
        """Bring back what a delivery took away."""
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            changes = [change for change in await work.entries.written_by(event.value) if change.person == person.id]
            return await self._bring_back(work, changes, person, t, delivery(event))

    async def delete(self, order: Order, event: Event, person: Person, t: Words) -> Reply:
        """Take away one entry of a day (see `Order.rest`), or all of them."""
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            if seen := await work.entries.written_by(delivery(event)):
                gone = [change.old for change in seen if change.old]
                return Reply(cards.removed(t, "deleted", gone, delivery=delivery(event)))
            entries = await self.at(work, person, order, t)
            return await self._remove(work, entries, event, person, t)

    async def delete_one(self, event: Press, person: Person, t: Words) -> Reply:
        """The delete button of one entry was pressed."""
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            entry = await work.entries.get(person.id, entry_number(event.value))
            if entry is None:
                raise Refusal("track.gone")
            return await self._remove(work, [entry], event, person, t)

    async def copy(self, day: date, event: Event, person: Person, t: Words) -> Reply:
        """The entries of a day once more, today and without their clock times."""
        today = self.today(person)
        async with self.store.begin() as work:
            entries = await work.entries.between(
                person.id, today - timedelta(days=_COPY_BACK), today - timedelta(days=1)
            )
        entries = tuple(entry for entry in entries if entry.draft.kind == "work")
        if wanted := [entry for entry in entries if entry.draft.day == day]:
            return await self.log(_again(wanted, today, person), person, t, key=delivery(event))
        if not entries:
            raise Refusal("track.nothing_to_copy", day=t.weekday(day))
        other = max(entry.draft.day for entry in entries)
        drafts = _again([entry for entry in entries if entry.draft.day == other], today, person)
        lines = "\n".join(cards.shown(draft, t) for draft in drafts)
        text = t("track.copy_other", day=t.weekday(day), other=t.weekday(other))
        button = Button(
            t("track.button_copy", day=t.weekday(other)), "track.log", cards.offer(delivery(event), drafts, sure=False)
        )
        return Reply(Message(Markup(f"{text}\n{lines}"), (Buttons((button,)),)))

    async def _bring_back(self, work: Work, changes: Sequence[Change], person: Person, t: Words, key: str) -> Reply:
        """Everything that these changes took away and that does not stand again already."""
        back: list[Entry] = []
        for change in changes:
            if change.old is None or change.new is not None:
                continue
            if await work.entries.get(person.id, change.entry) is None:
                await room(work, person, change.old, t)
            if entry := await work.entries.restore(change, at=self.clock.now(), delivery=key):
                back.append(entry)
        if not back:
            return Reply(Message(await _since(work, changes, person, t)))
        return Reply(await self._back(work, person, back, t, key), settles=True)

    async def at(self, work: Work, person: Person, order: Order, t: Words) -> Sequence[Entry]:
        """The entries that an order means: one by its number on the day's card, the last one logged, or all."""
        today = self.today(person)
        day = order.day or today
        entries = await work.entries.between(person.id, day, day)
        if not entries:
            raise Refusal("track.no_entry_today" if day == today else "track.no_entry_day", day=t.weekday(day))
        if order.rest == "all":
            return entries
        if not order.rest.isdecimal():
            return [max(entries, key=lambda entry: entry.id)]
        listed = [entry for entry in entries if entry.draft.kind == "work"]
        if not 1 <= int(order.rest) <= len(listed):
            raise Refusal("track.no_such_entry", day=t.weekday(day), n=order.rest)
        return [listed[int(order.rest) - 1]]

    async def _remove(self, work: Work, entries: Sequence[Entry], event: Event, person: Person, t: Words) -> Reply:
        for entry in entries:
            await work.entries.remove(entry, by=person.id, at=self.clock.now(), delivery=delivery(event))
        gone = [entry.draft for entry in entries]
        return Reply(cards.removed(t, "deleted", gone, delivery=delivery(event)), settles=True)

    async def _written(self, work: Work, person: Person, t: Words, key: str) -> Message:
        """What a delivery has written, as far as it stands."""
        seen = await work.entries.written_by(key)
        found = [await work.entries.get(person.id, change.entry) for change in seen]
        entries = [entry for entry in found if entry]
        if not entries:
            return Message(t("track.gone"))
        days = sorted({entry.draft.day for entry in entries})
        totals = [(day, await day_total(work, person, day)) for day in days]
        return cards.logged(t, entries, delivery=key, totals=totals, today=self.today(person))

    async def _back(self, work: Work, person: Person, entries: Sequence[Entry], t: Words, key: str) -> Message:
        lines = Markup(", ".join(cards.shown(entry.draft, t) for entry in entries))
        days = sorted({entry.draft.day for entry in entries})
        totals = [cards.total(t, day, await day_total(work, person, day), self.today(person)) for day in days]
        text = Markup("\n".join([t("track.put_back", line=lines), *totals]))
        return Message(text, (Buttons((Button(t("track.button_undo"), "track.undo", key),)),))


async def around(work: Work, person: Person, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """The entries of the days that drafts can touch."""
    return await work.entries.between(person.id, *_reach(drafts))


def _reach(drafts: Sequence[Draft]) -> tuple[date, date]:
    """The first and last of the days that drafts can touch: with clock times, an entry may reach over midnight."""
    days = [draft.day for draft in drafts]
    beside = timedelta(days=int(any(draft.start for draft in drafts)))
    return min(days) - beside, max(days) + beside


async def room(work: Work, person: Person, draft: Draft, t: Words, *, instead: int | None = None) -> None:
    """Raises a refusal where the day has no room for it, in the place of an entry or besides all."""
    doubt([draft], [entry for entry in await around(work, person, [draft]) if entry.id != instead], t)


async def _since(work: Work, changes: Sequence[Change], person: Person, t: Words) -> Markup:
    """Why there is nothing left to take back or to put back."""
    for change in changes:
        entry = await work.entries.get(person.id, change.entry)
        if entry is not None:
            key = "back_already" if change.new is None else "changed_since"
            return t(f"track.{key}", line=cards.shown(entry.draft, t))
    return t("track.already_undone")


async def day_total(work: Work, person: Person, day: date) -> int:
    """Minutes of work on a day."""
    return _sum(await work.entries.between(person.id, day, day), day)


def _sum(entries: Sequence[Entry], day: date) -> int:
    return sum(entry.draft.minutes for entry in entries if entry.draft.day == day and entry.draft.kind == "work")


def _again(entries: Sequence[Entry], today: date, person: Person) -> list[Draft]:
    return [
        Draft(today, entry.draft.minutes, entry.draft.project, entry.draft.note, zone=person.zone.key)
        for entry in entries
    ]


def entry_number(value: str) -> int:
    """The number that a button carries. Raises a refusal for anything else."""
    found = reference(value)
    if found is None:
        raise Refusal("track.stale")
    return found
