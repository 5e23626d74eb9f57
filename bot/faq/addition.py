"""What HR says beside an answer in its own words, version by version.

The rule to keep: pure; HR's words stand before or after what Lentera says, under HR's name, and change nothing in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum


class Where(StrEnum):
    """Where HR's words stand."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Addition:
    """One version. It is never changed, only published and taken back, each once."""

    topic: str
    number: int
    """From 1, by topic."""
    where: Where
    words: Mapping[str, str]
    """As they were typed, by language; a language without any shows none."""
    by: int | None
    """None once whoever it was has been erased; so for the other two."""
    at: datetime
    approved_by: int | None = None
    approved_at: datetime | None = None
    taken_back_by: int | None = None
    taken_back_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is for a topic."""

    last: int = 0
    """The number of the last version."""
    published: Addition | None = None
    """The last version that was published, also when it was taken back."""
    draft: Addition | None = None
    """A later one that waits for an approver."""

    @property
    def shown(self) -> Addition | None:
        """What people read now."""
        return self.published if self.published and self.published.taken_back_at is None else None


@dataclass(frozen=True, slots=True)
class Beside:
    """HR's words in one language, as they are shown. `name` is empty where whoever wrote them has been erased."""

    where: Where
    words: str
    name: str
    day: date


def standing(versions: Sequence[Addition]) -> Standing:
    """What there is, from the versions of one topic in their order."""
    published = next((one for one in reversed(versions) if one.approved_at), None)
    last = versions[-1] if versions else None
    return Standing(last.number if last else 0, published, last if last and last.approved_at is None else None)


def beside(addition: Addition | None, locale: str, names: Mapping[int, str], zone: tzinfo) -> Beside | None:
    """What is shown of a version in one language; None where it has nothing to say there."""
    if addition is None or not addition.words.get(locale):
        return None
    day = (addition.approved_at or addition.at).astimezone(zone).date()
    return Beside(addition.where, addition.words[locale], names.get(addition.by or 0, ""), day)
