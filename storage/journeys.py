"""Everybody's way through the campaigns.

The rule to keep: everybody of the audience has a row that looks like everybody's, so that no row tells anything.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.ports import Journey
from storage.schema import Instant, Number, campaigns, journeys, outbox, people
from storage.transaction import Transaction

_AT_ONCE = datetime.min.replace(tzinfo=UTC)
LEFT = "left"

_of_it: ColumnElement[bool] = and_(
    people.c.active, or_(bindparam("audience") == EVERYBODY, people.c.division == bindparam("audience"))
)
_new = (
    select(
        bindparam("of", type_=Number),
        people.c.id,
        bindparam("joined", type_=Instant()),
        null(),
        null(),
        true(),
        literal(""),
        null(),
        literal(""),
        literal(""),
        literal(""),
    )
    .where(_of_it, ~exists().where(journeys.c.campaign == bindparam("of"), journeys.c.person == people.c.id))
    .order_by(people.c.id)
)
_ENTER = (
    upsert(journeys)
    .from_select([column.name for column in journeys.columns], _new)
    .on_conflict_do_nothing(index_elements=["campaign", "person"])
)
_there = exists().where(people.c.id == journeys.c.person, _of_it)
_LEAVE = (
    update(journeys)
    .where(
        journeys.c.campaign == bindparam("of"),
        journeys.c.void.is_(False),
        # Whoever has left may come back; and what is over for them may leave them a last note to come.
        or_(
            and_(or_(journeys.c.done == "", journeys.c.due_at.is_not(None)), ~_there),
            and_(journeys.c.done == LEFT, _there),
        ),
    )
    .values(void=True)
)
_GET = select(journeys).where(journeys.c.campaign == bindparam("of"), journeys.c.person == bindparam("whose"))
_VOID = update(journeys).where(journeys.c.campaign == bindparam("of")).values(void=True)
_VOID_PERSON = update(journeys).where(journeys.c.person == bindparam("whose")).values(void=True, since=None)
_OPEN = (
    select(journeys)
    .join(campaigns, campaigns.c.id == journeys.c.campaign)
    .where(campaigns.c.state.not_in([State.DRAFT, State.CLOSED]))
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(of=journeys, skip_locked=True)
)
# Two statements, because each has an index, and for both at once SQLite reads every journey there is.
_ANEW = _OPEN.where(journeys.c.void)
_DUE = _OPEN.where(journeys.c.due_at <= bindparam("now"), ~journeys.c.void)
_LOCK = (
    select(journeys)
    .where(journeys.c.campaign == bindparam("of"), journeys.c.person.in_(bindparam("people", expanding=True)))
    # In one order everywhere, so that two processes cannot wait for one another.
    .order_by(journeys.c.person)
    .with_for_update()
)
_PUT = (
    update(journeys)
    .where(journeys.c.campaign == bindparam("of"), journeys.c.person == bindparam("whose"))
    .values(
        due_at=bindparam("due"),
        since=bindparam("from"),
        void=bindparam("again", type_=Boolean()),
        last_step=bindparam("step"),
        last_day=bindparam("day"),
        prompts=bindparam("had"),
        held=bindparam("kept"),
        done=bindparam("why"),
    )
)
_WITHDRAW = (
    delete(outbox)
    .where(
        # Found by the people; see `storage.mail`.
        outbox.c.campaign.concat("") == bindparam("of"),
        outbox.c.person.in_(bindparam("people", expanding=True)),
        outbox.c.not_before.is_not(None),
        outbox.c.sending.is_(False),
        # A row anew would not know that it may have arrived.
        outbox.c.maybe_twice.is_(False),
    )
    .returning(outbox.c.person, outbox.c.step, outbox.c.occasion, outbox.c.fate)
)
_open = campaigns.c.state.not_in([State.DRAFT, State.CLOSED])
_ANY_VOID = (
    select(journeys.c.person)
    .join(campaigns, campaigns.c.id == journeys.c.campaign)
    .where(journeys.c.void, _open)
    .limit(1)
)
_NEXT = (
    select(func.min(journeys.c.due_at, type_=journeys.c.due_at.type))
    .join(campaigns, campaigns.c.id == journeys.c.campaign)
    .where(journeys.c.due_at.is_not(None), _open)
)


class Journeys:
    """See `bot.campaigns.ports.Journeys`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def enter(self, campaign: Campaign, at: datetime, *, joins: bool) -> int:
        """Everybody of its audience who is not on the way yet is so from now on. Returns how many."""
        values = {"of": campaign.id, "audience": campaign.audience, "joined": at if joins else None}
        return (await self._transaction.run(_ENTER, values)).rowcount

    async def get(self, campaign: int, person: int) -> Journey | None:
        """Where somebody is in it, or was; None where they never were on the way."""
        row = (await self._transaction.run(_GET, {"of": campaign, "whose": person})).one_or_none()
        return _journey(row) if row else None

    async def leave(self, campaign: Campaign) -> int:
        """Whoever is not of its audience any more, or is so again, is planned anew. Returns how many."""
        return (await self._transaction.run(_LEAVE, {"of": campaign.id, "audience": campaign.audience})).rowcount

    async def void(self, campaign: int) -> None:
        """Plan a whole campaign anew with the next tick."""
        await self._transaction.run(_VOID, {"of": campaign})

    async def void_person(self, person: int) -> None:
        """Plan somebody anew with the next tick, wherever they are on the way."""
        await self._transaction.run(_VOID_PERSON, {"whose": person})

    async def due(self, now: datetime, limit: int) -> Sequence[Journey]:
        """Who is to be planned anew or is due, by campaign and person; locked until the end, without locked ones."""
        rows = list((await self._transaction.run(_ANEW, {"limit": limit})).all())
        if len(rows) < limit:
            rows += (await self._transaction.run(_DUE, {"now": now, "limit": limit - len(rows)})).all()
        return sorted(map(_journey, rows), key=lambda journey: (journey.campaign, journey.person))

    async def lock(self, campaign: int, people: Collection[int]) -> Mapping[int, Journey]:
        """The journeys of these people, which nobody else touches until this transaction ends."""
        rows = await self._transaction.run(_LOCK, {"of": campaign, "people": list(people)})
        return {row.person: _journey(row) for row in rows}

    async def put(self, journeys: Iterable[Journey]) -> None:
        """Write down where these are now."""
        rows = [
            {
                "of": journey.campaign,
                "whose": journey.person,
                "due": journey.due_at,
                "from": journey.since,
                "again": journey.void,
                "step": journey.last_step,
                "day": journey.last_day,
                "had": " ".join(sorted(journey.prompts)),
                "kept": " ".join(sorted(journey.held)),
                "why": journey.done,
            }
            for journey in journeys
        ]
        if rows:
            await self._transaction.run(_PUT, rows)

    async def withdraw(self, campaign: int, people: Collection[int]) -> Mapping[int, frozenset[str]]:
        """Take back what these are owed and nobody is handing over. Gives `step@occasion` of the prompts among it."""
        found: dict[int, set[str]] = {}
        if people:
            for row in await self._transaction.run(_WITHDRAW, {"of": str(campaign), "people": list(people)}):
                if row.fate is None:
                    found.setdefault(row.person, set()).add(f"{row.step}@{row.occasion}")
        return {person: frozenset(keys) for person, keys in found.items()}

    async def next_due(self) -> datetime | None:
        """The earliest instant at which somebody is due; the beginning of time where somebody is to be planned."""
        if (await self._transaction.run(_ANY_VOID)).first() is not None:
            return _AT_ONCE
        due: datetime | None = (await self._transaction.run(_NEXT)).scalar_one()
        return due


def _journey(row: Row[Any]) -> Journey:
    return Journey(
        campaign=row.campaign,
        person=row.person,
        joined_at=row.joined_at,
        due_at=row.due_at,
        since=row.since,
        void=row.void,
        last_step=row.last_step,
        last_day=row.last_day,
        prompts=frozenset(row.prompts.split()),
        held=frozenset(row.held.split()),
        done=row.done,
    )
