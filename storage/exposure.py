"""What the database holds of people as a whole, for the case that somebody has read it.

The rule to keep: numbers alone; who they are the directory says.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Table, func, select

from bot.privacy.ports import Exposed
from bot.privacy.record import Kind
from storage.schema import metadata, people
from storage.transaction import Transaction


def kinds() -> Sequence[Kind]:
    """What each table of people holds, and which lengths are set for it."""
    return [
        Kind(table.name, _kinds(table), frozenset(column.info["keep"].kept for column in table.columns) - {None})
        for table in metadata.sorted_tables
        if _whose(table) is not None
    ]


class Exposure:
    """See `bot.privacy.ports.Exposure`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def tables(self) -> Sequence[Exposed]:
        """Each table with rows about people: the kinds of data in it, how many rows, and of how many people."""
        found = []
        for table in metadata.sorted_tables:
            whose = _whose(table)
            if whose is None:
                continue
            counted = select(func.count().label("rows"), func.count(whose.distinct()).label("people"))
            row = (await self._transaction.run(counted.select_from(table).where(whose.is_not(None)))).one()
            if row.rows:
                found.append(Exposed(table.name, _kinds(table), row.rows, row.people))
        return found

    async def numbers(self) -> Sequence[int]:
        """Everybody who is in the database, whether they are still here or not."""
        return (await self._transaction.run(select(people.c.id).order_by(people.c.id))).scalars().all()


def _whose(table: Table) -> Column[Any] | None:
    return table.c.id if table is people else table.c.get("person")


def _kinds(table: Table) -> tuple[str, ...]:
    return tuple(sorted({column.info["kind"].name.replace("_", " ").lower() for column in table.columns}))
