"""The beat that the metronome ticks to: APScheduler, with nothing in it that matters.

The rule to keep: every tick may be missed, repeated, or run in two processes at once; what is due is in the database.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Tick = Callable[[], Awaitable[None]]

PATIENCE = 10.0
"""Seconds that a tick in hand has to end when the beat stops. What it has not sent by then, the next worker sends."""


@dataclass(slots=True)
class Count:
    """How often it ticked, and how often something went wrong."""

    ticks: int = 0
    failures: int = 0

    def figures(self) -> dict[str, float]:
        """For `/metrics`."""
        return {"ticks_total": self.ticks, "tick_failures_total": self.failures}


@asynccontextmanager
async def beating(ticks: Sequence[Tick], seconds: float, count: Count) -> AsyncIterator[None]:
    """Tick at once and every `seconds` until the block ends; the tick in hand is finished first."""
    failing = False
    hand: asyncio.Task[None] | None = None

    async def once() -> None:
        nonlocal failing
        count.ticks += 1
        try:
            for tick in ticks:
                await tick()
        except Exception:
            count.failures += 1
            if not failing:
                # The next ones would say the same every few seconds.
                log.exception("ticks fail; the next ones try again and say nothing until it works")
            failing = True
        else:
            if failing:
                log.warning("ticks work again")
            failing = False

    async def take() -> None:
        nonlocal hand
        if hand is None or hand.done():
            hand = asyncio.create_task(once())
        # The scheduler cancels what it runs when it shuts down, even in the middle of a delivery, and would call that
        # an error. The hand goes on, and here is nothing that must not end.
        with suppress(asyncio.CancelledError):
            await asyncio.shield(hand)

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(take, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    first = asyncio.create_task(take())
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        if hand is not None:
            await asyncio.wait({hand}, timeout=PATIENCE)
            hand.cancel()
        await asyncio.gather(first, *([hand] if hand else ()), return_exceptions=True)
