"""What is owed to whom.

The rule to keep: a settled row of what the bot says by itself is gone. None says that something was delivered, or
decided not to be. Rows of campaigns stay; see `storage.mail`.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Row, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.mail import Care
from bot.ports import Owed
from storage.people import LATEST
from storage.schema import accounts, lanes, outbox, people
from storage.transaction import Transaction, Values

_OWE = upsert(outbox).on_conflict_do_nothing(index_elements=["campaign", "step", "occasion", "recipient"])
_OWE_ONE = _OWE.returning(outbox.c.id)
_DUE = (
    select(outbox.c.id)
    .where(outbox.c.not_before <= bindparam("now"))
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(_DUE))
    .values(not_before=bindparam("lease"))
    .returning(
        outbox.c.id,
        outbox.c.step,
        outbox.c.occasion,
        outbox.c.body,
        outbox.c.person,
        outbox.c.not_before,
        outbox.c.attempts,
        outbox.c.sending,
        outbox.c.campaign,
        outbox.c.recipient,
        outbox.c.fate,
        outbox.c.insists,
        outbox.c.maybe_twice,
    )
)
_WHERE_TO = (
    select(accounts.c.person, accounts.c.platform, accounts.c.workspace, accounts.c.address)
    .join(people, people.c.id == accounts.c.person)
    .where(accounts.c.person.in_(bindparam("people", expanding=True)))
    # An account that is let in, then on the platform that they prefer, then where they were met last.
    .order_by(
        accounts.c.person,
        accounts.c.active.desc(),
        case((accounts.c.platform == people.c.platform, 0), else_=1),
        *LATEST,
    )
)
_NEXT = select(func.min(outbox.c.not_before, type_=outbox.c.not_before.type)).where(outbox.c.not_before.is_not(None))
_SENDING = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("rows", expanding=True)), outbox.c.not_before == bindparam("lease"))
    .values(sending=True)
    .returning(outbox.c.id)
)
_SENDING_AGAIN = _SENDING.values(maybe_twice=True)
_DONE = delete(outbox).where(outbox.c.id.in_(bindparam("rows", expanding=True)))
_place = upsert(lanes)
_PACE = _place.on_conflict_do_update(
    index_elements=["lane"],
    set_={
        "free_at": case((lanes.c.free_at > bindparam("now"), lanes.c.free_at), else_=bindparam("now"))
        + bindparam("gap")
    },
    where=lanes.c.free_at <= bindparam("latest"),
).returning(lanes.c.free_at)
_LATER = _place.excluded.held_until
_HOLD = _place.on_conflict_do_update(
    index_elements=["lane"],
    set_={
        "free_at": case((lanes.c.free_at > _LATER, lanes.c.free_at), else_=_LATER),
        "held_until": _LATER,
    },
    where=lanes.c.held_until < _LATER,
)
_HELD = select(lanes.c.lane, lanes.c.held_until).where(
    lanes.c.lane.in_(bindparam("lanes", expanding=True)), lanes.c.held_until > bindparam("now")
)


class Outbox:
    """See `bot.ports.Outbox`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def owe(self, person: int, step: str, occasion: str, *, not_before: datetime, body: str = "") -> bool:
        """Write a row; False where this key exists already."""
        owed = await self._transaction.run(_OWE_ONE, _row(person, step, occasion, not_before, body))
        return owed.scalar_one_or_none() is not None

    async def owe_each(self, rows: Collection[tuple[int, str, str, datetime]]) -> None:
        """Write many rows: person, step, occasion, not before. Those whose key exists already stay as they are."""
        if rows:
            await self._transaction.run(_OWE, [_row(*row, "") for row in rows])

    async def waits(self, step: str, occasion: str) -> bool:
        """Whether somebody is still owed this."""
        found = select(outbox.c.id).where(outbox.c.campaign == "", outbox.c.step == step, outbox.c.occasion == occasion)
        return (await self._transaction.run(found.limit(1))).first() is not None

    async def claim(self, now: datetime, *, limit: int, lease: float) -> tuple[Owed, ...]:
        """Take what is due for `lease` seconds, the longest waiting first."""
        values = {"now": now, "limit": limit, "lease": now + timedelta(seconds=lease)}
        rows = sorted((await self._transaction.run(_CLAIM, values)).all(), key=lambda row: row.id)
        if not rows:
            return ()
        where_to: dict[int, Row[Any]] = {}
        readers = {row.person for row in rows if row.person is not None}
        for place in await self._transaction.run(_WHERE_TO, {"people": sorted(readers)}):
            where_to.setdefault(place.person, place)
        return tuple(_owed(row, where_to.get(row.person)) for row in rows)

    async def sending(self, *owed: Owed) -> frozenset[int]:
        """Note that these are handed over now; gives the numbers of those that may be."""
        ours: set[int] = set()
        leases = {(one.not_before, one.uncertain) for one in owed}
        for lease, uncertain in sorted(leases):
            rows = sorted(one.id for one in owed if (one.not_before, one.uncertain) == (lease, uncertain))
            values = {"rows": rows, "lease": lease}
            noted = await self._transaction.run(_SENDING_AGAIN if uncertain else _SENDING, values)
            ours.update(noted.scalars())
        return frozenset(ours)

    async def done(self, *owed: Owed) -> None:
        """Handed over, or decided not to be: the rows go without a trace."""
        await self._transaction.run(_DONE, {"rows": sorted(one.id for one in owed)})

    async def postpone(self, owed: Owed, until: datetime, *, counts: bool) -> None:
        """Try again later. Nothing happens where the lease has run out and somebody else may have it."""
        await self._transaction.run(
            update(outbox)
            .where(outbox.c.id == owed.id, outbox.c.not_before == owed.not_before)
            .values(
                not_before=until,
                attempts=owed.attempts + (1 if counts else 0),
                sending=False,
                maybe_twice=owed.maybe_twice or owed.uncertain,
            )
        )

    async def doubt(self, owed: Owed, until: datetime) -> None:
        """Try once more later what may have arrived. Nothing happens where the lease has run out."""
        await self._transaction.run(
            update(outbox)
            .where(outbox.c.id == owed.id, outbox.c.not_before == owed.not_before)
            .values(not_before=until, attempts=owed.attempts + 1, sending=False, maybe_twice=True)
        )

    async def next_due(self) -> datetime | None:
        """The earliest instant at which something can be claimed."""
        due: datetime | None = (await self._transaction.run(_NEXT)).scalar_one()
        return due

    async def pace(self, lane: str, *, now: datetime, gap: float, patience: float = 5.0, places: int = 1) -> float:
        """Reserve the next places in a lane, `gap` seconds apart; the seconds until the first.

        Where that is further away than `patience`, none is reserved.
        """
        moment, span = now.timestamp(), gap * places
        values = {
            "lane": lane,
            "free_at": moment + span,
            "held_until": 0.0,
            "now": moment,
            "gap": span,
            "latest": moment + patience,
        }
        free_at = (await self._transaction.run(_PACE, values)).scalar_one_or_none()
        if free_at is not None:
            return max(0.0, float(free_at) - span - moment)
        held = await self._transaction.run(select(lanes.c.free_at).where(lanes.c.lane == lane))
        return max(0.0, float(held.scalar_one()) - moment)

    async def hold(self, lane: str, until: datetime) -> None:
        """Nobody sends in this lane before `until`."""
        moment = until.astimezone(UTC).timestamp()
        await self._transaction.run(_HOLD, {"lane": lane, "free_at": moment, "held_until": moment})

    async def held(self, names: Collection[str], now: datetime) -> Mapping[str, datetime]:
        """The lanes among these in which nobody sends, and until when."""
        rows = await self._transaction.run(_HELD, {"lanes": sorted(names), "now": now.timestamp()})
        return {row.lane: datetime.fromtimestamp(row.held_until, UTC) for row in rows}


def _row(person: int, step: str, occasion: str, not_before: datetime, body: str) -> Values:
    return {
        "campaign": "",
        "step": step,
        "occasion": occasion,
        "recipient": f"person:{person}",
        "person": person,
        "body": body,
        "not_before": not_before,
        "attempts": 0,
        "sending": False,
        "fate": None,
        "reason": "",
        "settled_at": None,
        "insists": False,
        "maybe_twice": False,
    }


def _owed(row: Row[Any], place: Row[Any] | None) -> Owed:
    if row.person is None:
        _, platform, workspace, address = row.recipient.split(":", 3)
    else:
        platform, workspace, address = (place.platform, place.workspace, place.address) if place else ("", "", "")
    return Owed(
        id=row.id,
        step=row.step,
        occasion=row.occasion,
        body=row.body,
        person=row.person,
        not_before=row.not_before,
        attempts=row.attempts,
        platform=platform,
        workspace=workspace,
        address=address,
        uncertain=row.sending,
        campaign=row.campaign,
        care=Care.PROMPT if row.fate is None else Care.ANNOUNCEMENT if row.insists else Care.REMINDER,
        maybe_twice=row.maybe_twice,
    )
