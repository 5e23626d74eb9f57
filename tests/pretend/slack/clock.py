"""What time it is in the pretend Slack.

The rule to keep: everything that expires or is limited asks this clock, so that a test never waits; what is signed
carries the real time, because the one who checks it has a clock of their own.
"""

import asyncio
from time import monotonic


class Time:
    """Seconds since the pretend Slack started. With speed 60 a minute passes in a second; with 0 time stands still."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._start = monotonic()
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds."""
        return (monotonic() - self._start) * self._speed + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ahead += seconds

    async def sleep(self, seconds: float) -> None:
        """Wait until so many pretend seconds are over; where time stands still they are over at once."""
        if self._speed:
            await asyncio.sleep(seconds / self._speed)
        else:
            self.advance(seconds)
