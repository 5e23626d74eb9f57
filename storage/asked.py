"""How many people asked about which topic, by calendar month.

The rule to keep: a month that is over is folded whole, in one transaction: what too few asked leaves nothing.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import BindParameter, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.schema import asked, asked_counts, asked_keys
from storage.transaction import Transaction

_MONTH: BindParameter[str] = bindparam("of")
_PROVE = upsert(asked_keys).on_conflict_do_nothing(index_elements=["month"])
_PROOF = select(asked_keys.c.proof).where(asked_keys.c.month == _MONTH)
_ADD = upsert(asked).on_conflict_do_nothing(index_elements=["month", "topic", "tag"])
_MONTHS = (
    select(asked_keys.c.month)
    .where(asked_keys.c.month < _MONTH)
    .union(select(asked.c.month).where(asked.c.month < _MONTH))
)
_NUMBERS = select(asked.c.topic, func.count().label("people")).where(asked.c.month == _MONTH).group_by(asked.c.topic)
_KEEP = upsert(asked_counts).on_conflict_do_nothing(index_elements=["month", "topic"])
_GONE = (
    delete(asked).where(asked.c.month == _MONTH),
    delete(asked_keys).where(asked_keys.c.month == _MONTH),
)
_OLD = delete(asked_counts).where(asked_counts.c.month < _MONTH)
_BANDS = select(asked_counts).order_by(asked_counts.c.month, asked_counts.c.people.desc(), asked_counts.c.topic)


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

    async def add(self, month: str, topic: str, tag: bytes) -> None:
        """Somebody asked; nothing happens where they have before."""
        await self._transaction.run(_ADD, {"month": month, "topic": topic, "tag": tag})

    async def months(self, before: str) -> Sequence[str]:
        """The months before that one of which there is still something, in order."""
        return sorted((await self._transaction.run(_MONTHS, {"of": before})).scalars())

    async def numbers(self, month: str) -> Mapping[str, int]:
        """By topic, how many people asked in a month that is not folded."""
        return {row.topic: row.people for row in await self._transaction.run(_NUMBERS, {"of": month})}

    async def fold(self, month: str, bands: Mapping[str, int]) -> None:
        """Keep the bands by topic, and of the month nothing else."""
        if bands:
            rows = [{"month": month, "topic": topic, "people": band} for topic, band in bands.items()]
            await self._transaction.run(_KEEP, rows)
        for statement in _GONE:
            await self._transaction.run(statement, {"of": month})

    async def forget(self, before: str) -> None:
        """Delete the bands of months before that one."""
        await self._transaction.run(_OLD, {"of": before})

    async def bands(self) -> Sequence[tuple[str, str, int]]:
        """What is kept: month, topic and band, the largest first."""
        return [(row.month, row.topic, row.people) for row in await self._transaction.run(_BANDS)]
