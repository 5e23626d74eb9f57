"""A person's own entries as files: CSV for spreadsheets, JSON for programs.

The rule to keep: what somebody wrote is data in either of them; no note can become a formula.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.message import File
from bot.spreadsheet import spreadsheet
from bot.timesheet.entry import Draft, Entry

COLUMNS = ("id", "day", "minutes", "project", "note", "start", "end", "zone", "kind")


def row(entry: Entry) -> dict[str, str | int | None]:
    """An entry as plain values; start and end with their offset from UTC, in the zone they were written in."""
    draft = entry.draft
    return {
        "id": entry.id,
        "day": draft.day.isoformat(),
        "minutes": draft.minutes,
        "project": draft.project,
        "note": draft.note,
        "start": _local(draft, draft.start),
        "end": _local(draft, draft.end),
        "zone": draft.zone,
        "kind": draft.kind,
    }


def as_csv(entries: Iterable[Entry], name: str) -> File:
    """For a spreadsheet."""
    return File(f"{name}.csv", "text/csv", spreadsheet([COLUMNS, *(row(entry).values() for entry in entries)]))


def as_json(entries: Iterable[Entry], name: str) -> File:
    """One object with the list of entries, words as they were written."""
    text = json.dumps({"entries": [row(entry) for entry in entries]}, ensure_ascii=False, indent=1)
    return File(f"{name}.json", "application/json", f"{text}\n".encode())


def _local(draft: Draft, at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(ZoneInfo(draft.zone)).isoformat(timespec="minutes")
