"""A stretch of the typed text that is to be one entry, and what may come of it.

The one rule to keep: a draft is an entry, a question or a refusal; never a mixture, never nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.timesheet.grammar.days import Day
from bot.timesheet.grammar.finds import Find
from bot.timesheet.grammar.reading import Ask, Entries, Line, Wrong

Draft = Line | Ask | Wrong
FULL = 24 * 60


@dataclass(frozen=True, slots=True)
class Segment:
    """The tokens `low` to `high`, the finds among them, and a day said for the whole list."""

    low: int
    high: int
    found: tuple[Find, ...]
    shared: Day | None = None
    borrowed: "Segment | None" = None  # where the note and the project are said, when not here

    def without(self, *finds: Find) -> "Segment":
        """Leave finds in the note."""
        return replace(self, found=tuple(find for find in self.found if find not in finds))


def asked(reason: str, drafts: Iterable[Draft], **params: str) -> Ask:
    """Ask, offering the drafts that are entries."""
    options: list[Entries] = []
    for draft in drafts:
        if isinstance(draft, Line) and Entries((draft,)) not in options:
            options.append(Entries((draft,)))
        elif isinstance(draft, Ask):
            options.extend(option for option in draft.options if isinstance(option, Entries) and option not in options)
    return Ask(reason, tuple(options[:4]), params)


def swap(segment: Segment, old: Find, new: Find) -> Segment:
    """Put one find in the place of another."""
    return replace(segment, found=tuple(new if one is old else one for one in segment.found))
