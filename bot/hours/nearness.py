"""Whether the people of a row are nearly those of whom it was last told.

The rule to keep: pure; who was in a row is known here as HMACs alone, and a mark whose key is gone compares with
nobody, so that nothing is told of such a row until the mark is old.
"""

import hmac
import secrets
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from bot.hours.ports import Mark
from bot.hours.release import NEAR

MEMORY = timedelta(days=90)
"""How long nothing is told where the key of the last comparison is gone."""
_TAG = 16


class Nearness:
    """What was last told, of whichever division.

    To give a division another name, or to move somebody for a week, is no way round it. Marks that are made here are
    compared with from then on, in the place of those of the same row.
    """

    def __init__(self, key: bytes, today: date, marks: Iterable[Mark]) -> None:
        self._key = key
        self._known: dict[str, dict[str, Mark]] = defaultdict(dict)
        lost = []
        for mark in marks:
            if mark.proof == _tag(key, mark.nonce, b"key"):
                self._known[mark.row][mark.division] = mark
            else:
                lost.append(mark)
        self.lost = tuple(lost)
        """Those whose key is gone."""
        self.stale = tuple(mark for mark in lost if mark.last < today - MEMORY)
        """Those of them that need not be kept any longer."""
        self._unknown = {mark.row for mark in lost if mark not in self.stale}

    def near(self, row: str, people: Collection[int]) -> bool:
        """Whether these differ by one to four from those of whom the row was last told, or nobody can say."""
        return row in self._unknown or any(self._differs_nearly(mark, people) for mark in self._known[row].values())

    def mark(self, division: str, row: str, last: date, people: Collection[int]) -> Mark:
        """What is kept of a row that is told now."""
        nonce = secrets.token_bytes(_TAG)
        tags = b"".join(sorted(_tag(self._key, nonce, b"%d" % person) for person in people))
        made = Mark(division, row, last, nonce, _tag(self._key, nonce, b"key"), tags)
        self._known[row][division] = made
        return made

    def _differs_nearly(self, mark: Mark, people: Collection[int]) -> bool:
        more = len(people) - len(mark.tags) // _TAG
        if abs(more) not in range(NEAR.stop):
            return False
        new = 0
        for person in people:
            new += not _holds(mark.tags, _tag(self._key, mark.nonce, b"%d" % person))
            # Of another division nobody was in it: five hashes, whatever its size.
            if new not in range(NEAR.stop):
                return False
        return 2 * new - more in NEAR


def _holds(tags: bytes, tag: bytes) -> bool:
    def at(place: int) -> bytes:
        return tags[place * _TAG : (place + 1) * _TAG]

    return at(bisect_left(range(len(tags) // _TAG), tag, key=at)) == tag


def _tag(key: bytes, nonce: bytes, what: bytes) -> bytes:
    return hmac.digest(key, nonce + what, "sha256")[:_TAG]
