"""How much a find weighs beside the others in its segment.

The one rule to keep: only a clearer time beside it takes a find's weight; alone it is asked about.
"""

from bot.timesheet.grammar.clocks import clock
from bot.timesheet.grammar.durations import Amount
from bot.timesheet.grammar.finds import Find
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask
from bot.timesheet.grammar.segment import Draft, Segment, swap
from bot.timesheet.grammar.spans import Edge, Span
from bot.timesheet.grammar.typed import NUMBER, WORD
from bot.timesheet.grammar.words import EACH, HOUR, LABELS, MINUTE, PREPOSITIONS

_EACH = EACH - {"kali", "x", "times"}
_UNITS = HOUR | MINUTE
_WEAK = frozenset(("day_length", "seconds"))


def joined(edges: list[Find]) -> Find | None:
    """Join 'from 9 … until 11' into one range."""
    first, second = edges[0].what, edges[1].what
    assert isinstance(first, Edge)
    assert isinstance(second, Edge)
    if first.last or not second.last:
        return None
    return Find(edges[0].begin, edges[0].end, Span(first.clock, second.clock, edges[0].end))


def negative(page: Page, segment: Segment, find: Find) -> bool:
    """Whether a minus stands before a time."""
    typed, at = page.typed, find.begin - 1
    if at < segment.low:
        return False
    if typed.text(at) in {"minus", "negative", "negatif"}:
        return True
    if typed.text(at) != "-" or not typed.glued(find.begin):
        return False
    return at == segment.low or not typed.glued(at)


def weakened(page: Page, segment: Segment) -> Segment:
    """Leave in the note what a clearer time beside it shows to be no time of its own."""
    amounts = [find for find in segment.found if isinstance(find.what, Amount)]
    spans = [find for find in segment.found if isinstance(find.what, Span)]
    clear = [find for find in amounts if is_clear(find)]
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
        return weakened(page, segment.without(*drop))
    if len(amounts) == 2 and len(clear) == 1 and not spans:
        colon = next(find for find in amounts if find is not clear[0])
        what = colon.what
        assert isinstance(what, Amount)
        if what.colon:
            edge = as_edge(page, colon)
            if edge:
                return swap(segment, colon, edge)
    for find in spans:
        span_ = find.what
        assert isinstance(span_, Span)
        if span_.weak and clear and (_is_label(page, segment, find) or span_.start.hour == span_.end_clock.hour):
            return weakened(page, segment.without(find))
        if span_.weak and not clear and span_.start.hour == span_.end_clock.hour and page.typed.text(find.end):
            return segment.without(find)
        if span_.weak and clear and _in_words(page, segment, find):
            one = clear[0].what
            assert isinstance(one, Amount)
            if one.minutes != (span_.end_clock.hour - span_.start.hour) * 60:
                return weakened(page, segment.without(find))
    return segment


def word_before(page: Page, segment: Segment, find: Find) -> str:
    """Return the word before a find, an empty one at the start of its segment."""
    return page.typed.text(find.begin - 1) if find.begin > segment.low else ""


def as_edge(page: Page, find: Find) -> Find | None:
    """Read a length like 9:30 as a time of day."""
    found = clock(page.typed, find.begin)
    return Find(find.begin, found.end, Edge(found, last=False)) if found and found.end == find.end else None


def is_clear(find: Find) -> bool:
    """Whether a find is a length and nothing else."""
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
    return all(typed.at(side).kind is WORD and side not in taken for side in sides)


def labelled(page: Page, segment: Segment, find: Find) -> bool:
    """Whether a range may be something else: pages, a score, two lengths."""
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


def multiplied(page: Page, segment: Segment, find: Find) -> Draft | None:
    """Ask about 'each' and '2 x', which make the amount one of several."""
    typed = page.typed
    before, after = typed.text(find.begin - 1) if find.begin > segment.low else "", typed.text(find.end)
    if not isinstance(find.what, Amount):
        return None
    times = (
        after in _EACH
        or (after in {"kali", "x", "times"} and _free_number(page, segment, find.end + 1))
        or (after == "/" and typed.at(find.end + 1).kind is WORD and typed.glued(find.end))
        or before in _EACH
        or (before in {"x", "kali", "times"} and typed.at(find.begin - 2).kind is NUMBER)
        or (before == "-" and typed.text(find.begin - 2) == "masing")
        or (before == "@" and any(typed.at(i).kind is NUMBER for i in range(segment.low, find.begin - 1)))
    )
    if times:
        return Ask("each", ())
    return None


def _free_number(page: Page, segment: Segment, index: int) -> bool:
    taken = any(one.begin <= index < one.end for one in segment.found)
    return page.typed.at(index).kind is NUMBER and not taken


def begins(page: Page, index: int) -> bool:
    """Whether a number stands for itself, not for the end of '9:60'."""
    typed = page.typed
    if not typed.glued(index):
        return True
    if typed.text(index - 1) == "." and not typed.glued(index - 1):
        return True  # .5
    joined = typed.text(index - 1) in {":", "-", "/", ".", ","} and typed.at(index - 2).kind is NUMBER
    return typed.opens(index) and not joined


def overlooked(page: Page, segment: Segment) -> bool:
    """Whether something that looks like a length or a date would end up in the note: '3x20m', '2026-11-17T09:00'."""
    typed = page.typed
    taken = {index for find in segment.found for index in range(find.begin, find.end)}
    for index in range(segment.low, segment.high):
        if index in taken or typed.at(index).kind is not NUMBER:
            continue
        after = typed.text(index + 1)
        if index + 1 not in taken and after in _UNITS and (typed.glued(index + 1) or len(after) > 1):
            return True
        marks = (after, typed.text(index + 3))
        three = marks in {("-", "-"), ("/", "/")} and typed.glued(index + 1) and typed.glued(index + 3)
        if three and 1990 <= (typed.number(index) or 0) <= 2099 and typed.at(index + 2).kind is NUMBER:
            return True
    return False
