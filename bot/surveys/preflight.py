"""What is checked before a survey opens, and once more at its end.

The rule to keep: it looks at who is invited, never at who has answered.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.surveys.release import pooled_of

LEAST_INVITED = 8
"""People, below which a survey is not opened."""
LEAST_FOR_COMMENTS = 10
NEAR = range(1, 5)
"""Differences between two audiences that would name the people in between."""
MEMORY = timedelta(days=90)
"""How long a closed survey's audience is held against another."""
WAVE = timedelta(days=30)
"""How long after a survey its repetition may open."""
JOINING = 3
"""Working days before the end, up to which whoever joins is invited."""


class Finding(StrEnum):
    """What may be wrong with an audience."""

    TOO_FEW = "too_few"
    NO_COMMENTS = "no_comments"
    NEAR_DUPLICATE = "near_duplicate"
    EARLY_WAVE = "early_wave"
    POOLED = "pooled"
    NO_BREAKDOWN = "no_breakdown"
    CUSTODIANS = "custodians"
    """The two who are to hold the codes are not here, or are not what they have to be."""

    @property
    def blocks(self) -> bool:
        """Whether the survey must not open."""
        return self in {Finding.TOO_FEW, Finding.NEAR_DUPLICATE, Finding.EARLY_WAVE, Finding.CUSTODIANS}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `names` are divisions, or the other survey's id."""

    finding: Finding
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """Another survey with a question in common, open or closed within `MEMORY`."""

    id: str
    invited: frozenset[int]
    opened_at: datetime


def preflight(
    roster: Mapping[int, str],
    others: Sequence[Other] = (),
    *,
    k: int,
    now: datetime,
    wave_of: str | None = None,
) -> tuple[Found, ...]:
    """Everything to know before opening; `roster` is person to division."""
    return tuple(_findings(roster, others, k, now, wave_of))


def may_break_down(roster: Mapping[int, str], others: Sequence[Other], *, now: datetime, wave_of: str | None) -> bool:
    """Whether, with the roster as it is at the end, divisions may be shown."""
    found = preflight(roster, others, k=0, now=now, wave_of=wave_of)
    return not any(one.finding.blocks for one in found)


def joins_until(ends_at: datetime, zone: ZoneInfo, works: Callable[[date], bool]) -> date:
    """The last day on which whoever joins is invited: so many working days before the day of the end."""
    day, left = ends_at.astimezone(zone).date(), JOINING
    while left:
        day -= timedelta(days=1)
        left -= works(day)
    return day


def _findings(
    roster: Mapping[int, str], others: Sequence[Other], k: int, now: datetime, wave_of: str | None
) -> Iterator[Found]:
    if len(roster) < LEAST_INVITED:
        yield Found(Finding.TOO_FEW)
    elif len(roster) < LEAST_FOR_COMMENTS:
        yield Found(Finding.NO_COMMENTS)
    for other in others:
        if other.id == wave_of:
            # A repetition is released by itself, and a difference only where the audiences allow it.
            if now - other.opened_at < WAVE:
                yield Found(Finding.EARLY_WAVE, (other.id,))
        elif differs_nearly(roster.keys(), other.invited):
            yield Found(Finding.NEAR_DUPLICATE, (other.id,))
    sizes = Counter(roster.values())
    alone, pooled = pooled_of(sizes, k)
    if pooled:
        yield Found(Finding.POOLED if alone else Finding.NO_BREAKDOWN, pooled)


def differs_nearly(some: Collection[int], others: Collection[int]) -> bool:
    """Whether two audiences differ by one to four people."""
    return len({*some} ^ {*others}) in NEAR
