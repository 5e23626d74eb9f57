"""The playground's clock: real time, and as far ahead of it as somebody has wound.

The rule to keep: it never goes backwards, and it stops at everything that is due on the way, so that each message is
written at the time it carries.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

_NUDGE = timedelta(minutes=1)
_NUDGE_AT_MOST = timedelta(hours=1)


class Due(Protocol):
    """Somebody who has things to do at certain times: the metronome, the crowd."""

    async def next_due(self) -> datetime | None:
        """The next instant at which there is something to do, in UTC."""
        ...

    async def tick(self) -> None:
        """Do everything that is due now."""
        ...


def real() -> datetime:
    """The present instant of the machine."""
    return datetime.now(UTC)


class WindingClock:
    """Real time plus an offset; it stands still while it is being wound."""

    def __init__(self, source: Callable[[], datetime] = real) -> None:
        self._source = source
        self._ahead = timedelta()
        self._held: datetime | None = None

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self._held or self._source() + self._ahead

    async def wind(self, to: datetime, dues: Sequence[Due]) -> None:
        """Go forward to an instant, stopping wherever something is due. An instant gone by changes nothing."""
        try:
            self._hold(self.now())
            done: datetime | None = None
            nudge = _NUDGE
            while (due := await _earliest(dues)) is not None and due <= to:
                moment = max(due, self.now())
                if done is not None and moment <= done:
                    # Something that stays due although it was done must not hold the clock for ever.
                    moment, nudge = done + nudge, min(nudge * 2, _NUDGE_AT_MOST)
                else:
                    nudge = _NUDGE
                if moment > to:
                    break
                self._hold(moment)
                for one in dues:
                    await one.tick()
                done = moment
                await asyncio.sleep(0)
            self._hold(to)
        finally:
            self._ahead = max(self._ahead, self.now() - self._source())
            self._held = None

    def _hold(self, moment: datetime) -> None:
        self._held = max(moment, self._held or moment)


async def _earliest(dues: Sequence[Due]) -> datetime | None:
    moments = [await one.next_due() for one in dues]
    return min((moment for moment in moments if moment is not None), default=None)
