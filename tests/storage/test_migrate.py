"""Migrations: from empty, from every earlier revision, on both databases, twice at once."""

import asyncio
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from storage import migrate
from storage.engine import engine
from storage.schema import metadata
from tests.process import running

EVERY_REVISION = migrate.revisions()
STARTS = ["base", *EVERY_REVISION]


@pytest.mark.parametrize("start", STARTS)
async def test_every_start_ends_at_the_schema(empty_url: str, start: str) -> None:
    if start != "base":
        await migrate.upgrade(empty_url, start)
    await migrate.upgrade(empty_url)
    assert await migrate.current(empty_url) == EVERY_REVISION[-1]
    assert await _differences(empty_url) == []


async def test_migrating_again_changes_nothing(empty_url: str) -> None:
    await migrate.upgrade(empty_url)
    await migrate.upgrade(empty_url)
    assert await _differences(empty_url) == []


async def test_a_database_without_tables_is_at_no_revision(empty_url: str) -> None:
    assert await migrate.current(empty_url) is None


async def test_downgrading_to_the_base_leaves_no_table(empty_url: str) -> None:
    await migrate.upgrade(empty_url)
    await migrate.downgrade(empty_url)
    assert await _tables(empty_url) == ["alembic_version"]


async def test_two_tasks_that_migrate_at_once_both_succeed(empty_url: str) -> None:
    await asyncio.gather(migrate.upgrade(empty_url), migrate.upgrade(empty_url))
    assert await _differences(empty_url) == []


@pytest.mark.slow
async def test_two_processes_that_migrate_at_once_both_succeed(empty_url: str) -> None:
    line = "import asyncio, sys; from storage.migrate import upgrade; asyncio.run(upgrade(sys.argv[1]))"
    words = (sys.executable, "-c", line, empty_url)
    with running(*words) as one, running(*words) as other:
        assert [process.wait(60) for process in (one, other)] == [0, 0]
    assert await _differences(empty_url) == []


async def _differences(url: str) -> list[object]:
    def compare(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    made = engine(url)
    async with made.connect() as connection:
        found = await connection.run_sync(compare)
    await made.dispose()
    return found


async def _tables(url: str) -> list[str]:
    made = engine(url)
    async with made.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await made.dispose()
    return found
