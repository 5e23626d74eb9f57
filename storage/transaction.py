"""One transaction that begins with its first statement.

The rule to keep: a unit of work that asks the database nothing costs nothing, and one that asks holds a connection
until its end: never begin a second one inside it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Values = Mapping[str, Any]


class Transaction:
    """Statements that commit together."""

    __slots__ = ("_connection", "_engine")

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def run(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> CursorResult[Any]:
        """Execute one statement, with one set of values or one for each row."""
        if self._connection is None:
            return await self._first(statement, values)
        return await self._connection.execute(statement, values)

    async def commit(self) -> None:
        """Make it last."""
        if self._connection is not None:
            await self._connection.commit()

    async def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        connection, self._connection = self._connection, None
        if connection is not None:
            # A cancelled task must still give it back: SQLite has only one.
            await asyncio.shield(connection.close())

    async def _first(self, statement: Executable, values: Values | Sequence[Values] | None) -> CursorResult[Any]:
        try:
            return await self._open(statement, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        # The server has been restarted since the connection was last used. Nothing of ours was lost with it.
        return await self._open(statement, values)

    async def _open(self, statement: Executable, values: Values | Sequence[Values] | None) -> CursorResult[Any]:
        self._connection = await self._engine.connect()
        try:
            return await self._connection.execute(statement, values)
        except BaseException:
            await self.close()
            raise
