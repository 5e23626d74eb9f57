"""From one time of day to another: `9-11:30`, `dari jam 9 sampai 11`, `10 malam sampai 2 pagi`.

The one rule to keep: people type what the clock on the wall shows, elapsed time is what counts; the zone knows the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.timesheet.grammar import clocks
from bot.timesheet.grammar.clocks import TOLD, ZONED, Clock, clock, of_day
from bot.timesheet.grammar.typed import NUMBER, WORD, Typed
from bot.timesheet.grammar.words import AT_WORDS, CLOCK_WORDS, FROM_WORDS, HOUR, MINUTE, MONTHS, TO_WORDS

_FROM = FROM_WORDS | {"dr"}
_NIGHT = 18 * 60  # from here on an end before its start means the next day
_DAY = 24 * 60
_BESIDE = frozenset("by before after deadline due sebelum sblm setelah sesudah than past".split())
_ENDED = frozenset("selesai end ended ending finished finish kelar".split())
_AFTER_NUMBER = HOUR | MINUTE | MONTHS.keys()
_AFTER_PLAIN = _AFTER_NUMBER | {"%", "people", "orang"}
_COUNTED = HOUR | MINUTE | {"hari", "days", "day", "minggu", "weeks"}
_UNTIL = TO_WORDS - {"-", "~", "to", "ke"}
_SINCE = FROM_WORDS - {"between", "antara", "mulai", "start"}
_STARTED = frozenset("mulai start starting".split())
FIRST = _FROM | _UNTIL | _SINCE | _STARTED | _ENDED | clocks.FIRST
"""What a range or one end of it begins with, if not with a number."""
IN_FULL = 4  # digits of a time of day without a mark: 0930
_INTRODUCING = CLOCK_WORDS | AT_WORDS
AFTER_FIGURES = TOLD | ZONED | HOUR | TO_WORDS
"""What follows a number that a range begins with: most numbers are none, and cost no more than to see that."""


@dataclass(frozen=True, slots=True)
class Span:
    """Two clocks and the index after them.

    weak   nothing but two whole numbers and a dash: it may be a score, pages, a version
    doubt  why it may be something else altogether, or ''
    """

    start: Clock
    end_clock: Clock
    end: int
    weak: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A span on the calendar: aware start and end, elapsed whole minutes."""

    start: datetime
    end: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why a span has no single place, and the places it may have."""

    reason: str
    options: tuple[Placed, ...] = ()
    wrong: bool = False


def span(typed: Typed, index: int) -> Span | None:
    """Read a range of clock times at `index`."""
    if typed.at(index).kind is NUMBER and typed.text(index + 1) not in AFTER_FIGURES:
        return None
    at = index
    introduced = False
    while typed.text(at) in _FROM and at < index + 2:
        introduced = True
        at += 1
    start = clock(typed, at, loose=True)
    if start is None:
        return None
    joint = _joint(typed, start.end, between=typed.text(index) in {"between", "antara"})
    if joint is None:
        return None
    end = clock(typed, joint, loose=True)
    if end is None:
        return None
    after = typed.text(end.end)
    named = introduced or start.named or end.named
    spelled = any(typed.at(place).kind is WORD for place in (at, joint)) and start.plain | end.plain
    if not named and spelled and typed.text(joint - 1) == "-":
        return None
    if after in MONTHS or (typed.text(at - 1) == "-" and typed.glued(at)):
        return None
    if after in {"-", "/"} and typed.glued(end.end) and typed.at(end.end + 1).kind is NUMBER:
        return None  # a telephone number, a date
    if typed.glued(end.end) and after == ":" and typed.at(end.end + 1).kind is NUMBER:
        return None
    weak = start.plain and end.plain and not named
    doubt = ""
    if after in _COUNTED and end.plain and not end.named:
        doubt = "amount_range"
    four = [
        number for place in (at, joint) if (number := typed.number(place)) is not None and len(typed.text(place)) == 4
    ]
    if four and (len(four) == 1 or all(1900 <= number <= 2099 for number in four)):
        return None  # years
    if typed.text(joint) == "ke" or (typed.text(joint - 1) == "ke" and not named):
        return None
    return Span(start, end, end.end, weak, doubt or start.doubt or end.doubt)


def _joint(typed: Typed, at: int, *, between: bool) -> int | None:
    """Return the index after 'to', 'sampai', a dash."""
    while typed.text(at) in HOUR and typed.glued(at):
        at += 1
    text = typed.text(at)
    if text == "sampai" and typed.text(at + 1) == "dengan":
        return at + 2
    if text == "sd" and typed.text(at + 1) == ".":
        return at + 2
    if text in {"-", "~"}:
        after = at + 1
        if typed.text(after) in {"-", ">"} and typed.glued(after):
            after += 1
        if typed.glued(at) and not typed.glued(after):
            return after  # "9- 11"
        return after
    if text == "." and typed.phrase(at, ".", "."):
        return at + 2
    if text in TO_WORDS:
        return at + 1
    if between and text in {"and", "dan"}:
        return at + 1
    return None


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a range, standing alone: 'at 9', 'until 11'. `weak`: nothing but '9.30', which may be a number."""

    clock: Clock
    last: bool
    weak: bool = False


