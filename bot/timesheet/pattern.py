"""A person's own pattern: the hours in which most work was logged, and what interrupted it.

The rule to keep: it is computed for the person who asks, from their own entries, and kept nowhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.timesheet.entry import Draft, Entry

WEEKS = 4
"""How far back a pattern looks."""
_HOUR = timedelta(hours=1)
_WINDOW = 2
_TELLING = 3
"""Interruptions on one weekday below which that day tells nothing."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the entries of some weeks show."""

    first: date
    last: date
    hours: Mapping[int, int]
    """Minutes of logged work by hour of the day (0 to 23), from entries with start and end."""
    peak: tuple[int, int] | None
    """The two hours on end with most work: the hour they begin with, and the minutes in them."""
    interruptions: int
    interrupted: int
    """Minutes."""
    days: int
    """Days with any entry."""
    weekday: int | None
    """The weekday (0 is Monday) with clearly the most interruptions, if there is one."""


def pattern(entries: Iterable[Entry], first: date, last: date) -> Pattern:
    """The pattern of the entries from first to last, both included."""
    drafts = [entry.draft for entry in entries if first <= entry.draft.day <= last]
    hours = Counter[int]()
    for draft in drafts:
        if draft.kind == "work":
            hours.update(_by_hour(draft))
    broken = [draft for draft in drafts if draft.kind == "interruption"]
    ranked = Counter(draft.day.weekday() for draft in broken).most_common(2)
    clear = bool(ranked) and ranked[0][1] >= _TELLING and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    windows = {hour: sum(hours[(hour + n) % 24] for n in range(_WINDOW)) for hour in range(24)}
    start = max(windows, key=lambda hour: (windows[hour], -hour))
    return Pattern(
        first,
        last,
        {hour: hours[hour] for hour in sorted(hours)},
        (start, windows[start]) if windows[start] else None,
        len(broken),
        sum(draft.minutes for draft in broken),
        len({draft.day for draft in drafts}),
        ranked[0][0] if clear else None,
    )


def _by_hour(draft: Draft) -> dict[int, int]:
    """Minutes of an entry by the hour on the wall where it was worked."""
    if draft.start is None or draft.end is None:
        return {}
    zone = ZoneInfo(draft.zone)
    found = Counter[int]()
    # Whole hours are walked in UTC: on the night the clocks change an hour on the wall is there twice, or never.
    at, end = draft.start.astimezone(UTC), draft.end.astimezone(UTC)
    while at < end:
        wall = at.astimezone(zone)
        until = min(at + _HOUR - _past(wall), end)
        found[wall.hour] += round((until - at).total_seconds() / 60)
        at = until
    return found


def _past(wall: datetime) -> timedelta:
    """How far into its hour a clock is."""
    return timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
