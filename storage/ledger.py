"""What logging asks of the database: to look once, and to write once.

The rule to keep: what was looked at without a lock is written only while it holds. Everybody who changes a person's
entries counts up the person's turn, under a lock or here; whoever finds another turn than they looked at has written
nothing, and looks again.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import asyncpg
from sqlalchemy import (
    JSON,
    Date,
    Integer,
    SmallInteger,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    insert,
    select,
    true,
    update,
)

from bot.events import Actor
from bot.people import Person
from bot.ports import Glance
from bot.timesheet.entry import Draft, Entry, packed
from storage.direct import Direct
from storage.entries import Entries
from storage.people import PERSON, Defaults, Met
from storage.schema import Instant, accounts, entries, history, people
from storage.transaction import Transaction

_known = accounts.alias("known")
_other = entries.alias("other")
# The account that somebody writes with comes first: it is what they were taken for when the line was read.
_writes = case(
    (
        and_(
            _known.c.platform == bindparam("platform"),
            _known.c.workspace == bindparam("workspace"),
            _known.c.known_as == bindparam("known_as"),
        ),
        1,
    ),
    else_=0,
)
_LOOK = Direct(
    select(
        *PERSON,
        people.c.turn,
        select(history.c.id).where(history.c.delivery == bindparam("delivery")).exists().label("seen"),
        select(_other.c.id)
        .where(_other.c.person == people.c.id, _other.c.project == bindparam("named"))
        .exists()
        .label("used"),
        entries.c.id.label("entry"),
        entries.c.day,
        entries.c.minutes,
        entries.c.project,
        entries.c.note,
        entries.c.start_at,
        entries.c.end_at,
        entries.c.zone.label("written_in"),
        entries.c.kind,
    )
    .select_from(people)
    .join(
        accounts,
        accounts.c.id
        == select(_known.c.id)
        .where(_known.c.person == people.c.id)
        .order_by(_writes.desc(), _known.c.latest.desc(), _known.c.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
    .join(
        entries,
        and_(entries.c.person == people.c.id, entries.c.day.between(bindparam("first"), bindparam("last"))),
        isouter=True,
    )
    .where(people.c.id == bindparam("person"))
    .order_by(entries.c.day, entries.c.start_at.nulls_last(), entries.c.id)
)

# All lines are one value, as JSON: the driver looks at every value of an array by itself, and there would be ten.
_LINES = (
    column("position", SmallInteger),
    column("day", Date),
    column("minutes", Integer),
    column("project", Text),
    column("note", Text),
    column("start_at", Instant),
    column("end_at", Instant),
    column("zone", Text),
    column("kind", Text),
    column("packed", Text),
)
_lines = (
    func.json_to_recordset(cast(bindparam("lines", type_=Text), JSON))
    .table_valued(*_LINES, name="line")
    .render_derived(with_types=True)
)
_line = select(_lines).cte("line")
_turned = (
    update(people)
    .where(people.c.id == bindparam("whose"), people.c.turn == bindparam("looked_at"))
    .values(turn=people.c.turn + 1)
    .returning(people.c.id)
    .cte("turned")
)
_told = (
    insert(history)
    .from_select(
        ["person", "by", "at", "new_day", "new", "delivery", "position"],
        select(
            _turned.c.id,
            _turned.c.id,
            bindparam("at", type_=Instant),
            _line.c.day,
            _line.c.packed,
            bindparam("delivery", type_=Text),
            _line.c.position,
        ).select_from(_turned.join(_line, true())),
    )
    .returning(history.c.id, history.c.person, history.c.position)
    .cte("told")
)
_JSON = json.JSONEncoder(ensure_ascii=False)
_VALUES = ("day", "minutes", "project", "note", "start_at", "end_at", "zone", "kind")
_stands = (
    insert(entries)
    .from_select(
        ["id", "person", *_VALUES],
        select(_told.c.id, _told.c.person, *(_line.c[name] for name in _VALUES)).join(
            _line, _line.c.position == _told.c.position
        ),
    )
    .cte("stands")
)
_WRITE = Direct(select(_told.c.id).order_by(_told.c.position).add_cte(_stands))


class Ledger:
    """See `bot.ports.Ledger`."""

    __slots__ = ("_defaults", "_met", "_transaction")

    def __init__(self, transaction: Transaction, defaults: Defaults, met: Met) -> None:
        self._transaction = transaction
        self._defaults = defaults
        self._met = met

    async def look(
        self,
        person: Person,
        first: date,
        last: date,
        *,
        delivery: str,
        project: str | None = None,
        actor: Actor | None = None,
    ) -> Glance:
        """Look without a lock. Raises LookupError for nobody."""
        values = {
            "person": person.id,
            "first": first,
            "last": last,
            "delivery": delivery,
            "named": project,
            "platform": actor and actor.platform,
            "workspace": actor and actor.workspace,
            "known_as": actor and actor.id,
        }
        rows = await self._transaction.alone(_LOOK, values)
        if not rows:
            raise LookupError("no such person")
        stored = self._defaults.person(rows[0])
        if stored != person:
            # Another process has changed them: they are not to be remembered any longer.
            self._met.change(person.id)
        standing = tuple(_entry(row) for row in rows if row.entry is not None)
        return Glance(stored, rows[0].turn, rows[0].seen, rows[0].used, standing)

    async def write(
        self, glance: Glance, drafts: Sequence[Draft], *, at: datetime, delivery: str
    ) -> tuple[Entry, ...] | None:
        """Write what was looked at before; None where that holds no more, and nothing is written then."""
        person = glance.person.id
        if self._transaction.excludes:
            return await Entries(self._transaction).add(person, drafts, by=person, at=at, delivery=delivery)
        values = {
            "whose": person,
            "looked_at": glance.turn,
            "at": at,
            "delivery": delivery,
            "lines": _JSON.encode([_said(position, draft) for position, draft in enumerate(drafts)]),
        }
        try:
            made = await self._transaction.alone(_WRITE, values)
        except asyncpg.UniqueViolationError:
            # The same delivery, for somebody else: it wrote first.
            return None
        if not made:
            return None
        return tuple(Entry(row.id, person, draft) for row, draft in zip(made, drafts, strict=True))


def _said(position: int, draft: Draft) -> Mapping[str, object]:
    """A line of `_LINES`."""
    return {
        "position": position,
        "day": draft.day.isoformat(),
        "minutes": draft.minutes,
        "project": draft.project,
        "note": draft.note,
        "start_at": draft.start and draft.start.isoformat(),
        "end_at": draft.end and draft.end.isoformat(),
        "zone": draft.zone,
        "kind": draft.kind,
        "packed": packed((draft,)),
    }


def _entry(row: Any) -> Entry:  # noqa: ANN401 - a row of `_LOOK`
    draft = Draft(row.day, row.minutes, row.project, row.note, row.start_at, row.end_at, row.written_in, row.kind)
    return Entry(row.entry, row.id, draft)
