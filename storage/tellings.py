"""What HR was told about campaigns and is still to be handed to somebody.

The rule to keep: whoever moves the mark forward hands it on, in the same transaction, and nobody else does.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.campaigns.ports import Notice, Told
from storage.schema import notices, tellings
from storage.transaction import Transaction

_WAITING = (
    select(notices)
    .outerjoin(tellings, tellings.c.campaign == notices.c.campaign)
    .where(notices.c.id > func.coalesce(tellings.c.upto, 0))
    .order_by(notices.c.id)
    .limit(bindparam("limit"))
)
_mark = upsert(tellings)
_PASSED = _mark.on_conflict_do_update(
    index_elements=["campaign"], set_={"upto": _mark.excluded.upto}, where=tellings.c.upto < _mark.excluded.upto
).returning(tellings.c.campaign)


class Tellings:
    """See `bot.campaigns.console.ports.Tellings`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def waiting(self, limit: int) -> Sequence[Notice]:
        """Notices that are on their way to nobody yet, oldest first."""
        rows = await self._transaction.run(_WAITING, {"limit": limit})
        return [Notice(row.campaign, Told(row.told), row.step, row.reason, row.at, row.id) for row in rows]

    async def passed(self, notice: Notice) -> bool:
        """This one, and all before it of its campaign, are on their way; False where somebody else has seen to it."""
        marked = await self._transaction.run(_PASSED, {"campaign": notice.campaign, "upto": notice.id})
        return marked.scalar_one_or_none() is not None
