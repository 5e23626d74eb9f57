"""What a time entry is, and what is kept of it.

The rule to keep: these are values. What a person may do with them is decided in `sheet.py`, how they look in
`cards.py`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, cast

Kind = Literal["work", "interruption"]
"""An interruption is part of the working day and counts nowhere but in the person's own pattern."""

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


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
class Wanted:
    """What a timer is to be for, and since when; None is now."""

    project: str | None = None
    note: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Off:
    """A day off, or part of one. Why is nobody's business and is not asked.

    `credited` counts as worked up to the contract; `time_back` is taken from overtime.
    """

    day: date
    minutes: int | None = None
    """None for the whole working day."""
    kind: Literal["credited", "time_back"] = "credited"


def packed(drafts: Sequence[Draft]) -> str:
    """Drafts as compact JSON: for the history, and for buttons that offer to write them."""
    return _COMPACT.encode(
        [
            [
                draft.day.isoformat(),
                draft.minutes,
                draft.project,
                draft.note,
                _instant(draft.start),
                _instant(draft.end),
                draft.zone,
                draft.kind,
            ]
            for draft in drafts
        ]
    )


def unpacked(text: str) -> tuple[Draft, ...]:
    """What `packed` made. Raises ValueError or TypeError for anything else."""
    drafts = []
    for day, minutes, project, note, start, end, zone, kind in json.loads(text):
        if kind not in {"work", "interruption"}:
            raise ValueError(kind)
        drafts.append(
            Draft(
                day=date.fromisoformat(day),
                minutes=int(minutes),
                project=None if project is None else str(project),
                note=str(note),
                start=None if start is None else datetime.fromtimestamp(start, UTC),
                end=None if end is None else datetime.fromtimestamp(end, UTC),
                zone=str(zone),
                kind=cast("Kind", kind),
            )
        )
    return tuple(drafts)


def _instant(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
