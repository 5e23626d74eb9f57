"""The month that somebody means by `october`, `2026-10` or `bulan lalu`.

The rule to keep: what is not clearly a month is None, never a guess.
"""

import re
from datetime import date, timedelta
from types import MappingProxyType

_MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                ("january", "januari", "jan"),
                ("february", "februari", "pebruari", "feb"),
                ("march", "maret", "mar"),
                ("april", "apr"),
                ("may", "mei"),
                ("june", "juni", "jun"),
                ("july", "juli", "jul"),
                ("august", "agustus", "aug", "agu", "agt", "ags"),
                ("september", "sept", "sep"),
                ("october", "oktober", "oct", "okt"),
                ("november", "nopember", "nov"),
                ("december", "desember", "dec", "des"),
            ),
            start=1,
        )
        for name in names
    }
)
_THIS = frozenset({"", "month", "this month", "bulan ini", "bulan"})
_LAST = frozenset({"last month", "bulan lalu", "bulan kemarin", "bln lalu"})
_NUMBERS = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/](?P<year2>\d{4})")
_NAMED = re.compile(r"(?:month |bulan )?(?P<name>[a-z]+)\.?(?: (?P<year>\d{4}))?")


def month(said: str, today: date) -> date | None:
    """The first day of the month meant; without a year it is the latest such month. None where it is no month."""
    words = " ".join(said.casefold().split())
    first = today.replace(day=1)
    if words in _THIS:
        return first
    if words in _LAST:
        return (first - timedelta(days=1)).replace(day=1)
    if found := _NUMBERS.fullmatch(words):
        return _day(int(found["year"] or found["year2"]), int(found["month"] or found["month2"]))
    found = _NAMED.fullmatch(words)
    number = _MONTHS.get(found["name"]) if found else None
    if found is None or number is None:
        return None
    if found["year"]:
        return _day(int(found["year"]), number)
    return date(today.year - (number > today.month), number, 1)


def _day(year: int, number: int) -> date | None:
    # 1970 and 2100 are no limits of the calendar, but of what can be a month that somebody worked in.
    return date(year, number, 1) if 1970 <= year <= 2100 and 1 <= number <= 12 else None
