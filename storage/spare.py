"""Connections to PostgreSQL that stay out of the pool between two questions that are asked alone.

The rule to keep: nobody waits at the pool for a connection that lies here. Taking one out of the pool and putting it
back costs half of what a question does.
"""

from sqlalchemy import PoolProxiedConnection, QueuePool
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class Spare:
    """The connections of one engine that nobody holds at the moment, and the way to its pool."""

    __slots__ = ("_engine", "_idle", "_waiting")

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._idle: list[PoolProxiedConnection] = []
        self._waiting = 0

    async def take(self) -> PoolProxiedConnection:
        """One for a question alone."""
        if self._idle:
            return self._idle.pop()
        self._waiting += 1
        try:
            return await self._engine.raw_connection()
        finally:
            self._waiting -= 1

    def give(self, connection: PoolProxiedConnection) -> None:
        """Put one back: here, or into the pool where somebody waits."""
        if self._waiting:
            connection.close()
        else:
            self._idle.append(connection)

    async def connect(self) -> AsyncConnection:
        """One from the pool, for a transaction."""
        pool = self._engine.pool
        if self._idle and isinstance(pool, QueuePool) and pool.checkedout() >= pool.size():
            self._idle.pop().close()
        self._waiting += 1
        try:
            return await self._engine.connect()
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Put all of them back into the pool."""
        while self._idle:
            self._idle.pop().close()
