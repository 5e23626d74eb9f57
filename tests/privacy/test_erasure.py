"""Whoever is erased leaves nothing: every table and every column is looked through for them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.privacy.ports import Binding
from storage.schema import erasures, metadata
from storage.store import Database
from tests.privacy.full import COMPANY, Filler, everything, numbers

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
# A survey that is over has neither marks nor answers.
AT_ONCE = {
    "entries",
    "history",
    "timers",
    "offs",
    "shares",
    "talks",
    "prompts",
    "looks",
    "agreements",
    "journeys",
    "survey_roster",
}


def traces(found: list[tuple[str, str, Any]], number: int, word: str) -> list[str]:
    """Where a person is still named: by number, or by anything that they or a platform said."""
    return [
        f"{table}.{column}"
        for table, column, value in found
        if value == number
        or (isinstance(value, str) and (word in value or f"person:{number}" in value))
        or (isinstance(value, bytes) and word.encode() in value)
    ]


def company(found: list[tuple[str, str, Any]]) -> int:
    """How much there is of what is nobody's own."""
    nobodys = {table.name for table in metadata.sorted_tables if "person" not in table.c}
    return sum(table in nobodys and COMPANY in str(value) for table, _, value in found)


async def test_nothing_of_a_full_database_is_left(store: Database, database_engine: AsyncEngine) -> None:
    rows = await Filler(database_engine).fill(
        "zebra", NOW, outbox={"recipient": "person:1000"}, people={"id": 777_001}, campaigns={"created_by": 777_001}
    )
    await Filler(database_engine, 3000).fill("giraffe", NOW)
    number = rows["people"]["id"]
    before = await everything(database_engine)
    assert {place.partition(".")[0] for place in traces(before, number, "zebra")} == {
        table.name
        for table in metadata.sorted_tables
        if any(key.column.table.name == "people" for key in table.foreign_keys)
    } | {"people"}
    async with store.begin() as work:
        await work.erasure.erase(number)
        await work.erasure.record(rows["requests"]["id"], date(2026, 11, 15), date(2026, 11, 18))
    after = await everything(database_engine)
    assert traces(after, number, "zebra") == []
    assert len(traces(after, -1, "giraffe")) == len(traces(before, -1, "giraffe"))
    assert company(after) == company(before)


async def test_what_an_erasure_leaves_says_when_and_not_whose(store: Database, database_engine: AsyncEngine) -> None:
    for _ in range(2):
        async with store.begin() as work:
            await work.erasure.record(17, date(2026, 11, 15), date(2026, 11, 18))
    assert await everything(database_engine) == [
        ("erasures", "id", 17),
        ("erasures", "asked_on", date(2026, 11, 15)),
        ("erasures", "done_on", date(2026, 11, 18)),
    ]
    assert set(erasures.columns.keys()) == {"id", "asked_on", "done_on"}


async def test_what_nobody_needs_goes_at_once_and_the_rest_with_what_counts_on_it(
    store: Database, database_engine: AsyncEngine
) -> None:
    rows = await Filler(database_engine).fill("zebra", NOW)
    number = rows["people"]["id"]
    async with store.begin() as work:
        await work.erasure.empty(number)
    left = await numbers(database_engine)
    assert {name for name in AT_ONCE if left[name]} == set()
    assert {name for name in ("people", "accounts", "requests", "outbox") if not left[name]} == set()


@pytest.mark.parametrize(
    ("states", "bound"),
    [
        ({"campaigns": "running"}, [Binding("rollout", "Time at last")]),
        ({"campaigns": "paused"}, [Binding("rollout", "Time at last")]),
        ({"surveys": "open"}, [Binding("survey", "1:concerns")]),
        ({"surveys": "ended"}, [Binding("survey", "1:concerns")]),
        ({"campaigns": "cancelled"}, []),
        ({}, []),
    ],
)
async def test_an_open_rollout_or_survey_counts_on_who_is_in_it(
    store: Database, database_engine: AsyncEngine, states: dict[str, str], bound: list[Binding]
) -> None:
    rows = await Filler(database_engine).fill(
        "zebra",
        NOW,
        campaigns={"title": "Time at last", "state": states.get("campaigns", "closed")},
        surveys={"id": "1:concerns", "state": states.get("surveys", "counted")},
    )
    number = rows["people"]["id"]
    async with store.begin() as work:
        assert await work.erasure.bindings(number) == bound
        await work.erasure.empty(number)
    left = await numbers(database_engine)
    assert left["journeys"] == (1 if "campaigns" in states and bound else 0)
    assert left["survey_roster"] == (1 if "surveys" in states else 0)
