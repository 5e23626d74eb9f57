"""One factor from three sides: what the survey, the interviews and the observation say, and whether they agree.

The rule to keep: pure. A note is a code and nothing else: which source, which factor, which direction. It has no place
for a name or a sentence.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.surveys.questionnaire import CLASSES
from bot.surveys.release import Result


class Source(StrEnum):
    """Where a note comes from."""

    INTERVIEW = "interview"
    OBSERVATION = "observation"


class Direction(StrEnum):
    """What a source says of a factor."""

    FAVOURABLE = "favourable"
    MIXED = "mixed"
    UNFAVOURABLE = "unfavourable"


class Agreement(StrEnum):
    """What the three sides make together."""

    AGREE = "agree"
    DIFFER = "differ"
    OPEN = "open"
    """Fewer than two of them say anything."""


@dataclass(frozen=True, slots=True)
class Note:
    """One coded note."""

    source: Source
    factor: str
    """The id of a question of the survey."""
    direction: Direction


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says of a factor, and of how many notes; None and 0 where it says nothing."""

    direction: Direction | None = None
    notes: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor from three sides."""

    id: str
    survey: Side
    interviews: Side
    observation: Side

    @property
    def agreement(self) -> Agreement:
        """Whether those that say something say the same."""
        sides = (self.survey, self.interviews, self.observation)
        said = [side.direction for side in sides if side.direction is not None]
        if len(said) < 2:
            return Agreement.OPEN
        return Agreement.AGREE if len(set(said)) == 1 else Agreement.DIFFER


def factor(name: str, notes: Iterable[Note], result: Result | None) -> Factor:
    """One factor, from the notes and from what was released of the company as a whole."""
    mine = [note for note in notes if note.factor == name]
    sides = {source: _counted(note.direction for note in mine if note.source is source) for source in Source}
    survey = Side(_of_survey(result)) if result else Side()
    return Factor(name, survey, sides[Source.INTERVIEW], sides[Source.OBSERVATION])


def _counted(directions: Iterable[Direction]) -> Side:
    """The greater of both ends; as many of both, or only notes in between, are mixed."""
    found = Counter(directions)
    if not found:
        return Side()
    return Side(_greater(found[Direction.FAVOURABLE], found[Direction.UNFAVOURABLE]), found.total())


def _of_survey(result: Result) -> Direction:
    """The greater of both ends, as the published bands have them."""
    ends = {}
    for name in ("favourable", "unfavourable"):
        options = {name, *CLASSES[name]}
        ends[name] = sum(band.percent for option, band in result.bands.items() if option in options)
    return _greater(ends["favourable"], ends["unfavourable"])


def _greater(favourable: int, unfavourable: int) -> Direction:
    if favourable == unfavourable:
        return Direction.MIXED
    return Direction.FAVOURABLE if favourable > unfavourable else Direction.UNFAVOURABLE
