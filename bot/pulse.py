"""Recognises a database that was put back from a backup, and keeps all messages until somebody has decided.

What went out after the backup, the backup does not know: delivered as it stands, it would go out once more. Two things
tell. Outside the database each worker keeps a marker, a file with a number that grows in the database, too, before
anything is handed over in a new minute: a marker that is ahead has seen a later database than this one. Inside, a row
says which tables it was written into (`Pulses.home`), and a restore makes new ones. Neither sees a whole PostgreSQL
cluster that was taken back in time, by workers whose disk does not outlive them: there `lentera outbox --hold` says it.

The rule to keep: the marker never runs ahead of what is committed, and nothing is handed over before both are written.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.ports import Clock, Store

EVERY = timedelta(minutes=1)
"""So often the number grows while messages go out; what was sent in the minute of a backup may go out twice."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The one row: what this database knows about itself."""

    number: int
    home: str
    """Where it was written."""
    at: datetime
    """When the number grew last: about the time of the backup, in a database that was put back."""
    held: bool = False
    """Whether nothing goes out until somebody has decided."""


class Pulses(Protocol):
    """`Work.pulse`."""

    async def get(self) -> Pulse | None:
        """The row as it stands; None where nothing was ever sent from here."""
        ...

    async def put(self, pulse: Pulse) -> None:
        """Put it in the place of what stands."""
        ...

    async def grow(self, now: datetime) -> int:
        """Count one further; the number that holds when this is committed, 0 where there is no row yet."""
        ...

    async def home(self) -> str:
        """Which tables these are, as far as the database can tell one making of them from another."""
        ...


class Marker(Protocol):
    """What a worker keeps outside the database."""

    def read(self) -> int:
        """The number it has seen last; 0 for none."""
        ...

    def write(self, number: int) -> None:
        """Keep it. Never raises: without a marker one of the two witnesses is missing, and messages still go out."""
        ...


class Watch:
    """Says whether messages may go out."""

    def __init__(self, store: "Store", clock: "Clock", marker: Marker, tell: Callable[[datetime], None]) -> None:
        self._store = store
        self._clock = clock
        self._marker = marker
        self._tell = tell
        """Says once to whoever runs this that nothing goes out, and since when the database may not know."""
        self._told = False

    async def free(self) -> bool:
        """Whether messages may go out now. Asked before each round: a database may be put back under a worker."""
        seen = self._marker.read()
        async with self._store.begin() as work:
            pulse, home = await work.pulse.get(), await work.pulse.home()
            if pulse is None:
                pulse = Pulse(seen, home, self._clock.now())
                await work.pulse.put(pulse)
            elif not pulse.held and (pulse.number < seen or pulse.home != home):
                pulse = replace(pulse, number=max(seen, pulse.number), home=home, held=True)
                await work.pulse.put(pulse)
        if pulse.held:
            if not self._told:
                self._tell(pulse.at)
            self._told = True
            return False
        self._told = False
        if pulse.number != seen:
            self._marker.write(pulse.number)
        return True


async def hold(store: "Store", clock: "Clock") -> None:
    """Keep everything until somebody has decided: for a restore that nothing here can see."""
    async with store.begin() as work:
        pulse = await work.pulse.get() or Pulse(0, await work.pulse.home(), clock.now())
        await work.pulse.put(replace(pulse, held=True))


async def release(store: "Store", clock: "Clock", *, skip: bool) -> int:
    """Let messages go out again. With `skip`, not those that are due by now: they count as having gone out already.

    Returns how many were skipped. Whoever asks has had all plans write down before what is due by now.
    """
    async with store.begin() as work:
        pulse = await work.pulse.get()
        skipped = await work.mail.skip_due(clock.now()) if skip else 0
        if pulse is not None:
            await work.pulse.put(replace(pulse, home=await work.pulse.home(), held=False))
    return skipped
