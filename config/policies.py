"""The working-time policies: `policies/{name}.yaml`, turned into typed values.

The rule to keep: HR edits these files, so whatever can be wrong in them is told in one go, with its place and what
would be right; a policy that loads is a policy that can be computed with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

import holidays

from bot.timesheet.policy import Calendar, ExtraDay, Overtime, Policies, Policy, Rounding, StrainRule, Version
from config.content import HERE, ContentError, Mistake, document

T = TypeVar("T")
Mode = Literal["nearest", "up", "down"]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_A_DAY = 24 * 60
_LANGUAGES = ("en", "id")


def policies(root: Path = HERE) -> Policies:
    """Every policy under `policies/`. Raises `ContentError` with every mistake of every file."""
    named: dict[str, Policy] = {}
    mistakes: list[Mistake] = []
    for path in sorted((root / "policies").glob("*.yaml")):
        try:
            content = document(path, root)
        except ContentError as error:
            mistakes += error.mistakes
            continue
        desk = _Desk(path.relative_to(root).as_posix())
        named[path.stem] = desk.policy(path.stem, content)
        mistakes += desk.mistakes
    if "default" not in named:
        mistakes.append(Mistake("policies/default.yaml", "", "this file is needed: it holds for whoever has no other"))
    if mistakes:
        raise ContentError(tuple(mistakes))
    return Policies(named)


@dataclass(slots=True)
class _Desk:
    """Reads one file. What is wrong goes to `mistakes`, and a stand-in is read on with so that all of it is found."""

    file: str
    mistakes: list[Mistake] = field(default_factory=list)

    def policy(self, name: str, content: Mapping[str, object]) -> Policy:
        content = self._known(content, "", "versions", "extra_days", "projects")
        versions = tuple(
            self._version(raw, f"versions[{number}]") for number, raw in enumerate(self._list(content, "versions"))
        )
        if not versions:
            self._wrong("versions", "at least one version is needed")
        for number in range(1, len(versions)):
            if versions[number].since <= versions[number - 1].since:
                self._wrong(f"versions[{number}].from", "must be later than that of the version before it")
        extra: dict[date, ExtraDay] = {}
        for number, raw in enumerate(self._list(content, "extra_days")):
            where = f"extra_days[{number}]"
            found = self._extra_day(raw, where, versions)
            if found.day in extra:
                self._wrong(f"{where}.day", f"{found.day} is there twice")
            extra[found.day] = found
        projects = [
            self._project(raw, f"projects[{number}]") for number, raw in enumerate(self._list(content, "projects"))
        ]
        return Policy(name, versions, extra, tuple(projects))

    def _version(self, raw: object, where: str) -> Version:
        names = ("from", "zone", "hours", "contract", "holidays", "overtime", "time_back", "rounding", "strain")
        content = self._known(raw, where, *names)
        work_from, work_to = self._hours(content.get("hours"), f"{where}.hours")
        return Version(
            since=self._read(content.get("from"), f"{where}.from", _day, date.min),
            zone=self._read(content.get("zone"), f"{where}.zone", _zone, ZoneInfo("UTC")),
            work_from=work_from,
            work_to=work_to,
            contract=self._contract(content.get("contract"), f"{where}.contract"),
            calendar=self._calendar(content.get("holidays"), f"{where}.holidays"),
            overtime=self._overtime(content.get("overtime"), f"{where}.overtime"),
            time_back=self._read(content.get("time_back"), f"{where}.time_back", _factor, None),
            rounding=self._rounding(content.get("rounding"), f"{where}.rounding"),
            strain=self._strain(content.get("strain"), f"{where}.strain"),
        )

    def _hours(self, raw: object, where: str) -> tuple[time, time]:
        content = self._known(raw, where, "from", "to")
        start = self._read(content.get("from"), f"{where}.from", _clock, time(9))
        end = self._read(content.get("to"), f"{where}.to", _clock, time(18))
        if end <= start:
            self._wrong(where, "`to` must be later than `from`")
        return start, end

    def _contract(self, raw: object, where: str) -> tuple[int, int, int, int, int, int, int]:
        content = self._known(raw, where, *_WEEKDAYS)
        mon, tue, wed, thu, fri, sat, sun = (
            self._read(content.get(day, 0), f"{where}.{day}", _minutes, 0) for day in _WEEKDAYS
        )
        return mon, tue, wed, thu, fri, sat, sun

    def _calendar(self, raw: object, where: str) -> Calendar | None:
        if raw is None:
            return None
        content = self._known(raw, where, "country", "subdivision", "categories")
        country, subdivision = content.get("country"), content.get("subdivision")
        known = holidays.list_supported_countries()
        if not isinstance(country, str) or country not in known:
            # YAML 1.1 reads a bare NO as a boolean.
            self._wrong(f"{where}.country", "a country code in quotes was expected, such as 'ID', 'TH' or 'DE'")
            return None
        if subdivision is not None and subdivision not in known[country]:
            self._wrong(f"{where}.subdivision", f"{country} knows: {', '.join(known[country]) or 'none'}")
            return None
        offered = getattr(holidays, country).supported_categories
        categories = self._list(content, "categories", where) or ["public"]
        if unknown := [str(category) for category in categories if category not in offered]:
            self._wrong(
                f"{where}.categories", f"{country} has no {', '.join(unknown)}; it knows: {', '.join(sorted(offered))}"
            )
            return None
        return Calendar(country, str(subdivision) if subdivision else None, tuple(map(str, categories)))

    def _overtime(self, raw: object, where: str) -> Overtime:
        if raw is None:
            return Overtime()
        content = self._known(raw, where, "count", "threshold")
        ways = self._list(content, "count", where)
        if not ways or any(way not in ("day", "week") for way in ways):
            self._wrong(f"{where}.count", "[day], [week] or [day, week] was expected")
        threshold = self._read(content.get("threshold", 0), f"{where}.threshold", _minutes, 0)
        return Overtime(per_day="day" in ways, per_week="week" in ways, threshold=threshold)

    def _rounding(self, raw: object, where: str) -> Rounding:
        if raw is None:
            return Rounding()
        content = self._known(raw, where, "unit", "mode")
        unit = self._read(content.get("unit", 1), f"{where}.unit", _count, 1)
        if not 1 <= unit <= 60:
            self._wrong(f"{where}.unit", "1 to 60 minutes")
            unit = 1
        return Rounding(unit, self._read(content.get("mode", "nearest"), f"{where}.mode", _mode, "nearest"))

    def _strain(self, raw: object, where: str) -> StrainRule:
        if raw is None:
            return StrainRule()
        content = self._known(raw, where, "weeks", "out_of", "above")
        usual = StrainRule()
        weeks = self._read(content.get("weeks", usual.weeks), f"{where}.weeks", _count, usual.weeks)
        out_of = self._read(content.get("out_of", usual.out_of), f"{where}.out_of", _count, usual.out_of)
        if not 1 <= weeks <= out_of <= 52:
            self._wrong(where, "`weeks` is at least 1 and not more than `out_of`, which is at most 52")
        above = self._read(content.get("above", usual.above), f"{where}.above", _minutes, usual.above)
        return StrainRule(weeks, out_of, above)

    def _extra_day(self, raw: object, where: str, versions: Sequence[Version]) -> ExtraDay:
        content = self._known(raw, where, "day", "kind", "minutes", "name")
        day = self._read(content.get("day"), f"{where}.day", _day, date.min)
        kind: Literal["free", "work"] = "work" if content.get("kind") == "work" else "free"
        if content.get("kind") not in ("free", "work"):
            self._wrong(f"{where}.kind", "`free` (a day off) or `work` (worked, holiday or not) was expected")
        minutes = None
        if content.get("minutes") is not None:
            minutes = self._read(content["minutes"], f"{where}.minutes", _minutes, 0)
        usual = Policy("", tuple(versions)).planned(day).contract
        if kind == "work" and minutes is None and not usual:
            self._wrong(f"{where}.minutes", "the contract has no work that day; say how long it is worked")
        names = self._known(content.get("name"), f"{where}.name", *_LANGUAGES)
        for language in _LANGUAGES:
            if not isinstance(names.get(language), str):
                self._wrong(f"{where}.name.{language}", "a name in this language is needed")
        return ExtraDay(day, kind, {language: str(name) for language, name in names.items()}, minutes)

    def _project(self, raw: object, where: str) -> str:
        if not isinstance(raw, str) or not raw or any(sign.isspace() or sign == "#" for sign in raw):
            self._wrong(where, "a project in quotes, without spaces and without #, was expected")
        return str(raw)

    def _known(self, raw: object, where: str, *names: str) -> Mapping[str, object]:
        """A mapping that has none but these names."""
        if not isinstance(raw, dict):
            self._wrong(where, f"a mapping was expected, with {', '.join(names)}")
            return {}
        for name in raw:
            if name not in names:
                self._wrong(f"{where}.{name}" if where else str(name), f"unknown here; known are {', '.join(names)}")
        return raw

    def _list(self, content: Mapping[str, object], name: str, where: str = "") -> Sequence[object]:
        raw = content.get(name)
        if raw is None:
            return []
        if not isinstance(raw, list):
            self._wrong(f"{where}.{name}" if where else name, "a list was expected")
            return []
        return raw

    def _read(self, raw: object, where: str, reader: Callable[[object], T], stand_in: T) -> T:
        try:
            return reader(raw)
        except ValueError as error:
            self._wrong(where, str(error))
            return stand_in

    def _wrong(self, where: str, problem: str) -> None:
        self.mistakes.append(Mistake(self.file, where, problem))


def _day(raw: object) -> date:
    if type(raw) is not date:
        raise ValueError("a day was expected, such as 2026-12-24")
    return raw


def _zone(raw: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(raw))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{raw} is no time zone; Asia/Jakarta would be one") from None


def _clock(raw: object) -> time:
    return time(*divmod(_until_midnight(raw, "a time of day was expected, such as '09:00'"), 60))


def _minutes(raw: object) -> int:
    problem = "a length of time was expected, such as '8:00' or 480 minutes"
    return _until_midnight(raw, problem, last=_A_DAY)


def _until_midnight(raw: object, problem: str, *, last: int = _A_DAY - 1) -> int:
    """Minutes from `H:MM` or a number. YAML 1.1 reads a bare 9:00 as 540, which happens to be what is meant."""
    if isinstance(raw, str):
        hours, _, minutes = raw.partition(":")
        if hours.isdecimal() and len(minutes) == 2 and minutes.isdecimal() and int(minutes) < 60:
            raw = int(hours) * 60 + int(minutes)
    if type(raw) is not int or not 0 <= raw <= last:
        raise ValueError(problem)
    return raw


def _factor(raw: object) -> Fraction | None:
    if raw is None:
        return None
    if type(raw) not in (int, float) or not 0 < float(str(raw)) <= 5:
        raise ValueError("a factor up to 5 was expected, such as 1 or 1.5; leave it out where overtime gives no time")
    return Fraction(str(raw))


def _count(raw: object) -> int:
    if type(raw) is not int:
        raise ValueError("a whole number was expected")
    return raw


def _mode(raw: object) -> Mode:
    for mode in get_args(Mode):
        if raw == mode:
            return mode  # type: ignore[no-any-return]
    raise ValueError(f"one of {', '.join(get_args(Mode))} was expected")
