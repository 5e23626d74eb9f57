"""Companies that never were, and what somebody who subtracts could learn of them.

The rule to keep: nothing here is the code under test. Bands are read back from the strings that are published, and
what they prove is decided by an integer program.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from bot.surveys.bands import band
from bot.surveys.release import Ballot, Release, Result, release
from config.questionnaires import questionnaires

CONCERN = questionnaires()["concern"]
OPTIONS = (*"ABCDEFG", "-")


@dataclass(frozen=True)
class Company:
    """Who answered what, and how many were invited."""

    ballots: tuple[Ballot, ...]
    roster: tuple[str, ...]

    def released(self, k: int = 5) -> Release:
        return release(self.ballots, CONCERN, self.roster, k=k)

    def count(self, divisions: Sequence[str], option: str) -> int:
        return sum(ballot.division in divisions and option in ballot.answers["concern"] for ballot in self.ballots)


def company(dice: random.Random, largest: int = 30) -> Company:
    """Three to twelve divisions, most of them small, with tastes of their own."""
    ballots: list[Ballot] = []
    roster: list[str] = []
    taste = [dice.random() ** 3 + 0.01 for _ in OPTIONS]
    for number in range(dice.randint(3, 12)):
        name = f"Division {number}"
        size = max(0, round(dice.lognormvariate(1.7, 0.8))) if dice.random() < 0.7 else dice.randint(0, largest)
        own = [weight * dice.choice((0.2, 1, 1, 4)) for weight in taste]
        picks = dice.choices(OPTIONS, own, k=size)
        ballots += (Ballot(name, {"concern": (pick,)}) for pick in picks)
        roster += [name] * (size + dice.randint(0, 5))
    dice.shuffle(ballots)
    return Company(tuple(ballots), tuple(roster))


def ungated(company: Company, shown: Release) -> Release:
    """The same with every breakdown shown, whatever it proves."""
    groups = [
        replace(
            group,
            results=(
                Result(
                    "concern", {option: band(company.count(group.divisions, option), group.n) for option in OPTIONS}
                ),
            ),
        )
        for group in shown.groups
    ]
    return replace(shown, groups=tuple(groups))


def span(shown: str, n: int) -> tuple[int, int]:
    """The counts that a published band may stand for, worked out from its words."""
    low, high, step = next(
        coding
        for below, coding in (
            (20, (25, 75, 25)),
            (50, (10, 90, 10)),
            (200, (5, 95, 5)),
            (10**9, (2, 98, 1)),
        )
        if n < below
    )
    fits = []
    for count in range(n + 1):
        share = Fraction(100 * count, n)
        if share <= low:
            said = f"<={low} %"
        elif share >= high:
            said = f">={high} %"
        else:
            nearest = int(share / step + Fraction(1, 2)) * step
            said = f"~{nearest} %"
        if said == shown:
            fits.append(count)
    return fits[0], fits[-1]


def certain(company: Company, shown: Release) -> Iterator[tuple[str, int, int]]:
    """Cells of the published groups that are certain: option, count and size of the row.

    What is certain is true, so only the cells whose truth would do harm are asked about: a single person, or everybody.
    """
    groups = [group for group in shown.groups[1:] if group.results] or list(shown.groups[:1])
    if not groups or not groups[0].results:
        return
    spans = [_spans(group.results[0].bands, group.n) for group in groups]
    whole = _spans(shown.groups[0].results[0].bands, shown.groups[0].n)
    program = _Program(spans, [group.n for group in groups], whole)
    for row, group in enumerate(groups):
        for column, option in enumerate(OPTIONS):
            count = company.count(group.divisions, option)
            if count in {1, group.n} and not program.can_differ([(row, column)], count):
                yield option, count, group.n
    for column, option in enumerate(OPTIONS):
        count = company.count(shown.groups[0].divisions, option)
        if count in {1, shown.groups[0].n} and not program.can_differ(
            [(row, column) for row in range(len(groups))], count
        ):
            yield option, count, shown.groups[0].n


def _spans(bands: Mapping[str, object], n: int) -> list[tuple[int, int]]:
    return [span(f"{bands[option]}", n) for option in OPTIONS]


class _Program:
    """All tables that fit what is published, as an integer program."""

    def __init__(self, spans: list[list[tuple[int, int]]], sizes: list[int], whole: list[tuple[int, int]]) -> None:
        self._height, self._width = len(spans), len(OPTIONS)
        self._bounds = Bounds(
            [low for row in spans for low, _ in row],
            [high for row in spans for _, high in row],
        )
        lines, low, high = [], [], []
        for row, size in enumerate(sizes):
            lines.append(self._line([(row, column) for column in range(self._width)]))
            low.append(size)
            high.append(size)
        for column, (least, most) in enumerate(whole):
            lines.append(self._line([(row, column) for row in range(self._height)]))
            low.append(least)
            high.append(most)
        self._lines, self._low, self._high = lines, low, high

    def can_differ(self, cells: list[tuple[int, int]], count: int) -> bool:
        """Whether these cells together could be something else than `count`."""
        return self._fits(cells, 0, count - 1) or self._fits(cells, count + 1, 10**6)

    def _fits(self, cells: list[tuple[int, int]], least: int, most: int) -> bool:
        if most < least:
            return False
        constraint = LinearConstraint(
            np.array([*self._lines, self._line(cells)]), [*self._low, least], [*self._high, most]
        )
        size = self._height * self._width
        found = milp(np.zeros(size), constraints=constraint, bounds=self._bounds, integrality=np.ones(size))
        assert found.status in {0, 2}, found.message
        return bool(found.status == 0)

    def _line(self, cells: list[tuple[int, int]]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        line = np.zeros(self._height * self._width)
        for row, column in cells:
            line[row * self._width + column] = 1
        return line
