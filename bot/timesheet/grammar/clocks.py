"""Times of day: `9`, `9.30`, `9am`, `jam 3 sore`, `half past nine`, `setengah sepuluh`.

The one rule to keep: a clock keeps how it was said (bare, marked, in full); which half of the day is meant is decided
where both ends of a range are known.
"""

from dataclasses import dataclass, replace

from bot.timesheet.grammar.numbers import SPELLED, words
from bot.timesheet.grammar.typed import NUMBER, Typed
from bot.timesheet.grammar.words import (
    AT_WORDS,
    CLOCK_WORDS,
    HALF,
    HOUR,
    MINUTE,
    NOON,
    PARTS,
    QUARTER,
    SECOND,
    ZONES,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said, and the index after it.

    hour, minute  as said; 24:00 is the end of a day
    mark    '' | am | pm | pagi | siang | sore | malam | dini | morning | afternoon | evening | night | fixed
    full    said in 24 hours: from 13, 0, or with a leading zero
    named   introduced by 'jam', 'at', or not to be taken for a mere number
    plain   a bare whole number
    offset  minutes east of UTC, when a zone or an offset was said
    """

    hour: int
    minute: int
    end: int
    mark: str = ""
    full: bool = False
    named: bool = False
    plain: bool = False
    now: bool = False
    offset: int | None = None
    doubt: str = ""

    @property
    def bare(self) -> bool:
        """Whether either half of the day may be meant."""
        return not self.mark and not self.full and 1 <= self.hour <= 12


def of_day(clock: Clock, mark: str = "") -> int | None:
    """Minutes since midnight under a mark (its own if it has one); None when they contradict each other."""
    mark = clock.mark or mark
    hour, minute = clock.hour, clock.minute
    total = hour * 60 + minute
    if mark in {"", "fixed"}:
        return total
    if hour > 12 or hour == 0:
        span = _SPANS.get(mark)
        return total if span is None or span[0] <= hour <= span[1] else None
    twelve = hour % 12 * 60 + minute
    match mark:
        case "am":
            return twelve
        case "pm":
            return twelve + 720
        case "pagi" | "morning" | "dini":
            if mark == "dini" and hour > 6:
                return None
            return None if hour == 12 and mark == "pagi" else (total if hour == 12 else twelve)
        case "siang":
            return total if hour in {10, 11, 12} else twelve + 720 if hour <= 4 else None
        case "sore":
            return twelve + 720 if 2 <= hour <= 7 else None
        case "malam":
            if hour == 5:
                return None
            return twelve if hour <= 4 else 0 + minute if hour == 12 else twelve + 720
        case "afternoon":
            return total if hour == 12 else twelve + 720 if hour <= 7 else None
        case "evening":
            return twelve + 720 if 4 <= hour <= 11 else None
        case "night":
            return twelve if hour <= 5 or hour == 12 else twelve + 720
        case _:
            return None


_OPENING = frozenset(CLOCK_WORDS) | frozenset(AT_WORDS)
_SPANS = {
    "am": (0, 11), "pm": (12, 23), "pagi": (0, 11), "morning": (0, 11), "dini": (0, 6), "siang": (10, 15),
    "sore": (14, 19), "malam": (18, 24), "afternoon": (12, 18), "evening": (16, 23), "night": (18, 24),
}  # fmt: skip


_TWELVE = NOON | {"midnight"}
_AFTER_FIGURES = _TWELVE | {"past"}
"""What is more than the figures it follows: '12 noon', '10 past 9'."""
_UNITS = HOUR | MINUTE
_NO_MINUTES = HOUR | SECOND
_NOW = frozenset("now sekarang skrg skrng skg".split())
FIRST = _OPENING | NOON | _NOW | HALF | SPELLED | {"tengah", "midnight", "half", "a", "quarter"}
"""What a time of day begins with, if not with a number: most words are none, and cost no more than to see that."""
_HALVES = frozenset("am pm a p in at".split()) | PARTS.keys()
TOLD = frozenset(": . h o'clock oclock uhr kurang lewat lebih".split()) | _AFTER_FIGURES | _HALVES
"""What follows a number that is more than a number: a clock that needs no range around it."""
ZONED = frozenset(("[", *ZONES))
"""What says the zone of any of them."""


def clock(typed: Typed, index: int, *, loose: bool = False) -> Clock | None:
    """Read a time of day at `index`. `loose`: a range is being read, so a mere number or number word will do."""
    if typed.text(index) not in FIRST and typed.at(index).kind is not NUMBER:
        return None
    named = False
    at = index
    while typed.text(at) in _OPENING and at < index + 2:
        named = True
        at += 1
    if named and typed.text(at) in {"sekitar", "around", "about"}:
        at += 1
    found = None
    if typed.at(at).kind is not NUMBER or typed.text(at + 1) in _AFTER_FIGURES:
        found = _word(typed, at) or _idiom(typed, at, named=named or loose)
    found = found or _figures(typed, at, loose=loose or named)
    if found is None:
        return None
    if named and not found.named:
        found = replace(found, named=True)
    found = _marked(typed, found)
    if not typed.closes(found.end):
        return None
    if found.hour > 24 or found.minute > 59 or (found.hour == 24 and found.minute):
        return None
    return found


def _word(typed: Typed, at: int) -> Clock | None:
    text = typed.text(at)
    if text == "12" and typed.text(at + 1) in _TWELVE:
        at, text = at + 1, typed.text(at + 1)
    if text in NOON or typed.phrase(at, "tengah", "hari"):
        return Clock(12, 0, at + (1 if text in NOON else 2), "fixed", named=True)
    if text == "midnight" or typed.phrase(at, "tengah", "malam"):
        return Clock(24, 0, at + (1 if text == "midnight" else 2), "fixed", named=True)
    if text in _NOW:
        return Clock(0, 0, at + 1, "fixed", named=True, now=True)
    return None


def _hour(typed: Typed, at: int) -> tuple[int, int] | None:
    number = typed.number(at, digits=2)
    if number is not None:
        return number, at + 1
    spelled = words(typed, at)
    return spelled if spelled and 1 <= spelled[0] <= 24 else None


def _idiom(typed: Typed, at: int, *, named: bool) -> Clock | None:
    text = typed.text(at)
    if text in HALF and named:
        found = _hour(typed, at + 1)
        if found and 1 <= found[0] <= 12 and typed.text(found[1]) not in HOUR:
            return Clock((found[0] - 1) or 12, 30, found[1], named=True)
    if text == "half" and typed.text(at + 1) == "past":
        found = _hour(typed, at + 2)
        return Clock(found[0], 30, found[1], named=True) if found else None
    if text == "half":
        found = _hour(typed, at + 1)
        if found and named and 1 <= found[0] <= 12 and typed.text(found[1]) not in _UNITS:
            return Clock(found[0], 30, found[1], named=True, doubt="half_hour")  # half nine: 9:30, or 8:30 to a German
    after = at + 1 if text == "a" else at
    if typed.text(after) == "quarter" and typed.text(after + 1) in {"past", "to"}:
        found = _hour(typed, after + 2)
        if found and 1 <= found[0] <= 12:
            if typed.text(after + 1) == "past":
                return Clock(found[0], 15, found[1], named=True)
            return Clock((found[0] - 1) or 12, 45, found[1], named=True)
    count = _hour(typed, at)
    if count and typed.text(count[1]) == "past":
        found = _hour(typed, count[1] + 1)
        return Clock(found[0], count[0], found[1], named=True) if found else None
    return None


def _figures(typed: Typed, at: int, *, loose: bool) -> Clock | None:
    token = typed.at(at)
    if token.kind is not NUMBER:
        spelled = words(typed, at) if loose else None
        if spelled and 1 <= spelled[0] <= 12:
            return _shifted(typed, Clock(spelled[0], 0, spelled[1], named=True))
        return None
    if len(token.text) == 4 and int(token.text[2:]) < 60 and int(token.text[:2]) < 24:
        return Clock(int(token.text[:2]), int(token.text[2:]), at + 1, full=True)
    hour = typed.number(at, digits=2)
    if hour is None:
        return None
    full = hour > 12 or hour == 0 or token.text.startswith("0")
    apart = typed.text(at + 1)
    minute = typed.number(at + 2, digits=2) if apart in {":", ".", "h"} else None
    if minute is not None and len(typed.text(at + 2)) == 2:
        if typed.glued(at + 1) and typed.glued(at + 2):
            more = typed.text(at + 3)
            if more in {".", ":"} and typed.glued(at + 3) and typed.at(at + 4).kind is NUMBER and typed.glued(at + 4):
                return None
            return Clock(hour, minute, at + 3, full=full, named=apart == ":")
    if typed.text(at + 1) in {"o'clock", "oclock", "uhr"}:
        return Clock(hour, 0, at + 2, full=full or typed.text(at + 1) == "uhr", named=True)
    return _shifted(typed, Clock(hour, 0, at + 1, full=full, plain=True))


def _shifted(typed: Typed, found: Clock) -> Clock:
    """Read 'kurang seperempat' and 'lewat 10' after an hour."""
    at = found.end
    if typed.text(at) not in {"kurang", "lewat", "lebih"}:
        return found
    if typed.text(at + 1) in QUARTER:
        minutes, end = 15, at + 2
    elif typed.text(at + 1) in HALF:
        minutes, end = 30, at + 2
    else:
        count = _hour(typed, at + 1)
        if count is None or count[0] > 59:
            return found
        minutes, end = count
        if typed.text(end) in _NO_MINUTES:
            return found
    if typed.text(end) in MINUTE:
        end += 1
    if typed.text(at) == "kurang":
        return replace(found, hour=(found.hour - 1) or 12, minute=60 - minutes, end=end, plain=False, named=True)
    return replace(found, minute=minutes, end=end, plain=False, named=True)


def _marked(typed: Typed, found: Clock) -> Clock:
    at = found.end
    text = typed.text(at)
    if found.mark == "fixed":
        return _zoned(typed, found)
    if text == "uhr":
        return replace(found, end=at + 1, plain=False, full=True, named=True)
    if typed.text(at) == "o'clock":
        at, text = at + 1, typed.text(at + 1)
    if text in {"am", "pm"}:
        found = replace(found, mark=text, end=at + 1, plain=False, named=True)
    elif text in {"a", "p"} and typed.glued(at) and typed.closes(at + 1):
        found = replace(found, mark=text + "m", end=at + 1, plain=False, named=True)
    elif text == "in" and typed.text(at + 1) == "the" and PARTS.get(typed.text(at + 2), "") in _SPANS:
        found = replace(found, mark=PARTS[typed.text(at + 2)], end=at + 3, plain=False, named=True)
    elif text == "at" and typed.text(at + 1) == "night":
        found = replace(found, mark="night", end=at + 2, plain=False, named=True)
    elif text in {"this", "in"}:
        pass
    elif PARTS.get(text) in {"pagi", "siang", "sore", "malam", "dini"}:
        end = at + 2 if text == "dini" and typed.text(at + 1) == "hari" else at + 1
        if text == "tengah" or typed.text(at + 1) in {"ini", "tadi"}:
            end = at + 2
        found = replace(found, mark=PARTS[text], end=end, plain=False, named=True)
    return _zoned(typed, found)


def _zoned(typed: Typed, found: Clock) -> Clock:
    at = found.end
    text = typed.text(at)
    if text in ZONES and not typed.glued(at):
        return replace(found, offset=ZONES[text], end=at + 1)
    if text == "[" and typed.text(at + 1) in {"+", "-"} and typed.phrase(at + 3, ":") and typed.phrase(at + 5, "]"):
        hours, minutes = typed.number(at + 2, digits=2), typed.number(at + 4, digits=2)
        if hours is not None and minutes is not None:
            offset = (hours * 60 + minutes) * (1 if typed.text(at + 1) == "+" else -1)
            return replace(found, offset=offset, end=at + 6)
    return found
