"""Commands: `start at 9:15 design #acme`, `berhenti jam 5 sore`, `minggu ini`, `hapus 2`.

The one rule to keep: a command word at the start is a command only if what follows fits the command; an entry that
merely begins with such a word stays an entry, and where both fit, it is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.timesheet.grammar.clocks import Clock, clock, of_day
from bot.timesheet.grammar.commands import LONGEST, NO_REMINDERS, PERIODS_GONE, PHRASES, POINTING, POINTS
from bot.timesheet.grammar.days import Day, day
from bot.timesheet.grammar.durations import Amount, amount
from bot.timesheet.grammar.finds import Find, Project, finds
from bot.timesheet.grammar.notes import note
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Order, Verb, Wrong
from bot.timesheet.grammar.spans import Edge, moments
from bot.timesheet.grammar.typed import Kind, Typed
from bot.timesheet.grammar.words import MONTHS

_FORMATS = frozenset(("csv", "json", "excel", "xlsx"))
_COURTESY = frozenset(
    ("me", "now", "sekarang", "dong", "ya", "please", "pls", "tolong", "timer", "lagi", "again", "yuk", "saja", "aja")
)


@dataclass(frozen=True, slots=True)
class Said:
    """A command word and the index after it."""

    verb: Verb
    end: int


def said(page: Page) -> Said | None:
    """Return the command the text begins with, the longest that fits."""
    typed = page.typed
    first = 1 if typed.text(0) in {"please", "tolong", "pls", "/"} and len(typed.tokens) > 1 else 0
    for length in range(min(LONGEST, len(typed.tokens) - first), 0, -1):
        words = tuple(typed.text(first + index) for index in range(length))
        verb = PHRASES.get(words)
        if verb and _apart(typed, first + length):
            return Said(verb, first + length)
    return None


def _apart(typed: Typed, end: int) -> bool:
    """Whether the command word ends here: not 'off-site', 'start-up', 'week's'."""
    after = typed.at(end)
    if not after.glued:
        return True
    return after.text in {",", ":", ".", "!", "?"} and not (typed.glued(end + 1) and typed.at(end + 1).text)


def _rest(typed: Typed, begin: int) -> str:
    if begin >= len(typed.tokens):
        return ""
    return " ".join(typed.raw[typed.at(begin).begin :].split()).rstrip(" .!?")


def _ended(typed: Typed, index: int) -> bool:
    """Whether nothing but courtesy and punctuation is left."""
    return all(
        (typed.at(place).kind in {Kind.SYMBOL, Kind.LINE} and typed.text(place) != "#")
        or typed.text(place) in _COURTESY
        for place in range(index, len(typed.tokens))
    )


def order(page: Page) -> Order | Ask | Wrong | None:
    """Read the text as a command; None when it is none."""
    typed = page.typed
    plain = " ".join(token.text for token in typed.tokens if token.kind is Kind.WORD)
    if plain in NO_REMINDERS:
        return Order(Verb.OFF, rest="reminders")
    looked = _looked(page)
    if looked:
        return looked
    found = said(page)
    if found is None:
        return None
    return _ARGUMENTS[found.verb](page, found)


def _looked(page: Page) -> Order | Ask | None:
    """Read a day or a past period alone: to look at it."""
    typed, today = page.typed, page.today
    begin = 1 if typed.text(0) in {"show", "lihat", "rekap", "tampilkan"} else 0
    pair = (typed.text(begin), typed.text(begin + 1))
    if pair in PERIODS_GONE and _ended(typed, begin + 2):
        verb = PERIODS_GONE[pair]
        first = today.replace(day=1) - timedelta(days=1)
        return Order(verb, day=today - timedelta(weeks=1) if verb is Verb.WEEK else first)
    on = day(typed, begin, today)
    if on is None or not _ended(typed, on.end):
        return None
    if on.kind == "week" and typed.text(begin) in {"minggu", "pekan"} and on.others:
        if typed.text(begin + 1) == "ini":
            return None
        week = Order(Verb.WEEK, day=today - timedelta(weeks=1))
        return Ask("week_word", (week, Order(Verb.TODAY, day=on.others[0])))
    if on.on is not None and on.on < today and not on.doubt and on.kind in {"relative", "weekday", "date"}:
        return Order(Verb.TODAY, day=on.on)
    return None


