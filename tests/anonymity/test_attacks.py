"""Whoever steals database, log and backups learns nobody's answer; and the suite knows a box that leaks."""

import io
import json
import logging
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.talk.thread import thread_of
from bot.texts import Texts
from config import logs
from storage.schema import metadata
from tests.anonymity.attack import (
    ATTACKS,
    Score,
    between,
    by_place,
    copies,
    in_order_of,
    learned,
    linked,
)
from tests.anonymity.naive import NaiveBox
from tests.anonymity.office import LETTERS, NAMES, Office, office
from tests.conftest import Moving

OURS, NAIVE = ("survey_marks", "survey_ballots"), NaiveBox.tables
pytestmark = pytest.mark.slow
LINK, LEARN = 1 / len(NAMES), 1 / len(LETTERS)


@pytest.fixture(params=[pytest.param(1, id="few"), pytest.param(20, id="many", marks=pytest.mark.proof)])
def rounds(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged at DEBUG, as an operator's log shows it."""
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in logs.QUIET}
    logs.configure("debug")
    root.handlers[0].setStream(stream)  # type: ignore[attr-defined]  # a stream handler
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


async def whole_round(made: Office, tables: tuple[str, str], dice: random.Random, scores: dict[str, Score]) -> None:
    """One survey: backups on the way, and every attack on what they show."""
    marks, ballots = tables
    # HR is told every day how many have answered, so that too lies about when the thief comes.
    await made.crowd(20)
    order = list(NAMES)
    dice.shuffle(order)
    await made.votes(order[:29], dice)
    await made.figure(date(2026, 11, 19))
    first = await made.loot("first")
    await made.votes(order[29:39], dice)
    await made.figure(date(2026, 11, 20))
    second = await made.loot("second")
    await made.votes(order[39:], dice)
    await made.figure(date(2026, 11, 21))
    third = await made.loot("third")
    await made.store.stir()
    stirred = await made.loot("stirred")

    def add(name: str, chance: float, hits: int, tries: int) -> None:
        scores.setdefault(name, Score(name, chance)).add(hits, tries)

    for name, attack in ATTACKS.items():
        guess = attack(stirred, marks, ballots)
        add(f"{name}: link", LINK, linked(guess, made.truth, stirred, ballots, dice), len(made.truth))
        add(f"{name}: learn", LEARN, learned(guess, made.truth, stirred, ballots, dice), len(made.truth))
        before = attack(third, marks, ballots)
        add(f"{name}, not stirred: learn", LEARN, learned(before, made.truth, third, ballots, dice), len(made.truth))
    if "db" in third.files:
        placed = by_place(third, marks, ballots)
        add("place in the file, not stirred: link", LINK, linked(placed, made.truth, third, ballots, dice), len(NAMES))
    seen = in_order_of([made.people[name] for name in order], stirred, ballots)
    add("seen typing: link", LINK, linked(seen, made.truth, stirred, ballots, dice), len(made.truth))
    for name, older, newer, voters in (
        ("ten votes between two backups: learn", first, second, made.truth[29:39]),
        ("one vote between two backups: learn", second, third, made.truth[39:]),
    ):
        guess = between(older, newer, marks, ballots, dice)
        add(name, LEARN, learned(guess, voters, newer, ballots, dice), len(voters))
    # PostgreSQL's statement log has what the statements carry.
    for kind, content in (("statements", "\n".join(made.statements)), ("chats", await made.chats())):
        found = sum(one.comment in content or f"{one.code}" in content for one in made.truth)
        add(f"comments and codes in the {kind}", 0.0, found, len(made.truth))
    found = copies(third, [one.comment.encode() for one in made.truth]) + copies(
        third, [f"{one.code}".encode() for one in made.truth]
    )
    add("comments and codes in files and WAL", 0.0, min(found, len(made.truth)), len(made.truth))


