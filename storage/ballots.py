"""The ballot box.

The rule to keep: what comes in here is sealed already, a mark and its ballot are written in one transaction, and no
statement joins the two tables.
"""

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.schema import ballots, marks
from storage.transaction import Transaction

_MARK = upsert(marks).on_conflict_do_nothing(index_elements=["survey", "person"]).returning(marks.c.survey)
_PUT = upsert(ballots).on_conflict_do_nothing(index_elements=["survey", "slot"]).returning(ballots.c.survey)


class Ballots:
    """See `bot.surveys.ports.Ballots`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def cast(self, survey: str, person: int, slot: bytes, sealed: bytes) -> bool:
        """Put in a ballot. False where this person has one in already; the very same slot again changes nothing.

        Raises LookupError, so that nothing is written, where somebody else's ballot lies in this slot.
        """
        marked = await self._transaction.run(_MARK, {"survey": survey, "person": person})
        if marked.scalar_one_or_none() is None:
            return await self.holds(survey, slot)
        put = await self._transaction.run(_PUT, {"survey": survey, "slot": slot, "sealed": sealed})
        if put.scalar_one_or_none() is None:
            raise LookupError("this slot is taken")
        await self._settle(survey)
        return True

    async def replace(self, survey: str, slot: bytes, sealed: bytes) -> bool:
        """Put a ballot in the place of another; False where there is none."""
        put = await self._transaction.run(
            update(ballots).where(ballots.c.survey == survey, ballots.c.slot == slot).values(sealed=sealed)
        )
        return put.rowcount == 1

    async def withdraw(self, survey: str, person: int, slot: bytes) -> bool:
        """Take a ballot out; False where there is none, or where this person has not answered."""
        if not await self.has_answered(survey, person):
            return False
        taken = await self._transaction.run(delete(ballots).where(ballots.c.survey == survey, ballots.c.slot == slot))
        if taken.rowcount != 1:
            return False
        await self._transaction.run(delete(marks).where(marks.c.survey == survey, marks.c.person == person))
        await self._settle(survey)
        return True

    async def has_answered(self, survey: str, person: int) -> bool:
        """Whether somebody has answered, until the survey is counted."""
        found = select(marks.c.person).where(marks.c.survey == survey, marks.c.person == person)
        return (await self._transaction.run(found)).scalar_one_or_none() is not None

    async def number(self, survey: str) -> int:
        """How many have answered."""
        found = select(func.count()).select_from(ballots).where(ballots.c.survey == survey)
        return int((await self._transaction.run(found)).scalar_one())

    async def all(self, survey: str) -> tuple[tuple[bytes, bytes], ...]:
        """Every slot and what is sealed in it, in the order of the slots."""
        found = select(ballots.c.slot, ballots.c.sealed).where(ballots.c.survey == survey).order_by(ballots.c.slot)
        return tuple((row.slot, row.sealed) for row in await self._transaction.run(found))

    async def empty(self, survey: str) -> None:
        """Take out everything, and forget who has answered."""
        await self._transaction.run(delete(ballots).where(ballots.c.survey == survey))
        await self._transaction.run(delete(marks).where(marks.c.survey == survey))

    async def holds(self, survey: str, slot: bytes) -> bool:
        """Whether there is a ballot in this slot."""
        found = select(ballots.c.survey).where(ballots.c.survey == survey, ballots.c.slot == slot)
        return (await self._transaction.run(found)).scalar_one_or_none() is not None

    async def _settle(self, survey: str) -> None:
        """Have SQLite lay the marks out anew, by person: inside a page cells lie in the order in which they came.

        The places of long ballots tell that order too, so the marks must not. PostgreSQL has nothing like it short of
        TRUNCATE, which is what stirring does.
        """
        if not self._transaction.excludes:
            return
        found = select(marks.c.survey, marks.c.person).where(marks.c.survey == survey).order_by(marks.c.person)
        rows = [{"survey": row.survey, "person": row.person} for row in await self._transaction.run(found)]
        await self._transaction.run(delete(marks).where(marks.c.survey == survey))
        if rows:
            await self._transaction.run(insert(marks), rows)
