"""What is told of a group's hours, and what nobody can work out from it."""

import random
from collections.abc import Collection, Mapping
from datetime import date

import pytest

from bot.hours.release import ALL, REST, Told, differs_nearly, hides, packed, release, unpacked
from bot.hours.rule import Rule, Span, following, latest
from bot.surveys.bands import Band, band
from tests.hours.solver import learnt, team


def never(_: str, __: Collection[int]) -> bool:
    return False


def even(hours: float, *people: int) -> dict[int, int]:
    return dict.fromkeys(people, int(hours * 60))


def told(logged: Mapping[str, Mapping[int, int]], *, busy: tuple[int, int] | None = None) -> Told | None:
    found = release(logged, never, busy=busy)
    return found.told if found else None


def shown(logged: Mapping[str, Mapping[int, int]]) -> dict[str, float]:
    found = told(logged)
    assert found
    return {row.project: row.mean / 60 for row in found.rows}


@pytest.mark.proves("figures_rule")
def test_six_people_are_told_of_and_five_are_not() -> None:
    assert told({"acme": even(30, 1, 2, 3, 4, 5)}) is None
    assert told({"acme": even(30, 1, 2, 3, 4, 5, 6)}) == Told(30 * 60)


def test_whoever_has_logged_nothing_does_not_count() -> None:
    assert told({"acme": even(30, 1, 2, 3, 4, 5) | {6: 0}}) is None


def test_the_mean_is_to_the_half_hour_and_the_middle_goes_up() -> None:
    found = told({"acme": dict.fromkeys(range(6), 60 * 8 + 15)})
    assert found
    assert found.mean == 60 * 8 + 30
    found = told({"acme": dict.fromkeys(range(6), 60 * 8 + 14)})
    assert found
    assert found.mean == 60 * 8


def test_nobody_has_over_half_of_what_the_others_are_seen_with() -> None:
    """Five have an hour each: the second largest knows their own, so the largest must hide behind the other four."""
    assert hides({1: 240, **even(1, 2, 3, 4, 5, 6)})
    assert not hides({1: 241, **even(1, 2, 3, 4, 5, 6)})


def test_a_small_project_is_told_together_with_the_smallest_others() -> None:
    logged = {
        "acme": even(10, *range(1, 21)),
        "portal": even(10, *range(1, 9)),
        "lab": even(5, 1, 2),
        "-": even(5, 3),
    }
    assert shown(logged) == {"acme": 10, REST: 5}


def test_small_projects_that_hide_one_another_need_nobody_else() -> None:
    logged = {"acme": even(10, *range(1, 9)), "lab": even(8, 1, 2, 3, 4), "ops": even(8, 5, 6, 7, 8)}
    assert shown(logged) == {"acme": 10, REST: 8}


def test_where_one_row_would_be_alone_there_are_none() -> None:
    assert told({"acme": even(10, *range(1, 9)), "lab": even(8, 1)}) == Told(660)


def test_parts_of_a_project_are_the_project() -> None:
    logged = {"growth/course": even(2, 1, 2, 3), "growth": even(2, 4, 5, 6), "acme": even(30, *range(1, 7))}
    assert shown(logged) == {"acme": 30, "growth": 2}
    found = told(logged)
    assert found
    assert found.growth == 120


def test_growth_that_few_have_is_not_told_and_nobody_sees_whether_it_was_some_or_none() -> None:
    few = told({"acme": even(30, *range(1, 9)), "growth": even(0.1, 1)})
    none = told({"acme": even(30, *range(1, 9))})
    assert few == none
    assert few
    assert few.growth is None


