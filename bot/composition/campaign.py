"""`lentera campaign rehearse`: a rollout from its creation to its end, in a database that is thrown away."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bot.composition.desk import options_of, texts
from config import manual

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.campaigns.console.desk import Play
    from bot.campaigns.line import Line
    from bot.campaigns.place import Calendar
    from bot.campaigns.playbook import Playbook
    from bot.campaigns.scenario import Scenario

_FILE = "SCENARIO.yaml"


def rehearse(rest: list[str]) -> int:
    """Play a rollout and print what each person gets."""
    options = options_of(manual.REHEARSE_CAMPAIGN, rest, (_FILE,))
    import asyncio
    from pathlib import Path

    from config.playbooks import playbooks
    from config.scenario import ScenarioError, scenario

    known = playbooks()
    file = getattr(options, _FILE)
    try:
        read = scenario(Path(file), known)
    except ScenarioError as mistake:
        print(f"{file}: {mistake}", file=sys.stderr)
        return 2
    for line in asyncio.run(played(read, known, _memory())):
        print(line.json())
    return 0


def in_a_thread(known: Mapping[str, Playbook]) -> Play:
    """Plays scenarios one after the other, each in a thread with a loop and a database of its own."""
    import asyncio
    from functools import partial

    one_by_one = asyncio.Lock()

    async def play(read: Scenario, calendars: Mapping[str, Calendar]) -> tuple[Line, ...]:
        async with one_by_one:
            return await asyncio.to_thread(partial(_run, read, known, calendars))

    return play


def _run(read: Scenario, known: Mapping[str, Playbook], calendars: Mapping[str, Calendar]) -> tuple[Line, ...]:
    import asyncio

    return asyncio.run(played(read, known, _memory(), calendars))


def _memory() -> Path | None:
    """In memory where the machine offers it: what is thrown away need not survive a power cut."""
    from pathlib import Path

    memory = Path("/dev/shm")  # noqa: S108 - only where it is a folder to make one of ours in
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else None


async def played(
    read: Scenario,
    known: Mapping[str, Playbook],
    place: Path | None = None,
    calendars: Mapping[str, Calendar] | None = None,
) -> tuple[Line, ...]:
    """What comes out of a scenario, in order. `place` is a folder in which the database is made for as long."""
    from tempfile import TemporaryDirectory

    from bot.campaigns.rehearsal import rehearse as play
    from storage import migrate
    from storage.store import Database

    with TemporaryDirectory(prefix="lentera-rehearsal-", dir=place) as folder:
        url = f"sqlite:///{folder}/lentera.db"
        await migrate.create(url)
        store = Database(url)
        try:
            return await play(read, store, texts(), known, calendars or {})
        finally:
            await store.close()
