"""What the open door asks of storage.

The rule to keep: `Talks` is for those who give their name. Nothing of a thread without a name goes through it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody wishes to talk, by name."""

    id: int
    person: int
    topic: str
    """In their words; may be empty."""
    slot: datetime | None
    """When it would suit them; None where they proposed nothing."""
    answer: str = ""
    """HR's, in HR's words; empty until there is one."""
    answered_by: int | None = None
    """None before there is an answer, and once whoever gave it has been erased."""


class Talks(Protocol):
    """Wishes to talk, by name."""

    async def ask(self, person: int, topic: str, slot: datetime | None, day: date, *, delivery: str) -> int | None:
        """Write one down. Gives its number; None where this delivery has written it already."""
        ...

    async def get(self, talk: int) -> Talk | None:
        """One of them."""
        ...

    async def answer(self, talk: int, by: int, answer: str) -> bool:
        """Put HR's answer beside it; False where there is one already."""
        ...

    async def forget(self, before: date) -> None:
        """Delete those that were written before a day."""
        ...
