"""What is older than it may be goes by itself, and nothing else does."""

import logging
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.privacy.retention import RULES, USUAL, Kept, Period, Unit, period, told
from bot.privacy.sweep import Sweep
from bot.texts import Texts
from config.settings import keep_variable
from storage.schema import Keep, accounts, campaigns, journeys, metadata, people, surveys
from storage.store import Database
from tests.conftest import Moving
from tests.privacy.full import Filler, numbers

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
AGED = {keep for keep in Keep if keep.kept}
# Still true when the rollout is long over: what was promised, agreed and approved, under which texts.
HOLDS = {"campaigns", "moves", "agreements", "approvals", "summaries", "counted", "notices", "versions", "tellings"}


@pytest.fixture
def sweep(store: Database, clock: Moving) -> Sweep:
    clock.to(NOW)
    return Sweep(store, clock, USUAL, UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("90 days", Period(90, Unit.DAYS)),
        ("1 Year", Period(1, Unit.YEARS)),
        (" 18months ", Period(18, Unit.MONTHS)),
        ("24 hours", Period(24, Unit.HOURS)),
        ("0 days", None),
        ("90", None),
        ("-3 days", None),
        ("90 fortnights", None),
    ],
)
def test_a_length_is_read_as_people_write_it(typed: str, meant: Period | None) -> None:
    assert period(typed) == meant


@pytest.mark.parametrize(
    ("length", "moment", "before"),
    [
        (Period(1, Unit.MONTHS), datetime(2026, 3, 31, tzinfo=UTC), date(2026, 2, 28)),
        (Period(1, Unit.YEARS), datetime(2028, 2, 29, tzinfo=UTC), date(2027, 2, 28)),
        (Period(12, Unit.MONTHS), datetime(2026, 1, 15, tzinfo=UTC), date(2025, 1, 15)),
        (Period(36, Unit.HOURS), datetime(2026, 1, 15, 6, tzinfo=UTC), date(2026, 1, 13)),
    ],
)
def test_a_length_is_counted_by_the_calendar(length: Period, moment: datetime, before: date) -> None:
    assert length.before(moment).date() == before


def test_lengths_are_told_in_words(texts: Texts) -> None:
    assert told(USUAL, texts.to("en"))["entries"] == "3 years"
    assert told(USUAL, texts.to("id"))["comments"] == "12 bulan"
    assert told({Kept.LOGS: Period(1, Unit.DAYS)}, texts.to("en"))["logs"] == "1 day"
    assert told(USUAL, texts.to("en"))["backups"] == "a length that nobody has named"


def test_the_usual_lengths_are_among_those_that_may_be_chosen() -> None:
    for kept, rule in RULES.items():
        if rule.usual:
            assert rule.least.days <= rule.usual.days <= rule.most.days, kept


@pytest.mark.proves("retention")
async def test_everything_that_is_too_old_goes_and_the_rest_stays(database_engine: AsyncEngine, sweep: Sweep) -> None:
    """One row of each table that is older than the longest length, and one of yesterday."""
    filler = Filler(database_engine)
    await filler.fill("old", NOW - timedelta(days=366 * 4))
    await filler.fill("new", NOW - timedelta(days=1))
    await sweep.run()
    left = await numbers(database_engine)
    for table in metadata.sorted_tables:
        if table.name == "pulse":
            continue
        classes = {column.info["keep"] for column in table.columns}
        # Somebody who is still here keeps what hangs on their being here.
        goes = bool(classes & AGED) and not classes & {Keep.WHILE_EMPLOYED}
        # A sealed answer, its mark and who held a code go with the survey, if nothing else.
        goes |= table.name in {"survey_ballots", "survey_marks", "survey_holders"}
        assert left[table.name] == (1 if goes else 2), table.name


async def test_of_the_latest_rollout_stays_what_still_holds(database_engine: AsyncEngine, sweep: Sweep) -> None:
    await Filler(database_engine).fill("old", NOW - timedelta(days=366 * 4))
    await sweep.run()
    left = await numbers(database_engine)
    assert {name for name in HOLDS if left[name]} == HOLDS
    assert not any(left[name] for name in ("journeys", "outbox", "got_it", "audit"))


async def test_comments_go_before_the_rest_of_a_survey(database_engine: AsyncEngine, sweep: Sweep) -> None:
    await Filler(database_engine).fill("old", NOW - timedelta(days=500))
    await sweep.run()
    async with database_engine.connect() as connection:
        row = (await connection.execute(select(surveys))).one()
    assert row.comments is None
    assert row.released is not None


