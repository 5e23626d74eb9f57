"""When each person is next looked after, by kind.

The rule to keep: everybody has a row for every kind, whatever they did or set, so that the table tells nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.people import Person
from storage.people import PERSON, Defaults
from storage.schema import accounts, people, prompts
from storage.transaction import Transaction

_other = accounts.alias("other")
_ACCOUNT = (
    select(_other.c.id)
    .where(_other.c.person == people.c.id)
    .order_by(_other.c.latest.desc(), _other.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .correlate(people)
)
_DUE = (
    select(*PERSON, prompts.c.kind, prompts.c.due_at)
    .select_from(people)
    .join(prompts, prompts.c.person == people.c.id)
    .join(accounts, accounts.c.id == _ACCOUNT)
    .where(prompts.c.due_at <= bindparam("now"), people.c.active)
    .order_by(prompts.c.due_at, prompts.c.person)
    .limit(bindparam("limit"))
    .with_for_update(of=prompts, skip_locked=True)
)
_new = upsert(prompts)
_SET = _new.on_conflict_do_update(index_elements=["person", "kind"], set_={"due_at": _new.excluded.due_at})
_PLAN = upsert(prompts).on_conflict_do_nothing(index_elements=["person", "kind"])
_MISSING = (
    select(*PERSON)
    .select_from(people)
    .join(accounts, accounts.c.id == _ACCOUNT)
    .where(
        people.c.active,
        accounts.c.latest,
        ~select(prompts.c.kind).where(prompts.c.person == people.c.id, prompts.c.kind == bindparam("kind")).exists(),
    )
    .order_by(people.c.id)
    .limit(bindparam("limit"))
)
_NEXT = select(func.min(prompts.c.due_at, type_=prompts.c.due_at.type)).join(people).where(people.c.active)


class Prompts:
    """See `bot.ports.Prompts`."""

    __slots__ = ("_defaults", "_transaction")

    def __init__(self, transaction: Transaction, defaults: Defaults) -> None:
        self._transaction = transaction
        self._defaults = defaults

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[Person, str, datetime]]:
        """Who is due, the longest waiting first; locked until the end, without what others have locked."""
        rows = await self._transaction.run(_DUE, {"now": now, "limit": limit})
        return [(self._defaults.person(row), row.kind, row.due_at) for row in rows]

    async def set(self, person: int, kind: str, due: datetime | None) -> None:
        """Set the next due instant; None where there is none, which is remembered as well."""
        await self._transaction.run(_SET, {"person": person, "kind": kind, "due_at": due})

    async def plan(self, kind: str, due: Mapping[int, datetime | None]) -> None:
        """Set the first due instant of each person, unless one has been set."""
        if due:
            rows = [{"person": person, "kind": kind, "due_at": moment} for person, moment in due.items()]
            await self._transaction.run(_PLAN, rows)

    async def advance(self, due: Mapping[tuple[int, str], datetime | None]) -> None:
        """Set the next due instant of many, by person and kind."""
        if due:
            # In one order everywhere, so that two processes cannot wait for one another.
            rows = [{"person": person, "kind": kind, "due_at": due[person, kind]} for person, kind in sorted(due)]
            await self._transaction.run(_SET, rows)

    async def missing(self, kind: str, limit: int) -> Sequence[Person]:
        """People for whom this kind was never planned, or whose plan a new setting or zone has made void."""
        rows = await self._transaction.run(_MISSING, {"kind": kind, "limit": limit})
        return [self._defaults.person(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """The earliest due instant of all."""
        due: datetime | None = (await self._transaction.run(_NEXT)).scalar_one()
        return due
