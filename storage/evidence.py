"""Coded notes from interviews and from observation."""

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.evidence.sides import Direction, Note, Source
from storage.schema import evidence
from storage.transaction import Transaction

_NOTE = upsert(evidence).on_conflict_do_nothing(index_elements=["delivery"])
_OF = select(evidence).where(evidence.c.campaign == bindparam("of")).order_by(evidence.c.id)


class Evidence:
    """See `bot.evidence.ports.Evidence`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note(self, campaign: int, note: Note, *, by: int, delivery: str) -> None:
        """Write one down; a second delivery changes nothing."""
        row = {
            "campaign": campaign,
            "source": note.source,
            "factor": note.factor,
            "direction": note.direction,
            "by": by,
            "delivery": delivery,
        }
        await self._transaction.run(_NOTE, row)

    async def of(self, campaign: int) -> tuple[Note, ...]:
        """All notes of a rollout."""
        rows = await self._transaction.run(_OF, {"of": campaign})
        return tuple(Note(Source(row.source), row.factor, Direction(row.direction)) for row in rows)

    async def last(self, campaign: int, by: int) -> int | None:
        """The number of this person's last note of a rollout; None where there is none."""
        mine = (evidence.c.campaign == campaign, evidence.c.by == by)
        found: int | None = (await self._transaction.run(select(func.max(evidence.c.id)).where(*mine))).scalar()
        return found

    async def take_back(self, campaign: int, by: int, note: int) -> bool:
        """Take one of this person's notes off again; False where it is gone already."""
        this = (evidence.c.id == note, evidence.c.campaign == campaign, evidence.c.by == by)
        return (await self._transaction.run(delete(evidence).where(*this))).rowcount == 1
