"""Whether the database is there, and as this version needs it.

The rule to keep: to look must not be to make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.composition.desk import say

if TYPE_CHECKING:
    from pathlib import Path

    from config.doctor import Finding
    from config.settings import Settings

PATIENCE = 10.0
"""Seconds that a database has to answer."""


async def database(settings: Settings) -> Finding:
    """Whether the database answers, and whether its schema is this version's."""
    import asyncio

    from config.doctor import Finding, State
    from storage.migrate import current, revisions

    kind = {"kind": "SQLite" if settings.file else "PostgreSQL"}
    # To look must not be to make: SQLite's driver creates the file.
    if settings.file and not settings.file.exists():
        return Finding(State.WRONG, "database_empty", kind)
    try:
        found = await asyncio.wait_for(current(settings.database_url), PATIENCE)
    except Exception as trouble:  # noqa: BLE001 - every driver has its own
        reason = type(getattr(trouble, "orig", None) or trouble).__name__
        return Finding(State.WRONG, "database_silent", {**kind, "reason": reason})
    known = revisions()
    if found is None:
        return Finding(State.WRONG, "database_empty", kind)
    if found not in known:
        return Finding(State.WRONG, "database_ahead")
    if found != known[-1]:
        return Finding(State.WRONG, "database_behind")
    return Finding(State.FINE, "database", kind)


async def migrated(settings: Settings) -> int:
    """Bring the database to this version's schema. Gives the exit code."""
    from config.doctor import State
    from storage.migrate import upgrade

    found = await database(settings)
    if found.key in {"database_empty", "database_behind"}:
        if found.key == "database_empty":
            wound(settings).unlink(missing_ok=True)
        await upgrade(settings.database_url)
        found = await database(settings)
    say(found, settings)
    return int(found.state is State.WRONG)


def wound(settings: Settings) -> Path:
    """Where the playground remembers how far its clock was wound: beside the data, which is of that time."""
    from pathlib import Path

    return (settings.file or Path("var") / "playground").with_suffix(".clock")