def _bare(page: Page, said_: Said) -> Order | None:
    """Take no argument."""
    return Order(said_.verb) if _ended(page.typed, said_.end) else None


def _anything(page: Page, said_: Said) -> Order | None:
    """Take anything, as typed: 'why friday', 'help export'."""
    typed = page.typed
    on = day(typed, said_.end, page.today)
    short = len(typed.tokens) - said_.end <= 8
    if not short:
        return None
    return Order(said_.verb, rest=_rest(typed, said_.end), day=on.on if on else None)


def _help(page: Page, said_: Said) -> Order | None:
    if _ended(page.typed, said_.end):
        return Order(Verb.HELP)
    topic = said(Page(_from(page.typed, said_.end), page.now, page.locale, page.projects))
    if topic and topic.end == len(page.typed.tokens) - said_.end:
        return Order(Verb.HELP, rest=topic.verb.value)
    return None


def _from(typed: Typed, begin: int) -> Typed:
    return Typed(typed.raw, typed.tokens[begin:])


def _period(page: Page, said_: Said) -> Order | None:
    """Take a day or a period: 'week', 'export november', 'statement this month'."""
    typed = page.typed
    if _ended(typed, said_.end):
        return Order(said_.verb)
    begin = said_.end
    kind = ""
    while typed.text(begin) in _FORMATS | {"as", "to", "in", "sebagai", "ke", "for", "untuk", "of", "-"}:
        kind = typed.text(begin) if typed.text(begin) in _FORMATS else kind
        begin += 1
    if _ended(typed, begin):
        return Order(said_.verb, rest=kind)
    on = day(typed, begin, page.today)
    if on and _ended(typed, on.end) and (on.on or on.others):
        return Order(said_.verb, day=on.on or on.others[0], rest=kind)
    pair = (typed.text(begin), typed.text(begin + 1))
    if pair in PERIODS_GONE and _ended(typed, begin + 2):
        back = page.today - timedelta(weeks=1)
        if PERIODS_GONE[pair] is Verb.MONTH:
            back = page.today.replace(day=1) - timedelta(days=1)
        return Order(said_.verb, day=back, rest=kind or PERIODS_GONE[pair].value)
    if pair in {("this", "week"), ("minggu", "ini"), ("this", "month"), ("bulan", "ini")} and _ended(typed, begin + 2):
        return Order(
            said_.verb, day=page.today, rest=kind or ("week" if pair[0] == "minggu" or pair[1] == "week" else "month")
        )
    if typed.text(begin) in {"week", "month", "minggu", "bulan", "all", "semua"} and _ended(typed, begin + 1):
        return Order(said_.verb, rest=kind or typed.text(begin))
    month = MONTHS.get(typed.text(begin) if typed.text(begin) != "bulan" else typed.text(begin + 1))
    if month:
        end = begin + (2 if typed.text(begin) == "bulan" else 1)
        year = typed.number(end)
        if year is not None and 1970 <= year <= 2199:
            end += 1
        else:
            year = page.today.year if month <= page.today.month else page.today.year - 1
        if _ended(typed, end):
            return Order(said_.verb, day=date(year, month, 1), rest=kind or "month")
    if said_.verb is Verb.EXPORT and typed.text(begin) in {"my", "data", "saya", "hours", "entries", "catatan"}:
        return Order(said_.verb, rest=kind) if len(typed.tokens) - begin <= 3 else None
    return None


def _named(page: Page, said_: Said) -> Order | None:
    """Take a project: 'project acme', 'proyek #acme'."""
    typed, at = page.typed, said_.end
    if _ended(typed, at):
        return Order(Verb.PROJECT)
    token = typed.at(at)
    if token.kind is Kind.PROJECT and _ended(typed, at + 1):
        return Order(Verb.PROJECT, project=token.text[1:])
    end = at
    while typed.at(end).kind in {Kind.WORD, Kind.NUMBER} or (typed.text(end) in {"-", "/", "_"} and typed.glued(end)):
        if end > at and not typed.glued(end):
            break
        end += 1
    if end > at and _ended(typed, end):
        name = typed.raw[typed.at(at).begin : typed.at(end - 1).end].lower()
        return Order(Verb.PROJECT, project=name)
    return None


