"""Figures of groups, what they are made of, and what is kept for the next comparison.

The rule to keep: one statement a question, however many people there are; who is in a group is asked of `people` as it
is now.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.hours.ports import Decision, Mark, Present
from bot.hours.release import packed, unpacked
from bot.hours.rule import Rule, Span
from storage.schema import entries, group_figures, group_marks, offs, people
from storage.transaction import Transaction, Values

# Whoever has restricted what is done with their data is in no figure.
_HERE = (people.c.active, people.c.restricted_on.is_(None), people.c.division == bindparam("of"))
_WORKED = (
    *_HERE,
    entries.c.person == people.c.id,
    entries.c.kind == "work",
    entries.c.day.between(bindparam("first"), bindparam("last")),
)
_DIVISIONS = (
    select(people.c.division)
    .where(people.c.active, people.c.division.is_not(None))
    .distinct()
    .order_by(people.c.division)
)
_LOGGED = (
    select(entries.c.project, entries.c.person, func.sum(entries.c.minutes).label("minutes"))
    .where(*_WORKED)
    .group_by(entries.c.project, entries.c.person)
)
_PEOPLE = select(people.c.id, people.c.policy).where(*_HERE).order_by(people.c.id)
_DAYS = select(entries.c.person, entries.c.day).where(*_WORKED).distinct()
_OFF = select(offs.c.person, offs.c.day).where(
    *_HERE,
    offs.c.person == people.c.id,
    offs.c.minutes.is_(None),
    offs.c.day.between(bindparam("first"), bindparam("last")),
)
_PUT = upsert(group_figures).on_conflict_do_nothing().returning(group_figures.c.division)
_GET = (
    select(group_figures)
    .where(group_figures.c.division == bindparam("of"), group_figures.c.first < bindparam("before"))
    .order_by(group_figures.c.first.desc())
    .limit(2)
)
_later = group_figures.alias("later")
_NEWEST = (
    select(group_figures)
    .where(
        ~select(_later.c.first)
        .where(_later.c.division == group_figures.c.division, _later.c.first > group_figures.c.first)
        .exists()
    )
    .order_by(group_figures.c.division)
)
_MARKS = select(group_marks).order_by(group_marks.c.division, group_marks.c.row)
_NONCES = select(group_marks.c.nonce).order_by(group_marks.c.division, group_marks.c.row).with_for_update()
_mark = upsert(group_marks)
_MARK = _mark.on_conflict_do_update(
    index_elements=["division", "row"],
    set_={name: _mark.excluded[name] for name in ("last", "nonce", "proof", "tags")},
)
_FORGET = delete(group_marks).where(group_marks.c.division == bindparam("of"), group_marks.c.row == bindparam("which"))


class Figures:
    """See `bot.hours.ports.Figures`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def divisions(self) -> tuple[str, ...]:
        """The divisions that somebody employed is in, by name."""
        return tuple((await self._transaction.run(_DIVISIONS)).scalars())

    async def logged(self, division: str, span: Span) -> Mapping[str | None, Mapping[int, int]]:
        """Minutes of work by project and person."""
        found: dict[str | None, dict[int, int]] = defaultdict(dict)
        for row in await self._transaction.run(_LOGGED, _of(division, span)):
            found[row.project][row.person] = int(row.minutes)
        return found

    async def present(self, division: str, span: Span) -> Sequence[Present]:
        """Everybody employed in it."""
        asked = _of(division, span)
        policies = {row.id: row.policy for row in await self._transaction.run(_PEOPLE, {"of": division})}
        logged, off = await self._days(_DAYS, asked), await self._days(_OFF, asked)
        return [
            Present(policy, frozenset(logged[person]), frozenset(off[person])) for person, policy in policies.items()
        ]

    async def put(self, decision: Decision) -> bool:
        """Keep a decision; False where there is one of this span."""
        row = {
            "division": decision.division,
            "first": decision.span.first,
            "last": decision.span.last,
            "rule": decision.rule,
            "told": packed(decision.told) if decision.told else None,
        }
        return (await self._transaction.run(_PUT, row)).scalar_one_or_none() is not None

    async def get(self, division: str, *, before: date | None = None) -> tuple[Decision, ...]:
        """The last two decisions, newest first; of spans that began before a day."""
        rows = await self._transaction.run(_GET, {"of": division, "before": before or date.max})
        return tuple(map(_decision, rows))

    async def newest(self) -> tuple[Decision, ...]:
        """The last decision of each division, by name."""
        return tuple(map(_decision, await self._transaction.run(_NEWEST)))

    async def marks(self) -> tuple[Mark, ...]:
        """What is kept for comparing, of all divisions."""
        return tuple(
            Mark(row.division, row.row, row.last, row.nonce, row.proof, row.tags)
            for row in await self._transaction.run(_MARKS)
        )

    async def nonces(self) -> Collection[bytes]:
        """Those of all marks; nobody else changes them until this transaction ends."""
        return set((await self._transaction.run(_NONCES)).scalars())

    async def mark(self, marks: Collection[Mark]) -> None:
        """Keep it, in the place of what was kept of the same rows."""
        rows = [
            {
                "division": mark.division,
                "row": mark.row,
                "last": mark.last,
                "nonce": mark.nonce,
                "proof": mark.proof,
                "tags": mark.tags,
            }
            for mark in marks
        ]
        if rows:
            await self._transaction.run(_MARK, rows)

    async def forget(self, marks: Collection[Mark]) -> None:
        """Keep it no longer."""
        for mark in marks:
            await self._transaction.run(_FORGET, {"of": mark.division, "which": mark.row})

    async def _days(self, statement: Any, asked: Values) -> dict[int, set[date]]:  # noqa: ANN401
        found: dict[int, set[date]] = defaultdict(set)
        for row in await self._transaction.run(statement, asked):
            found[row.person].add(row.day)
        return found


def _of(division: str, span: Span) -> Values:
    return {"of": division, "first": span.first, "last": span.last}


def _decision(row: Row[Any]) -> Decision:
    told = unpacked(row.told) if row.told else None
    return Decision(row.division, Rule(row.rule), Span(row.first, row.last), told)
