"""What is known, read once a process: every topic's answer, and who finds the right one.

The rule to keep: reading takes longer than anybody may wait who has not asked a question, so it is done in a thread.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from bot.faq.entry import Entry
from bot.faq.matcher import Matcher


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: the entries by topic, and who finds the right one."""

    matcher: Matcher
    entries: Mapping[str, Entry]


@dataclass(slots=True)
class Shelf:
    """Where it stands. Whoever comes while it is being read waits for that reading, and keeps nobody else waiting."""

    read: Callable[[], Known]
    """Raises what it likes; whoever comes next tries again."""
    _known: Known | None = None
    _reading: Lock = field(default_factory=Lock)

    async def __call__(self) -> Known:
        """What is known."""
        if self._known is None:
            return await asyncio.to_thread(self.take)
        return self._known

    def take(self) -> Known:
        """The same for whoever has nobody waiting, such as a command of the command line."""
        with self._reading:
            if self._known is None:
                self._known = self.read()
            return self._known
