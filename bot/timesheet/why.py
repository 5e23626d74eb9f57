"""The arithmetic behind the numbers of a report, line by line.

The rule to keep: the lines of a sum add up to its total, and the total is the number that the report shows before
rounding; anybody can check it with a pencil.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.markup import Markup, literal, plain
from bot.message import File, Message, Prose
from bot.texts import Words
from bot.timesheet.entry import Draft
from bot.timesheet.figures import Figures
from bot.timesheet.policy import days, monday
from bot.timesheet.report_cards import signed

_ROOM = 2400
"""Characters in a paragraph; Slack takes 3000. https://docs.slack.dev/reference/block-kit/blocks/section-block"""
_WALL = 8000
"""Characters beyond which a chat would be a wall of text: then it has the sums, and a file has every line."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum: what it is, its lines, and what they come to."""

    title: str
    lines: tuple[tuple[str, int], ...]
    """Markup, and the minutes that the line adds."""
    total: int
    signed: bool = False


def sums(t: Words, figures: Figures) -> tuple[Sum, ...]:
    """Every sum behind a report, in the order in which they build on one another."""
    hours = figures.hours
    found = [
        _added(t("reports.why_expected"), _expected(t, figures)),
        _added(t("reports.why_worked"), _worked(t, figures)),
        _added(t("reports.why_credited"), _credited(t, figures)),
    ]
    balance = (
        (t("reports.worked"), hours.worked),
        (t("reports.credited"), hours.credited),
        (t("reports.expected"), -hours.expected),
    )
    found.append(_added(t("reports.why_balance"), balance, signed=True))
    found.append(_added(overtime_rule(t, figures), _overtime(t, figures)))
    if back := figures.shown.time_back:
        lines = ((_earned(t, figures), back.earned), (t("reports.taken"), -back.taken))
        found.append(_added(t("reports.why_time_back"), lines, signed=True))
    return tuple(found)


def why_card(t: Words, figures: Figures) -> Message:
    """All of it as one message; where that is too long for a chat, every line is in a text file."""
    hours = figures.hours
    which = "why_day" if hours.first == hours.last else "why_span"
    text = t(f"reports.{which}", first=t.weekday(hours.first), last=t.weekday(hours.last))
    found = sums(t, figures)
    notes = ["\n".join(_rounded(t, figures))] if figures.rounding.unit > 1 else []
    if hours.first < figures.ledger.since <= hours.last:
        notes.append(t("reports.since", day=t.weekday(figures.ledger.since)))
    blocks = ["\n".join(_told(t, one)) for one in found] + notes
    whole = "\n\n".join([text, *blocks])
    if len(whole) <= _WALL:
        return Message(text, tuple(Prose(paragraph) for block in blocks for paragraph in _split(block)))
    short = ["\n".join(_told(t, replace(one, lines=()))) for one in found] + notes
    return Message(
        text,
        (
            *(Prose(block) for block in short),
            Prose(t("reports.why_file")),
            File(f"why-{hours.first}-{hours.last}.txt", "text/plain", f"{plain(whole)}\n".encode()),
        ),
    )


def overtime_rule(t: Words, figures: Figures) -> Markup:
    """How overtime is counted under the policy in force at the end of the span."""
    version = figures.ledger.policy.on(min(figures.hours.last, figures.today))
    if version is None:
        return t("reports.overtime")
    rule = version.overtime
    way = "both" if rule.per_day and rule.per_week else "week" if rule.per_week else "day"
    title = t("reports.why_overtime", way=t(f"reports.why_overtime_{way}"))
    if rule.threshold > 1:
        title = Markup(f"{title} {t('reports.why_threshold', duration=t.duration(rule.threshold))}")
    return title


def _expected(t: Words, figures: Figures) -> Iterator[tuple[str, int]]:
    for day in figures.hours.days:
        if day.expected:
            yield t.weekday(day.day), day.expected


def _worked(t: Words, figures: Figures) -> Iterator[tuple[str, int]]:
    first, last = figures.hours.first, figures.hours.last
    for entry in figures.ledger.entries:
        if entry.draft.kind == "work" and first <= entry.draft.day <= last:
            yield _entry(t, entry.draft), entry.draft.minutes


