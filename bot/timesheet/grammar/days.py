"""Days: `kemarin`, `jumat lalu`, `3 Dec`, `17/11/2026`, `@2026-11-20`.

The one rule to keep: a word that only looks like a day stays in the note; a `Day` says how sure it is, and whoever sees
the whole line decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.timesheet.grammar.numbers import SPELLED, words
from bot.timesheet.grammar.typed import NUMBER, WORD, Typed
from bot.timesheet.grammar.words import (
    AGO,
    INDONESIAN_DAYS,
    LAST,
    LAST_AFTER,
    MONTHS,
    NEXT_AFTER,
    PARTS,
    SHORT_DAYS,
    TODAY,
    TOMORROW,
    WEEKDAYS,
    YESTERDAY,
)

_WEEKS_AGO = {"seminggu": 1, "sepekan": 1}
_AGO = AGO | {"kemarin"}
_WHICH = LAST | {"this", "next", "latest"}
_NAMES = WEEKDAYS | SHORT_DAYS
_ON_NAMES = frozenset(("on", *_NAMES))
_WEEK = frozenset("week weeks minggu pekan mgg".split())


@dataclass(frozen=True, slots=True)
class Day:
    """A day phrase and the index after it.

    on       the day; None when there is none (see `doubt`)
    sure     said so that it cannot be part of a note
    kind     relative | weekday | short | date | numeric | week, or settled: nobody asks again
    doubt    '' | 'week_word' | 'future' | 'no_such_day' | 'month_first' | 'night_before' | 'several_days'
    part     a part of the day said with it: 'kemarin sore'
    others   further days it may mean
    """

    on: date | None
    end: int
    kind: str
    sure: bool = True
    doubt: str = ""
    part: str = ""
    others: tuple[date, ...] = ()


_BEFORE = frozenset("on pada hari @ tanggal tgl tggl".split())
FIRST = (
    frozenset(
        "the lusa day hari hr ini tadi td tdi barusan semalam semalem last this earlier later tonight nanti ntar malam "
        "next latest past minggu pekan weekend wiken akhir a one sehari".split()
    )
    | _BEFORE
    | SPELLED
    | YESTERDAY
    | TODAY
    | TOMORROW
    | PARTS.keys()
    | WEEKDAYS.keys()
    | SHORT_DAYS.keys()
    | MONTHS.keys()
    | _WEEKS_AGO.keys()
    | _WHICH
)
"""What a day begins with, if not with a number: most words are none, and cost no more than to see that."""
_AGO_UNITS = frozenset("day days hari hr d sehari".split()) | _WEEK | _WEEKS_AGO.keys()
AFTER_FIGURES = frozenset("/ - . st nd rd th of".split()) | MONTHS.keys() | _AGO_UNITS
"""What follows a number that a day begins with."""
NAMING = FIRST | AFTER_FIGURES
"""No day is said without one of these."""


def day(typed: Typed, index: int, today: date) -> Day | None:
    """Read a day phrase at `index`."""
    figures = typed.at(index).kind is NUMBER
    if typed.text(index + 1) not in AFTER_FIGURES if figures else typed.text(index) not in FIRST:
        return None
    at = index
    introduced = False
    while typed.text(at) in _BEFORE and at < index + 3:
        introduced = True
        at += 1
    if typed.text(at) == "the" and _ordinal(typed, at + 1):
        return _numbered(typed, index, at + 1, today)
    for reader in _READERS_OF_FIGURES if typed.at(at).kind is NUMBER else _READERS_OF_WORDS:
        found = reader(typed, at, today)
        if found and (typed.closes(found.end) or typed.text(found.end) in {".", ":"}):
            found = _parted(typed, found)
            hari = typed.text(at - 1) == "hari" and at > index
            if introduced:
                if found.doubt == "week_word" and hari and found.others:
                    return Day(found.others[0], found.end, "weekday")
                return found if found.sure else replace(found, sure=True)
            return found
    if introduced:
        return _numbered(typed, index, at, today) or dotted(typed, at, today)
    return None


def dotted(typed: Typed, at: int, today: date) -> Day | None:
    """Read '17.11.' or '17.11', a day to a German, a time of day to an Indonesian: for whoever knows which."""
    number, month = typed.number(at, digits=2), typed.number(at + 2, digits=2)
    if number is None or month is None or typed.text(at + 1) != "." or not 1 <= month <= 12 or not 1 <= number <= 31:
        return None
    if not (typed.glued(at + 1) and typed.glued(at + 2)):
        return None
    end = at + 4 if typed.text(at + 3) == "." and typed.glued(at + 3) else at + 3
    found = _on(None, month, number, end, today)
    return found if found.on and typed.closes(end) else None


def _last(today: date, weekday: int, *, before: bool) -> date:
    back = (today.weekday() - weekday) % 7
    return today - timedelta(days=back or 7 if before else back)


def _in_week(today: date, weekday: int, weeks: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(days=weekday, weeks=weeks)


def _parted(typed: Typed, found: Day) -> Day:
    """Read the part of the day behind a day: 'kemarin sore', 'Monday morning'."""
    text = typed.text(found.end)
    if found.part or found.kind == "week" or text not in PARTS:
        return found
    end = found.end + 1
    if text == "dini":
        if typed.text(end) != "hari":
            return found
        end += 1
    if found.kind == "short" or (text == "night" and typed.text(end) in {"live", "out"}):
        return found
    return replace(found, end=end, part=PARTS[text])


def _relative(typed: Typed, at: int, today: date) -> Day | None:
    text, after = typed.text(at), typed.text(at + 1)

    def back(days: int, end: int, part: str = "") -> Day:
        return Day(today - timedelta(days=days), end, "relative", part=part)

    if text in YESTERDAY:
        if after in {"lusa", "lusanya"} or after == "dulu":
            return back(2, at + 2)
        if after in WEEKDAYS and after != "minggu":
            return Day(today - timedelta(days=1), at + 1, "relative")
        return back(1, at + 1)
    if text == "lusa":
        return back(2, at + 2) if after in YESTERDAY else back(-2, at + 1)
    if typed.phrase(at, "the", "day", "before", "yesterday"):
        return back(2, at + 4)
    if typed.phrase(at, "day", "before", "yesterday"):
        return back(2, at + 3)
    if typed.phrase(at, "day", "after", "tomorrow"):
        return back(-2, at + 3)
    if text in TOMORROW:
        return back(-1, at + 1)
    if text in TODAY:
        return back(0, at + 1)
    if text in {"hari", "hr"} and after in {"ini", "ni"}:
        return back(0, at + 2)
    if text == "ini" and typed.text(at - 1) == "hari":
        return back(0, at + 1)
    if text in {"tadi", "td", "tdi", "barusan"}:
        if PARTS.get(after) == "malam":
            return back(1, at + 2, "malam")
        if after in PARTS:
            end = at + 2
            if after == "dini" and typed.text(end) == "hari":
                end += 1
            return back(0, end, PARTS[after])
        return Day(today, at + 1, "relative", sure=False) if text != "barusan" else None
    if text in {"semalam", "semalem"} or (text == "last" and after == "night"):
        return back(1, at + (1 if text != "last" else 2), "malam" if text != "last" else "night")
    if text in {"this", "earlier"} and after in {"morning", "afternoon", "evening"}:
        return back(0, at + 2, after)
    if typed.phrase(at, "earlier", "today") or typed.phrase(at, "later", "today"):
        return back(0, at + 2)
    if text == "tonight":
        return back(0, at + 1, "evening")
    if text in PARTS and after in {"ini", "tadi"} and text != "dini":
        return back(0, at + 2, PARTS[text])
    if text in {"nanti", "ntar"} and after in PARTS:
        return back(0, at + 2, PARTS[after])
    return None


def _ago(typed: Typed, at: int, today: date) -> Day | None:
    number = typed.number(at, digits=3)
    count, end = (number, at + 1) if number is not None else (words(typed, at) or (None, at))
    if typed.text(at) in {"a", "one"} and typed.text(at + 1) in {"day", "week"}:
        count, end = 1, at + 1
    if typed.text(at) == "sehari":
        count, end = 1, at
    if typed.text(at) in _WEEKS_AGO:
        count, end = 1, at
    if count is None:
        return None
    unit = typed.text(end)
    after = end + 1
    if typed.text(after) in {"yang", "yg"}:
        after += 1
    if typed.text(after) not in _AGO:
        return None
    if unit not in _AGO_UNITS:
        return None
    if unit in {"day", "days", "hari", "hr", "d", "sehari"}:
        return Day(today - timedelta(days=count), after + 1, "relative") if count < 4000 else None
    if unit in _WEEK or unit in _WEEKS_AGO:
        if count > 500:
            return None
        return Day(None, after + 1, "week", doubt="week_word", others=(today - timedelta(weeks=count),))
    return None


def _weekday(typed: Typed, at: int, today: date) -> Day | None:
    text, after = typed.text(at), typed.text(at + 1)
    if text == "malam" and after in WEEKDAYS and typed.text(at - 1) != "jam":
        on = _last(today, WEEKDAYS[after], before=False)
        return Day(None, at + 2, "weekday", doubt="night_before", others=(on - timedelta(days=1), on))
    if text in _WHICH and after in _NAMES:
        which = _NAMES[after]
        if after == "minggu":
            return None
        if text == "this":
            return Day(_in_week(today, which, 0), at + 2, "weekday")
        if text == "next":
            return Day(_last(today, which, before=False) + timedelta(weeks=1), at + 2, "weekday")
        if text == "last" and typed.phrase(at + 2, "week"):
            return Day(_in_week(today, which, -1), at + 3, "weekday")
        return Day(_last(today, which, before=True), at + 2, "weekday")
    if typed.phrase(at, "last", "week") and typed.text(at + 2) in _ON_NAMES:
        place = at + 3 if typed.text(at + 2) == "on" else at + 2
        named = _NAMES.get(typed.text(place))
        if named is not None:
            return Day(_in_week(today, named, -1), place + 1, "weekday")
    if text in {"minggu", "pekan"} and after in {"lalu", "kemarin", "kmrn", "ini"}:
        place = at + 3 if typed.text(at + 2) == "hari" else at + 2
        named = WEEKDAYS.get(typed.text(place))
        if named is not None and typed.text(place) != "minggu":
            return Day(_in_week(today, named, 0 if after == "ini" else -1), place + 1, "weekday")
    number = WEEKDAYS.get(text)
    kind = "weekday"
    if number is None:
        number, kind = SHORT_DAYS.get(text), "short"
    if number is None:
        return None
    if text == "minggu":
        return _sunday(typed, at, today)
    end = at + 1
    if typed.text(end) == "." and kind == "short" and typed.glued(end) and not typed.glued(end + 1):
        end += 1
    if typed.text(end) in {",", "/"} and typed.text(end) == ",":
        dated = _date(typed, end + 1, today)
        if dated and dated.on:
            return replace(dated, doubt="" if dated.on.weekday() == number else "no_such_day")
    dated = _date(typed, end, today) or _numeric(typed, end, today)
    if dated and dated.on and not dated.doubt:
        return replace(dated, doubt="" if dated.on.weekday() == number else "no_such_day", sure=True)
    if typed.text(end) in {"yang", "yg"} and typed.text(end + 1) == "lalu":
        return Day(_last(today, number, before=True), end + 2, kind)
    if typed.text(end) in {"minggu", "pekan"} and typed.text(end + 1) in {"lalu", "kemarin", "kmrn"}:
        return Day(_in_week(today, number, -1), end + 2, kind)
    if typed.phrase(end, "last", "week"):
        return Day(_in_week(today, number, -1), end + 2, kind)
    if typed.phrase(end, "this", "week") or typed.phrase(end, "minggu", "ini") or typed.text(end) == "ini":
        return Day(_in_week(today, number, 0), end + (1 if typed.text(end) == "ini" else 2), kind)
    if typed.phrase(end, "next", "week") or typed.phrase(end, "minggu", "depan"):
        return Day(_in_week(today, number, 1), end + 2, kind)
    if typed.text(end) in NEXT_AFTER:
        return Day(_last(today, number, before=False) + timedelta(weeks=1), end + 1, kind)
    if typed.text(end) in LAST_AFTER and text in INDONESIAN_DAYS:
        return Day(_last(today, number, before=True), end + 1, kind)
    if typed.text(end) in {"-", "to", "sampai", "s", "till", "sd", "until", "through"}:
        other = typed.text(end + 1)
        if other in WEEKDAYS or other in SHORT_DAYS:
            return Day(None, end + 2, "weekday", doubt="several_days")
    return Day(_last(today, number, before=False), end, kind, sure=False)


def _sunday(typed: Typed, at: int, today: date) -> Day | None:
    """Read 'minggu', which is Sunday and week at once."""
    after = typed.text(at + 1)
    sunday = _last(today, 6, before=False)
    if after in {"lalu", "kemarin", "kmrn", "kemaren"} or typed.phrase(at + 1, "yang", "lalu"):
        end = at + (3 if after == "yang" else 2)
        return Day(None, end, "week", doubt="week_word", others=(_last(today, 6, before=True),))
    if after in NEXT_AFTER:
        return Day(None, at + 2, "week", doubt="future")
    if after == "ini":
        return Day(None, at + 2, "week", doubt="week_word", others=(_in_week(today, 6, 0),))
    if after == "ke" or (typed.at(at + 1).kind is NUMBER and not typed.text(at + 2)):
        return None
    dated = _date(typed, at + 2 if after == "," else at + 1, today)
    if dated and dated.on and dated.on.weekday() == 6:
        return dated
    if typed.at(at - 1).kind is NUMBER or typed.text(at - 1) in {"per", "tiap", "setiap", "satu", "dua", "tiga"}:
        return None
    return Day(sunday, at + 1, "weekday", sure=False)


def _week(typed: Typed, at: int, today: date) -> Day | None:
    text, after = typed.text(at), typed.text(at + 1)
    if text in {"last", "this", "past"} and after == "weekend":
        return Day(None, at + 2, "week", doubt="week_word")
    if text in {"weekend", "wiken"} and after in {"lalu", "kemarin", "kmrn", "ini"}:
        return Day(None, at + 2, "week", doubt="week_word")
    if text == "akhir" and after in {"pekan", "minggu"} and typed.text(at + 2) in {"lalu", "kemarin", "kmrn", "ini"}:
        return Day(None, at + 3, "week", doubt="week_word")
    if text in {"last", "this", "next", "past"} and after == "week":
        others = {"last": (today - timedelta(weeks=1),), "this": (today,)}.get(text, ())
        return Day(None, at + 2, "week", doubt="future" if text == "next" else "week_word", others=others)
    if text == "pekan" and after in {"lalu", "ini", "depan"}:
        return Day(None, at + 2, "week", doubt="future" if after == "depan" else "week_word")
    return None


def _year(typed: Typed, at: int) -> int | None:
    token = typed.text(at)
    if len(token) == 4 and token.isdigit() and 1900 <= int(token) <= 2199:
        return int(token)
    return None


def _nearest(month: int, number: int, today: date) -> date | None:
    """Return the occurrence nearest today; None for a day that no year has."""
    found = []
    for year in range(today.year - 4, today.year + 5):
        try:
            found.append(date(year, month, number))
        except ValueError:
            continue
    return min(found, key=lambda one: abs((one - today).days), default=None)


def _on(year: int | None, month: int, number: int, end: int, today: date, kind: str = "date") -> Day:
    if year is None:
        on = _nearest(month, number, today) if 1 <= month <= 12 else None
    else:
        try:
            on = date(year, month, number)
        except ValueError:
            on = None
    return Day(on, end, kind, doubt="" if on else "no_such_day", sure=kind == "date" or year is not None)


def _ordinal(typed: Typed, at: int) -> tuple[int, int] | None:
    """Read a day of the month, '3', '3rd': its number and the index after it."""
    number = typed.number(at, digits=2)
    if number is None or not 1 <= number <= 31:
        return None
    if typed.text(at + 1) in {"st", "nd", "rd", "th"} and typed.glued(at + 1):
        return number, at + 2
    return number, at + 1


def _date(typed: Typed, at: int, today: date) -> Day | None:
    """Read a date with a month in letters."""
    found = _ordinal(typed, at)
    if found:
        number, place = found
        if typed.text(place) in {"of", "."}:
            place += 1
        if typed.text(place) == "-" and typed.glued(place):
            second = _ordinal(typed, place + 1)
            if second and typed.text(second[1]) in MONTHS:
                return Day(None, second[1] + 1, "date", doubt="several_days")
            place += 1
        month = MONTHS.get(typed.text(place))
        return None if month is None else _yeared(typed, place + 1, month, number, today)
    month = MONTHS.get(typed.text(at))
    if month is None:
        return None
    place = at + 2 if typed.text(at + 1) == "." and typed.glued(at + 1) else at + 1
    if typed.text(place) == "the":
        place += 1
    found = _ordinal(typed, place)
    if found is None or _unit_follows(typed, found[1]):
        return None
    if typed.text(found[1]) in {":", ".", "-"} and typed.glued(found[1]) and typed.glued(found[1] + 1):
        return None
    return _yeared(typed, found[1], month, found[0], today)


def _unit_follows(typed: Typed, at: int) -> bool:
    return typed.text(at) in {
        "h",
        "m",
        "j",
        "hr",
        "hrs",
        "hour",
        "hours",
        "min",
        "mins",
        "minutes",
        "jam",
        "menit",
        "%",
    } or (typed.glued(at) and typed.at(at).kind is WORD)


def _yeared(typed: Typed, at: int, month: int, number: int, today: date) -> Day:
    place = at
    if typed.text(place) == "." and typed.glued(place):
        place += 1
    if typed.text(place) in {",", "-", "/"}:
        place += 1
    if typed.text(place) == "'" and len(typed.text(place + 1)) == 2 and typed.number(place + 1) is not None:
        return _on(2000 + (typed.number(place + 1) or 0), month, number, place + 2, today)
    year = _year(typed, place)
    follows = typed.text(place + 1) in {"h", "m", "-", ":"} and typed.glued(place + 1)
    if year is not None and not follows:
        return _on(year, month, number, place + 1, today)
    short = typed.number(place, digits=2)
    if short is not None and typed.text(place - 1) == "-" and typed.glued(place) and typed.closes(place + 1):
        return _on(2000 + short, month, number, place + 1, today)
    return _on(None, month, number, at, today)


def _numeric(typed: Typed, at: int, today: date) -> Day | None:
    """Read a date in figures: year first, or day before month."""
    year = _year(typed, at)
    mark = typed.text(at + 1)
    if mark not in {"/", "-", "."} or not (typed.glued(at + 1) and typed.glued(at + 2)):
        return None
    month, third = typed.number(at + 2, digits=2), typed.number(at + 4)
    three = typed.text(at + 3) == mark and typed.glued(at + 3) and typed.glued(at + 4) and third is not None
    if year is not None:
        if not three or month is None or mark == ".":
            return None
        number = typed.number(at + 4, digits=2)
        return _on(year, month, number, at + 5, today) if number is not None else None
    number = typed.number(at, digits=2)
    if number is None or month is None:
        return None
    if three:
        year = _year(typed, at + 4)
        if year is None and len(typed.text(at + 4)) == 2:
            year = 2000 + (third or 0)
        if year is None or (typed.glued(at + 5) and typed.text(at + 5) in {"-", "/", "."} and typed.glued(at + 6)):
            return None
        found = _on(year, month, number, at + 5, today)
        if found.on is None and month > 12 and number <= 12:
            turned = _on(year, number, month, at + 5, today)
            if turned.on:
                return Day(None, at + 5, "date", doubt="month_first", others=(turned.on,))
        return found
    if mark != "/" or not (1 <= month <= 12 and 1 <= number <= 31) or (number, month) == (24, 7):
        return None
    if typed.text(at + 3) == "/" and typed.glued(at + 3):
        return None
    if _unit_follows(typed, at + 3):
        return None
    found = _on(None, month, number, at + 3, today, "numeric")
    return found if found.on else None


def _numbered(typed: Typed, index: int, at: int, today: date) -> Day | None:
    """Read 'tanggal 5', 'on the 5th': a day of this month, or of the one before when that is nearer."""
    found = _ordinal(typed, at)
    if found is None:
        return None
    number, end = found
    words_before = {typed.text(place) for place in range(index, at)}
    dated = bool(words_before & {"tanggal", "tgl", "tggl"})
    if not dated and not ("the" in words_before and end == at + 2):
        return None
    if not typed.closes(end) or typed.text(end) in {"/", "-"}:
        return None
    here: list[date] = []
    for first in (today.replace(day=1), (today.replace(day=1) - timedelta(days=1)).replace(day=1)):
        try:
            here.append(first.replace(day=number))
        except ValueError:
            continue
    if not here:
        return Day(None, end, "date", doubt="no_such_day")
    return Day(min(here, key=lambda one: abs((one - today).days)), end, "date", sure=dated or "on" in words_before)


_Reader = Callable[[Typed, int, date], Day | None]
_READERS_OF_FIGURES: tuple[_Reader, ...] = (_ago, _numeric, _date)
_READERS_OF_WORDS: tuple[_Reader, ...] = (_ago, _relative, _weekday, _week, _date)