def edge(typed: Typed, index: int) -> Edge | None:
    """Read one clock with nothing to reach: 'at 9', 'jam 9', '9am', or an end, 'until 11'."""
    text = typed.text(index)
    if typed.at(index).kind is NUMBER and len(text) != IN_FULL and typed.text(index + 1) not in TOLD:
        return None
    if text in _UNTIL:
        end = clock(typed, index + 1, loose=True)
        return Edge(end, last=True) if end and typed.text(end.end) not in _AFTER_NUMBER else None
    if text in _ENDED:
        end = clock(typed, index + 1)
        return Edge(end, last=True) if end and (end.named or end.mark) else None
    at = index + 1 if text in _SINCE else index
    if text in _STARTED and typed.text(index + 1) in _INTRODUCING | FROM_WORDS:
        at = index + 1
    found = clock(typed, at, loose=at != index)
    if found is None or (found.plain and not found.named and at == index):
        return None
    introduced = at != index or text in _INTRODUCING
    if found.now or (found.mark == "fixed" and not introduced):
        return None  # 'midnight release', 'just now'
    if typed.text(index - 1) in _BESIDE:
        return None  # 'by 5pm', 'after lunch at 2'
    if found.plain and typed.text(found.end) in _AFTER_PLAIN:
        return None
    weak = not found.named and not found.mark and at == index
    if weak and typed.text(index + 1) != ".":
        return None  # 2026
    return Edge(found, last=False, weak=weak)


def moments(day: date, minute: int, now: datetime) -> tuple[datetime, ...]:
    """Return the instants when the wall clock shows that minute of that day: none in a gap, two in a repeated hour."""
    zone = now.tzinfo
    naive = datetime.combine(day, time()) + timedelta(minutes=minute)
    found: list[datetime] = []
    for fold in (0, 1):
        local = naive.replace(tzinfo=zone, fold=fold)
        back = local.astimezone(UTC).astimezone(zone)
        if back.replace(tzinfo=None) == naive and back.utcoffset() not in {seen.utcoffset() for seen in found}:
            found.append(back)
    return tuple(found)


def elapsed(start: datetime, end: datetime) -> int:
    """Whole minutes that pass between two instants."""
    return int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() // 60)


