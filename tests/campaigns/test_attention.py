"""The cost in attention, over all campaigns."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.campaigns.console.attention import Coming, Excess, Load, Week, concerning, excesses, weeks

TUESDAY = date(2026, 11, 17)


def load(people: int, *days: tuple[int, str, int]) -> Load:
    """`(campaign, step, days after Tuesday)`."""
    return Load(people, tuple(Coming(campaign, step, TUESDAY + timedelta(days=n)) for campaign, step, n in days))


def test_a_week_counts_what_each_person_gets_over_all_campaigns() -> None:
    loads = [load(90, (1, "soft", 0), (2, "soft", 1), (1, "survey", 7)), load(10, (1, "soft", 0))]
    assert weeks(loads) == (
        Week(date(2026, 11, 16), least=1, most=2, people=90),
        Week(date(2026, 11, 23), least=0, most=1, people=90),
    )


def test_a_week_begins_on_monday() -> None:
    assert [week.monday for week in weeks([load(1, (1, "a", -1), (1, "b", -2))])] == [
        date(2026, 11, 9),
        date(2026, 11, 16),
    ]


def test_two_a_day_are_within_the_budget_and_three_are_not() -> None:
    two = load(5, (1, "survey", 0), (1, "survey_last", 0))
    three = load(3, (1, "survey", 0), (1, "survey_last", 0), (2, "soft", 0))
    assert excesses([two]) == ()
    assert excesses([two, three]) == (
        Excess(TUESDAY, messages=3, people=3, coming=((1, "survey"), (1, "survey_last"), (2, "soft"))),
    )
    assert excesses([two, three], budget=3) == ()


def test_only_a_step_with_a_part_in_it_needs_somebody_to_say_so() -> None:
    found = excesses([load(3, (1, "a", 0), (1, "b", 0), (2, "soft", 0), (2, "survey", 14))])
    assert concerning(found, 2, "soft") == found
    assert concerning(found, 2, "survey") == ()


def test_a_group_of_nobody_costs_nothing() -> None:
    assert weeks([load(0, (1, "soft", 0))]) == ()
    assert excesses([load(0, (1, "a", 0), (1, "b", 0), (1, "c", 0))]) == ()


_loads = st.lists(
    st.builds(
        lambda people, days: load(people, *[(1, f"s{n}", day) for n, day in enumerate(days)]),
        st.integers(1, 50),
        st.lists(st.integers(0, 20), max_size=8),
    ),
    min_size=1,
    max_size=5,
)


@given(_loads, st.integers(1, 4))
def test_nobody_beyond_the_budget_is_forgotten(loads: list[Load], budget: int) -> None:
    found = {excess.day: excess for excess in excesses(loads, budget)}
    for one in loads:
        for day in {coming.day for coming in one.coming}:
            count = sum(coming.day == day for coming in one.coming)
            assert (day in found) or count <= budget
            if count > budget:
                assert found[day].messages >= count
                assert found[day].people >= one.people


@given(_loads)
def test_every_message_is_in_its_week(loads: list[Load]) -> None:
    found = weeks(loads)
    assert [week.monday for week in found] == sorted({week.monday for week in found})
    for one in loads:
        for week in found:
            mine = sum(week.monday <= coming.day < week.monday + timedelta(days=7) for coming in one.coming)
            assert week.least <= mine <= week.most