@pytest.mark.parametrize("differing", range(7))
def test_one_to_four_people_more_or_less_than_last_time_are_not_told_of(differing: int) -> None:
    before = set(range(1, 11))
    now = set(range(1 + differing // 2, 11 + differing - differing // 2))
    assert len(before ^ now) == differing
    found = release({"acme": even(30, *now)}, lambda _, people: differs_nearly(before, people))
    assert (found is None) == (differing in {1, 2, 3, 4})


def test_a_project_whose_people_changed_a_little_is_told_with_the_rest() -> None:
    before = {ALL: set(range(1, 13)), "acme": set(range(1, 8)), "portal": set(range(1, 13))}
    logged = {"acme": even(5, *range(1, 9)), "portal": even(20, *range(1, 13)), "lab": even(4, *range(1, 7))}
    found = release(logged, lambda row, people: row in before and differs_nearly(before[row], people))
    assert found
    assert {row.project for row in found.told.rows} == {"portal", "lab", REST}


def test_how_many_log_on_most_days_is_a_band_and_never_of_fewer_than_six() -> None:
    logged = {"acme": even(30, *range(1, 8))}
    found = told(logged, busy=(5, 9))
    assert found
    assert found.busy == Band("~", 50)
    found = told(logged, busy=(5, 5))
    assert found
    assert found.busy is None


def test_nobody_and_one_person_who_log_on_most_days_look_alike() -> None:
    for n in range(6, 300):
        bands = {count: str(band(count, n)) for count in (0, 1, n - 1, n)}
        assert bands[0] == bands[1]
        assert bands[n - 1] == bands[n]


def test_what_is_told_is_kept_as_it_is() -> None:
    found = told({"acme": even(30, *range(1, 9)), "lab": even(2, *range(1, 9))}, busy=(5, 9))
    assert found
    assert unpacked(packed(found)) == found


def test_how_many_people_a_row_has_is_not_told() -> None:
    assert told({"acme": even(30, *range(6))}) == told({"acme": even(30, *range(60))})


def test_nobodys_hours_can_be_worked_out_of_what_is_told(many: int) -> None:
    """Whoever looks knows their own hours, and who is in which row: nothing comes nearer than twice the truth."""
    dice = random.Random(5)
    told_of = with_rows = 0
    for _ in range(many // 4):
        made = team(dice)
        found = made.told()
        if found is None:
            continue
        told_of += 1
        with_rows += bool(found.rows)
        slack = len(made.people)
        for viewer, person, truth, least, most in learnt(made, found):
            assert most >= 2 * truth - slack, (viewer, person, truth, most)
            assert least <= truth / 2 + slack, (viewer, person, truth, least)
    print(f"\n{told_of} teams told of, {with_rows} of them by project")
    assert told_of > many / 8
    assert with_rows > many / 16


def test_the_solver_finds_what_a_floor_alone_would_give_away(many: int) -> None:
    """Without the rule on shares, somebody's hours are known closely in some teams of six and more."""
    dice = random.Random(6)
    found = 0
    for _ in range(many * 2):
        made = team(dice)
        if len(made.people) < 6 or made.told() is not None:
            continue
        everybody = sum(sum(minutes.values()) for minutes in made.logged.values())
        naive = Told(round(everybody / len(made.people) / 30) * 30)
        slack = len(made.people)
        found += any(most < 2 * truth - slack for _, _, truth, _, most in learnt(made, naive))
    assert found


def test_a_week_is_told_of_from_the_fourth_day_after_it() -> None:
    week = Span(date(2026, 11, 16), date(2026, 11, 22))
    assert latest(Rule.WEEKLY, date(2026, 11, 25)) == Span(date(2026, 11, 9), date(2026, 11, 15))
    assert latest(Rule.WEEKLY, date(2026, 11, 26)) == week
    assert latest(Rule.WEEKLY, date(2026, 12, 2)) == week
    assert week.decided_on == date(2026, 11, 26)
    assert following(Rule.WEEKLY, week) == Span(date(2026, 11, 23), date(2026, 11, 29))


def test_a_month_is_told_of_from_its_fourth_day_after_it() -> None:
    month = Span(date(2026, 11, 1), date(2026, 11, 30))
    assert latest(Rule.MONTHLY, date(2026, 12, 3)) == Span(date(2026, 10, 1), date(2026, 10, 31))
    assert latest(Rule.MONTHLY, date(2026, 12, 4)) == month
    assert following(Rule.MONTHLY, month) == Span(date(2026, 12, 1), date(2026, 12, 31))


def test_where_the_rules_say_never_there_is_no_span() -> None:
    assert latest(Rule.NEVER, date(2026, 12, 4)) is None


def test_the_three_rules_are_in_order() -> None:
    assert Rule.WEEKLY.shows_more_than(Rule.MONTHLY)
    assert Rule.MONTHLY.shows_more_than(Rule.NEVER)
    assert not Rule.NEVER.shows_more_than(Rule.NEVER)
