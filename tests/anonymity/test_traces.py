"""What lies beside rows and where rows were: after the count it must not say who has answered, and who has not."""

import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.outbox import Postman
from bot.surveys.notes import AGAIN, Notes
from bot.texts import Texts
from storage.engine import engine
from storage.schema import metadata
from tests.anonymity.office import NAMES, Office, office
from tests.anonymity.test_nameless import post_office
from tests.conftest import Moving

pytestmark = pytest.mark.slow


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


@pytest.mark.parametrize("database", ["postgres"])
async def test_after_the_count_no_row_was_written_or_locked_by_an_answer(
    database: str, url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    """PostgreSQL keeps in front of each row which transaction wrote it, and which one locked it last."""
    assert url.startswith(database)
    async with office(url, tmp_path, texts, clock) as made:
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


async def test_after_the_count_no_file_holds_the_key_that_was_wrapped(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    wrapped = b"a key under a secret that is not destroyed"
    async with office(url, tmp_path, texts, clock) as made:
        async with made.store.begin() as work:
            found = await work.surveys.get(made.survey)
            assert found is not None
            await work.surveys.opened(made.survey, found.public, wrapped, clock.now())
        await made.votes(list(NAMES[:10]), random.Random(3))
        await made.clerk.end(made.survey)
        await made.clerk.count(made.survey)
        after = await made.loot("after")
        assert [name for name, content in after.files.items() if wrapped in content and "wal/" not in name] == []


async def test_whoever_answers_leaves_every_row_as_it_was(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    """Also where it is the first thing that somebody ever does here: then a note of it would name all the others."""
    async with office(url, tmp_path, texts, clock) as made:
        made.ticks = False
        before = await made.loot("before")
        await made.votes(list(NAMES[:25]), random.Random(3))
        await made.clerk.end(made.survey)
        await made.clerk.count(made.survey)
        after = await made.loot("after")
        changed = {name for name, rows in after.rows.items() if Counter(rows) != Counter(before.rows[name])}
        assert changed == {"surveys"}


async def test_after_the_count_no_file_says_who_was_reminded(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    """A reminder is written for everybody and deleted either way; until then its row says who is being told."""
    async with office(url, tmp_path, texts, clock) as made:
        await made.votes(list(NAMES[:25]), random.Random(3))
        async with made.store.begin() as work:
            for person in made.people.values():
                await work.outbox.owe(person, AGAIN, f"{made.survey}:2026-11-16", not_before=clock.now())
        letters = Notes(made.store, clock, "Office").letters()
        postman = Postman(made.store, texts, {"local": made.playground}, letters, clock)
        assert await postman.deliver() == len(NAMES) - 25
        during = await made.loot("during")
        assert any(AGAIN.encode() in content for content in during.files.values()), "the attack finds what there is"
        await made.clerk.end(made.survey)
        await made.clerk.count(made.survey)
        after = await made.loot("after")
        # PostgreSQL keeps its log for a while, and says so in what people read.
        assert [name for name, content in after.files.items() if AGAIN.encode() in content and "wal/" not in name] == []


@pytest.mark.parametrize("database", ["postgres"])
async def test_no_statistics_of_the_database_say_who_has_answered(
    database: str, url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    """PostgreSQL keeps a sample of each column's values for its planner, and TRUNCATE leaves it where it is."""
    assert url.startswith(database)
    async with office(url, tmp_path, texts, clock) as made:
        await made.votes(list(NAMES[:25]), random.Random(3))
        async with made.engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("ANALYZE"))
        await made.clerk.end(made.survey)
        await made.clerk.count(made.survey)
        async with made.engine.connect() as connection:
            asked = text("SELECT tablename, attname FROM pg_stats WHERE schemaname = current_schema()")
            sampled = {(table, column) for table, column in await connection.execute(asked)}
        assert ("people", "id") in sampled, "the database has taken samples"
        traceless = {"survey_marks", "survey_ballots", "talk_waiting", "talk_messages"}
        assert not {table for table, _ in sampled} & traceless
        assert ("survey_roster", "again") not in sampled


async def test_whoever_writes_without_a_name_leaves_every_other_row_as_it_was(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    async with post_office(url, tmp_path, texts, clock) as made:
        before = await made.office.loot("before")
        for name in NAMES[:3]:
            await made.write(name, "It is too loud here.")
        after = await made.office.loot("after")
        changed = {name for name, rows in after.rows.items() if Counter(rows) != Counter(before.rows[name])}
        assert changed == {"talk_waiting"}
