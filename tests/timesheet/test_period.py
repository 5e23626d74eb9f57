from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timesheet.period import month

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", "2026-11-01"),
        ("bulan ini", "2026-11-01"),
        ("last month", "2026-10-01"),
        ("bulan lalu", "2026-10-01"),
        ("october", "2026-10-01"),
        ("Oktober", "2026-10-01"),
        ("okt", "2026-10-01"),
        ("desember", "2025-12-01"),
        ("november", "2026-11-01"),
        ("october 2025", "2025-10-01"),
        ("bulan mei 2024", "2024-05-01"),
        ("2026-10", "2026-10-01"),
        ("10/2026", "2026-10-01"),
    ],
)
def test_a_month_is_known_by_its_name_or_number(said: str, meant: str) -> None:
    assert month(said, TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize("said", ["someday", "2026-13", "13", "0001-01", "oktobr", "mayor", "week", "last"])
def test_what_is_no_month_is_not_guessed(said: str) -> None:
    assert month(said, TODAY) is None


@given(st.text(max_size=30))
def test_nothing_that_is_typed_raises(said: str) -> None:
    found = month(said, TODAY)
    assert found is None or found.day == 1
