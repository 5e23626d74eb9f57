"""What is being read, and by whose clock.

The one rule to keep: everything a reading depends on is here; there is no other input.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from bot.timesheet.grammar.typed import Typed


@dataclass(frozen=True, slots=True)
class Page:
    """The typed text, the moment (aware, in the person's zone), the person's language, the known projects."""

    typed: Typed
    now: datetime
    locale: str
    projects: Collection[str]

    @property
    def today(self) -> date:
        """Today in the person's zone."""
        return self.now.date()
