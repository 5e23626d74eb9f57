"""Everything in the typed text that means a time, a day or a project, from left to right.

The one rule to keep: the longest reading wins, and nothing is decided here; a find is only a proposal.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.timesheet.grammar import days, durations, spans
from bot.timesheet.grammar.clocks import TOLD
from bot.timesheet.grammar.days import Day, day
from bot.timesheet.grammar.durations import Amount, amount
from bot.timesheet.grammar.spans import IN_FULL, Edge, Span, edge, span
from bot.timesheet.grammar.typed import LINE, NUMBER, OPAQUE, PROJECT, QUOTE, Token, Typed

_FIRST = days.FIRST | durations.FIRST | spans.FIRST
_AFTER_FIGURES = days.AFTER_FIGURES | durations.AFTER_FIGURES | spans.AFTER_FIGURES | TOLD


@dataclass(frozen=True, slots=True)
class Project:
    """A project as typed, lower-case and without '#'."""

    name: str


@dataclass(frozen=True, slots=True)
class Other:
    """The second half of a range that is said in two places: 'from 9 … until 11'."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Words nothing is read in: quotes, addresses."""


@dataclass(frozen=True, slots=True)
class Find:
    """What was found in the tokens `begin` to `end`."""

    begin: int
    end: int
    what: Amount | Span | Edge | Day | Project | Other | Closed


def finds(typed: Typed, today: date, projects: Collection[str]) -> tuple[Find, ...]:
    """Find everything, without overlaps."""
    found: list[Find] = []
    index = 0
    while index < len(typed.tokens):
        one = _one(typed, index, today, projects)
        if one:
            found.append(one)
            index = one.end
        else:
            index += 1
    return tuple(found)


def _one(typed: Typed, index: int, today: date, projects: Collection[str]) -> Find | None:
    token = typed.at(index)
    if token.kind is LINE:
        return None
    if token.kind in (QUOTE, OPAQUE):
        return Find(index, index + 1, Closed())
    if token.kind is PROJECT:
        name = token.text[1:]
        if name.isdigit() and name not in projects:
            return None  # '#123' is a ticket, part of the note
        return Find(index, index + 1, Project(name))
    if not (_may_begin(typed, index, token) and typed.opens(index)):
        return None
    proposals: list[tuple[int, int, Amount | Span | Edge | Day]] = []
    on = day(typed, index, today)
    if on and _whole(typed, index, on.end):
        if on.end == len(typed.tokens):
            return Find(index, on.end, on)  # nothing can be longer
        proposals.append((on.end, 4, on))
    between = span(typed, index)
    if between:
        proposals.append((between.end, 3, between))
    long = amount(typed, index)
    if long:
        proposals.append((long.end, 2, long))
    end_of = edge(typed, index)
    if end_of:
        proposals.append((end_of.clock.end, 1, end_of))
    if not proposals:
        return None
    end, _, what = max(proposals, key=lambda proposal: proposal[:2])
    return Find(index, end, what)


def _may_begin(typed: Typed, index: int, token: Token) -> bool:
    """Whether any of the rules below can begin with this token: they say so themselves, and most words are none."""
    if token.kind is not NUMBER:
        return token.text in _FIRST
    after = typed.at(index + 1)
    return after.text in _AFTER_FIGURES or after.kind is NUMBER or len(token.text) == IN_FULL


def _whole(typed: Typed, begin: int, end: int) -> bool:
    """Whether a day phrase is not part of a compound: 'pre-monday', 'monday-blues', 'friday/saturday'."""
    before, after = typed.text(begin - 1), typed.text(end)
    if typed.glued(begin) and before in {"-", "/", "@", "+"} and typed.glued(begin - 1):
        return False
    return not (after in {"-", "/", "+", "."} and typed.glued(end) and typed.glued(end + 1))
