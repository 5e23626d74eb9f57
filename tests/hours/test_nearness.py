"""Whether people are nearly the same as last time is told from HMACs alone, as it would be from the people."""

import random
from datetime import date, timedelta

import pytest

from bot.hours.nearness import MEMORY, Nearness
from bot.hours.release import differs_nearly

KEY, OTHER = b"k" * 32, b"o" * 32
SUNDAY = date(2026, 11, 22)
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("gone", range(7))
@pytest.mark.parametrize("new", range(7))
def test_the_comparison_without_names_agrees_with_the_one_with_names(gone: int, new: int) -> None:
    before = random.Random(gone * 7 + new).sample(range(1, 10**6), 40)
    now = {*before[gone:], *range(10**6, 10**6 + new)}
    found = Nearness(KEY, TODAY, [Nearness(KEY, TODAY, []).mark("Ops", "acme", SUNDAY, before)])
    assert found.near("acme", now) == differs_nearly(before, now)
    assert not found.near("lab", now)


def test_what_was_told_this_night_takes_the_place_of_what_was_told_before() -> None:
    found = Nearness(KEY, TODAY, [Nearness(KEY, TODAY, []).mark("Ops", "acme", SUNDAY, range(10))])
    assert found.near("acme", range(11))
    found.mark("Ops", "acme", SUNDAY, range(100, 110))
    assert not found.near("acme", range(11))
    assert found.near("acme", range(100, 111))


def test_what_was_told_of_one_division_is_compared_with_every_other() -> None:
    found = Nearness(KEY, TODAY, [Nearness(KEY, TODAY, []).mark("Ops", "acme", SUNDAY, range(10))])
    found.mark("Operations", "acme", SUNDAY, range(100, 110))
    assert found.near("acme", range(11))


@pytest.mark.parametrize(("age", "near"), [(timedelta(), True), (MEMORY, True), (MEMORY + timedelta(days=1), False)])
def test_of_a_row_whose_key_is_gone_nothing_is_told_until_the_mark_is_old(age: timedelta, near: bool) -> None:
    mark = Nearness(OTHER, TODAY, []).mark("Ops", "acme", TODAY - age, range(10))
    found = Nearness(KEY, TODAY, [mark])
    assert found.lost == (mark,)
    assert found.stale == (() if near else (mark,))
    assert found.near("acme", range(500, 600)) == near
