"""Attacks on what was stolen, and how well they do.

The rule to keep: an attack gets the loot and whoever took part, never the truth. Where it has no idea it guesses, so
that chance is what chance is.
"""

import json
import random
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import binomtest
from typing_extensions import override

from tests.anonymity.office import LETTERS, Loot, Truth

Guess = Mapping[int, bytes]
"""Person to the key of a ballot."""
CONFIDENCE = 0.999


@dataclass
class Score:
    """Hits out of tries, beside what blind guessing hits."""

    name: str
    chance: float
    hits: int = 0
    tries: int = 0

    def add(self, hits: int, tries: int) -> None:
        self.hits += hits
        self.tries += tries

    @override
    def __str__(self) -> str:
        low, high = self.interval
        return (
            f"{self.name:<42} {self.hits:>4}/{self.tries:<4} = {self.hits / self.tries:6.1%}"
            f"  [{low:.1%}, {high:.1%}]  chance {self.chance:.1%}"
        )

    @property
    def interval(self) -> tuple[float, float]:
        """What the true rate may be (Clopper and Pearson)."""
        found = binomtest(self.hits, self.tries).proportion_ci(CONFIDENCE)
        return float(found.low), float(found.high)

    def stays_at_chance(self) -> None:
        """Fails where the attack does better than guessing."""
        assert self.interval[0] <= self.chance, str(self)


def by_order(loot: Loot, marks: str, ballots: str) -> Guess:
    """The first mark belongs to the first ballot: rows as they come out of the table."""
    return dict(zip(_people(loot, marks), _keys(loot, ballots), strict=False))


def by_transaction(loot: Loot, marks: str, ballots: str) -> Guess:
    """PostgreSQL: whatever the same transaction wrote belongs together."""
    wrote = dict(zip(loot.xmin.get(ballots, []), _keys(loot, ballots), strict=False))
    found = zip(_people(loot, marks), loot.xmin.get(marks, []), strict=False)
    return {person: wrote[number] for person, number in found if number in wrote}


def by_place(loot: Loot, marks: str, ballots: str) -> Guess:
    """SQLite: cells lie in their pages, and long rows in the file, in the order in which they came."""
    if "db" not in loot.files:
        return {}
    return dict(zip(_marks_by_place(loot, marks), _ballots_by_place(loot, ballots), strict=False))


def in_order_of(people: Sequence[int], loot: Loot, ballots: str) -> Guess:
    """Somebody has seen in which order people typed; the ballots lie in that order. Place in the file, or row."""
    keys = _ballots_by_place(loot, ballots) if "db" in loot.files else _keys(loot, ballots)
    return dict(zip(people, keys, strict=False))


def between(before: Loot, after: Loot, marks: str, ballots: str, dice: random.Random) -> Guess:
    """Two backups: whoever voted between them has one of the ballots that came between them."""
    people = [person for person in _people(after, marks) if person not in set(_people(before, marks))]
    keys = [key for key in _keys(after, ballots) if key not in set(_keys(before, ballots))]
    dice.shuffle(keys)
    return dict(zip(people, keys, strict=False))


def linked(guess: Guess, truth: Sequence[Truth], loot: Loot, ballots: str, dice: random.Random) -> int:
    """How many ballots were named, blind guesses included for whom the attack says nothing."""
    keys = _keys(loot, ballots)
    return sum((guess.get(one.person) or dice.choice(keys)) == one.key for one in truth)


def learned(guess: Guess, truth: Sequence[Truth], loot: Loot, ballots: str, dice: random.Random) -> int:
    """How many choices were named: read in the ballot, or guessed."""
    stored = dict(zip(_keys(loot, ballots), loot.rows[ballots], strict=True))
    hits = 0
    for one in truth:
        row = stored.get(guess.get(one.person, b""))
        hits += (_read(row) or dice.choice(LETTERS)) == one.choice
    return hits


