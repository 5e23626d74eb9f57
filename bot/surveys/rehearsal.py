"""What a rehearsal reads and prints: rosters, ballots and events as text, and a release as JSON.

The rule to keep: a mistake is told with its file and line, and never with what stands there, which may be an answer.
"""

import csv
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from bot.surveys.questionnaire import Questionnaire
from bot.surveys.release import FLOOR, Group, Release, Row, Withheld

POOL = "Smaller divisions together"
COMPANY = "all"
_DIGITS = 9
_YEARS = range(1900, 3000)
"""Beyond them no clock and no calendar goes on, and what day it is elsewhere cannot be told."""


class Unreadable(Exception):  # noqa: N818 - it is for whoever wrote the file
    """A file cannot be played. `place` is its file and line, `problem` a key of the manual's sentences."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Cast:
    """One line of the ballots."""

    division: str
    answer: str
    comment: str


@dataclass(frozen=True, slots=True)
class Vote:
    """Somebody answers, or with `again` changes their answer."""

    person: str
    answer: str
    comment: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Somebody takes their answer back."""

    person: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The directory says something else of somebody; without a division they have left."""

    person: str
    division: str | None


@dataclass(frozen=True, slots=True)
class Restart:
    """The process is started anew."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looks at the survey."""

    who: str
    at: str
    """As it was written."""


@dataclass(frozen=True, slots=True)
class Close:
    """The survey ends and is counted."""


Happening = Vote | Withdraw | Moved | Restart | Look | Close


Say = Callable[[Withheld, int], tuple[str, str]]
"""What is withheld and why, in words; the number is the floor."""


def floor(typed: str) -> int:
    """The floor as it was typed. Raises `Unreadable`, also for more people than any company has."""
    found = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else 0
    if found < FLOOR:
        raise Unreadable("", "floor")
    return found


def roster(text: str, name: str) -> dict[str, str]:
    """Person to division, in the order of the file. Raises `Unreadable`."""
    found: dict[str, str] = {}
    for line, (person, division) in _rows(text, name, ("person", "division")):
        if not person or not division:
            raise Unreadable(f"{name}:{line}", "empty")
        person, division = _name(person), _name(division)  # noqa: PLW2901 - the same name, however it was typed
        if person in found:
            raise Unreadable(f"{name}:{line}", "person_twice")
        found[person] = division
    return found


def ballots(text: str, name: str, known: Mapping[str, str], questionnaire: Questionnaire) -> tuple[Cast, ...]:
    """The ballots, in the order of the file. Raises `Unreadable`, also where more answered than were invited."""
    room: dict[str, int] = {}
    for division in known.values():
        room[division] = room.get(division, 0) + 1
    found = []
    for line, (division, answer, comment) in _rows(text, name, ("division", "answer", "comment"), optional="comment"):
        place = f"{name}:{line}"
        division = _name(division)  # noqa: PLW2901 - the same name, however it was typed
        if division not in room:
            raise Unreadable(place, "unknown_division")
        room[division] -= 1
        if room[division] < 0:
            raise Unreadable(place, "too_many_ballots")
        found.append(Cast(division, _answer(answer, questionnaire, place), comment))
    return tuple(found)


