"""Days off that a person has told.

The rule to keep: one row a person and day; why is not asked and has no column.
"""

from datetime import date

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.timesheet.entry import Off
from storage.schema import offs
from storage.transaction import Transaction

_DROPPED = "dropped"
"""Instead of a deleted row: it keeps the delivery, so that a late repetition does not bring the day off back."""
_BETWEEN = (
    select(offs)
    .where(offs.c.person == bindparam("person"), offs.c.day.between(bindparam("first"), bindparam("last")))
    .where(offs.c.kind != _DROPPED)
    .order_by(offs.c.day)
)
_new = upsert(offs)
_PUT = _new.on_conflict_do_update(
    index_elements=["person", "day"],
    set_={name: _new.excluded[name] for name in ("minutes", "kind", "delivery")},
    where=offs.c.delivery != _new.excluded.delivery,
)
_DROP = (
    update(offs)
    .where(offs.c.person == bindparam("whose"), offs.c.day == bindparam("on"), offs.c.kind != _DROPPED)
    .values(kind=_DROPPED, minutes=None)
)


class Offs:
    """See `bot.ports.Offs`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def between(self, person: int, first: date, last: date) -> tuple[Off, ...]:
        """The days off from first to last, both included."""
        rows = await self._transaction.run(_BETWEEN, {"person": person, "first": first, "last": last})
        return tuple(Off(row.day, row.minutes, row.kind) for row in rows)

    async def put(self, person: int, off: Off, *, delivery: str) -> None:
        """Store one day off; the same day again replaces it, the same delivery again changes nothing."""
        row = {"person": person, "day": off.day, "minutes": off.minutes, "kind": off.kind, "delivery": delivery}
        await self._transaction.run(_PUT, row)

    async def drop(self, person: int, day: date) -> bool:
        """Forget one; False where there was none."""
        dropped = await self._transaction.run(_DROP, {"whose": person, "on": day})
        return dropped.rowcount == 1
