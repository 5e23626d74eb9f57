"""Everything that is held of a person, as it is stored.

The rule to keep: it is found by walking the schema, so that a new table is in it without a line here. What is somebody
else's is left out, and each column left out is argued.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, Table, bindparam, func, or_, select

from bot.people import Role
from bot.privacy.ports import Amended, Row, Shelf
from storage.schema import history, metadata, people
from storage.transaction import Transaction

_PERSON = "person"

NOT_THEIRS: Mapping[str, frozenset[str]] = {
    # That they changed somebody else's entry, and when. What it says is its owner's.
    "history": frozenset({"person", "entry", "old", "new", "old_day", "new_day", "delivery", "position"}),
    # That they answered somebody's request. Who asked, what, and what they were told is theirs.
    "requests": frozenset({"person", "words", "answer", "delivery"}),
    # That they answered somebody who wished to talk.
    "talks": frozenset({"person", "topic", "slot", "day", "answer", "delivery"}),
    # That somebody shared a week with them. Which, and what was in it, is its owner's.
    "shares": frozenset({"person", "first", "content", "taken_back_at", "delivery"}),
    # That they looked. Whose it was is in the owner's own list.
    "looks": frozenset({"person", "delivery"}),
}
"""Columns of rows that are about somebody else, and on which this person only did something."""

_AMENDED = (
    select(history.c.at, history.c.by, history.c.new_day, history.c.old_day)
    .where(
        history.c.person == bindparam("whose"),
        # Whoever was erased was somebody else, too.
        or_(history.c.by.is_(None), history.c.by != bindparam("whose")),
    )
    .order_by(history.c.id.desc())
    .limit(bindparam("many", type_=Integer))
)


class Held:
    """See `bot.privacy.ports.Held`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of(
        self, person: int, *, tables: Collection[str] | None = None, latest: int | None = None
    ) -> Sequence[Shelf]:
        """Each table, or each of `tables`, that holds something of them; `latest` is how many rows of each at most."""
        found = []
        for table in metadata.sorted_tables:
            where = about(table, person) if tables is None or table.name in tables else None
            if where is None:
                continue
            number = (await self._transaction.run(select(func.count()).select_from(table).where(where))).scalar_one()
            if not number:
                continue
            shown = () if latest == 0 else await self._rows(table, where, person, latest)
            found.append(Shelf(table.name, tuple(column.name for column in table.columns), number, shown))
        return found

    async def amended(self, person: int, *, limit: int) -> Sequence[Amended]:
        """The last changes of their entries that somebody else has made."""
        rows = await self._transaction.run(_AMENDED, {"whose": person, "many": limit})
        return [Amended(row.at, row.by, row.new_day or row.old_day) for row in rows]

    async def _rows(self, table: Table, where: ColumnElement[bool], person: int, latest: int | None) -> tuple[Row, ...]:
        wanted = select(table).where(where).order_by(*(column.desc() for column in table.primary_key))
        rows = (await self._transaction.run(wanted if latest is None else wanted.limit(latest))).mappings()
        return tuple(_row(table, row, person) for row in rows)


def hands(table: Table) -> tuple[Column[Any], ...]:
    """The columns that name a person who did something to a row."""
    return tuple(
        key.parent
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is people and key.parent.name != _PERSON
    )


def about(table: Table, person: int) -> ColumnElement[bool] | None:
    """Which rows of a table hold something of somebody; None where none can."""
    if table is people:
        return people.c.id == person
    named = [column == person for column in hands(table)]
    if _PERSON in table.c:
        named.append(table.c[_PERSON] == person)
    return or_(*named) if named else None


def _row(table: Table, row: Mapping[Any, Any], person: int) -> Row:
    others = _PERSON in table.c and row[_PERSON] != person
    left_out = NOT_THEIRS[table.name] if others else frozenset()
    return {
        column.name: _plain(row[column.name], others=others and column in hands(table) and row[column.name] != person)
        for column in table.columns
        if column.name not in left_out
    }


def _plain(value: object, *, others: bool) -> object:
    match value:
        case _ if others:
            return None
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case frozenset():
            return " ".join(sorted(role.value if isinstance(role, Role) else str(role) for role in value))
        case _:
            return value
