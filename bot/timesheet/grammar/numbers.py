"""Quantities: digits, decimals, fractions and number words of both languages.

The one rule to keep: a quantity says how it was written, because `1,30 jam` and `1,5 jam` are not equally clear.
"""

from dataclasses import dataclass
from fractions import Fraction

from bot.timesheet.grammar.typed import NUMBER, Typed
from bot.timesheet.grammar.words import HALF, ONES, QUARTER, TENS

SPELLED = ONES.keys() | TENS.keys() | {"seratus"}
"""What a number in words begins with."""

_BESIDE_FIGURES = frozenset(". , / - tiga and & n dan".split()) | HALF | QUARTER
"""What follows figures that are more than a whole number, if not another number."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the index after it. `digits` is the decimal part as typed, `mark` its decimal mark."""

    value: Fraction
    end: int
    spelled: bool = False
    mark: str = ""
    digits: str = ""


def words(typed: Typed, index: int) -> tuple[int, int] | None:
    """Read a whole number in words: value and the index after it."""
    text = typed.text(index)
    if text not in SPELLED:
        return None
    if text == "seratus":
        more = words(typed, index + 1)
        return (100 + more[0], more[1]) if more and more[0] < 100 else (100, index + 1)
    if text in TENS:
        after = index + 2 if typed.text(index + 1) == "-" else index + 1
        last = ONES.get(typed.text(after), 0)
        return (TENS[text] + last, after + 1) if 1 <= last <= 9 else (TENS[text], index + 1)
    one = ONES.get(text)
    if one is None:
        return None
    if 1 <= one <= 9 and typed.text(index + 1) == "belas":
        return 10 + one, index + 2
    if 1 <= one <= 9 and typed.text(index + 1) == "puluh":
        rest = ONES.get(typed.text(index + 2), 0)
        return (one * 10 + rest, index + 3) if 1 <= rest <= 9 else (one * 10, index + 2)
    return one, index + 1


def _fraction(typed: Typed, index: int) -> tuple[Fraction, int] | None:
    """Read a proper fraction typed as '1/2'."""
    if typed.text(index + 1) != "/":
        return None
    above, below = typed.number(index), typed.number(index + 2)
    if above is None or below is None:
        return None
    if not (typed.glued(index + 1) and typed.glued(index + 2) and 0 < above < below <= 10):
        return None
    return Fraction(above, below), index + 3


def _spoken(typed: Typed, index: int) -> tuple[Fraction, int] | None:
    """Read a fraction in words that adds to a whole number: 'setengah', 'seperempat', 'and a half'."""
    text = typed.text(index)
    if text in HALF:
        return Fraction(1, 2), index + 1
    if text in QUARTER:
        return Fraction(1, 4), index + 1
    if text == "tiga" and typed.text(index + 1) == "perempat":
        return Fraction(3, 4), index + 2
    if text in {"and", "&", "n"}:
        after = index + 2 if typed.text(index + 1) in {"a", "one"} else index + 1
        if typed.text(after) == "half":
            return Fraction(1, 2), after + 1
        if typed.text(after) == "quarter":
            return Fraction(1, 4), after + 1
        if typed.phrase(index + 1, "three", "quarters"):
            return Fraction(3, 4), index + 3
        found = _fraction(typed, index + 1)
        if found:
            return found
    if text == "dan":
        return _spoken(typed, index + 1)
    return None


def quantity(typed: Typed, index: int) -> Quantity | None:
    """Read a quantity at `index`."""
    token = typed.at(index)
    if token.text in {".", ","} and typed.glued(index + 1) and typed.number(index + 1) is not None:
        if token.text == "," and not (index == 0 and typed.text(1) in {"5", "25", "75"}):
            return None  # ",1h" after words separates, it is no decimal
        digits = typed.text(index + 1)
        return Quantity(Fraction(int(digits), 10 ** len(digits)), index + 2, mark=token.text, digits=digits)
    if token.kind is NUMBER:
        return _digits(typed, index)
    spelled = words(typed, index)
    if spelled is None:
        return None
    value, end = Fraction(spelled[0]), spelled[1]
    more = _spoken(typed, end)
    if more:
        value, end = value + more[0], more[1]
    return Quantity(value, end, spelled=True)


def _digits(typed: Typed, index: int) -> Quantity | None:
    whole = typed.number(index, digits=20)
    if whole is None:
        return None
    mark = typed.text(index + 1)
    if mark not in _BESIDE_FIGURES and typed.at(index + 1).kind is not NUMBER:
        return Quantity(Fraction(whole), index + 1)
    if mark in {".", ","} and typed.glued(index + 1) and typed.glued(index + 2):
        digits = typed.text(index + 2)
        if typed.number(index + 2, digits=6) is not None:
            if typed.text(index + 3) in {".", ","} and typed.glued(index + 3) and typed.glued(index + 4):
                if typed.number(index + 4) is not None:
                    return None  # 17.11.2026, 1.000.000
            value = whole + Fraction(int(digits), 10 ** len(digits))
            return Quantity(value, index + 3, mark=mark, digits=digits)
    found = _fraction(typed, index)
    if found:
        return Quantity(found[0], found[1])
    if not typed.glued(index + 1):
        mixed = _fraction(typed, index + 1)
        if mixed:
            return Quantity(whole + mixed[0], mixed[1])
    if typed.text(index + 1) == "-" and typed.glued(index + 1):
        mixed = _fraction(typed, index + 2)
        if mixed and typed.glued(index + 2):
            return Quantity(whole + mixed[0], mixed[1])
    more = _spoken(typed, index + 1)
    if more:
        return Quantity(whole + more[0], more[1])
    return Quantity(Fraction(whole), index + 1)
