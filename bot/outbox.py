"""The postman: takes what is owed to people there, each thing once.

The rule to keep: a row is claimed in one transaction, carried outside any, and settled in another; the lease lives in
`not_before`, so a postman who died needs no janitor. Where nobody knows whether a message arrived, it is not sent
again: a reminder too few is a smaller harm than one twice. What somebody was promised to be told is the exception, and
what campaigns announce: that is handed over once more, and listed as maybe sent twice.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.clerk import Clerk
from bot.errors import Busy, Declined, Unreachable, places
from bot.mail import LEFT, NO_ANSWER, NOT_CONNECTED, Care, Fate
from bot.message import Message
from bot.people import Person
from bot.ports import Clock, Messenger, Owed, Store
from bot.pulse import Marker
from bot.texts import Texts, Words

log = logging.getLogger(__name__)

Letter = Callable[[Owed, Person, Words, datetime], Awaitable[Message | datetime | None]]
"""Writes what is owed, at delivery time and in the reader's language: a message, or None where there is nothing to say
any more, or the instant at which to ask again."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A campaign's message, and a word for the books where it does not go as planned, such as `late`."""

    message: Message
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """It makes no sense any more; the reason is kept with the row."""

    reason: str


CampaignLetter = Callable[[Owed, Person | None, Words, datetime], Awaitable[Ready | Skip | datetime | None]]
"""The same for what a campaign owes: `owed.campaign` and `owed.step` say what. A channel has no reader, and its words
are the installation's. The instant at which to ask again is exact. None takes the row back, as if it had never been
written: the plan writes it anew when it may go."""

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
AT_ONCE = 32
"""Messages in hand: enough for fifty a second where each waits a fifth of a second for its answer."""
_UNDECIDED = timedelta(minutes=1)
"""Until a campaign is asked once more about a message that it takes back and that may have arrived."""
_FRESH = 1.0
"""Seconds until one looks again whether something has become due, while what was due is on its way."""
_AGAIN = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds between tries to write down that something was sent, while the database is away."""


class Postman:
    """Delivers the outbox. Any number of them may work at once, in any number of processes.

    `letters` is by step, `messengers` by platform; `campaigns` writes what campaigns owe. `rates` is messages a second
    in one workspace, by platform; a platform without one is not paced. `promises` are the steps of prompts that must
    arrive, if need be twice. `marker` is what `bot.pulse` recognises a restored database by.
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
        campaigns: CampaignLetter | None = None,
        marker: Marker | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._texts = texts
        self._messengers = messengers
        self._letters = letters
        self._clock = clock
        self._rates = rates
        self._promises = frozenset(promises)
        self._campaigns = campaigns
        self._at_once = at_once
        self._clerk = Clerk(store, clock, marker)
        self._was_busy: set[str] = set()
        self._queues: dict[str, datetime] = {}
        """By lane, when the last of those that were sent back to wait may come."""
        self._stopping = False

    async def deliver_one(self) -> bool:
        """Settle what has waited longest; False where nothing is due."""
        claimed = await self._claim(1)
        for owed, reader in claimed:
            await self._carry(owed, reader)
        return bool(claimed)

    async def deliver(self) -> int:
        """Settle all that is due, several at once, until nothing is. Returns how many messages were handed over."""
        hand: set[asyncio.Task[bool]] = set()
        try:
            return await self._deliver(hand)
        except asyncio.CancelledError:
            for task in hand:
                task.cancel()
            raise
        finally:
            await asyncio.gather(*hand, return_exceptions=True)

    def stop(self) -> None:
        """Take nothing new; what is in hand is delivered, and `deliver` returns."""
        self._stopping = True

    async def _deliver(self, hand: set[asyncio.Task[bool]]) -> int:
        """Keep `hand` full while something is due; it holds what is on its way."""
        loop = asyncio.get_running_loop()
        sent, look_at = 0, loop.time()
        while True:
            room = self._at_once - len(hand)
            # Half of them at a time: a claim for each single one would cost as much as the rest together.
            if not self._stopping and room * 2 >= self._at_once and (not hand or loop.time() >= look_at):
                claimed = await self._claim(room)
                hand.update(asyncio.create_task(self._carry(owed, reader)) for owed, reader in claimed)
                if len(claimed) < room:
                    look_at = loop.time() + _FRESH
            if not hand:
                return sent
            done, _ = await asyncio.wait(hand, timeout=_FRESH, return_when=asyncio.FIRST_COMPLETED)
            hand -= done
            sent += sum(task.result() for task in done)

    async def _claim(self, limit: int) -> list[tuple[Owed, Person | None]]:
        """What is due, with its readers."""
        async with self._store.begin() as work:
            claimed = await work.outbox.claim(self._clock.now(), limit=limit, lease=LEASE)
            people = {owed.person for owed in claimed if owed.person is not None}
            readers = await work.people.these(people) if people else {}
        return [(owed, None if owed.person is None else readers.get(owed.person)) for owed in claimed]

    async def _carry(self, owed: Owed, reader: Person | None) -> bool:
        """Settle one row; whether a message was handed over. Raises nothing, so that the others are not stopped."""
        try:
            if owed.uncertain and not self._once_more(owed):
                await self._give_up(owed, Fate.FAILED, NO_ANSWER)
            elif owed.person is not None and (reader is None or not reader.active):
                await self._give_up(owed, Fate.SKIPPED, LEFT)
            else:
                return await self._write(owed, reader)
        except Exception as bug:  # noqa: BLE001 - the database failed: the lease runs out, and somebody tries again
            log.error("%s could not be settled: %s at %s", _name(owed), type(bug).__name__, places(bug))  # noqa: TRY400 - no values
        return False

    async def _write(self, owed: Owed, reader: Person | None) -> bool:
        """Have the letter written, and do what it says."""
        if await self._must_wait(owed):
            return False
        try:
            async with asyncio.timeout(ANSWER):
                written = await self._letter(owed, reader)
        except Exception as bug:  # noqa: BLE001 - a letter may fail in any way
            await self._retry(owed, bug, type(bug).__name__)
            return False
        match written:
            case Ready(message, reason):
                return await self._send(owed, message, reason)
            case Message():
                return await self._send(owed, written, "")
            case Skip(reason):
                await self._clerk.settle(owed, Fate.SKIPPED, reason)
            case datetime():
                await self._postpone(owed, written, counts=False)
            case None if owed.campaign and (owed.maybe_twice or owed.uncertain):
                # Written anew, it would not know that it may have arrived.
                await self._postpone(owed, self._clock.now() + _UNDECIDED, counts=False)
            case None:
                async with self._store.begin() as work:
                    await work.outbox.done(owed)
        return False

    async def _letter(self, owed: Owed, reader: Person | None) -> Message | Ready | Skip | datetime | None:
        words, now = self._texts.to(reader.locale if reader else None), self._clock.now()
        if owed.campaign:
            if self._campaigns is None:
                raise LookupError("nobody here writes for campaigns")
            return await self._campaigns(owed, reader, words, now)
        if reader is None:
            raise LookupError("a prompt without a reader")
        return await self._letters[owed.step](owed, reader, words, now)

    async def _send(self, owed: Owed, message: Message, reason: str) -> bool:
        """Hand it over and settle it."""
        messenger = self._messengers.get(owed.platform)
        if messenger is None:
            await self._give_up(owed, Fate.FAILED, NOT_CONNECTED)
            return False
        if not await self._my_turn(owed):
            return False
        try:
            async with asyncio.timeout(ANSWER):
                await messenger.send(owed.address, message)
        except Busy as busy:
            await self._pause(owed, busy.retry_after)
        except Unreachable as gone:
            await self._give_up(owed, Fate.UNREACHABLE, gone.reason)
        except Declined as declined:
            if owed.care is Care.PROMPT and owed.step not in self._promises:
                await self._give_up(owed, Fate.FAILED, declined.reason)
            else:
                await self._retry(owed, declined, declined.reason)
        except Exception as bug:  # noqa: BLE001 - a platform may fail in any way
            await self._unanswered(owed, bug)
        else:
            await self._sent(owed, reason)
            return True
        return False

    async def _must_wait(self, owed: Owed) -> bool:
        """Whether the lane is closed for now. Asked before the letter is written: whoever waits is undecided."""
        if owed.platform not in self._rates and _lane(owed) not in self._was_busy:
            return False
        wait = await self._clerk.place(_lane(owed), 0.0, PATIENCE)
        return await self._waits(owed, wait)

    async def _my_turn(self, owed: Owed) -> bool:
        """Wait for a place in the lane, and note that it is going out; False where it is not for now."""
        rate = self._rates.get(owed.platform)
        if rate is not None or _lane(owed) in self._was_busy:
            wait = await self._clerk.place(_lane(owed), 1 / rate if rate else 0.0, PATIENCE)
            if await self._waits(owed, wait):
                return False
            await asyncio.sleep(wait)
            return await self._clerk.sending(owed, _lane(owed))
        return await self._clerk.sending(owed)

    async def _waits(self, owed: Owed, wait: float) -> bool:
        """Send a row back where its lane is closed for longer than our patience; each to a place of its own."""
        if wait <= PATIENCE:
            return False
        lane, rate = _lane(owed), self._rates.get(owed.platform)
        place = self._clock.now() + timedelta(seconds=wait)
        if rate and lane in self._queues:
            # One behind the other, so that what waits is asked about once and not over and over, and others get past.
            place = max(place, self._queues[lane] + timedelta(seconds=1 / rate))
        self._queues[lane] = place
        await self._clerk.postpone(owed, place, counts=False)
        return True

    async def _pause(self, owed: Owed, seconds: float) -> None:
        self._was_busy.add(_lane(owed))
        until = self._clock.now() + max(SOONEST, timedelta(seconds=seconds))
        async with self._store.begin() as work:
            await work.outbox.hold(_lane(owed), until)
            await work.outbox.postpone(owed, until, counts=False)

    async def _postpone(self, owed: Owed, until: datetime, *, counts: bool) -> None:
        # Never at once: a letter that asks again for an instant gone by would be asked for ever.
        await self._clerk.postpone(owed, max(until, self._clock.now() + SOONEST), counts=counts)

    async def _sent(self, owed: Owed, reason: str) -> None:
        """Write down that it was sent, and do not let a database that is away for a moment make it doubtful."""
        for seconds in _AGAIN:
            try:
                await self._clerk.settle(owed, Fate.SENT, reason)
            except Exception:  # noqa: BLE001 - every driver has its own
                await asyncio.sleep(seconds)
            else:
                return
        await self._clerk.settle(owed, Fate.SENT, reason)

    async def _give_up(self, owed: Owed, fate: Fate, reason: str) -> None:
        # Who it was is not said: a log must not become the list of people who were reminded.
        log.info("%s is not delivered on %s: %s", _name(owed), owed.platform or "any platform", reason)
        await self._clerk.settle(owed, fate, reason)

    def _once_more(self, owed: Owed) -> bool:
        """Whether what may have arrived is handed over again."""
        match owed.care:
            case Care.PROMPT:
                return owed.step in self._promises
            case Care.REMINDER:
                return False
            case Care.ANNOUNCEMENT:
                return not owed.maybe_twice

    async def _unanswered(self, owed: Owed, bug: Exception) -> None:
        """Nobody knows whether it arrived."""
        if owed.care is Care.PROMPT and owed.step in self._promises:
            await self._retry(owed, bug, NO_ANSWER)
        elif owed.care is not Care.PROMPT and self._once_more(owed):
            self._tell(owed, bug, "tried once more")
            await self._clerk.doubt(owed, self._clock.now() + _pause_after(owed.attempts))
        else:
            # Kept for another try, the rows that are left would be the list of those with something to say.
            if not isinstance(bug, TimeoutError):
                self._tell(owed, bug, "given up")
            await self._give_up(owed, Fate.FAILED, NO_ANSWER)

    async def _retry(self, owed: Owed, bug: Exception, reason: str) -> None:
        """Try again later, or give up."""
        given_up = owed.attempts + 1 >= (TRIES_FOR_A_PROMISE if owed.step in self._promises else TRIES)
        self._tell(owed, bug, "given up" if given_up else "tried again later")
        if given_up:
            await self._clerk.settle(owed, Fate.FAILED, reason)
        else:
            await self._postpone(owed, self._clock.now() + _pause_after(owed.attempts), counts=True)

    def _tell(self, owed: Owed, bug: Exception, then: str) -> None:
        """Log what went wrong. The exception's own words may be somebody's, so they are not logged."""
        kind = bug.reason if isinstance(bug, Declined) else type(bug).__name__
        log.error("%s on %s: %s at %s; %s", _name(owed), owed.platform, kind, places(bug), then)


def _pause_after(attempts: int) -> timedelta:
    """30 s, 2 min, 8 min, half an hour, …, each give or take a half so that they do not come back together."""
    return timedelta(seconds=min(30 * 4**attempts, LONGEST) * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load


def _lane(owed: Owed) -> str:
    return f"{owed.platform}:{owed.workspace}"


def _name(owed: Owed) -> str:
    """What it is, for the log: never whose."""
    return f"campaign {owed.campaign}, {owed.step}" if owed.campaign else owed.step
