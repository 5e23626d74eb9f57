"""How often an app may call: per method, workspace and app in a minute, and per channel for messages.

The rule to keep: a refused call counts as nothing, and says how many whole seconds to wait.
https://docs.slack.dev/apis/web-api/rate-limits
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.pretend.slack.clock import Time

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls by tier. Slack says "at least"; here it is exactly."""
SPECIAL = 600
"""Calls a minute of methods that Slack gives a limit of their own, unpublished and high."""


@dataclass(slots=True)
class Lane:
    """So many calls in so many seconds."""

    calls: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0
    """When the wait that was last asked for is over."""

    def wait(self, now: float) -> float:
        """Seconds until the next call is allowed; 0 for now."""
        while self.taken and self.taken[0] <= now - self.seconds:
            self.taken.popleft()
        return self.taken[0] + self.seconds - now if len(self.taken) >= self.calls else 0.0


class Limits:
    """The rate limits of all workspaces. `disobeyed` counts calls made during a wait that had been asked for."""

    def __init__(self, clock: Time, *, channel_burst: int = 1, workspace_a_minute: int = 300) -> None:
        self._clock = clock
        self._burst = channel_burst
        self._workspace = workspace_a_minute
        self._lanes: dict[tuple[str, ...], Lane] = {}
        self.refused: defaultdict[str, int] = defaultdict(int)
        self.disobeyed: defaultdict[str, int] = defaultdict(int)

    def take(self, method: str, tier: int, team: str, channel: str = "") -> int:
        """Count a call. 0 where it may go on, else the seconds to wait."""
        now = self._clock.now()
        lanes = self._of(method, tier, team, channel)
        wait = max(lane.wait(now) for lane in lanes)
        if wait <= 0:
            for lane in lanes:
                lane.taken.append(now)
            return 0
        self.refused[method] += 1
        if any(now < lane.closed_until for lane in lanes):
            self.disobeyed[method] += 1
        seconds = math.ceil(wait)
        for lane in lanes:
            if lane.wait(now) > 0:
                lane.closed_until = now + wait
        return seconds

    def _of(self, method: str, tier: int, team: str, channel: str) -> list[Lane]:
        if channel:
            return [
                self._lane((method, team, channel), self._burst, float(self._burst)),
                self._lane((method, team), self._workspace, 60.0),
            ]
        return [self._lane((method, team), PER_MINUTE.get(tier, SPECIAL), 60.0)]

    def _lane(self, key: tuple[str, ...], calls: int, seconds: float) -> Lane:
        return self._lanes.setdefault(key, Lane(calls, seconds))
