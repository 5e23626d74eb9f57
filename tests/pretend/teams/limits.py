"""How often an app may speak: in one conversation, and in one tenant.

The rule to keep: a refused call counts as nothing, and says how many seconds to wait.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from collections import deque
from dataclasses import dataclass, field

from tests.pretend.slack.clock import Time

CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
TENANT = 50.0
"""Calls a second that it takes from an app in one tenant, a second's worth of them at once."""


@dataclass
class Lane:
    """So many calls in so many seconds, for several lengths at once."""

    rules: tuple[tuple[int, float], ...]
    taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until the next call is allowed; 0 for now."""
        longest = self.rules[-1][1]
        while self.taken and self.taken[0] <= now - longest:
            self.taken.popleft()
        return max(
            (self.taken[-most] + seconds - now for most, seconds in self.rules if len(self.taken) >= most), default=0.0
        )


class Limits:
    """The rate limits of one app."""

    def __init__(self, clock: Time, *, tenant: float = TENANT) -> None:
        self._clock = clock
        self._rate = tenant
        self._tokens = tenant
        self._filled = clock.now()
        self._conversations: dict[str, Lane] = {}
        self.refused = 0

    def take(self, conversation: str = "") -> float:
        """Count a call. 0 where it may go on, else the seconds to wait."""
        now = self._clock.now()
        self._tokens = min(self._rate, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        lane = self._conversations.setdefault(conversation, Lane(CONVERSATION)) if conversation else None
        wait = max(lane.wait(now) if lane else 0.0, (1 - self._tokens) / self._rate)
        if wait > 0:
            self.refused += 1
            return wait
        self._tokens -= 1
        if lane:
            lane.taken.append(now)
        return 0.0
