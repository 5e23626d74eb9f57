"""What HR and leads did in the rollouts.

The rule to keep: a line is written in the transaction of what it tells, and never changed.
"""

import json
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.campaigns.console.ports import Deed
from storage.schema import audit
from storage.transaction import Transaction

_NOTE = upsert(audit).on_conflict_do_nothing(index_elements=["delivery"]).returning(audit.c.id)
_SEEN = select(audit).where(audit.c.delivery == bindparam("key"))


class Audit:
    """See `bot.campaigns.console.ports.Audit`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note(self, deed: Deed) -> bool:
        """Write a line; False where this delivery has written one."""
        noted = await self._transaction.run(
            _NOTE,
            {
                "at": deed.at,
                "by": deed.by,
                "campaign": deed.campaign,
                "act": deed.act,
                "details": json.dumps(deed.details, ensure_ascii=False),
                "delivery": deed.delivery,
            },
        )
        return noted.scalar_one_or_none() is not None

    async def seen(self, delivery: str) -> Deed | None:
        """What a delivery has done, if it has come before."""
        row = (await self._transaction.run(_SEEN, {"key": delivery})).one_or_none()
        return _deed(row) if row else None

    async def page(self, campaign: int | None, *, before: int | None, limit: int) -> tuple[Deed, ...]:
        """The lines of a campaign, or of all, newest first; those older than `before`, a line's number."""
        wanted = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if campaign is not None:
            wanted = wanted.where(audit.c.campaign == campaign)
        if before is not None:
            wanted = wanted.where(audit.c.id < before)
        return tuple(_deed(row) for row in await self._transaction.run(wanted))


def _deed(row: Row[Any]) -> Deed:
    return Deed(
        at=row.at,
        by=row.by,
        campaign=row.campaign,
        act=row.act,
        details=json.loads(row.details),
        delivery=row.delivery,
        id=row.id,
    )
