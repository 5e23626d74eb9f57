"""What people ask of a rollout before and after its meeting: questions, and help.

The rule to keep: whoever signs up has asked for it, and nothing says who has not. A question without a name is kept
without a person and without a time, and shown only when all are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.campaigns.campaign import Campaign

COURSE, ONE = "course", "one"
"""What somebody signs up for: the crash course, or help one to one."""
CLOSES = timedelta(days=1)
"""So long before the meeting no question is taken any more, and from then on HR sees them, all at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question for the meeting."""

    key: str
    """Given by chance."""
    words: str
    person: int | None = None
    """None without a name."""
    left_out: bool = False
    """Whether HR leaves it out of the meeting."""


class Beforehand(Protocol):
    """What people have asked."""

    async def sign_up(self, campaign: int, person: int, kind: str) -> bool:
        """Write somebody down; False where they are."""
        ...

    async def withdraw(self, campaign: int, person: int, kind: str) -> bool:
        """Take somebody off; False where they were not there."""
        ...

    async def signed_up(self, campaign: int, people: Collection[int] | None = None) -> Sequence[tuple[int, str]]:
        """Who is there and for what; with `people`, of these alone."""
        ...

    async def ask(self, campaign: int, question: Question) -> None:
        """Write a question down. The same key again does nothing."""
        ...

    async def questions(self, campaign: int) -> Sequence[Question]:
        """Every question, in no order of time."""
        ...

    async def come_in(self) -> bool:
        """Whether questions without a name may be coming in: a rollout under way, or held, has some."""
        ...

    async def leave_out(self, campaign: int, key: str) -> bool:
        """Leave one out of the meeting; False where there is none, or it was."""
        ...


def closes_at(campaign: Campaign) -> datetime:
    """Until when a question for the meeting is taken, and from when on HR sees them."""
    return campaign.anchor - CLOSES
