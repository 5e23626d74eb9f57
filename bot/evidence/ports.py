"""What coded notes ask of storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.evidence.sides import Note


class Evidence(Protocol):
    """Coded notes from interviews and from observation."""

    async def note(self, campaign: int, note: Note, *, by: int, delivery: str) -> None:
        """Write one down; a second delivery changes nothing."""
        ...

    async def of(self, campaign: int) -> tuple[Note, ...]:
        """All notes of a rollout."""
        ...

    async def last(self, campaign: int, by: int) -> int | None:
        """The number of this person's last note of a rollout; None where there is none."""
        ...

    async def take_back(self, campaign: int, by: int, note: int) -> bool:
        """Take one of this person's notes off again; False where it is gone already."""
        ...
