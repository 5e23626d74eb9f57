"""Several entries in one message: `4h #a, 2h #b review`.

The one rule to keep: a list is split only where each part has a time of its own; what is said once is shared only when
it cannot belong to one part alone.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from bot.timesheet.grammar.days import Day
from bot.timesheet.grammar.durations import Amount
from bot.timesheet.grammar.entry import draft
from bot.timesheet.grammar.finds import Find, Project
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Entries, Line, Wrong
from bot.timesheet.grammar.segment import Draft, Segment
from bot.timesheet.grammar.sight import Sight, sight
from bot.timesheet.grammar.spans import Edge, Span
from bot.timesheet.grammar.typed import LINE, NUMBER, OPAQUE, QUOTE, SYMBOL, WORD
from bot.timesheet.grammar.words import BREAKS, HEDGES, LOGGING, POLITE, RIGHTING

_AND = frozenset("and dan then lalu terus trus trs kemudian plus + & serta sama n abis habis setelah sesudah".split())
_MARKS = frozenset((",", ".", "/", "|"))
_HARD = frozenset((";",))
_ENDS = _HARD | {"\n"}
_LOOSE = HEDGES | POLITE | LOGGING | frozenset("for on pada of selama another also juga lagi untuk utk".split())
_BETWEEN = _AND | _MARKS
_NOTHING = _LOOSE | _AND
_BULLETS = frozenset("-*•·–")


@dataclass(frozen=True, slots=True)
class _Group:
    """One time, or a range and the length that belongs to it, in the tokens `begin` to `end`."""

    begin: int
    end: int


def several(page: Page, found: tuple[Find, ...]) -> Entries | Ask | Wrong:
    """Read the whole text, as one entry or as a list."""
    high = len(page.typed.tokens)
    if _ENDS.isdisjoint(page.typed.words):
        return _comma(page, found, 0, high)
    pieces = _pieces(page, 0, high)
    timed = [piece for piece in pieces if _groups(page, found, *piece)]
    if len(timed) <= 1:
        low, high = (0, high) if len(pieces) <= 1 else _joined(page, pieces)
        return _comma(page, found, low, high)
    if len(timed) < len(pieces):
        return _headed(page, found, pieces)
    lists = [_split(page, found, *piece) for piece in pieces]
    return _together(page, [_inner(page, part) for part in lists], apart=_has_line(page))


def _inner(page: Page, part: list[Segment] | Ask | Wrong) -> list[Segment] | Ask | Wrong:
    """Share a day within one line of several: 'Monday: 2h design, 1h review'."""
    if not isinstance(part, list) or len(part) < 2:
        return part
    return _shared_day(page, part, apart=False)[0]


def _has_line(page: Page) -> bool:
    return any(token.kind is LINE for token in page.typed.tokens)


def _joined(page: Page, pieces: list[tuple[int, int]]) -> tuple[int, int]:
    del page
    return pieces[0][0], pieces[-1][1]


def _comma(page: Page, found: tuple[Find, ...], low: int, high: int) -> Entries | Ask | Wrong:
    return _together(page, [_split(page, found, low, high)], apart=False)


def _pieces(page: Page, low: int, high: int) -> list[tuple[int, int]]:
    """Cut at line ends and semicolons."""
    typed = page.typed
    pieces, begin = [], low
    for index in range(low, high + 1):
        token = typed.at(index)
        if index == high or token.kind is LINE or token.text in _HARD:
            start, stop = begin, index
            while start < stop and typed.text(start) in _BULLETS and not typed.glued(start + 1):
                start += 1
            if start + 2 < stop and typed.at(start).kind is NUMBER and typed.text(start + 1) in {".", ")"}:
                if typed.glued(start + 1) and not typed.glued(start + 2):
                    start += 2  # "1. 2h design"
            if start < stop:
                pieces.append((start, stop))
            begin = index + 1
    return pieces


def _times(found: tuple[Find, ...], low: int, high: int) -> list[Find]:
    return [
        find
        for find in found
        if low <= find.begin < high
        and (
            isinstance(find.what, Span)
            or (isinstance(find.what, Amount) and find.what.doubt not in {"day_length", "seconds"})
        )
    ]


def _groups(page: Page, found: tuple[Find, ...], low: int, high: int) -> list[_Group]:
    """Group the times of a piece: a range and a length side by side are one."""
    groups: list[_Group] = []
    last: Find | None = None
    for find in _times(found, low, high):
        if last and groups and {type(last.what), type(find.what)} == {Amount, Span} and _close(page, last, find):
            groups[-1] = _Group(groups[-1].begin, find.end)
            last = None
            continue
        groups.append(_Group(find.begin, find.end))
        last = find
    return groups


def _close(page: Page, one: Find, other: Find) -> bool:
    """Whether a range and a length side by side say the same; behind a comma, only if they agree."""
    between = [page.typed.text(index) for index in range(one.end, other.begin)]
    if not all(text in {"(", "=", "[", ":", "-", ",", "selama", "for", "total"} for text in between):
        return False
    if between != [","]:
        return True
    match one.what, other.what:
        case (Span() as span, Amount(minutes=minutes)) | (Amount(minutes=minutes), Span() as span):
            start, end = span.start, span.end_clock
            return (end.hour * 60 + end.minute - start.hour * 60 - start.minute - int(minutes)) % 720 == 0
        case _:
            return False


def _split(page: Page, found: tuple[Find, ...], low: int, high: int) -> list[Segment] | Ask | Wrong:
    """Cut one piece between its times."""
    inside = tuple([find for find in found if low <= find.begin < high])
    whole = Segment(low, high, inside)
    groups = _groups(page, inside, low, high)
    if len(groups) < 2:
        return [whole]
    edges = [find for find in inside if isinstance(find.what, Edge) and not find.what.weak]
    words_before = _words(page, inside, low, groups[0].begin)
    words_after = _words(page, inside, groups[-1].end, high)
    cuts: list[int] = []
    for one, other in pairwise(groups):
        cut = _cut(page, inside, one, other, leading=not words_before, trailing=not words_after)
        if cut is None:
            return [whole]  # two times and nothing between them: `draft` says what is wrong
        cuts.append(cut)
    bounds = [low, *cuts, high]
    segments = []
    for begin, end in pairwise(bounds):
        start = begin
        while start < end and page.typed.text(start) in _BETWEEN and begin != low:
            start += 2 if page.typed.text(start + 1) == "itu" else 1  # 'habis itu', after that
        segments.append(Segment(start, end, tuple(find for find in inside if start <= find.begin < end)))
    if edges and any(isinstance(find.what, Span) for find in inside):
        return segments
    for segment in segments[1:]:
        if page.typed.text(segment.low) in RIGHTING:
            return Wrong("contradiction")
    return segments


def _words(page: Page, inside: tuple[Find, ...], begin: int, end: int) -> bool:
    """Whether words of a note stand between two places."""
    taken = {index for find in inside if isinstance(find.what, Day | Project) for index in range(find.begin, find.end)}
    return any(
        page.typed.at(index).kind in (WORD, NUMBER, QUOTE, OPAQUE)
        and index not in taken
        and page.typed.text(index) not in _LOOSE
        for index in range(begin, end)
    )


def _cut(
    page: Page, inside: tuple[Find, ...], one: _Group, other: _Group, *, leading: bool, trailing: bool
) -> int | None:
    """Find the token where the next entry begins."""
    typed = page.typed
    taken = {index for find in inside for index in range(find.begin, find.end)}
    places = [
        index
        for index in range(one.end, other.begin)
        if index not in taken
        and (typed.text(index) in _AND or (typed.text(index) in _MARKS and not _within(page, index)))
    ]
    near_next = [index for index in places if not _words(page, inside, index + 1, other.begin)]
    near_last = [index for index in places if not _words(page, inside, one.end, index)]
    commas = [index for index in places if typed.text(index) in _MARKS]
    if leading and near_next:
        return (
            min(near_next)
            if all(typed.text(i) in _BETWEEN for i in range(min(near_next), max(near_next)))
            else max(near_next)
        )
    if trailing and near_last:
        return near_last[0]
    if not leading and not trailing and len(commas) == 1:
        return commas[0]
    if leading and len(commas) == 1:
        return commas[0]
    if leading and trailing and places:
        return places[-1]
    return None


def _within(page: Page, index: int) -> bool:
    """Whether a mark belongs to what it is glued into: 'a/b', 'v1.2'."""
    return page.typed.text(index) in {"/", "."} and page.typed.glued(index) and page.typed.glued(index + 1)


def _headed(page: Page, found: tuple[Find, ...], pieces: list[tuple[int, int]]) -> Entries | Ask | Wrong:
    """Read lines of which some only say the day or the project of those below."""
    lists: list[list[Segment] | Ask | Wrong] = []
    heading: Day | None = None
    project: Find | None = None
    for low, high in pieces:
        inside = tuple(find for find in found if low <= find.begin < high)
        if _groups(page, inside, low, high):
            part = _split(page, found, low, high)
            if isinstance(part, list):
                part = [replace(one, shared=heading) for one in part]
                if project:
                    part = [
                        one
                        if any(isinstance(find.what, Project) for find in one.found)
                        else replace(one, found=(*one.found, project))
                        for one in part
                    ]
            lists.append(part)
            continue
        days = [find for find in inside if isinstance(find.what, Day)]
        names = [find for find in inside if isinstance(find.what, Project)]
        if _words(page, inside, low, high) or len(days) > 1 or len(names) > 1 or not (days or names):
            return Wrong("no_duration")
        if days:
            heading = days[0].what if isinstance(days[0].what, Day) else None
        if names:
            project = names[0]
    return _together(page, lists, apart=False)


def _together(page: Page, lists: list[list[Segment] | Ask | Wrong], *, apart: bool) -> Entries | Ask | Wrong:
    """Read all segments, share what is said once, and answer as one."""
    segments: list[Segment] = []
    for part in lists:
        if not isinstance(part, list):
            return part
        segments.extend(part)
    if len(segments) == 1:
        return _answer([draft(page, segments[0])])
    if _breaks(page, segments):
        return Ask("break")
    segments = _share_note(page, segments)
    amounts = any(isinstance(find.what, Amount) for segment in segments for find in segment.found)
    days = all(any(isinstance(find.what, Day) for find in segment.found) for segment in segments)
    if amounts and not days and not all(_said(page, segment) for segment in segments):
        return Wrong("contradiction")
    project = _shared_project(page, segments)
    if project and page.typed.text(project.end) == ":":
        segments = [
            one if any(find is project for find in one.found) else replace(one, found=(*one.found, project))
            for one in segments
        ]
        project = None
    if (
        project
        and project not in segments[0].found
        and all(_words(page, one.found, one.low, one.high) for one in segments)
    ):
        project = None  # 'meeting 30m, coding 2h #core': said behind one of several named things, it is that one's
    variants = _shared_day(page, segments, apart=apart)
    readings: list[Entries | Ask | Wrong] = []
    for variant in variants:
        readings.append(_answer([draft(page, segment) for segment in variant]))
        if project:
            shared = [
                one if any(find is project for find in one.found) else replace(one, found=(*one.found, project))
                for one in variant
            ]
            readings.append(_answer([draft(page, segment) for segment in shared]))
    if len(readings) == 1 or not all(isinstance(reading, Entries) for reading in readings):
        return next((reading for reading in readings if not isinstance(reading, Entries)), readings[0])
    entries = tuple(dict.fromkeys(reading for reading in readings if isinstance(reading, Entries)))
    return Ask("project_of_which" if project else "day_of_which", entries[:4]) if len(entries) > 1 else entries[0]


def _answer(drafts: list[Draft]) -> Entries | Ask | Wrong:
    """Join drafts: the first refusal stands, then the first question, with the other lines in each option."""
    lines: list[Line] = []
    asked: tuple[int, Ask] | None = None
    for index, one in enumerate(drafts):
        match one:
            case Wrong():
                return one
            case Ask():
                asked = asked or (index, one)
                first = one.options[0] if one.options else None
                if isinstance(first, Entries):
                    lines.append(first.lines[0])
                elif len(drafts) > 1:
                    return Ask(one.reason, (), one.params)
            case Line():
                lines.append(one)
    if asked is None:
        return Entries(tuple(lines))
    index, ask = asked
    if len(drafts) == 1:
        return ask
    options = tuple(
        Entries((*lines[:index], *option.lines, *lines[index + 1 :]))
        for option in ask.options
        if isinstance(option, Entries)
    )
    return Ask(ask.reason, options, ask.params)


def _said(page: Page, segment: Segment) -> bool:
    """Whether a segment has a note or a project of its own."""
    if any(isinstance(find.what, Project) for find in segment.found):
        return True
    taken = {
        index
        for find in segment.found
        if isinstance(find.what, Day | Amount | Span | Edge)
        for index in range(find.begin, find.end)
    }
    return any(
        page.typed.at(index).kind in (WORD, NUMBER, QUOTE, OPAQUE)
        and index not in taken
        and page.typed.text(index) not in _NOTHING
        for index in range(segment.low, segment.high)
    )


def _breaks(page: Page, segments: list[Segment]) -> bool:
    """Whether a break is to be taken off a range, which is nothing the line can say."""
    first = any(isinstance(find.what, Span) for find in segments[0].found)
    if not first:
        return False
    for segment in segments[1:]:
        words = {page.typed.text(index) for index in range(segment.low, segment.high)}
        if words & BREAKS and not any(isinstance(find.what, Span | Project) for find in segment.found):
            return True
    return False


def _share_note(page: Page, segments: list[Segment]) -> list[Segment]:
    """Give '9-12, 13-17 coding' its note twice: ranges of one day's work, said once."""
    spans = all(any(isinstance(find.what, Span) for find in segment.found) for segment in segments)
    said = [segment for segment in segments if _said(page, segment)]
    if not spans or len(said) != 1 or said[0] not in {segments[0], segments[-1]}:
        return segments
    return [segment if segment is said[0] else replace(segment, borrowed=said[0]) for segment in segments]


