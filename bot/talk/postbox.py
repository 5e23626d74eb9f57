"""The postbox: what the process that talks to people can do with threads without a name.

The rule to keep: a text is sealed here, before the first statement that carries it, and no person, delivery or time
goes with it. Nothing here can open what waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.errors import Refusal
from bot.ports import Clock, Store
from bot.surveys.ballot import Code
from bot.surveys.ports import Sealer
from bot.talk.ports import Comment, Heading, Line, Waiting
from bot.talk.thread import Letter, answer_mark, mark_of, packed, seat_of, thread_of

MOST_WRONG = 1_000_000
"""Wrong codes an hour, of everybody together: out of reach for typing, and far too few for guessing.

A code has 80 random bits. Whoever tried so many every hour for a year, with a thousand threads to hit, would open one
with a chance below one in a hundred thousand million. A limit that one person could reach would be worse than none:
with nonsense they would shut everybody out of their threads. And a limit for each person would need to be kept who
comes with codes, which is who has one.
"""
SHOWN = 50
"""Threads that HR is shown at once."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread as its author finds it."""

    lines: Sequence[Line]
    waiting: int
    """Messages that HR does not have yet."""


class Postbox:
    """Takes sealed messages, and shows what has arrived."""

    def __init__(
        self, store: Store, sealer: Sealer, clock: Clock, zone: tzinfo, *, most_wrong: int = MOST_WRONG
    ) -> None:
        self._store = store
        self._sealer = sealer
        self._clock = clock
        self._zone = zone
        self._most_wrong = most_wrong

    async def ready(self) -> bool:
        """Whether there is a key to seal to: the worker makes it."""
        async with self._store.begin() as work:
            return bool(await work.threads.inboxes())

    async def put(self, code: Code, text: str, seen: int) -> None:
        """Keep a message for one of the next mornings. `seen`: messages that stood in the thread. Raises `TooLong`."""
        thread, seat, mark = thread_of(code), seat_of(code), mark_of(code, seen, text)
        async with self._store.begin() as work:
            inboxes = await work.threads.inboxes()
            order = await work.threads.number_waiting(seat)
        if not inboxes:
            raise Refusal("talk.not_ready")
        inbox = inboxes[0]
        sealed = self._sealer.seal(inbox.public, packed(Letter(thread, order, text)), mark)
        async with self._store.begin() as work:
            # Whoever destroys an old key waits for this, or this for them.
            await work.threads.lock()
            there = any(one.number == inbox.number for one in await work.threads.inboxes())
            if there:
                await work.threads.put(Waiting(mark, seat, inbox.number, self._today(), sealed))
        if not there:
            raise Refusal("talk.not_ready")

    async def read(self, code: Code) -> Thread:
        """The thread of a code. Refuses a wrong one, and everything once too many were wrong."""
        hour = int(self._clock.now().timestamp()) // 3600
        async with self._store.begin() as work:
            wrong = await work.threads.wrong_codes(hour)
            lines = await work.threads.of(thread_of(code))
            waiting = await work.threads.number_waiting(seat_of(code))
        if wrong >= self._most_wrong:
            raise Refusal("talk.too_many", "code")
        if not lines and not waiting:
            async with self._store.begin() as work:
                await work.threads.count_wrong(hour)
            raise Refusal("talk.wrong_code", "code")
        return Thread(lines, waiting)

    async def erase(self, code: Code) -> None:
        """Delete the thread of a code. Once more does no harm."""
        async with self._store.begin() as work:
            await work.threads.lock()
            await work.threads.erase(thread_of(code), seat_of(code))

    async def answered_on(self) -> date | None:
        """The day on which HR last answered any thread: the same for whoever asks."""
        async with self._store.begin() as work:
            return await work.threads.answered_on()

    # For HR.

    async def unanswered(self) -> int:
        """How many threads wait for an answer."""
        async with self._store.begin() as work:
            return await work.threads.number_unanswered()

    async def headings(self) -> Sequence[Heading]:
        """The threads that have arrived."""
        async with self._store.begin() as work:
            return await work.threads.headings(SHOWN)

    async def comments(self) -> Sequence[Comment]:
        """Comments of surveys about which HR may ask back and has not; of many, some at random."""
        async with self._store.begin() as work:
            return await work.threads.comments(SHOWN)

    async def lines(self, thread: bytes) -> Sequence[Line]:
        """What stands in one. Refuses where it is gone."""
        async with self._store.begin() as work:
            found = await work.threads.of(thread)
        if not found:
            raise Refusal("talk.thread_gone")
        return found

    async def answer(self, thread: bytes, text: str, seen: int) -> None:
        """Put HR's answer into a thread. The same again is harmless."""
        async with self._store.begin() as work:
            await work.threads.lock()
            there = bool(await work.threads.of(thread))
            if there:
                await work.threads.add(thread, answer_mark(thread, seen, text), self._today(), text, from_hr=True)
                await work.threads.set_answered(self._today())
        if not there:
            raise Refusal("talk.thread_gone")

    def _today(self) -> date:
        now: datetime = self._clock.now()
        return now.astimezone(self._zone).date()
