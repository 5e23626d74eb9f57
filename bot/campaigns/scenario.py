"""A scenario: a company, its campaigns, and what happens to them, for the rehearsal.

The rule to keep: every instant is aware by now; what a campaign's zone was needed for is settled when it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.campaigns.campaign import EVERYBODY


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody in the company."""

    id: str
    zone: str | None = None
    """As it is said: it may be no zone at all."""
    holidays: str = ""
    """Which of the scenario's calendars holds; empty for none."""
    division: str | None = None
    joins: datetime | None = None
    leaves: datetime | None = None
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A campaign as HR sets it up."""

    id: str
    playbook: str
    created: datetime
    zone: ZoneInfo | None
    """None where there is none, or none that is one: then it is refused."""
    anchor: datetime
    survey_closes: datetime | None = None
    audience: str = EVERYBODY
    holidays: str = ""
    confirm: bool = False
    """Whether HR answers yes to all that is asked about."""
    hour: time | None = None
    weekends: bool = False
    manual: bool = False
    """Whether gates and approvals are given one by one."""


@dataclass(frozen=True, slots=True)
class MoveMeeting:
    """HR moves the anchor."""

    campaign: str
    anchor: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """HR pauses, resumes or cancels."""

    campaign: str
    to: str
    """`pause`, `resume` or `cancel`."""


@dataclass(frozen=True, slots=True)
class Travel:
    """People have another zone from now on."""

    zones: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stop:
    """The bot is down, at once or after so many more deliveries; or up again."""

    down: bool
    after: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A lead agrees or objects."""

    campaign: str
    person: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Approve:
    """An approver agrees to a step."""

    campaign: str
    step: str


@dataclass(frozen=True, slots=True)
class Count:
    """The survey is counted."""

    campaign: str


@dataclass(frozen=True, slots=True)
class Summarise:
    """HR's summary is there."""

    campaign: str


Happening = MoveMeeting | Turn | Travel | Stop | Answer | Approve | Count | Summarise


@dataclass(frozen=True, slots=True)
class Scenario:
    """All of it."""

    until: datetime
    holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)
    people: tuple[Somebody, ...] = ()
    campaigns: tuple[Proposal, ...] = ()
    events: tuple[tuple[datetime, Happening], ...] = ()
