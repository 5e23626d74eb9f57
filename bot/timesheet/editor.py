"""The forms in which entries are written and changed.

The rule to keep: what cannot be read is said at its field with the form left open, and a form writes once, however
often it is sent: its value is the delivery that opened it.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.events import Press, Submitted, delivery
from bot.message import Message, Reply
from bot.people import Person
from bot.ports import Clock, Store
from bot.texts import Words
from bot.timesheet import cards
from bot.timesheet.entry import Draft, Entry, packed, unpacked
from bot.timesheet.grammar import Entries, Order, Wrong, read
from bot.timesheet.grammar.typed import hidden
from bot.timesheet.sheet import Sheet, around, day_total, doubt, entry_number, room


@dataclass(frozen=True, slots=True)
class Editor:
    """The forms of whoever asks."""

    store: Store
    clock: Clock
    sheet: Sheet

    async def edit(self, order: Order, person: Person, t: Words, *, key: str) -> Reply:
        """The form of one entry of a day."""
        async with self.store.begin() as work:
            entry = (await self.sheet.at(work, person, order, t))[-1]
        return self._edit_form(entry, person, t, key=key)

    async def edit_one(self, event: Press, person: Person, t: Words) -> Reply:
        """The edit button of one entry was pressed."""
        async with self.store.begin() as work:
            entry = await work.entries.get(person.id, entry_number(event.value))
        if entry is None:
            raise Refusal("track.gone")
        return self._edit_form(entry, person, t, key=delivery(event))

    def new(self, event: Press, person: Person, t: Words) -> Reply:
        """An empty form, for the day that the button names, else for today."""
        try:
            day = date.fromisoformat(event.value)
        except ValueError:
            day = self.sheet.today(person)
        return Reply(cards.entry_form(t, None, action="track.save", value=delivery(event), today=day))

    async def saved(self, event: Submitted, person: Person, t: Words) -> Reply:
        """The form of a new entry was sent. Its value is the delivery that opened it, so it writes once."""
        draft = self._filled(event, person, t)
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            if not await work.entries.written_by(event.value):
                found = doubt([draft], await around(work, person, [draft]), t)
                if found:
                    value = json.dumps([event.value, None, packed([draft])])
                    return Reply(cards.doubt_form(t, found, [draft], action="track.confirm", value=value))
        reply = await self.sheet.log([draft], person, t, key=event.value, sure=True)
        return Reply(reply.content, closes=True)

    async def changed(self, event: Submitted, person: Person, t: Words) -> Reply:
        """The form of an entry was sent."""
        key, _, which = event.value.rpartition("|")
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            entry = await work.entries.get(person.id, entry_number(which))
            if entry is None:
                raise Refusal("track.gone")
            draft = self._filled(event, person, t, entry.draft)
            others = [other for other in await around(work, person, [draft]) if other.id != entry.id]
            found = doubt([draft], others, t)
            if found:
                value = json.dumps([key, entry.id, packed([draft])])
                return Reply(cards.doubt_form(t, found, [draft], action="track.confirm", value=value))
        return await self._put(key, entry.id, draft, person, t)

    async def confirmed(self, event: Submitted, person: Person, t: Words) -> Reply:
        """The question that a form asked was answered with yes."""
        try:
            key, which, drafts = json.loads(event.value)
            (draft,) = unpacked(drafts)
        except (ValueError, TypeError) as error:
            raise Refusal("track.stale") from error
        if which is None:
            reply = await self.sheet.log([draft], person, t, key=str(key), sure=True)
            return Reply(reply.content, closes=True)
        return await self._put(str(key), int(which), draft, person, t)

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
                await room(work, person, draft, t, instead=entry.id)
                entry = await work.entries.change(entry, draft, by=person.id, at=self.clock.now(), delivery=key)
            minutes = await day_total(work, person, entry.draft.day)
        card = cards.changed(t, entry, old, delivery=key, day_total=minutes, today=self.sheet.today(person))
        return Reply(card, closes=True)

    def _edit_form(self, entry: Entry, person: Person, t: Words, *, key: str) -> Reply:
        return Reply(
            cards.entry_form(
                t, entry.draft, action="track.change", value=f"{key}|{entry.id}", today=self.sheet.today(person)
            )
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
