"""What group figures and shared weeks ask of storage.

The rule to keep: nothing here gives back who was in a figure. What is kept of that for the next comparison cannot be
read without a key that lies elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from bot.hours.release import Told
    from bot.hours.rule import Rule, Span


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided to be told of a group and a span, once and for good."""

    division: str
    rule: Rule
    """The one that held."""
    span: Span
    told: Told | None
    """None where nothing is told. Why is not kept."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who was in a row when it was last told, for whoever has the key."""

    division: str
    row: str
    last: date
    """The last day of that span."""
    nonce: bytes
    proof: bytes
    """What the nonce makes of the key alone: another key is recognised by it."""
    tags: bytes
    """Sixteen bytes for each person, sorted."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in a group, and the days on which they logged or were off."""

    policy: str
    logged: frozenset[date]
    off: frozenset[date]
    """Whole days."""


class Figures(Protocol):
    """Figures of groups, and what they are made of."""

    async def divisions(self) -> tuple[str, ...]:
        """The divisions that somebody employed is in, by name."""
        ...

    async def logged(self, division: str, span: Span) -> Mapping[str | None, Mapping[int, int]]:
        """Minutes of work by project and person."""
        ...

    async def present(self, division: str, span: Span) -> Sequence[Present]:
        """Everybody employed in it."""
        ...

    async def put(self, decision: Decision) -> bool:
        """Keep a decision; False where there is one of this span."""
        ...

    async def get(self, division: str, *, before: date | None = None) -> tuple[Decision, ...]:
        """The last two decisions, newest first; of spans that began before a day."""
        ...

    async def newest(self) -> tuple[Decision, ...]:
        """The last decision of each division, by name."""
        ...

    async def marks(self) -> tuple[Mark, ...]:
        """What is kept for comparing, of all divisions."""
        ...

    async def nonces(self) -> Collection[bytes]:
        """Those of all marks; nobody else changes them until this transaction ends."""
        ...

    async def mark(self, marks: Collection[Mark]) -> None:
        """Keep it, in the place of what was kept of the same rows."""
        ...

    async def forget(self, marks: Collection[Mark]) -> None:
        """Keep it no longer."""
        ...


@dataclass(frozen=True, slots=True)
class Share:
    """A week that somebody shows their lead, until they take it back."""

    id: int
    person: int
    lead: int | None
    """None once whoever it was has been erased."""
    first: date
    days: tuple[int, ...]
    """Minutes of each of the seven days, as they were previewed; empty once it is taken back."""
    at: datetime
    taken_back_at: datetime | None = None


class Shares(Protocol):
    """Weeks that people share."""

    async def put(self, share: Share, delivery: str) -> Share | None:
        """Keep one; None where this delivery has been here. The number is given."""
        ...

    async def get(self, share: int) -> Share | None:
        """One of them."""
        ...

    async def of(self, person: int) -> tuple[Share, ...]:
        """What somebody shares now, newest first."""
        ...

    async def take_back(self, share: int, person: int, at: datetime) -> bool:
        """From now on nobody is shown it; False where it is not this person's, or was taken back."""
        ...
