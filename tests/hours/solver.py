"""Teams that never were, and what somebody who knows their own hours could learn of a colleague's.

The rule to keep: nothing here is the code under test. What is published is read back from the figures alone, and what
it proves is decided by a linear program that is told more than anybody could know: exactly who is in which row.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from bot.hours.release import ALL, NONE, REST, Told, release

PROJECTS = ("acme", "portal", "growth", "ops", "lab/one", "lab/two", NONE)
MOST = 7 * 24 * 60
"""Minutes of a week."""

Logged = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True)
class Team:
    """Who logged how many minutes on what."""

    logged: Logged

    def told(self) -> Told | None:
        found = release(self.logged, lambda *_: False)
        return found.told if found else None

    @property
    def people(self) -> list[int]:
        return sorted({person for minutes in self.logged.values() for person in minutes})

    def rows(self, shown: Told) -> dict[str, dict[int, int]]:
        """Who has how much in each published row."""
        alone = {row.project for row in shown.rows}
        found: dict[str, dict[int, int]] = {}
        for project, minutes in self.logged.items():
            top = project.partition("/")[0]
            name = (top if top in alone else REST) if shown.rows else ALL
            for person, share in minutes.items():
                row = found.setdefault(name, {})
                row[person] = row.get(person, 0) + share
        return found


def team(dice: random.Random) -> Team:
    """Three to thirty people, each on some of the projects, some of them mostly on their own."""
    people = range(1, dice.randint(3, 30) + 1)
    liking = {project: dice.random() ** 2 for project in PROJECTS}
    logged: dict[str, dict[int, int]] = {}
    for person in people:
        for project in PROJECTS:
            if dice.random() < liking[project]:
                share = round(dice.lognormvariate(5.0, 1.2))
                logged.setdefault(project, {})[person] = max(1, min(share, MOST // len(PROJECTS)))
    return Team(logged)


def learnt(made: Team, shown: Told) -> Iterator[tuple[int, int, int, float, float]]:
    """Who learns what of whom: viewer, person, true minutes, and between which bounds the truth must lie.

    Of the two with the largest shares of a row: their whole span and each row of theirs, as seen by somebody outside
    and by each other of those two, who know their own.
    """
    rows = made.rows(shown)
    cells = [(row, person) for row, minutes in rows.items() for person in minutes]
    truth = {cell: rows[cell[0]][cell[1]] for cell in cells}
    lines, low, high = [], [], []
    count = len(made.people)

    def between(wanted: set[int], mean: int) -> None:
        lines.append([float(number in wanted) for number in range(len(cells))])
        low.append(count * (mean - 15))
        high.append(count * (mean + 15))

    between(set(range(len(cells))), shown.mean)
    for row in shown.rows:
        between({number for number, cell in enumerate(cells) if cell[0] == row.project}, row.mean)
    for person in made.people:
        lines.append([float(cell[1] == person) for cell in cells])
        low.append(0)
        high.append(MOST)
    constraints = LinearConstraint(np.array(lines), low, high)
    for viewer in (0, *_largest(rows)):
        least = [float(truth[cell]) if cell[1] == viewer else 1.0 for cell in cells]
        most = [float(truth[cell]) if cell[1] == viewer else float(MOST) for cell in cells]
        for wanted in _wanted(cells, _largest(rows) - {viewer}):
            line = np.array([float(number in wanted) for number in range(len(cells))])
            ends = []
            for sign in (1, -1):
                solved = milp(sign * line, constraints=constraints, bounds=Bounds(least, most))
                assert solved.status == 0, solved.message
                ends.append(sign * solved.fun)
            whose = cells[next(iter(wanted))][1]
            yield viewer, whose, sum(truth[cells[number]] for number in wanted), ends[0], ends[1]


def _largest(rows: Mapping[str, Mapping[int, int]]) -> set[int]:
    found: set[int] = set()
    for minutes in rows.values():
        found.update(sorted(minutes, key=lambda person: -minutes[person])[:2])
    return found


def _wanted(cells: list[tuple[str, int]], people: set[int]) -> Iterator[set[int]]:
    """Each cell of these people, and each one's whole span."""
    for person in sorted(people):
        mine = {number for number, cell in enumerate(cells) if cell[1] == person}
        yield mine
        if len(mine) > 1:
            yield from ({number} for number in mine)
