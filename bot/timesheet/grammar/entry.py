"""One entry out of one segment of the typed text.

The one rule to keep: every find is used, left in the note for a reason, or asked about. Nothing is dropped in silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from fractions import Fraction

from bot.timesheet.grammar.clocks import clock, of_day
from bot.timesheet.grammar.days import Day, dotted
from bot.timesheet.grammar.durations import Amount
from bot.timesheet.grammar.finds import Closed, Find, Other, Project
from bot.timesheet.grammar.notes import note
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Entries, Line, Wrong
from bot.timesheet.grammar.sight import Sight, sight
from bot.timesheet.grammar.spans import Edge, Placed, Span, Unplaced, moments, place
from bot.timesheet.grammar.typed import LIMIT, Kind
from bot.timesheet.grammar.words import BREAKS, EACH, HOUR, LABELS, MINUTE, PREPOSITIONS, VAGUE

Draft = Line | Ask | Wrong

_FULL = 24 * 60
_RECENT = 45  # days: what a date without a year and in figures may reach back
_DAYS = 4  # day words in one entry; each may double the readings
_WEAK = frozenset(("day_length", "seconds"))
_LIMITS = frozenset(
    "timeout limit timer delay window sla ttl cache video movie film course session token expiry interval countdown "
    "cutoff uptime downtime outage retention shift buffer deadline lag backup hackathon challenge".split()
)  # "fix 30m timeout bug": nobody spent those 30 minutes


@dataclass(frozen=True, slots=True)
class Segment:
    """The tokens `low` to `high`, the finds among them, and a day said for the whole list."""

    low: int
    high: int
    found: tuple[Find, ...]
    shared: Day | None = None
    borrowed: "Segment | None" = None  # where the note and the project are said, when not here

    def without(self, *finds: Find) -> "Segment":
        """Leave finds in the note."""
        return replace(self, found=tuple(find for find in self.found if find not in finds))


def asked(reason: str, drafts: Iterable[Draft], **params: str) -> Ask:
    """Ask, offering the drafts that are entries."""
    options: list[Entries] = []
    for draft in drafts:
        if isinstance(draft, Line) and Entries((draft,)) not in options:
            options.append(Entries((draft,)))
        elif isinstance(draft, Ask):
            options.extend(option for option in draft.options if isinstance(option, Entries) and option not in options)
    return Ask(reason, tuple(options[:4]), params)


def draft(page: Page, segment: Segment) -> Draft:
    """Read one segment as one entry."""
    found = list(segment.found)
    days = [find for find in found if isinstance(find.what, Day)]
    if len(days) > _DAYS:
        return Ask("several_days")
    for find in days:
        match sight(page, segment.low, segment.high, find, found):
            case Sight.NOTE:
                return draft(page, segment.without(find))
            case Sight.ASK:
                assert isinstance(find.what, Day)
                sure = replace(find, what=replace(find.what, sure=True, kind="settled"))
                certain = replace(segment, found=tuple(sure if one is find else one for one in found))
                return _either(page, certain, segment.without(find))
            case Sight.DAY:
                pass
    return _timed(page, segment)


def _either(page: Page, one: Segment, other: Segment) -> Draft:
    """Ask which of two readings is meant; a refusal that holds for both stands."""
    first, second = draft(page, one), draft(page, other)
    if isinstance(first, Wrong) and isinstance(second, Wrong):
        return second
    return asked("day_or_note", (first, second))


def _days(page: Page, segment: Segment) -> tuple[date | None, str] | Ask | Wrong:
    """Settle the day: the date said (None for none) and the part of the day."""
    said = [find.what for find in segment.found if isinstance(find.what, Day)]
    if not said and segment.shared:
        said = [segment.shared]
    part = next((one.part for one in said if one.part), "")
    for one in said:
        if one.doubt == "no_such_day":
            return Wrong("no_such_day")
        if one.doubt == "week_word" and not one.others:
            return Ask("week_word")
    doubted = next((one for one in said if one.doubt), None)
    if doubted:
        drafts = [_timed(page, _settled(segment, doubted, on)) for on in doubted.others if on <= page.today]
        if doubted.doubt == "week_word" and segment.shared is not doubted:
            drafts.append(_timed(page, segment.without(*(find for find in segment.found if find.what is doubted))))
        return asked(doubted.doubt, drafts)
    dates = {one.on for one in said}
    if len(dates) > 1:
        return Wrong("contradiction")
    on = next(iter(dates), None)
    if on is not None and on > page.today:
        return Wrong("future_day", {"day": on.isoformat()})
    return on, part


def _settled(segment: Segment, doubted: Day, on: date) -> Segment:
    """Put a certain day in the place of a doubtful one."""
    certain = replace(doubted, on=on, doubt="", kind="settled")
    return replace(
        segment,
        found=tuple(replace(find, what=certain) if find.what is doubted else find for find in segment.found),
        shared=certain if segment.shared is doubted else segment.shared,
    )


def _timed(page: Page, segment: Segment) -> Draft:
    """Read the time of a segment whose day finds are all days."""
    typed = page.typed
    if any(_negative(page, segment, find) for find in segment.found if isinstance(find.what, Amount | Span)):
        return Ask("break") if any(isinstance(find.what, Span) for find in segment.found) else Wrong("negative")
    if (twice := _dotted_day(page, segment)) is not None:
        return twice
    segment = _weakened(page, segment)
    amounts = [find for find in segment.found if isinstance(find.what, Amount)]
    spans = [find for find in segment.found if isinstance(find.what, Span)]
    edges = [find for find in segment.found if isinstance(find.what, Edge)]
    if not amounts and not spans and len(edges) == 2:
        joined = _joined(edges)
        if joined:
            other = replace(edges[1], what=Other())
            return _timed(page, _swap(_swap(segment, edges[0], joined), edges[1], other))
    if not amounts and not spans:
        return _untimed(page, segment)
    if len(spans) > 1 or len(amounts) > 1 or len(edges) > 1 or (spans and edges):
        return Wrong("contradiction")
    doubt = _doubt(page, segment, (amounts + spans)[0]) if len(amounts) + len(spans) == 1 else None
    if doubt is None and amounts:
        doubt = _amount_doubt(page, segment, amounts[0])
    if doubt is not None:
        return doubt
    if spans and _labelled(page, segment, spans[0]) and not amounts:
        span_ = spans[0].what
        assert isinstance(span_, Span)
        if span_.doubt == "amount_range":
            return Ask("amount_range", _both_amounts(page, segment, spans[0]))
        ways = [replace(span_, weak=False, doubt="")]
        if span_.doubt == "half_hour":
            earlier = replace(span_.start, hour=(span_.start.hour - 1) or 12)
            ways.append(replace(ways[0], start=earlier))
        drafts = [_timed(page, _swap(segment, spans[0], replace(spans[0], what=way))) for way in ways]
        return asked(span_.doubt or "range_or_note", drafts)
    if typed.text(len(typed.tokens) - 1) == "?" and segment.high == len(typed.tokens):
        return asked("question", [_timed(page, replace(segment, high=segment.high - 1))])
    days = _days(page, segment)
    if not isinstance(days, tuple):
        return days
    if any(page.typed.text(find.end) in {"minus", "less", "dikurangi", "dipotong"} for find in amounts + spans):
        return Ask("break")
    placed = _placed(page, segment, days, amounts, spans, edges)
    if placed == Wrong("contradiction") and {typed.text(i) for i in range(segment.low, segment.high)} & BREAKS:
        return _net(page, segment, days, amounts, spans)
    return placed


def _net(page: Page, segment: Segment, days: tuple[date | None, str], amounts: list[Find], spans: list[Find]) -> Draft:
    """Ask about '9-17 with 1h lunch', offering the range without the break; no line can say where the break was."""
    whole = _placed(page, segment, days, [], spans, [])
    off = amounts[0].what if amounts else None
    if (
        isinstance(whole, Line)
        and isinstance(off, Amount)
        and off.minutes.denominator == 1
        and off.minutes < whole.minutes
    ):
        return asked("break", [replace(whole, minutes=whole.minutes - int(off.minutes), start=None, end=None)])
    return Ask("break")


def _swap(segment: Segment, old: Find, new: Find) -> Segment:
    return replace(segment, found=tuple(new if one is old else one for one in segment.found))


def _both_amounts(page: Page, segment: Segment, find: Find) -> tuple[Entries, ...]:
    """Offer '2-3 hours' as the one and the other."""
    span_ = find.what
    assert isinstance(span_, Span)
    unit = page.typed.text(find.end)
    each = 60 if unit in {"h", "hr", "hrs", "hour", "hours", "jam", "j", "jm"} else 1
    options: list[Entries] = []
    for end in (span_.end_clock, span_.start):
        what = Amount(Fraction(end.hour * each + (end.minute * each // 60)), find.end + 1)
        line = _timed(page, _swap(segment, find, Find(find.begin, find.end + 1, what)))
        if isinstance(line, Line):
            options.append(Entries((line,)))
    return tuple(options)


def _joined(edges: list[Find]) -> Find | None:
    """Join 'from 9 … until 11' into one range."""
    first, second = edges[0].what, edges[1].what
    assert isinstance(first, Edge)
    assert isinstance(second, Edge)
    if first.last or not second.last:
        return None
    return Find(edges[0].begin, edges[0].end, Span(first.clock, second.clock, edges[0].end))


def _negative(page: Page, segment: Segment, find: Find) -> bool:
    typed, at = page.typed, find.begin - 1
    if at < segment.low:
        return False
    if typed.text(at) in {"minus", "negative", "negatif"}:
        return True
    if typed.text(at) != "-" or not typed.glued(find.begin):
        return False
    return at == segment.low or not typed.glued(at)


def _weakened(page: Page, segment: Segment) -> Segment:
    """Leave in the note what a clearer time beside it shows to be no time of its own."""
    amounts = [find for find in segment.found if isinstance(find.what, Amount)]
    spans = [find for find in segment.found if isinstance(find.what, Span)]
    clear = [find for find in amounts if _is_clear(find)]
    drop: list[Find] = []
    for find in segment.found:
        if isinstance(find.what, Edge) and find.what.weak:
            opening = find.begin == segment.low and (find.what.clock.full or find.what.clock.hour >= 6)
            if not clear or spans or not opening:
                drop.append(find)
    for find in amounts:
        what = find.what
        assert isinstance(what, Amount)
        if what.doubt in _WEAK and (clear or spans):
            drop.append(find)
        if what.adjective and any(one is not find for one in clear):
            drop.append(find)
    if drop:
        return _weakened(page, segment.without(*drop))
    if len(amounts) == 2 and len(clear) == 1 and not spans:
        colon = next(find for find in amounts if find is not clear[0])
        what = colon.what
        assert isinstance(what, Amount)
        if what.colon:
            edge = _edge(page, colon)
            if edge:
                return _swap(segment, colon, edge)
    for find in spans:
        span_ = find.what
        assert isinstance(span_, Span)
        if span_.weak and clear and (_is_label(page, segment, find) or span_.start.hour == span_.end_clock.hour):
            return _weakened(page, segment.without(find))
        if span_.weak and not clear and span_.start.hour == span_.end_clock.hour and page.typed.text(find.end):
            return segment.without(find)
        if span_.weak and clear and _in_words(page, segment, find):
            one = clear[0].what
            assert isinstance(one, Amount)
            if one.minutes != (span_.end_clock.hour - span_.start.hour) * 60:
                return _weakened(page, segment.without(find))
    return segment


def _dotted_day(page: Page, segment: Segment) -> Draft | None:
    """Ask about '17.11 2h': the seventeenth of November to some, eleven past five to others."""
    if not any(_is_clear(find) for find in segment.found):
        return None
    for find in segment.found:
        if not isinstance(find.what, Edge) or not find.what.weak:
            continue
        day = dotted(page.typed, find.begin, page.today)
        ends = find.begin == segment.low or find.end >= segment.high - 1
        if day is None or day.on is None or not ends or not 0 <= (page.today - day.on).days <= _RECENT:
            continue
        if find.begin > segment.low and _word_before(page, segment, find) in LABELS:
            continue
        said = Find(find.begin, day.end, replace(day, kind="settled"))
        certain = replace(find, what=replace(find.what, weak=False))
        other = _swap(segment, find, certain) if find.begin == segment.low else segment.without(find)
        return asked("clock_or_day", [_timed(page, _swap(segment, find, said)), _timed(page, other)])
    return None


def _word_before(page: Page, segment: Segment, find: Find) -> str:
    return page.typed.text(find.begin - 1) if find.begin > segment.low else ""


def _edge(page: Page, find: Find) -> Find | None:
    found = clock(page.typed, find.begin)
    return Find(find.begin, found.end, Edge(found, last=False)) if found and found.end == find.end else None


def _is_clear(find: Find) -> bool:
    what = find.what
    return isinstance(what, Amount) and not what.colon and what.doubt not in _WEAK and not what.adjective


def _is_label(page: Page, segment: Segment, find: Find) -> bool:
    return find.begin > segment.low and page.typed.text(find.begin - 1) in LABELS


def _in_words(page: Page, segment: Segment, find: Find) -> bool:
    """Whether plain words stand on both sides."""
    typed = page.typed
    if find.begin == segment.low or find.end >= segment.high:
        return False
    sides = (find.begin - 1, find.end)
    taken = {index for one in segment.found if one is not find for index in range(one.begin, one.end)}
    return all(typed.at(side).kind is Kind.WORD and side not in taken for side in sides)


def _labelled(page: Page, segment: Segment, find: Find) -> bool:
    span_ = find.what
    if not isinstance(span_, Span):
        return False
    if span_.doubt:
        return True
    if not span_.weak:
        return False
    if _is_label(page, segment, find):
        return True
    return _in_words(page, segment, find) and page.typed.text(find.end) not in PREPOSITIONS


def _doubt(page: Page, segment: Segment, find: Find) -> Draft | None:
    """Ask about 'each' and '2 x', which make the amount one of several."""
    typed = page.typed
    before, after = typed.text(find.begin - 1) if find.begin > segment.low else "", typed.text(find.end)
    if not isinstance(find.what, Amount):
        return None
    times = (
        after in EACH - {"kali", "x", "times"}
        or (after in {"kali", "x", "times"} and _free_number(page, segment, find.end + 1))
        or (after == "/" and typed.at(find.end + 1).kind is Kind.WORD and typed.glued(find.end))
        or before in EACH - {"x", "kali", "times"}
        or (before in {"x", "kali", "times"} and typed.at(find.begin - 2).kind is Kind.NUMBER)
        or (before == "-" and typed.text(find.begin - 2) == "masing")
        or (before == "@" and any(typed.at(i).kind is Kind.NUMBER for i in range(segment.low, find.begin - 1)))
    )
    if times:
        return Ask("each", ())
    return None


def _free_number(page: Page, segment: Segment, index: int) -> bool:
    taken = any(one.begin <= index < one.end for one in segment.found)
    return page.typed.at(index).kind is Kind.NUMBER and not taken


def _amount_doubt(page: Page, segment: Segment, find: Find) -> Draft | None:
    typed, what = page.typed, find.what
    assert isinstance(what, Amount)
    before = [typed.text(find.begin - step) if find.begin - step >= segment.low else "" for step in (1, 2)]
    clear = replace(what, doubt="", adjective=False)
    if what.doubt == "relative":
        return Wrong("no_duration")
    if what.doubt == "seconds":
        return Wrong("seconds")
    if what.doubt == "fraction_of_minute":
        whole = int(what.minutes)
        return _offer(page, segment, find, what.doubt, [Fraction(whole), Fraction(whole + 1)])
    if what.doubt:
        return _offer(page, segment, find, what.doubt, [what.minutes, *what.others])
    vague = before[0] in VAGUE - {"max", "min"} or before[0] in {">", "<", "min", "max"}
    vague |= before[0] in {"than", "least", "most", "dari"} and before[1] in {"more", "less", "at", "lebih", "kurang"}
    vague |= before == ["to", "up"]
    if vague:
        return _offer(page, segment, find, "inexact", [what.minutes])
    after = typed.text(find.end)
    middle = find.begin > segment.low and typed.at(find.begin - 1).kind is Kind.WORD
    if middle and (after in _LIMITS or (typed.text(find.end + 1) in _LIMITS and typed.at(find.end).kind is Kind.WORD)):
        return _offer(page, segment, find, "amount_or_note", [what.minutes])
    if what.adjective and middle and before[0] not in {"spent", "log", "for"}:
        return _offer(page, segment, find, "amount_or_note", [what.minutes])
    if before[0] in {"a", "the", "our", "my", "their"} and typed.at(find.end).kind is Kind.WORD:
        return _offer(page, segment, find, "amount_or_note", [what.minutes])
    number = typed.at(find.begin - 1)
    if number.kind is Kind.NUMBER and find.begin - 1 == segment.low:
        return _offer(page, segment, find, "two_numbers", [what.minutes])
    if before[0] == "," and typed.at(find.begin - 2).kind is Kind.NUMBER and find.begin - 2 == segment.low:
        return _offer(page, segment, find, "two_numbers", [what.minutes])
    del clear
    return None


def _offer(page: Page, segment: Segment, find: Find, reason: str, minutes: list[Fraction]) -> Draft:
    """Ask which of several lengths is meant."""
    drafts: list[Draft] = []
    for length in minutes:
        sure = replace(find, what=Amount(length, find.end))
        days = _days(page, _swap(segment, find, sure))
        if isinstance(days, Wrong):
            return days
        if isinstance(days, tuple):
            edges = [one for one in segment.found if isinstance(one.what, Edge)]
            spans = [one for one in segment.found if isinstance(one.what, Span)]
            drafts.append(_placed(page, _swap(segment, find, sure), days, [sure], spans, edges))
    if drafts and all(isinstance(one, Wrong) for one in drafts):
        return drafts[0]
    return asked(reason, drafts)


def _untimed(page: Page, segment: Segment) -> Draft:
    """Say why there is no length: a bare number, something like a clock, or nothing."""
    typed = page.typed
    days = _days(page, segment)
    if isinstance(days, Wrong):
        return days
    taken = {index for find in segment.found for index in range(find.begin, find.end)}
    free = [index for index in range(segment.low, segment.high) if index not in taken]
    numbers = [index for index in free if typed.at(index).kind is Kind.NUMBER and _begins(page, index)]
    for index in numbers:
        found = _bare(page, segment, index)
        if found:
            return found
    if isinstance(days, Ask):
        return days
    return Wrong("no_duration")


def _begins(page: Page, index: int) -> bool:
    """Whether a number stands for itself, not for the end of '9:60'."""
    typed = page.typed
    if not typed.glued(index):
        return True
    if typed.text(index - 1) == "." and not typed.glued(index - 1):
        return True  # .5
    joined = typed.text(index - 1) in {":", "-", "/", ".", ","} and typed.at(index - 2).kind is Kind.NUMBER
    return typed.opens(index) and not joined


def _bare(page: Page, segment: Segment, index: int) -> Draft | None:
    """Offer a bare number as hours or minutes, '7.30' as a length."""
    typed = page.typed
    edge = index == segment.low or index >= segment.high - 1 or typed.text(index + 1) in {".", ",", "#", "!"}
    near = any(find.end == index or find.begin == index + 1 for find in segment.found)
    first, second = typed.number(index, digits=3), typed.number(index + 2, digits=2)
    if first is None:
        return None
    if typed.text(index - 1) == "." and typed.glued(index) and typed.closes(index + 1):
        lengths = [Fraction(first, 10 ** len(typed.text(index))) * 60]
        return _lengths(page, segment, index - 1, index + 1, "bare_number", lengths)
    dotted = (
        typed.text(index + 1) in {".", ","} and typed.glued(index + 1) and typed.glued(index + 2) and second is not None
    )
    if dotted and second is not None and typed.closes(index + 3):
        digits = typed.text(index + 2)
        if not (edge or near or index + 3 >= segment.high):
            return None
        decimal = (first + Fraction(second, 10 ** len(digits))) * 60
        if len(digits) == 2 and second < 60 and typed.text(index + 1) == ".":
            lengths = [Fraction(first * 60 + second)]
            return _lengths(page, segment, index, index + 3, "clock_or_duration", lengths)
        return _lengths(page, segment, index, index + 3, "bare_number", [decimal])
    if not typed.closes(index + 1) or (
        typed.text(index + 1) == "," and typed.glued(index + 1) and typed.glued(index + 2)
    ):
        return None
    if not (edge or near) or typed.text(index + 1) in {"x", "/", ":", "-", "%"}:
        return None
    return _lengths(page, segment, index, index + 1, "bare_number", [Fraction(first * 60), Fraction(first)])


def _lengths(page: Page, segment: Segment, begin: int, end: int, reason: str, minutes: list[Fraction]) -> Draft:
    drafts = []
    for length in minutes:
        if not 0 < length <= _FULL:
            continue
        find = Find(begin, end, Amount(Fraction(round(length)), end))
        found = tuple(sorted((*segment.found, find), key=lambda one: one.begin))
        drafts.append(_timed(page, replace(segment, found=found)))
    return asked(reason, drafts)


def _project(segment: Segment) -> str | Wrong | None:
    names = {find.what.name for find in segment.found if isinstance(find.what, Project)}
    if len(names) > 1:
        return Wrong("two_projects")
    return next(iter(names), None)


def _overlooked(page: Page, segment: Segment) -> bool:
    """Whether something that looks like a length or a date would end up in the note: '3x20m', '2026-11-17T09:00'."""
    typed = page.typed
    taken = {index for find in segment.found for index in range(find.begin, find.end)}
    for index in range(segment.low, segment.high):
        if index in taken or typed.at(index).kind is not Kind.NUMBER:
            continue
        after = typed.text(index + 1)
        if index + 1 not in taken and after in HOUR | MINUTE and (typed.glued(index + 1) or len(after) > 1):
            return True
        marks = (after, typed.text(index + 3))
        three = marks in {("-", "-"), ("/", "/")} and typed.glued(index + 1) and typed.glued(index + 3)
        if three and 1990 <= (typed.number(index) or 0) <= 2099 and typed.at(index + 2).kind is Kind.NUMBER:
            return True
    return False


def _placed(
    page: Page,
    segment: Segment,
    days: tuple[date | None, str],
    amounts: list[Find],
    spans: list[Find],
    edges: list[Find],
) -> Draft:
    on, part = days
    if _overlooked(page, segment):
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
    minutes: int | None = None
    if amounts:
        what = amounts[0].what
        assert isinstance(what, Amount)
        minutes = int(what.minutes + Fraction(1, 2))
        if minutes == 0:
            return Wrong("zero")
        if minutes < 0:
            return Wrong("negative")
        if minutes > _FULL:
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


def _lined(placed: Placed | Unplaced, line: Line) -> Draft:
    match placed:
        case Placed():
            if placed.minutes > _FULL:
                return Wrong("over_24h")
            return _at(placed, line)
        case Unplaced():
            if placed.wrong:
                return Wrong(placed.reason)
            return asked(placed.reason, [_at(option, line) for option in placed.options])


def _at(placed: Placed, line: Line) -> Line:
    return replace(line, minutes=placed.minutes, day=placed.start.date(), start=placed.start, end=placed.end)


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
    if len(ways) == 2 and isinstance(options[0], Line) and options[0].end and options[0].end <= page.now:
        return options[0]
    if len(options) > 1:
        return asked("morning_or_afternoon" if len(ways) == 2 else "clock_change", options)
    return options[0]
