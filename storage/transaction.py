"""One transaction that begins with its first statement.

The rule to keep: a unit of work that asks the database nothing costs nothing, and one that asks holds a connection
until its end: never begin a second one inside it.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg
from sqlalchemy import CursorResult, Executable, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError

from storage.direct import Direct
from storage.spare import Spare

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

Values = Mapping[str, Any]
T = TypeVar("T")


class Transaction:
    """Statements that commit together."""

    __slots__ = ("_connection", "_one_connection", "_outside", "_spare")

    def __init__(self, spare: Spare, *, one_connection: bool) -> None:
        self._spare = spare
        self._connection: AsyncConnection | None = None
        self._outside: PoolProxiedConnection | None = None
        self._one_connection = one_connection

    @property
    def excludes(self) -> bool:
        """Whether nobody else writes anything from its first statement to its end, as on SQLite."""
        return self._one_connection

    async def run(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> CursorResult[Any]:
        """Execute one statement, with one set of values or one for each row."""
        self._give_back()
        if self._connection is None:
            return await self._whole(self._first(statement, values))
        return await self._whole(self._connection.execute(statement, values))

    async def alone(self, direct: Direct, values: Values) -> Sequence[Any]:
        """Execute a statement that needs no other beside it: it is committed at once, unless something has begun."""
        if self._one_connection or self._connection is not None:
            return (await self.run(direct.statement, values)).all()
        first = self._outside is None
        outside = self._outside = self._outside or await self._spare.take()
        driver: Any = outside.driver_connection
        try:
            return await direct.fetch(outside, values)
        except BaseException as error:
            if driver.is_closed() or not isinstance(error, asyncpg.PostgresError):
                # Cancelled in the middle, or cut off: nobody knows what is going on there.
                self._outside = None
                outside.invalidate()
            if not (first and driver.is_closed() and isinstance(error, Exception)):
                raise
        # As in `_first`, which also knows what to do about the connections that are left.
        return (await self.run(direct.statement, values)).all()

    async def commit(self) -> None:
        """Make it last."""
        if self._connection is not None:
            await self._whole(self._connection.commit())

    async def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        self._give_back()
        connection, self._connection = self._connection, None
        if connection is not None:
            # Shielded on every database: a connection that is not given back is one less for everybody.
            await asyncio.shield(self._whole(connection.close()))

    def _give_back(self) -> None:
        outside, self._outside = self._outside, None
        if outside is not None:
            self._spare.give(outside)

    async def _whole(self, step: Coroutine[Any, Any, T]) -> T:
        """Do one step to its end, also where the task is cancelled meanwhile.

        SQLAlchemy throws a connection away whose statement was cancelled. SQLite's statement runs on in its thread,
        and its lock would shut out everybody for half a minute. PostgreSQL takes a cancelled statement back itself.
        """
        if not self._one_connection:
            return await step
        task = asyncio.create_task(step)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            while not task.done():
                try:
                    await asyncio.wait({task})
                except asyncio.CancelledError:
                    continue
            if not task.cancelled():
                task.exception()
            raise

    async def _first(self, statement: Executable, values: Values | Sequence[Values] | None) -> CursorResult[Any]:
        try:
            return await self._open(statement, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        # The server has been restarted since the connection was last used. Nothing of ours was lost with it.
        return await self._open(statement, values)

    async def _open(self, statement: Executable, values: Values | Sequence[Values] | None) -> CursorResult[Any]:
        self._connection = await self._spare.connect()
        try:
            return await self._connection.execute(statement, values)
        except BaseException:
            connection, self._connection = self._connection, None
            await connection.close()
            raise
