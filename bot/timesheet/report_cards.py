"""What the reports say: pure functions from figures to messages.

The rule to keep: words first. Whatever a picture shows stands in the text beside it too.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.markup import Markup, literal
from bot.message import Button, Buttons, Facts, File, Message, Part, Picture, Prose, Table
from bot.texts import Words
from bot.timesheet import timer_cards
from bot.timesheet.cards import shown
from bot.timesheet.chart import week_bars, week_picture
from bot.timesheet.entry import Entry, Timer
from bot.timesheet.figures import Figures
from bot.timesheet.hours import Day, Hours
from bot.timesheet.policy import Rounding

_DAY = timedelta(days=1)
LATEST = 20
"""Entries of a project that a message lists."""


def day_card(t: Words, day: date, entries: Sequence[Entry], *, today: date, running: Timer | None = None) -> Message:
    """A day: its entries as canonical lines, its total, what is not in it, and what one may want next."""
    work = [entry for entry in entries if entry.draft.kind == "work"]
    broken = [entry.draft.minutes for entry in entries if entry.draft.kind == "interruption"]
    which = "today" if day == today else "day"
    if work:
        total = t.duration(sum(entry.draft.minutes for entry in work))
        text = t(f"reports.{which}", day=t.weekday(day), total=total)
    else:
        text = t(f"reports.{which}_empty", day=t.weekday(day))
    parts: list[Part] = []
    if work:
        lines = (f"{number}. {shown(entry.draft, t)}" for number, entry in enumerate(work, 1))
        parts.append(Prose(Markup("\n".join(lines))))
    if running and day == today:
        parts.append(Prose(t("reports.today_running", **timer_cards.facts(t, running, today))))
    if broken:
        parts.append(Prose(t("reports.interruptions", n=len(broken), duration=t.duration(sum(broken))), quiet=True))
    buttons = [Button(t("reports.button_log"), "track.form", style="primary", opens_form=True)]
    if day == today:
        buttons.append(timer_cards.stop(t) if running else Button(t("reports.button_start"), "track.start"))
    buttons.append(Button(t("reports.button_week"), "track.week", day.isoformat()))
    return Message(text, (*parts, Buttons(tuple(buttons))))


def week_card(t: Words, figures: Figures) -> Message:
    """A week: its total, its days, the four numbers, and a picture of it."""
    hours, shown = figures.hours, figures.shown
    columns = ("day", "worked", "expected", "remark")
    rows: list[tuple[str, ...]] = [
        (
            t.weekday(day.day),
            clock(day.worked) if day.worked or day.expected else "",
            clock(day.expected) if day.expected else "",
            _remark(t, day),
        )
        for day in hours.days
    ]
    rows.append((_strong(t("reports.row_total")), clock(hours.worked), clock(hours.expected), ""))
    return Message(
        t("reports.week", **_ends(t, hours), worked=t.duration(shown.worked)),
        (
            Table(t("reports.week_days"), tuple(t(f"reports.column_{name}") for name in columns), tuple(rows)),
            *_numbers(t, figures),
            Picture(week_picture(hours.days, t, today=figures.today), _alt(t, figures), (week_bars(hours.days, t),)),
            _around(t, "week", figures),
        ),
    )


def month_card(t: Words, figures: Figures, weeks: Sequence[Hours]) -> Message:
    """A month: its total, its weeks, and the four numbers."""
    hours = figures.hours
    columns = ("week", "worked", "expected", "credited", "balance")
    rows: list[tuple[str, ...]] = [
        (
            t.span(week.first, week.last),
            clock(week.worked),
            clock(week.expected),
            clock(week.credited),
            clock(week.balance),
        )
        for week in weeks
        if week.first <= figures.today and (week.last >= figures.ledger.since or week.worked)
    ]
    total = (clock(hours.worked), clock(hours.expected), clock(hours.credited), clock(hours.balance))
    rows.append((_strong(t("reports.row_total")), *total))
    return Message(
        t("reports.month", month=t.month(hours.first), worked=t.duration(figures.shown.worked)),
        (
            Table(t("reports.month_weeks"), tuple(t(f"reports.column_{name}") for name in columns), tuple(rows)),
            *_numbers(t, figures),
            _around(t, "month", figures),
        ),
    )


def project_card(
    t: Words, project: str, entries: Sequence[Entry], weeks: Sequence[tuple[date, int]], rounding: Rounding
) -> Message:
    """A project: its total, its weeks (first day and minutes), and its latest entries."""
    if not entries:
        return Message(t("reports.project_none", project=project))
    total = t.duration(rounding(sum(minutes for _, minutes in weeks)))
    rows = tuple((f"{t.weekday(first)} {first.year}", clock(minutes)) for first, minutes in weeks)
    parts: list[Part] = [
        Table(t("reports.project_weeks"), (t("reports.column_week"), t("reports.column_worked")), rows),
        Prose(
            Markup(
                "\n".join(
                    [_strong(t("reports.project_entries"))]
                    + [f"• {shown(entry.draft, t)}" for entry in entries[-LATEST:]]
                )
            )
        ),
    ]
    if len(entries) > LATEST:
        parts.append(Prose(t("reports.project_latest", n=LATEST), quiet=True))
    if rounding.unit > 1:
        parts.append(Prose(t("reports.rounded", unit=t.duration(rounding.unit)), quiet=True))
    text = t("reports.project", project=project, total=total, day=t.day(entries[0].draft.day))
    return Message(text, tuple(parts))


def projects_card(t: Words, totals: Mapping[str, int]) -> Message:
    """Every project of a person with its minutes, the largest first."""
    if not totals:
        return Message(t("reports.projects_none"))
    ranked = sorted(totals.items(), key=lambda found: (-found[1], found[0]))
    rows = tuple((f"#{literal(project)}", clock(minutes)) for project, minutes in ranked)
    columns = (t("reports.column_project"), t("reports.column_worked"))
    return Message(t("reports.projects"), (Table(t("reports.projects_table"), columns, rows),))


def export_card(t: Words, entries: Sequence[Entry], files: Sequence[File]) -> Message:
    """One's entries as files, and who may come upon them."""
    ends = {"first": t.day(entries[0].draft.day), "last": t.day(entries[-1].draft.day)}
    notes = Prose(t("reports.export_files")), Prose(t("reports.export_note"), quiet=True)
    return Message(t("reports.export", n=len(entries), **ends), (*files, *notes))


