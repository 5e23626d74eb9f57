"""Hours against contract: expected, worked, credited and balance, overtime and the time it gives back.

The rule to keep: everything is computed in whole stored minutes from a person's whole history, up to today and no
further; a day that has not come yet expects nothing. Nothing here rounds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Literal

from bot.timesheet.entry import Entry, Off
from bot.timesheet.policy import Planned, Policy, days, monday

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
    overtime: int = 0
    """What it was earned with, before the contract's factor."""

    @property
    def left(self) -> int:
        """What is still owed to the person; below zero where more was taken."""
        return self.earned - self.taken


@dataclass(frozen=True, slots=True)
class OvertimeWeek:
    """A week's overtime, in minutes, on the days on which it arose."""

    monday: date
    way: Literal["day", "week"]
    """Each day held against its own hours, or the week against those of the week."""
    worked: int
    due: int
    """Contract less holidays, days off and time taken back."""
    beyond: Mapping[date, int]

    @classmethod
    def by_day(cls, start: date, found: Mapping[date, tuple[int, int]], threshold: int) -> "OvertimeWeek":
        """From worked and due of each day, each day by itself."""
        beyond = {day: worked - due for day, (worked, due) in found.items() if worked - due >= max(threshold, 1)}
        worked, due = (sum(numbers) for numbers in zip(*found.values(), strict=True))
        return cls(start, "day", worked, due, beyond)

    @classmethod
    def by_week(cls, start: date, found: Mapping[date, tuple[int, int]], threshold: int) -> "OvertimeWeek":
        """From worked and due of each day, as a whole."""
        worked, due = (sum(numbers) for numbers in zip(*found.values(), strict=True))
        beyond = {}
        # The due of the whole week, days to come included: being early is not overtime.
        left = due
        for day, (minutes, _) in found.items():
            left -= minutes
            if left < 0:
                beyond[day], left = -left, 0
        return cls(start, "week", worked, due, beyond if worked - due >= max(threshold, 1) else {})


class Ledger:
    """A person's whole history under a policy."""

    def __init__(self, policy: Policy, entries: Iterable[Entry], offs: Iterable[Off], *, today: date) -> None:
        self.policy = policy
        self.today = today
        self.entries = tuple(entries)
        self._worked: dict[date, int] = defaultdict(int)
        for entry in self.entries:
            if entry.draft.kind == "work":
                self._worked[entry.draft.day] += entry.draft.minutes
        self._offs = {off.day: off for off in offs}
        self._weeks: dict[date, OvertimeWeek] = {}
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
        return TimeBack(-(-earned.numerator // earned.denominator), taken, self._all.overtime)

    @cached_property
    def _all(self) -> Hours:
        return self.span(self.since, max(self.today, self.since, *self._worked))

    def _day(self, day: date) -> Day:
        plan = self.policy.planned(day)
        worked = self._worked.get(day, 0)
        if not self.since <= day <= self.today:
            return Day(plan, worked=worked)
        off, taken = self._absent(plan)
        return Day(plan, worked, plan.free, off, taken, self.week(day).beyond.get(day, 0), plan.contract)

    def _absent(self, plan: Planned) -> tuple[int, int]:
        """Minutes of this day told off: credited, and taken from overtime. A free day needs neither."""
        told = self._offs.get(plan.day)
        if told is None:
            return 0, 0
        minutes = plan.due if told.minutes is None else min(told.minutes, plan.due)
        return (minutes, 0) if told.kind == "credited" else (0, minutes)

    def week(self, day: date) -> OvertimeWeek:
        """How overtime came about in the week of a day, Monday to Sunday whatever the person's week begins with."""
        start = monday(day)
        if start not in self._weeks:
            self._weeks[start] = self._counted(start)
        return self._weeks[start]

    def _counted(self, start: date) -> OvertimeWeek:
        week = [day for day in days(start, start + _WEEK) if day >= self.since and self.policy.on(day)]
        version = self.policy.on(week[0]) if week else None
        if version is None:
            return OvertimeWeek(start, "day", 0, 0, {})
        found = {day: (self._worked.get(day, 0), self._due(day)) for day in week}
        ways = []
        if version.overtime.per_day:
            ways.append(OvertimeWeek.by_day(start, found, version.overtime.threshold))
        if version.overtime.per_week:
            ways.append(OvertimeWeek.by_week(start, found, version.overtime.threshold))
        return max(ways, key=lambda way: sum(way.beyond.values()))

    def _due(self, day: date) -> int:
        """What is left to work that day once holidays, days off and time taken back are out of it."""
        plan = self.policy.planned(day)
        return plan.due - sum(self._absent(plan))
