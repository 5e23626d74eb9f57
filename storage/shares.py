"""Weeks that people share with their lead.

The rule to keep: to take one back empties it, in the row itself; what is left says only that there was one.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.hours.ports import Share
from storage.schema import shares
from storage.transaction import Transaction

_PUT = upsert(shares).on_conflict_do_nothing(index_elements=["delivery"]).returning(shares)
_GET = select(shares).where(shares.c.id == bindparam("which"))
_OF = (
    select(shares)
    .where(shares.c.person == bindparam("whose"), shares.c.taken_back_at.is_(None))
    .order_by(shares.c.id.desc())
)


class Shares:
    """See `bot.hours.ports.Shares`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def put(self, share: Share, delivery: str) -> Share | None:
        """Keep one; None where this delivery has been here. The number is given."""
        row = {
            "person": share.person,
            "lead": share.lead,
            "first": share.first,
            "content": json.dumps(share.days),
            "at": share.at,
            "taken_back_at": None,
            "delivery": delivery,
        }
        kept = (await self._transaction.run(_PUT, row)).one_or_none()
        return _share(kept) if kept else None

    async def get(self, share: int) -> Share | None:
        """One of them."""
        row = (await self._transaction.run(_GET, {"which": share})).one_or_none()
        return _share(row) if row else None

    async def of(self, person: int) -> tuple[Share, ...]:
        """What somebody shares now, newest first."""
        return tuple(map(_share, await self._transaction.run(_OF, {"whose": person})))

    async def take_back(self, share: int, person: int, at: datetime) -> bool:
        """From now on nobody is shown it; False where it is not this person's, or was taken back."""
        taken = (
            update(shares)
            .where(shares.c.id == share, shares.c.person == person, shares.c.taken_back_at.is_(None))
            .values(taken_back_at=at, content=None)
        )
        return (await self._transaction.run(taken)).rowcount == 1


def _share(row: Row[Any]) -> Share:
    days = tuple(json.loads(row.content)) if row.content else ()
    return Share(row.id, row.person, row.lead, row.first, days, row.at, row.taken_back_at)
