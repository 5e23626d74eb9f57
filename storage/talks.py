"""Who wishes to talk with HR, by name.

The rule to keep: a second delivery writes nothing, and of two answers the first one stands.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.talk.ports import Talk
from storage.schema import talks
from storage.transaction import Transaction

_ASK = upsert(talks).on_conflict_do_nothing(index_elements=["delivery"]).returning(talks.c.id)


class Talks:
    """See `bot.talk.ports.Talks`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def ask(self, person: int, topic: str, slot: datetime | None, day: date, *, delivery: str) -> int | None:
        """Write one down. Gives its number; None where this delivery has written it already."""
        row = {"person": person, "topic": topic, "slot": slot, "day": day, "answer": "", "delivery": delivery}
        number: int | None = (await self._transaction.run(_ASK, row)).scalar_one_or_none()
        return number

    async def get(self, talk: int) -> Talk | None:
        """One of them."""
        row = (await self._transaction.run(select(talks).where(talks.c.id == talk))).one_or_none()
        return None if row is None else _talk(row)

    async def answer(self, talk: int, by: int, answer: str) -> bool:
        """Put HR's answer beside it; False where there is one already."""
        put = update(talks).where(talks.c.id == talk, talks.c.answer == "").values(answer=answer, answered_by=by)
        return (await self._transaction.run(put)).rowcount == 1

    async def forget(self, before: date) -> None:
        """Delete those that were written before a day."""
        await self._transaction.run(delete(talks).where(talks.c.day < before))


def _talk(row: Row[Any]) -> Talk:
    return Talk(row.id, row.person, row.topic, row.slot, row.answer, row.answered_by)