def _day(page: Page, segment: Segment) -> Find | None:
    found = list(segment.found)
    for find in found:
        if isinstance(find.what, Day) and sight(page, segment.low, segment.high, find, found) is not Sight.NOTE:
            return find
    return None


def _shared_day(page: Page, segments: list[Segment], *, apart: bool) -> list[list[Segment]]:
    """Return the readings of a day said once: for all, for its own entry, or both to choose from."""
    days = [(index, find) for index, segment in enumerate(segments) if (find := _day(page, segment))]
    if len(days) != 1 or any(segment.shared for segment in segments):
        return [segments]
    index, find = days[0]
    day = find.what
    assert isinstance(day, Day)
    everywhere = [segment if segment is segments[index] else replace(segment, shared=day) for segment in segments]
    at_start = index == 0 and not _said_before(page, segments[0], find)
    at_end = index == len(segments) - 1 and not _said_after(page, segments[-1], find)
    if (at_start or at_end) and not apart:
        return [everywhere]
    return [everywhere, segments]


def _said_before(page: Page, segment: Segment, day: Find) -> bool:
    """Whether the entry's own time or words stand before the day."""
    return any(
        page.typed.at(index).kind is not SYMBOL and page.typed.text(index) not in _LOOSE
        for index in range(segment.low, day.begin)
    )


def _said_after(page: Page, segment: Segment, day: Find) -> bool:
    names = {index for find in segment.found if isinstance(find.what, Project) for index in range(find.begin, find.end)}
    return any(page.typed.at(index).kind is not SYMBOL and index not in names for index in range(day.end, segment.high))


def _shared_project(page: Page, segments: list[Segment]) -> Find | None:
    """Return a project said once, at the very start or end, which may be meant for all."""
    named = [
        (index, find) for index, one in enumerate(segments) for find in one.found if isinstance(find.what, Project)
    ]
    if len(named) != 1:
        return None
    index, find = named[0]
    days = {
        place
        for one in segments
        for day in one.found
        if isinstance(day.what, Day)
        for place in range(day.begin, day.end)
    }
    if index == 0:
        before = range(segments[0].low, find.begin)
        if all(page.typed.at(place).kind is SYMBOL or place in days for place in before):
            return find
    if index == len(segments) - 1:
        after = range(find.end, segments[-1].high)
        if all(page.typed.at(place).kind is SYMBOL or place in days for place in after):
            return find
    return None
