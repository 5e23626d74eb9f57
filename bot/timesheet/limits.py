"""How much a day can hold.

The rule to keep: over 24 hours is refused, what is merely unlikely is asked about, and neither is decided twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from bot.timesheet.entry import Draft, Entry

LONG_ENTRY = 10 * 60
"""Minutes; more in one entry is asked about."""
LONG_DAY = 16 * 60
"""Minutes; a day that passes this is asked about."""
DAY = 24 * 60
NOTE = 500
"""Characters; `PROJECT` likewise."""
PROJECT = 60


@dataclass(frozen=True, slots=True)
class Full:
    """A day that would hold more than it has. `total` counts minutes."""

    day: date
    total: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a sensible reader would ask before writing this down."""

    reason: Literal["long_entry", "long_day", "overlap"]
    draft: Draft
    total: int = 0
    """Minutes of the day with the new entries."""
    other: Draft | None = None
    """The entry it overlaps with."""


def check(drafts: Sequence[Draft], standing: Sequence[Entry] = ()) -> Full | Doubt | None:
    """What is impossible about these drafts, else the first thing to ask about, else None.

    `standing` are the entries around their days, without one that is to be replaced.
    """
    totals: dict[date, int] = defaultdict(int)
    for known in (*[entry.draft for entry in standing], *drafts):
        if known.kind == "work":
            totals[known.day] += known.minutes
    for draft in drafts:
        if draft.kind == "work" and totals[draft.day] > DAY:
            return Full(draft.day, totals[draft.day])
    doubts = chain(_long_entries(drafts), _overlaps(drafts, standing), _long_days(drafts, totals))
    return next(doubts, None)


def _long_entries(drafts: Sequence[Draft]) -> Iterator[Doubt]:
    return (Doubt("long_entry", draft) for draft in drafts if draft.minutes > LONG_ENTRY)


def _overlaps(drafts: Sequence[Draft], standing: Sequence[Entry]) -> Iterator[Doubt]:
    seen = [entry.draft for entry in standing]
    for draft in drafts:
        yield from (Doubt("overlap", draft, other=known) for known in seen if _overlap(draft, known))
        seen.append(draft)


def _long_days(drafts: Sequence[Draft], totals: Mapping[date, int]) -> Iterator[Doubt]:
    return (
        Doubt("long_day", draft, total=totals[draft.day])
        for draft in drafts
        if draft.kind == "work" and totals[draft.day] > LONG_DAY
    )


def _overlap(one: Draft, other: Draft) -> bool:
    if one.kind != "work" or other.kind != "work":
        return False
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end
