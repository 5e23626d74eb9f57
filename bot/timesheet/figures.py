"""What a report is about: a span of days with its numbers, as they will be shown.

The rule to keep: a number is rounded once, here, from its exact minutes; whatever adds up adds up before that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.timesheet.hours import Hours, Ledger, TimeBack
from bot.timesheet.policy import Rounding

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """The totals of a span as a report shows them, in minutes."""

    expected: int
    worked: int
    credited: int
    balance: int
    overtime: int
    taken: int
    time_back: TimeBack | None
    """Over the whole history, today included; None where the contract gives none and none was taken."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A span of one person's days."""

    ledger: Ledger
    hours: Hours

    @property
    def today(self) -> date:
        """The day up to which is counted."""
        return self.ledger.today

    @property
    def rounding(self) -> Rounding:
        """The rule in force on the last day counted."""
        version = self.ledger.policy.on(min(self.hours.last, self.today))
        return version.rounding if version else Rounding()

    @property
    def shown(self) -> Shown:
        """The totals, each rounded once."""
        hours, rounded = self.hours, self.rounding
        version = self.ledger.policy.on(self.today)
        back = self.ledger.time_back
        given = bool(version and version.time_back) or bool(back.earned or back.taken)
        return Shown(
            expected=rounded(hours.expected),
            worked=rounded(hours.worked),
            credited=rounded(hours.credited),
            balance=rounded(hours.balance),
            overtime=rounded(hours.overtime),
            taken=rounded(hours.taken),
            time_back=back if given else None,
        )


def week_of(day: date, start: int) -> tuple[date, date]:
    """The first and last day of the week of a day; weeks begin on `start` (0 is Monday, 6 Sunday)."""
    first = day - (day.weekday() - start) % 7 * _DAY
    return first, first + 6 * _DAY


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


def weeks_of(first: date, last: date, start: int) -> Sequence[tuple[date, date]]:
    """The weeks between two days, the first and last of them cut to fit."""
    weeks = []
    while first <= last:
        end = min(week_of(first, start)[1], last)
        weeks.append((first, end))
        first = end + _DAY
    return weeks
