"""How long each kind of data is kept: the names, the lengths, and between which bounds a company may choose.

The rule to keep: a length that Lentera does not enforce itself is marked as somebody's word, and has no default: nobody
has given it yet.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from typing_extensions import override

from bot.markup import Markup
from bot.texts import Words


class Kept(StrEnum):
    """A kind of data with a length of its own."""

    ENTRIES = "entries"
    """Time entries with their history, timers and days off: so long after the day they are about."""
    LEAVERS = "leavers"
    """Everything about somebody who has left: so long after that was seen."""
    ROLLOUTS = "rollouts"
    """A rollout, who got what of it, and its log: so long after it ended."""
    RESULTS = "results"
    """A survey, who was invited, and what was released: so long after it ended."""
    COMMENTS = "comments"
    """The comments of a survey: so long after it ended."""
    REQUESTS = "requests"
    """What somebody asked about their data, and what is left of an erasure: so long after it was closed."""
    LOOKS = "looks"
    """Who looked at what: so long after the look."""
    LOGS = "logs"
    """What the processes print. Lentera prints, and somebody else keeps it."""
    BACKUPS = "backups"
    """Copies of the database. Somebody else makes them."""


class Unit(StrEnum):
    """What a length is counted in."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


_TYPED = re.compile(r"(\d{1,4}) ?(hour|day|month|year)s?", re.IGNORECASE)
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
_DAYS = {Unit.HOURS: 1 / 24, Unit.DAYS: 1.0, Unit.MONTHS: 30.4, Unit.YEARS: 365.0}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as people say it: `3 years`."""

    n: int
    unit: Unit

    def before(self, moment: datetime) -> datetime:
        """The instant that lies so long before another. A day that a month has not got is its last."""
        if self.unit not in _MONTHS:
            return moment - timedelta(**{self.unit.value: self.n})
        months = moment.year * 12 + moment.month - 1 - self.n * _MONTHS[self.unit]
        year, month = divmod(months, 12)
        day = min(moment.day, monthrange(year, month + 1)[1])
        return moment.replace(year=year, month=month + 1, day=day)

    @property
    def days(self) -> float:
        """Roughly how many days, for comparing."""
        return self.n * _DAYS[self.unit]

    def told(self, t: Words) -> Markup:
        """In words: `3 years`, `3 tahun`."""
        return t(f"units.period_{self.unit.value}", n=self.n)

    @override
    def __str__(self) -> str:
        """As it is typed into a setting."""
        return f"{self.n} {self.unit.value.removesuffix('s') if self.n == 1 else self.unit.value}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a company may choose."""

    usual: Period | None
    """None where nobody but the company can say."""
    least: Period
    most: Period


def _years(n: int) -> Period:
    return Period(n, Unit.YEARS)


def _months(n: int) -> Period:
    return Period(n, Unit.MONTHS)


def _days(n: int) -> Period:
    return Period(n, Unit.DAYS)


RULES: Mapping[Kept, Rule] = {
    # Long enough for a claim about wages or overtime that is found out late; the entries are their owner's evidence.
    Kept.ENTRIES: Rule(_years(3), _months(3), _years(10)),
    # A directory may have a bad day, and somebody may want their hours after the last one.
    Kept.LEAVERS: Rule(_months(12), _days(7), _years(3)),
    # Not shorter than people are promised to be asked again, and as long as what was agreed may be asked about.
    Kept.ROLLOUTS: Rule(_years(3), _months(6), _years(10)),
    # 90 days are what the rule against two surveys of nearly the same people needs.
    Kept.RESULTS: Rule(_years(3), _months(6), _years(10)),
    Kept.COMMENTS: Rule(_months(12), _days(30), _years(3)),
    # To show that what was asked was done, and when.
    Kept.REQUESTS: Rule(_years(3), _months(6), _years(10)),
    Kept.LOOKS: Rule(_months(12), _months(3), _years(3)),
    Kept.LOGS: Rule(None, _days(1), _years(1)),
    Kept.BACKUPS: Rule(None, _days(1), _years(1)),
}
"""Every kind, in the order in which it is told."""

SAID = frozenset(kept for kept, rule in RULES.items() if rule.usual is None)
"""What the company says and Lentera does not enforce."""

Periods = Mapping[Kept, Period]
"""The lengths that hold; what nobody has said is missing."""

USUAL: Periods = {kept: rule.usual for kept, rule in RULES.items() if rule.usual is not None}
"""The lengths where nobody has chosen another."""


def period(typed: str) -> Period | None:
    """What somebody typed into a setting, such as `90 days`; None for anything else."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None or int(found[1]) == 0:
        return None
    return Period(int(found[1]), Unit(f"{found[2].lower()}s"))


def told(periods: Periods, t: Words) -> dict[str, Markup]:
    """Every length in words, by the name of its kind; a length that nobody has said is told as such."""
    return {kept.value: periods[kept].told(t) if kept in periods else t("units.period_unsaid") for kept in RULES}
