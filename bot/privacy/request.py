"""What somebody asks about their own data, and by when the law wants it answered.

The rule to keep: the clock begins with the asking and is never set back; what is due is said to whoever asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.privacy.retention import Period, Unit


class Law(StrEnum):
    """Whose clock runs."""

    UU_PDP = "uu-pdp"
    """Indonesia, UU 27/2022, articles 30 to 33 and 41: 3x24 hours."""
    GDPR = "gdpr"
    """European Union, article 12 (3): one month."""

    def due(self, asked_at: datetime) -> datetime:
        """By when something asked at an instant has to be answered."""
        if self is Law.UU_PDP:
            return asked_at + timedelta(hours=72)
        # The day of the next month with the same number, or its last.
        month = Period(1, Unit.MONTHS)
        later = asked_at + timedelta(days=31)
        while month.before(later) > asked_at:
            later -= timedelta(days=1)
        return later


class Wish(StrEnum):
    """What is asked."""

    CORRECT = "correct"
    RESTRICT = "restrict"
    ERASE = "erase"


class Stage(StrEnum):
    """How far it has come."""

    OPEN = "open"
    EMPTIED = "emptied"
    """Of an erasure: all is gone that need not stay."""
    LAST = "last"
    """Of an erasure: the last message is on its way; the rest goes once it is there."""
    DONE = "done"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


STANDING = frozenset({Stage.OPEN, Stage.EMPTIED, Stage.LAST})
"""Not closed yet."""

GRACE = timedelta(hours=24)
"""Between asking for erasure and its beginning: as long as it can be taken back."""
WARN = timedelta(hours=24)
"""Before it is due, whoever answers is reminded."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody has asked."""

    id: int
    person: int
    wish: Wish
    stage: Stage
    asked_at: datetime
    due_at: datetime
    words: str = ""
    answer: str = ""
    by: int | None = None
    closed_at: datetime | None = None
    warned: bool = False

    @property
    def standing(self) -> bool:
        """Whether it is not closed yet."""
        return self.stage in STANDING
