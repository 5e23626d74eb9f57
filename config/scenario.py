"""A scenario for the rehearsal, read from YAML.

The rule to keep: what is not understood is told in one sentence with its path, and nothing is played. Everything is
read as text, so that a moment means the same with quotes and without, and `NO` is Norway.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import yaml

from bot.campaigns.campaign import EVERYBODY
from bot.campaigns.playbook import Playbook
from bot.campaigns.scenario import (
    Answer,
    Approve,
    Count,
    Happening,
    MoveMeeting,
    Proposal,
    Scenario,
    Somebody,
    Stop,
    Summarise,
    Travel,
    Turn,
)

T = TypeVar("T")
_LOADER: type[yaml.BaseLoader | yaml.CBaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d*)?)?\s*(Z|z|[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NOTHING = {"", "~", "null", "Null", "NULL"}
_DEEDS = (
    "move_meeting",
    "pause",
    "resume",
    "cancel",
    "zone",
    "down",
    "crash_after",
    "agree",
    "object",
    "approve",
    "counted",
    "summary",
)


class ScenarioError(Exception):
    """The scenario cannot be played: a path into it, and what is wrong there."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)


def scenario(path: Path, playbooks: Mapping[str, Playbook]) -> Scenario:
    """The scenario of a file. Raises ScenarioError for the first thing that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ScenarioError("", f"this file cannot be read: {error.strerror or type(error).__name__}") from None
    except UnicodeDecodeError:
        raise ScenarioError("", "this is not YAML in UTF-8") from None
    return parsed(text, playbooks)


def parsed(text: str, playbooks: Mapping[str, Playbook]) -> Scenario:
    """The scenario that a text says. Raises ScenarioError for the first thing that is wrong."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise ScenarioError("", f"this is not YAML: {error.problem}{line}") from None
    except (yaml.YAMLError, RecursionError):
        raise ScenarioError("", "this is not YAML") from None
    try:
        content = None if node is None else _plain(node, "")
    except RecursionError:
        raise ScenarioError("", "something in this contains itself") from None
    return _Desk(playbooks).scenario(content)


def _plain(node: yaml.Node, path: str) -> object:
    """Mappings, lists and texts; None where nothing is said."""
    match node:
        case yaml.MappingNode():
            found: dict[str, object] = {}
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise ScenarioError(path, "a key is one word")
                name = str(key.value)
                where = f"{path}.{name}" if path else name
                if name in found:
                    raise ScenarioError(where, "this key is there twice")
                found[name] = _plain(value, where)
            return found
        case yaml.SequenceNode():
            return [_plain(item, f"{path}[{number}]") for number, item in enumerate(node.value)]
        case _:
            said = str(node.value)
            return None if said in _NOTHING and not getattr(node, "style", None) else said


