"""A process of ours: its clock, its health, and how it is told to stop.

The rule to keep: whoever asks how we are gets one word, and nothing of what is inside.
"""

from __future__ import annotations

import gc
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.composition.database import PATIENCE, database
from bot.composition.desk import say

if TYPE_CHECKING:
    import asyncio

    from bot.ports import Store
    from config.settings import Settings

_PAUSE = 1.0
"""Seconds between two looks at a database that is not ready."""
_NEW_OBJECTS = 10_000
"""How many more objects there are before Python looks for circles among them; by itself it looks at 700."""


class Wall:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class Health:
    """What `/healthz` answers: one word for what is missing, or nothing."""

    store: Store
    missing: str = "starting"

    async def __call__(self) -> str:
        """One word for what is missing; empty where all is well."""
        if self.missing:
            return self.missing
        import asyncio

        try:
            async with asyncio.timeout(PATIENCE), self.store.begin() as work:
                await work.prompts.next_due()
        except Exception:  # noqa: BLE001 - whatever it is, the answer is the same
            return "database"
        return ""

    def loaded(self) -> None:
        """Everything is there, and answers from now on.

        What has been loaded stays, and is most of what there is: looking for garbage in it again and again would take
        a tenth of the time that a request takes.
        """
        gc.collect()
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS, 10, 10)
        self.missing = ""

    async def wait(self, settings: Settings, stop: asyncio.Event) -> bool:
        """Wait until the database is as this version needs it. False where the wait was stopped."""
        from config.doctor import State

        while not stop.is_set():
            found = await database(settings)
            if found.state is State.FINE:
                return True
            missing = "database" if found.key == "database_silent" else "schema"
            if missing != self.missing:
                say(found, settings)
            self.missing = missing
            await either(stop, _PAUSE)
        return False


def stopped() -> None:
    """Log that this process has ended as it was told to."""
    import logging

    logging.getLogger("lentera").info("stopped")


def stopping() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C. The second one ends the process at once, as they do everywhere.

    A crash of it leaves no core behind.
    """
    import asyncio

    # Whatever a crash would write to the disk could hold a key.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def told() -> None:
        stop.set()
        for kind in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(kind)

    for kind in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(kind, told)
    return stop


async def either(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until we are to stop."""
    import asyncio

    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
