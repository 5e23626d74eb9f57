"""Until when a step makes sense for one person: rule 6 of the timing, and who is too new for the survey (rule 8).

The rule to keep: pure, and it says why and when only; what follows from it is the plan's.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.campaigns.course import Course, Stop
from bot.campaigns.playbook import Until
from bot.campaigns.verdict import MEETING_STARTED, MOMENT_PASSED, SURVEY_ENDED, Traveller


class Sense:
    """One person's, at an instant."""

    __slots__ = ("_course", "_now", "_traveller")

    def __init__(self, course: Course, traveller: Traveller, now: datetime) -> None:
        self._course = course
        self._traveller = traveller
        self._now = now

    def lost(self, stop: Stop) -> str | None:
        """Why a step makes no sense any more; None while it does."""
        past = (reason for moment, reason in self._ends(stop) if self._now >= moment)
        if reason := next(past, None):
            return reason
        return MOMENT_PASSED if Until.SURVEY_END in stop.step.until and self._too_new() else None

    def ends(self, stop: Stop) -> list[datetime]:
        """When it will make none."""
        return [moment for moment, _ in self._ends(stop)]

    def _ends(self, stop: Stop) -> Iterator[tuple[datetime, str]]:
        if Until.ANCHOR in stop.step.until:
            yield self._course.anchor, MEETING_STARTED
        if Until.SURVEY_END in stop.step.until and self._course.end is not None:
            yield self._course.end, SURVEY_ENDED

    def _too_new(self) -> bool:
        """Whether somebody came too late to be asked."""
        joined, last = self._traveller.joined_at, self._course.last_joining_day
        return joined is not None and last is not None and self._course.place.day(joined) > last
