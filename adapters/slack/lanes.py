"""Which calls may go when: Slack's rate limits, kept before Slack has to say so, by all processes together.

The rule to keep: a wait that Slack has asked for is obeyed by everything in the same lane, in every process; and no
lane tells who was written to, or when. https://docs.slack.dev/apis/web-api/rate-limits
"""

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.errors import Busy

log = logging.getLogger(__name__)

_MANY = 5000
_CHANNELS = 256
"""Lanes for all channels of a workspace together: which channel has which, only who has the token could tell."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One call every `gap` seconds, and up to `burst` of them at once after a silence.

    In a minute that is never more than `burst` and 60 / `gap` together.
    """

    gap: float
    burst: int = 0


_TIER_2, _TIER_3, _TIER_4 = Rate(6.0, 10), Rate(2.0, 20), Rate(1.0, 40)
RATES = {
    "auth_teams_list": _TIER_2,
    "usergroups_list": _TIER_2,
    "users_list": _TIER_2,
    "conversations_open": _TIER_3,
    "files_delete": _TIER_3,
    "chat_postEphemeral": _TIER_4,
    "files_completeUploadExternal": _TIER_4,
    "files_getUploadURLExternal": _TIER_4,
    "files_info": _TIER_4,
    "users_info": _TIER_4,
    "views_open": _TIER_4,
    "views_publish": _TIER_4,
    "views_push": _TIER_4,
    "views_update": _TIER_4,
    # Several hundred a minute, unpublished.
    "chat_postMessage": Rate(0.215, 20),
}
"""By method, in one workspace: half of what Slack gives at once, the other half evenly."""
_CHANNEL = {"chat_postMessage": Rate(1.25)}
"""By method, in one channel: Slack takes one a second, and two that left a second apart may come closer together."""


class Pace(Protocol):
    """Lanes that all processes share."""

    async def take(self, lane: str, gap: float, patience: float) -> float:
        """Reserve the next place in a lane, `gap` seconds after the one before. The seconds until then.

        A place further away than `patience` seconds is not reserved.
        """
        ...

    async def hold(self, lane: str, seconds: float) -> None:
        """Nobody gets a place there for so long."""
        ...


class Lanes:
    """One for all tokens of a process. Without a `pace` it is the only process."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pace: Pace | None = None,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._pace = pace
        self._free: dict[tuple[str, ...], float] = {}

    async def turn(self, token: str, workspace: str, method: str, channel: str, patience: float) -> float:
        """Wait until a call may go. Gives the seconds it took. Raises `Busy`."""
        key = (workspace, method, channel)
        waited = 0.0
        while (wait := self._free.get(key, 0.0) - self._now()) > 0:
            waited += await self._wait(wait, patience - waited)
        for lane, rate in _lanes(token, workspace, method, channel):
            waited += await self._wait(await self._place(lane, rate, patience - waited), patience - waited)
        if channel and method in _CHANNEL:
            self._close(key, _CHANNEL[method].gap)
        return waited

    async def pause(self, token: str, workspace: str, method: str, channel: str, seconds: float) -> None:
        """Slack asks for a wait."""
        self._close((workspace, method, channel), seconds)
        for lane, rate in _lanes(token, workspace, method, channel)[-1:]:
            try:
                if self._pace is not None:
                    # A burst would let somebody through before the wait is over.
                    await self._pace.hold(lane, seconds + rate.burst * rate.gap)
            except Exception as trouble:  # noqa: BLE001 - whatever the database has, this process obeys
                log.warning("Slack's wait could not be told to other processes: %s", type(trouble).__name__)

    async def _wait(self, seconds: float, patience: float) -> float:
        if seconds > max(0.0, patience):
            raise Busy(seconds)
        if seconds > 0:
            await self._sleep(seconds)
        return max(0.0, seconds)

    async def _place(self, lane: str, rate: Rate, patience: float) -> float:
        """Seconds until there is a place; whatever the database has, a call goes out."""
        if self._pace is None:
            return 0.0
        ahead = rate.burst * rate.gap
        try:
            return await self._pace.take(lane, rate.gap, max(0.0, patience) + ahead) - ahead
        except Exception as trouble:  # noqa: BLE001 - see above
            log.warning("Slack's limits could not be shared: %s", type(trouble).__name__)
            return 0.0

    def _close(self, key: tuple[str, ...], seconds: float) -> None:
        """Nobody of this process calls there for so long."""
        if len(self._free) > _MANY:
            now = self._now()
            self._free = {lane: until for lane, until in self._free.items() if until > now}
        self._free[key] = max(self._free.get(key, 0.0), self._now() + seconds)


def _lanes(token: str, workspace: str, method: str, channel: str) -> list[tuple[str, Rate]]:
    """The lanes a call goes through; the one that Slack means by a wait comes last."""
    found = [(f"slack:{workspace}:{method}", rate)] if (rate := RATES.get(method)) else []
    if channel and (rate := _CHANNEL.get(method)):
        # Slack counts by channel; a lane with its name in it would say when somebody was last written to.
        mark = hmac.digest(token.encode(), channel.encode(), hashlib.sha256)[0] % _CHANNELS
        found.append((f"slack:{workspace}:{method}:{mark}", rate))
    return found