def _pointed(page: Page, said_: Said) -> Order | None:
    """Take a position, 'last', 'all' or a day: 'edit 2', 'hapus yang terakhir'."""
    typed, at = page.typed, said_.end
    if _ended(typed, at):
        return Order(said_.verb)
    while typed.text(at) in POINTING - {"last", "terakhir"}:
        at += 1
    token = typed.at(at)
    if token.kind is Kind.PROJECT and token.text[1:].isdigit() and _ended(typed, at + 1):
        return Order(said_.verb, rest=token.text[1:])
    number = typed.number(at, digits=3)
    if number is not None and _ended(typed, at + 1):
        return Order(said_.verb, rest=str(number))
    if typed.text(at) in POINTS and all(
        typed.text(place) in POINTING | POINTS.keys() or typed.at(place).kind is Kind.SYMBOL
        for place in range(at, len(typed.tokens))
    ):
        return Order(said_.verb, rest=POINTS[typed.text(at)])
    on = day(typed, at, page.today)
    if on and on.on and _ended(typed, on.end):
        return Order(said_.verb, day=on.on)
    return None


def _moment(page: Page, clock_: Clock, on: date | None, *, ahead: bool) -> datetime | None:
    """Turn a clock into a moment: the next ahead, or as a range would read it."""
    if clock_.now:
        return page.now
    minute = of_day(clock_)
    if minute is None:
        return None
    ways = [minute]
    if clock_.bare:
        ways = sorted({minute % 720, minute % 720 + 720})
    today = on or page.today
    options = [moment for way in ways for moment in moments(today, way, page.now)]
    if ahead:
        return next((moment for moment in options if moment > page.now), None)
    if clock_.bare and 1 <= clock_.hour <= 6:
        return min(options, key=lambda moment: abs(moment - page.now), default=None)
    return next(iter(moments(today, minute, page.now)), None)


def _timer(page: Page, said_: Said) -> Order | Ask | Wrong | None:
    """Take a time, a project and words: 'start at 9:15 design #acme', 'stop 10 minutes ago'."""
    typed, at = page.typed, said_.end
    if _ended(typed, at):
        return Order(said_.verb)
    tail = _from(typed, at)
    found = list(finds(tail, page.today, page.projects))
    if (
        typed.text(at) in {"at", "jam", "pukul", "from", "dari", "since", "sejak", "@"}
        or typed.at(at).kind is Kind.NUMBER
    ):
        begin = (
            clock(tail, 0, loose=True)
            if typed.text(at) not in {"from", "dari", "since", "sejak"}
            else clock(tail, 1, loose=True)
        )
        taken = any(isinstance(find.what, Amount) and find.begin == 0 and not find.what.colon for find in found)
        if begin and not taken:
            found = [find for find in found if find.begin >= begin.end]
            found.insert(0, Find(0, begin.end, Edge(begin, last=False)))
    edges = [find for find in found if isinstance(find.what, Edge)]
    ago = [find for find in found if isinstance(find.what, Amount) and find.what.doubt == "relative"]
    days = [find for find in found if isinstance(find.what, Day)]
    names = [find for find in found if isinstance(find.what, Project)]
    others = [find for find in found if isinstance(find.what, Amount) and find not in ago]
    if others and not all(isinstance(find.what, Amount) and find.what.colon for find in others):
        return None
    if len(edges) > 1 or len(ago) > 1 or len(names) > 1 or (edges and ago):
        return None
    on: date | None = None
    used = [*edges, *ago, *names]
    if days and len(days) == 1 and isinstance(days[0].what, Day) and (edges or _ended(tail, days[0].end)):
        on = days[0].what.on
        used.append(days[0])
    moment: datetime | None = None
    if edges and isinstance(edges[0].what, Edge):
        moment = _moment(page, edges[0].what.clock, on, ahead=False)
        if moment is None:
            return Wrong("no_such_time")
    elif ago and isinstance(ago[0].what, Amount):
        moment = page.now - timedelta(minutes=int(ago[0].what.minutes))
    words = note(tail, 0, len(tail.tokens), sorted(used, key=lambda find: find.begin))
    lead = words.lower().split(" ", 1)[0] if words else ""
    if lead in {"of", "'s", "up", "dari", "over"}:
        return None
    if said_.verb is Verb.STOP:
        project = names[0] if names else None
        if words and words.lower() not in {
            "timer",
            "tracking",
            "work",
            "kerja",
            "now",
            "sekarang",
            "the timer",
            "working",
        }:
            return None
        words = ""
        del project
    name = names[0].what.name if names and isinstance(names[0].what, Project) else None
    if said_.verb is Verb.SWITCH and not name and typed.text(at - 1) not in {"to", "ke", "jadi"}:
        option = Order(Verb.SWITCH, note=words)
        return Ask("switch_or_entry", (option,)) if words else None
    return Order(said_.verb, at=moment, project=name, note=words)


