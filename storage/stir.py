"""Stirs the ballot box, the postbox and what was asked, so that no file says in which order it came in.

The rule to keep: stirring changes no row. On PostgreSQL it must not run beside a dump: TRUNCATE empties the tables for
snapshots older than itself. https://www.postgresql.org/docs/current/mvcc-caveats.html
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import BUSY
from storage.schema import (
    asked,
    ballots,
    marks,
    outbox,
    people,
    questions,
    roster,
    surveys,
    talk_messages,
    talk_waiting,
)

_LONG = (ballots, talk_waiting, talk_messages, questions, asked)
"""Tables whose rows take pages of SQLite in the order in which they come."""
_LOCKED = (marks, ballots, talk_messages, talk_waiting, questions, asked)
"""In the order in which whoever votes or writes comes to them. In another one, PostgreSQL would see a deadlock and turn
one of the two away, who may be a person with an answer."""


async def stir(engine: AsyncEngine, *, rewrite: bool) -> None:
    """Stir. SQLite empties its log, and with `rewrite` writes the whole file anew; PostgreSQL always writes anew."""
    if engine.dialect.name == "sqlite":
        await asyncio.to_thread(_stir_file, str(engine.url.database), rewrite=rewrite)
        return
    async with engine.begin() as connection:
        await _write_anew(connection, _LOCKED)
    if rewrite:
        await _settle(engine)


async def _write_anew(connection: AsyncConnection, tables: Sequence[Table]) -> None:
    names = ", ".join(table.name for table in tables)
    await connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    for table in tables:
        # Only TRUNCATE gives a new file and forgets xmin: FREEZE, VACUUM FULL and CLUSTER keep it.
        kept = f"stirred_{table.name}"
        await connection.execute(text(f"CREATE TEMP TABLE {kept} ON COMMIT DROP AS TABLE {table.name}"))
        await connection.execute(text(f"TRUNCATE {table.name}"))
        columns = [column.name for column in table.columns]
        shuffled = select(text(", ".join(columns))).select_from(text(kept)).order_by(func.random())
        await connection.execute(insert(table).from_select(columns, shuffled))


async def _settle(engine: AsyncEngine) -> None:
    """Forget what PostgreSQL keeps beside the rows that stay when those of the box are gone.

    A mark that comes in locks the row of its person, and who locked a row last (`xmax`) stands there long after the
    mark has gone: it would tell who has answered. So everybody is locked once more, by one transaction. And a row of
    the roster that was written again is that of somebody who wished to be asked tomorrow.
    """
    async with engine.begin() as connection:
        # Surveys before people before the roster, as everybody else comes to them.
        for table in (surveys, people):
            await connection.execute(select(table.c.id).order_by(table.c.id).with_for_update(read=True, key_share=True))
        await _write_anew(connection, (roster,))
    async with engine.connect() as connection:
        # Deleted reminders lie on in their pages, and in another shape where one was sent: to whoever had not answered.
        # So does a survey's row as it was, with the key that is wrapped in it.
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in (outbox, surveys):
            await connection.execute(text(f"VACUUM FULL {table.name}"))


def _stir_file(file: str, *, rewrite: bool) -> None:
    # A connection of its own: neither statement works inside a transaction.
    with closing(sqlite3.connect(file, timeout=BUSY, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        _shuffle(connection)
        if rewrite:
            connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _shuffle(connection: sqlite3.Connection) -> None:
    """Give every long row other pages: they are taken in the order in which rows come."""
    # Nothing of it may reach a temporary file.
    connection.execute("PRAGMA temp_store=MEMORY")
    for table in _LONG:
        name, columns = table.name, ", ".join(column.name for column in table.columns)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"CREATE TEMP TABLE stirred AS SELECT {columns} FROM {name}")  # noqa: S608 - names of the schema
        connection.execute(f"DELETE FROM {name}")  # noqa: S608 - likewise
        # In random order, and not in that of the keys: freed pages come back in an order that one could reckon back.
        connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM temp.stirred ORDER BY random()")  # noqa: S608 - likewise
        connection.execute("DROP TABLE temp.stirred")
        connection.execute("COMMIT")
