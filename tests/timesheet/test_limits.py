from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.timesheet.entry import Draft, Entry
from bot.timesheet.limits import DAY, Doubt, Full, check

DAY_ONE = date(2026, 11, 18)
NINE = datetime(2026, 11, 18, 9, tzinfo=UTC)


def _draft(minutes: int, day: date = DAY_ONE) -> Draft:
    return Draft(day, minutes)


def _span(start: float, end: float) -> Draft:
    return Draft(
        DAY_ONE,
        int((end - start) * 60),
        start=NINE + timedelta(hours=start - 9),
        end=NINE + timedelta(hours=end - 9),
    )


def test_ten_hours_are_taken_and_a_minute_more_is_asked_about() -> None:
    assert check([_draft(600)]) is None
    assert check([_draft(601)]) == Doubt("long_entry", _draft(601))


def test_a_day_may_come_to_sixteen_hours_and_a_minute_more_is_asked_about() -> None:
    standing = [Entry(1, 1, _draft(480))]
    assert check([_draft(480)], standing) is None
    assert check([_draft(481)], standing) == Doubt("long_day", _draft(481), total=961)


def test_no_day_has_more_than_24_hours() -> None:
    assert check([_draft(540)] * 3) == Full(DAY_ONE, 1620)
    assert check([_draft(540), _draft(540, DAY_ONE - timedelta(days=1))]) is None


def test_meetings_that_touch_do_not_overlap() -> None:
    assert check([_span(9, 11), _span(11, 12)]) is None
    assert check([_span(9, 11), _span(10.5, 12)]) == Doubt("overlap", _span(10.5, 12), other=_span(9, 11))


def test_an_interruption_takes_no_room() -> None:
    pause = Draft(DAY_ONE, 300, kind="interruption")
    assert check([_draft(480), _draft(480), pause]) is None


@given(st.lists(st.integers(1, DAY), max_size=6))
def test_a_day_over_24_hours_is_never_merely_asked_about(several: list[int]) -> None:
    found = check([_draft(minutes) for minutes in several])
    assert isinstance(found, Full) == (sum(several) > DAY)
