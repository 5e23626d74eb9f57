"""The unit of work: what it costs, what it holds together, what it survives."""

import asyncio
import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.exc import IntegrityError

from bot.timesheet.entry import Draft
from storage.store import Database
from tests.conftest import Another, Meet, Moving, account

DAY = date(2026, 11, 18)


@pytest.fixture
def statements(store: Database) -> Iterator[list[str]]:
    """What the database is asked, in order."""
    asked: list[str] = []

    def note(
        _connection: Connection,
        _cursor: DBAPICursor,
        statement: str,
        _values: object,
        _context: ExecutionContext,
        _many: bool,
    ) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    event.listen(store._engine.sync_engine, "before_cursor_execute", note)
    yield asked
    event.remove(store._engine.sync_engine, "before_cursor_execute", note)


async def test_meeting_somebody_known_asks_the_database_nothing(meet: Meet, statements: list[str]) -> None:
    await meet("sari")
    statements.clear()
    await meet("sari")
    assert statements == []


async def test_one_entry_of_somebody_known_is_two_statements(
    store: Database, meet: Meet, clock: Moving, statements: list[str], database: str
) -> None:
    await meet("sari")
    statements.clear()
    async with store.begin() as work:
        sari = await work.people.meet(account("sari"))
        await work.entries.add(sari.id, [Draft(DAY, 60)], by=sari.id, at=clock.now(), delivery="d1")
    begin = ["BEGIN"] if database == "sqlite" else []
    assert statements == [*begin, "INSERT", "INSERT"]


async def test_two_hundred_who_read_then_write_at_once_lose_nothing(
    another: Another, meet: Meet, clock: Moving
) -> None:
    sari = await meet("sari")
    stores = [another(), another()]
    async with stores[0].begin() as work:
        (entry,) = await work.entries.add(sari.id, [Draft(DAY, 1)], by=sari.id, at=clock.now(), delivery="first")

    async def one_more(n: int) -> None:
        async with stores[n % 2].begin() as work:
            await work.people.lock(sari.id)
            found = await work.entries.get(sari.id, entry.id)
            assert found is not None
            more = replace(found.draft, minutes=found.draft.minutes + 1)
            await work.entries.change(found, more, by=sari.id, at=clock.now(), delivery=f"d{n}")

    await asyncio.gather(*(one_more(n) for n in range(200)))
    async with stores[0].begin() as work:
        counted = await work.entries.get(sari.id, entry.id)
        lines = await work.entries.history(sari.id, DAY, DAY)
    assert counted is not None
    assert counted.draft.minutes == 201
    assert len(lines) == 201


async def test_a_block_that_raises_leaves_nothing(store: Database, meet: Meet, clock: Moving) -> None:
    sari = await meet("sari")

    async def fail() -> None:
        async with store.begin() as work:
            await work.entries.add(sari.id, [Draft(DAY, 60)], by=sari.id, at=clock.now(), delivery="d1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with store.begin() as work:
        assert await work.entries.between(sari.id, DAY, DAY) == ()


async def test_a_person_of_a_block_that_raised_is_not_remembered(store: Database, meet: Meet) -> None:
    async def fail() -> None:
        async with store.begin() as work:
            await work.people.meet(account("sari"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with store.begin() as work:
        await work.people.lock((await meet("sari")).id)


async def test_a_block_that_is_cancelled_gives_its_connection_back(store: Database, meet: Meet, clock: Moving) -> None:
    sari = await meet("sari")
    inside = asyncio.Event()

    async def wait() -> None:
        async with store.begin() as work:
            await work.entries.add(sari.id, [Draft(DAY, 60)], by=sari.id, at=clock.now(), delivery="d1")
            inside.set()
            await asyncio.Event().wait()

    for _ in range(10):
        inside.clear()
        task = asyncio.create_task(wait())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with store.begin() as work:
        assert await work.entries.between(sari.id, DAY, DAY) == ()


async def test_cancelling_at_any_moment_leaves_the_store_usable(store: Database, meet: Meet, clock: Moving) -> None:
    sari = await meet("sari")

    async def write(n: int) -> None:
        async with store.begin() as work:
            await work.entries.add(sari.id, [Draft(DAY, 60)], by=sari.id, at=clock.now(), delivery=f"d{n}")

    for n in range(40):
        task = asyncio.create_task(write(n))
        await asyncio.sleep(n / 20_000)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await write(99)
    async with store.begin() as work:
        entries = await work.entries.between(sari.id, DAY, DAY)
        lines = await work.entries.history(sari.id, DAY, DAY)
    assert len(entries) == len(lines) >= 1


async def test_an_error_shows_nothing_that_was_written(
    store: Database, meet: Meet, clock: Moving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sari = await meet("sari")
    words = Draft(DAY, 0, "secret-project", "secret-note")

    async def fail() -> None:
        async with store.begin() as work:
            await work.entries.add(sari.id, [words], by=sari.id, at=clock.now(), delivery="d2")

    with pytest.raises(IntegrityError) as caught:
        await fail()
    assert "secret" not in "".join(traceback.format_exception(caught.value))
    assert "secret" not in caplog.text


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_a_server_that_was_restarted_is_not_noticed(store: Database, meet: Meet) -> None:
    await meet("sari")
    async with store._engine.connect() as connection:
        await connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    assert (await meet("budi")).name == "Budi"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_sqlite_is_told_to_be_careful(store: Database, url: str) -> None:
    async with store._engine.connect() as connection:
        told = {
            pragma: (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
            for pragma in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        }
    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }
    assert url.startswith("sqlite:///")


async def test_instants_come_back_in_utc(store: Database, meet: Meet, clock: Moving) -> None:
    sari = await meet("sari")
    async with store.begin() as work:
        await work.prompts.set(sari.id, "kind", clock.now())
        due = await work.prompts.next_due()
    assert due == clock.now()
    assert due is not None
    assert due.tzinfo is UTC
