"""HR's words beside answers, version by version.

The rule to keep: a version is never changed, only published and taken back, each once.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.faq.addition import Addition, Where
from storage.schema import additions
from storage.transaction import Transaction

_other = additions.alias()
_its_last = select(func.max(_other.c.number)).where(_other.c.topic == additions.c.topic)
_NEWEST = (
    select(additions)
    .where(
        or_(
            additions.c.number == _its_last.scalar_subquery(),
            additions.c.number == _its_last.where(_other.c.approved_at.is_not(None)).scalar_subquery(),
        )
    )
    .order_by(additions.c.topic, additions.c.number)
)
_OF = _NEWEST.where(additions.c.topic == bindparam("about"))
_GET = select(additions).where(additions.c.id == bindparam("which"))
_ADD = upsert(additions).on_conflict_do_nothing(index_elements=["topic", "number"]).returning(additions.c.id)


class Additions:
    """See `bot.faq.ports.Additions`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, addition: Addition) -> bool:
        """Write the next version; False where somebody else has written this number."""
        row = {
            "topic": addition.topic,
            "number": addition.number,
            "place": addition.where,
            "content": json.dumps(addition.words, ensure_ascii=False),
            "by": addition.by,
            "at": addition.at,
        }
        return (await self._transaction.run(_ADD, row)).scalar_one_or_none() is not None

    async def of(self, topic: str) -> Sequence[Addition]:
        """The last version of a topic and the last that was published, in their order."""
        return [_addition(row) for row in await self._transaction.run(_OF, {"about": topic})]

    async def all(self) -> Mapping[str, Sequence[Addition]]:
        """The same of every topic that has any."""
        found: dict[str, list[Addition]] = {}
        for row in await self._transaction.run(_NEWEST):
            found.setdefault(row.topic, []).append(_addition(row))
        return found

    async def get(self, number: int) -> Addition | None:
        """One version, by its id."""
        row = (await self._transaction.run(_GET, {"which": number})).one_or_none()
        return _addition(row) if row else None

    async def publish(self, number: int, *, by: int, at: datetime) -> bool:
        """Show it from now on; False where it is published already, or a later version has been written."""
        later = exists().where(_other.c.topic == additions.c.topic, _other.c.number > additions.c.number)
        done = await self._transaction.run(
            update(additions)
            .where(additions.c.id == number, additions.c.approved_at.is_(None), ~later)
            .values(approved_by=by, approved_at=at)
        )
        return done.rowcount == 1

    async def take_back(self, number: int, *, by: int, at: datetime) -> bool:
        """Show it no more; False where it is not published, or taken back already."""
        done = await self._transaction.run(
            update(additions)
            .where(additions.c.id == number, additions.c.approved_at.is_not(None), additions.c.taken_back_at.is_(None))
            .values(taken_back_by=by, taken_back_at=at)
        )
        return done.rowcount == 1


def _addition(row: Row[Any]) -> Addition:
    return Addition(
        topic=row.topic,
        number=row.number,
        where=Where(row.place),
        words=json.loads(row.content),
        by=row.by,
        at=row.at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        taken_back_by=row.taken_back_by,
        taken_back_at=row.taken_back_at,
        id=row.id,
    )
