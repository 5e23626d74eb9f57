"""Two waves of one survey side by side (anonymity.md, 5.5 and 10.7).

The rule to keep: each wave is released by itself, and a change is told from two published bands or not at all: only
for a row that both waves show under the same name, with ten answers in both, and unless the people invited differ by
one to four, whose answers the difference would be.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.surveys.bands import Band, step_of
from bot.surveys.preflight import differs_nearly
from bot.surveys.release import Group, Release, Row

LEAST = 10
"""Answers in both waves."""


class Trend(StrEnum):
    """What can be said of an option."""

    MORE = "more"
    LESS = "less"
    LIKE = "like"
    """About the same: the bands touch."""


@dataclass(frozen=True, slots=True)
class Change:
    """One option of one question in one row, before and now."""

    row: Row
    divisions: tuple[str, ...]
    question: str
    option: str
    before: Band
    now: Band
    trend: Trend


def changes(
    before: Release, now: Release, invited_before: Mapping[int, str], invited_now: Mapping[int, str]
) -> tuple[Change, ...]:
    """What may be said of the change between two waves. `invited_…` is person to division, as it was frozen."""
    found = []
    for row in now.groups:
        earlier = next((one for one in before.groups if _same(one, row)), None)
        if earlier is None or min(earlier.n, row.n) < LEAST:
            continue
        if differs_nearly(_invited(row, invited_before), _invited(row, invited_now)):
            continue
        found += _of(earlier, row)
    return tuple(found)


def _same(one: Group, other: Group) -> bool:
    # The company is the company, whichever divisions answered; a pool is another one with other divisions.
    return one.row is other.row and (one.row is Row.COMPANY or one.divisions == other.divisions)


def _invited(row: Group, invited: Mapping[int, str]) -> Collection[int]:
    if row.row is Row.COMPANY:
        return invited.keys()
    return {person for person, division in invited.items() if division in row.divisions}


def _of(earlier: Group, row: Group) -> list[Change]:
    questions = {result.question: result for result in earlier.results}
    return [
        Change(
            row.row,
            row.divisions,
            result.question,
            option,
            questions[result.question].bands[option],
            band,
            _trend(questions[result.question].bands[option], earlier.n, band, row.n),
        )
        for result in row.results
        if result.question in questions
        for option, band in result.bands.items()
        if option in questions[result.question].bands
    ]


def _trend(before: Band, n_before: int, now: Band, n_now: int) -> Trend:
    low_before, high_before = _shares(before, n_before)
    low_now, high_now = _shares(now, n_now)
    if low_now >= high_before and now != before:
        return Trend.MORE
    if high_now <= low_before and now != before:
        return Trend.LESS
    return Trend.LIKE


def _shares(band: Band, n: int) -> tuple[float, float]:
    """Between which percentages a band lies."""
    match band.side:
        case "<=":
            return 0, band.percent
        case ">=":
            return band.percent, 100
        case "~":
            return band.percent - step_of(n) / 2, band.percent + step_of(n) / 2
