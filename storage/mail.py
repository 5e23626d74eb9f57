"""What campaigns owe and what became of it.

The rule to keep: a settled row stays, with nothing to wait for (`not_before` is None), so that claiming never meets it
and its key is never free again. What goes without a trace has no fate, and no statement that counts or lists sees it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Integer, Row, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.mail import NO_ANSWER, RESTORED, Care, Failure, Fate, Had, Parcel, Posted, Settled, Tally
from storage.schema import got_it, outbox
from storage.transaction import Transaction, Values

_WORD = 200
"""Characters of a platform's own word that are kept."""
_LOST = (Fate.FAILED, Fate.UNREACHABLE)

_owe = upsert(outbox)
_OWE = _owe.on_conflict_do_update(
    index_elements=["campaign", "step", "occasion", "recipient"],
    # What was skipped never went: once the meeting has moved, it may make sense again.
    set_={
        name: _owe.excluded[name]
        for name in ("fate", "reason", "settled_at", "not_before", "body", "insists", "attempts", "maybe_twice")
    },
    where=outbox.c.fate == Fate.SKIPPED,
)
_SETTLE = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("row"),
        outbox.c.fate.is_not(None),
        or_(outbox.c.not_before == bindparam("lease"), bindparam("what") == Fate.SENT),
    )
    .values(
        fate=bindparam("what"),
        reason=bindparam("why"),
        settled_at=bindparam("at"),
        not_before=None,
        sending=False,
        maybe_twice=or_(outbox.c.maybe_twice, bindparam("doubtful", type_=Boolean())),
    )
)
_WITHDRAW = delete(outbox).where(
    outbox.c.campaign == bindparam("whose"),
    outbox.c.not_before.is_not(None),
    outbox.c.sending.is_(False),
    outbox.c.maybe_twice.is_(False),
)
_HAD = (
    select(outbox.c.person, outbox.c.step, outbox.c.occasion, outbox.c.fate, outbox.c.reason, outbox.c.settled_at)
    .where(
        outbox.c.person.in_(bindparam("people", expanding=True)),
        # Found by the people: by the campaign, which SQLite believes to be few, it would read all that was ever sent.
        outbox.c.campaign.concat("") == bindparam("whose"),
        outbox.c.fate.is_not(None),
    )
    .order_by(outbox.c.id)
)
_STATUS = (
    select(outbox.c.step, outbox.c.fate, outbox.c.reason, outbox.c.maybe_twice, func.count().label("many"))
    .where(outbox.c.campaign == bindparam("whose"), outbox.c.fate.is_not(None))
    .group_by(outbox.c.fate, outbox.c.step, outbox.c.reason, outbox.c.maybe_twice)
    .order_by(outbox.c.fate, outbox.c.step, outbox.c.reason, outbox.c.maybe_twice)
)
_POSTS = (
    select(outbox)
    .where(outbox.c.campaign == bindparam("whose"), outbox.c.person.is_(None), outbox.c.fate.is_not(None))
    .order_by(outbox.c.id)
)
_LIST = (
    select(
        outbox.c.id,
        outbox.c.person,
        outbox.c.recipient,
        outbox.c.step,
        outbox.c.occasion,
        outbox.c.fate,
        outbox.c.reason,
        outbox.c.maybe_twice,
        outbox.c.settled_at,
    )
    .where(outbox.c.campaign == bindparam("whose"), outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_FAILED = _LIST.where(outbox.c.fate.in_(_LOST))
_DOUBTFUL = _LIST.where(outbox.c.fate.is_not(None), outbox.c.maybe_twice)
_RESEND = (
    update(outbox)
    .where(
        outbox.c.campaign == bindparam("whose"),
        outbox.c.fate.in_(_LOST),
        outbox.c.reason != NO_ANSWER,
        outbox.c.maybe_twice.is_(False),
    )
    .values(fate=Fate.QUEUED, reason="", settled_at=None, not_before=bindparam("now"), attempts=0, sending=False)
)

_SKIP_DUE = (
    update(outbox)
    .where(outbox.c.not_before <= bindparam("now"), outbox.c.fate.is_not(None))
    .values(fate=Fate.SKIPPED, reason=RESTORED, settled_at=bindparam("now"), not_before=None, sending=False)
)
_DROP_DUE = delete(outbox).where(outbox.c.not_before <= bindparam("now"), outbox.c.fate.is_(None))
_DUE = select(func.count()).where(outbox.c.not_before <= bindparam("now"), outbox.c.fate.is_not(None))
_GOT_IT = upsert(got_it).on_conflict_do_nothing(index_elements=["campaign", "step", "mark"])
_SENT_TO = select(func.count()).where(
    outbox.c.person == bindparam("whose"),
    outbox.c.campaign != "",
    outbox.c.fate == Fate.SENT,
    outbox.c.settled_at >= bindparam("since"),
)
_PRESSED = select(func.count()).where(
    got_it.c.campaign == bindparam("whose"), got_it.c.step == bindparam("step"), got_it.c.day < bindparam("before")
)
_GOT = select(func.count()).where(
    outbox.c.campaign == bindparam("whose"),
    outbox.c.fate == Fate.SENT,
    outbox.c.step == bindparam("step"),
    outbox.c.settled_at < bindparam("begin"),
    outbox.c.person.is_not(None),
)


class Mail:
    """See `bot.mail.Mail`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def owe(self, parcels: Collection[Parcel]) -> None:
        """Write rows; those whose key exists stay as they are, unless they were skipped."""
        if parcels:
            await self._transaction.run(_OWE, [_row(parcel) for parcel in parcels])

    async def settle(self, settled: Sequence[Settled]) -> None:
        """Write down what became of rows in hand."""
        if not settled:
            return
        # In one order everywhere, so that two processes cannot wait for one another.
        rows = sorted(settled, key=lambda one: one.id)
        await self._transaction.run(
            _SETTLE,
            [
                {
                    "row": one.id,
                    "what": one.fate,
                    "why": _word(one.reason),
                    "at": one.at,
                    "lease": one.lease,
                    "doubtful": one.doubtful,
                }
                for one in rows
            ],
        )

    async def withdraw(self, campaign: str, step: str | None = None) -> int:
        """Take back what is queued and not being handed over. Returns how many."""
        statement = _WITHDRAW if step is None else _WITHDRAW.where(outbox.c.step == step)
        return (await self._transaction.run(statement, {"whose": campaign})).rowcount

    async def had(self, campaign: str, people: Collection[int]) -> Mapping[int, tuple[Had, ...]]:
        """What these people have had, oldest row first; whoever had nothing is missing."""
        if not people:
            return {}
        found: dict[int, list[Had]] = {}
        for row in await self._transaction.run(_HAD, {"whose": campaign, "people": list(people)}):
            had = Had(row.person, row.step, row.occasion, Fate(row.fate), row.reason, row.settled_at)
            found.setdefault(row.person, []).append(had)
        return {person: tuple(had) for person, had in found.items()}

    async def posts(self, campaign: str) -> tuple[Posted, ...]:
        """What channels have had, oldest row first."""
        return tuple(
            Posted(
                channel=row.recipient.removeprefix("channel:"),
                step=row.step,
                occasion=row.occasion,
                fate=Fate(row.fate),
                reason=row.reason,
                at=row.settled_at,
                maybe_twice=row.maybe_twice,
            )
            for row in await self._transaction.run(_POSTS, {"whose": campaign})
        )

    async def status(self, campaign: str) -> tuple[Tally, ...]:
        """How many people of each step stand alike."""
        rows = await self._transaction.run(_STATUS, {"whose": campaign})
        # Channels are taken off again: among the people they would cost the index.
        channels = Counter((one.step, one.fate, one.reason, one.maybe_twice) for one in await self.posts(campaign))
        tallies = (Tally(row.step, Fate(row.fate), row.reason, row.maybe_twice, row.many) for row in rows)
        people = (
            replace(one, count=one.count - channels[one.step, one.fate, one.reason, one.maybe_twice]) for one in tallies
        )
        return tuple(one for one in people if one.count)

    async def failed(
        self, campaign: str, step: str | None = None, *, after: int = 0, limit: int = 500
    ) -> tuple[Failure, ...]:
        """Who was not reached, by row."""
        statement = _FAILED if step is None else _FAILED.where(outbox.c.step == step)
        values = {"whose": campaign, "after": after, "limit": limit}
        return tuple(map(_failure, await self._transaction.run(statement, values)))

    async def doubtful(self, campaign: str, *, after: int = 0, limit: int = 500) -> tuple[Failure, ...]:
        """Who may have got something twice, by row."""
        values = {"whose": campaign, "after": after, "limit": limit}
        return tuple(map(_failure, await self._transaction.run(_DOUBTFUL, values)))

    async def resend(self, campaign: str, step: str | None, now: datetime) -> int:
        """Queue again what surely did not arrive. Returns how many."""
        statement = _RESEND if step is None else _RESEND.where(outbox.c.step == step)
        return (await self._transaction.run(statement, {"whose": campaign, "now": now})).rowcount

    async def got_it(self, campaign: str, step: str, mark: str, day: date) -> None:
        """Count a press once."""
        await self._transaction.run(_GOT_IT, {"campaign": campaign, "step": step, "mark": mark, "day": day})

    async def read_by(self, campaign: str, step: str, before: date, begin: datetime) -> tuple[int, int]:
        """How many presses there were before a day, and how many people had been sent the step before it began."""
        whose = {"whose": campaign, "step": step}
        pressed: int = (await self._transaction.run(_PRESSED, whose | {"before": before})).scalar_one()
        got: int = (await self._transaction.run(_GOT, whose | {"begin": begin})).scalar_one()
        return pressed, got

    async def sent_to(self, person: int, since: datetime) -> int:
        """How many messages of campaigns somebody has been sent since an instant."""
        counted = await self._transaction.run(_SENT_TO, {"whose": person, "since": since})
        return int(counted.scalar_one())

    async def due(self, now: datetime) -> int:
        """How many messages of campaigns are due by now."""
        many: int = (await self._transaction.run(_DUE, {"now": now})).scalar_one()
        return many

    async def skip_due(self, now: datetime) -> int:
        """Skip everything that is due by now; how many messages of campaigns that were."""
        await self._transaction.run(_DROP_DUE, {"now": now})
        return (await self._transaction.run(_SKIP_DUE, {"now": now})).rowcount


def _row(parcel: Parcel) -> Values:
    """Raises ValueError for a parcel that nobody can get, or whose fate is the postman's to say."""
    queued = parcel.fate is Fate.QUEUED
    if not parcel.campaign or (parcel.person is None) is not bool(parcel.channel):
        raise ValueError("a parcel has a campaign, and one recipient")
    if not queued and (parcel.fate is not Fate.SKIPPED or parcel.care is Care.PROMPT):
        raise ValueError("only what leaves a trace can be skipped beforehand, and nothing be more than that")
    return {
        "campaign": parcel.campaign,
        "step": parcel.step,
        "occasion": parcel.occasion,
        "recipient": f"channel:{parcel.channel}" if parcel.person is None else f"person:{parcel.person}",
        "person": parcel.person,
        "body": parcel.body,
        "not_before": parcel.not_before if queued else None,
        "attempts": 0,
        "sending": False,
        "fate": None if parcel.care is Care.PROMPT else parcel.fate,
        "reason": _word(parcel.reason),
        "settled_at": None if queued else parcel.not_before,
        "insists": parcel.care is Care.ANNOUNCEMENT,
        "maybe_twice": False,
    }


def _word(reason: str) -> str:
    """A reason as it can be stored: a platform may say anything."""
    return "".join(sign for sign in reason[:_WORD] if sign.isprintable())


def _failure(row: Row[Any]) -> Failure:
    return Failure(
        id=row.id,
        person=row.person,
        channel=row.recipient.removeprefix("channel:") if row.person is None else "",
        step=row.step,
        occasion=row.occasion,
        fate=Fate(row.fate),
        reason=row.reason,
        maybe_twice=row.maybe_twice,
        at=row.settled_at,
    )
