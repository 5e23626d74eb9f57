"""An example of everything the reports say, for the gallery.

The rule to keep: a message of the reports without its example here is not finished.
"""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.message import File, Message
from bot.texts import Words
from bot.timesheet import report_cards as cards
from bot.timesheet.dashboard import dashboard
from bot.timesheet.entry import Draft, Entry, Kind, Off, Timer
from bot.timesheet.export import as_csv, as_json
from bot.timesheet.figures import Figures, month_of, week_of, weeks_of
from bot.timesheet.hours import Ledger
from bot.timesheet.pattern import pattern
from bot.timesheet.pattern_card import pattern_card
from bot.timesheet.policy import Calendar, Policy, Rounding, Version
from bot.timesheet.strain import Strain, strain_card
from bot.timesheet.why import why_card

_TODAY = date(2026, 12, 26)
_WEEK = date(2026, 12, 21)
_ZONE = ZoneInfo("Asia/Jakarta")
_POLICY = Policy(
    "example",
    (
        Version(
            date(2020, 1, 1),
            _ZONE,
            time(9),
            time(18),
            (480, 480, 480, 480, 480, 0, 0),
            calendar=Calendar("ID", categories=("public", "government")),
            time_back=Fraction(1),
            rounding=Rounding(15),
        ),
    ),
)


def _entries(t: Words) -> list[Entry]:
    notes = ("rapat klien", "review desain", "email") if t.locale == "id" else ("client call", "design review", "email")

    def entry(number: int, day: int, minutes: int, start: time | None, kind: Kind = "work") -> Entry:
        on = _WEEK + timedelta(days=day)
        first = None if start is None else datetime.combine(on, start, _ZONE).astimezone(UTC)
        last = first and first + timedelta(minutes=minutes)
        project = "acme" if number % 2 and kind == "work" else None
        return Entry(number, 1, Draft(on, minutes, project, notes[number % 3], first, last, _ZONE.key, kind))

    return [
        entry(1, 0, 470, time(9)),
        entry(2, 1, 480, time(9)),
        entry(3, 1, 105, None),
        entry(4, 2, 483, None),
        entry(5, 2, 20, None, "interruption"),
        entry(6, 5, 95, time(9, 30)),
        entry(7, 5, 10, None, "interruption"),
    ]


def _ledger(t: Words) -> Ledger:
    return Ledger(_POLICY, _entries(t), [Off(_WEEK, 60), Off(date(2026, 12, 28), kind="time_back")], today=_TODAY)


def _figures(t: Words) -> Figures:
    ledger = _ledger(t)
    return Figures(ledger, ledger.span(*week_of(_TODAY, 0)))


def _today(t: Words) -> Message:
    mine = [entry for entry in _entries(t) if entry.draft.day == _TODAY]
    running = Timer(1, 1, datetime(2026, 12, 26, 7, 5, tzinfo=UTC), _ZONE.key, "acme", "")
    return cards.day_card(t, _TODAY, mine, today=_TODAY, running=running)


def _month(t: Words) -> Message:
    ledger = _ledger(t)
    first, last = month_of(_TODAY)
    weeks = [ledger.span(*week) for week in weeks_of(first, last, 0)]
    return cards.month_card(t, Figures(ledger, ledger.span(first, last)), weeks)


def _project(t: Words) -> Message:
    mine = [entry for entry in _entries(t) if entry.draft.project == "acme"]
    weeks = [(_WEEK, sum(entry.draft.minutes for entry in mine))]
    return cards.project_card(t, "acme", mine, weeks, Rounding())


def _long_project(t: Words) -> Message:
    mine = [entry for entry in _entries(t) if entry.draft.project == "acme"] * cards.LATEST
    return cards.project_card(t, "acme", mine, [(_WEEK, sum(entry.draft.minutes for entry in mine))], Rounding())


def _week_so_far(t: Words) -> Message:
    tuesday = _WEEK + timedelta(days=1)
    ledger = Ledger(_POLICY, _entries(t)[:1], [], today=tuesday)
    return cards.week_card(t, Figures(ledger, ledger.span(*week_of(tuesday, 0))))


def _noisy_pattern(t: Words) -> Message:
    return pattern_card(t, pattern(_entries(t) + [_entries(t)[4]] * 3, _WEEK, _TODAY))


def _export(t: Words) -> Message:
    entries = _entries(t)
    return cards.export_card(
        t, entries, (as_csv(entries, "lentera-2026-12-26"), as_json(entries, "lentera-2026-12-26"))
    )


def _statement(t: Words) -> Message:
    name = "statement-2026-12-01-2026-12-26"
    files = File(f"{name}.pdf", "application/pdf", b"%PDF-"), File(f"{name}.jsonl", "application/jsonl", b"{}\n")
    return cards.statement_card(t, date(2026, 12, 1), _TODAY, made=_TODAY, files=files)


def _strain(t: Words) -> Message:
    weeks = tuple((_WEEK - timedelta(days=7 * back), minutes) for back, minutes in ((3, 310), (2, 425), (1, 360)))
    return strain_card(t, Strain(weeks, 4, 240, 960))


EXAMPLES: tuple[Example, ...] = (
    Example("reports.today", _today),
    Example("reports.day", lambda t: cards.day_card(t, _WEEK, _entries(t)[:1], today=_TODAY)),
    Example("reports.today_empty", lambda t: cards.day_card(t, _TODAY, [], today=_TODAY)),
    Example("reports.day_empty", lambda t: cards.day_card(t, _WEEK, [], today=_TODAY)),
    Example("reports.week", lambda t: cards.week_card(t, _figures(t))),
    Example("reports.week_so_far", _week_so_far),
    Example("reports.month", _month),
    Example("reports.project", _project),
    Example("reports.project_long", _long_project),
    Example("reports.project_none", lambda t: cards.project_card(t, "acme", [], [], Rounding())),
    Example("reports.projects", lambda t: cards.projects_card(t, {"acme": 575, "beta/web": 480})),
    Example("reports.projects_none", lambda t: cards.projects_card(t, {})),
    Example("reports.why", lambda t: why_card(t, _figures(t))),
    Example("reports.pattern", lambda t: pattern_card(t, pattern(_entries(t), date(2026, 11, 30), _TODAY))),
    Example("reports.pattern_noisy", _noisy_pattern),
    Example("reports.pattern_bare", lambda t: pattern_card(t, pattern(_entries(t)[2:4], _WEEK, _TODAY))),
    Example("reports.pattern_empty", lambda t: pattern_card(t, pattern([], _WEEK, _TODAY))),
    Example("reports.export", _export),
    Example("reports.export_empty", lambda t: Message(t("reports.export_empty"))),
    Example("reports.export_none", lambda t: Message(t("reports.export_none", first=t.day(_WEEK), last=t.day(_TODAY)))),
    Example("reports.statement", _statement),
    Example(
        "reports.statement_empty",
        lambda t: Message(t("reports.statement_empty", first=t.day(_WEEK), last=t.day(_TODAY))),
    ),
    Example("reports.statement_period", lambda t: Message(t("reports.statement_period", text="2026-13"))),
    Example("reports.statement_future", lambda t: Message(t("reports.statement_future", month=t.month(_TODAY)))),
    Example("reports.strain", _strain),
    Example("dashboard", lambda t: dashboard(t, _today(t), cards.week_card(t, _figures(t)))),
)
