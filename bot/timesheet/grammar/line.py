"""The canonical line: one entry as a sentence that is itself valid input.

The one rule to keep: `read(canonical(line))` is that line again, in both languages, on whatever day it is typed.
"""

from datetime import UTC, datetime, time, timedelta

from bot.timesheet.grammar.days import NAMING, day
from bot.timesheet.grammar.quiet import quiet
from bot.timesheet.grammar.read import read_cut, refused
from bot.timesheet.grammar.reading import Entries, Line
from bot.timesheet.grammar.sight import TIES
from bot.timesheet.grammar.spans import moments
from bot.timesheet.grammar.typed import Typed, cut

_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
}
_UNITS = {"en": ("h", "min"), "id": ("jam", "menit")}
_MARKS = {"en": ":", "id": "."}
_DATE = 4  # tokens that a canonical line ends with: a comma, day, month and year


def canonical(line: Line, locale: str) -> str:
    """Write the entry as one line of valid input in `locale` ('id…', anything else is English).

    The note goes in quotes when, bare, any of it could be read as a time, a day, a project or a command.
    """
    locale = "id" if locale.startswith("id") else "en"
    bare = _written(line, locale, line.note)
    if not line.note or quiet(line) or _harmless(line, bare):
        return bare
    return _written(line, locale, '"' + line.note.replace('"', '""') + '"')


def _written(line: Line, locale: str, note: str) -> str:
    spent = _duration(line.minutes, locale)
    if line.start and line.end:
        spent = f"{_clock(line.start, locale)}-{_clock(line.end, locale)} ({spent})"
    words = " ".join(part for part in (spent, f"#{line.project}" if line.project else "", note) if part)
    return f"{words}, {line.day.day} {_MONTHS[locale][line.day.month - 1]} {line.day.year}"


def _duration(minutes: int, locale: str) -> str:
    hour, minute = _UNITS[locale]
    parts = [f"{minutes // 60} {hour}"] if minutes >= 60 else []
    if minutes % 60 or not parts:
        parts.append(f"{minutes % 60} {minute}")
    return " ".join(parts)


def _clock(moment: datetime, locale: str) -> str:
    shown = f"{moment:%H}{_MARKS[locale]}{moment:%M}"
    if len(moments(moment.date(), moment.hour * 60 + moment.minute, moment)) < 2:
        return shown
    offset = moment.utcoffset() or timedelta()
    sign, minutes = "-" if offset < timedelta() else "+", abs(offset) // timedelta(minutes=1)
    return f"{shown}[{sign}{minutes // 60:02}:{minutes % 60:02}]"  # the hour that a clock change shows twice


def _harmless(line: Line, bare: str) -> bool:
    """Whether the bare note is read as a note, by anybody, on any day."""
    if refused(bare):
        return False
    typed = cut(bare)
    zone = line.start.tzinfo if line.start else UTC
    noon = datetime.combine(line.day, time(12), zone)
    days = range(1, 8) if _eventful(line, typed, noon) else range(1, 2)
    locales = ("en", "id") if TIES.intersection(typed.words) else ("en",)
    expected = Entries((line,))
    return all(
        read_cut(typed, now=noon + timedelta(days=ahead), locale=locale) == expected
        for ahead in days
        for locale in locales
    )


def _eventful(line: Line, bare: Typed, noon: datetime) -> bool:
    """Whether the note holds words that mean another day every day."""
    if NAMING.isdisjoint(bare.words[:-_DATE]):
        return False
    typed, today = cut(line.note), noon.date()
    return any(day(typed, index, today) is not None for index in range(len(typed.tokens)))