class _Desk:
    """Reads one scenario."""

    def __init__(self, playbooks: Mapping[str, Playbook]) -> None:
        self.playbooks = playbooks
        self.holidays: dict[str, frozenset[date]] = {}
        self.people: dict[str, Somebody] = {}
        self.campaigns: dict[str, Proposal] = {}

    def scenario(self, said: object) -> Scenario:
        content = _mapping(said, "", "holidays", "people", "campaigns", "events", "until")
        for name, days in _mapping(content.get("holidays") or {}, "holidays").items():
            self.holidays[name] = self._days(days, f"holidays.{name}")
        raw = list(_each(content.get("campaigns"), "campaigns"))
        home = self._home(raw)
        if content.get("until") is None:
            raise ScenarioError("until", "this key is missing: until when is it played?")
        until = _moment(content["until"], "until", home)
        for where, somebody in _each(content.get("people"), "people"):
            self._person(somebody, where, home)
        for where, proposal in raw:
            self._campaign(proposal, where)
        events = [self._event(event, where, home) for where, event in _each(content.get("events"), "events")]
        return Scenario(
            until=until,
            holidays=self.holidays,
            people=tuple(self.people.values()),
            campaigns=tuple(self.campaigns.values()),
            events=tuple(event for found in events for event in found),
        )

    def _home(self, campaigns: Sequence[tuple[str, object]]) -> tzinfo:
        """The zone that a moment without one is read in, where it is about no campaign: the first campaign's."""
        for _, said in campaigns:
            if isinstance(said, dict) and (zone := _zone(said.get("zone"))):
                return zone
        return UTC

    def _days(self, said: object, where: str) -> frozenset[date]:
        return frozenset(_day(day, place) for place, day in _each(said, where))

    def _calendar(self, said: object, where: str) -> str:
        if said is None:
            return ""
        if isinstance(said, list):
            self.holidays[where] = self._days(said, where)
            return where
        if not isinstance(said, str) or said not in self.holidays:
            raise ScenarioError(where, f"there are no holidays called {_shown(said)}")
        return said

    def _person(self, said: object, where: str, home: tzinfo) -> None:
        content = _mapping(said, where, "id", "zone", "holidays", "division", "joins", "leaves", "lead")
        name = _name(content.get("id"), f"{where}.id")
        if name in self.people:
            raise ScenarioError(f"{where}.id", f"there are two people called {name}")
        self.people[name] = Somebody(
            id=name,
            zone=_maybe(content, "zone", where, _text),
            holidays=self._calendar(content.get("holidays"), f"{where}.holidays"),
            division=_maybe(content, "division", where, _text),
            joins=_maybe(content, "joins", where, lambda at, path: _moment(at, path, home)),
            leaves=_maybe(content, "leaves", where, lambda at, path: _moment(at, path, home)),
            lead=_maybe(content, "lead", where, _truth) or False,
        )

    def _campaign(self, said: object, where: str) -> None:
        known = ("id", "playbook", "created", "zone", "meeting", "opening", "survey_closes", "audience", "holidays")
        content = _mapping(said, where, *known, "confirm", "hour", "weekends", "gates")
        name = _name(content.get("id"), f"{where}.id")
        playbook = _text(_needed(content, "playbook", where), f"{where}.playbook")
        if playbook not in self.playbooks:
            raise ScenarioError(f"{where}.playbook", f"there is no playbook {playbook}; known: {_list(self.playbooks)}")
        zone = _zone(content.get("zone"))
        home: tzinfo = zone or UTC
        anchors = [key for key in ("meeting", "opening") if content.get(key) is not None]
        if len(anchors) != 1:
            raise ScenarioError(f"{where}.meeting", "say when the meeting is (or the opening), and say it once")
        gates = content.get("gates")
        if gates not in {None, "manual", "auto"}:
            raise ScenarioError(f"{where}.gates", "manual was expected, or nothing")
        proposal = Proposal(
            id=name,
            playbook=playbook,
            created=_moment(_needed(content, "created", where), f"{where}.created", home),
            zone=zone,
            anchor=_moment(content[anchors[0]], f"{where}.{anchors[0]}", home),
            survey_closes=_maybe(content, "survey_closes", where, lambda at, path: _moment(at, path, home)),
            audience=_maybe(content, "audience", where, _text) or EVERYBODY,
            holidays=self._calendar(content.get("holidays"), f"{where}.holidays"),
            confirm=_maybe(content, "confirm", where, _truth) or False,
            hour=_maybe(content, "hour", where, _clock),
            weekends=_maybe(content, "weekends", where, _truth) or False,
            manual=gates == "manual",
        )
        twin = self.campaigns.get(name)
        # A double click: the same campaign once more is the same campaign.
        if twin is not None and replace(proposal, created=twin.created) != twin:
            raise ScenarioError(f"{where}.id", f"there are two campaigns called {name}, and they differ")
        self.campaigns.setdefault(name, proposal)

    def _event(self, said: object, where: str, home: tzinfo) -> list[tuple[datetime, Happening]]:
        content = _mapping(said, where, "at", "campaign", *_DEEDS)
        deeds = [name for name in _DEEDS if name in content]
        if len(deeds) != 1:
            raise ScenarioError(where, f"one of these was expected: {', '.join(_DEEDS)}")
        deed = deeds[0]
        value, path = content[deed], f"{where}.{deed}"
        if content.get("campaign") is not None:
            self._which(content["campaign"], f"{where}.campaign")
        about = content.get("campaign")
        if deed in {"pause", "resume", "cancel"} and not (isinstance(value, str) and value.lower() == "true"):
            about = self._which(value, path).id
        zone = home
        if about is not None:
            zone = self._which(about, path).zone or home
        at = _moment(_needed(content, "at", where), f"{where}.at", zone)
        return [(at, happening) for happening in self._happening(deed, value, about, path)]

    def _happening(self, deed: str, value: object, about: object, path: str) -> Iterator[Happening]:
        match deed:
            case "zone":
                zones = _mapping(value, path)
                for name in zones:
                    self._known(name, f"{path}.{name}")
                yield Travel({name: zone if isinstance(zone, str) else "" for name, zone in zones.items()})
            case "down":
                yield Stop(_truth(value, path))
            case "crash_after":
                yield Stop(down=True, after=_count(value, path))
            case _:
                yield from self._about(self._which(about, path), deed, value, path)

    def _about(self, campaign: Proposal, deed: str, value: object, path: str) -> Iterator[Happening]:
        """What happens to one campaign."""
        match deed:
            case "move_meeting":
                yield MoveMeeting(campaign.id, _moment(value, path, campaign.zone or UTC))
            case "agree" | "object":
                for person in value if isinstance(value, list) else [value]:
                    yield Answer(campaign.id, self._known(person, path), agrees=deed == "agree")
            case "approve":
                for step in value if isinstance(value, list) else [value]:
                    if step not in self.playbooks[campaign.playbook].by_name:
                        raise ScenarioError(path, f"there is no step {_shown(step)} in {campaign.playbook}")
                    yield Approve(campaign.id, str(step))
            case "counted" | "summary":
                if not _truth(value, path):
                    raise ScenarioError(path, "what is there cannot be taken back: true was expected")
                yield Count(campaign.id) if deed == "counted" else Summarise(campaign.id)
            case _:
                yield Turn(campaign.id, deed)

    def _which(self, said: object, where: str) -> Proposal:
        """The campaign that is meant; the only one where nothing is said."""
        if said is None:
            if len(self.campaigns) != 1:
                raise ScenarioError(where, f"say which campaign: {_list(self.campaigns)}")
            return next(iter(self.campaigns.values()))
        if not isinstance(said, str) or said not in self.campaigns:
            raise ScenarioError(where, f"there is no campaign {_shown(said)}; known: {_list(self.campaigns)}")
        return self.campaigns[said]

    def _known(self, said: object, where: str) -> str:
        if not isinstance(said, str) or said not in self.people:
            raise ScenarioError(where, f"there is nobody called {_shown(said)}")
        return said


