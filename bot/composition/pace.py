"""The lanes in the database, for whoever calls a platform that limits how often."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ports import Clock, Store


class Shared:
    """One lane is the same for all processes on this database. `clock` is the machine's: platforms have no other."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def take(self, lane: str, gap: float, patience: float) -> float:
        """Reserve the next place. The seconds until then; one further away than `patience` is not reserved."""
        async with self._store.begin() as work:
            return await work.outbox.pace(lane, now=self._clock.now(), gap=gap, patience=patience)

    async def hold(self, lane: str, seconds: float) -> None:
        """Nobody gets a place there for so long."""
        async with self._store.begin() as work:
            await work.outbox.hold(lane, self._clock.now() + timedelta(seconds=seconds))
