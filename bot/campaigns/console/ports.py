"""What the console asks of storage beside the campaigns themselves.

The rule to keep: what is written is only added to, and each row carries the delivery that wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.campaigns.campaign import Campaign
    from bot.campaigns.playbook import Step
    from bot.campaigns.ports import Notice
    from bot.message import Button, Part
    from bot.people import Person, Role
    from bot.ports import Work
    from bot.surveys.turnout import Turnout
    from bot.texts import Words


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the audit log."""

    at: datetime
    by: int | None
    """None once whoever it was has been erased."""
    campaign: int | None
    """None for what concerns all of them."""
    act: str
    """The end of its sentence's key: `rollout.did_{act}`."""
    details: Mapping[str, str | int]
    """What the sentence says; an instant or a date in ISO, under a name that the reader's language formats."""
    delivery: str
    id: int = 0


class Audit(Protocol):
    """Who did what in the rollouts."""

    async def note(self, deed: Deed) -> bool:
        """Write a line; False where this delivery has written one."""
        ...

    async def seen(self, delivery: str) -> Deed | None:
        """What a delivery has done, if it has come before."""
        ...

    async def page(self, campaign: int | None, *, before: int | None, limit: int) -> tuple[Deed, ...]:
        """The lines of a campaign, or of all, newest first; those older than `before`, a line's number."""
        ...


@dataclass(frozen=True, slots=True)
class Version:
    """A text or the promises of a campaign, as somebody wrote them."""

    campaign: int
    subject: str
    """`step:soft`, or `promises`."""
    number: int
    """From 1; what stands in the playbook is 0 and has no row."""
    content: Mapping[str, object]
    """As JSON knows it."""
    by: int | None
    at: datetime
    signed_by: int | None = None
    signed_at: datetime | None = None
    delivery: str = field(default="", compare=False)


class Versions(Protocol):
    """What was written, version by version."""

    async def add(self, version: Version) -> Version | None:
        """Write the next version; None where somebody else has written this number. A second delivery gives its own."""
        ...

    async def get(self, campaign: int, subject: str, number: int) -> Version | None:
        """One version."""
        ...

    async def latest(self, campaign: int) -> Mapping[str, Version]:
        """The last version of everything that was written for a campaign, by subject."""
        ...

    async def signed(self, campaign: int, subject: str) -> Version | None:
        """The last version that was signed."""
        ...

    async def sign(self, version: Version, *, by: int, at: datetime) -> bool:
        """Sign it; False where it was signed already."""
        ...


@dataclass(frozen=True, slots=True)
class Group:
    """So many people who get the same at the same time."""

    zone: ZoneInfo | None
    """None where it is not known: a campaign's own holds then."""
    policy: str
    division: str | None
    roles: frozenset[Role]
    people: int


class Crowd(Protocol):
    """Everybody who is employed, counted rather than listed."""

    async def groups(self) -> Sequence[Group]:
        """How many there are in each zone, under each policy, in each division, with these roles."""
        ...

    async def languages(self, division: str | None) -> frozenset[str]:
        """What the people of a division, or all for None, have set or their platform says, such as `id` and `en-GB`."""
        ...

    async def holding(self, roles: Collection[Role]) -> Sequence[Person]:
        """Who has one of these roles, by name."""
        ...


class Tellings(Protocol):
    """What HR was told about campaigns and is still to be handed to somebody."""

    async def waiting(self, limit: int) -> Sequence[Notice]:
        """Notices that are on their way to nobody yet, oldest first."""
        ...

    async def passed(self, notice: Notice) -> bool:
        """This one, and all before it of its campaign, are on their way; False where somebody else has seen to it."""
        ...


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that people worry about and that HR answers."""

    id: str
    label: Mapping[str, str]
    """By language."""


class Surveys(Protocol):
    """What the console asks of surveys."""

    def ready(self) -> str | None:
        """Why no survey can be held yet: the end of a key, `rollout.survey_{reason}`; None where one can."""
        ...

    async def invitation(
        self, work: Work, campaign: Campaign, step: Step, person: Person, t: Words
    ) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
        """What stands in a step that asks: what is promised, and the buttons."""
        ...

    async def figures(self, work: Work, campaign: Campaign, t: Words) -> tuple[Part, ...]:
        """What everybody told: the company's own row; nothing where nothing is shown."""
        ...

    async def ends(self, work: Work, campaign: Campaign) -> datetime | None:
        """When the survey that is open ends; None where none is, or where an earlier end was announced already."""
        ...

    async def turnout(self, work: Work, campaign: Campaign) -> Turnout | None:
        """How many have answered the survey that is open, as it was worked out last; None where none is."""
        ...

    async def end_early(self, work: Work, campaign: Campaign, at: datetime) -> bool:
        """Tell everybody invited that it ends earlier, a day from now at the earliest; False where it cannot."""
        ...

    async def awaited(self, work: Work, campaign: Campaign) -> Mapping[str, Sequence[str]]:
        """Who has still to take or type a code of a survey, by name, by the survey's step."""
        ...

    async def concerns(self, campaign: int, questionnaire: str) -> Sequence[Concern]:
        """What has to be answered: each concern whose band is above the lowest; where there is none, the first two."""
        ...
