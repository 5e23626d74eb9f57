"""Read what follows `/track`.

The one rule to keep: no string raises, and no doubt becomes an entry.
"""

import re
from collections.abc import Collection
from datetime import datetime

from bot.timesheet.grammar.commands import PHRASES
from bot.timesheet.grammar.finds import finds
from bot.timesheet.grammar.lists import several
from bot.timesheet.grammar.orders import order
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.projects import known
from bot.timesheet.grammar.reading import Ask, Entries, Order, Reading, Verb, Wrong
from bot.timesheet.grammar.said import said
from bot.timesheet.grammar.slips import mended
from bot.timesheet.grammar.typed import LIMIT, QUOTE, Typed, cut, hidden

_DAYS = frozenset((Verb.TODAY,))  # 'today 2h review': the command word is a day of the entry
_MEANT = frozenset((Verb.INTERRUPTION, Verb.SNOOZE, Verb.WHY))  # their own arguments hold lengths of time
_WORK = frozenset(
    "weekly monthly mingguan bulanan laporan report rekap summary ringkasan status project proyek config copy koreksi "
    "export ekspor timesheet pdf statement".split()
)  # 'laporan 2 jam': what one works on, as often as a command
_NO_TIME_OF_OURS = re.compile(
    r"(?<![\w/.-])(?:@\s*)?(?:(?:0\d{3}|1[0-8]\d\d|2[1-9]\d\d|[3-9]\d{3})-\d\d?-\d\d?"
    r"|\d\d?[/.-]\d\d?[/.-](?:0\d{3}|1[0-8]\d\d|2[1-9]\d\d|[3-9]\d{3}))(?![\w/.-])"
)  # a whole date, in a year in which nobody logs time
_CALLED_OFF = frozenset("batal batalkan batalin cancel nanti later".split())  # not done, or not yet
_ALONE = frozenset((Verb.START, Verb.EDIT, Verb.DELETE, Verb.UNDO))  # 'delete 2h design' sounds like an order too


def read(text: str, *, now: datetime, locale: str = "en", projects: Collection[str] = ()) -> Reading:
    """Read one message.

    now       aware, in the person's zone: `ZoneInfo`, so that clock changes are known
    locale    only breaks ties ('id…' or anything else)
    projects  the names known so far, lower-case; one close to a known one is asked about

    Never raises, whatever the text.
    """
    unreadable = refused(text)
    return unreadable or read_cut(cut(text), now=now, locale=locale, projects=projects)


def refused(text: str) -> Wrong | None:
    """Whether a text is too long, or holds what cannot be seen, so that it is not to be cut into tokens."""
    if len(text) > LIMIT:
        return Wrong("too_long", {"limit": str(LIMIT)})
    return Wrong("control_characters") if hidden(text) else None


def read_cut(typed: Typed, *, now: datetime, locale: str = "en", projects: Collection[str] = ()) -> Reading:
    """Read what has been cut into tokens already; see `read`."""
    if len(typed.tokens) > LIMIT // 2:
        return Wrong("too_long", {"limit": str(LIMIT)})  # no sentence: every second character begins something new
    if not typed.tokens:
        return Order(Verb.TODAY)
    if _NO_TIME_OF_OURS.search(typed.raw):
        return Wrong("no_such_day")
    page = Page(typed, now, locale, projects)
    command = order(page)
    entry = several(page, finds(typed, page.today, projects))
    reading = known(page, _chosen(page, command, entry))
    if isinstance(reading, Entries) and (other := mended(typed)):
        meant = read(other, now=now, locale=locale, projects=projects)
        if isinstance(meant, Entries) and meant != reading:
            return Ask("day_or_note", (meant, reading))
    return reading


def _chosen(page: Page, command: Order | Ask | Wrong | None, entry: Entries | Ask | Wrong) -> Reading:
    """Choose between the reading as a command and the reading as an entry."""
    if command is None:
        return _directly(page, entry)
    if isinstance(command, Ask):
        return entry if isinstance(entry, Entries) else command
    if not isinstance(entry, Entries) and not (isinstance(entry, Ask) and entry.options):
        return command
    verb = command.name if isinstance(command, Order) else None
    if verb is Verb.INTERRUPTION and isinstance(command, Order):
        first = page.typed.at(1)
        direct = first.text.isdigit() or first.text in {":", "for", "selama", "sejam", "setengah", "half", "an", "a"}
        if direct or len(page.typed.tokens) <= 2:
            return command
        options = entry.options if isinstance(entry, Ask) else (entry,)
        return Ask("command_or_entry", (command, *options)[:4])
    if verb is Verb.WHY and not page.typed.text(1).isdigit():
        return entry
    if verb in _MEANT or (isinstance(entry, Ask) and entry.reason in {"bare_number", "clock_or_duration", "week_word"}):
        return command
    if isinstance(entry, Entries) and verb is Verb.START and entry.lines[0].start:
        return entry  # 'mulai jam 9 sampai 11 desain'
    if isinstance(entry, Entries) and verb in {Verb.START, Verb.STOP, Verb.RESUME, Verb.SWITCH, Verb.OFF, Verb.SAME}:
        return Ask("command_or_entry", (command, entry) if isinstance(command, Order) else (entry,))
    return command if isinstance(command, Order) else entry


def _directly(page: Page, entry: Entries | Ask | Wrong) -> Reading:
    """Ask when a command word stands right before a length, 'delete 2h design': order or entry."""
    if not isinstance(entry, Entries):
        return entry
    same = any(PHRASES.get(tuple(line.note.casefold().split())) is Verb.SAME for line in entry.lines)
    if same and not any(token.kind is QUOTE for token in page.typed.tokens):
        return Ask("command_or_entry", (entry,))  # '2h same as yesterday'
    found = said(page)
    if found is None or found.verb in _DAYS:
        return entry
    nothing_else = all(not line.note or line.note.casefold() in _words(page, found.end) for line in entry.lines)
    first = page.typed.at(found.end)
    close = first.text.isdigit() or first.text in {"sejam", "setengah", "half", "an"}
    if found.verb in _ALONE and close:
        return Ask("command_or_entry", (entry,))
    word = " ".join(page.typed.text(index) for index in range(found.end))
    if word in _CALLED_OFF or (nothing_else and entry.lines[0].note and word not in _WORK):
        return Ask("command_or_entry", (entry,))
    return entry


def _words(page: Page, end: int) -> set[str]:
    return {" ".join(page.typed.text(index) for index in range(end))}
