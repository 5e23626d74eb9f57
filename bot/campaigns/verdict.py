"""What the plan is asked with, and what it answers.

The rule to keep: values only. Reasons are the words of the rehearsal, and stand in the outbox as they are here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.campaigns.campaign import Move
from bot.campaigns.playbook import Audience, Step, Via
from bot.mail import Care, Had

LATE = "late"
MEETING_STARTED = "meeting_started"
SURVEY_ENDED = "survey_ended"
MOMENT_PASSED = "moment_passed"
NIGHT = "night"
LEFT = "left"
CANCELLED = "cancelled"
SUPERSEDED = "superseded"
PAUSED = "paused"

PAST_RECALL = frozenset({MEETING_STARTED, SURVEY_ENDED})
"""What HR is told of, where a step is skipped."""


@dataclass(frozen=True, slots=True)
class Traveller:
    """What the plan must know of one person."""

    here: bool = True
    """Whether they are still of the audience."""
    audiences: frozenset[Audience] = frozenset({Audience.EVERYBODY})
    via: frozenset[Via] = frozenset({Via.DM, Via.BOTH})
    """Steps that are said here: in somebody's own chat, or in a channel."""
    joined_at: datetime | None = None
    since: datetime | None = None
    """Since when there has been no gap in looking; None for now. What was due before is late."""
    last_step: str = ""
    last_day: date | None = None
    had: tuple[Had, ...] = ()
    prompts: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    """Steps that would have gone when last looked at, had their gate been open."""
    done: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What has happened to a campaign as a whole, beside its dates."""

    shut: Mapping[str, str] = field(default_factory=dict)
    """Which steps may not go, and why: `gate:ground_rules`, `paused`."""
    moves: tuple[Move, ...] = ()
    changed: tuple[int, datetime] | None = None
    """The version of the promises that was signed last while the campaign ran, and when."""
    rules: str = ""
    """The version of the ground rules that leads are asked about; empty for the first."""


@dataclass(frozen=True, slots=True)
class Go:
    """Hand it over now."""

    step: Step
    occasion: str
    care: Care
    late: bool = False
    tell: bool = False
    """Whether HR is told that it goes on a later date than planned."""


@dataclass(frozen=True, slots=True)
class Drop:
    """It makes no sense any more."""

    step: Step
    occasion: str
    care: Care
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """It would go now, and may not."""

    step: Step
    occasion: str
    reason: str


Verdict = Go | Drop | Hold


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done for one person now, and when to look next."""

    verdicts: tuple[Verdict, ...]
    next: datetime | None
    done: str = ""
    waits: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """When each step that waits for a moment goes, by step and occasion."""
    since: datetime | None = None
    """Now, where something is free to go only from now on."""
