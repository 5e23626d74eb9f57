"""How to reach the database: URLs as people write them, and what every connection is told first.

The rule to keep: nothing here prints a URL or a parameter. SQLite's own defaults lose concurrent updates silently, so
every transaction begins IMMEDIATE.
"""

import logging
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import asyncpg
from sqlalchemy import Connection, ExceptionContext, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

BUSY = 30.0
"""Seconds that one writer waits for another."""

CONNECTIONS = 16
"""How many a process opens to PostgreSQL at most, as it needs them. Waiting for one costs a tenth of a request."""

# At DEBUG it prints every parameter, which is what people wrote.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)

_POSTGRES = frozenset({"postgres", "postgresql", "postgresql+asyncpg"})
_SQLITE = frozenset({"sqlite", "sqlite+aiosqlite"})


def engine(url: str, *, foreign_keys: bool = True) -> AsyncEngine:
    """An engine for `postgresql://…` (or `postgres://…`), `sqlite:///path`, or a plain path, whose folder is made.

    Raises ValueError for any other kind of URL. Without `foreign_keys` SQLite does not check them, as migrations need.
    """
    scheme, found, rest = url.partition("://")
    if found and scheme in _POSTGRES:
        return _postgres(f"postgresql://{_asyncpg_query(rest)}")
    if found and scheme in _SQLITE:
        # sqlite:///a.db is a.db here, sqlite:////var/a.db is /var/a.db.
        return _sqlite(rest.removeprefix("/").partition("?")[0], foreign_keys=foreign_keys)
    if found:
        raise ValueError(f"a database URL begins with postgresql:// or sqlite:///, not with {scheme}://")
    return _sqlite(url, foreign_keys=foreign_keys)


def _asyncpg_query(rest: str) -> str:
    """What follows the scheme, without what only libpq understands."""
    place, _, query = rest.partition("?")
    options = [
        ("sslmode" if name == "ssl" else name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        # asyncpg takes what it does not know for a setting of the server, which then refuses.
        if name not in {"channel_binding", "gssencmode", "connect_timeout", "prepared_statement_cache_size"}
    ]
    return f"{place}?{urlencode(options, quote_via=quote, safe='/')}" if options else place


def _postgres(dsn: str) -> AsyncEngine:
    async def connect() -> Any:  # noqa: ANN401 - asyncpg has no types
        # asyncpg reads the whole URL itself: SQLAlchemy would not know sslmode, nor a socket folder.
        return await asyncpg.connect(
            dsn,
            timeout=10,
            server_settings={
                "application_name": "lentera",
                "timezone": "UTC",
                # Planning for speed costs more than our short statements take.
                "jit": "off",
                "idle_in_transaction_session_timeout": "60s",
            },
        )

    made = create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=0
    )

    @event.listens_for(made.sync_engine, "handle_error")
    def _hush(failure: ExceptionContext) -> None:
        # The server says in its detail which row it refused, with every value; a traceback would print it.
        error: BaseException | None = failure.original_exception
        while error is not None:
            if hasattr(error, "detail"):
                error.detail = None
            error = error.__cause__

    return made


def _sqlite(path: str, *, foreign_keys: bool) -> AsyncEngine:
    if path in {"", ":memory:"}:
        raise ValueError("the database needs a file: one in memory would be gone with the process")
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    # Nobody else's business; the WAL beside it gets the same mode.
    file.touch(mode=0o600)
    _write_ahead(file)
    made = create_async_engine(
        f"sqlite+aiosqlite:///{file}",
        hide_parameters=True,
        # One connection: writers queue here, in order, and not at the file's lock, where the unlucky wait for seconds.
        pool_size=1,
        max_overflow=0,
        pool_timeout=BUSY,
        connect_args={"timeout": BUSY, "isolation_level": None},
    )

    @event.listens_for(made.sync_engine, "connect")
    def _tell(connection: Any, _record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a driver's connection
        cursor = connection.cursor()
        for pragma in (
            "synchronous=FULL",
            "secure_delete=ON",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(made.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def _write_ahead(file: Path) -> None:
    """Have the file use a write-ahead log, so that readers and a writer do not wait for one another; it remembers."""
    deadline = time.monotonic() + BUSY
    with closing(sqlite3.connect(file, timeout=BUSY)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError:
                # Another process does the same. This pragma alone does not wait for others.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return
