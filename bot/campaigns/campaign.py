"""A campaign: one run of a playbook, as it is stored.

The rule to keep: instants are aware; a calendar date is read in the campaign's own zone, which is never guessed.
"""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.campaigns.channel import Channel


class State(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    CLOSED = "closed"


EVERYBODY = "all"
"""The audience that leaves nobody out."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """What HR has set up."""

    id: int
    playbook: str
    title: str
    zone: ZoneInfo
    anchor: datetime
    """The meeting, or the opening of the survey."""
    survey_end: datetime | None
    audience: str
    """`all`, or the name of a division."""
    calendar: str
    """The working-time policy whose holidays and working days are the campaign's own."""
    created_at: datetime
    created_by: int | None
    """None once whoever it was has been erased."""
    key: str = field(default="", compare=False)
    """The delivery that made it: a second click finds the same campaign."""
    state: State = State.DRAFT
    moves: int = 0
    """How often the anchor has been moved."""
    previous: datetime | None = None
    """The anchor before the last move."""
    hour: time | None = None
    """Instead of the steps' own hours."""
    weekends: bool = False
    """Whether every day is a working day."""
    promises: int = 0
    """The version of the promises that hold."""
    started_at: datetime | None = None
    """When HR started it; None for a draft."""
    ended_at: datetime | None = None
    """When it was cancelled or closed."""
    channel: Channel | None = None
    """Where it says what is for everybody; None for nowhere."""

    @property
    def live(self) -> bool:
        """Whether people may still get something of it."""
        return self.started_at is not None and self.state is not State.CLOSED


@dataclass(frozen=True, slots=True)
class Move:
    """The anchor was moved."""

    number: int
    """From 1."""
    at: datetime
    old: datetime
    new: datetime
