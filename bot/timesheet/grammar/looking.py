"""Commands that look at entries, or point at one: `week`, `project acme`, `hapus 2`.

The one rule to keep: a reader of arguments returns None for what its command cannot mean.
"""

from datetime import date, timedelta

from bot.timesheet.grammar.commands import PERIODS_GONE, POINTING, POINTS
from bot.timesheet.grammar.days import day
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Order, Verb
from bot.timesheet.grammar.said import Said, ended, rest, said, tail_of
from bot.timesheet.grammar.typed import NUMBER, PROJECT, SYMBOL, WORD
from bot.timesheet.grammar.words import MONTHS

_FORMATS = frozenset(("csv", "json", "excel", "xlsx"))


def looked(page: Page) -> Order | Ask | None:
    """Read a day or a past period alone: to look at it."""
    typed, today = page.typed, page.today
    begin = 1 if typed.text(0) in {"show", "lihat", "rekap", "tampilkan"} else 0
    pair = (typed.text(begin), typed.text(begin + 1))
    if pair in PERIODS_GONE and ended(typed, begin + 2):
        verb = PERIODS_GONE[pair]
        first = today.replace(day=1) - timedelta(days=1)
        return Order(verb, day=today - timedelta(weeks=1) if verb is Verb.WEEK else first)
    on = day(typed, begin, today)
    if on is None or not ended(typed, on.end):
        return None
    if on.kind == "week" and typed.text(begin) in {"minggu", "pekan"} and on.others:
        if typed.text(begin + 1) == "ini":
            return None
        week = Order(Verb.WEEK, day=today - timedelta(weeks=1))
        return Ask("week_word", (week, Order(Verb.TODAY, day=on.others[0])))
    if on.on is not None and on.on < today and not on.doubt and on.kind in {"relative", "weekday", "date"}:
        return Order(Verb.TODAY, day=on.on)
    return None


def bare(page: Page, said_: Said) -> Order | None:
    """Take no argument."""
    return Order(said_.verb) if ended(page.typed, said_.end) else None


def anything(page: Page, said_: Said) -> Order | None:
    """Take anything, as typed: 'why friday', 'help export'."""
    typed = page.typed
    on = day(typed, said_.end, page.today)
    short = len(typed.tokens) - said_.end <= 8
    if not short:
        return None
    return Order(said_.verb, rest=rest(typed, said_.end), day=on.on if on else None)


def helped(page: Page, said_: Said) -> Order | None:
    """Take nothing, or a command one wants to know more about."""
    if ended(page.typed, said_.end):
        return Order(Verb.HELP)
    topic = said(Page(tail_of(page.typed, said_.end), page.now, page.locale, page.projects))
    if topic and topic.end == len(page.typed.tokens) - said_.end:
        return Order(Verb.HELP, rest=topic.verb.value)
    return None


def period(page: Page, said_: Said) -> Order | None:
    """Take a day or a period: 'week', 'export november', 'statement this month'."""
    typed = page.typed
    if ended(typed, said_.end):
        return Order(said_.verb)
    begin = said_.end
    kind = ""
    while typed.text(begin) in _FORMATS | {"as", "to", "in", "sebagai", "ke", "for", "untuk", "of", "-"}:
        kind = typed.text(begin) if typed.text(begin) in _FORMATS else kind
        begin += 1
    if ended(typed, begin):
        return Order(said_.verb, rest=kind)
    on = day(typed, begin, page.today)
    if on and ended(typed, on.end) and (on.on or on.others):
        return Order(said_.verb, day=on.on or on.others[0], rest=kind)
    pair = (typed.text(begin), typed.text(begin + 1))
    if pair in PERIODS_GONE and ended(typed, begin + 2):
        back = page.today - timedelta(weeks=1)
        if PERIODS_GONE[pair] is Verb.MONTH:
            back = page.today.replace(day=1) - timedelta(days=1)
        return Order(said_.verb, day=back, rest=kind or PERIODS_GONE[pair].value)
    if pair in {("this", "week"), ("minggu", "ini"), ("this", "month"), ("bulan", "ini")} and ended(typed, begin + 2):
        return Order(
            said_.verb, day=page.today, rest=kind or ("week" if pair[0] == "minggu" or pair[1] == "week" else "month")
        )
    if typed.text(begin) in {"week", "month", "minggu", "bulan", "all", "semua"} and ended(typed, begin + 1):
        return Order(said_.verb, rest=kind or typed.text(begin))
    month = MONTHS.get(typed.text(begin) if typed.text(begin) != "bulan" else typed.text(begin + 1))
    if month:
        end = begin + (2 if typed.text(begin) == "bulan" else 1)
        year = typed.number(end)
        if year is not None and 1970 <= year <= 2199:
            end += 1
        else:
            year = page.today.year if month <= page.today.month else page.today.year - 1
        if ended(typed, end):
            return Order(said_.verb, day=date(year, month, 1), rest=kind or "month")
    if said_.verb is Verb.EXPORT and typed.text(begin) in {"my", "data", "saya", "hours", "entries", "catatan"}:
        return Order(said_.verb, rest=kind) if len(typed.tokens) - begin <= 3 else None
    return None


def named(page: Page, said_: Said) -> Order | None:
    """Take a project: 'project acme', 'proyek #acme'."""
    typed, at = page.typed, said_.end
    if ended(typed, at):
        return Order(Verb.PROJECT)
    token = typed.at(at)
    if token.kind is PROJECT and ended(typed, at + 1):
        return Order(Verb.PROJECT, project=token.text[1:])
    end = at
    while typed.at(end).kind in (WORD, NUMBER) or (typed.text(end) in {"-", "/", "_"} and typed.glued(end)):
        if end > at and not typed.glued(end):
            break
        end += 1
    if end > at and ended(typed, end):
        name = typed.raw[typed.at(at).begin : typed.at(end - 1).end].lower()
        return Order(Verb.PROJECT, project=name)
    return None


def pointed(page: Page, said_: Said) -> Order | None:
    """Take a position, 'last', 'all' or a day: 'edit 2', 'hapus yang terakhir'."""
    typed, at = page.typed, said_.end
    if ended(typed, at):
        return Order(said_.verb)
    if typed.text(at) == "-" and typed.number(at + 1) is not None:
        return None  # 'delete -1': which one is anybody's guess
    while typed.text(at) in POINTING - {"last", "terakhir"}:
        at += 1
    token = typed.at(at)
    if token.kind is PROJECT and token.text[1:].isdigit() and ended(typed, at + 1):
        return Order(said_.verb, rest=token.text[1:])
    number = typed.number(at, digits=3)
    if number is not None and ended(typed, at + 1):
        return Order(said_.verb, rest=str(number))
    if typed.text(at) in POINTS and all(
        typed.text(place) in POINTING | POINTS.keys() or typed.at(place).kind is SYMBOL
        for place in range(at, len(typed.tokens))
    ):
        return Order(said_.verb, rest=POINTS[typed.text(at)])
    on = day(typed, at, page.today)
    if on and on.on and ended(typed, on.end):
        return Order(said_.verb, day=on.on)
    return None
