"""A person's entries: logging, undoing, editing, deleting, copying.

The rule to keep: every write carries the delivery that asked for it, so that a second delivery, a second click or a
second worker changes nothing, and what was acknowledged is what stands.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.events import Event, Press, Submitted, delivery
from bot.markup import Markup
from bot.message import Button, Buttons, Message, Reply
from bot.people import Person
from bot.ports import Clock, Store, Work
from bot.texts import Words
from bot.timesheet import cards
from bot.timesheet.entry import Change, Draft, Entry, packed, unpacked
from bot.timesheet.grammar import Entries, Order, Wrong, read
from bot.timesheet.grammar.typed import hidden
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
class Sheet:
    """The entries of whoever asks."""

    store: Store
    clock: Clock

    def today(self, person: Person) -> date:
        """The date where this person is."""
        return self.clock.now().astimezone(person.zone).date()

    async def log(self, drafts: Sequence[Draft], person: Person, t: Words, *, key: str, sure: bool = False) -> Reply:
        """Write entries, or ask first. `key` is the delivery that asked for them, first of all."""
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            if seen := await work.entries.written_by(key):
                found = [await work.entries.get(person.id, change.entry) for change in seen]
                entries = [entry for entry in found if entry]
                return Reply(await self._logged(work, person, entries, t, key) if entries else Message(t("track.gone")))
            standing = await _around(work, person, drafts)
            doubted = doubt(drafts, standing, t)
            if doubted and not sure:
                return Reply(cards.doubted(t, doubted, drafts, delivery=key))
            entries = list(await work.entries.add(person.id, drafts, by=person.id, at=self.clock.now(), delivery=key))
            days = sorted({draft.day for draft in drafts})
            totals = [(day, _sum([*standing, *entries], day)) for day in days]
            card = cards.logged(t, entries, delivery=key, totals=totals, today=self.today(person))
            return Reply(card, settles=True)

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
                    await _room(work, person, change.old, t, instead=entry.id)
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
            entries = await self._at(work, person, order, t)
            return await self._remove(work, entries, event, person, t)

    async def delete_one(self, event: Press, person: Person, t: Words) -> Reply:
        """The delete button of one entry was pressed."""
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            entry = await work.entries.get(person.id, _number(event.value))
            if entry is None:
                raise Refusal("track.gone")
            return await self._remove(work, [entry], event, person, t)

    async def edit(self, order: Order, person: Person, t: Words, *, key: str) -> Reply:
        """The form of one entry of a day."""
        async with self.store.begin() as work:
            entry = (await self._at(work, person, order, t))[-1]
        return self._edit_form(entry, person, t, key=key)

    async def edit_one(self, event: Press, person: Person, t: Words) -> Reply:
        """The edit button of one entry was pressed."""
        async with self.store.begin() as work:
            entry = await work.entries.get(person.id, _number(event.value))
        if entry is None:
            raise Refusal("track.gone")
        return self._edit_form(entry, person, t, key=delivery(event))

    def log_form(self, event: Event, person: Person, t: Words) -> Reply:
        """An empty form."""
        return Reply(cards.entry_form(t, None, action="track.save", value=delivery(event), today=self.today(person)))

    async def saved(self, event: Submitted, person: Person, t: Words) -> Reply:
        """The form of a new entry was sent. Its value is the delivery that opened it, so it writes once."""
        draft = self._filled(event, person, t)
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            if not await work.entries.written_by(event.value):
                found = doubt([draft], await _around(work, person, [draft]), t)
                if found:
                    value = json.dumps([event.value, None, packed([draft])])
                    return Reply(cards.doubt_form(t, found, [draft], action="track.confirm", value=value))
        reply = await self.log([draft], person, t, key=event.value, sure=True)
        return Reply(reply.content, closes=True)

    async def changed(self, event: Submitted, person: Person, t: Words) -> Reply:
        """The form of an entry was sent."""
        key, _, number = event.value.rpartition("|")
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            entry = await work.entries.get(person.id, _number(number))
            if entry is None:
                raise Refusal("track.gone")
            draft = self._filled(event, person, t, entry.draft)
            around = [other for other in await _around(work, person, [draft]) if other.id != entry.id]
            found = doubt([draft], around, t)
            if found:
                value = json.dumps([key, entry.id, packed([draft])])
                return Reply(cards.doubt_form(t, found, [draft], action="track.confirm", value=value))
        return await self._put(key, entry.id, draft, person, t)

    async def confirmed(self, event: Submitted, person: Person, t: Words) -> Reply:
        """The question that a form asked was answered with yes."""
        try:
            key, number, drafts = json.loads(event.value)
            (draft,) = unpacked(drafts)
        except (ValueError, TypeError) as error:
            raise Refusal("track.stale") from error
        if number is None:
            reply = await self.log([draft], person, t, key=str(key), sure=True)
            return Reply(reply.content, closes=True)
        return await self._put(str(key), int(number), draft, person, t)

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
                await _room(work, person, change.old, t)
            if entry := await work.entries.restore(change, at=self.clock.now(), delivery=key):
                back.append(entry)
        if not back:
            return Reply(Message(await _since(work, changes, person, t)))
        return Reply(await self._back(work, person, back, t, key), settles=True)

    async def _at(self, work: Work, person: Person, order: Order, t: Words) -> Sequence[Entry]:
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

    async def _put(self, key: str, number: int, draft: Draft, person: Person, t: Words) -> Reply:
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            entry = await work.entries.get(person.id, number)
            if entry is None:
                raise Refusal("track.gone")
            old = entry.draft
            if seen := await work.entries.written_by(key):
                old = seen[0].old or old
            elif draft == old:
                return Reply(Message(t("track.unchanged", line=cards.shown(old, t))), closes=True)
            else:
                await _room(work, person, draft, t, instead=entry.id)
                entry = await work.entries.change(entry, draft, by=person.id, at=self.clock.now(), delivery=key)
            minutes = await _total(work, person, entry.draft.day)
        card = cards.changed(t, entry, old, delivery=key, day_total=minutes, today=self.today(person))
        return Reply(card, closes=True)

    def _edit_form(self, entry: Entry, person: Person, t: Words, *, key: str) -> Reply:
        return Reply(
            cards.entry_form(t, entry.draft, action="track.change", value=f"{key}|{entry.id}", today=self.today(person))
        )

    def _filled(self, event: Submitted, person: Person, t: Words, old: Draft | None = None) -> Draft:
        """What a form says, of a new entry or in the place of an old one. Raises a refusal at the field it is about."""
        zone = ZoneInfo(old.zone) if old else person.zone
        now = self.clock.now().astimezone(zone)
        try:
            day = date.fromisoformat(event.text("day"))
        except ValueError as error:
            raise Refusal("track.wrong_no_such_day", "day") from error
        if day > now.date():
            raise Refusal("track.wrong_future", "day")
        project = event.text("project").lstrip("#").lower() or None
        if project is not None:
            match read(f"1h #{project}", now=now, locale=person.locale):
                case Entries(lines=(found,)) if found.project == project and not found.note:
                    pass
                case _:
                    raise Refusal("track.project_unreadable", "project")
        note = " ".join(event.text("note").split())
        if hidden(note):
            raise Refusal("track.wrong_control_characters", "note")
        if old and day == old.day and event.text("time") == cards.when(old, t):
            # The clock reads whole minutes, and twice the same on the night it is put back: what stands, stays.
            return replace(old, project=project, note=note)
        match read(f"{event.text('time')} @{day.isoformat()}", now=now, locale=person.locale):
            case Entries(lines=(line,)) if not line.note and not line.project:
                pass
            case Wrong(reason=reason) if reason in {"zero", "negative", "over_24h"}:
                raise Refusal(f"track.wrong_{reason}", "time")
            case _:
                raise Refusal("track.time_unreadable", "time")
        kind = old.kind if old else "work"
        return replace(cards.as_draft(line, zone), project=project, note=note, kind=kind)

    async def _logged(self, work: Work, person: Person, entries: Sequence[Entry], t: Words, key: str) -> Message:
        days = sorted({entry.draft.day for entry in entries})
        totals = [(day, await _total(work, person, day)) for day in days]
        return cards.logged(t, entries, delivery=key, totals=totals, today=self.today(person))

    async def _back(self, work: Work, person: Person, entries: Sequence[Entry], t: Words, key: str) -> Message:
        lines = Markup(", ".join(cards.shown(entry.draft, t) for entry in entries))
        days = sorted({entry.draft.day for entry in entries})
        totals = [cards.total(t, day, await _total(work, person, day), self.today(person)) for day in days]
        text = Markup("\n".join([t("track.put_back", line=lines), *totals]))
        return Message(text, (Buttons((Button(t("track.button_undo"), "track.undo", key),)),))


async def _around(work: Work, person: Person, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """The entries of the days that drafts can touch: an entry may reach over midnight."""
    days = [draft.day for draft in drafts]
    return await work.entries.between(person.id, min(days) - timedelta(days=1), max(days) + timedelta(days=1))


async def _room(work: Work, person: Person, draft: Draft, t: Words, *, instead: int | None = None) -> None:
    """Raises a refusal where the day has no room for it, in the place of an entry or besides all."""
    doubt([draft], [entry for entry in await _around(work, person, [draft]) if entry.id != instead], t)


async def _since(work: Work, changes: Sequence[Change], person: Person, t: Words) -> Markup:
    """Why there is nothing left to take back or to put back."""
    for change in changes:
        entry = await work.entries.get(person.id, change.entry)
        if entry is not None:
            key = "back_already" if change.new is None else "changed_since"
            return t(f"track.{key}", line=cards.shown(entry.draft, t))
    return t("track.already_undone")


async def _total(work: Work, person: Person, day: date) -> int:
    return _sum(await work.entries.between(person.id, day, day), day)


def _sum(entries: Sequence[Entry], day: date) -> int:
    return sum(entry.draft.minutes for entry in entries if entry.draft.day == day and entry.draft.kind == "work")


def _again(entries: Sequence[Entry], today: date, person: Person) -> list[Draft]:
    return [
        Draft(today, entry.draft.minutes, entry.draft.project, entry.draft.note, zone=person.zone.key)
        for entry in entries
    ]


def _number(value: str) -> int:
    if not value.isdecimal():
        raise Refusal("track.stale")
    return int(value)
