"""What campaigns ask of storage: the campaigns, everybody's journey through one, and what opens its gates.

The rule to keep: what is written twice is written once. Each row has a natural key, and says so by giving False or
what stands already.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.campaigns.campaign import Campaign, Move, State
from bot.campaigns.channel import Channel


@dataclass(frozen=True, slots=True)
class Journey:
    """One person on the way through one campaign."""

    campaign: int
    person: int
    joined_at: datetime | None = None
    """When they came, for whoever came after the start."""
    due_at: datetime | None = None
    """When to look next; None where nothing is to come."""
    since: datetime | None = None
    """Since when there has been no gap in looking; None before the first look."""
    void: bool = False
    """Whether to look at once, and to take back what is owed and not in hand."""
    last_step: str = ""
    last_day: date | None = None
    """The last step of the campaign's order that went, and on which date where the person was."""
    prompts: frozenset[str] = frozenset()
    """`step@occasion` of what goes without a trace and has been owed. The same for everybody, whatever was decided."""
    held: frozenset[str] = frozenset()
    """Steps that would have gone at the last look, had their gate been open."""
    done: str = ""
    """Why nothing more comes: `left`, `cancelled`; empty while something may."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a lead says to the ground rules."""

    campaign: int
    version: str
    """The seal of the very text that was asked about."""
    person: int
    agrees: bool
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """An approver has agreed to a step, as its seal says it: text, audience and time."""

    campaign: int
    step: str
    seal: str
    by: int | None
    at: datetime
    note: str = ""
    """`budget` where the budget of attention was overridden, `quorum` where some leads have not agreed."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What HR has heard and does: one version, the last one holds."""

    campaign: int
    number: int
    """From 1."""
    content: Mapping[str, object]
    """As JSON knows it."""
    by: int | None
    at: datetime
    delivery: str = field(default="", compare=False)


class Outcome(StrEnum):
    """How a survey was counted."""

    RELEASED = "released"
    TOO_FEW = "too_few"


class Told(StrEnum):
    """What HR is told about a step, once for each reason."""

    HELD = "held"
    """It is kept back."""
    NOTE = "note"
    """It went late, or could not go any more."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that HR is told about a step."""

    campaign: int
    told: Told
    step: str
    reason: str
    at: datetime
    id: int = 0


class Campaigns(Protocol):
    """The campaigns as HR has set them up."""

    async def create(self, campaign: Campaign) -> Campaign:
        """Write one; the number is given. The same `key` again gives the one that stands."""
        ...

    async def get(self, campaign: int) -> Campaign | None:
        """One campaign."""
        ...

    async def lock(self, campaign: int) -> Campaign:
        """One campaign, with other work on it waiting until this transaction ends. Raises LookupError."""
        ...

    async def page(self, states: Collection[State] = tuple(State)) -> tuple[Campaign, ...]:
        """All campaigns in these states, newest first."""
        ...

    async def save(self, campaign: Campaign) -> None:
        """Put it in the place of what stands. Every journey through it is planned anew with the next tick."""
        ...

    async def turn(self, campaign: int, state: State) -> None:
        """Pause it, or let it go on: its dates stay, and everybody is looked at with the next tick."""
        ...

    async def post_in(self, campaign: int, where: Channel | None) -> None:
        """Let it speak in a channel from now on, or in none; dates stay, and everybody is looked at."""
        ...

    async def moved(self, campaign: int, move: Move) -> None:
        """Note a move."""
        ...

    async def moves(self, campaign: int) -> tuple[Move, ...]:
        """Every move, the first one first."""
        ...

    async def notice(self, notice: Notice) -> bool:
        """Tell HR something; False where they were told."""
        ...

    async def notices(self, campaign: int, *, after: int = 0) -> tuple[Notice, ...]:
        """What HR was told, oldest first; those after a number."""
        ...


class Gates(Protocol):
    """What must be there before a step may go. Whatever is written here has everybody's journey planned anew."""

    async def answer(self, agreement: Agreement) -> None:
        """A lead agrees or objects; the last word on a version holds."""
        ...

    async def agreements(self, campaign: int, version: str) -> tuple[Agreement, ...]:
        """What each lead says to this version, by person."""
        ...

    async def approve(self, approval: Approval) -> bool:
        """An approver agrees; False where somebody has approved the same with the same note."""
        ...

    async def approvals(self, campaign: int) -> tuple[Approval, ...]:
        """Every approval, oldest first, also of what was edited since."""
        ...

    async def summarise(self, summary: Summary) -> bool:
        """Write HR's next summary; False where this number or this delivery has been written."""
        ...

    async def summary(self, campaign: int) -> Summary | None:
        """The summary that holds."""
        ...

    async def count(self, campaign: int, step: str, outcome: Outcome, at: datetime) -> bool:
        """A survey is counted; False where it was."""
        ...

    async def counted(self, campaign: int) -> Mapping[str, Outcome]:
        """Which surveys are counted, by step."""
        ...

    async def leads(self, campaign: Campaign) -> frozenset[int]:
        """The team leads in its audience who are still here."""
        ...


class Journeys(Protocol):
    """Everybody's way through the campaigns: the plan, person by person."""

    async def enter(self, campaign: Campaign, at: datetime, *, joins: bool) -> int:
        """Everybody of its audience who is not on the way yet is so from now on. Returns how many.

        `joins` says whether they came after the start.
        """
        ...

    async def get(self, campaign: int, person: int) -> Journey | None:
        """Where somebody is in it, or was; None where they never were on the way."""
        ...

    async def leave(self, campaign: Campaign) -> int:
        """Whoever is not of its audience any more is planned anew. Returns how many."""
        ...

    async def void(self, campaign: int) -> None:
        """Look at everybody in a campaign with the next tick, since a gate may be another one; dates stay."""
        ...

    async def void_person(self, person: int) -> None:
        """Plan somebody anew from the next tick on, wherever they are on the way."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[Journey]:
        """Who is to be planned anew or is due: by campaign and person, locked until the end, without locked ones."""
        ...

    async def lock(self, campaign: int, people: Collection[int]) -> Mapping[int, Journey]:
        """The journeys of these people, which nobody else touches until this transaction ends."""
        ...

    async def put(self, journeys: Iterable[Journey]) -> None:
        """Write down where these are now."""
        ...

    async def withdraw(self, campaign: int, people: Collection[int]) -> Mapping[int, frozenset[str]]:
        """Take back what these are owed and nobody is handing over. Gives `step@occasion` of the prompts among it."""
        ...

    async def next_due(self) -> datetime | None:
        """The earliest instant at which somebody is due; the beginning of time where somebody is to be planned."""
        ...
