"""What HR's words beside answers ask of storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

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
