"""The playground's clock: real time, and as far ahead of it as somebody has wound.

The rule to keep: it never goes backwards, and it stops at everything that is due on the way, so that each message is
written at the time it carries.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Protocol

_NUDGE = timedelta(minutes=1)
_NUDGE_AT_MOST = timedelta(hours=1)
_CENTURY = timedelta(days=36525)


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
    """Real time plus an offset; it stands still while it is being wound.

    With a file to keep the offset in, a restart does not throw it back: what is stored already is of its time.
    """

    def __init__(self, source: Callable[[], datetime] = real, kept: Path | None = None) -> None:
        self._source = source
        self._kept = kept
        self._ahead = _remembered(kept)
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
            while (moments := await _moments(dues)) and min(moments.values()) <= to:
                moment = max(min(moments.values()), self.now())
                if done is not None and moment <= done:
                    # Something that stays due although it was done must not hold the clock for ever.
                    moment, nudge = done + nudge, min(nudge * 2, _NUDGE_AT_MOST)
                else:
                    nudge = _NUDGE
                if moment > to:
                    break
                self._hold(moment)
                for number, at in moments.items():
                    if at <= moment:
                        await dues[number].tick()
                done = moment
                await asyncio.sleep(0)
            self._hold(to)
        finally:
            self._ahead = max(self._ahead, self.now() - self._source())
            self._held = None
            if self._kept is not None:
                self._kept.parent.mkdir(parents=True, exist_ok=True)
                self._kept.write_text(f"{ceil(self._ahead.total_seconds())}\n", encoding="ascii")

    def _hold(self, moment: datetime) -> None:
        self._held = max(moment, self._held or moment)


async def _moments(dues: Sequence[Due]) -> dict[int, datetime]:
    """When each is due, by its place; without those that are not."""
    found = {number: await one.next_due() for number, one in enumerate(dues)}
    return {number: at for number, at in found.items() if at is not None}


def _remembered(kept: Path | None) -> timedelta:
    """The offset of the last run; none where there was none, or where nobody can read it."""
    try:
        ahead = timedelta(seconds=int(kept.read_text(encoding="ascii"))) if kept else timedelta()
    except (OSError, ValueError, OverflowError):
        return timedelta()
    return ahead if timedelta() <= ahead < _CENTURY else timedelta()
