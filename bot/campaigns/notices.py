"""What HR is told about a campaign: what waits, what is late, what is skipped, and whom it did not reach.

The rule to keep: a notice says what has happened to the step, never to one person; names stand in the status only.
"""

from datetime import date
from typing import Literal

from bot.message import Message
from bot.texts import Words

Why = Literal["form", "survey", "approval", "summary", "paused", "codes"]
"""What a step waits for: leads, the count, an approver, HR's summary, the end of a pause, or custodians' codes."""
Passed = Literal["meeting_started", "survey_ended", "moment_passed", "night"]


def held(t: Words, campaign: str, step: str, due: date, why: Why) -> Message:
    """A step was due and waits. `campaign` and `step` are their titles."""
    return Message(t(f"campaigns.notice_held_{why}", campaign=campaign, step=step, day=t.weekday(due)))


def late(t: Words, campaign: str, step: str, due: date) -> Message:
    """A step before the meeting goes out on a later date than planned."""
    return Message(t("campaigns.notice_late", campaign=campaign, step=step, day=t.weekday(due)))


def skipped(t: Words, campaign: str, step: str, why: Passed) -> Message:
    """A step makes no sense any more."""
    return Message(t(f"campaigns.notice_skipped_{why}", campaign=campaign, step=step))


def maybe_twice(t: Words, campaign: str, step: str, people: int) -> Message:
    """The platform gave no answer, and it was sent once more."""
    return Message(t("campaigns.notice_maybe_twice", campaign=campaign, step=step, n=people))


def unreachable(t: Words, campaign: str, step: str, people: int) -> Message:
    """Some people cannot get it."""
    return Message(t("campaigns.notice_unreachable", campaign=campaign, step=step, n=people))
