"""Time entries and their append-only history.

The rule to keep: the history line goes in first. It carries the delivery, so a second delivery is found out before
anything else is written, in whichever process it arrives.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.timesheet.entry import Change, Draft, Entry, packed, unpacked
from storage.schema import entries, history
from storage.transaction import Transaction, Values

_ENTRY = func.coalesce(history.c.entry, history.c.id)
_LINE = select(
    history.c.id,
    _ENTRY.label("entry"),
    history.c.person,
    history.c.by,
    history.c.at,
    history.c.old,
    history.c.new,
    history.c.delivery,
)
_BY_DELIVERY = _LINE.where(history.c.delivery == bindparam("delivery")).order_by(history.c.id)
_WROTE = upsert(history).on_conflict_do_nothing(index_elements=["delivery", "position"]).returning(history.c.id)
_TOUCHED = upsert(history).on_conflict_do_nothing(index_elements=["delivery", "entry"]).returning(history.c.id)
_ADD = insert(entries)
_GET = select(entries).where(entries.c.id == bindparam("entry"), entries.c.person == bindparam("person"))
_BETWEEN = (
    select(entries)
    .where(
        entries.c.person == bindparam("person"),
        entries.c.day.between(bindparam("first"), bindparam("last")),
    )
    .order_by(entries.c.day, entries.c.start_at.nulls_last(), entries.c.id)
)
_line = history.alias("line")
_THESE_DAYS = select(func.coalesce(_line.c.entry, _line.c.id)).where(
    _line.c.person == bindparam("person"),
    or_(
        _line.c.old_day.between(bindparam("first"), bindparam("last")),
        _line.c.new_day.between(bindparam("first"), bindparam("last")),
    ),
)
_HISTORY = _LINE.where(history.c.person == bindparam("person"), _ENTRY.in_(_THESE_DAYS)).order_by(history.c.id)
_later = history.alias("later")
_LATEST = (
    _LINE.where(
        history.c.person == bindparam("person"),
        history.c.by == bindparam("person"),
        ~select(_later.c.id).where(_later.c.entry == _ENTRY, _later.c.id > history.c.id).exists(),
    )
    .order_by(history.c.id.desc())
    .limit(1)
)
_PROJECTS = (
    select(entries.c.project).where(entries.c.person == bindparam("person"), entries.c.project.is_not(None)).distinct()
)


class Entries:
    """See `bot.ports.Entries`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def written_by(self, delivery: str) -> tuple[Change, ...]:
        """The history that a delivery has written, in its order."""
        rows = await self._transaction.run(_BY_DELIVERY, {"delivery": delivery})
        return tuple(_change(row) for row in rows)

    async def add(
        self, person: int, lines: Sequence[Draft], *, by: int, at: datetime, delivery: str
    ) -> tuple[Entry, ...]:
        """Write entries with their history. A second delivery writes nothing and gives the first one's entries."""
        if not lines:
            return ()
        told = [
            _told(None, draft, person=person, by=by, at=at, delivery=delivery) | {"position": position}
            for position, draft in enumerate(lines)
        ]
        made = sorted((await self._transaction.run(_WROTE, told)).scalars())
        if len(made) < len(lines):
            return await self._second(delivery, made)
        added = tuple(Entry(number, person, draft) for number, draft in zip(made, lines, strict=True))
        await self._transaction.run(_ADD, [_values(entry) for entry in added])
        return added

    async def get(self, person: int, entry: int) -> Entry | None:
        """One entry of this person, if it stands."""
        row = (await self._transaction.run(_GET, {"person": person, "entry": entry})).one_or_none()
        return None if row is None else _entry(row)

    async def between(self, person: int, first: date, last: date) -> tuple[Entry, ...]:
        """The entries of these days, both included: by day, by start, those without one last, as they came."""
        rows = await self._transaction.run(_BETWEEN, {"person": person, "first": first, "last": last})
        return tuple(_entry(row) for row in rows)

    async def change(self, entry: Entry, draft: Draft, *, by: int, at: datetime, delivery: str) -> Entry:
        """Put a draft in the entry's place. One delivery touches an entry once.

        A second delivery gives what the first one made of it. Raises LookupError where the entry stands no more.
        """
        if not await self._touch(entry, draft, by=by, at=at, delivery=delivery):
            seen = [change for change in await self.written_by(delivery) if change.entry == entry.id]
            if not seen or seen[0].new is None:
                raise LookupError("this entry stands no more")
            return Entry(entry.id, entry.person, seen[0].new)
        changed = Entry(entry.id, entry.person, draft)
        await self._transaction.run(update(entries).where(entries.c.id == entry.id).values(_values(changed)))
        return changed

    async def remove(self, entry: Entry, *, by: int, at: datetime, delivery: str) -> None:
        """Take the entry away; its history stays. Nothing happens where it stands no more."""
        if await self._touch(entry, None, by=by, at=at, delivery=delivery):
            await self._transaction.run(delete(entries).where(entries.c.id == entry.id))

    async def restore(self, change: Change, *, at: datetime, delivery: str) -> Entry | None:
        """Bring back what a change took away, on the wish of the entry's own person.

        None where it stands already, unless this very delivery brought it back, and where nothing was taken away.
        """
        standing = await self.get(change.person, change.entry)
        if standing is not None or change.old is None:
            seen = await self.written_by(delivery)
            return standing if any(line.entry == change.entry for line in seen) else None
        told = _told(None, change.old, person=change.person, by=change.person, at=at, delivery=delivery)
        if (await self._transaction.run(_TOUCHED, told | {"entry": change.entry})).scalar_one_or_none() is None:
            return None
        restored = Entry(change.entry, change.person, change.old)
        await self._transaction.run(_ADD, _values(restored))
        return restored

    async def history(self, person: int, first: date, last: date) -> tuple[Change, ...]:
        """All that ever happened to the entries that were in these days at some time, oldest first."""
        rows = await self._transaction.run(_HISTORY, {"person": person, "first": first, "last": last})
        return tuple(_change(row) for row in rows)

    async def latest(self, person: int) -> Change | None:
        """The last line this person wrote in their own history that nobody has written over since."""
        row = (await self._transaction.run(_LATEST, {"person": person})).one_or_none()
        return None if row is None else _change(row)

    async def projects(self, person: int) -> frozenset[str]:
        """The projects this person has used."""
        return frozenset((await self._transaction.run(_PROJECTS, {"person": person})).scalars())

    async def _touch(self, entry: Entry, new: Draft | None, *, by: int, at: datetime, delivery: str) -> bool:
        """Write the line about an entry that stands; False where it does not, or where this delivery did so before."""
        # The old one is read here, locked, because the history is evidence and the caller's may be out of date.
        found = await self._transaction.run(_GET.with_for_update(), {"person": entry.person, "entry": entry.id})
        row = found.one_or_none()
        if row is None:
            return False
        told = _told(_entry(row).draft, new, person=entry.person, by=by, at=at, delivery=delivery)
        return (await self._transaction.run(_TOUCHED, told | {"entry": entry.id})).scalar_one_or_none() is not None

    async def _second(self, delivery: str, strays: Sequence[int]) -> tuple[Entry, ...]:
        """What the first delivery wrote. `strays` are lines that it had not, having read its line differently."""
        if strays:
            await self._transaction.run(delete(history).where(history.c.id.in_(strays)))
        seen = await self.written_by(delivery)
        return tuple(Entry(line.entry, line.person, line.new) for line in seen if line.old is None and line.new)


def _told(old: Draft | None, new: Draft | None, *, person: int, by: int, at: datetime, delivery: str) -> dict[str, Any]:
    return {
        "person": person,
        "by": by,
        "at": at,
        "old_day": old and old.day,
        "new_day": new and new.day,
        "old": old and packed((old,)),
        "new": new and packed((new,)),
        "delivery": delivery,
    }


def _values(entry: Entry) -> Values:
    draft = entry.draft
    return {
        "id": entry.id,
        "person": entry.person,
        "day": draft.day,
        "minutes": draft.minutes,
        "project": draft.project,
        "note": draft.note,
        "start_at": draft.start,
        "end_at": draft.end,
        "zone": draft.zone,
        "kind": draft.kind,
    }


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        row.id,
        row.person,
        Draft(
            day=row.day,
            minutes=row.minutes,
            project=row.project,
            note=row.note,
            start=row.start_at,
            end=row.end_at,
            zone=row.zone,
            kind=row.kind,
        ),
    )


def _change(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        entry=row.entry,
        person=row.person,
        # 0: somebody who has been erased.
        by=row.by or 0,
        at=row.at,
        old=row.old and unpacked(row.old)[0],
        new=row.new and unpacked(row.new)[0],
        delivery=row.delivery,
    )
