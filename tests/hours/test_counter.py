"""Group figures are worked out once, of closed spans, under rules that hold, on both databases."""

import asyncio
import hmac
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.hours.rule import Rule
from bot.people import Role
from storage.store import Database
from tests.hours.team import MEETING, MONDAY, THURSDAY, Office

WEEK = timedelta(days=7)
SEVEN = {f"ops{number}": 30.0 for number in range(1, 8)}


async def six(office: Office, rule: Rule = Rule.WEEKLY, *, agree: bool = True) -> int:
    """A team of seven who log thirty hours each."""
    await office.team("Ops", 7)
    await office.logged(SEVEN)
    return await office.rules(rule, agree=agree)


async def test_a_week_is_told_of_on_the_fourth_day_after_it_and_not_before(office: Office) -> None:
    await six(office)
    await office.count(THURSDAY - timedelta(days=1))
    assert await office.decided() == ()
    await office.count()
    assert await office.told() == 30
    (decision,) = await office.decided()
    assert (decision.span.first, decision.span.last) == (MONDAY, MONDAY + timedelta(days=6))


async def test_what_is_told_stays_as_it_was_whatever_is_logged_or_removed_later(office: Office) -> None:
    await six(office)
    await office.count()
    before = await office.decided()
    for name in SEVEN:
        await office.log(name, MONDAY + timedelta(days=1), 10)
    await office.enrol("ops8", "Ops")
    await office.count(THURSDAY + timedelta(days=1))
    assert await office.decided() == before


async def test_nothing_that_was_decided_is_decided_again_also_where_it_was_to_tell_nothing(office: Office) -> None:
    await office.team("Ops", 7)
    await office.rules(Rule.WEEKLY)
    await office.count()
    assert await office.told() is None
    await office.logged(SEVEN)
    await office.count(THURSDAY + timedelta(days=2))
    assert await office.told() is None


async def test_two_workers_decide_once(office: Office) -> None:
    await six(office)
    office.clock.to(THURSDAY)
    await office.counter().tick()
    await asyncio.gather(*(office.counter().run(THURSDAY.date()) for _ in range(4)))
    assert len(await office.decided()) == 1


@pytest.mark.proves("figures_rule")
async def test_where_the_rules_say_never_or_nobody_agreed_nothing_is_worked_out(office: Office) -> None:
    await six(office, Rule.NEVER)
    await office.count()
    assert await office.decided() == ()
    await office.rules(Rule.WEEKLY, agree=False)
    await office.count(THURSDAY + timedelta(hours=20))
    assert await office.decided() == ()


async def test_the_rollout_set_up_last_decides_and_one_for_a_team_decides_for_that_team(office: Office) -> None:
    await six(office)
    await office.team("Lab", 7)
    await office.logged({f"lab{number}": 20.0 for number in range(1, 8)})
    await office.rules(Rule.WEEKLY)
    await office.rules(Rule.NEVER, audience="Lab")
    await office.count()
    assert await office.told() == 30
    assert await office.decided("Lab") == ()


async def test_no_day_before_the_meeting_is_in_a_figure(office: Office) -> None:
    await office.team("Ops", 7)
    await office.logged(SEVEN)
    await office.rules(Rule.WEEKLY, meeting=datetime(2026, 11, 16, 3, tzinfo=UTC))
    await office.count()
    assert await office.decided() == ()
    await office.logged(SEVEN, MONDAY + WEEK)
    await office.count(THURSDAY + WEEK)
    assert await office.told() == 30


async def test_a_month_is_told_of_as_a_month(office: Office) -> None:
    await office.team("Ops", 7)
    await office.logged(SEVEN, date(2026, 12, 7))
    await office.logged(dict.fromkeys(SEVEN, 10.0), date(2026, 12, 31))
    await office.rules(Rule.MONTHLY)
    await office.count(datetime(2027, 1, 3, 5, tzinfo=UTC))
    assert [one.span.first for one in await office.decided()] == []
    await office.count(datetime(2027, 1, 4, 5, tzinfo=UTC))
    (decision,) = await office.decided()
    assert (decision.span.first, decision.span.last) == (date(2026, 12, 1), date(2026, 12, 31))
    assert await office.told() == 40


async def test_a_month_that_overlaps_told_weeks_is_not_told_of(office: Office) -> None:
    campaign = await six(office)
    await office.count()
    await office.rewrite(campaign, Rule.MONTHLY)
    await office.rules(Rule.MONTHLY, meeting=MEETING + timedelta(seconds=1))
    await office.count(datetime(2026, 12, 4, 5, tzinfo=UTC))
    assert [one.rule for one in await office.decided()] == [Rule.WEEKLY]


@pytest.mark.parametrize(("more", "mean"), [(0, 20.0), (1, None), (4, None), (5, 20.0)])
async def test_where_one_to_four_people_more_have_logged_nothing_is_told(
    office: Office, more: int, mean: float | None
) -> None:
    await office.team("Ops", 7 + more)
    await office.logged(SEVEN)
    await office.rules(Rule.WEEKLY)
    await office.count()
    assert await office.told() == 30
    await office.logged({f"ops{number}": 20.0 for number in range(1, 8 + more)}, MONDAY + WEEK)
    await office.count(THURSDAY + WEEK)
    assert await office.told() == mean


async def test_it_is_the_last_figure_that_counts_and_not_the_last_week(office: Office) -> None:
    await six(office)
    await office.count()
    await office.enrol("ops8", "Ops")
    for weeks in (1, 2):
        monday = MONDAY + weeks * WEEK
        await office.logged({**SEVEN, "ops8": 30.0}, monday)
        await office.count(THURSDAY + weeks * WEEK)
        assert await office.told() is None


