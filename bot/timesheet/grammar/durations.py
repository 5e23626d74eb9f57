"""Lengths of time: `2h30m`, `1,5 jam`, `sejam setengah`, `an hour and a half`, `1:15`.

The one rule to keep: an amount that might mean another one says so in `doubt`, and never passes for a clear one.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from bot.timesheet.grammar.numbers import SPELLED, Quantity, quantity, words
from bot.timesheet.grammar.typed import NUMBER, WORD, Typed
from bot.timesheet.grammar.words import (
    AGO,
    DAY_UNIT,
    HALF,
    HOUR,
    HOURISH,
    MINUTE,
    MINUTEISH,
    MONTHS,
    QUARTER,
    SECOND,
    SHORT_UNIT,
)

_HOURS = HOUR | HOURISH
_LONG_HOUR = HOUR - SHORT_UNIT
_UNITS = HOUR | MINUTE
_ANY_UNIT = _UNITS | DAY_UNIT | SECOND
_HOUR_OR_DAY = HOUR | DAY_UNIT
_OF_HOUR = _HOUR_OR_DAY | {"an", "a"}
_CLEAR_DECIMALS = frozenset(("25", "75", "50", "00", "33"))
ACTIVITIES = frozenset(
    "design review rapat meeting standup desain koding coding call kerja code deploy testing debug email lunch "
    "sync".split()
)
_WORKDAY = 8 * 60  # only ever offered as a button, never assumed


@dataclass(frozen=True, slots=True)
class Amount:
    """A length in minutes and the index after it.

    doubt   '' when clear, otherwise why not; `others` are further minutes it may mean
    colon   written like a clock, 1:15
    """

    minutes: Fraction
    end: int
    doubt: str = ""
    others: tuple[Fraction, ...] = ()
    colon: bool = False
    adjective: bool = False


FIRST = (
    frozenset(
        "a an one half quarter three tiga sejam sejaman semenit hour beberapa several sehari seharian sehariannya all "
        "full whole . ,".split()
    )
    | HALF
    | QUARTER
    | SPELLED
)
"""What a length begins with, if not with a number: most words are none, and cost no more than to see that."""
AFTER_FIGURES = (
    frozenset(": . , / - ' & tiga and n dan of full solid whole".split())
    | _ANY_UNIT
    | HOURISH
    | MINUTEISH
    | HALF
    | QUARTER
)
"""What follows a number that a length begins with, if not another number."""


def amount(typed: Typed, index: int) -> Amount | None:
    """Read a length of time at `index`."""
    if typed.at(index).kind is NUMBER:
        if typed.text(index + 1) not in AFTER_FIGURES and typed.at(index + 1).kind is not NUMBER:
            return None
        found = _colon(typed, index) or _counted(typed, index)
    elif typed.text(index) in FIRST:
        found = _phrase(typed, index) or _counted(typed, index)
    else:
        return None
    if found is None or not typed.closes(found.end):
        return None
    if typed.text(found.end) in AGO and found.doubt != "day_length":
        return replace(found, end=found.end + 1, doubt="relative")
    if typed.phrase(found.end, "yang", "lalu") or typed.phrase(found.end, "yg", "lalu"):
        return replace(found, end=found.end + 2, doubt="relative")
    return found


def _unit(typed: Typed, index: int, units: frozenset[str]) -> int | None:
    """Return the index after a unit at `index`; a full stop that belongs to it is swallowed."""
    if typed.text(index) not in units:
        return None
    after = index + 1
    if typed.text(after) == "." and typed.glued(after) and not typed.glued(after + 1):
        after += 1
    return after


def _phrase(typed: Typed, index: int) -> Amount | None:
    """Read what has no counted unit: 'half an hour', 'sejam', 'an hour and a half'."""
    text = typed.text(index)
    after = index + 1
    if text in {"a", "an"} and typed.text(after) in {"half", "quarter"}:
        return _phrase(typed, after)
    if text in {"half", "quarter"}:
        part = Fraction(30 if text == "half" else 15)
        while typed.text(after) in {"a", "an", "of", "-"}:
            after += 1
        return _shared(typed, after, part)
    if typed.phrase(index, "three", "quarters") or typed.phrase(index, "three", "quarter"):
        after = index + 2
        while typed.text(after) in {"a", "an", "of"}:
            after += 1
        return _shared(typed, after, Fraction(45))
    if text in HALF or text in QUARTER:
        return _shared(typed, after, Fraction(30 if text in HALF else 15))
    if typed.phrase(index, "tiga", "perempat"):
        return _shared(typed, index + 2, Fraction(45))
    if text in {"sejam", "sejaman"}:
        return _after_hours(typed, Fraction(60), after)
    if text == "semenit":
        return Amount(Fraction(1), after)
    if text in {"a", "an", "one"} and typed.text(after) in {"hour", "hr"}:
        return _after_hours(typed, Fraction(60), after + 1)
    if text == "hour" and typed.phrase(after, "and", "a"):
        return _after_hours(typed, Fraction(60), after)
    if text in {"a", "one"} and typed.text(after) in {"minute", "min"}:
        return Amount(Fraction(1), after + 1)
    return _vague(typed, index)


def _vague(typed: Typed, index: int) -> Amount | None:
    text = typed.text(index)
    if text == "a" and typed.text(index + 1) in {"couple", "few"}:
        after = index + 3 if typed.text(index + 2) == "of" else index + 2
        count = 2 if typed.text(index + 1) == "couple" else 3
    elif text in {"beberapa", "several"}:
        after, count = index + 1, 3
    elif text in {"sehari", "seharian", "sehariannya"} or typed.phrase(index, "all", "day"):
        if typed.text(index + 1) in AGO or typed.text(index + 1) == "yang":
            return None
        return Amount(Fraction(_WORKDAY), index + (2 if text == "all" else 1), "day_length")
    elif text in {"full", "a", "one", "whole"} and typed.text(index + 1) == "day":
        if typed.text(index + 2) in AGO or typed.text(index + 2) == "off":
            return None
        return Amount(Fraction(_WORKDAY), index + 2, "day_length")
    else:
        return None
    unit = _unit(typed, after, HOUR)
    if unit:
        return Amount(Fraction(count * 60), unit, "inexact")
    unit = _unit(typed, after, MINUTE)
    return Amount(Fraction(count), unit, "inexact") if unit else None


def _shared(typed: Typed, index: int, minutes: Fraction) -> Amount | None:
    """Read the hour (or day) that a half or a quarter is taken of."""
    unit = _unit(typed, index, _HOURS)
    if unit:
        if typed.text(unit) in HALF:
            return None
        return Amount(minutes, _ish(typed, unit))
    if typed.text(index) in DAY_UNIT and typed.text(index + 1) not in AGO:
        return Amount(minutes * 8, index + 1, "day_length")
    return None


def _colon(typed: Typed, index: int) -> Amount | None:
    if typed.text(index + 1) != ":":
        return None
    hours, minutes = typed.number(index, digits=2), typed.number(index + 2, digits=2)
    if hours is None or minutes is None or len(typed.text(index + 2)) != 2:
        return None
    if not (typed.glued(index + 1) and typed.glued(index + 2)) or minutes >= 60:
        return None
    total = Fraction(hours * 60 + minutes)
    after = index + 3
    if typed.text(after) == ":" and typed.glued(after) and typed.glued(after + 1):
        return None  # 1:15:30
    unit = _unit(typed, after, HOUR)
    if unit:
        return Amount(total, unit)
    unit = _unit(typed, after, MINUTE)
    if unit:
        return Amount(total, unit, "hours_or_minutes", (Fraction(hours),))
    clockish = hours >= 6 or (len(typed.text(index)) == 2 and hours < 10)
    return Amount(total, after, "clock_or_duration" if clockish else "", colon=True)


def _counted(typed: Typed, index: int) -> Amount | None:
    if typed.text(index) == "se":
        return None
    count = quantity(typed, index)
    if count is None:
        return None
    at = count.end
    adjective = typed.text(at) == "-" and typed.glued(at) and typed.glued(at + 1) and not count.mark
    if adjective and typed.text(at + 1) not in _UNITS:
        adjective = False
    if adjective:
        at += 1
    short = typed.text(at) in SHORT_UNIT
    if short and count.spelled:
        return None
    while typed.text(at) in {"of", "full", "solid", "whole"} and typed.text(at + 1) in _LONG_HOUR:
        at += 1
    if typed.text(at) in HOURISH:
        return Amount(count.value * 60, at + 1)
    if typed.text(at) in MINUTEISH:
        return Amount(count.value, at + 1)
    unit = _unit(typed, at, HOUR)
    if unit:
        return _hours(typed, count, unit, adjective=adjective)
    unit = _unit(typed, at, MINUTE)
    if unit:
        return _minutes(typed, count, unit, adjective=adjective)
    if typed.text(at) == "'" and typed.glued(at) and not count.spelled and not typed.glued(at + 1):
        return Amount(count.value, at + 1)
    unit = _unit(typed, at, SECOND)
    if unit and (not short or typed.glued(at)):
        return Amount(count.value / 60, unit, "seconds")
    unit = _unit(typed, at, DAY_UNIT)
    if unit and typed.text(unit) not in AGO and not typed.phrase(unit, "yang") and (not short or typed.glued(at)):
        return Amount(count.value * _WORKDAY, unit, "day_length", adjective=adjective)
    return None


def _hours(typed: Typed, count: Quantity, unit: int, *, adjective: bool) -> Amount:
    minutes = count.value * 60
    if count.mark and len(count.digits) == 2 and _clocklike(typed, count):
        whole = count.value.numerator // count.value.denominator
        clock = Fraction(whole * 60 + int(count.digits))
        return Amount(clock, unit, "decimal_or_minutes", (minutes,))
    found = _after_hours(typed, minutes, unit)
    if adjective and found.end == unit:
        return replace(found, adjective=True)
    return found


def _clocklike(typed: Typed, count: Quantity) -> bool:
    """Whether '1.30 jam' may be meant as a clock shows it, one hour and thirty minutes."""
    if int(count.digits) >= 60 or count.digits in {"25", "33"}:
        return False
    if count.digits in {"50", "00"}:
        return count.mark == "." and typed.text(count.end) in {"jam", "jm", "j"} and count.digits == "50"
    return count.value > 1 or count.digits not in {"05", "10"}


def _ish(typed: Typed, index: int) -> int:
    """Skip an ending that only rounds: 'jam-an', '2h-ish', '2 hours or so'."""
    if typed.text(index) == "-" and typed.text(index + 1) in {"an", "ish"} and typed.glued(index + 1):
        return index + 2
    if typed.text(index) in {"ish", "an"}:
        return index + 1
    if typed.phrase(index, "or", "so"):
        return index + 2
    return index


def _after_hours(typed: Typed, minutes: Fraction, at: int) -> Amount:
    """Read what may follow hours: minutes, a half, 'kurang', 'lebih'."""
    at = _ish(typed, at)
    if typed.text(at) == ":" and typed.glued(at) and typed.glued(at + 1) and typed.number(at + 1, digits=2) is not None:
        unit = _unit(typed, at + 2, MINUTE)
        if unit and (typed.number(at + 1) or 0) < 60:
            return Amount(minutes + (typed.number(at + 1) or 0), unit)  # 1h:30m
    more = _half(typed, at)
    if more:
        return Amount(minutes + more[0], _ish(typed, more[1]))
    number = typed.number(at, digits=2)
    if number is not None and typed.glued(at) and typed.at(at).kind is NUMBER:
        unit = _unit(typed, at + 1, MINUTE)
        if number < 60 and (unit or typed.closes(at + 1)):
            return Amount(minutes + number, unit or at + 1)
        return Amount(minutes, at)  # `amount` sees that it does not close
    joint = at + 1 if typed.text(at) in {"and", "dan", "&", "+", ",", "lebih", "lewat", "n", "plus"} else at
    count = quantity(typed, joint)
    if count and not typed.glued(joint + 1 if typed.text(joint) == "." else joint) | (joint == at and typed.glued(at)):
        unit = _unit(typed, count.end, MINUTE)
        fits = count.value < 60 and not count.mark
        if unit and fits and not (count.spelled and typed.text(count.end) in SHORT_UNIT):
            if typed.text(unit) in AGO:
                return Amount(minutes, at)
            return Amount(minutes + count.value, _ish(typed, unit))
    if typed.text(at) in {"+", "&"} and count:
        unit = _unit(typed, count.end, MINUTE)
        if unit and count.value < 60:
            return Amount(minutes + count.value, unit)
    spoken = _half(typed, joint) if joint != at else None
    if spoken and typed.text(spoken[1]) in HOUR:
        return Amount(minutes + spoken[0], spoken[1] + 1)
    if typed.text(at) == "kurang":
        return _less(typed, minutes, at)
    if typed.text(at) in {"lebih", "lewat"}:
        count = quantity(typed, at + 1)
        if count and count.value < 60 and typed.closes(count.end) and typed.text(at) in {"lebih", "lewat"}:
            return Amount(minutes + count.value, count.end)
        return Amount(minutes, at + 1, "inexact")
    if typed.text(at) == "+" and not typed.glued(at + 1) and typed.glued(at):
        return Amount(minutes, at + 1, "inexact")
    if typed.text(at) == "and" and typed.number(at + 1, digits=2) is not None and not typed.at(at + 2).text:
        return Amount(minutes + (typed.number(at + 1) or 0), at + 2, "hours_or_minutes", (minutes,))
    return _tail(typed, minutes, at, number)


def _half(typed: Typed, at: int) -> tuple[Fraction, int] | None:
    """Read 'and a half' or 'setengah' after hours."""
    text = typed.text(at)
    if text in HALF or text in QUARTER:
        if typed.text(at + 1) in _HOUR_OR_DAY or typed.at(at + 1).kind is NUMBER:
            return None
        return Fraction(30 if text in HALF else 15), at + 1
    if typed.phrase(at, "tiga", "perempat") and typed.text(at + 2) not in HOUR:
        return Fraction(45), at + 2
    if text not in {"and", "&", "n"}:
        return None
    after = at + 2 if typed.text(at + 1) in {"a", "one"} else at + 1
    if typed.text(after) == "half" and typed.text(after + 1) not in _OF_HOUR:
        return Fraction(30), after + 1
    if typed.text(after) == "quarter" and typed.text(after + 1) not in {"of", *HOUR}:
        return Fraction(15), after + 1
    if typed.phrase(at + 1, "three", "quarters"):
        return Fraction(45), at + 3
    return None


def _less(typed: Typed, minutes: Fraction, at: int) -> Amount:
    if typed.text(at + 1) in QUARTER:
        return Amount(minutes - 15, at + 2)
    count = quantity(typed, at + 1)
    if count and count.value < 60:
        unit = _unit(typed, count.end, MINUTE)
        if unit:
            return Amount(minutes - count.value, unit)
        if typed.closes(count.end) and not typed.at(count.end).text:
            return Amount(minutes - count.value, count.end)
    return Amount(minutes, at + 1, "inexact")


def _tail(typed: Typed, minutes: Fraction, at: int, number: int | None) -> Amount:
    """Read a number that stands loose behind hours: '2h 30'."""
    plain = Amount(minutes, at)
    if number is None or typed.glued(at) or minutes.denominator != 1 or minutes % 60:
        return plain
    after = typed.at(at + 1)
    if (after.glued and not typed.closes(at + 1)) or number >= 60 or after.text in MONTHS:
        return plain
    if after.text in {"-", ":", ".", "/", "x", "+"} or after.text in _ANY_UNIT:
        return plain
    if after.text in {"am", "pm", "to", "sampai", "weeks", "minggu", "minutes", "%"}:
        return plain
    two = len(typed.text(at)) == 2
    more = minutes + number
    if after.kind is not WORD:
        return Amount(more, at + 1, "" if two else "hours_or_minutes", (minutes,))
    if not two:
        return plain
    if number in {15, 30, 45} and (after.text in ACTIVITIES or after.text.endswith("ing")):
        return Amount(more, at + 1)
    return Amount(more, at + 1, "hours_or_minutes", (minutes,))


def _minutes(typed: Typed, count: Quantity, unit: int, *, adjective: bool) -> Amount:
    if typed.typed(unit - 1) == "M" and not typed.shout():
        return Amount(count.value, unit, "minutes_or_millions")
    if count.value.denominator != 1:
        return Amount(count.value, unit, "fraction_of_minute")
    if typed.text(unit) in {"lebih", "+"} and not typed.glued(unit + 1) and not words(typed, unit + 1):
        return Amount(count.value, unit + 1, "inexact")
    seconds = quantity(typed, unit)
    if seconds and _unit(typed, seconds.end, SECOND):
        return Amount(count.value, seconds.end + 1, "seconds")
    return Amount(count.value, _ish(typed, unit), adjective=adjective)
