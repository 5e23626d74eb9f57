"""Statements that PostgreSQL's driver gets as they are: compiled once, with nothing of SQLAlchemy's in between.

The rule to keep: only for what everybody waits for all day long, which is logging; everything else goes the usual way.
Values are bound and read as the schema says, and an error tells nothing of what was written.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import asyncpg
from sqlalchemy import PoolProxiedConnection, Select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

Change = Callable[[Any], Any]

_POSTGRES = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Direct:
    """A statement, ready for the driver. Every column it gives has a name of its own."""

    __slots__ = ("_changed", "_constants", "_row", "_sql", "_values", "statement")

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        """The same for whoever executes it the usual way."""
        compiled = statement.compile(dialect=_POSTGRES)
        self._sql = compiled.string
        types = {name: bind.type for bind, name in compiled.bind_names.items()}
        self._values: Sequence[tuple[str, Change | None]] = [
            (name, types[name].dialect_impl(_POSTGRES).bind_processor(_POSTGRES)) for name in compiled.positiontup or ()
        ]
        self._constants = compiled.params
        columns = list(statement.selected_columns)
        # Its names are the statement's.
        self._row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]  # noqa: PYI024
        changes = [column.type.dialect_impl(_POSTGRES).result_processor(_POSTGRES, None) for column in columns]
        self._changed: Sequence[tuple[int, Change]] = [(at, change) for at, change in enumerate(changes) if change]

    async def fetch(self, connection: PoolProxiedConnection, values: Mapping[str, Any]) -> Sequence[Any]:
        """Execute it: rows with the columns as attributes. Raises what the driver raises, without any values."""
        values = {**self._constants, **values}
        bound = [change(values[name]) if change else values[name] for name, change in self._values]
        try:
            prepared = connection.info.get(self) or await self._prepared(connection)
            try:
                found = await prepared.fetch(*bound)
            except asyncpg.InvalidCachedStatementError:
                # A migration has changed a type under it, which costs nobody their entry.
                found = await (await self._prepared(connection)).fetch(*bound)
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as refused:
            # The server says which row it refuses, and the driver which value.
            raise type(refused)("the database has refused a statement") from None
        return [self._read(record) for record in found]

    async def _prepared(self, connection: PoolProxiedConnection) -> Any:  # noqa: ANN401 - asyncpg has no types
        driver: Any = connection.driver_connection
        prepared = connection.info[self] = await driver.prepare(self._sql)
        return prepared

    def _read(self, record: Sequence[Any]) -> Any:  # noqa: ANN401 - as many kinds of row as statements
        values = list(record)
        for at, change in self._changed:
            if values[at] is not None:
                values[at] = change(values[at])
        return self._row._make(values)
