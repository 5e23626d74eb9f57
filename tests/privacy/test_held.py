"""What is held of somebody is shown as it is stored, whole, and nothing of anybody else."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.held import NOT_THEIRS, about, hands
from storage.schema import Kind, metadata
from storage.store import Database
from tests.privacy.full import Filler

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
EVERY_TABLE = pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
# Kinds that by themselves say nothing about a person.
IMPERSONAL = {Kind.TECHNICAL, Kind.ROLLOUT, Kind.SURVEY, Kind.LOOK, Kind.REQUEST}
ARGUED = {
    # A sealed answer: nobody can say whose, which is what it is for. Its code finds it.
    "survey_ballots": {"sealed"},
    # A message without a name, likewise: before HR has it sealed, and afterwards in the clear.
    "talk_waiting": {"sealed"},
    "talk_messages": {"text"},
    # Comments have no author any more.
    "surveys": {"comments"},
    # Figures of six people and more, of which none is one person's; who was in them a key says that lies elsewhere.
    "group_figures": {"division", "first", "last", "told"},
    "group_marks": {"division", "row", "last"},
    # That somebody asked about a topic: who, a key says that lies elsewhere, until the month is over.
    "asked": {"month", "topic", "deed"},
    # Of five people and more.
    "asked_counts": {"month", "topic", "deed", "people"},
    # That somebody pressed a button, on which day: not who.
    "got_it": {"campaign", "step", "day"},
}


@EVERY_TABLE
def test_every_personal_column_is_given_out_or_argued(table: Table) -> None:
    personal = {column.name for column in table.columns if column.info["kind"] not in IMPERSONAL}
    if about(table, 1) is None:
        assert personal == ARGUED.get(table.name, set())


def test_a_column_is_left_out_only_of_what_somebody_did_to_others() -> None:
    for name, columns in NOT_THEIRS.items():
        table = metadata.tables[name]
        assert hands(table)
        assert columns <= set(table.columns.keys())
    assert {table.name for table in metadata.sorted_tables if "person" in table.c and hands(table)} == set(NOT_THEIRS)


async def test_everything_of_a_full_database_is_given_out(store: Database, database_engine: AsyncEngine) -> None:
    rows = await Filler(database_engine).fill("zebra", NOW)
    await Filler(database_engine, 3000).fill("giraffe", NOW)
    async with store.begin() as work:
        shelves = await work.held.of(rows["people"]["id"])
    assert {shelf.table for shelf in shelves} == {
        table.name for table in metadata.sorted_tables if about(table, 1) is not None
    }
    for shelf in shelves:
        assert (shelf.number, len(shelf.rows)) == (1, 1), shelf.table
        stored = rows[shelf.table]
        assert shelf.rows[0].keys() == stored.keys(), shelf.table
        for name, value in stored.items():
            if isinstance(value, str):
                assert shelf.rows[0][name] == value, f"{shelf.table}.{name}"
    assert "giraffe" not in str(shelves)


async def test_of_what_somebody_did_to_others_only_that_they_did_it_is_given_out(
    store: Database, database_engine: AsyncEngine
) -> None:
    rows = await Filler(database_engine).fill("zebra", NOW)
    helper = await Filler(database_engine, 3000).fill("giraffe", NOW)
    number = helper["people"]["id"]
    async with database_engine.begin() as connection:
        for name in ("history", "requests", "looks"):
            table = metadata.tables[name]
            await connection.execute(table.update().where(table.c.id == rows[name]["id"]).values(by=number))
    async with store.begin() as work:
        shelves = {shelf.table: shelf for shelf in await work.held.of(number)}
    assert "zebra" not in str(shelves)
    assert shelves["history"].number == 2
    assert {row.get("by") for row in shelves["history"].rows} == {number}


async def test_the_latest_rows_come_first_and_are_counted(store: Database, database_engine: AsyncEngine) -> None:
    rows = await Filler(database_engine).fill("zebra", NOW)
    account = rows["accounts"]
    async with database_engine.begin() as connection:
        for n in range(9000, 9005):
            await connection.execute(
                metadata.tables["accounts"].insert(), account | {"id": n, "known_as": f"zebra-{n}"}
            )
    async with store.begin() as work:
        shelves = await work.held.of(rows["people"]["id"], latest=2)
    [accounts] = [shelf for shelf in shelves if shelf.table == "accounts"]
    assert (accounts.number, [row["id"] for row in accounts.rows]) == (6, [9004, 9003])


async def test_what_is_asked_for_by_table_is_read_from_that_table_alone(
    store: Database, database_engine: AsyncEngine
) -> None:
    number = (await Filler(database_engine).fill("zebra", NOW))["people"]["id"]
    async with store.begin() as work:
        shelves = await work.held.of(number, tables={"agreements", "entries"})
        assert {shelf.table for shelf in shelves} == {"agreements", "entries"}
        assert await work.held.of(number, tables=()) == []
        [counted] = await work.held.of(number, tables={"entries"}, latest=0)
    assert (counted.number, counted.rows) == (1, ())


async def test_who_else_has_changed_an_entry_is_told_newest_first_and_whoever_is_gone_too(
    store: Database, database_engine: AsyncEngine
) -> None:
    line = (await Filler(database_engine).fill("zebra", NOW))["history"]
    helper = (await Filler(database_engine, 3000).fill("giraffe", NOW))["people"]["id"]
    table = metadata.tables["history"]
    async with database_engine.begin() as connection:
        for more, by in enumerate((helper, None, line["person"], helper), start=1):
            row = line | {"id": line["id"] + more, "by": by, "delivery": f"d{more}", "new_day": None}
            await connection.execute(table.insert().values(row | {"old_day": NOW.date()}))
    async with store.begin() as work:
        found = await work.held.amended(line["person"], limit=5)
        assert [one.by for one in found] == [helper, None, helper]
        assert {one.day for one in found} == {NOW.date()}
        assert await work.held.amended(line["person"], limit=1) == found[:1]
        assert await work.held.amended(helper, limit=5) == []
