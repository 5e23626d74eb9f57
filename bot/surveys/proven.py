"""What a published table proves to somebody who subtracts.

The rule to keep: this is exact. Cells within their bands, rows of a known size and columns within the company's bands
are a flow through a network with whole capacities, whose every single cell takes each whole number between its least
and its greatest (integrality of network flows). So a cell is certain when, and only when, no cycle through it has room,
and to look for one is a walk through the residual network of the true table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """True counts with what is published of them: groups are rows, options are columns."""

    counts: Sequence[Sequence[int]]
    cells: Sequence[Sequence[Bounds]]
    columns: Sequence[Bounds]
    """Of the sums over all rows."""
    sizes: Sequence[int]
    """How many people each row is."""
    rows: Sequence[Bounds]
    """Of the sums over all columns: twice the size where everybody has chosen once."""


def proves(table: Table) -> bool:
    """Whether somebody can prove that everybody in a row chose one thing, or that exactly one person did.

    The company, which is the sum of all rows, counts as a row.
    """
    network = _Network(table)
    everybody = sum(table.sizes)
    for column in range(len(table.columns)):
        for row, size in enumerate(table.sizes):
            count = table.counts[row][column]
            if count in {1, size} and not network.moves(row, column):
                return True
        total = sum(counts[column] for counts in table.counts)
        if total in {1, everybody} and not network.moves(None, column):
            return True
    return False


class _Network:
    """Rows, columns and the world around them; flow goes from the world to rows, to columns, and back."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._height, self._width = len(table.sizes), len(table.columns)
        self._world = self._height + self._width
        self._more: list[set[int]] = [set() for _ in range(self._world + 1)]
        for row in range(self._height):
            self._arc(self._world, row, sum(table.counts[row]), table.rows[row])
            for column in range(self._width):
                self._arc(row, self._height + column, table.counts[row][column], table.cells[row][column])
        for column in range(self._width):
            total = sum(counts[column] for counts in table.counts)
            self._arc(self._height + column, self._world, total, table.columns[column])

    def moves(self, row: int | None, column: int) -> bool:
        """Whether a cell could have another count; without `row` it is the company's."""
        head = self._height + column
        start, end = (head, self._world) if row is None else (row, head)
        up = end in self._more[start] and self._reaches(end, start, without=(end, start))
        return up or (start in self._more[end] and self._reaches(start, end, without=(start, end)))

    def _arc(self, start: int, end: int, flow: int, bounds: Bounds) -> None:
        if flow < bounds[1]:
            self._more[start].add(end)
        if flow > bounds[0]:
            self._more[end].add(start)

    def _reaches(self, start: int, goal: int, *, without: tuple[int, int]) -> bool:
        seen, ahead = {start}, [start]
        while ahead:
            node = ahead.pop()
            for following in self._from(node, without):
                if following == goal:
                    return True
                if following not in seen:
                    seen.add(following)
                    ahead.append(following)
        return False

    def _from(self, node: int, without: tuple[int, int]) -> Iterator[int]:
        return (following for following in self._more[node] if (node, following) != without)
