"""A platform with very many people and every trouble that platforms have: it takes what workers deliver over HTTP.

The rule to keep: it remembers what reached whom, whatever it answered. What it does is decided by dice that are given.
"""

import asyncio
import math
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic

from aiohttp import web

SECRET = "a secret for the pretend crowd"  # noqa: S105 - of tests


class Fault(Enum):
    """What goes wrong with one delivery."""

    SLEEP = "takes it, and never answers"
    LOSE = "loses it, and never answers"
    DROP = "takes it, and hangs up"
    CUT = "hangs up before it takes it"
    ERROR = "takes it, and answers 500"
    AWAY = "answers 503"


@dataclass
class Crowd:
    """The platform. Rates are a second, times are seconds."""

    latency: float = 0.0
    limit: float = 0.0
    """Deliveries a second that it takes, a second's worth of them at once; 0 for any number."""
    faults: Mapping[Fault, float] = field(default_factory=dict)
    """How many of a hundred deliveries."""
    gone: frozenset[str] = frozenset()
    """Whom it refuses."""
    dice: random.Random = field(default_factory=lambda: random.Random(4))  # noqa: S311 - the same each time
    reached: dict[str, list[float]] = field(default_factory=dict)
    """When each address got something."""
    refused: int = 0
    """How often it had to say 429 of its own accord: somebody was too fast."""
    asked: int = 0
    taken: list[float] = field(default_factory=list)
    """When it took something on, whatever became of it."""
    silences: list[tuple[float, float]] = field(default_factory=list)
    broken: int = 0
    """Deliveries while it had asked for silence."""
    url: str = ""
    _tokens: float = 0.0
    _filled: float = 0.0

    def hush(self, seconds: float) -> None:
        """Ask whoever comes next for silence."""
        now = monotonic()
        self.silences.append((now, max(now + seconds, self.silences[-1][1] if self.silences else 0.0)))

    def silent(self, begin: float, end: float) -> float:
        """The seconds between two moments in which it had asked for silence."""
        total, reached = 0.0, begin
        for first, last in self.silences:
            if min(last, end) > max(first, reached):
                total += min(last, end) - max(first, reached)
                reached = min(last, end)
        return total

    async def deliver(self, request: web.Request) -> web.StreamResponse:
        """One delivery."""
        self.asked += 1
        if request.headers.get("Authorization") != f"Bearer {SECRET}":
            return web.Response(status=401)
        address = str((await request.json())["address"])
        if (too_fast := self._too_fast()) is not None:
            return too_fast
        self.taken.append(monotonic())
        await asyncio.sleep(self.latency)
        if address in self.gone:
            return web.Response(status=404)
        fault = self._fault()
        if fault in {None, Fault.SLEEP, Fault.DROP, Fault.ERROR}:
            self.reached.setdefault(address, []).append(monotonic())
        return await self._answer(request, fault)

    async def _answer(self, request: web.Request, fault: Fault | None) -> web.StreamResponse:
        match fault:
            case Fault.SLEEP | Fault.LOSE:
                await asyncio.sleep(3600)
            case Fault.DROP | Fault.CUT:
                if request.transport:
                    request.transport.abort()
            case Fault.ERROR:
                return web.Response(status=500)
            case Fault.AWAY:
                self.hush(1.0)
                return self._slow_down(1.0, 503)
            case None:
                pass
        return web.json_response({})

    def _too_fast(self) -> web.Response | None:
        if (silence := self.silences[-1][1] - monotonic() if self.silences else 0.0) > 0:
            self.broken += 1
            return self._slow_down(silence)
        if not self._token():
            self.refused += 1
            self.hush(1.0)
            return self._slow_down(1.0)
        return None

    def _slow_down(self, seconds: float, status: int = 429) -> web.Response:
        told = math.ceil(seconds)
        begin, end = self.silences[-1] if self.silences else (monotonic(), 0.0)
        # What it told somebody in whole seconds, they keep.
        self.silences[-1:] = [(begin, max(end, monotonic() + told))]
        return web.Response(status=status, headers={"Retry-After": f"{told}"})

    def _token(self) -> bool:
        if not self.limit:
            return True
        now = monotonic()
        self._tokens = min(self.limit, self._tokens + (now - self._filled) * self.limit)
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def _fault(self) -> Fault | None:
        throw = self.dice.uniform(0, 100)
        for fault, share in self.faults.items():
            throw -= share
            if throw < 0:
                return fault
        return None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Answer on a port of its own; gives the URL."""
        app = web.Application()
        app.router.add_post("/local/deliver", self.deliver)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        try:
            yield self.url
        finally:
            await runner.cleanup()
