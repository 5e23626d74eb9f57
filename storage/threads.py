"""Threads without a name.

The rule to keep: nothing here takes or gives a person, a delivery or a time of day; what waits and what has arrived
share nothing that can be read without the code or the key.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.talk.ports import Comment, Heading, Inbox, Line, Waiting
from storage.schema import talk_desk, talk_inboxes, talk_messages, talk_waiting
from storage.transaction import Transaction

_ONLY = 1
_FIRST = 1
"""The place of a thread's first message. Comments of a survey stand before it."""
_SIT_DOWN = upsert(talk_desk).on_conflict_do_nothing(index_elements=["id"])
_PUT = upsert(talk_waiting).on_conflict_do_nothing(index_elements=["mark"])
_LAST = (
    select(talk_messages.c.thread, func.max(talk_messages.c.place).label("place"))
    .group_by(talk_messages.c.thread)
    .subquery()
)
_ENDS = select(talk_messages.c.thread, talk_messages.c.place, talk_messages.c.day, talk_messages.c.from_hr).join(
    _LAST, and_(_LAST.c.thread == talk_messages.c.thread, _LAST.c.place == talk_messages.c.place)
)


class Threads:
    """See `bot.talk.ports.Threads`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def lock(self) -> None:
        """Let others who write wait until this transaction ends."""
        await self._transaction.run(_SIT_DOWN, {"id": _ONLY, "hour": 0, "wrong": 0})
        await self._transaction.run(select(talk_desk.c.id).where(talk_desk.c.id == _ONLY).with_for_update())

    async def inboxes(self) -> Sequence[Inbox]:
        """All of them, newest first."""
        rows = await self._transaction.run(select(talk_inboxes).order_by(talk_inboxes.c.number.desc()))
        return [Inbox(row.number, row.year, row.public, row.wrapped or b"") for row in rows]

    async def make_inbox(self, inbox: Inbox) -> None:
        """Seal to this one from now on."""
        row = {"number": inbox.number, "year": inbox.year, "public": inbox.public, "wrapped": inbox.wrapped or None}
        await self._transaction.run(upsert(talk_inboxes), row)

    async def drop_inbox(self, number: int) -> None:
        """Its key is destroyed."""
        await self._transaction.run(delete(talk_inboxes).where(talk_inboxes.c.number == number))

    async def put(self, waiting: Waiting) -> None:
        """Keep a message; the same again, or one that has arrived already, changes nothing."""
        arrived = select(talk_messages.c.mark).where(talk_messages.c.mark == waiting.mark)
        if (await self._transaction.run(arrived)).scalar_one_or_none() is not None:
            return
        row = {
            "mark": waiting.mark,
            "seat": waiting.seat,
            "inbox": waiting.inbox,
            "day": waiting.day,
            "sealed": waiting.sealed,
        }
        await self._transaction.run(_PUT, row)

    async def waiting(self, before: date) -> Sequence[Waiting]:
        """What was written before a day, by mark."""
        found = select(talk_waiting).where(talk_waiting.c.day < before).order_by(talk_waiting.c.mark)
        rows = await self._transaction.run(found)
        return [Waiting(row.mark, row.seat, row.inbox, row.day, row.sealed) for row in rows]

    async def number_waiting(self, seat: bytes | None = None) -> int:
        """How many wait; of one seat if one is given."""
        found = select(func.count()).select_from(talk_waiting)
        return await self._number(found if seat is None else found.where(talk_waiting.c.seat == seat))

    async def take(self, mark: bytes) -> None:
        """It is not waiting any more."""
        await self._transaction.run(delete(talk_waiting).where(talk_waiting.c.mark == mark))

    async def add(self, thread: bytes, mark: bytes, day: date, text: str, *, from_hr: bool) -> bool:
        """Put a message behind the others of its thread. False where it is there already."""
        last = select(func.coalesce(func.max(talk_messages.c.place), 0)).where(talk_messages.c.thread == thread)
        place = await self._number(last) + 1
        row = {"thread": thread, "place": place, "mark": mark, "day": day, "from_hr": from_hr, "text": text}
        put = upsert(talk_messages).on_conflict_do_nothing(index_elements=["mark"]).returning(talk_messages.c.place)
        return (await self._transaction.run(put, row)).scalar_one_or_none() is not None

    async def begin(self, thread: bytes, day: date, comments: Sequence[tuple[bytes, str]]) -> None:
        """Begin a thread with comments of a survey, each with its mark. They stand before its first message."""
        rows = [
            {
                "thread": thread,
                "place": place - len(comments) + 1,
                "mark": mark,
                "day": day,
                "from_hr": False,
                "text": said,
            }
            for place, (mark, said) in enumerate(comments)
        ]
        await self._transaction.run(upsert(talk_messages).on_conflict_do_nothing(), rows)

    async def comments(self, limit: int) -> Sequence[Comment]:
        """Threads that hold nothing but such comments, in random order."""
        first = (
            select(talk_messages.c.thread, func.min(talk_messages.c.place).label("place"))
            .group_by(talk_messages.c.thread)
            .having(func.max(talk_messages.c.place) < _FIRST)
            .subquery()
        )
        found = select(talk_messages.c.thread, talk_messages.c.text).join(
            first, and_(first.c.thread == talk_messages.c.thread, first.c.place == talk_messages.c.place)
        )
        rows = await self._transaction.run(found.order_by(func.random()).limit(limit))
        return [Comment(row.thread, row.text) for row in rows]

    async def of(self, thread: bytes) -> Sequence[Line]:
        """What stands in a thread, in order."""
        found = select(talk_messages).where(talk_messages.c.thread == thread).order_by(talk_messages.c.place)
        return [Line(row.day, row.from_hr, row.text) for row in await self._transaction.run(found)]

    async def headings(self, limit: int) -> Sequence[Heading]:
        """Threads: first those that wait for an answer, the oldest of them first; then the others, newest first."""
        ends = _ENDS.subquery()
        waits = select(ends).where(_waits(ends)).order_by(ends.c.day, ends.c.thread).limit(limit)
        found = [Heading(row.thread, row.day, waits=True) for row in await self._transaction.run(waits)]
        if len(found) < limit:
            others = select(ends).where(ends.c.from_hr.is_(True)).order_by(ends.c.day.desc(), ends.c.thread)
            rows = await self._transaction.run(others.limit(limit - len(found)))
            found += [Heading(row.thread, row.day, waits=False) for row in rows]
        return found

    async def number_unanswered(self) -> int:
        """How many threads wait for an answer."""
        ends = _ENDS.subquery()
        return await self._number(select(func.count()).select_from(ends).where(_waits(ends)))

    async def erase(self, thread: bytes, seat: bytes) -> bool:
        """Delete a thread with all that waits for it. False where there was none."""
        gone = await self._transaction.run(delete(talk_messages).where(talk_messages.c.thread == thread))
        unsent = await self._transaction.run(delete(talk_waiting).where(talk_waiting.c.seat == seat))
        return gone.rowcount + unsent.rowcount > 0

    async def forget(self, before: date) -> None:
        """Delete threads whose last message came before a day, and what has waited since before it."""
        over = (
            select(talk_messages.c.thread)
            .group_by(talk_messages.c.thread)
            .having(func.max(talk_messages.c.day) < before)
        )
        await self._transaction.run(delete(talk_messages).where(talk_messages.c.thread.in_(over)))
        await self._transaction.run(delete(talk_waiting).where(talk_waiting.c.day < before))

    async def sorted_on(self) -> date | None:
        """The day of the last post."""
        return await self._day("sorted_on")

    async def set_sorted(self, day: date) -> None:
        """The post of a day is done."""
        await self._note(sorted_on=day)

    async def answered_on(self) -> date | None:
        """The day on which HR last answered any thread."""
        return await self._day("answered_on")

    async def set_answered(self, day: date) -> None:
        """HR has answered one."""
        await self._note(answered_on=day)

    async def wrong_codes(self, hour: int) -> int:
        """How many wrong codes were tried in an hour, whoever it was."""
        found = select(talk_desk.c.wrong).where(talk_desk.c.id == _ONLY, talk_desk.c.hour == hour)
        return (await self._transaction.run(found)).scalar_one_or_none() or 0

    async def count_wrong(self, hour: int) -> None:
        """One more."""
        await self.lock()
        same = update(talk_desk).where(talk_desk.c.id == _ONLY, talk_desk.c.hour == hour)
        if (await self._transaction.run(same.values(wrong=talk_desk.c.wrong + 1))).rowcount != 1:
            await self._note(hour=hour, wrong=1)

    async def _note(self, **values: Any) -> None:  # noqa: ANN401 - the values of columns
        await self._transaction.run(update(talk_desk).where(talk_desk.c.id == _ONLY).values(values))

    async def _day(self, name: str) -> date | None:
        found = select(talk_desk.c[name]).where(talk_desk.c.id == _ONLY)
        day: date | None = (await self._transaction.run(found)).scalar_one_or_none()
        return day

    async def _number(self, found: Any) -> int:  # noqa: ANN401 - any statement that counts
        return int((await self._transaction.run(found)).scalar_one())


def _waits(ends: Subquery) -> ColumnElement[bool]:
    return and_(ends.c.from_hr.is_(False), ends.c.place >= _FIRST)
