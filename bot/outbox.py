"""The postman: takes what is owed to people there, each thing once.

The rule to keep: a row is claimed in one transaction, carried outside any, and settled in another; the lease lives in
`not_before`, so a postman who died needs no janitor. Where nobody knows whether a message arrived, it is not sent
again: a reminder too few is a smaller harm than one twice. What somebody was promised to be told is the exception.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.errors import Busy, Unreachable, places
from bot.message import Message
from bot.people import Person
from bot.ports import Clock, Messenger, Owed, Store
from bot.texts import Texts, Words

log = logging.getLogger(__name__)

Letter = Callable[[Owed, Person, Words, datetime], Awaitable[Message | datetime | None]]
"""Writes what is owed, at delivery time and in the reader's language: a message, or None where there is nothing to say
any more, or the instant at which to ask again."""

LEASE = 120.0
"""Seconds a claim holds; longer than writing, waiting in the lane and sending can take together."""
ANSWER = 30.0
"""Seconds a letter may take to be written, and a platform to answer."""
TRIES = 5
"""After so many failures a message is given up: about three quarters of an hour."""
TRIES_FOR_A_PROMISE = 20
"""About three days."""
LONGEST = 6 * 3600.0
"""Seconds between two tries."""
PATIENCE = 5.0
"""Seconds a message may wait in hand for its place in a lane."""
SOONEST = timedelta(seconds=1)


class Postman:
    """Delivers the outbox. Any number of them may work at once, in any number of processes.

    `letters` is by step, `messengers` by platform. `rates` is messages a second in one workspace, by platform; a
    platform without one is not paced. `promises` are the steps that must arrive, if need be twice.
    """

    def __init__(  # noqa: PLR0913 - the composition root passes each by name
        self,
        store: Store,
        texts: Texts,
        messengers: Mapping[str, Messenger],
        letters: Mapping[str, Letter],
        clock: Clock,
        *,
        rates: Mapping[str, float] = MappingProxyType({}),
        promises: Collection[str] = (),
        at_once: int = 8,
    ) -> None:
        self._store = store
        self._texts = texts
        self._messengers = messengers
        self._letters = letters
        self._clock = clock
        self._rates = rates
        self._promises = frozenset(promises)
        self._at_once = at_once
        self._was_busy: set[str] = set()
        self._stopping = False

    async def deliver_one(self) -> bool:
        """Settle what has waited longest; False where nothing is due."""
        return bool(await self._round(1))

    async def deliver(self) -> int:
        """Settle all that is due, several at once, until nothing is. Returns how many messages were handed over."""
        sent = 0
        while not self._stopping and (settled := await self._round(self._at_once)):
            sent += sum(settled)
        return sent

    def stop(self) -> None:
        """Take nothing new; what is in hand is delivered, and `deliver` returns."""
        self._stopping = True

    async def _round(self, limit: int) -> list[bool]:
        """Claim and carry; for each row whether a message was handed over."""
        async with self._store.begin() as work:
            claimed = await work.outbox.claim(self._clock.now(), limit=limit, lease=LEASE)
            people = {owed.person for owed in claimed if owed.person is not None}
            readers = await work.people.these(people) if people else {}
        return await asyncio.gather(
            *(self._carry(owed, readers.get(owed.person) if owed.person is not None else None) for owed in claimed)
        )

    async def _carry(self, owed: Owed, reader: Person | None) -> bool:
        """Settle one row; whether a message was handed over. Raises nothing, so that the others are not stopped."""
        try:
            if owed.uncertain and owed.step not in self._promises:
                await self._drop(owed, "not known whether it arrived")
                return False
            if reader is None:
                await self._drop(owed, "nobody to read it")
                return False
            if not reader.active:
                await self._drop(owed, "no longer employed")
                return False
            return await self._write(owed, reader)
        except Exception as bug:  # noqa: BLE001 - the database failed: the lease runs out, and somebody tries again
            log.error("%s could not be settled: %s at %s", owed.step, type(bug).__name__, places(bug))  # noqa: TRY400 - no values
            return False

    async def _write(self, owed: Owed, reader: Person) -> bool:
        """Have the letter written, and do what it says."""
        if await self._must_wait(owed):
            return False
        try:
            async with asyncio.timeout(ANSWER):
                words = self._texts.to(reader.locale)
                written = await self._letters[owed.step](owed, reader, words, self._clock.now())
        except Exception as bug:  # noqa: BLE001 - a letter may fail in any way
            await self._retry(owed, bug)
            return False
        match written:
            case Message():
                return await self._send(owed, written)
            case datetime():
                await self._postpone(owed, written, counts=False)
            case None:
                await self._done(owed)
        return False

    async def _send(self, owed: Owed, message: Message) -> bool:
        """Hand it over and settle it."""
        messenger = self._messengers.get(owed.platform)
        if messenger is None:
            await self._drop(owed, "platform not connected")
            return False
        if not await self._my_turn(owed):
            return False
        try:
            async with asyncio.timeout(ANSWER):
                await messenger.send(owed.address, message)
        except Busy as busy:
            await self._pause(owed, busy.retry_after)
        except Unreachable as gone:
            await self._drop(owed, gone.reason)
        except Exception as bug:  # noqa: BLE001 - a platform may fail in any way
            if owed.step in self._promises:
                await self._retry(owed, bug)
            else:
                # Kept for another try, the rows that are left would be the list of those with something to say.
                await self._drop(owed, "no answer" if isinstance(bug, TimeoutError) else type(bug).__name__)
        else:
            await self._done(owed)
            return True
        return False

    async def _must_wait(self, owed: Owed) -> bool:
        """Whether the lane is closed for now. Asked before the letter is written: whoever waits is undecided."""
        if owed.platform not in self._rates and _lane(owed) not in self._was_busy:
            return False
        now = self._clock.now()
        async with self._store.begin() as work:
            wait = await work.outbox.pace(_lane(owed), now=now, gap=0.0, patience=PATIENCE)
            if wait > PATIENCE:
                await work.outbox.postpone(owed, now + timedelta(seconds=wait), counts=False)
        return wait > PATIENCE

    async def _my_turn(self, owed: Owed) -> bool:
        """Wait for a place in the lane, and note that it is going out; False where it is not for now."""
        rate = self._rates.get(owed.platform)
        if rate is not None or _lane(owed) in self._was_busy:
            now = self._clock.now()
            gap = 1 / rate if rate else 0.0
            async with self._store.begin() as work:
                wait = await work.outbox.pace(_lane(owed), now=now, gap=gap, patience=PATIENCE)
                if wait > PATIENCE:
                    await work.outbox.postpone(owed, now + timedelta(seconds=wait), counts=False)
            if wait > PATIENCE:
                return False
            await asyncio.sleep(wait)
        async with self._store.begin() as work:
            return await work.outbox.sending(owed)

    async def _pause(self, owed: Owed, seconds: float) -> None:
        self._was_busy.add(_lane(owed))
        until = self._clock.now() + max(SOONEST, timedelta(seconds=seconds))
        async with self._store.begin() as work:
            await work.outbox.hold(_lane(owed), until)
            await work.outbox.postpone(owed, until, counts=False)

    async def _postpone(self, owed: Owed, until: datetime, *, counts: bool) -> None:
        async with self._store.begin() as work:
            # Never at once: a letter that asks again for an instant gone by would be asked for ever.
            await work.outbox.postpone(owed, max(until, self._clock.now() + SOONEST), counts=counts)

    async def _drop(self, owed: Owed, reason: str) -> None:
        # Who it was is not said: a log must not become the list of people who were reminded.
        log.info("%s is not delivered on %s: %s", owed.step, owed.platform or "any platform", reason)
        await self._done(owed)

    async def _done(self, owed: Owed) -> None:
        async with self._store.begin() as work:
            await work.outbox.done(owed)

    async def _retry(self, owed: Owed, bug: Exception) -> None:
        """Try again later, or give up. The exception's own words may be somebody's, so they are not logged."""
        given_up = owed.attempts + 1 >= (TRIES_FOR_A_PROMISE if owed.step in self._promises else TRIES)
        log.error(
            "%s on %s: %s at %s; %s",
            owed.step,
            owed.platform,
            type(bug).__name__,
            places(bug),
            "given up" if given_up else "tried again later",
        )
        if given_up:
            await self._done(owed)
            return
        # 30 s, 2 min, 8 min, half an hour, …, each give or take a half so that they do not come back together.
        seconds = min(30 * 4**owed.attempts, LONGEST) * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load
        await self._postpone(owed, self._clock.now() + timedelta(seconds=seconds), counts=True)


def _lane(owed: Owed) -> str:
    return f"{owed.platform}:{owed.workspace}"