def _interruption(page: Page, said_: Said) -> Order | None:
    typed, at = page.typed, said_.end
    if _ended(typed, at):
        return Order(Verb.INTERRUPTION)
    while typed.text(at) in {":", "for", "selama", "-", "about", "sekitar", "by"}:
        at += 1
    long = amount(typed, at)
    tail = _from(typed, at)
    if long and not long.doubt and long.minutes.denominator == 1 and 0 < long.minutes <= 24 * 60:
        words = note(tail, 0, len(tail.tokens), [Find(0, long.end - at, long)])
        return Order(Verb.INTERRUPTION, minutes=int(long.minutes), note=words)
    for find in finds(tail, page.today, page.projects):
        if isinstance(find.what, Amount) and not find.what.doubt and find.what.minutes.denominator == 1:
            words = note(tail, 0, len(tail.tokens), [find])
            return Order(Verb.INTERRUPTION, minutes=int(find.what.minutes), note=words)
    return None


def _off(page: Page, said_: Said) -> Order | Ask | Wrong | None:
    """Take a day or days, which may lie ahead: 'off friday', 'cuti 20-22 nov', 'libur besok'."""
    typed, at = page.typed, said_.end
    if _ended(typed, at):
        return Order(Verb.OFF)
    while typed.text(at) in {"sakit", "cuti", "izin", "leave", "day", "off", "karena", "krn"}:
        at += 1
    if _ended(typed, at):
        return Order(Verb.OFF, rest=said_word(page, said_))
    first = _ahead(page, at)
    while first is None and typed.text(at) in {
        "on",
        "pada",
        "hari",
        "tanggal",
        "tgl",
        "from",
        "dari",
        "mulai",
        "the",
        "for",
        ":",
    }:
        at += 1
        first = _ahead(page, at)
    both = _two_numbers(page, at)
    if both:
        return (
            Order(Verb.OFF, day=both[0], last=both[1], rest=said_word(page, said_)) if _ended(typed, both[2]) else None
        )
    if first is None:
        return None
    on, end = first
    joint = end
    if typed.text(joint) in {"-", "to", "sampai", "sd", "until", "till", "through", "hingga", "s"}:
        joint += 1
        while typed.text(joint) in {"hari", "tanggal", "tgl", "on", "the", "dengan"}:
            joint += 1
        second = _ahead(page, joint)
        if second and _ended(typed, second[1]):
            last = second[0]
            while last < on:
                last += timedelta(days=7)
            return Order(Verb.OFF, day=on, last=last, rest=said_word(page, said_))
        return None
    return Order(Verb.OFF, day=on, rest=said_word(page, said_)) if _ended(typed, end) else None


def said_word(page: Page, said_: Said) -> str:
    """Return the command as it was typed, folded: 'sakit' and 'cuti' are not the same day off."""
    return " ".join(page.typed.text(index) for index in range(said_.end))


def _ahead(page: Page, at: int) -> tuple[date, int] | None:
    """Read a day that may lie ahead: a bare weekday is the next one, and may be today."""
    found = day(page.typed, at, page.today)
    if found is None:
        return None
    if found.doubt == "several_days":
        certain = day(Typed(page.typed.raw, page.typed.tokens[: at + 1]), at, page.today)
        return _ahead(replace(page, typed=Typed(page.typed.raw, page.typed.tokens[: at + 1])), at) if certain else None
    on = found.on or (found.others[0] if found.others and found.doubt != "week_word" else None)
    if on is None:
        return None
    if found.kind in {"weekday", "short"} and not found.sure and on < page.today:
        on += timedelta(weeks=1)
    return on, found.end