def looks(text: str, name: str, questionnaire: Questionnaire) -> tuple[tuple[datetime, Happening], ...]:
    """What happens, line by line. Raises `Unreadable`."""
    found: list[tuple[datetime, Happening]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            raise Unreadable(place, "not_json") from None
        at, happening = _happening(event, questionnaire, place)
        if found and at < found[-1][0]:
            raise Unreadable(place, "out_of_order")
        found.append((at, happening))
    return tuple(found)


def shown(release: Release, say: Say) -> dict[str, object]:
    """A release as the rehearsal prints it."""
    return {
        "closed": True,
        "invited": release.invited,
        "answered": release.answered,
        "response": None,
        "groups": [_group(group) for group in release.groups],
        "withheld": [{"what": what, "why": why} for what, why in (say(held, release.k) for held in release.withheld)],
        "comments": list(release.comments),
    }


def unseen(invited: int, response: int | None) -> dict[str, object]:
    """What is shown before the end."""
    return {
        "closed": False,
        "invited": invited,
        "answered": None,
        "response": None if response is None else f"{response} %",
        "groups": [],
        "withheld": [],
        "comments": [],
    }


def _group(group: Group) -> dict[str, object]:
    return {
        "name": COMPANY if group.row is Row.COMPANY else POOL if group.row is Row.POOL else group.divisions[0],
        "divisions": list(group.divisions),
        "n": group.n,
        "questions": [
            {
                "id": result.question,
                "bands": {option: str(band) for option, band in result.bands.items()},
                "order": list(result.order),
            }
            for result in group.results
        ],
    }


_ALSO: Mapping[str, frozenset[str]] = {
    "vote": frozenset({"answer", "comment"}),
    "change": frozenset({"answer", "comment"}),
    "withdraw": frozenset(),
    "roster": frozenset({"division"}),
    "restart": frozenset(),
    "look": frozenset(),
    "close": frozenset(),
}
"""What each kind of event may hold besides."""


def _happening(event: object, questionnaire: Questionnaire, place: str) -> tuple[datetime, Happening]:
    kinds = [kind for kind in _ALSO if isinstance(event, dict) and kind in event]
    if not isinstance(event, dict) or len(kinds) != 1:
        raise Unreadable(place, "not_an_event")
    kind = kinds[0]
    if not event.keys() <= {"at", kind} | _ALSO[kind]:
        raise Unreadable(place, "unknown_column")
    at = _instant(event.get("at"), place)
    if kind in {"restart", "close"}:
        if event[kind] is not True:
            raise Unreadable(place, "not_an_event")
        return at, Restart() if kind == "restart" else Close()
    return at, _deed(kind, event, questionnaire, place)


def _deed(kind: str, event: Mapping[str, object], questionnaire: Questionnaire, place: str) -> Happening:
    who = _name(_text(event, kind, place))
    match kind:
        case "look":
            return Look(who, _text(event, "at", place))
        case "withdraw":
            return Withdraw(who)
        case "roster":
            if event.get("division", "") is None:
                return Moved(who, None)
            division = _name(_text(event, "division", place))
            if not division or not who:
                raise Unreadable(place, "empty")
            return Moved(who, division)
        case _:
            answer = _answer(_text(event, "answer", place), questionnaire, place)
            comment = "" if event.get("comment") is None else _text(event, "comment", place)
            return Vote(who, answer, comment, again=kind == "change")


def _instant(said: object, place: str) -> datetime:
    try:
        at = datetime.fromisoformat(said if isinstance(said, str) else "")
    except ValueError:
        raise Unreadable(place, "no_instant") from None
    if at.tzinfo is None or at.year not in _YEARS:
        raise Unreadable(place, "no_instant")
    return at


def _text(event: Mapping[str, object], key: str, place: str) -> str:
    said = event.get(key)
    if not isinstance(said, str):
        raise Unreadable(place, "not_an_event")
    if any(unicodedata.category(sign) == "Cs" for sign in said):
        # Half a letter, which JSON can write down and nothing else can keep or print.
        raise Unreadable(place, "not_utf8")
    return said.strip()


def _name(said: str) -> str:
    """A name by which people and divisions are known again, however their letters are put together."""
    return unicodedata.normalize("NFC", said)


def _answer(said: str, questionnaire: Questionnaire, place: str) -> str:
    answer = said.strip().upper()
    if answer not in questionnaire.counted[0].options:
        raise Unreadable(place, "unknown_answer")
    return answer


def _rows(text: str, name: str, wanted: Sequence[str], optional: str = "") -> Iterator[tuple[int, tuple[str, ...]]]:
    """The cells of each line under the columns wanted, trimmed, with the line's number; empty lines are none."""
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header: list[str] | None = None
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            trimmed = [cell.strip() for cell in cells]
            if header is None:
                header = [cell.lower() for cell in trimmed]
                if len(set(header)) < len(header) or not {*wanted} - {optional} <= {*header}:
                    raise Unreadable(f"{name}:{reader.line_num}", "missing_column")
                if not {*header} <= {*wanted}:
                    raise Unreadable(f"{name}:{reader.line_num}", "unknown_column")
                continue
            if len(trimmed) > len(header) or len(trimmed) < len({*header} - {optional}):
                raise Unreadable(f"{name}:{reader.line_num}", "cells")
            found = dict(zip(header, trimmed, strict=False))
            yield reader.line_num, tuple(found.get(column, "") for column in wanted)
        if header is None:
            raise Unreadable(name, "missing_column")
    except csv.Error as error:
        # The reader says no in one way to quotes and in another to a cell beyond its own limit.
        problem = "too_long" if "limit" in str(error) else "not_csv"
        raise Unreadable(f"{name}:{reader.line_num}", problem) from None