def _mapping(said: object, where: str, *known: str) -> dict[str, object]:
    """A mapping, with none but these keys where any are given."""
    if not isinstance(said, dict):
        raise ScenarioError(where, "a mapping of keys to values was expected")
    for name in said:
        if known and name not in known:
            raise ScenarioError(f"{where}.{name}" if where else name, f"unknown here; known are {', '.join(known)}")
    return said


def _each(said: object, where: str) -> Iterator[tuple[str, object]]:
    if said is None:
        return
    if not isinstance(said, list):
        raise ScenarioError(where, "a list was expected")
    for number, item in enumerate(said):
        yield f"{where}[{number}]", item


def _needed(content: Mapping[str, object], name: str, where: str) -> object:
    if content.get(name) is None:
        raise ScenarioError(f"{where}.{name}", "this key is missing")
    return content[name]


def _maybe(content: Mapping[str, object], name: str, where: str, read: Callable[[object, str], T]) -> T | None:
    return None if content.get(name) is None else read(content[name], f"{where}.{name}")


def _text(said: object, where: str) -> str:
    if not isinstance(said, str):
        raise ScenarioError(where, "one word was expected")
    return said


def _name(said: object, where: str) -> str:
    if not isinstance(said, str) or not said.strip():
        raise ScenarioError(where, "a name was expected")
    return said


def _truth(said: object, where: str) -> bool:
    found = _TRUTH.get(said.lower()) if isinstance(said, str) else None
    if found is None:
        raise ScenarioError(where, "true or false was expected")
    return found


def _count(said: object, where: str) -> int:
    if not isinstance(said, str) or not said.isascii() or not said.isdigit() or len(said) > 9:
        raise ScenarioError(where, "a number of deliveries was expected")
    return int(said)


def _clock(said: object, where: str) -> time:
    return _read(_CLOCK, said, where, _time_of, 'a clock time was expected, such as "09:00"')


def _day(said: object, where: str) -> date:
    return _read(_DAY, said, where, _date_of, "a day was expected, such as 2026-12-24")


def _moment(said: object, where: str, home: tzinfo) -> datetime:
    """An instant, in UTC. A wall time that the clock change skips moves forward; of one that comes twice, the first."""

    def moment_of(found: re.Match[str]) -> datetime:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        zone = home if found[7] is None else _offset(found[7])
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)

    if isinstance(said, str) and not _MOMENT.fullmatch(said.strip()):
        # ISO 8601 has shorter ways to write it, such as 20261119T1000+07.
        with suppress(ValueError, OverflowError):
            moment = datetime.fromisoformat(said.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)
    return _read(_MOMENT, said, where, moment_of, 'a moment was expected, such as "2026-11-19T10:00+07:00"')


def _read(pattern: re.Pattern[str], said: object, where: str, value_of: Callable[[re.Match[str]], T], wanted: str) -> T:
    """What a text says that looks like the pattern and is possible."""
    found = pattern.fullmatch(said.strip()) if isinstance(said, str) else None
    if found is not None:
        with suppress(ValueError, OverflowError):
            return value_of(found)
    raise ScenarioError(where, wanted)


def _time_of(found: re.Match[str]) -> time:
    return time(int(found[1]), int(found[2]), int(found[3] or 0))


def _date_of(found: re.Match[str]) -> date:
    return date(int(found[1]), int(found[2]), int(found[3]))


def _offset(said: str) -> tzinfo:
    if said in {"Z", "z"}:
        return UTC
    sign = -1 if said[0] == "-" else 1
    hours, minutes = said[1:].split(":") if ":" in said else (said[1:3], said[3:]) if len(said) > 3 else (said[1:], "")
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes or 0)))


def _zone(said: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(said) if isinstance(said, str) and said else None
    except (KeyError, ValueError, OSError):
        return None


def _shown(said: object) -> str:
    return said if isinstance(said, str) else "without a name"


def _list(names: Mapping[str, object]) -> str:
    return ", ".join(names) or "none"
