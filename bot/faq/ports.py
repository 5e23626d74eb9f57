"""What HR's words beside answers, and the tally of questions, ask of storage."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.faq.addition import Addition


class Additions(Protocol):
    """HR's words beside answers, version by version."""

    async def add(self, addition: Addition) -> bool:
        """Write the next version; False where somebody else has written this number."""
        ...

    async def of(self, topic: str) -> Sequence[Addition]:
        """The last version of a topic and the last that was published, in their order."""
        ...

    async def all(self) -> Mapping[str, Sequence[Addition]]:
        """The same of every topic that has any."""
        ...

    async def get(self, number: int) -> Addition | None:
        """One version, by its id."""
        ...

    async def publish(self, number: int, *, by: int, at: datetime) -> bool:
        """Show it from now on; False where it is published already, or a later version has been written."""
        ...

    async def take_back(self, number: int, *, by: int, at: datetime) -> bool:
        """Show it no more; False where it is not published, or taken back already."""
        ...


class Deed(StrEnum):
    """What somebody did about a topic."""

    ASKED = "asked"
    HELPED = "helped"
    """Said that the answer helped."""
    MISSED = "missed"
    """Said that it was not what they asked."""


Of: TypeAlias = tuple[str, Deed]
"""A topic, and what was done about it."""


class Asked(Protocol):
    """How many people asked about which topic, and whether it helped. A month is written as `2026-11`."""

    async def proof(self, month: str) -> bytes | None:
        """What the month's key is known by; None while there is none."""
        ...

    async def prove(self, month: str, proof: bytes) -> None:
        """Say what the month's key is known by; whoever is first is right."""
        ...

    async def add(self, month: str, topic: str, deed: Deed, tag: bytes) -> None:
        """Somebody did this; nothing happens where they have before."""
        ...

    async def months(self, before: str) -> Sequence[str]:
        """The months before that one of which there is still something, in order."""
        ...

    async def numbers(self, month: str) -> Mapping[Of, int]:
        """How many people did what in a month that is not folded."""
        ...

    async def fold(self, month: str, bands: Mapping[Of, int]) -> None:
        """Keep the bands, and of the month nothing else."""
        ...

    async def forget(self, before: str) -> None:
        """Delete the bands of months before that one."""
        ...

    async def bands(self) -> Mapping[str, Mapping[Of, int]]:
        """What is kept, by month."""
        ...
