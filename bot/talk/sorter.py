"""The sorter: once a day the worker opens what waits and puts it into the threads that HR reads.

The rule to keep: it alone holds the key, one a year; what leaves its hands is in random order and carries the day of
the post, never that of the writing. A tick may be missed, repeated, or run in two processes at once.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from bot.errors import places
from bot.ports import Clock, Store, Work
from bot.surveys.ports import Keys, Sealer
from bot.talk.ports import Inbox, Waiting
from bot.talk.thread import Letter, unpacked

log = logging.getLogger(__name__)

MORNING = time(7)
"""From when on a day's post is sorted, in the installation's zone."""
KEPT = timedelta(days=90)
"""After the last message of a thread, and after a wish to talk by name."""
_AT_LATEST = timedelta(days=2)
_HOUR = timedelta(hours=1)


class Sorter:
    """Ticks. `secret` wraps the key where no folder lasts; `stir` stirs what is stored."""

    def __init__(
        self,
        store: Store,
        sealer: Sealer,
        keys: Keys,
        stir: Callable[[], Awaitable[None]],
        clock: Clock,
        zone: tzinfo,
        *,
        secret: str = "",
    ) -> None:
        self._store = store
        self._sealer = sealer
        self._keys = keys
        self._stir = stir
        self._clock = clock
        self._zone = zone
        self._secret = secret
        self._stirred: datetime | None = None
        self._looked: date | None = None
        self._without: set[int] = set()
        self._told = ""

    async def tick(self) -> None:
        """See to the key, sort the day's post, stir. Trouble here does not stop what else the beat moves."""
        try:
            await self._tick()
        except Exception as bug:  # noqa: BLE001 - whatever it is, reminders and rollouts go on
            told = f"{type(bug).__name__} at {places(bug)}"
            if told != self._told:
                log.error("the post without names: %s", told)  # noqa: TRY400 - no values
            self._told = told
        else:
            self._told = ""

    async def _tick(self) -> None:
        here = self._clock.now().astimezone(self._zone)
        if self._looked != here.date():
            await self._see_to_key(here.year)
        if here.time() >= MORNING and await self._sort(here.date()):
            await self._stir()
            await self._destroy_old(here.year)
        self._looked = here.date()
        await self._stir_hourly()

    async def next_due(self) -> datetime | None:
        """The next post, if anything waits for it."""
        async with self._store.begin() as work:
            if not await work.threads.number_waiting():
                return None
            done = await work.threads.sorted_on()
        here = self._clock.now().astimezone(self._zone)
        day = here.date() + timedelta(days=1) if done == here.date() else here.date()
        return datetime.combine(day, MORNING, self._zone)

    async def _see_to_key(self, year: int) -> None:
        """Make this year's key, or another where its private half is not here any more."""
        async with self._store.begin() as work:
            await work.threads.lock()
            inboxes = await work.threads.inboxes()
            if any(one.year == year and self._private(one) is not None for one in inboxes):
                return
            private, public = self._sealer.pair()
            inbox = Inbox(max((one.number for one in inboxes), default=0) + 1, year, public)
            if self._secret:
                wrapped = self._sealer.wrap((self._secret,), private, inbox.name.encode())
                inbox = Inbox(inbox.number, year, public, wrapped)
            else:
                # Kept before anybody can seal to it. One left by a crash has sealed nothing.
                self._keys.shred(inbox.name)
                self._keys.keep(inbox.name, private)
            await work.threads.make_inbox(inbox)

    async def _sort(self, today: date) -> bool:
        """Sort the post of a day, once; False where that has been done."""
        async with self._store.begin() as work:
            await work.threads.lock()
            if await work.threads.sorted_on() == today:
                return False
            inboxes = {one.number: one for one in await work.threads.inboxes()}
            found: list[tuple[Waiting, Letter]] = []
            chosen = _chosen(await work.threads.waiting(today), today)
            # Each once: to unwrap one takes long, on purpose, and whoever talks to us waits meanwhile.
            privates = {number: self._private(inboxes[number]) for number in {one.inbox for one in chosen} & {*inboxes}}
            for one in chosen:
                private = privates.get(one.inbox)
                if private is None:
                    self._tell(one.inbox)
                    continue
                try:
                    found.append((one, unpacked(self._sealer.open(private, one.sealed, one.mark))))
                except ValueError:
                    log.warning("a message without a name could not be read and is left out")
                    await work.threads.take(one.mark)
            await self._deliver(work, found, today)
            await work.threads.set_sorted(today)
            await work.threads.forget(today - KEPT)
            await work.talks.forget(today - KEPT)
        return True

    async def _deliver(self, work: Work, found: list[tuple[Waiting, Letter]], today: date) -> None:
        threads = list({letter.thread for _, letter in found})
        secrets.SystemRandom().shuffle(threads)
        for thread in threads:
            own = sorted((pair for pair in found if pair[1].thread == thread), key=lambda pair: pair[1].order)
            for waiting, letter in own:
                await work.threads.add(thread, waiting.mark, today, letter.text, from_hr=False)
                await work.threads.take(waiting.mark)

    async def _destroy_old(self, year: int) -> None:
        """Destroy the keys of earlier years to which nothing is sealed any more."""
        async with self._store.begin() as work:
            await work.threads.lock()
            used = {one.inbox for one in await work.threads.waiting(date.max)}
            current = any(one.year == year for one in await work.threads.inboxes())
            for one in await work.threads.inboxes() if current else ():
                if one.year < year and one.number not in used:
                    self._keys.shred(one.name)
                    await work.threads.drop_inbox(one.number)

    async def _stir_hourly(self) -> None:
        # By the clock's own hours, so that the moment says nothing of when the process began.
        hour = self._clock.now().replace(minute=0, second=0, microsecond=0)
        if self._stirred is not None and hour - self._stirred < _HOUR:
            return
        async with self._store.begin() as work:
            # What is asked for a meeting without a name lies as it came in, too, and no survey need be open meanwhile.
            waits = await work.threads.number_waiting() or await work.beforehand.come_in()
        if waits:
            await self._stir()
        self._stirred = hour

    def _private(self, inbox: Inbox) -> bytes | None:
        if not inbox.wrapped:
            return self._keys.find(inbox.name)
        try:
            return self._sealer.unwrap((self._secret,), inbox.wrapped, inbox.name.encode())
        except ValueError:
            return None

    def _tell(self, number: int) -> None:
        if number not in self._without:
            self._without.add(number)
            log.error("key talk-%d is gone: bring its folder back, or what is sealed to it stays unread", number)


def _chosen(waiting: Sequence[Waiting], today: date) -> list[Waiting]:
    """What comes with this post: of each thread all or nothing, by the toss of a coin, and the day after surely."""
    seats: dict[bytes, list[Waiting]] = {}
    for one in waiting:
        seats.setdefault(one.seat, []).append(one)
    return [
        one
        for own in seats.values()
        if min(message.day for message in own) <= today - _AT_LATEST or secrets.randbelow(2)
        for one in own
    ]
