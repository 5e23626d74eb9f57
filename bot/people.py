"""Who a person is to the bot, and who may do what.

The rule to keep: one table says who may do what, and everything asks it; an act that is not in the table is nobody's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo


class Role(StrEnum):
    """What somebody is in this company. A person may be several."""

    EMPLOYEE = "employee"
    LEAD = "lead"
    HR_DRAFTER = "hr_drafter"
    HR_APPROVER = "hr_approver"
    HR_SENDER = "hr_sender"
    WORKS_REPRESENTATIVE = "works_representative"
    OPERATOR = "operator"


APPOINTED = frozenset({Role.HR_APPROVER, Role.HR_SENDER, Role.WORKS_REPRESENTATIVE})
"""Roles that only the installation's own settings give; no directory can make somebody one of these."""


class Act(StrEnum):
    """What may be done."""

    LOG_OWN_TIME = "log_own_time"
    SEE_OWN_ENTRIES = "see_own_entries"
    CHANGE_OWN_SETTINGS = "change_own_settings"
    CORRECT_FOR_SOMEBODY = "correct_for_somebody"
    KEEP_PEOPLE = "keep_people"
    SEE_ROLLOUT = "see_rollout"
    DRAFT_ROLLOUT = "draft_rollout"
    """Set up, write texts and facts, ask leads."""
    APPROVE_ROLLOUT = "approve_rollout"
    """Agree that a text may go out, sign promises, accept a quorum, go beyond the budget of attention."""
    SEND_ROLLOUT = "send_rollout"
    """Start, resume, move, cancel, close, send again."""
    HALT_ROLLOUT = "halt_rollout"
    """Pause, or stop everything."""
    SEE_ROLLOUT_AUDIT = "see_rollout_audit"
    AGREE_GROUND_RULES = "agree_ground_rules"
    ANSWER_REQUESTS = "answer_requests"
    """Answer what people ask about their own data; who asks is named, because the request is theirs."""
    ANSWER_DOOR = "answer_door"
    """Answer who wishes to talk with HR, by name or in a thread without one."""
    WRITE_ANSWERS = "write_answers"
    """Write HR's words beside an answer, and take them back."""
    PUBLISH_ANSWERS = "publish_answers"
    """Show somebody else's words beside an answer to everybody."""
    SEE_TEAM_FIGURES = "see_team_figures"
    """Averages of one's own team, as far as the ground rules allow. Each look is shown to the team."""
    SEE_GROUP_FIGURES = "see_group_figures"
    """The same of every team."""
    SHARE_OWN_WEEK = "share_own_week"
    """Show the lead one's hours of a week, day by day, and take that back."""
    SEE_SHARED_WEEK = "see_shared_week"
    """Open what somebody shares with them by name, until it is taken back."""


_EVERYBODY = frozenset(Role)
_HR = frozenset({Role.HR_DRAFTER, Role.HR_APPROVER, Role.HR_SENDER})

MAY: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {
        Act.LOG_OWN_TIME: _EVERYBODY,
        Act.SEE_OWN_ENTRIES: _EVERYBODY,
        Act.CHANGE_OWN_SETTINGS: _EVERYBODY,
        # On the person's own request, from the server's command line; the person is told each time.
        Act.CORRECT_FOR_SOMEBODY: frozenset({Role.OPERATOR}),
        # Which division people are in, and who leads it; never what anybody logs.
        Act.KEEP_PEOPLE: frozenset({Role.HR_DRAFTER, Role.HR_APPROVER}),
        Act.SEE_ROLLOUT: _HR,
        # An approver may write as well; what they wrote, somebody else approves.
        Act.DRAFT_ROLLOUT: frozenset({Role.HR_DRAFTER, Role.HR_APPROVER}),
        Act.APPROVE_ROLLOUT: frozenset({Role.HR_APPROVER}),
        Act.SEND_ROLLOUT: frozenset({Role.HR_SENDER}),
        # Whoever sees something go wrong may stop it; to let it go on is for whoever may send.
        Act.HALT_ROLLOUT: _HR,
        Act.SEE_ROLLOUT_AUDIT: _HR | {Role.WORKS_REPRESENTATIVE},
        Act.AGREE_GROUND_RULES: frozenset({Role.LEAD}),
        Act.ANSWER_REQUESTS: frozenset({Role.HR_DRAFTER, Role.HR_APPROVER, Role.OPERATOR}),
        # Whoever only sends rollouts may not be in HR at all.
        Act.ANSWER_DOOR: frozenset({Role.HR_DRAFTER, Role.HR_APPROVER}),
        # As with texts of a rollout: an approver may write too, and what they wrote, somebody else publishes.
        Act.WRITE_ANSWERS: frozenset({Role.HR_DRAFTER, Role.HR_APPROVER}),
        Act.PUBLISH_ANSWERS: frozenset({Role.HR_APPROVER}),
        Act.SEE_TEAM_FIGURES: frozenset({Role.LEAD}),
        Act.SHARE_OWN_WEEK: _EVERYBODY,
        Act.SEE_SHARED_WEEK: frozenset({Role.LEAD}),
        Act.SEE_GROUP_FIGURES: frozenset({Role.HR_DRAFTER, Role.HR_APPROVER}),
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """One human, however many accounts.

    Language, zone and hours are those in force: the person's own setting, else what the platform says, else the
    installation's default.
    """

    id: int
    name: str
    locale: str
    zone: ZoneInfo
    email: str | None = None
    division: str | None = None
    policy: str = "default"
    """Name of the working-time policy that holds for this person."""
    work_from: time = time(9)
    work_to: time = time(18)
    week_start: int = 0
    """0 is Monday, 6 is Sunday."""
    remind_at: time | None = time(16, 30)
    """When to offer to log the day; None for never."""
    roles: frozenset[Role] = field(default=frozenset({Role.EMPLOYEE}))
    active: bool = True
    """Whether any platform still lets them in. Whoever has left is sent nothing more."""
    restricted: bool = False
    """Whether they want nothing done with their data but keeping it: no reminders, no part in any figure."""
    zone_known: bool = True
    """Whether the zone is theirs, and not what holds for whoever has none."""

    def may(self, act: Act) -> bool:
        """Whether one of this person's roles allows it."""
        return bool(MAY.get(act, frozenset()) & self.roles)


@dataclass(frozen=True, slots=True)
class Belongs:
    """Where platforms say that somebody belongs, and what they are."""

    division: str | None = None
    roles: frozenset[Role] = frozenset({Role.EMPLOYEE})


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in the company."""

    division: str | None = None
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person may set for themselves. None follows the platform or the installation."""

    locale: str | None
    zone: str | None
    work_from: time
    work_to: time
    week_start: int
    remind_at: time | None
    platform: str | None = None
    """Where messages go, for whoever has accounts on several. None is the account met last."""
