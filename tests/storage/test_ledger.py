"""Logging: one look, one write, and nothing in between goes unnoticed."""

import asyncio
import logging
import traceback
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from bot.people import Person, Preferences
from bot.ports import Glance
from bot.timesheet.entry import Draft, Entry
from storage.engine import CONNECTIONS
from storage.store import Database
from tests.conftest import Another, Meet, Moving, account

DAY = date(2026, 11, 18)
DESIGN = Draft(DAY, 60, "acme", "design — *bold* 'quoted' 🌱")
REVIEW = Draft(
    DAY,
    90,
    None,
    "",
    datetime(2026, 11, 18, 2, 0, tzinfo=UTC),
    datetime(2026, 11, 18, 3, 30, tzinfo=UTC),
    "Asia/Jakarta",
)
PAUSE = Draft(DAY, 15, kind="interruption")
_REFUSED = (asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError, UnicodeError)
POSTGRES = pytest.mark.parametrize("database", ["postgres"], indirect=True)


@pytest.fixture
async def sari(meet: Meet) -> Person:
    return await meet("sari")


async def look(store: Database, person: Person, *, delivery: str = "look", project: str | None = None) -> Glance:
    async with store.begin() as work:
        return await work.ledger.look(person, DAY, DAY, delivery=delivery, project=project)


async def log(
    store: Database, person: Person, clock: Moving, delivery: str, *drafts: Draft
) -> tuple[Entry, ...] | None:
    async with store.begin() as work:
        glance = await work.ledger.look(person, DAY, DAY, delivery=delivery, project=None)
        return await work.ledger.write(glance, drafts, at=clock.now(), delivery=delivery)