def hold(scores: dict[str, Score]) -> None:
    """Every attack stays at chance."""
    for score in scores.values():
        score.stays_at_chance()


async def attacked(
    url: str, folder: Path, texts: Texts, clock: Moving, rounds: int, box: type[NaiveBox] | None = None
) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for number in range(rounds):
        place = folder / f"round{number}"
        place.mkdir()
        dice = random.Random(number)
        async with office(url, place, texts, clock, box) as made:
            await whole_round(made, NAIVE if box else OURS, dice, scores)
            if not box:
                await made.clerk.end(made.survey)
                await made.clerk.count(made.survey)
    print("\n" + "\n".join(map(str, scores.values())))
    return scores


@pytest.mark.proves("survey_unlinked")
async def test_attacks_on_what_is_stored_stay_at_chance(
    url: str, tmp_path: Path, texts: Texts, clock: Moving, rounds: int
) -> None:
    hold(await attacked(url, tmp_path, texts, clock, rounds))


async def test_the_same_attacks_take_a_naive_box_to_pieces(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    scores = await attacked(url, tmp_path, texts, clock, 1, NaiveBox)
    with pytest.raises(AssertionError):
        hold(scores)
    assert scores["order of rows: link"].hits == scores["order of rows: learn"].hits == len(NAMES)
    assert scores["one vote between two backups: learn"].hits == 1
    assert scores["comments and codes in the statements"].hits == len(NAMES)
    assert scores["comments and codes in files and WAL"].hits == len(NAMES)


@pytest.mark.proves("survey_destroyed")
async def test_after_the_count_nothing_is_left_of_ballots_marks_and_keys(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    async with office(url, tmp_path, texts, clock) as made:
        await made.votes(list(NAMES[:25]), random.Random(7))
        async with made.store.begin() as work:
            sealed = [content for _, content in await work.ballots.all(made.survey)]
        key = made.keys.find(made.survey)
        assert key is not None
        await made.clerk.end(made.survey)
        await made.clerk.count(made.survey)
        loot = await made.loot("after")
        needles = [one.key for one in made.truth] + [content[-64:] for content in sealed] + [key]
        # PostgreSQL keeps its log for a while: what lies there is sealed, and the key is gone.
        kept = {name: content for name, content in loot.files.items() if not name.startswith("pg_wal/")}
        loot.files.clear()  # type: ignore[attr-defined]  # a dict
        loot.files.update(kept)  # type: ignore[attr-defined]  # a dict
        assert kept
        assert copies(loot, needles) == 0
        assert copies(loot, [f"{one.code}".encode() for one in made.truth]) == 0
        assert not list((tmp_path / "keys").iterdir())
        # Everybody has ticked that HR may ask back: the threads are there, and say of nobody whose they are.
        threads = [replace(one, key=thread_of(one.code)) for one in made.truth]
        assert {bytes(row[0]) for row in loot.rows["talk_messages"]} == {one.key for one in threads}
        assert loot.rows["talk_waiting"] == []
        for people in ([one.person for one in threads], sorted(one.person for one in threads)):
            guess = in_order_of(people, loot, "talk_messages")
            assert len(guess) == len(threads)
            assert sum(guess[one.person] == one.key for one in threads) < 8
        answered = {one.person for one in made.truth}
        silent = set(made.people.values()) - answered
        for table in metadata.tables:
            columns = [column.name for column in metadata.tables[table].columns]
            place = columns.index("person") if "person" in columns else columns.index("id") if table == "people" else -1
            if place < 0:
                continue
            found = {row[place]: len(row) for row in loot.rows[table]}
            assert bool(answered & found.keys()) == bool(silent & found.keys()), table
            assert answered | silent <= found.keys() or not (answered | silent) & found.keys(), table
        roster = [row for row in loot.rows["survey_roster"] if row[0] == made.survey]
        assert len({tuple(row[3:]) for row in roster}) == 1


@pytest.mark.proves("survey_turnout")
async def test_what_hr_is_told_of_a_day_is_the_same_whoever_has_answered_and_no_vote_touches_it(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    """Two surveys, in which others answer and choose otherwise: what is kept for HR is the same, to the byte."""
    kept = []
    for seed, voters in enumerate((NAMES[:20], NAMES[15:35])):
        folder = tmp_path / str(seed)
        folder.mkdir()
        async with office(url, folder, texts, clock) as made:
            await made.crowd(20)
            await made.votes(list(voters), random.Random(seed))
            asked = len(made.statements)
            assert await made.figure(date(2026, 11, 19)) == 30
            wrote = [one.split()[:2] for one in made.statements[asked:] if not one.startswith(("SELECT", "BEGIN"))]
            assert wrote == [["UPDATE", "surveys"]], "in a transaction of its own"
            before, asked = await made.loot("before"), len(made.statements)
            await made.vote(NAMES[39], "A", "kw")
            assert not [one for one in made.statements[asked:] if one.startswith("UPDATE surveys")]
            assert await made.figure(date(2026, 11, 19)) == 30
            after = await made.loot("after")
            (row,) = [row for row in before.rows["surveys"] if row[0] == made.survey]
            assert row in after.rows["surveys"]
            assert before.xmin.get("surveys") == after.xmin.get("surveys")
            columns = [column.name for column in metadata.tables["surveys"].columns]
            kept.append({name: value for name, value in zip(columns, row, strict=True) if name.startswith("response")})
            await made.clerk.end(made.survey)
            ended = await made.loot("ended")
            (row,) = [row for row in ended.rows["surveys"] if row[0] == made.survey]
            assert {row[columns.index(name)] for name in kept[-1]} == {None}, "it goes with the end"
    assert kept[0] == kept[1]
    assert set(kept[0]) == {"response_on", "response"}


async def test_no_log_at_debug_and_no_error_holds_an_answer(
    written: io.StringIO, url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    async with office(url, tmp_path, texts, clock) as made:
        await made.votes(list(NAMES[:8]), random.Random(1))
        survey = made.survey

        class BrokenBox:
            """Fails with everything in its frames and in its message."""

            async def vote(self, *everything: object, **more: object) -> None:
                raise RuntimeError(*everything, more)

        made._desk._box = BrokenBox()  # type: ignore[assignment]  # that is the point
        with pytest.raises(AssertionError) as told:
            await made.vote(NAMES[9], "C", "kw-of-the-ninth")
        assert "Something broke on our side" in str(told.value)
        async with made.store.begin() as work:
            assert await work.ballots.number(survey) == 8
        logged = written.getvalue()
        assert "RuntimeError" in logged
        assert "kw" not in logged
        for one in made.truth:
            assert f"{one.code}" not in logged
            assert one.code.signs not in logged
        logging.getLogger("tests").debug("heard")
        assert "heard" in written.getvalue()


async def test_two_people_who_answer_differently_leave_the_same_rows(
    url: str, tmp_path: Path, texts: Texts, clock: Moving
) -> None:
    """Outbox, audit and everything else: nothing there depends on what was chosen."""
    shapes = []
    for letter in "AG":
        folder = tmp_path / letter
        folder.mkdir()
        async with office(url, folder, texts, clock) as made:
            await made.vote(NAMES[0], letter, "kw" if letter == "G" else "")
            loot = await made.loot("one")
            ballots = [row for row in loot.rows["survey_ballots"] if row[0] == made.survey]
            assert [len(bytes(row[2])) for row in ballots] == [4096 + 48]
            shapes.append({name: len(found) for name, found in loot.rows.items() if not name.startswith("survey")})
            shown = json.loads(await made.chats())[0]["messages"]
            assert len(shown) == 1, "the invitation, and nothing after it"
            await made.clerk.end(made.survey)
            await made.clerk.count(made.survey)
    assert shapes[0] == shapes[1]
