"""How many people asked about which topic, and whether it helped, by calendar month.

The rule to keep: a month that is over is folded whole, in one transaction: what too few did leaves nothing.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import BindParameter, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.faq.ports import Deed, Of
from storage.schema import asked, asked_counts, asked_keys
from storage.transaction import Transaction

_MONTH: BindParameter[str] = bindparam("of")
_PROVE = upsert(asked_keys).on_conflict_do_nothing(index_elements=["month"])
_PROOF = select(asked_keys.c.proof).where(asked_keys.c.month == _MONTH)
_ADD = upsert(asked).on_conflict_do_nothing(index_elements=["month", "topic", "deed", "tag"])
_MONTHS = (
    select(asked_keys.c.month)
    .where(asked_keys.c.month < _MONTH)
    .union(select(asked.c.month).where(asked.c.month < _MONTH))
)
_NUMBERS = (
    select(asked.c.topic, asked.c.deed, func.count().label("people"))
    .where(asked.c.month == _MONTH)
    .group_by(asked.c.topic, asked.c.deed)
)
_KEEP = upsert(asked_counts).on_conflict_do_nothing(index_elements=["month", "topic", "deed"])
_GONE = (
    delete(asked).where(asked.c.month == _MONTH),
    delete(asked_keys).where(asked_keys.c.month == _MONTH),
)
_OLD = delete(asked_counts).where(asked_counts.c.month < _MONTH)
_BANDS = select(asked_counts).order_by(asked_counts.c.month, asked_counts.c.topic, asked_counts.c.deed)


class Asked:
    """See `bot.faq.ports.Asked`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def proof(self, month: str) -> bytes | None:
        """What the month's key is known by; None while there is none."""
        found: bytes | None = (await self._transaction.run(_PROOF, {"of": month})).scalar_one_or_none()
        return found

    async def prove(self, month: str, proof: bytes) -> None:
        """Say what the month's key is known by; whoever is first is right."""
        await self._transaction.run(_PROVE, {"month": month, "proof": proof})

    async def add(self, month: str, topic: str, deed: Deed, tag: bytes) -> None:
        """Somebody did this; nothing happens where they have before."""
        await self._transaction.run(_ADD, {"month": month, "topic": topic, "deed": deed, "tag": tag})

    async def months(self, before: str) -> Sequence[str]:
        """The months before that one of which there is still something, in order."""
        return sorted((await self._transaction.run(_MONTHS, {"of": before})).scalars())

    async def numbers(self, month: str) -> Mapping[Of, int]:
        """How many people did what in a month that is not folded."""
        found = await self._transaction.run(_NUMBERS, {"of": month})
        return {(row.topic, Deed(row.deed)): row.people for row in found}

    async def fold(self, month: str, bands: Mapping[Of, int]) -> None:
        """Keep the bands, and of the month nothing else."""
        if bands:
            rows = [
                {"month": month, "topic": topic, "deed": deed, "people": band} for (topic, deed), band in bands.items()
            ]
            await self._transaction.run(_KEEP, rows)
        for statement in _GONE:
            await self._transaction.run(statement, {"of": month})

    async def forget(self, before: str) -> None:
        """Delete the bands of months before that one."""
        await self._transaction.run(_OLD, {"of": before})

    async def bands(self) -> Mapping[str, Mapping[Of, int]]:
        """What is kept, by month."""
        found: dict[str, dict[Of, int]] = {}
        for row in await self._transaction.run(_BANDS):
            found.setdefault(row.month, {})[row.topic, Deed(row.deed)] = row.people
        return found