@pytest.fixture
def statements(store: Database) -> Iterator[list[str]]:
    """What SQLAlchemy asks the database, in order."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    event.listen(store._engine.sync_engine, "before_cursor_execute", note)
    yield asked
    event.remove(store._engine.sync_engine, "before_cursor_execute", note)


async def test_what_is_logged_is_read_back_the_same_with_its_history(
    store: Database, sari: Person, clock: Moving
) -> None:
    logged = await log(store, sari, clock, "d1", DESIGN, REVIEW, PAUSE)
    assert logged is not None
    assert [entry.draft for entry in logged] == [DESIGN, REVIEW, PAUSE]
    async with store.begin() as work:
        assert set(await work.entries.between(sari.id, DAY, DAY)) == set(logged)
        lines = await work.entries.written_by("d1")
    assert [(line.entry, line.by, line.at, line.old, line.new) for line in lines] == [
        (entry.id, sari.id, clock.now(), None, entry.draft) for entry in logged
    ]
    glance = await look(store, sari, delivery="d1", project="acme")
    assert (glance.person, glance.seen, glance.used) == (sari, True, True)
    assert glance.standing == (logged[1], logged[0], logged[2]), "by start, those without one last"


async def test_a_glance_at_nothing(store: Database, sari: Person) -> None:
    glance = await look(store, sari, project="acme")
    assert (glance.person, glance.seen, glance.used, glance.standing) == (sari, False, False, ())
    with pytest.raises(LookupError):
        await look(store, replace(sari, id=999))


async def test_logging_is_a_look_and_a_write(
    store: Database, sari: Person, clock: Moving, statements: list[str], database: str
) -> None:
    await log(store, sari, clock, "d1", DESIGN)
    assert statements == (["BEGIN", "SELECT", "INSERT", "INSERT"] if database == "sqlite" else []), (
        "on PostgreSQL neither needs a transaction around it, nor anything of SQLAlchemy"
    )


@POSTGRES
async def test_what_was_looked_at_before_somebody_wrote_is_not_written(
    store: Database, sari: Person, clock: Moving
) -> None:
    glance = await look(store, sari)
    assert await log(store, sari, clock, "d1", DESIGN) is not None
    async with store.begin() as work:
        assert await work.ledger.write(glance, [DESIGN], at=clock.now(), delivery="d2") is None
    glance = await look(store, sari)
    async with store.begin() as work:
        await work.people.lock(sari.id)
    async with store.begin() as work:
        assert await work.ledger.write(glance, [DESIGN], at=clock.now(), delivery="d3") is None
        assert len(await work.entries.history(sari.id, DAY, DAY)) == 1


@POSTGRES
async def test_a_write_waits_for_whoever_has_locked(store: Database, sari: Person, clock: Moving) -> None:
    glance = await look(store, sari)
    async with store.begin() as work:
        await work.people.lock(sari.id)

        async def write() -> tuple[Entry, ...] | None:
            async with store.begin() as other:
                return await other.ledger.write(glance, [DESIGN], at=clock.now(), delivery="d1")

        writing = asyncio.create_task(write())
        done, _ = await asyncio.wait({writing}, timeout=0.2)
        assert not done
    assert await writing is None


async def test_under_a_lock_a_glance_holds(store: Database, sari: Person, clock: Moving) -> None:
    async with store.begin() as work:
        await work.people.lock(sari.id)
        glance = await work.ledger.look(sari, DAY, DAY, delivery="d1", project=None)
        assert await work.ledger.write(glance, [DESIGN, PAUSE], at=clock.now(), delivery="d1") is not None
    assert len((await look(store, sari)).standing) == 2


async def test_forty_who_log_at_once_in_two_processes_never_fill_a_day_twice(
    another: Another, sari: Person, clock: Moving
) -> None:
    stores = [another(), another()]

    async def one_hour(n: int) -> bool:
        for waiting in (False, True):
            async with stores[n % 2].begin() as work:
                if waiting:
                    await work.people.lock(sari.id)
                glance = await work.ledger.look(sari, DAY, DAY, delivery=f"d{n}", project=None)
                if sum(entry.draft.minutes for entry in glance.standing) >= 24 * 60:
                    return False
                if await work.ledger.write(glance, [DESIGN], at=clock.now(), delivery=f"d{n}"):
                    return True
        raise AssertionError("whoever holds the lock writes")

    wrote = await asyncio.gather(*(one_hour(n) for n in range(40)))
    standing = (await look(stores[0], sari)).standing
    assert sum(wrote) == len(standing) == 24


async def test_the_same_delivery_many_times_at_once_is_one_entry(another: Another, sari: Person, clock: Moving) -> None:
    stores = [another(), another()]

    async def again(n: int) -> None:
        async with stores[n % 2].begin() as work:
            glance = await work.ledger.look(sari, DAY, DAY, delivery="d1", project=None)
            if not glance.seen:
                await work.ledger.write(glance, [DESIGN], at=clock.now(), delivery="d1")

    await asyncio.gather(*(again(n) for n in range(20)))
    glance = await look(stores[0], sari, delivery="d1")
    assert glance.seen
    assert len(glance.standing) == 1


@POSTGRES
async def test_a_delivery_that_wrote_for_somebody_else_writes_nothing(
    store: Database, sari: Person, meet: Meet, clock: Moving
) -> None:
    budi = await meet("budi")
    glance = await look(store, budi)
    await log(store, sari, clock, "d1", DESIGN)
    async with store.begin() as work:
        assert await work.ledger.write(glance, [DESIGN, PAUSE], at=clock.now(), delivery="d1") is None
    assert (await look(store, budi)).standing == ()


async def test_whom_another_process_has_changed_is_seen_at_once_and_no_longer_remembered(
    store: Database, another: Another, sari: Person, meet: Meet
) -> None:
    elsewhere = another()
    async with elsewhere.begin() as work:
        wishes = replace(await work.people.preferences(sari.id), locale="en", zone="Europe/Berlin")
        await work.people.prefer(sari.id, wishes)
    assert isinstance(wishes, Preferences)
    assert await meet("sari") == sari, "remembered from a moment ago"
    seen = (await look(store, sari)).person
    assert (seen.locale, seen.zone) == ("en", ZoneInfo("Europe/Berlin"))
    assert await meet("sari") == seen


async def test_somebody_with_two_accounts_is_seen_as_the_one_they_write_with(store: Database, meet: Meet) -> None:
    here = await meet("sari", email="sari@example.org", locale="id-ID")
    there = await meet("s.putri", email="sari@example.org", workspace="other", locale="en-GB", timezone="Europe/Berlin")
    assert here.id == there.id
    async with store.begin() as work:
        for person, actor in (
            (here, account("sari", email="sari@example.org", locale="id-ID")),
            (there, account("s.putri", workspace="other")),
        ):
            assert (await work.ledger.look(person, DAY, DAY, delivery="look", actor=actor)).person == person


async def test_an_error_shows_nothing_that_was_written(
    store: Database, sari: Person, clock: Moving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for words in (Draft(DAY, 0, "secret-project", "secret-note"), Draft(DAY, 60, "secret", "secret \ud800")):
        with pytest.raises(_REFUSED) as caught:
            await log(store, sari, clock, "d1", words)
        assert "secret" not in "".join(traceback.format_exception(caught.value))
    assert "secret" not in caplog.text
    assert await log(store, sari, clock, "d1", DESIGN) is not None


async def test_cancelling_at_any_moment_leaves_the_store_usable(store: Database, sari: Person, clock: Moving) -> None:
    for n in range(60):
        task = asyncio.create_task(log(store, sari, clock, f"d{n}", PAUSE))
        await asyncio.sleep(n / 20_000)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert await log(store, sari, clock, "last", PAUSE) is not None
    async with store.begin() as work:
        lines = await work.entries.history(sari.id, DAY, DAY)
    assert len((await look(store, sari)).standing) == len(lines) >= 1


@POSTGRES
async def test_a_server_that_was_restarted_is_not_noticed(store: Database, sari: Person, clock: Moving) -> None:
    await asyncio.gather(*(look(store, sari) for _ in range(8)))
    async with store._engine.connect() as connection:
        await connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    assert await log(store, sari, clock, "d1", DESIGN) is not None


@POSTGRES
async def test_more_who_log_than_there_are_connections_wait_for_one(store: Database, sari: Person) -> None:
    async def once_more(n: int) -> None:
        async with store.begin() as work:
            await work.ledger.look(sari, DAY, DAY, delivery=f"d{n}", project=None)
            await work.entries.written_by(f"d{n}")

    await asyncio.gather(*(once_more(n) for n in range(30)))
    async with store.begin() as work:
        assert (await work.people.meet(account("sari"))).id == sari.id


@POSTGRES
async def test_a_connection_that_is_kept_for_logging_is_there_for_whoever_else_needs_one(
    store: Database, sari: Person
) -> None:
    async def other() -> None:
        async with store.begin() as work:
            await work.entries.written_by("d1")

    async with asyncio.timeout(10), AsyncExitStack() as stack:
        for _ in range(CONNECTIONS - 1):
            work = await stack.enter_async_context(store.begin())
            await work.ledger.look(sari, DAY, DAY, delivery="look", project=None)
        async with store.begin() as last:
            await last.ledger.look(sari, DAY, DAY, delivery="look", project=None)
            waiting = asyncio.create_task(other())
            await asyncio.sleep(0.05)
            assert not waiting.done()
        await waiting
    async with asyncio.timeout(10):
        await asyncio.gather(*(other() for _ in range(CONNECTIONS)), *(look(store, sari) for _ in range(CONNECTIONS)))


@POSTGRES
async def test_a_column_may_change_its_type_while_people_log(
    store: Database, url: str, sari: Person, clock: Moving
) -> None:
    await log(store, sari, clock, "d1", DESIGN)
    server = await asyncpg.connect(url)
    try:
        await server.execute("ALTER TABLE entries ALTER COLUMN minutes TYPE bigint")
        assert await log(store, sari, clock, "d2", REVIEW) is not None
        assert len((await look(store, sari)).standing) == 2
    finally:
        await server.execute("ALTER TABLE entries ALTER COLUMN minutes TYPE integer")
        await server.close()
