"""What it tells that a breakdown is left out.

The rule to keep: whoever knows the rules knows that something would have been proven, and reads the company's row with
that in mind. That row stays only where, for each row of which everybody said one thing, there is another company of the
same sizes, with the same row and with a breakdown left out as well, in which they did not. What is not found in so many
tries is taken as not there: then less is shown, never more.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Counts = tuple[tuple[int, ...], ...]
"""How often each option was chosen, row by row."""
Bounds = tuple[int, int]
TRIES = 1000
"""Tables looked at. Only a survey whose breakdown is left out takes any, once, when it is counted."""


@dataclass(frozen=True, slots=True)
class Known:
    """What everybody knows."""

    sizes: Sequence[int]
    """How many people each row is."""
    room: Sequence[int]
    """How many of them have chosen something, where whoever declined is counted apart."""
    totals: Sequence[Bounds]
    """What is published of each option's sum."""


def tells(counts: Counts, known: Known, left_out: Callable[[Counts], bool]) -> bool:
    """Whether the company's row gives away, beside the silence of the others, what everybody in one of them said.

    `left_out` says whether another table's breakdown is missing too.
    """
    given_away = _by_all(counts, known)
    seen, likely, others = {_told_apart(counts, known)}, deque([counts]), deque[Counts]()
    while given_away and (likely or others) and len(seen) < TRIES:
        # Those beside a table that is left out are the likely ones; the way to some leads past tables that are shown.
        for other in _near(likely.popleft() if likely else others.popleft(), known):
            table = _told_apart(other, known)
            if table in seen:
                continue
            seen.add(table)
            if left_out(table):
                given_away &= _by_all(table, known)
                likely.append(table)
            else:
                others.append(table)
    return bool(given_away)


Place = tuple[tuple[int, int] | None, Bounds]
"""Rows that are alike, or the company, and options of one published band: either could be any other of its kind."""


def _by_all(counts: Counts, known: Known) -> set[Place]:
    """Where everybody said one thing, whichever row and option of their kinds one looks at."""
    found: dict[Place, set[bool]] = defaultdict(set)
    everybody = sum(known.sizes)
    for option, band in enumerate(known.totals):
        for kind, size, line in zip(_kinds(known), known.sizes, counts, strict=True):
            found[kind, band].add(line[option] == size)
        found[None, band].add(sum(line[option] for line in counts) == everybody)
    return {place for place, said in found.items() if said == {True}}


def _kinds(known: Known) -> list[tuple[int, int]]:
    return list(zip(known.sizes, known.room, strict=True))


def _told_apart(counts: Counts, known: Known) -> Counts:
    """One table for all that differ only in which of several alike rows, and of several alike options, is which."""
    places: dict[Bounds, list[int]] = defaultdict(list)
    for option, band in enumerate(known.totals):
        places[band].append(option)
    lines = [list(line) for line in counts]
    for options in places.values():
        columns = sorted(tuple(line[option] for line in counts) for option in options)
        for option, column in zip(options, columns, strict=True):
            for line, count in zip(lines, column, strict=True):
                line[option] = count
    return tuple(map(tuple, lines))


def _near(counts: Counts, known: Known) -> Iterator[Counts]:
    """Tables of the same sizes and the same published sums: one person has chosen something else, or two have."""
    rows, options = range(len(counts)), range(len(known.totals))
    sums = [sum(column) for column in zip(*counts, strict=True)]
    for row in rows:
        for start in options:
            for end in options:
                if start == end or not counts[row][start] or counts[row][end] >= known.room[row]:
                    continue
                moved = _moved(counts, row, start, end)
                if known.totals[start][0] < sums[start] and sums[end] < known.totals[end][1]:
                    yield moved
                # Somebody elsewhere the other way round, so that the sums stay.
                for back in rows:
                    if back != row and counts[back][end] and counts[back][start] < known.room[back]:
                        yield _moved(moved, back, end, start)


def _moved(counts: Counts, row: int, start: int, end: int) -> Counts:
    """One person in a row has chosen something else."""
    line = list(counts[row])
    line[start] -= 1
    line[end] += 1
    return (*counts[:row], tuple(line), *counts[row + 1 :])
