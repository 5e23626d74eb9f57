"""What may be said of a survey that was asked twice."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.surveys.preflight import Finding, Other, joins_until, preflight
from bot.surveys.release import Ballot, Release, Row, release
from bot.surveys.waves import Trend, changes
from tests.surveys.company import CONCERN

NOW = datetime(2027, 1, 20, tzinfo=UTC)


def wave(answers: Mapping[str, str]) -> tuple[Release, dict[int, str]]:
    roster = [division for division, letters in answers.items() for _ in letters]
    ballots = [Ballot(division, {"concern": (letter,)}) for division, letters in answers.items() for letter in letters]
    return release(ballots, CONCERN, roster), dict(enumerate(roster))


def trends(before: Mapping[str, str], now: Mapping[str, str]) -> dict[tuple[Row, str, str], Trend]:
    (first, invited_first), (second, invited_second) = wave(before), wave(now)
    found = changes(first, second, invited_first, invited_second)
    return {(one.row, "/".join(one.divisions), one.option): one.trend for one in found}


def test_a_change_is_told_where_the_bands_lie_apart() -> None:
    found = trends({"Ops": "A" * 16 + "BCDE", "Law": "BCDEFBCDEF"}, {"Ops": "A" * 4 + "BCDE" * 4, "Law": "BCDEFBCDEF"})
    assert found[Row.DIVISION, "Ops", "A"] is Trend.LESS
    assert found[Row.DIVISION, "Ops", "B"] is Trend.MORE
    assert found[Row.DIVISION, "Law", "B"] is Trend.LIKE


def test_rows_with_fewer_than_ten_answers_are_not_compared() -> None:
    found = trends({"Ops": "AAABBBCCC", "Law": "BCDEFBCDEF"}, {"Ops": "AAABBBCCC", "Law": "BCDEFBCDEF"})
    assert {division for row, division, _ in found if row is Row.DIVISION} == {"Law"}


def test_a_group_whose_invited_differ_by_one_to_four_has_no_change() -> None:
    same = {"Ops": "ABCDEFGABCDE", "Law": "BCDEFBCDEF"}
    near = {"Ops": "ABCDEFGABCDEA", "Law": "BCDEFBCDEF"}
    far = {"Ops": "ABCDEFGABCDE" + "ABCDE", "Law": "BCDEFBCDEF"}
    assert {row for row, _, _ in trends(same, same)} == {Row.COMPANY, Row.DIVISION}
    assert not [key for key in trends(same, near) if key[0] is Row.COMPANY]
    (first, _), (second, invited) = wave(same), wave(far)
    # The last ones joined; everybody else is who they were.
    early = {person: division for person, division in invited.items() if person < 12 or division == "Law"}
    found = changes(first, second, early, invited)
    assert {one.row for one in found} == {Row.COMPANY, Row.DIVISION}


def test_a_pool_of_other_divisions_is_another_pool() -> None:
    before = {"Big": "ABCDEFGABC", "Art": "ABCDE" * 2, "Lab": "ABC", "Law": "ABCD"}
    now = {"Big": "ABCDEFGABC", "Art": "ABC", "Lab": "ABC", "Law": "ABCD"}
    assert not [key for key in trends(before, now) if key[0] is Row.POOL]


ROSTER = {person: ("Ops", "Law")[person % 2] for person in range(20)}


def others(*people: int, days: int = 10, name: str = "other") -> list[Other]:
    return [Other(name, frozenset(people), NOW - timedelta(days=days))]


@pytest.mark.parametrize(
    ("roster", "known", "wave_of", "findings"),
    [
        (ROSTER, [], None, []),
        (dict.fromkeys(range(7), "Ops"), [], None, [Finding.TOO_FEW]),
        (dict.fromkeys(range(9), "Ops"), [], None, [Finding.NO_COMMENTS]),
        (ROSTER, others(*range(20)), None, []),
        (ROSTER, others(*range(19)), None, [Finding.NEAR_DUPLICATE]),
        (ROSTER, others(*range(2, 22)), None, [Finding.NEAR_DUPLICATE]),
        (ROSTER, others(*range(15)), None, []),
        (ROSTER, others(*range(19), days=42), "other", []),
        (ROSTER, others(*range(20), days=29), "other", [Finding.EARLY_WAVE]),
        (ROSTER | {30: "Board"}, [], None, [Finding.POOLED]),
        (dict(enumerate(["Ops"] * 9 + ["Law"] * 2)), [], None, [Finding.NO_BREAKDOWN]),
    ],
)
def test_preflight(roster: Mapping[int, str], known: list[Other], wave_of: str | None, findings: list[Finding]) -> None:
    found = preflight(roster, known, k=5, now=NOW, wave_of=wave_of)
    assert [one.finding for one in found] == findings
    blocking = {Finding.TOO_FEW, Finding.NEAR_DUPLICATE, Finding.EARLY_WAVE}
    assert [one.finding.blocks for one in found] == [one in blocking for one in findings]


def test_whoever_joins_is_invited_until_three_working_days_before_the_end() -> None:
    ends_at = datetime(2026, 12, 1, 11, tzinfo=UTC)
    assert f"{joins_until(ends_at, ZoneInfo('Asia/Jakarta'), lambda day: day.weekday() < 5)}" == "2026-11-26"