def _two_numbers(page: Page, at: int) -> tuple[date, date, int] | None:
    """Read '20-22 nov'."""
    typed = page.typed
    first = typed.number(at, digits=2)
    if first is None or typed.text(at + 1) not in {"-", "to", "sampai"}:
        return None
    second = day(typed, at + 2, page.today)
    if second is None or second.on is None or second.kind != "date" or not 1 <= first <= second.on.day:
        return None
    return second.on.replace(day=first), second.on, second.end


def _snooze(page: Page, said_: Said) -> Order | Ask | Wrong | None:
    typed, at = page.typed, said_.end
    if _ended(typed, at):
        return Order(Verb.SNOOZE)
    while typed.text(at) in {
        "until",
        "till",
        "sampai",
        "for",
        "selama",
        "in",
        "dalam",
        "at",
        "nanti",
        "lagi",
        "to",
        "saya",
        "again",
        "hingga",
        "me",
        "later",
    }:
        at += 1
    if _ended(typed, at):
        return Order(Verb.SNOOZE)
    long = amount(typed, at)
    if long and long.doubt in {"", "relative"} and not long.colon and long.minutes >= 1 and _ended(typed, long.end):
        minutes = int(long.minutes)
        return Order(Verb.SNOOZE, minutes=minutes, until=page.now + timedelta(minutes=minutes))
    on: date | None = None
    found = day(typed, at, page.today)
    if found and found.on and found.on >= page.today:
        on, at = found.on, found.end
        if _ended(typed, at):
            return Order(Verb.SNOOZE, day=on)
        while typed.text(at) in {"at", "jam", "pukul", "-"} - {"jam", "pukul"}:
            at += 1
    moment = clock(typed, at, loose=True)
    if moment is None or not _ended(typed, moment.end):
        end = day(typed, moment.end, page.today) if moment else None
        if not (moment and end and end.on and _ended(typed, end.end)):
            return None
        on = end.on
    until = _moment(page, moment, on, ahead=True)
    return Order(Verb.SNOOZE, until=until, day=on) if until else Wrong("past_time")


def _same(page: Page, said_: Said) -> Order | None:
    typed, at = page.typed, said_.end
    word = typed.text(at - 1)
    if _ended(typed, at) and word in {"same", "sama", "again", "ditto", "idem", "repeat", "ulangi"}:
        return Order(Verb.SAME, day=page.today - timedelta(days=1))
    while typed.text(at) in {
        "as",
        "yang",
        "yg",
        "like",
        "from",
        "dari",
        "entries",
        "catatan",
        "seperti",
        "hari",
        "dengan",
        "again",
        "last",
        "jam",
    }:
        if typed.text(at) == "last" and day(typed, at, page.today):
            break
        at += 1
    found = day(typed, at, page.today)
    if found is None and typed.text(at) in {"yesterday's", "kemarinnya"}:
        found = Day(page.today - timedelta(days=1), at + 1, "relative")
    if found is None or found.on is None:
        return None
    end = found.end
    while typed.text(end) in {"again", "lagi", "entries", "hours", "ya", "aja"}:
        end += 1
    if not _ended(typed, end) or found.on >= page.today:
        return None
    return Order(Verb.SAME, day=found.on)


_Argument = Callable[[Page, Said], Order | Ask | Wrong | None]
_ARGUMENTS: dict[Verb, _Argument] = {
    Verb.TODAY: _period, Verb.WEEK: _period, Verb.MONTH: _period, Verb.PROJECT: _named, Verb.WHY: _anything,
    Verb.EDIT: _pointed, Verb.UNDO: _pointed, Verb.DELETE: _pointed, Verb.EXPORT: _period, Verb.STATEMENT: _period,
    Verb.START: _timer, Verb.STOP: _timer, Verb.RESUME: _timer, Verb.SWITCH: _timer, Verb.STATUS: _bare,
    Verb.INTERRUPTION: _interruption, Verb.PATTERN: _bare, Verb.SETTINGS: _bare, Verb.HELP: _help, Verb.OFF: _off,
    Verb.SNOOZE: _snooze, Verb.SAME: _same, Verb.PRIVACY: _bare,
}  # fmt: skip
