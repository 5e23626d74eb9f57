"""PostgreSQL keeps in front of each row who wrote and who locked it last; that must not say who has answered either."""

import random
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.texts import Texts
from storage.engine import engine
from storage.schema import metadata
from tests.anonymity.office import NAMES, Office, office
from tests.conftest import Moving

pytestmark = pytest.mark.slow


@pytest.fixture
def database() -> str:
    return "postgres"


async def fronts(made: Office) -> dict[str, dict[int, set[tuple[int, ...]]]]:
    """Table to person to what stands in front of their rows: the transactions that wrote and that locked them."""
    found: dict[str, dict[int, set[tuple[int, ...]]]] = {}
    opened = engine(made.url)
    try:
        async with opened.connect() as connection:
            for name, table in metadata.tables.items():
                column = "person" if "person" in table.columns else "id" if name == "people" else ""
                if column:
                    asked = text(f"SELECT {column}, xmin::text::bigint, xmax::text::bigint FROM {name}")  # noqa: S608 - names of the schema
                    for person, *front in await connection.execute(asked):
                        found.setdefault(name, {}).setdefault(person, set()).add(tuple(front))
    finally:
        await opened.dispose()
    return found


async def test_after_the_count_no_row_was_written_or_locked_by_an_answer(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    async with office(url, tmp_path, texts, clock) as made:
        for name in NAMES:
            # Whoever says something for the first time is noted down.
            await made._post("say", {"person": name, "text": "hello"})
        before = await fronts(made)
        dice = random.Random(3)
        names = list(NAMES)
        dice.shuffle(names)
        await made.votes(names[:25], dice)
        async with made.store.begin() as work:
            for name in names[25:30]:
                await work.surveys.remind_tomorrow(made.survey, made.people[name])
        during = await fronts(made)
        assert len([person for person, front in during["people"].items() if front != before["people"][person]]) == 25
        await made.clerk.end(made.survey)
        await made.clerk.count(made.survey)
        after = await fronts(made)
    for table, rows in after.items():
        changed = {person for person, front in rows.items() if before.get(table, {}).get(person) != front}
        assert changed in (set(), set(rows)), table
