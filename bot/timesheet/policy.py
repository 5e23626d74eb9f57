"""What a contract and a calendar ask of a day: the dated working-time policy.

The rule to keep: a policy says what is expected and never what somebody did. It computes with whole minutes; what
overtime must be paid, and how, is said by the law and the contract, not here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

_LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "en_US", "id": "id"})
"""Our language to the name that `holidays` has for it."""
_LOCAL = ""
_DAY = timedelta(days=1)
_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Calendar:
    """The public holidays of a place, as the `holidays` package knows them."""

    country: str
    """ISO 3166 code, such as `ID`."""
    subdivision: str | None = None
    categories: tuple[str, ...] = ("public",)
    """In Indonesia `government` holds the *cuti bersama*, the joint leave decreed for each year."""

    def names(self, day: date) -> Mapping[str, str] | None:
        """What the holiday is called, by language and, under the empty key, at the place itself; None on others."""
        place = getattr(holidays, self.country)
        names = {}
        # Without a language of its own choosing the package would follow the server's environment.
        for ours, theirs in (_LOCAL, place.default_language), *_LANGUAGES.items():
            if ours == _LOCAL or theirs in place.supported_languages:
                name = _holidays(self.country, self.subdivision, self.categories, day.year, theirs).get(day)
                if name is None:
                    return None
                names[ours] = name
        return names


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """A day that the company has changed for everybody under this policy."""

    day: date
    kind: Literal["free", "work"]
    names: Mapping[str, str]
    """By language."""
    minutes: int | None = None
    """Free: how much of the day is free, None for all of it. Work: how much is expected, None for what is usual."""


@dataclass(frozen=True, slots=True)
class Overtime:
    """Beyond what is overtime. Counted both ways, the larger of the two holds in each week (Monday to Sunday)."""

    per_day: bool = True
    per_week: bool = False
    threshold: int = 0
    """Less than this many minutes beyond, in a day or a week, are none; from there on all of them are overtime."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """How reports show totals. Each is rounded once, from its exact minutes; nothing stored is ever rounded."""

    unit: int = 1
    mode: Literal["nearest", "up", "down"] = "nearest"

    def __call__(self, minutes: int) -> int:
        """The minutes as shown. A half goes up; up and down are those of the number line."""
        match self.mode:
            case "nearest":
                return (2 * minutes + self.unit) // (2 * self.unit) * self.unit
            case "up":
                return -(-minutes // self.unit) * self.unit
            case "down":
                return minutes // self.unit * self.unit


@dataclass(frozen=True, slots=True)
class StrainRule:
    """When overtime has gone on so long that a kind word is due: in `weeks` of the last `out_of` closed weeks."""

    weeks: int = 3
    out_of: int = 4
    above: int = 240
    """Minutes of overtime in a week that are more than a busy week brings."""


@dataclass(frozen=True, slots=True)
class Version:
    """The policy from a day on, until the next version."""

    since: date
    zone: ZoneInfo
    """Where the company keeps this contract. A person's own zone says which day it is for them."""
    work_from: time
    work_to: time
    """The usual working day, breaks included; a person may set other hours for themselves."""
    contract: tuple[int, int, int, int, int, int, int]
    """Minutes from Monday to Sunday."""
    calendar: Calendar | None = None
    overtime: Overtime = Overtime()
    time_back: Fraction | None = None
    """Minutes of compensatory time that a minute of overtime gives; None where it gives none."""
    rounding: Rounding = Rounding()
    strain: StrainRule = StrainRule()


@dataclass(frozen=True, slots=True)
class Planned:
    """What one day asks."""

    day: date
    contract: int = 0
    """Minutes by contract, holiday or not."""
    free: int = 0
    """Of these, minutes that a holiday or the company gives off."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the day is called, if it is a special one; see `name`."""

    @property
    def due(self) -> int:
        """Minutes to be worked."""
        return self.contract - self.free

    def name(self, locale: str) -> str:
        """In the reader's language with the local name beside it; empty on an ordinary day."""
        local = self.names.get(_LOCAL)
        known = self.names.get(locale) or local or next(iter(self.names.values()), "")
        return known if local in (None, known) else f"{known} ({local})"


@dataclass(frozen=True, slots=True)
class Policy:
    """A named working-time policy. `versions` are in the order of their days and at least one."""

    name: str
    versions: tuple[Version, ...]
    extra_days: Mapping[date, ExtraDay] = field(default_factory=dict)
    projects: tuple[str, ...] = ()
    """The projects that the company knows."""

    def on(self, day: date) -> Version | None:
        """The version in force; None before the first."""
        return next((version for version in reversed(self.versions) if version.since <= day), None)

    def planned(self, day: date) -> Planned:
        """What the day asks. Before the first version no day asks anything."""
        version = self.on(day)
        if version is None:
            return Planned(day)
        usual = version.contract[day.weekday()]
        names = version.calendar.names(day) if version.calendar else None
        extra = self.extra_days.get(day)
        if extra and extra.kind == "work":
            return Planned(day, usual if extra.minutes is None else extra.minutes, names=extra.names)
        if names is not None:
            return Planned(day, usual, usual, names)
        if extra:
            return Planned(day, usual, usual if extra.minutes is None else min(extra.minutes, usual), extra.names)
        return Planned(day, usual)

    def is_working_day(self, day: date) -> bool:
        """Whether any work is expected that day."""
        return self.planned(day).due > 0

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """The working days from first to last, both included."""
        return (day for day in days(first, last) if self.is_working_day(day))

    def next_working_day(self, day: date) -> date | None:
        """The first working day after this one; None where a whole year has none."""
        return next(self.working_days(day + _DAY, day + _A_YEAR * _DAY), None)


@dataclass(frozen=True, slots=True)
class Policies:
    """All policies of the company. There is always one called `default`."""

    named: Mapping[str, Policy]

    def of(self, name: str) -> Policy:
        """The policy of that name, or the default where the name says nothing to us."""
        return self.named.get(name) or self.named["default"]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    return (first + n * _DAY for n in range((last - first).days + 1))


def monday(day: date) -> date:
    """The first day of the week that overtime is counted in."""
    return day - day.weekday() * _DAY


@lru_cache(maxsize=256)
def _holidays(
    country: str, subdivision: str | None, categories: tuple[str, ...], year: int, language: str | None
) -> Mapping[date, str]:
    return dict(
        holidays.country_holidays(
            country, subdiv=subdivision, years=year, categories=categories, language=language, expand=False
        )
    )
