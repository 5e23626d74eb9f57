"""Who belongs to which division, and who leads it: from user groups, or from a table that HR keeps.

The rule to keep: pure. A user group counts only where its handle says so: `division-design` holds a division's people,
`leads-design` who leads it. A table wins over groups, for whoever is in it.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.people import Role

_DIVISION = "division-"
_LEADS = "leads-"
_YES = frozenset({"1", "true", "x", "y", "ya", "yes"})


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in the company."""

    division: str | None = None
    lead: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """What they are because of it."""
        return frozenset({Role.EMPLOYEE, Role.LEAD}) if self.lead else frozenset({Role.EMPLOYEE})


class TableError(ValueError):
    """The table cannot be used. `line` counts from 1; `problem` is a short word for it."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


def from_groups(groups: Iterable[tuple[str, str, Iterable[str]]]) -> dict[str, Place]:
    """Places by user id, from handle, name and members of each user group."""
    names: dict[str, str] = {}
    members: dict[str, str] = {}
    leads: dict[str, str] = {}
    for handle, name, users in sorted((handle, name, tuple(users)) for handle, name, users in groups):
        if handle.startswith(_DIVISION):
            names[handle.removeprefix(_DIVISION)] = name.strip() or handle.removeprefix(_DIVISION)
            for user in users:
                # Somebody in two divisions is counted in the first by name, and always in the same.
                members.setdefault(user, handle.removeprefix(_DIVISION))
        elif handle.startswith(_LEADS):
            for user in users:
                leads.setdefault(user, handle.removeprefix(_LEADS))
    return {user: Place(names.get(members.get(user) or leads.get(user, "")), user in leads) for user in members | leads}


def from_table(text: str) -> dict[str, Place]:
    """Places by e-mail in small letters, from a CSV with `email`, `division`, `lead`. Raises `TableError`."""
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    separator = ";" if text.partition("\n")[0].count(";") else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=separator)
    columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    if not {"email", "division"} <= columns.keys():
        raise TableError(1, "columns")
    found: dict[str, Place] = {}
    for row in rows:
        email = _cell(row, columns["email"]).lower()
        if not email and not any(_cell(row, name) for name in columns.values()):
            continue
        if "@" not in email:
            raise TableError(rows.line_num, "email")
        if email in found:
            raise TableError(rows.line_num, "twice")
        lead = _cell(row, columns["lead"]).lower() in _YES if "lead" in columns else False
        found[email] = Place(_cell(row, columns["division"]) or None, lead)
    return found


def _cell(row: Mapping[str, str | None], name: str) -> str:
    return (row.get(name) or "").strip()
