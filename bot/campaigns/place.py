"""Where somebody is: their zone and their working days, and the moments at which something may reach them.

The rule to keep: a wall time that the clock change skips moves forward by the gap, and one that comes twice is the
first. That is what `fold=0` means when an aware datetime is turned into UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(8), time(18)
"""What was missed goes out at once from the one to just before the other, on a working day."""
MORNING = time(9)
"""Else it goes out at the next of these on a working day."""
NIGHT = time(22), time(6)
"""From the one to just before the other nobody is reminded."""
_DAY = timedelta(days=1)
_FAR = 370
"""Days that a working day is looked for: a calendar without any for a year has none."""


class Calendar(Protocol):
    """Somebody's working days."""

    def is_working_day(self, day: date) -> bool:
        """Whether any work is expected that day."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A zone and a calendar. Two places are the same where both have the same name."""

    zone: ZoneInfo
    name: str
    """Of the calendar."""
    calendar: Calendar = field(compare=False, repr=False)
    weekends: bool = False
    """Whether every day is a working day."""

    def works(self, day: date) -> bool:
        """Whether it is a working day here."""
        return self.weekends or self.calendar.is_working_day(day)

    def day(self, moment: datetime) -> date:
        """The date here at an instant."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, hour: time) -> datetime:
        """The instant of a wall time here, in UTC."""
        return datetime.combine(day, hour.replace(fold=0), self.zone).astimezone(UTC)

    def soonest(self, moment: datetime) -> datetime:
        """When something that is late may go, from this instant on: at once by day, else the next working morning."""
        local = moment.astimezone(self.zone)
        if OPENS <= local.time() < CLOSES and self.works(local.date()):
            return moment
        mornings = (self.at(day, MORNING) for day in _onwards(local.date()) if self.works(day))
        return next((morning for morning in mornings if morning >= moment), moment)

    def night(self, moment: datetime) -> bool:
        """Whether it is night here."""
        local = moment.astimezone(self.zone).time()
        return local >= NIGHT[0] or local < NIGHT[1]

    def back(self, day: date) -> date:
        """The last working day up to this one; the day itself where a year has none."""
        return next((found for found in _backwards(day) if self.works(found)), day)

    def forward(self, day: date) -> date:
        """The first working day from this one on; the day itself where a year has none."""
        return next((found for found in _onwards(day) if self.works(found)), day)

    def before(self, day: date, number: int) -> date:
        """So many working days before a day; with none, the last working day up to it."""
        found = self.back(day) if number == 0 else day
        for _ in range(number):
            found = self.back(found - _DAY)
        return found


def a_month_before(day: date) -> date:
    """The same day of the month before, or that month's last one."""
    last = day.replace(day=1) - _DAY
    return last.replace(day=min(day.day, last.day))


def _onwards(day: date) -> Iterator[date]:
    return (day + ahead * _DAY for ahead in range(_FAR))


def _backwards(day: date) -> Iterator[date]:
    return (day - ahead * _DAY for ahead in range(_FAR))
