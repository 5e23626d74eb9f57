"""Commands with days: `off friday`, `cuti 20-22 nov`, `same as monday`.

The one rule to keep: a day off may lie ahead, a day to copy may not.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.timesheet.grammar.days import Day, day
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Order, Verb, Wrong
from bot.timesheet.grammar.said import Said, ended
from bot.timesheet.grammar.typed import NUMBER, Typed

_WEEKS = {
    ("this", "week"): 0, ("minggu", "ini"): 0, ("pekan", "ini"): 0,
    ("next", "week"): 1, ("minggu", "depan"): 1, ("pekan", "depan"): 1,
}  # fmt: skip


_TIME_BACK = frozenset({
    ("waktu", "pengganti"), ("libur", "pengganti"), ("cuti", "pengganti"), ("ganti", "libur"), ("pengganti", "lembur"),
    ("comp", "time"), ("comp", "day"), ("time", "back"), ("time", "off", "in", "lieu"), ("off", "in", "lieu"),
    ("in", "lieu"), ("toil",),
})  # fmt: skip


def off(page: Page, said_: Said) -> Order | Ask | Wrong | None:
    """Take a day or days, which may lie ahead: 'off friday', 'cuti 20-22 nov', 'libur besok', 'comp time monday'."""
    tokens = page.typed.tokens
    words = tuple(token.text for token in tokens)
    if words[: said_.end] in _TIME_BACK:
        return _off(page, said_.end, "time_back")
    for phrase in _TIME_BACK:
        if len(words) > said_.end + len(phrase) and words[-len(phrase) :] == phrase:
            kept = Typed(page.typed.raw, tokens[: -len(phrase)])
            return _off(replace(page, typed=kept), said_.end, "time_back")
    return _off(page, said_.end, "")


def _off(page: Page, at: int, rest: str) -> Order | None:
    """Read the days. Why somebody is away is not passed on: nobody asks, and nothing keeps it."""
    typed = page.typed
    if ended(typed, at):
        return Order(Verb.OFF, rest=rest)
    while typed.text(at) in {"sakit", "cuti", "izin", "leave", "day", "off", "karena", "krn"}:
        at += 1
    if ended(typed, at):
        return Order(Verb.OFF, rest=rest)
    pair = (typed.text(at), typed.text(at + 1))
    if pair in _WEEKS and ended(typed, at + 2):
        monday = page.today - timedelta(days=page.today.weekday()) + timedelta(weeks=_WEEKS[pair])
        return Order(Verb.OFF, day=monday, last=monday + timedelta(days=6), rest=rest)
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
        return Order(Verb.OFF, day=both[0], last=both[1], rest=rest) if ended(typed, both[2]) else None
    if first is None:
        return None
    on, end = first
    joint = end
    if typed.text(joint) in {"-", "to", "sampai", "sd", "until", "till", "through", "hingga", "s"}:
        joint += 1
        while typed.text(joint) in {"hari", "tanggal", "tgl", "on", "the", "dengan"}:
            joint += 1
        second = _ahead(page, joint)
        if second and ended(typed, second[1]):
            last = second[0]
            if last < on and typed.at(joint).kind is NUMBER:
                last = last.replace(year=last.year + 1, day=min(last.day, 28) if last.month == 2 else last.day)
            elif last < on:
                last += timedelta(days=7)
            return Order(Verb.OFF, day=on, last=last, rest=rest)
        return None
    return Order(Verb.OFF, day=on, rest=rest) if ended(typed, end) else None


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


def same(page: Page, said_: Said) -> Order | None:
    """Take a day to copy: the one before today when none is said."""
    typed, at = page.typed, said_.end
    word = typed.text(at - 1)
    if ended(typed, at) and word in {"same", "sama", "again", "ditto", "idem", "repeat", "ulangi"}:
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
    if not ended(typed, end) or found.on >= page.today:
        return None
    return Order(Verb.SAME, day=found.on)
