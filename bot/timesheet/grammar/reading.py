"""What a reading can be: entries, an order, a question back, or a refusal.

The one rule to keep: a reading is data. It holds keys and values, never a sentence; sentences live in `config/locales`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Verb(StrEnum):
    """The commands a person can give after `/track`."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    PROJECT = "project"
    WHY = "why"
    EDIT = "edit"
    UNDO = "undo"
    DELETE = "delete"
    EXPORT = "export"
    STATEMENT = "statement"
    START = "start"
    STOP = "stop"
    RESUME = "resume"
    SWITCH = "switch"
    STATUS = "status"
    INTERRUPTION = "interruption"
    PATTERN = "pattern"
    SETTINGS = "settings"
    HELP = "help"
    OFF = "off"
    SNOOZE = "snooze"
    SAME = "same"
    PRIVACY = "privacy"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Line:
    """What one entry says.

    minutes  whole elapsed minutes, 1 to 1440
    day      the start's date in the person's zone
    project  lower-case, without '#', may hold '/sub'; None if none was named
    note     trimmed, runs of white space made one space, '' if none
    start, end  aware, in the person's zone; both or neither
    """

    minutes: int
    day: date
    project: str | None = None
    note: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """One line or several, in the order they were written."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A command and what was said with it. A field that the command does not use, or that was not said, is empty.

    at       start, stop, resume, switch: the moment meant, which may lie ahead; None means now
    day      today, week, month: a day inside the period (None means the current one); same: the day to copy;
             off: the first day off (may lie ahead); delete, edit, why: the day named, if one was
    last     off: the last day off; None means only `day`
    until    snooze: the moment to remind again
    project  project, start, switch, resume: without '#', lower-case
    note     start, switch, resume, interruption: the words that go with it
    minutes  interruption: how long it took; snooze: how long to wait
    rest     edit, delete: a position ('2') or 'last' or 'all'; export: 'csv', 'json' or ''; off: 'reminders' when the
             reminders are to stop, 'time_back' when the day is taken from overtime; otherwise what was typed after
             the command
    """

    name: Verb
    at: datetime | None = None
    day: date | None = None
    last: date | None = None
    until: datetime | None = None
    project: str | None = None
    note: str = ""
    minutes: int | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question back. `options` (at most four) are what the buttons would do; `reason` is a stable key."""

    reason: str
    options: tuple[Entries | Order, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A refusal; nothing is to be stored. `reason` is a stable key."""

    reason: str
    params: Mapping[str, str] = field(default_factory=dict)


ASKS = frozenset(
    "amount_or_note amount_range backwards_range bare_number break clock_change clock_or_day clock_or_duration "
    "command_or_entry day_length day_of_which day_or_note decimal_or_minutes each fraction_of_minute half_hour "
    "hours_or_minutes inexact long_entry minutes_or_millions month_first morning_or_afternoon night_before other_zone "
    "project_of_which question range_or_note several_days switch_or_entry two_numbers unclear_time unknown_project "
    "week_word which_day which_night".split()
)
"""Every reason an `Ask` may have; each needs its question in both languages."""

WRONGS = frozenset(
    "contradiction control_characters future future_day negative no_duration no_such_day no_such_time over_24h "
    "past_time seconds too_long two_projects zero".split()
)
"""Every reason a `Wrong` may have; each needs its sentence in both languages."""

Reading = Entries | Order | Ask | Wrong
