"""What a time entry is, and what is kept of it.

The rule to keep: these are values. What a person may do with them is decided in `sheet.py`, how they look in
`cards.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["work", "interruption"]
"""An interruption is part of the working day and counts nowhere but in the person's own pattern."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is written."""

    day: date
    """In the person's zone; the day it started."""
    minutes: int
    project: str | None = None
    note: str = ""
    start: datetime | None = None
    """An instant, in UTC; None where only a duration was said. `end` likewise."""
    end: datetime | None = None
    zone: str = "UTC"
    """The zone the person was in, for showing start and end."""
    kind: Kind = "work"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that stands."""

    id: int
    person: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the append-only history. No `old`: it was written; no `new`: it was taken away."""

    id: int
    entry: int
    person: int
    by: int
    at: datetime
    old: Draft | None
    new: Draft | None
    delivery: str


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer. It is in no total until it is stopped."""

    id: int
    person: int
    started: datetime
    """UTC; `stopped` likewise, None while it runs."""
    zone: str
    project: str | None
    note: str
    stopped: datetime | None = None


@dataclass(frozen=True, slots=True)
class Off:
    """A day off, or part of one. Why is nobody's business and is not asked.

    `credited` counts as worked up to the contract; `time_back` is taken from overtime.
    """

    day: date
    minutes: int | None = None
    """None for the whole working day."""
    kind: Literal["credited", "time_back"] = "credited"
