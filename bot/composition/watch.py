"""The watch for a database that was put back, with a file beside it as the marker.

The rule to keep: a file that cannot be written stops nothing; it is said once, and one of two witnesses is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.composition.database import database
from bot.composition.desk import complain, options_of, say, texts, with_settings
from bot.composition.process import Wall
from config import manual

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from bot.ports import Clock, Store
    from config.doctor import Finding
    from config.settings import Settings


class File:
    """A `bot.pulse.Marker` in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._complained = False

    def read(self) -> int:
        """The number in the file; 0 where there is none, or something else."""
        try:
            return int(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def write(self, number: int) -> None:
        """Replace the file, so that it holds one number or the other, and never half of one."""
        import logging

        beside = self._path.with_name(f"{self._path.name}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(f"{number}", encoding="ascii")
            beside.replace(self._path)
        except OSError as trouble:
            if not self._complained:
                reason = trouble.strerror or "?"
                logging.getLogger("lentera").warning("the marker beside the database cannot be written: %s", reason)
            self._complained = True


def marker_of(settings: Settings) -> File:
    """The marker: beside SQLite's file, or in `var`, which has to outlive the process to be of use."""
    from pathlib import Path

    return File((settings.file or Path("var") / "lentera.db").with_suffix(".sent"))


def watched(
    settings: Settings, store: Store, clock: Clock, marker: File, tick: Callable[[], Awaitable[None]]
) -> Callable[[], Awaitable[None]]:
    """A tick that waits while nothing may go out, and says why."""
    from bot.pulse import Watch

    watch = Watch(store, clock, marker, lambda at: say(_held(settings, at), settings))

    async def careful() -> None:
        if await watch.free():
            await tick()

    return careful


async def held(settings: Settings) -> Finding | None:
    """What the doctor says of messages that are kept back; None where none are, or the database cannot say."""
    from bot.composition.core import store_of

    store = store_of(settings)
    try:
        async with store.begin() as work:
            pulse = await work.pulse.get()
    except Exception:  # noqa: BLE001 - what is wrong with the database is said elsewhere
        return None
    finally:
        await store.close()
    return _held(settings, pulse.at) if pulse and pulse.held else None


def outbox(rest: list[str]) -> int:
    """Say whether messages go out, keep them all, or let them go again."""
    options = options_of(manual.OUTBOX, rest)
    if options.hold + options.send + options.skip > 1:
        return complain(manual.command(manual.OUTBOX)) + 1

    async def run(settings: Settings) -> int:
        return await _decided(settings, options)

    import os

    return with_settings(os.environ, run)


async def _decided(settings: Settings, options: argparse.Namespace) -> int:
    from bot.composition.core import store_of
    from bot.pulse import hold, release
    from config.doctor import Finding, State

    found = await database(settings)
    if found.state is State.WRONG:
        say(found, settings)
        return 1
    store, clock, skipped = store_of(settings), Wall(), 0
    try:
        if options.hold:
            await hold(store, clock)
        elif options.send or options.skip:
            if options.skip:
                await _written_down(settings, store, clock)
            skipped = await release(store, clock, skip=options.skip)
        async with store.begin() as work:
            pulse, due = await work.pulse.get(), await work.mail.due(clock.now())
    finally:
        await store.close()
    if options.skip:
        say(Finding(State.FINE, "outbox_skipped", {"n": skipped}), settings)
    is_held = pulse is not None and pulse.held
    say(Finding(State.NOTE if is_held else State.FINE, "outbox_held" if is_held else "outbox", {"n": due}), settings)
    return 0


async def _written_down(settings: Settings, store: Store, clock: Clock) -> None:
    """Write down all that is due by now and send none of it, so that nothing of it is found due afterwards."""
    from bot.composition.core import console_of, metronome_of, track_of

    track, console = track_of(settings, store, clock), console_of(settings, store, clock)
    metronome, postman = metronome_of(track, console, store, clock, {})
    postman.stop()
    await metronome.tick()


def _held(settings: Settings, at: datetime) -> Finding:
    from zoneinfo import ZoneInfo

    from config.doctor import Finding, State

    t, local = texts().to(settings.locale), at.astimezone(ZoneInfo(settings.zone))
    return Finding(State.WRONG, "held", {"day": t.day(local.date()), "time": t.clock(local)})
