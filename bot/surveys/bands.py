"""Percentages as bands: `<=10 %`, `~30 %`, `>=90 %`.

The rule to keep: a band is made from counts in whole numbers, and it is the only thing about a count that ever leaves.
The lengths of the steps are those of anonymity.md, 5.2 and 10.8.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from typing_extensions import override

Side = Literal["<=", "~", ">="]


@dataclass(frozen=True, slots=True)
class Band:
    """A share of a row, coarse enough that "nobody" and "everybody" are never certain of it alone."""

    side: Side
    percent: int

    @override
    def __str__(self) -> str:
        return f"{self.side}{self.percent} %"

    @property
    def rank(self) -> tuple[int, int]:
        """Greater for a greater share."""
        return ("<=", "~", ">=").index(self.side), self.percent


def band(count: int, n: int) -> Band:
    """The band of `count` out of the row's own `n`, at least 1; the middle of two steps goes up."""
    low, high, step = _coding(n)
    if 100 * count <= low * n:
        return Band("<=", low)
    if 100 * count >= high * n:
        return Band(">=", high)
    return Band("~", (200 * count + step * n) // (2 * step * n) * step)


def counts(of: Band, n: int) -> tuple[int, int]:
    """The least and the greatest count that this band may stand for in a row of `n`."""
    return _table(n)[of]


@lru_cache(maxsize=512)
def _table(n: int) -> dict[Band, tuple[int, int]]:
    found: dict[Band, tuple[int, int]] = {}
    for count in range(n + 1):
        of = band(count, n)
        found[of] = (found.get(of, (count, count))[0], count)
    return found


def _coding(n: int) -> tuple[int, int, int]:
    """Where the bottom and the top are coded, and the step between: in percent."""
    if n < 20:
        return 25, 75, 25
    if n < 50:
        return 10, 90, 10
    return (5, 95, 5) if n < 200 else (2, 98, 1)


def step_of(n: int) -> int:
    """How far two neighbouring bands of a row are apart, in percent."""
    return _coding(n)[2]
