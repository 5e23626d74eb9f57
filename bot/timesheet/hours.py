"""Hours against contract: expected, worked, credited and balance, overtime and the time it gives back.

The rule to keep: everything is computed in whole stored minutes from a person's whole history, up to today and no
further; a day that has not come yet expects nothing. Nothing here rounds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from bot.timesheet.entry import Entry, Off
from bot.timesheet.policy import Planned, Policy, Version, days, monday

_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Day:
    """One day, in minutes."""

    planned: Planned
    worked: int = 0
    holiday: int = 0
    """Credited because the calendar or the company gives it."""
    off: int = 0
    """Credited because the person told a day off."""
    taken: int = 0
    """Compensatory time taken. It is paid from overtime, so it is expected and not credited."""
    overtime: int = 0
    expected: int = 0

    @property
    def day(self) -> date:
        """Which day this is."""
        return self.planned.day

    @property
    def credited(self) -> int:
        """Minutes that count like worked ones."""
        return self.holiday + self.off

    @property
    def balance(self) -> int:
        """Worked and credited, less expected."""
        return self.worked + self.credited - self.expected


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of days, both ends included, as sums in minutes."""

    first: date
    last: date
    days: tuple[Day, ...]

    @property
    def expected(self) -> int:
        """By contract, holidays included, up to today."""
        return sum(day.expected for day in self.days)

    @property
    def worked(self) -> int:
        """As logged; interruptions are part of the day and add nothing."""
        return sum(day.worked for day in self.days)

    @property
    def credited(self) -> int:
        """Holidays on contract days, and days told off."""
        return sum(day.credited for day in self.days)

    @property
    def balance(self) -> int:
        """Worked and credited, less expected."""
        return self.worked + self.credited - self.expected

    @property
    def overtime(self) -> int:
        """By the policy's rule."""
        return sum(day.overtime for day in self.days)

    @property
    def taken(self) -> int:
        """Compensatory time taken."""
        return sum(day.taken for day in self.days)


@dataclass(frozen=True, slots=True)
class TimeBack:
    """Compensatory time over the whole history, in minutes."""

    earned: int
    taken: int

    @property
    def left(self) -> int:
        """What is still owed to the person; below zero where more was taken."""
        return self.earned - self.taken


class Ledger:
    """A person's whole history under a policy."""

    def __init__(self, policy: Policy, entries: Iterable[Entry], offs: Iterable[Off], *, today: date) -> None:
        self.policy = policy
        self.today = today
        self._worked: dict[date, int] = defaultdict(int)
        for entry in entries:
            if entry.draft.kind == "work":
                self._worked[entry.draft.day] += entry.draft.minutes
        self._offs = {off.day: off for off in offs}
        self._weeks: dict[date, dict[date, int]] = {}
        self.since = min((today, *self._worked, *self._offs))
        """The first day with an entry or a day off. Nothing is expected of the days before anybody counted."""

    def span(self, first: date, last: date) -> Hours:
        """The hours from first to last, both included."""
        return Hours(first, last, tuple(self._day(day) for day in days(first, last)))

    @cached_property
    def time_back(self) -> TimeBack:
        """What overtime has given up to today, and what of it was taken."""
        earned = Fraction(0)
        taken = 0
        for day in self._all.days:
            version = self.policy.on(day.day)
            earned += day.overtime * ((version and version.time_back) or 0)
            taken += day.taken
        # A factor such as 1.5 can leave half a minute; it goes to the person.
        return TimeBack(-(-earned.numerator // earned.denominator), taken)

    @cached_property
    def _all(self) -> Hours:
        return self.span(self.since, max(self.today, self.since, *self._worked))

    def _day(self, day: date) -> Day:
        plan = self.policy.planned(day)
        worked = self._worked.get(day, 0)
        if not self.since <= day <= self.today:
            return Day(plan, worked=worked)
        off, taken = self._absent(plan)
        return Day(plan, worked, plan.free, off, taken, self._overtime(day), plan.contract)

    def _absent(self, plan: Planned) -> tuple[int, int]:
        """Minutes of this day told off: credited, and taken from overtime. A free day needs neither."""
        told = self._offs.get(plan.day)
        if told is None:
            return 0, 0
        minutes = plan.due if told.minutes is None else min(told.minutes, plan.due)
        return (minutes, 0) if told.kind == "credited" else (0, minutes)

    def _overtime(self, day: date) -> int:
        start = monday(day)
        if start not in self._weeks:
            self._weeks[start] = self._week(start)
        return self._weeks[start].get(day, 0)

    def _week(self, start: date) -> dict[date, int]:
        """The overtime of a week, on the days on which it arose."""
        week = [day for day in days(start, start + _WEEK) if day >= self.since and self.policy.on(day)]
        if not week:
            return {}
        version = self.policy.on(week[0])
        ways = []
        if version and version.overtime.per_day:
            ways.append(self._beyond_days(week))
        if version and version.overtime.per_week:
            ways.append(self._beyond_week(week, version))
        return max(ways, key=lambda way: sum(way.values()), default={})

    def _beyond_days(self, week: list[date]) -> dict[date, int]:
        found = {}
        for day in week:
            version = self.policy.on(day)
            beyond = self._worked.get(day, 0) - self._due(day)
            if version and beyond >= max(version.overtime.threshold, 1):
                found[day] = beyond
        return found

    def _beyond_week(self, week: list[date], version: Version) -> dict[date, int]:
        found = {}
        # The whole week's contract, days to come included: being early is not overtime.
        left = sum(self._due(day) for day in week)
        for day in week:
            left -= self._worked.get(day, 0)
            if left < 0:
                found[day], left = -left, 0
        return found if sum(found.values()) >= max(version.overtime.threshold, 1) else {}

    def _due(self, day: date) -> int:
        """What is left to work that day once holidays, days off and time taken back are out of it."""
        plan = self.policy.planned(day)
        return plan.due - sum(self._absent(plan))
