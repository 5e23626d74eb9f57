"""What one person has had of a campaign, as the plan asks about it.

The rule to keep: pure, and it looks back only; what is to come is the plan's.
"""

from datetime import datetime

from bot.campaigns.campaign import Move
from bot.campaigns.course import Course, Stop
from bot.campaigns.playbook import Kind
from bot.campaigns.verdict import Standing, Traveller
from bot.mail import Fate, Had


class Past:
    """One person's."""

    __slots__ = ("_course", "_had", "_standing", "_traveller")

    def __init__(self, course: Course, standing: Standing, traveller: Traveller) -> None:
        self._course = course
        self._standing = standing
        self._traveller = traveller
        self._had = {(had.step, had.occasion): had for had in traveller.had}

    def of(self, step: str, occasion: str) -> Had | None:
        """What became of a step."""
        return self._had.get((step, occasion))

    def settled(self, stop: Stop) -> bool:
        """Whether it went, or will never go. What was skipped may make sense again once the meeting has moved."""
        had = self.of(stop.step.name, stop.occasion)
        if had is None:
            return stop.prompt in self._traveller.prompts
        if had.fate is Fate.SKIPPED:
            return not self._revived(had)
        return had.fate is not Fate.QUEUED

    def queued(self, stop: Stop) -> bool:
        """Whether it is in the postman's hands."""
        had = self.of(stop.step.name, stop.occasion)
        return had is not None and had.fate is Fate.QUEUED

    def heard_at(self) -> datetime | None:
        """When this person first heard of the campaign: of its first content or a later step."""
        later = {stop.step.name for stop in self._course.content}
        later |= {stop.step.name for stop in self._course.others if stop.step.kind is Kind.REMINDER}
        return min(
            (
                had.at
                for had in self._traveller.had
                if had.step in later and had.fate is Fate.SENT and had.at is not None
            ),
            default=None,
        )

    def pending_moves(self) -> tuple[Move, ...]:
        """The moves since this person was last told, after they had heard of the meeting."""
        step, heard = self._course.moved, self.heard_at()
        if step is None or heard is None or not self._standing.moves:
            return ()
        told = max(
            (
                int(had.occasion)
                for had in self._traveller.had
                if had.step == step.name and had.fate is not Fate.SKIPPED
            ),
            default=0,
        )
        return tuple(move for move in self._standing.moves if move.number > told and heard < move.at)

    def asked_at(self, now: datetime) -> datetime | None:
        """When the survey reached this person; `now` where it is on its way, None where it has not."""
        had = self.of(self._course.survey or "", "")
        return None if had is None or had.fate is Fate.SKIPPED else had.at or now

    def _revived(self, had: Had) -> bool:
        moves = self._standing.moves
        return bool(moves) and had.at is not None and had.at < moves[-1].at