def statement_card(t: Words, first: date, last: date, *, made: date, files: Sequence[File]) -> Message:
    """The statement and the rows behind it."""
    text = t("reports.statement", first=t.day(first), last=t.day(last), day=t.day(made))
    return Message(text, (*files, Prose(t("reports.statement_note"), quiet=True)))


def signed(t: Words, minutes: int) -> Markup:
    """A balance: `+2 h`, `-45 min`, `0 min`."""
    return Markup(("+" if minutes > 0 else "") + t.duration(minutes))


def clock(minutes: int) -> str:
    """Minutes as tables show them: `7:50`, `-0:15`."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02}"


def moment(t: Words, at: datetime, zone: ZoneInfo) -> Markup:
    """`17 Nov 2026 09:30`."""
    local = at.astimezone(zone)
    return Markup(f"{t.day(local.date())} {t.clock(local)}")


def _numbers(t: Words, figures: Figures) -> tuple[Part, ...]:
    """The four numbers, overtime and what it gives, and the small print that belongs to them."""
    hours, shown = figures.hours, figures.shown
    expected = "expected_so_far" if hours.first <= figures.today < hours.last else "expected"
    pairs = [
        (t(f"reports.{expected}"), t.duration(shown.expected)),
        (t("reports.worked"), t.duration(shown.worked)),
        (t("reports.credited"), t.duration(shown.credited)),
        (t("reports.balance"), signed(t, shown.balance)),
        (t("reports.overtime"), t.duration(shown.overtime)),
    ]
    if shown.taken:
        pairs.append((t("reports.taken"), t.duration(shown.taken)))
    if (back := shown.time_back) and (back.earned or back.taken):
        value = {"left": back.left, "earned": back.earned, "taken": back.taken}
        told = t("reports.time_left_value", **{name: t.duration(minutes) for name, minutes in value.items()})
        pairs.append((t("reports.time_left"), told))
    notes = []
    if any(day.day == figures.today and day.balance < 0 for day in hours.days):
        notes.append(t("reports.today_counts"))
    if hours.first < figures.ledger.since <= hours.last:
        notes.append(t("reports.since", day=t.weekday(figures.ledger.since)))
    if figures.rounding.unit > 1:
        notes.append(t("reports.rounded", unit=t.duration(figures.rounding.unit)))
    if shown.overtime:
        notes.append(t("reports.law"))
    return Facts(tuple(pairs)), *(Prose(note, quiet=True) for note in notes)


def _around(t: Words, span: str, figures: Figures) -> Buttons:
    """The way to the span before, the one after it if it has begun, and to the arithmetic."""
    hours = figures.hours
    before, after = hours.first - _DAY, hours.last + _DAY
    buttons = [Button(t(f"reports.button_previous_{span}"), f"track.{span}", before.isoformat())]
    if after <= figures.today:
        buttons.append(Button(t(f"reports.button_next_{span}"), f"track.{span}", after.isoformat()))
    buttons.append(Button(t("reports.button_why"), "track.why", f"{span}:{hours.first.isoformat()}"))
    if span == "week" and hours.worked:
        buttons.append(Button(t("reports.button_share"), "share.week", hours.first.isoformat(), opens_form=True))
    other = "month" if span == "week" else "week"
    shown = min(hours.last, max(hours.first, figures.today))
    buttons.append(Button(t(f"reports.button_{other}"), f"track.{other}", shown.isoformat()))
    return Buttons(tuple(buttons))


def _alt(t: Words, figures: Figures) -> Markup:
    hours = figures.hours
    days = [
        t(
            "reports.picture_alt_credited" if day.credited else "reports.picture_alt_day",
            day=t.weekday(day.day),
            worked=t.duration(day.worked),
            credited=t.duration(day.credited),
        )
        for day in hours.days
        if day.worked or day.credited
    ]
    return t(
        "reports.picture_alt",
        **_ends(t, hours),
        worked=t.duration(hours.worked),
        credited=t.duration(hours.credited),
        expected=t.duration(hours.expected),
        balance=signed(t, hours.balance),
        days=Markup(" ".join(days)),
    )


def _remark(t: Words, day: Day) -> Markup:
    said: list[str] = []
    if name := day.planned.name(t.locale):
        said.append(literal(name))
    if day.off:
        said.append(t("reports.remark_off", duration=t.duration(day.off)))
    if day.taken:
        said.append(t("reports.remark_taken", duration=t.duration(day.taken)))
    if day.overtime:
        said.append(t("reports.remark_overtime", duration=t.duration(day.overtime)))
    return Markup("; ".join(said))


def _ends(t: Words, hours: Hours) -> dict[str, Markup]:
    return {"first": t.weekday(hours.first), "last": t.weekday(hours.last)}


def _strong(words: Markup) -> Markup:
    return Markup(f"*{words}*")
