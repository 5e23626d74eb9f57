"""Writes down what happens to the messages in hand, as many as come together in one transaction.

The rule to keep: nobody gets an answer before it is committed. A message is handed over only after the note that it is,
so whoever finds that note without another knows that nobody knows whether it arrived.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.mail import Care, Fate, Settled
from bot.ports import Clock, Owed, Store, Work
from bot.pulse import EVERY, Marker


@dataclass(frozen=True, slots=True)
class _Place:
    lane: str
    gap: float
    patience: float


@dataclass(frozen=True, slots=True)
class _Sending:
    owed: Owed
    lane: str


@dataclass(frozen=True, slots=True)
class _Settling:
    owed: Owed
    fate: Fate
    reason: str


@dataclass(frozen=True, slots=True)
class _Later:
    owed: Owed
    until: datetime
    counts: bool
    doubtful: bool


_Note = _Place | _Sending | _Settling | _Later


class Clerk:
    """Takes notes from any number of tasks. One transaction is on its way at a time; what comes meanwhile goes next."""

    def __init__(self, store: Store, clock: Clock, marker: Marker | None = None) -> None:
        self._store = store
        self._clock = clock
        self._marker = marker
        self._grown_at: datetime | None = None
        self._notes: list[tuple[_Note, asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def place(self, lane: str, gap: float, patience: float) -> float:
        """Reserve a place in a lane, or with a gap of 0 only look. Seconds until then; beyond `patience`, none is."""
        wait: float = await self._noted(_Place(lane, gap, patience))
        return wait

    async def sending(self, owed: Owed, lane: str = "") -> bool:
        """Note that it is handed over now; False where it is not ours any more.

        The same where its lane has been closed since it got its place: then it is put back for later.
        """
        ours: bool = await self._noted(_Sending(owed, lane))
        return ours

    async def settle(self, owed: Owed, fate: Fate, reason: str = "") -> None:
        """Note what became of it; of a prompt nothing is left."""
        await self._noted(_Settling(owed, fate, reason))

    async def postpone(self, owed: Owed, until: datetime, *, counts: bool) -> None:
        """Try again later. `counts` says whether this was an attempt."""
        await self._noted(_Later(owed, until, counts, doubtful=False))

    async def doubt(self, owed: Owed, until: datetime) -> None:
        """Try once more later what may have arrived."""
        await self._noted(_Later(owed, until, counts=True, doubtful=True))

    async def _noted(self, note: _Note) -> Any:  # noqa: ANN401 - each kind of note has its own answer
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._notes.append((note, answer))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await answer

    async def _write(self) -> None:
        while self._notes:
            taken, self._notes = self._notes, []
            waiting = [answer for _, answer in taken]
            try:
                async with self._store.begin() as work:
                    said = await self._all(work, [note for note, _ in taken])
                    number = await self._grown(work, [note for note, _ in taken])
                if number and self._marker:
                    self._grown_at = self._clock.now()
                    self._marker.write(number)
            except Exception as bug:  # noqa: BLE001 - it is told to everybody whose note it was
                for answer in waiting:
                    if not answer.done():
                        answer.set_exception(bug)
            else:
                for answer, result in zip(waiting, said, strict=True):
                    if not answer.done():
                        answer.set_result(result)

    async def _all(self, work: Work, notes: Sequence[_Note]) -> list[Any]:
        """Write all down, one statement a kind. Gives their answers."""
        now = self._clock.now()
        ours = await self._handed(work, [note for note in notes if isinstance(note, _Sending)], now)
        settling = [note for note in notes if isinstance(note, _Settling)]
        await work.mail.settle(
            [
                Settled(note.owed.id, note.fate, now, note.reason, note.owed.not_before, note.owed.uncertain)
                for note in settling
                if note.owed.care is not Care.PROMPT
            ]
        )
        gone = [note.owed for note in settling if note.owed.care is Care.PROMPT]
        if gone:
            await work.outbox.done(*gone)
        for note in notes:
            if isinstance(note, _Later):
                if note.doubtful:
                    await work.outbox.doubt(note.owed, note.until)
                else:
                    await work.outbox.postpone(note.owed, note.until, counts=note.counts)
        # Last, because all other workers wait for a lane that somebody has touched.
        waits = await self._places(work, notes, now)
        return [
            waits.pop(0) if isinstance(note, _Place) else note.owed.id in ours if isinstance(note, _Sending) else None
            for note in notes
        ]

    async def _grown(self, work: Work, notes: Sequence[_Note]) -> int:
        """Count on before anything is handed over in a new minute; 0 where nothing is. See `bot.pulse`."""
        now = self._clock.now()
        fresh = self._grown_at is not None and now - self._grown_at < EVERY
        if self._marker is None or fresh or not any(isinstance(note, _Sending) for note in notes):
            return 0
        return await work.pulse.grow(now)

    async def _handed(self, work: Work, notes: Sequence[_Sending], now: datetime) -> frozenset[int]:
        """The numbers of those that may be handed over."""
        lanes = {note.lane for note in notes if note.lane}
        held = await work.outbox.held(lanes, now) if lanes else {}
        for note in notes:
            if note.lane in held:
                await work.outbox.postpone(note.owed, held[note.lane], counts=False)
        handed = [note.owed for note in notes if note.lane not in held]
        return await work.outbox.sending(*handed) if handed else frozenset()

    async def _places(self, work: Work, notes: Sequence[_Note], now: datetime) -> list[float]:
        """The waits of those who ask for a place, in their order; what is asked for alike is asked for together."""
        asked = [note for note in notes if isinstance(note, _Place)]
        waits: dict[_Place, Iterator[float]] = {}
        # In one order everywhere, so that two workers cannot wait for one another.
        for place in sorted(set(asked), key=lambda place: (place.lane, place.gap)):
            waits[place] = iter(await _reserved(work, place, asked.count(place), now))
        return [next(waits[place]) for place in asked]


async def _reserved(work: Work, place: _Place, many: int, now: datetime) -> list[float]:
    """The waits of several who ask for the same; as many get a place as fit into their patience."""
    if not place.gap:
        return [await work.outbox.pace(place.lane, now=now, gap=0.0, patience=place.patience)] * many

    async def reserve(places: int) -> tuple[float, bool]:
        patience = place.patience - place.gap * (places - 1)
        wait = await work.outbox.pace(place.lane, now=now, gap=place.gap, patience=patience, places=places)
        return wait, wait <= patience

    places = min(many, int(place.patience / place.gap) + 1)
    wait, reserved = await reserve(places)
    if not reserved and wait <= place.patience:
        places = int((place.patience - wait) / place.gap) + 1
        wait, reserved = await reserve(places)
    if not reserved:
        return [wait] * many
    # What has no place waits longer than its patience, also where the sum is a hair short of it.
    beyond = max(wait + places * place.gap, place.patience + 0.001)
    return [wait + number * place.gap if number < places else beyond for number in range(many)]
