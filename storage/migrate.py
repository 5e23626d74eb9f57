"""Brings a database to the present schema, run by code: there is no alembic.ini.

The rule to keep: all revisions run in one transaction under one lock, so two processes that migrate at once are one
that migrates and one that waits and finds nothing to do.
"""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.engine import engine
from storage.schema import metadata

_LOCK = 0x6C656E74
"""Any number will do that nobody else locks."""


def config() -> Config:
    """Where the revisions are."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return made


def revisions() -> tuple[str, ...]:
    """Every revision, oldest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())[::-1]


async def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to a revision. Nothing happens where the database is there already."""
    await _run(url, lambda settings: command.upgrade(settings, revision))


async def create(url: str) -> None:
    """Make the tables of the present schema in an empty database that nobody will ever migrate."""
    made = engine(url)
    try:
        async with made.begin() as connection:
            await connection.run_sync(metadata.create_all)
    finally:
        await made.dispose()


async def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down to a revision; to `base` drops every table."""
    await _run(url, lambda settings: command.downgrade(settings, revision))


async def current(url: str) -> str | None:
    """The revision a database is at; None for an empty one. Raises what the driver raises if it cannot be reached."""
    made = engine(url)
    try:
        async with made.connect() as connection:
            return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    finally:
        await made.dispose()


async def _run(url: str, act: Callable[[Config], None]) -> None:
    # SQLite changes a table by making a new one and dropping the old one, which must not erase what hangs on it.
    made = engine(url, foreign_keys=False)

    def migrate(connection: Connection) -> None:
        settings = config()
        settings.attributes["connection"] = connection
        act(settings)

    try:
        async with made.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.run_sync(migrate)
            if connection.dialect.name == "sqlite":
                broken = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
                if broken:
                    raise RuntimeError(f"the migration would leave {len(broken)} rows that point nowhere")
    finally:
        await made.dispose()
