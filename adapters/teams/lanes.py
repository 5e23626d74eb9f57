"""Which calls may go when: Teams' rate limits, kept before Teams has to say so.

The rule to keep: a wait that Teams has asked for is obeyed by everything of this process in the same lane; in one
conversation all processes together stay within the limit; and no lane in the database tells who was written to.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

import asyncio
import hashlib
import hmac
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.errors import Busy

log = logging.getLogger(__name__)

Rules: TypeAlias = tuple[tuple[int, float], ...]
"""So many calls in so many seconds."""
_A_TENANT: Rules = ((6, 0.1), (50, 1.0))
"""Not in a burst, because other processes call as well."""
_A_CONVERSATION: Rules = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
_MANY = 5000
_MARKS = 256
"""Lanes for all conversations together: which one has which, only who has the secret could tell."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one process says in one conversation without asking; beyond it, one every `gap` seconds of all processes.

    Of these up to `burst` more go at once after a silence.
    """

    name: str
    free: Rules
    gap: float
    burst: int


_SHARES = (
    Share("often", ((1, 2.2), (8, 31.0)), 1.25, 2),
    Share("long", ((225, 3660.0),), 4.1, 21),
)
"""An answer as such is in the free part and costs no look at the database. Four processes and the lanes together say at
most 4 + 3 in one second, 4 + 4 in two, 32 + 27 in thirty, and 900 + 900 in an hour: what Teams takes. The spans are a
little longer than Teams', because what leaves apart may arrive closer together. A fifth process may meet a refusal of
Teams', and obeys it."""


class Pace(Protocol):
    """Lanes that all processes share."""

    async def take(self, lane: str, gap: float, patience: float) -> float:
        """Reserve the next place in a lane, `gap` seconds after the one before. The seconds until then.

        A place further away than `patience` seconds is not reserved.
        """
        ...


class Lanes:
    """One for all of a process. Without a `pace` it is the only process. `secret` hides which conversation it is.

    `calls` counts all, and `planned` those that had a place in the tenant's lane, which all processes share.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        pace: Pace | None = None,
        secret: str = "",
    ) -> None:
        self.calls = 0
        self.planned = 0
        self._now = now
        self._sleep = sleep
        self._pace = pace
        self._secret = secret.encode()
        self._closed: dict[str, float] = {}
        self._said: dict[str, deque[float]] = {}
        self._free: dict[tuple[str, str], deque[float]] = {}

    async def turn(self, service: str, conversation: str, patience: float) -> float:
        """Wait until a call may go; `conversation` is empty for what says nothing.

        Gives the seconds it took. Raises `Busy`.
        """
        waited = await self._open(service, conversation, patience)
        if conversation and self._pace is not None:
            for share in _SHARES:
                waited += await self._part(self._pace, share, conversation, patience - waited)
            waited += await self._open(service, conversation, patience - waited)
        for taken in (service, conversation) if conversation else (service,):
            self._note(taken)
        self.calls += 1
        return waited

    def close(self, lane: str, seconds: float) -> None:
        """Nobody calls there for so long."""
        now = self._now()
        if len(self._closed) > _MANY:
            self._closed = {lane: until for lane, until in self._closed.items() if until > now}
        self._closed[lane] = max(self._closed.get(lane, 0.0), now + seconds)

    async def _open(self, service: str, conversation: str, patience: float) -> float:
        """Wait for what this process knows by itself."""
        waited = 0.0
        while (wait := max(self._wait(service, _A_TENANT), self._wait(conversation, _A_CONVERSATION))) > 0:
            waited += await self._pass(wait, patience - waited)
        return waited

    async def _part(self, pace: Pace, share: Share, conversation: str, patience: float) -> float:
        """Take what is free, or wait for a place; whatever the database has, a call goes out."""
        key, now = (share.name, conversation), self._now()
        free = self._free.get(key)
        if free is None or not _full(free, share.free, now):
            if len(self._free) > _MANY:
                longest = {one.name: one.free[-1][1] for one in _SHARES}
                self._free = {key: times for key, times in self._free.items() if times[-1] > now - longest[key[0]]}
            self._free.setdefault(key, deque(maxlen=share.free[-1][0])).append(now)
            return 0.0
        mark = hmac.digest(self._secret, conversation.encode(), hashlib.sha256)[0] % _MARKS
        ahead = share.burst * share.gap
        try:
            wait = await pace.take(f"teams:{share.name}:{mark}", share.gap, max(0.0, patience) + ahead) - ahead
        except Exception as trouble:  # noqa: BLE001 - see above
            log.warning("Teams' limits could not be shared: %s", type(trouble).__name__)
            return 0.0
        return await self._pass(wait, patience)

    async def _pass(self, wait: float, patience: float) -> float:
        if wait > max(0.0, patience):
            raise Busy(wait)
        if wait > 0:
            await self._sleep(wait)
        return max(0.0, wait)

    def _wait(self, lane: str, rules: Rules) -> float:
        """Seconds until the lane is free."""
        now = self._now()
        return max(0.0, self._closed.get(lane, 0.0) - now, _full(self._said.get(lane), rules, now))

    def _note(self, lane: str) -> None:
        """A message goes out."""
        if len(self._said) > _MANY:
            now = self._now()
            self._said = {lane: said for lane, said in self._said.items() if said[-1] > now - _A_CONVERSATION[-2][1]}
        self._said.setdefault(lane, deque(maxlen=_A_CONVERSATION[-1][0])).append(self._now())


def _full(said: deque[float] | None, rules: Rules, now: float) -> float:
    """Seconds until the rules allow one more; 0 for now."""
    waits = [said[-most] + seconds - now for most, seconds in rules if len(said) >= most] if said else []
    return max(0.0, *waits) if waits else 0.0