def _entry(t: Words, draft: Draft) -> Markup:
    zone = ZoneInfo(draft.zone)
    what = " ".join(part for part in (draft.project and f"#{draft.project}", draft.note) if part)
    said = [t.weekday(draft.day)]
    if draft.start and draft.end:
        ends = {"first": t.clock(draft.start.astimezone(zone)), "last": t.clock(draft.end.astimezone(zone))}
        said.append(t("reports.span", **ends))
    if what:
        said.append(literal(what))
    return Markup(", ".join(said))


def _credited(t: Words, figures: Figures) -> Iterator[tuple[str, int]]:
    for day in figures.hours.days:
        if day.holiday:
            name = day.planned.name(t.locale)
            yield t("reports.why_holiday", day=t.weekday(day.day), name=literal(name)), day.holiday
        if day.off:
            yield t("reports.why_off", day=t.weekday(day.day)), day.off


def _overtime(t: Words, figures: Figures) -> Iterator[tuple[str, int]]:
    asked = {day.day: day for day in figures.hours.days}
    for start in sorted({monday(day) for day in asked}):
        week = figures.ledger.week(start)
        mine = [asked[day] for day in days(start, start + 6 * _DAY) if day in asked and asked[day].overtime]
        if week.way == "day":
            for day in mine:
                due = day.planned.due - day.off - day.taken
                facts = {"worked": t.duration(day.worked), "due": t.duration(due)}
                yield t("reports.why_beyond", day=t.weekday(day.day), **facts), day.overtime
        elif mine:
            found = sum(day.overtime for day in mine)
            key = "why_week" if found == week.worked - week.due else "why_week_part"
            facts = {"worked": t.duration(week.worked), "due": t.duration(week.due)}
            yield t(f"reports.{key}", day=t.weekday(start), **facts), found


def _earned(t: Words, figures: Figures) -> Markup:
    factors = {version.time_back for version in figures.ledger.policy.versions}
    overtime = t.duration(figures.ledger.time_back.overtime)
    if len(factors) == 1 and (factor := factors.pop()) is not None:
        return t("reports.why_earned", overtime=overtime, factor=t.number(float(factor)))
    return t("reports.why_earned_mixed", overtime=overtime)


def _added(title: str, lines: Iterable[tuple[str, int]], *, signed: bool = False) -> Sum:
    found = tuple(lines)
    return Sum(title, found, sum(minutes for _, minutes in found), signed)


def _told(t: Words, found: Sum) -> list[str]:
    show = signed if found.signed else _unsigned
    return [
        f"*{found.title}*",
        *(t("reports.why_line", label=Markup(label), minutes=show(t, minutes)) for label, minutes in found.lines),
        t("reports.why_sum", total=show(t, found.total)),
    ]


def _rounded(t: Words, figures: Figures) -> Iterator[str]:
    exact, shown, rule = figures.hours, figures.shown, figures.rounding
    yield f"*{t('reports.why_rounding', unit=t.duration(rule.unit), mode=t(f'reports.why_{rule.mode}'))}*"
    for name, minutes, rounded in (
        ("expected", exact.expected, shown.expected),
        ("worked", exact.worked, shown.worked),
        ("credited", exact.credited, shown.credited),
        ("balance", exact.balance, shown.balance),
        ("overtime", exact.overtime, shown.overtime),
    ):
        show = signed if name == "balance" else _unsigned
        facts = {"exact": show(t, minutes), "shown": show(t, rounded)}
        yield t("reports.why_rounded", label=t(f"reports.{name}"), **facts)


def _unsigned(t: Words, minutes: int) -> Markup:
    return t.duration(minutes)


def _split(block: str) -> Sequence[str]:
    """Paragraphs that fit, cut between lines."""
    paragraphs: list[str] = []
    for row in block.split("\n"):
        if paragraphs and len(paragraphs[-1]) + len(row) < _ROOM:
            paragraphs[-1] += f"\n{row}"
        else:
            paragraphs.append(row)
    return paragraphs
