"""The statement: one's hours and overtime with their history, to hand over.

The rule to keep: it states exact minutes and every change, as they were written; how it looks on paper is `paper.py`'s.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.timesheet.entry import Change, Entry
from bot.timesheet.export import row
from bot.timesheet.figures import Figures


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated."""

    name: str
    """The person's."""
    person: int
    figures: Figures
    entries: Sequence[Entry]
    history: Sequence[Change]
    """Of the entries of these days, oldest first."""
    names: Mapping[int, str]
    """Who else changed something."""
    made: datetime
    zone: ZoneInfo
    """The person's, in which moments are shown."""

    @property
    def file(self) -> str:
        """The name of its files, without ending."""
        hours = self.figures.hours
        return f"statement-{hours.first}-{hours.last}"

    def who(self, change: Change) -> str:
        """The name of whoever made a change."""
        return self.name if change.by == self.person else self.names.get(change.by, f"({change.by})")


def rows(statement: Statement) -> bytes:
    """The data behind a statement: JSON lines in UTF-8, the same for the same facts."""
    hours = statement.figures.hours
    head = {
        "name": statement.name,
        "first": hours.first.isoformat(),
        "last": hours.last.isoformat(),
        "policy": statement.figures.ledger.policy.name,
        "made": statement.made.isoformat(timespec="seconds"),
        "expected": hours.expected,
        "worked": hours.worked,
        "credited": hours.credited,
        "balance": hours.balance,
        "overtime": hours.overtime,
    }
    lines: list[Mapping[str, object]] = [{"statement": head}]
    lines += [{"entry": row(entry)} for entry in statement.entries]
    lines += [
        {
            "change": change.id,
            "entry": change.entry,
            "at": change.at.isoformat(timespec="seconds"),
            "by": statement.who(change),
            "old": change.old and row(Entry(change.entry, change.person, change.old)),
            "new": change.new and row(Entry(change.entry, change.person, change.new)),
        }
        for change in statement.history
    ]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode("utf-8", "backslashreplace")
