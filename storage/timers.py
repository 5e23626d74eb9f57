"""Timers, one running a person.

The rule to keep: the index of running timers is what holds this, not the code.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.timesheet.entry import Timer
from storage.schema import timers
from storage.transaction import Transaction

_RUNNING = select(timers).where(timers.c.person == bindparam("person"), timers.c.stopped_at.is_(None))
_LAST = (
    select(timers)
    .where(timers.c.person == bindparam("person"), timers.c.stopped_at.is_not(None))
    .order_by(timers.c.stopped_at.desc(), timers.c.id.desc())
    .limit(1)
)
_STARTED_BY = select(timers).where(timers.c.started_by == bindparam("delivery"))
_STOPPED_BY = select(timers).where(timers.c.stopped_by == bindparam("delivery"))
_START = upsert(timers).on_conflict_do_nothing(index_elements=["started_by"]).returning(timers)


class Timers:
    """See `bot.ports.Timers`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def running(self, person: int) -> Timer | None:
        """The timer that runs, if one does."""
        return _timer((await self._transaction.run(_RUNNING, {"person": person})).one_or_none())

    async def last(self, person: int) -> Timer | None:
        """The timer stopped last."""
        return _timer((await self._transaction.run(_LAST, {"person": person})).one_or_none())

    async def started_by(self, delivery: str) -> Timer | None:
        """The timer that a delivery has started."""
        return _timer((await self._transaction.run(_STARTED_BY, {"delivery": delivery})).one_or_none())

    async def stopped_by(self, delivery: str) -> Timer | None:
        """The timer that a delivery has stopped."""
        return _timer((await self._transaction.run(_STOPPED_BY, {"delivery": delivery})).one_or_none())

    async def start(
        self, person: int, *, at: datetime, zone: str, project: str | None, note: str, delivery: str
    ) -> Timer:
        """Start one, or give the one this delivery has started. The database refuses a second running one."""
        values = {
            "person": person,
            "started_at": at,
            "zone": zone,
            "project": project,
            "note": note,
            "started_by": delivery,
        }
        started = _timer((await self._transaction.run(_START, values)).one_or_none())
        started = started or await self.started_by(delivery)
        if started is None:
            raise LookupError("the timer that this delivery started is gone")
        return started

    async def stop(self, timer: Timer, *, at: datetime, delivery: str) -> bool:
        """Stop it; False where it was stopped already, by this delivery or another."""
        stopped = await self._transaction.run(
            update(timers)
            .where(timers.c.id == timer.id, timers.c.stopped_at.is_(None))
            .values(stopped_at=at, stopped_by=delivery)
        )
        return stopped.rowcount == 1


def _timer(row: Row[Any] | None) -> Timer | None:
    if row is None:
        return None
    return Timer(row.id, row.person, row.started_at, row.zone, row.project, row.note, row.stopped_at)