def _zone_fits(clock_: Clock, moment: datetime) -> bool:
    if clock_.offset is None:
        return True
    offset = moment.utcoffset()
    return offset is not None and int(offset.total_seconds() // 60) == clock_.offset


def place_minutes(
    start: int, end: int, day: date, now: datetime, span_: Span | None = None, minutes: int | None = None
) -> Placed | Unplaced:
    """Place wall-clock minutes (end may pass 1440) on a day; `minutes`, a length said besides, settles doubts."""
    starts, ends = moments(day, start, now), moments(day, end, now)
    if span_ is not None:
        if starts and not any(_zone_fits(span_.start, moment) for moment in starts):
            return Unplaced("other_zone")
        if ends and not any(_zone_fits(span_.end_clock, moment) for moment in ends):
            return Unplaced("other_zone")
        starts = tuple(moment for moment in starts if _zone_fits(span_.start, moment))
        ends = tuple(moment for moment in ends if _zone_fits(span_.end_clock, moment))
    if not starts or not ends:
        return Unplaced("no_such_time", wrong=True)
    options = [Placed(one, two, elapsed(one, two)) for one in starts for two in ends if elapsed(one, two) > 0]
    if minutes is not None:
        fitting = [option for option in options if option.minutes == minutes]
        if not fitting:
            return Unplaced("contradiction", wrong=True) if options else Unplaced("backwards_range")
        options = fitting
    if len(options) == 1:
        return options[0]
    return Unplaced("clock_change" if options else "backwards_range", tuple(options))


def _halves(clock_: Clock) -> tuple[int, ...]:
    """Return both minutes of the day a bare clock may mean, earlier first."""
    first = clock_.hour % 12 * 60 + clock_.minute
    return first, first + 720


def _before(clock_: Clock, end: int) -> int | None:
    fitting = [minute for minute in _halves(clock_) if minute < end]
    return max(fitting) if fitting else None


def _after(clock_: Clock, start: int) -> int | None:
    fitting = [minute for minute in (*_halves(clock_), _DAY) if minute > start and (minute < _DAY or clock_.hour == 12)]
    return min(fitting) if fitting else None


def wall(span_: Span, part: str, *, afternoon: bool) -> tuple[int, int] | str:
    """Decide which minutes of the day a span means; a reason when that cannot be told.

    part       a part of the day said with the day ('kemarin sore'), or ''
    afternoon  whether two bare ends from 1 to 6 mean the afternoon
    """
    start, end = span_.start, span_.end_clock
    if start.bare and end.bare and part:
        marked = of_day(start, part)
        if marked is not None:
            start = replace(start, mark=part)
    if (start.mark and of_day(start) is None) or (end.mark and of_day(end) is None):
        return "no_such_time"
    if start.mark and end.bare:
        first = of_day(start)
        if first is None or (start.mark == "fixed" and first == _DAY):
            first = 0
        last = _after(end, first)
        if last is None and first >= _NIGHT:
            last = _halves(end)[0] + _DAY
        return (first, last) if last is not None else "backwards_range"
    if start.bare and end.mark and not (end.mark == "fixed" and end.hour not in {12, 24}):
        last = of_day(end)
        if last is None:
            return "no_such_time"
        last = last or _DAY
        first = _before(start, last)
        if end.mark == "fixed" and last == _DAY:
            first = max(_halves(start)) if start.hour % 12 >= 6 else None
            if first is None:
                return "backwards_range"
        if first is None:
            first = max(_halves(start))
            return (first, last + _DAY) if first >= _NIGHT else "backwards_range"
        return first, last
    first, last = of_day(start), of_day(end)
    if first is None or last is None:
        return "no_such_time"
    if start.bare and end.bare and start.hour <= 6 and end.hour <= 6 and last > first and afternoon:
        return first + 720, last + 720
    if first == _DAY:
        first = 0
    if last == 0 and end.full:
        last = _DAY  # 15:00-00:00
    if last <= first:
        if first >= _NIGHT and first != last:
            return first, last + _DAY
        return "backwards_range"
    return first, last


def place(
    span_: Span, day: date | None, now: datetime, part: str = "", minutes: int | None = None
) -> Placed | Unplaced:
    """Place a span on its day (today if none was said)."""
    start, end = span_.start, span_.end_clock
    if end.now or start.now:
        return _until_now(span_, day, now)
    on = day or now.date()
    small = start.bare and end.bare and start.hour <= 6 and end.hour <= 6 and not part
    found = wall(span_, part, afternoon=True)
    if small and not isinstance(found, str) and found[0] >= 720:
        late = place_minutes(*found, on, now, span_, minutes)
        if isinstance(late, Placed) and late.end > now:
            early = place_minutes(found[0] - 720, found[1] - 720, on, now, span_, minutes)
            return Unplaced("morning_or_afternoon", tuple(one for one in (late, early) if isinstance(one, Placed)))
        return late
    if isinstance(found, str):
        if found != "backwards_range":
            return Unplaced(found, wrong=True)
        turned = tuple(_turned(span_, on, now, minutes))
        return turned[0] if minutes is not None and turned else Unplaced(found, turned)
    if part in {"malam", "night"} and day is not None and found[0] < 6 * 60 and start.bare:
        on += timedelta(days=1)  # 'tadi malam jam 1': the night of yesterday, the date of today
    placed = place_minutes(*found, on, now, span_, minutes)
    if day is not None or isinstance(placed, Unplaced) or placed.start <= now:
        return placed
    before = place_minutes(*found, on - timedelta(days=1), now, span_, minutes)
    if isinstance(before, Unplaced):
        return placed
    if now.hour < 6 and found[1] > _DAY and before.start <= now:
        return before
    if (found[1] > _DAY and now.hour < 12) or (now.hour < 5 and before.end <= now):
        return Unplaced("which_night", (before, placed))
    return placed


def _until_now(span_: Span, day: date | None, now: datetime) -> Placed | Unplaced:
    if span_.start.now or (day is not None and day != now.date()):
        return Unplaced("backwards_range")
    minute = now.hour * 60 + now.minute
    halves = _halves(span_.start) if span_.start.bare else (of_day(span_.start),)
    fitting = [half for half in halves if half is not None and half < minute]
    if not fitting:
        return Unplaced("backwards_range")
    first = fitting[0] if len(fitting) == 1 or span_.start.hour > 6 else max(fitting)
    return place_minutes(first, minute, now.date(), now)


def _turned(span_: Span, day: date, now: datetime, minutes: int | None) -> Iterator[Placed]:
    """Offer what an end not after its start may have meant; a length said besides picks those that agree with it."""
    first, last = of_day(span_.start), of_day(span_.end_clock)
    if first is None or last is None:
        return
    noon_later, next_day, both_later = (first, last + 720), (first, last + _DAY), (first + 720, last + _DAY)
    ways = [noon_later] if span_.end_clock.bare and last + 720 > first else []
    if minutes is not None or not (span_.start.bare and span_.end_clock.bare):
        ways.append(next_day)
    if span_.start.bare and span_.end_clock.bare:
        ways.append(both_later)
    for way in ways:
        placed = place_minutes(*way, day, now, span_, minutes)
        if isinstance(placed, Placed) and (minutes is not None or placed.minutes <= 14 * 60):
            yield placed
