"""What is told of a group's hours in one span of days, once (anonymity.md, 10.12).

The rule to keep: a mean, to the half hour, and never of a row in which somebody could work out somebody else's hours:

- at least six people in a row, so at least five besides whoever looks;
- what is left of a row without its two largest shares is at least the largest. So nobody has over half of it, also
  once whoever looks has taken their own hours out: not even the one with the second largest share comes nearer to the
  largest than twice the truth. Rows that are put together keep this (add the inequalities up), so no sum of rows and no
  difference between the whole and some of them falls behind it;
- who is in a row must not differ by one to four people from who was in it when it was last told.

How many people are in a row is not told, nor why a row is not.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.surveys.bands import Band, band

LEAST = 6
"""People in a row: five besides whoever looks, who may be one of them."""
NEAR = range(1, 5)
"""Differences between two sets of people that would name those in between."""
HALF_HOUR = 30
ALL = ""
REST = "*"
"""The rows that are no project: everything together, and what is told together. No project has such a name."""
NONE = "-"
"""Hours without a project."""
GROWTH = "growth"
"""Courses, training and mentoring: `#growth`."""

Minutes = Mapping[int, int]
"""By person; whoever has none is missing."""
Near = Callable[[str, Collection[int]], bool]
"""Whether these people differ by one to four from those who were in this row when it was last told."""


@dataclass(frozen=True, slots=True)
class Row:
    """A project, or what is told together: the mean over everybody in the group, in minutes."""

    project: str
    mean: int


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a group and a span."""

    mean: int
    """Minutes a person who has logged any, to the half hour."""
    rows: tuple[Row, ...] = ()
    """By project. They add up to the mean, but for rounding; none where there would be one alone."""
    busy: Band | None = None
    """The share of the group that has logged on most of its working days; nobody's name."""

    @property
    def growth(self) -> int | None:
        """The mean of `#growth`; None where it is not told."""
        return next((row.mean for row in self.rows if row.project == GROWTH), None)


@dataclass(frozen=True, slots=True)
class Released:
    """What is told, and who is in each row, for the next time: the second never leaves whoever works it out."""

    told: Told
    people: Mapping[str, frozenset[int]]


def hides(minutes: Minutes) -> bool:
    """Whether nobody's share of a row can be worked out by somebody who knows the row and one other share."""
    shares = sorted((share for share in minutes.values() if share > 0), reverse=True)
    return len(shares) >= LEAST and sum(shares[2:]) >= shares[0]


def differs_nearly(some: Collection[int], others: Collection[int]) -> bool:
    """Whether two sets of people differ by one to four."""
    return len({*some} ^ {*others}) in NEAR


def release(logged: Mapping[str, Minutes], near: Near, *, busy: tuple[int, int] | None = None) -> Released | None:
    """What may be told, by project; `busy` is how many logged on most days, and of how many. None for nothing."""
    everybody = _together(logged.values())
    if not hides(everybody) or near(ALL, everybody.keys()):
        return None
    rows = _rows(_by_project(logged), near)
    told = Told(
        mean=_mean(everybody, len(everybody)),
        rows=tuple(Row(name, _mean(minutes, len(everybody))) for name, minutes in rows.items()),
        busy=band(*busy) if busy and busy[1] >= LEAST else None,
    )
    people = {ALL: frozenset(everybody)} | {name: frozenset(minutes) for name, minutes in rows.items()}
    return Released(told, people)


def packed(told: Told) -> str:
    """As JSON."""
    busy = [told.busy.side, told.busy.percent] if told.busy else None
    return json.dumps({"mean": told.mean, "rows": [[row.project, row.mean] for row in told.rows], "busy": busy})


def unpacked(text: str) -> Told:
    """What `packed` made."""
    found = json.loads(text)
    busy = Band(*found["busy"]) if found["busy"] else None
    return Told(found["mean"], tuple(Row(*row) for row in found["rows"]), busy)


def _by_project(logged: Mapping[str, Minutes]) -> dict[str, Minutes]:
    """`acme/design` belongs to `acme`: finer rows would only be put together again."""
    parts: dict[str, list[Minutes]] = defaultdict(list)
    for name, minutes in logged.items():
        parts[name.partition("/")[0]].append(minutes)
    return {name: _together(found) for name, found in parts.items()}


def _rows(projects: dict[str, Minutes], near: Near) -> dict[str, Minutes]:
    """The projects that stand alone, by name, and the rest together; nothing where that would be one row.

    As divisions are pooled in anonymity.md, 5.1: which rows there are hangs on who is in them, and the smallest of the
    others join until the rest hides everybody in it.
    """
    small = [name for name, minutes in projects.items() if not hides(minutes) or near(name, minutes.keys())]
    others = sorted(projects.keys() - {*small}, key=lambda name: (len(projects[name]), name))
    while small and not _fine(rest := _together(projects[name] for name in small), near):
        if not others:
            return {}
        small.append(others.pop(0))
    found = {name: projects[name] for name in sorted(others)}
    if small:
        found[REST] = rest
    return found if len(found) > 1 else {}


def _fine(rest: Minutes, near: Near) -> bool:
    return hides(rest) and not near(REST, rest.keys())


def _together(parts: Iterable[Minutes]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for minutes in parts:
        for person, share in minutes.items():
            found[person] += share
    return {person: share for person, share in found.items() if share > 0}


def _mean(minutes: Minutes, people: int) -> int:
    return (2 * sum(minutes.values()) + HALF_HOUR * people) // (2 * HALF_HOUR * people) * HALF_HOUR