async def test_a_second_night_finds_nothing_to_do(database_engine: AsyncEngine, sweep: Sweep) -> None:
    await Filler(database_engine).fill("old", NOW - timedelta(days=366 * 4))
    assert (await sweep.run()).total() > 0
    before = await numbers(database_engine)
    assert (await sweep.run()).total() == 0
    assert await numbers(database_engine) == before


async def test_whoever_has_left_goes_after_the_time_that_is_set(
    database_engine: AsyncEngine, sweep: Sweep, clock: Moving
) -> None:
    filled = Filler(database_engine)
    await filled.fill("gone", NOW, people={"active": False})
    await sweep.run()
    clock.advance(days=365)
    await sweep.run()
    assert (await numbers(database_engine))["people"] == 1
    clock.advance(days=1)
    await sweep.run()
    left = await numbers(database_engine)
    assert not any(left[name] for name in ("people", "accounts", "entries", "history", "prompts", "outbox"))


async def test_whoever_comes_back_is_as_if_never_gone(
    database_engine: AsyncEngine, sweep: Sweep, clock: Moving
) -> None:
    row = (await Filler(database_engine).fill("gone", NOW, people={"active": False}))["people"]
    await sweep.run()
    async with database_engine.begin() as connection:
        await connection.execute(update(people).where(people.c.id == row["id"]).values(active=True))
    clock.advance(days=1)
    await sweep.run()
    async with database_engine.connect() as connection:
        assert (await connection.execute(select(people.c.left_on))).scalar_one() is None


@pytest.mark.parametrize("open_", ["campaigns", "surveys"])
async def test_whoever_has_left_stays_while_something_counts_on_them(
    database_engine: AsyncEngine, sweep: Sweep, clock: Moving, open_: str
) -> None:
    states = {"campaigns": "running", "surveys": "open"}
    await Filler(database_engine).fill(
        "gone",
        NOW,
        people={"active": False, "left_on": NOW.date() - timedelta(days=500)},
        **{open_: {"state": states[open_]}},
    )
    await sweep.run()
    assert (await numbers(database_engine))["people"] == 1
    over = {"campaigns": campaigns, "surveys": surveys}[open_]
    async with database_engine.begin() as connection:
        await connection.execute(update(over).values(state="closed" if open_ == "campaigns" else "counted"))
    clock.advance(days=1)
    await sweep.run()
    assert (await numbers(database_engine))["people"] == 0


async def test_the_night_comes_once_a_day_and_a_missed_one_is_made_up_for(
    database_engine: AsyncEngine, sweep: Sweep, clock: Moving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot.privacy.sweep")
    await Filler(database_engine).fill("zebra", NOW - timedelta(days=366 * 4))
    clock.to(datetime(2026, 11, 18, 2, 59, tzinfo=UTC))
    await sweep.tick()
    assert caplog.messages == []
    clock.to(datetime(2026, 11, 18, 17, 0, tzinfo=UTC))
    for _ in range(3):
        await sweep.tick()
    [line] = caplog.messages
    assert re.match(r"retention: deleted [1-9] time, 0 people, [1-9] rollouts, ", line)
    assert "zebra" not in line
    clock.advance(days=1)
    await sweep.tick()
    assert len(caplog.messages) == 2


async def test_many_people_and_a_big_rollout_are_worked_off_piece_by_piece(
    database_engine: AsyncEngine, sweep: Sweep
) -> None:
    rows = await Filler(database_engine).fill("old", NOW - timedelta(days=366 * 4))
    usual = {name: value for name, value in rows["people"].items() if name not in {"id", "email"}}
    account = {name: value for name, value in rows["accounts"].items() if name not in {"id", "person", "known_as"}}
    journey = {name: value for name, value in rows["journeys"].items() if name != "person"}
    async with database_engine.begin() as connection:
        many = range(5000, 7300)
        await connection.execute(insert(people), [usual | {"id": n, "email": f"{n}@example.com"} for n in many])
        await connection.execute(insert(accounts), [account | {"id": n, "person": n, "known_as": f"{n}"} for n in many])
        await connection.execute(insert(journeys), [journey | {"person": n} for n in many])
    await sweep.run()
    left = await numbers(database_engine)
    assert left["journeys"] == 0
    assert left["people"] == 2301


def test_the_operators_manual_names_the_bounds_as_they_are() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "operator.md").read_text(encoding="utf-8").splitlines()
    for kept, rule in RULES.items():
        assert any(
            f"`{keep_variable(kept)}`" in line and line.endswith(f"| {rule.least} to {rule.most} |") for line in lines
        ), kept
