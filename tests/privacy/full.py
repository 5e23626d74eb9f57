"""A database in which every table has rows about somebody, filled by walking the schema.

The rule to keep: a new table is filled without a line here, unless a check of its own wants certain values.
"""

import datetime as dt
from collections.abc import Mapping
from itertools import count
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    Integer,
    LargeBinary,
    Table,
    Text,
    Time,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.people import Role
from storage.schema import Instant, Roles, metadata

Values = dict[str, Any]
COMPANY = "company"
"""How texts begin that are nobody's own."""

# Those first that others name without a key.
_FIRST = ("people", "campaigns", "surveys", "history")
_TABLES = sorted(metadata.sorted_tables, key=lambda table: table.name not in _FIRST)

_FIXED: Mapping[str, Values] = {
    # A line either wrote an entry or touched one.
    "history": {"entry": None, "position": 0, "old_day": None, "old": None},
    "entries": {"kind": "work", "zone": "UTC", "end_at": None, "start_at": None},
    "campaigns": {"state": "closed", "zone": "UTC", "playbook": "time-tracking", "previous": None, "channel": ""},
    "surveys": {"state": "counted", "swept": True, "wrapped": None, "public": None},
    "outbox": {"fate": "sent", "not_before": None},
    "versions": {"content": "{}"},
    "requests": {"kind": "correct", "state": "open"},
    "looks": {"kind": "share", "division": "", "what": "2026-W47"},
    "accounts": {"platform": "local", "workspace": "demo", "locale": "en", "timezone": "UTC"},
    "people": {"locale": "en", "zone": "UTC", "active": True, "left_on": None, "policy": "default", "platform": None},
}


class Filler:
    """Fills every table with one row of somebody's; `about` gives values by table, which win.

    What is about nobody, or what somebody wrote for the company, begins with `COMPANY` instead.
    """

    def __init__(self, engine: AsyncEngine, first: int = 1000) -> None:
        self._engine = engine
        self._numbers = count(first)

    async def fill(self, word: str, at: dt.datetime, **about: Values) -> dict[str, Values]:
        """A row in every table, as of an instant; every text begins with `word`. Gives the rows by table."""
        rows: dict[str, Values] = {}
        async with self._engine.begin() as connection:
            for table in _TABLES:
                if table.name == "pulse":
                    continue
                said = word if "person" in table.c or table.name == "people" else COMPANY
                row = self._row(table, said, at, rows) | about.get(table.name, {})
                await connection.execute(insert(table).values(row))
                rows[table.name] = row
        return rows

    def _row(self, table: Table, word: str, at: dt.datetime, rows: Mapping[str, Values]) -> Values:
        made = {column.name: self._value(table, column, word, at, rows) for column in table.columns}
        if table.name == "entries":
            made["id"] = rows["history"]["id"]
        return made | _FIXED.get(table.name, {})

    def _value(
        self, table: Table, column: Column[Any], word: str, at: dt.datetime, rows: Mapping[str, Values]
    ) -> object:
        for key in column.foreign_keys:
            return rows[key.column.table.name][key.column.name]
        if column.name == "campaign" and table.name != "campaigns":
            # What is tied to a rollout by its number alone.
            number = rows["campaigns"]["id"]
            return str(number) if isinstance(column.type, Text) else number
        wanted = f"{word}-{table.name}-{column.name}-{next(self._numbers)}"
        made: Mapping[type[Any], object] = {
            Roles: frozenset({Role.EMPLOYEE}),
            Instant: at,
            Date: at.date(),
            Time: at.time(),
            Boolean: True,
            Integer: next(self._numbers),
            Double: float(next(self._numbers)),
            LargeBinary: wanted.encode(),
            Text: wanted,
        }
        return next(value for kind, value in made.items() if isinstance(column.type, kind))


async def numbers(engine: AsyncEngine) -> dict[str, int]:
    """How many rows each table has."""
    async with engine.connect() as connection:
        return {table.name: len((await connection.execute(select(table))).all()) for table in metadata.sorted_tables}


async def everything(engine: AsyncEngine) -> list[tuple[str, str, Any]]:
    """Every value of every row: table, column, value."""
    found = []
    async with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                found += [(table.name, str(name), value) for name, value in row.items() if value is not None]
    return found
