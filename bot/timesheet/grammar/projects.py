"""Projects that are not known, but close to one that is.

The one rule to keep: a new project is welcome; one that looks like a slip of the finger is asked about first.
"""

from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz.distance import OSA

from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Entries, Line, Order, Reading


def close(name: str, names: Iterable[str]) -> str | None:
    """Return the known project a name is probably a slip of; None when it is known, or like no other."""
    known_names = {one.lower().removeprefix("#") for one in names}
    if not known_names or name in known_names:
        return None
    if any(one.startswith(name + "/") for one in known_names):
        return None  # the whole of which parts are known
    head, _, _sub = name.rpartition("/")
    if head and head in known_names and not any(_like(name, one) for one in known_names):
        return None
    found = sorted((one for one in known_names if _like(name, one)), key=lambda one: (OSA.distance(name, one), one))
    return found[0] if found else None


def _like(name: str, other: str) -> bool:
    plain, seen = (text.replace("-", "").replace("_", "").replace(".", "") for text in (name, other))
    if plain == seen:
        return True
    if [letter for letter in plain if letter.isdigit()] != [letter for letter in seen if letter.isdigit()]:
        return False  # team1 and team2 are neighbours, not slips
    head, _, sub = plain.rpartition("/")
    other_head, _, other_sub = seen.rpartition("/")
    if head != other_head and head and other_head:
        return _near(head, other_head) and sub == other_sub
    if head == other_head and head:
        return _near(sub, other_sub)
    return _near(plain, seen) or (len(plain) >= 3 and "/" not in seen and seen.startswith(plain))


def _near(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < 3:
        return False
    allowed = 1 if shorter < 8 else 2
    distance: int = OSA.distance(one, other, score_cutoff=allowed)
    if distance > allowed:
        return False
    return shorter > 3 or len(one) != len(other) or sorted(one) == sorted(other)


def known(page: Page, reading: Reading) -> Reading:
    """Ask about a project that is close to a known one."""
    if not page.projects:
        return reading
    match reading:
        case Entries():
            for line in reading.lines:
                meant = close(line.project, page.projects) if line.project else None
                if meant and line.project:
                    mended = Entries(tuple(_mended(one, line.project, meant) for one in reading.lines))
                    return Ask("unknown_project", (mended, reading), {"typed": line.project, "known": meant})
            return reading
        case Order():
            meant = close(reading.project, page.projects) if reading.project else None
            if meant and reading.project:
                params = {"typed": reading.project, "known": meant}
                return Ask("unknown_project", (replace(reading, project=meant), reading), params)
            return reading
        case _:
            return reading


def _mended(line: Line, typed: str, meant: str) -> Line:
    return replace(line, project=meant) if line.project == typed else line
