"""A settled time, day and project made into an entry.

The one rule to keep: all limits of one entry are checked here, and nowhere else.
"""

from dataclasses import replace
from datetime import UTC, date, timedelta
from fractions import Fraction

from bot.timesheet.grammar.clocks import of_day
from bot.timesheet.grammar.durations import Amount
from bot.timesheet.grammar.finds import Closed, Find, Project
from bot.timesheet.grammar.notes import note
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Line, Wrong
from bot.timesheet.grammar.segment import FULL, Draft, Segment, asked
from bot.timesheet.grammar.spans import Edge, Placed, Span, Unplaced, moments, place
from bot.timesheet.grammar.typed import LIMIT
from bot.timesheet.grammar.weight import overlooked

_PERIODS = frozenset(
    "last month|last year|this month|this year|bulan lalu|bulan kemarin|bulan ini|tahun lalu|tahun kemarin|tahun ini|"
    "weekend|akhir pekan|weekdays|in|on".split("|")
)  # nobody's note, when it is all there is


def _project(segment: Segment) -> str | Wrong | None:
    names = {find.what.name for find in segment.found if isinstance(find.what, Project)}
    if len(names) > 1:
        return Wrong("two_projects")
    return next(iter(names), None)


def placed(
    page: Page,
    segment: Segment,
    days: tuple[date | None, str],
    amounts: list[Find],
    spans: list[Find],
    edges: list[Find],
) -> Draft:
    """Make the entry, or say which limit it breaks."""
    on, part = days
    if overlooked(page, segment):
        return Ask("unclear_time")
    source = segment.borrowed or segment
    project = _project(source)
    if isinstance(project, Wrong):
        return project
    words = note(
        page.typed, source.low, source.high, [find for find in source.found if not isinstance(find.what, Closed)]
    )
    if len(words) + words.count('"') + len(project or "") > LIMIT - 120:
        return Wrong("too_long", {"limit": str(LIMIT)})  # the canonical line must be valid input as well
    if words.casefold() in _PERIODS and on is None:
        return Ask("which_day")
    minutes: int | None = None
    if amounts:
        what = amounts[0].what
        assert isinstance(what, Amount)
        whole = what.minutes.denominator == 1
        minutes = what.minutes.numerator if whole else int(what.minutes + Fraction(1, 2))
        if minutes == 0:
            return Wrong("zero")
        if minutes < 0:
            return Wrong("negative")
        if minutes > FULL:
            return Wrong("over_24h")
    line = Line(minutes or 0, on or page.today, project, words)
    if spans:
        span_ = spans[0].what
        assert isinstance(span_, Span)
        return _lined(place(span_, on, page.now, part, minutes), line)
    if edges:
        edge = edges[0].what
        assert isinstance(edge, Edge)
        return _from_edge(page, line, edge, on, part)
    return line


def _lined(where: Placed | Unplaced, line: Line) -> Draft:
    match where:
        case Placed():
            if where.minutes > FULL:
                return Wrong("over_24h")
            return _at(where, line)
        case Unplaced():
            if where.wrong:
                return Wrong(where.reason)
            return asked(where.reason, [_at(option, line) for option in where.options])


def _at(where: Placed, line: Line) -> Line:
    return replace(line, minutes=where.minutes, day=where.start.date(), start=where.start, end=where.end)


def _from_edge(page: Page, line: Line, edge: Edge, on: date | None, part: str) -> Draft:
    """Work out the other end from one clock and the length."""
    clock = edge.clock
    day = on or page.today
    if clock.doubt:
        return Ask(clock.doubt)
    if clock.now:
        minute: int | None = page.now.hour * 60 + page.now.minute
    else:
        minute = of_day(clock, part) if clock.bare and part else of_day(clock)
    if minute is None:
        return Wrong("no_such_time")
    if minute == FULL and not edge.last:
        minute = 0
    options: list[Draft] = []
    ways = [minute]
    if clock.bare and not part and clock.hour <= 6:
        ways = [minute + 720, minute]
    for way in ways:
        for moment in moments(day, way, page.now):
            length = timedelta(minutes=line.minutes)
            start = (moment.astimezone(UTC) - length).astimezone(page.now.tzinfo) if edge.last else moment
            end = moment if edge.last else (moment.astimezone(UTC) + length).astimezone(page.now.tzinfo)
            options.append(replace(line, day=start.date(), start=start, end=end))
    if not options:
        return Wrong("no_such_time")
    if all(isinstance(option, Line) and option.day > page.today for option in options):
        return Wrong("future_day", {"day": (page.today + timedelta(days=1)).isoformat()})
    if len(ways) == 2 and isinstance(options[0], Line) and options[0].end and options[0].end <= page.now:
        return options[0]
    if len(options) > 1:
        return asked("morning_or_afternoon" if len(ways) == 2 else "clock_change", options)
    return options[0]
