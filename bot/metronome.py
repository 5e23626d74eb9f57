"""The metronome: looks who is due, writes down what they are owed, and sends the postman.

The rule to keep: the database is the truth. That somebody was due and when they are due next change in one
transaction, so a tick may be missed, repeated, or run in two processes at once.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import places
from bot.outbox import Postman
from bot.people import Person
from bot.ports import Clock, Store

log = logging.getLogger(__name__)


class Part(Protocol):
    """Something else that the beat moves: what campaigns owe."""

    async def tick(self) -> None:
        """Write down what is owed. May be missed, repeated, or run twice at once."""
        ...

    async def next_due(self) -> datetime | None:
        """The earliest instant at which there is something to do; None where nothing is to come."""
        ...


Planner = Callable[[Person, datetime], datetime | None]
"""The next instant after a given one at which a kind of prompt is due for somebody; None where it is not wanted."""

BATCH = 200
"""People a transaction: short enough that nobody waits for it."""
AGAIN = timedelta(hours=1)
"""When to look again at somebody for whom a planner has failed."""


class Metronome:
    """Ticks. `planners` is by kind, and a kind is the step of the letter that is owed."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        planners: Mapping[str, Planner],
        postman: Postman,
        *,
        parts: Sequence[Part] = (),
        batch: int = BATCH,
    ) -> None:
        self._store = store
        self._clock = clock
        self._planners = planners
        self._postman = postman
        self._parts = parts
        self._batch = batch

    async def tick(self) -> None:
        """Plan whoever is not planned, owe whatever is due, deliver until nothing is.

        A part that fails holds up no other and no message; what it raised is raised at the end.
        """
        await self._plan()
        while await self._owe():
            pass
        failed: list[Exception] = []
        for part in self._parts:
            try:
                await part.tick()
            except Exception as bug:  # noqa: BLE001 - raised below
                failed.append(bug)
        await self._postman.deliver()
        for other in failed[1:]:
            log.error("%s at %s", type(other).__name__, places(other))
        if failed:
            raise failed[0]

    async def next_due(self) -> datetime | None:
        """The earliest instant at which a tick has something to do; None where nobody is subscribed to anything."""
        await self._plan()
        async with self._store.begin() as work:
            found = [await work.prompts.next_due(), await work.outbox.next_due()]
        found += [await part.next_due() for part in self._parts]
        return min((due for due in found if due is not None), default=None)

    async def _plan(self) -> None:
        for kind, planner in self._planners.items():
            failed: set[int] = set()
            while await self._plan_some(kind, planner, failed):
                pass

    async def _plan_some(self, kind: str, planner: Planner, failed: set[int]) -> bool:
        """Plan a batch; False after the last one. Whoever the planner fails for is left to the next tick."""
        now = self._clock.now()
        limit = self._batch + len(failed)
        async with self._store.begin() as work:
            missing = await work.prompts.missing(kind, limit)
            planned: dict[int, datetime | None] = {}
            for person in missing:
                if person.id in failed:
                    continue
                try:
                    planned[person.id] = _after(planner, person, now)
                except Exception as bug:  # noqa: BLE001 - one person's settings must not stop the others
                    _tell(kind, bug)
                    failed.add(person.id)
            await work.prompts.plan(kind, planned)
            return len(missing) == limit

    async def _owe(self) -> bool:
        """Turn a batch of due prompts into rows of the outbox; False where nobody is due."""
        now = self._clock.now()
        async with self._store.begin() as work:
            due = await work.prompts.due(now, self._batch)
            owed: list[tuple[int, str, str, datetime]] = []
            coming: dict[tuple[int, str], datetime | None] = {}
            for person, kind, moment in due:
                try:
                    latest, then = self._latest(kind, person, moment, now)
                except Exception as bug:  # noqa: BLE001 - one person's settings must not stop the others
                    _tell(kind, bug)
                    latest, then = None, now + AGAIN
                coming[person.id, kind] = then
                if latest is not None:
                    owed.append((person.id, kind, latest.astimezone(person.zone).date().isoformat(), latest))
            await work.outbox.owe_each(owed)
            await work.prompts.advance(coming)
        return bool(due)

    def _latest(
        self, kind: str, person: Person, moment: datetime, now: datetime
    ) -> tuple[datetime | None, datetime | None]:
        """The last instant that is due by now, and the first that is not: what was missed in between stays missed."""
        planner = self._planners.get(kind)
        if planner is None:
            return None, None
        coming = _after(planner, person, moment)
        while coming is not None and coming <= now:
            moment, coming = coming, _after(planner, person, coming)
        return moment, coming


def _after(planner: Planner, person: Person, moment: datetime) -> datetime | None:
    due = planner(person, moment)
    if due is not None and due <= moment:
        raise ValueError("a planner must go forward")
    return due


def _tell(kind: str, bug: Exception) -> None:
    log.error("%s cannot be planned for somebody: %s at %s", kind, type(bug).__name__, places(bug))
