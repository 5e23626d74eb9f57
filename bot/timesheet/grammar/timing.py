"""Commands with a time of day or a length: timers, interruptions, the reminder.

The one rule to keep: the moment meant is worked out here; whether it is allowed is for whoever carries it out.
"""

from datetime import date, datetime, timedelta

from bot.timesheet.grammar.clocks import Clock, clock, of_day
from bot.timesheet.grammar.days import Day, day
from bot.timesheet.grammar.durations import Amount, amount
from bot.timesheet.grammar.finds import Find, Project, finds
from bot.timesheet.grammar.notes import note
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Order, Verb, Wrong
from bot.timesheet.grammar.said import Said, ended, tail_of
from bot.timesheet.grammar.spans import Edge, moments
from bot.timesheet.grammar.typed import NUMBER

_YEAR = 366 * 24 * 60
"""Minutes; nobody means more, and a calendar has an end."""


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


def timer(page: Page, said_: Said) -> Order | Ask | Wrong | None:
    """Take a time, a project and words: 'start at 9:15 design #acme', 'stop 10 minutes ago'."""
    typed, at = page.typed, said_.end
    if ended(typed, at):
        return Order(said_.verb)
    tail = tail_of(typed, at)
    found = list(finds(tail, page.today, page.projects))
    if typed.text(at) in {"at", "jam", "pukul", "from", "dari", "since", "sejak", "@"} or typed.at(at).kind is NUMBER:
        begin = (
            clock(tail, 0, loose=True)
            if typed.text(at) not in {"from", "dari", "since", "sejak"}
            else clock(tail, 1, loose=True)
        )
        if begin is None and typed.text(at) in {"at", "jam", "pukul", "@"} and typed.at(at + 1).kind is NUMBER:
            return Wrong("no_such_time")
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
    if days and len(days) == 1 and isinstance(days[0].what, Day) and (edges or ended(tail, days[0].end)):
        on = days[0].what.on
        used.append(days[0])
    moment: datetime | None = None
    if edges and isinstance(edges[0].what, Edge):
        moment = _moment(page, edges[0].what.clock, on, ahead=False)
        if moment is None:
            return Wrong("no_such_time")
    elif ago and isinstance(ago[0].what, Amount):
        moment = page.now - timedelta(minutes=min(int(ago[0].what.minutes), _YEAR))
    words = note(tail, 0, len(tail.tokens), sorted(used, key=lambda find: find.begin))
    lead = words.lower().split(" ", 1)[0] if words else ""
    if lead in {"of", "'s", "up", "dari", "over"}:
        return None
    if said_.verb is Verb.STOP:
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
    name = names[0].what.name if names and isinstance(names[0].what, Project) else None
    if said_.verb is Verb.SWITCH and not name and typed.text(at - 1) not in {"to", "ke", "jadi"}:
        option = Order(Verb.SWITCH, note=words)
        return Ask("switch_or_entry", (option,)) if words else None
    return Order(said_.verb, at=moment, project=name, note=words)


def interruption(page: Page, said_: Said) -> Order | None:
    """Take a length and words: 15m call from bank."""
    typed, at = page.typed, said_.end
    if ended(typed, at):
        return Order(Verb.INTERRUPTION)
    while typed.text(at) in {":", "for", "selama", "-", "about", "sekitar", "by"}:
        at += 1
    long = amount(typed, at)
    tail = tail_of(typed, at)
    if long and not long.doubt and long.minutes.denominator == 1 and 0 < long.minutes <= 24 * 60:
        words = note(tail, 0, len(tail.tokens), [Find(0, long.end - at, long)])
        return Order(Verb.INTERRUPTION, minutes=int(long.minutes), note=words)
    for find in finds(tail, page.today, page.projects):
        if isinstance(find.what, Amount) and not find.what.doubt and find.what.minutes.denominator == 1:
            words = note(tail, 0, len(tail.tokens), [find])
            return Order(Verb.INTERRUPTION, minutes=int(find.what.minutes), note=words)
    return None


def snooze(page: Page, said_: Said) -> Order | Ask | Wrong | None:
    """Take a length, a time of day or a day, all of them ahead."""
    typed, at = page.typed, said_.end
    if ended(typed, at):
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
    if ended(typed, at):
        return Order(Verb.SNOOZE)
    long = amount(typed, at)
    if (
        long
        and long.doubt in {"", "relative"}
        and not long.colon
        and 1 <= long.minutes <= _YEAR
        and ended(typed, long.end)
    ):
        minutes = int(long.minutes)
        return Order(Verb.SNOOZE, minutes=minutes, until=page.now + timedelta(minutes=minutes))
    on: date | None = None
    found = day(typed, at, page.today)
    if found and found.on and found.on >= page.today:
        on, at = found.on, found.end
        if ended(typed, at):
            return Order(Verb.SNOOZE, day=on)
        while typed.text(at) in {"at", "jam", "pukul", "-"} - {"jam", "pukul"}:
            at += 1
    moment = clock(typed, at, loose=True)
    if moment is None or not ended(typed, moment.end):
        end = day(typed, moment.end, page.today) if moment else None
        if not (moment and end and end.on and ended(typed, end.end)):
            return None
        on = end.on
    until = _moment(page, moment, on, ahead=True)
    return Order(Verb.SNOOZE, until=until, day=on) if until else Wrong("past_time")