def copies(loot: Loot, needles: Sequence[bytes]) -> int:
    """How often any of these stands in any stolen file."""
    return sum(content.count(needle) for content in loot.files.values() for needle in needles)


def _read(row: Sequence[object] | None) -> str | None:
    """A choice that can be read in a stored row."""
    for value in row or ():
        plain = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        try:
            found = json.loads(plain)
        except ValueError:
            continue
        if isinstance(found, list) and found and found[0] in LETTERS:
            return str(found[0])
    return None


def _people(loot: Loot, marks: str) -> list[int]:
    return [int(row[1]) for row in loot.rows[marks]]


def _keys(loot: Loot, ballots: str) -> list[bytes]:
    place = 1 if ballots == "survey_ballots" else 0
    return [_bytes(row[place]) for row in loot.rows[ballots]]


def _bytes(value: object) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)  # type: ignore[call-overload]  # bytes


def _marks_by_place(loot: Loot, marks: str) -> list[int]:
    """People in the order in which their cells were put into their pages."""
    people = set(_people(loot, marks))
    pages: list[list[tuple[int, int]]] = []
    for number, page in enumerate(_pages(loot.files["db"])):
        cells = [(offset, _record(record)) for offset, record in _cells(page, number)]
        # Room in a page is given out from its end.
        pages.append(
            sorted(
                (-offset, int(str(values[1])))
                for offset, values in cells
                if len(values) == 2 and isinstance(values[0], str) and values[1] in people
            )
        )
    # An index on something else has a cell or two that look alike.
    most = max(map(len, pages))
    return list(dict.fromkeys(person for page in pages if 4 * len(page) > most for _, person in page))


def _ballots_by_place(loot: Loot, ballots: str) -> list[bytes]:
    """Keys in the order of the place in the file where what belongs to them lies."""
    places = {}
    for key, row in zip(_keys(loot, ballots), loot.rows[ballots], strict=True):
        value = row[-1]
        content = value.encode() if isinstance(value, str) else bytes(value)
        # The tail of a long row lies in pages of its own.
        places[key] = loot.files["db"].find(content[-64:])
    return sorted(places, key=lambda key: places[key])


def _pages(content: bytes) -> Iterator[bytes]:
    size = struct.unpack(">H", content[16:18])[0]
    size = 65536 if size == 1 else size
    for start in range(0, len(content), size):
        yield content[start : start + size]


def _cells(page: bytes, number: int) -> Iterator[tuple[int, bytes]]:
    """Offset and record of each cell of a leaf. https://www.sqlite.org/fileformat2.html#b_tree_pages"""
    head = 100 if number == 0 else 0
    kind = page[head]
    if kind not in {10, 13}:
        return
    for cell in range(struct.unpack(">H", page[head + 3 : head + 5])[0]):
        place = head + 8 + 2 * cell
        offset = struct.unpack(">H", page[place : place + 2])[0]
        length, start = _varint(page, offset)
        if kind == 13:
            _, start = _varint(page, start)
        yield offset, page[start : start + length]


def _record(record: bytes) -> list[object]:
    """The values of a short record; empty for what is none."""
    try:
        size, at = _varint(record, 0)
        types = []
        while at < size:
            kind, at = _varint(record, at)
            types.append(kind)
        values: list[object] = []
        for kind in types:
            width = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}.get(kind, (kind - 12) // 2)
            raw = record[at : at + width]
            at += width
            whole = int.from_bytes(raw, signed=True)
            values.append({8: 0, 9: 1}.get(kind, whole) if kind < 12 else raw.decode() if kind % 2 else raw)
    except (IndexError, UnicodeDecodeError):
        return []
    return values


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = content[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value, at + 9


Attack = Callable[[Loot, str, str], Guess]
ATTACKS: Mapping[str, Attack] = {
    "order of rows": by_order,
    "same transaction (xmin)": by_transaction,
    "place in the file": by_place,
}
