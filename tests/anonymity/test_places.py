"""Where rows lie in SQLite's file tells in which order they came, unless one takes care."""

import random
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.store import Database
from tests.anonymity.attack import by_place
from tests.anonymity.office import Loot
from tests.surveys.house import House

MARKS, BALLOTS = "survey_marks", "survey_ballots"


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def looted(file: Path) -> Loot:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in (MARKS, BALLOTS)}  # noqa: S608 - two names
    return Loot(rows, {"db": file.read_bytes()})


async def test_rows_that_are_simply_added_are_linked_by_their_places(
    store: Database, file: Path, tmp_path: Path
) -> None:
    house = House(store, tmp_path / "keys")
    await house.open(*("Ops",) * 40)
    await store.close()
    order = list(house.people)
    random.Random(5).shuffle(order)
    truth = {}
    with closing(sqlite3.connect(file)) as connection:
        for person in order:
            truth[person] = secrets.token_bytes(32)
            ballot = (house.survey, truth[person], secrets.token_bytes(4096 + 48))
            connection.execute(f"INSERT INTO {MARKS} VALUES (?, ?)", (house.survey, person))  # noqa: S608 - a name
            connection.execute(f"INSERT INTO {BALLOTS} VALUES (?, ?, ?)", ballot)  # noqa: S608 - a name
            connection.commit()
    guess = by_place(looted(file), MARKS, BALLOTS)
    assert sum(guess.get(person) == slot for person, slot in truth.items()) > 30


async def test_rows_of_our_box_are_not(store: Database, file: Path, tmp_path: Path) -> None:
    house = House(store, tmp_path / "keys")
    await house.open(*("Ops",) * 40)
    order = list(range(40))
    random.Random(5).shuffle(order)
    for number in order:
        await house.vote(number, "A")
    truth = {person: code.slot(house.survey) for person, code in house.codes.items()}
    loot = looted(file)
    guess = by_place(loot, MARKS, BALLOTS)
    assert len(guess) == 40, "the attack found where everything lies"
    assert sum(guess[person] == slot for person, slot in truth.items()) < 8
    for rewrite in (False, True):
        before = by_place(loot, MARKS, BALLOTS)
        await store.stir(rewrite=rewrite)
        loot = looted(file)
        after = by_place(loot, MARKS, BALLOTS)
        moved = [list(before.values()).index(slot) for slot in after.values()]
        assert rewrite or moved not in (sorted(moved), sorted(moved, reverse=True)), "the old order can be reckoned"
