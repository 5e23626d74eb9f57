"""The command word a text begins with.

The one rule to keep: the longest phrase wins, and it ends where a word ends.
"""

from dataclasses import dataclass

from bot.timesheet.grammar.commands import LONGEST, PHRASES
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Verb
from bot.timesheet.grammar.typed import LINE, SYMBOL, Typed

_COURTESY = frozenset(
    ("me", "now", "sekarang", "dong", "ya", "please", "pls", "tolong", "timer", "lagi", "again", "yuk", "saja", "aja")
)
_FIRST = frozenset(phrase[0] for phrase in PHRASES)


@dataclass(frozen=True, slots=True)
class Said:
    """A command word and the index after it."""

    verb: Verb
    end: int


def said(page: Page) -> Said | None:
    """Return the command the text begins with, the longest that fits."""
    typed = page.typed
    first = 1 if typed.text(0) in {"please", "tolong", "pls", "/"} and len(typed.tokens) > 1 else 0
    if typed.text(first) not in _FIRST:
        return None
    for length in range(min(LONGEST, len(typed.tokens) - first), 0, -1):
        words = tuple(typed.text(first + index) for index in range(length))
        verb = PHRASES.get(words)
        if verb and _apart(typed, first + length):
            return Said(verb, first + length)
    return None


def _apart(typed: Typed, end: int) -> bool:
    """Whether the command word ends here: not 'off-site', 'start-up', 'week's'."""
    after = typed.at(end)
    if not after.glued:
        return True
    return after.text in {",", ":", ".", "!", "?"} and not (typed.glued(end + 1) and typed.at(end + 1).text)


def rest(typed: Typed, begin: int) -> str:
    """Return what stands from here on, as typed."""
    if begin >= len(typed.tokens):
        return ""
    return " ".join(typed.raw[typed.at(begin).begin :].split()).rstrip(" .!?")


def ended(typed: Typed, index: int) -> bool:
    """Whether nothing but courtesy and punctuation is left."""
    return all(
        (typed.at(place).kind in (SYMBOL, LINE) and typed.text(place) != "#") or typed.text(place) in _COURTESY
        for place in range(index, len(typed.tokens))
    )


def tail_of(typed: Typed, begin: int) -> Typed:
    """Return the text from here on, as a text of its own."""
    return Typed(typed.raw, typed.tokens[begin:])
