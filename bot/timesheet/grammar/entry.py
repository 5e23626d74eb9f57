"""One entry out of one segment of the typed text.

The one rule to keep: every find is used, left in the note for a reason, or asked about. Nothing is dropped in silence.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from bot.timesheet.grammar.days import Day, dotted
from bot.timesheet.grammar.durations import Amount
from bot.timesheet.grammar.finds import Find, Other
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.placing import placed
from bot.timesheet.grammar.reading import Ask, Entries, Line, Wrong
from bot.timesheet.grammar.segment import FULL, Draft, Segment, asked, swap
from bot.timesheet.grammar.sight import Sight, sight
from bot.timesheet.grammar.spans import Edge, Span
from bot.timesheet.grammar.typed import NUMBER, WORD
from bot.timesheet.grammar.weight import begins, is_clear, joined, labelled, multiplied, negative, weakened, word_before
from bot.timesheet.grammar.words import BREAKS, LABELS, VAGUE

_TIMES = (Amount, Span)
_JOINING = frozenset("and dan & , + / or atau".split())
_RECENT = 45  # days: what a date without a year and in figures may reach back
_INEXACT = VAGUE - {"max", "min"}
_DAYS = 4  # day words in one entry; each may double the readings
_LIMITS = frozenset(
    "timeout limit timer delay window sla ttl cache video movie film course session token expiry interval countdown "
    "cutoff uptime downtime outage retention shift buffer deadline lag backup hackathon challenge".split()
)  # "fix 30m timeout bug": nobody spent those 30 minutes


def draft(page: Page, segment: Segment) -> Draft:
    """Read one segment as one entry."""
    found = list(segment.found)
    days = [find for find in found if isinstance(find.what, Day)]
    if len(days) > _DAYS:
        return Ask("several_days")
    for one, other in pairwise(days):
        between = {page.typed.text(index) for index in range(one.end, other.begin)}
        if between and between <= _JOINING and _on(one) != _on(other):
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


def _on(find: Find) -> date | None:
    return find.what.on if isinstance(find.what, Day) else None


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
        if one.doubt in {"no_such_day", "future"}:
            return Wrong(one.doubt)
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
    if any(negative(page, segment, find) for find in segment.found if isinstance(find.what, _TIMES)):
        return Ask("break") if any(isinstance(find.what, Span) for find in segment.found) else Wrong("negative")
    if (twice := _dotted_day(page, segment)) is not None:
        return twice
    segment = weakened(page, segment)
    amounts = [find for find in segment.found if isinstance(find.what, Amount)]
    spans = [find for find in segment.found if isinstance(find.what, Span)]
    edges = [find for find in segment.found if isinstance(find.what, Edge)]
    if not amounts and not spans and len(edges) == 2:
        whole = joined(edges)
        if whole:
            other = replace(edges[1], what=Other())
            return _timed(page, swap(swap(segment, edges[0], whole), edges[1], other))
    if not amounts and not spans:
        return _untimed(page, segment)
    if len(spans) > 1 or len(amounts) > 1 or len(edges) > 1 or (spans and edges):
        return Wrong("contradiction")
    doubt = multiplied(page, segment, (amounts + spans)[0]) if len(amounts) + len(spans) == 1 else None
    if doubt is None and amounts:
        doubt = _amount_doubt(page, segment, amounts[0])
    if doubt is not None:
        return doubt
    if spans and labelled(page, segment, spans[0]) and not amounts:
        span_ = spans[0].what
        assert isinstance(span_, Span)
        if span_.doubt == "amount_range":
            return Ask("amount_range", _both_amounts(page, segment, spans[0]))
        ways = [replace(span_, weak=False, doubt="")]
        if span_.doubt == "half_hour":
            earlier = replace(span_.start, hour=(span_.start.hour - 1) or 12)
            ways.append(replace(ways[0], start=earlier))
        drafts = [_timed(page, swap(segment, spans[0], replace(spans[0], what=way))) for way in ways]
        return asked(span_.doubt or "range_or_note", drafts)
    if typed.text(len(typed.tokens) - 1) == "?" and segment.high == len(typed.tokens):
        return asked("question", [_timed(page, replace(segment, high=segment.high - 1))])
    days = _days(page, segment)
    if not isinstance(days, tuple):
        return days
    if any(page.typed.text(find.end) in {"minus", "less", "dikurangi", "dipotong"} for find in amounts + spans):
        return Ask("break")
    line = placed(page, segment, days, amounts, spans, edges)
    if (
        isinstance(line, Wrong)
        and line == Wrong("contradiction")
        and {typed.text(i) for i in range(segment.low, segment.high)} & BREAKS
    ):
        return _net(page, segment, days, amounts, spans)
    return line


def _net(page: Page, segment: Segment, days: tuple[date | None, str], amounts: list[Find], spans: list[Find]) -> Draft:
    """Ask about '9-17 with 1h lunch', offering the range without the break; no line can say where the break was."""
    whole = placed(page, segment, days, [], spans, [])
    off = amounts[0].what if amounts else None
    if (
        isinstance(whole, Line)
        and isinstance(off, Amount)
        and off.minutes.denominator == 1
        and off.minutes < whole.minutes
    ):
        return asked("break", [replace(whole, minutes=whole.minutes - int(off.minutes), start=None, end=None)])
    return Ask("break")


def _both_amounts(page: Page, segment: Segment, find: Find) -> tuple[Entries, ...]:
    """Offer '2-3 hours' as the one and the other."""
    span_ = find.what
    assert isinstance(span_, Span)
    unit = page.typed.text(find.end)
    each = 60 if unit in {"h", "hr", "hrs", "hour", "hours", "jam", "j", "jm"} else 1
    options: list[Entries] = []
    for end in (span_.end_clock, span_.start):
        what = Amount(Fraction(end.hour * each + (end.minute * each // 60)), find.end + 1)
        line = _timed(page, swap(segment, find, Find(find.begin, find.end + 1, what)))
        if isinstance(line, Line):
            options.append(Entries((line,)))
    return tuple(options)


def _dotted_day(page: Page, segment: Segment) -> Draft | None:
    """Ask about '17.11 2h': the seventeenth of November to some, eleven past five to others."""
    if not any(is_clear(find) for find in segment.found):
        return None
    for find in segment.found:
        if not isinstance(find.what, Edge) or not find.what.weak:
            continue
        day = dotted(page.typed, find.begin, page.today)
        ends = find.begin == segment.low or find.end >= segment.high - 1
        if day is None or day.on is None or not ends or not 0 <= (page.today - day.on).days <= _RECENT:
            continue
        if find.begin > segment.low and word_before(page, segment, find) in LABELS:
            continue
        said = Find(find.begin, day.end, replace(day, kind="settled"))
        certain = replace(find, what=replace(find.what, weak=False))
        other = swap(segment, find, certain) if find.begin == segment.low else segment.without(find)
        return asked("clock_or_day", [_timed(page, swap(segment, find, said)), _timed(page, other)])
    return None


_UP_TO = frozenset(("-", "to", "or", "sampai", "sd", "atau", "hingga"))


def _amount_doubt(page: Page, segment: Segment, find: Find) -> Draft | None:
    typed, what = page.typed, find.what
    assert isinstance(what, Amount)
    before = [typed.text(find.begin - step) if find.begin - step >= segment.low else "" for step in (1, 2)]
    if what.doubt == "relative":
        return Wrong("no_duration")
    if what.doubt == "seconds":
        return Wrong("seconds")
    if what.doubt == "fraction_of_minute":
        whole = int(what.minutes)
        return _offer(page, segment, find, what.doubt, [Fraction(whole), Fraction(whole + 1)])
    if what.doubt:
        return _offer(page, segment, find, what.doubt, [what.minutes, *what.others])
    vague = before[0] in _INEXACT or before[0] in {">", "<", "min", "max"}
    vague |= before[0] in {"than", "least", "most", "dari"} and before[1] in {"more", "less", "at", "lebih", "kurang"}
    vague |= before == ["to", "up"]
    if vague:
        return _offer(page, segment, find, "inexact", [what.minutes])
    after = typed.text(find.end)
    middle = find.begin > segment.low and typed.at(find.begin - 1).kind is WORD
    middle = middle and not any(isinstance(one.what, Day) and one.end == find.begin for one in segment.found)
    if middle and (after in _LIMITS or (typed.text(find.end + 1) in _LIMITS and typed.at(find.end).kind is WORD)):
        return _offer(page, segment, find, "amount_or_note", [what.minutes])
    if what.adjective and middle and before[0] not in {"spent", "log", "for"}:
        return _offer(page, segment, find, "amount_or_note", [what.minutes])
    if before[0] in {"a", "the", "our", "my", "their"} and typed.at(find.end).kind is WORD:
        return _offer(page, segment, find, "amount_or_note", [what.minutes])
    lower = typed.number(find.begin - 2, digits=3) if find.begin - 2 >= segment.low else None
    if lower is not None and before[0] in _UP_TO:
        each = 60 if what.minutes >= 60 and what.minutes % 30 == 0 and lower < 25 else 1  # '2-3h', '30-45 menit'
        first = replace(find, begin=find.begin - 2)
        if 0 < lower * each < what.minutes:  # 'sprint 12 - 2h' is no range
            both = [what.minutes, Fraction(lower * each)]
            return _offer(page, swap(segment, find, first), first, "amount_range", both)
    number = typed.at(find.begin - 1)
    if number.kind is NUMBER and find.begin - 1 == segment.low:
        return _offer(page, segment, find, "two_numbers", [what.minutes])
    if before[0] == "," and typed.at(find.begin - 2).kind is NUMBER and find.begin - 2 == segment.low:
        return _offer(page, segment, find, "two_numbers", [what.minutes])
    return None


def _offer(page: Page, segment: Segment, find: Find, reason: str, minutes: list[Fraction]) -> Draft:
    """Ask which of several lengths is meant."""
    drafts: list[Draft] = []
    for length in minutes:
        sure = replace(find, what=Amount(length, find.end))
        days = _days(page, swap(segment, find, sure))
        if isinstance(days, Wrong):
            return days
        if isinstance(days, tuple):
            edges = [one for one in segment.found if isinstance(one.what, Edge)]
            spans = [one for one in segment.found if isinstance(one.what, Span)]
            drafts.append(placed(page, swap(segment, find, sure), days, [sure], spans, edges))
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
    numbers = [index for index in free if typed.at(index).kind is NUMBER and begins(page, index)]
    for index in numbers:
        found = _bare(page, segment, index)
        if found:
            return found
    if isinstance(days, Ask):
        return days
    return Wrong("no_duration")


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
            lengths = [Fraction(first * 60 + second), *([decimal] if first == 0 else [])]
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
        if not 0 < length <= FULL:
            continue
        find = Find(begin, end, Amount(Fraction(round(length)), end))
        found = tuple(sorted((*segment.found, find), key=lambda one: one.begin))
        drafts.append(_timed(page, replace(segment, found=found)))
    return asked(reason, drafts)