async def test_to_give_a_team_another_name_is_no_way_round_it(office: Office) -> None:
    await six(office)
    await office.count()
    for number in range(1, 9):
        await office.enrol(f"ops{number}", "Operations", *((Role.LEAD,) if number == 1 else ()))
    await office.logged({**SEVEN, "ops8": 30.0}, MONDAY + WEEK)
    await office.count(THURSDAY + WEEK)
    assert await office.told("Operations") is None


async def test_the_share_that_logs_on_most_days_leaves_out_days_off(office: Office) -> None:
    await six(office)
    for name in list(SEVEN)[:5]:
        for day in (1, 2):
            await office.log(name, MONDAY + timedelta(days=day), 1)
    await office.count()
    (decision,) = await office.decided()
    assert decision.told
    assert str(decision.told.busy) == "~75 %"


async def test_the_database_does_not_say_who_was_in_a_figure(office: Office, store: Database, tmp_path: Path) -> None:
    await six(office)
    await office.enrol("ops9", "Ops")
    await office.count()
    async with store.begin() as work:
        marks = await work.figures.marks()
        people = {one.id for one in await work.staff.everyone()}
    (mark,) = marks
    tags = cut(mark.tags)
    assert len(tags) == 7
    # Without the key a tag is as likely anybody's: what a guess makes of a number is none of them.
    guesses = {guess(person, mark.nonce) for person in people for guess in GUESSES}
    assert not guesses & tags
    kept = await everything(store)
    key = next((tmp_path / "keys").iterdir()).read_bytes()
    assert key not in kept


async def test_the_next_figure_takes_the_place_of_what_was_kept(office: Office, store: Database) -> None:
    await six(office)
    await office.count()
    async with store.begin() as work:
        (before,) = await work.figures.marks()
    await office.logged(SEVEN, MONDAY + WEEK)
    await office.count(THURSDAY + WEEK)
    async with store.begin() as work:
        (after,) = await work.figures.marks()
    assert after.nonce != before.nonce
    assert not cut(after.tags) & cut(before.tags), "nobody is told apart from one figure to the next"


async def test_where_the_key_is_gone_nothing_is_told_until_the_last_figure_is_old(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await six(office)
    await office.count()
    for weeks, told in ((1, None), (12, None), (14, 30.0)):
        await office.logged(SEVEN, MONDAY + weeks * WEEK)
        office.clock.to(THURSDAY + weeks * WEEK)
        await office.counter(tmp_path / "other").tick()
        assert await office.told() == told
    assert "the key of the last comparison is gone" in caplog.text
    assert "ops" not in caplog.text


async def test_without_a_folder_that_lasts_the_key_is_made_of_the_secret(office: Office, tmp_path: Path) -> None:
    await six(office)
    office.clock.to(THURSDAY)
    await office.counter(tmp_path / "gone", secret="s" * 32).tick()
    await office.logged(SEVEN, MONDAY + WEEK)
    office.clock.to(THURSDAY + WEEK)
    await office.counter(tmp_path / "another", secret="s" * 32).tick()
    assert await office.told() == 30
    assert not (tmp_path / "gone").exists()


async def test_figures_go_with_the_entries_that_they_were_made_of(office: Office, store: Database) -> None:
    await six(office)
    await office.count()
    for before, left in ((MONDAY + timedelta(days=6), 1), (MONDAY + timedelta(days=7), 0)):
        async with store.begin() as work:
            await work.retention.drop_figures(before)
        async with store.begin() as work:
            assert len(await work.figures.marks()) == left
        assert len(await office.decided()) == left


async def test_whoever_has_restricted_the_use_of_their_data_is_in_no_figure(office: Office, store: Database) -> None:
    await six(office)
    async with store.begin() as work:
        for name in ("ops1", "ops2"):
            person = await work.people.meet(office.actor(name))
            await work.erasure.restrict(person.id, MONDAY)
    await office.count()
    assert await office.told() is None


async def test_why_nothing_is_told_stands_nowhere(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await office.team("Ops", 7)
    await office.team("Lab", 7)
    await office.logged({"ops1": 30.0})
    await office.logged({"lab1": 90.0} | {f"lab{number}": 1.0 for number in range(2, 8)})
    await office.rules(Rule.WEEKLY)
    await office.count()
    found = [(await office.decided(name))[0] for name in ("Ops", "Lab")]
    assert found[0].told is None
    assert found[1].told is None
    assert caplog.text == ""


async def test_the_beat_waits_for_the_night_only_where_rules_ask_for_figures(office: Office) -> None:
    await office.team("Ops", 7)
    office.clock.to(THURSDAY)
    counter = office.counter()
    await counter.tick()
    assert await counter.next_due() is None
    await office.rules(Rule.WEEKLY)
    counter = office.counter()
    await counter.tick()
    due = await counter.next_due()
    assert due is not None
    assert due > THURSDAY


def cut(tags: bytes) -> set[bytes]:
    return {tags[at : at + 16] for at in range(0, len(tags), 16)}


def _plain(person: int, nonce: bytes) -> bytes:
    return sha256(nonce + b"%d" % person).digest()[:16]


def _keyed(person: int, nonce: bytes) -> bytes:
    return hmac.digest(nonce, b"%d" % person, "sha256")[:16]


GUESSES = (_plain, _keyed)


async def everything(store: Database) -> bytes:
    async with store.begin() as work:
        rows = await work.figures._transaction.run(sql("SELECT * FROM group_marks"))  # type: ignore[attr-defined]
    return b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
