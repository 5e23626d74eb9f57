"""What a date must be asked about before anything is scheduled, and what is refused: rule 10 of the timing.

The rule to keep: instants are compared as instants, dates in the campaign's own zone with its own calendar.
"""

from datetime import datetime
from enum import StrEnum

from bot.campaigns.campaign import Campaign
from bot.campaigns.course import Course, course_of
from bot.campaigns.place import Place
from bot.campaigns.playbook import Playbook


class Doubt(StrEnum):
    """What HR is asked about."""

    NON_WORKING_DAY = "non_working_day"
    """The anchor is on a holiday of the campaign's calendar, or on a day without work."""
    TOO_NEAR = "too_near"
    """The anchor is so near that the survey's time has passed: when it would go out, or when it ends."""
    END_AFTER_AGENDA = "end_after_agenda"
    """The survey ends after what needs its result."""


def past(campaign: Campaign, now: datetime) -> bool:
    """Whether the anchor has passed, which is refused."""
    return campaign.anchor <= now


def doubts(
    campaign: Campaign, playbook: Playbook, place: Place, now: datetime, *, before: Campaign | None = None
) -> tuple[Doubt, ...]:
    """What HR is asked about. `place` is the campaign's own; `before` is the campaign whose meeting is to be moved."""
    return tuple(doubt for doubt in Doubt if _holds(doubt, campaign, playbook, place, now, before))


def _holds(
    doubt: Doubt, campaign: Campaign, playbook: Playbook, place: Place, now: datetime, before: Campaign | None
) -> bool:
    course = course_of(campaign, playbook, place)
    match doubt:
        case Doubt.NON_WORKING_DAY:
            return not place.works(campaign.anchor.astimezone(campaign.zone).date())
        case Doubt.TOO_NEAR:
            if before is not None and _gone(course_of(before, playbook, place), now):
                # The survey is on its way: nothing is too near for it any more.
                return False
            return _gone(course, now)
        case Doubt.END_AFTER_AGENDA:
            return any(
                course.end is not None and stop.own is not None and course.end > stop.own
                for stop in course.content
                if course.survey in stop.step.needs
            )


def _gone(course: Course, now: datetime) -> bool:
    ended = course.survey is not None and course.end is not None and course.end <= now
    begun = any(stop.own is not None and stop.own < now for stop in course.content if stop.step.name == course.survey)
    return ended or begun
