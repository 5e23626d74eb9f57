"""Who holds the codes of a survey, and codes on their way to the worker.

The rule to keep: a code is sealed before it comes here, and goes when it was used or a day has passed.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update

from bot.surveys.ports import Holder
from storage.schema import holders
from storage.transaction import Transaction


class Holders:
    """See `bot.surveys.ports.Holders`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def appoint(self, survey: str, people: Sequence[tuple[int, str]]) -> None:
        """These hold the codes, in this order, by these names."""
        rows = [
            {"survey": survey, "place": place, "person": person, "name": name, "tries": 0, "delivery": ""}
            for place, (person, name) in enumerate(people)
        ]
        await self._transaction.run(insert(holders), rows)

    async def of(self, survey: str) -> tuple[Holder, ...]:
        """Who they are, in that order."""
        found = select(holders).where(holders.c.survey == survey).order_by(holders.c.place)
        return tuple(
            Holder(row.person, row.place, row.code or b"", row.until, row.tries, row.tried_on, row.delivery)
            for row in await self._transaction.run(found)
        )

    async def put(self, survey: str, person: int, sealed: bytes, until: datetime, delivery: str) -> None:
        """A code, in the place of whatever code of theirs was there."""
        await self._transaction.run(
            update(holders)
            .where(holders.c.survey == survey, holders.c.person == person)
            .values(code=sealed, until=until, delivery=delivery)
        )

    async def tried(self, survey: str, person: int, day: date, tries: int) -> None:
        """So many tries on this day."""
        await self._transaction.run(
            update(holders)
            .where(holders.c.survey == survey, holders.c.person == person)
            .values(tried_on=day, tries=tries)
        )

    async def forget(self, survey: str, person: int | None = None) -> None:
        """Delete somebody's code, or everybody's."""
        forgotten = update(holders).where(holders.c.survey == survey).values(code=None, until=None)
        await self._transaction.run(forgotten if person is None else forgotten.where(holders.c.person == person))

    async def dismiss(self, survey: str) -> None:
        """Nobody holds a code of it any more."""
        await self._transaction.run(delete(holders).where(holders.c.survey == survey))
