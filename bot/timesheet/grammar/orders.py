"""Commands: `start at 9:15 design #acme`, `berhenti jam 5 sore`, `minggu ini`, `hapus 2`.

The one rule to keep: a command word at the start is a command only if what follows fits the command; an entry that
merely begins with such a word stays an entry, and where both fit, it is asked.
"""

from collections.abc import Callable

from bot.timesheet.grammar.commands import NO_REMINDERS
from bot.timesheet.grammar.dates import off, same
from bot.timesheet.grammar.looking import anything, bare, helped, looked, named, period, pointed
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.reading import Ask, Order, Verb, Wrong
from bot.timesheet.grammar.said import Said, said
from bot.timesheet.grammar.timing import interruption, snooze, timer
from bot.timesheet.grammar.typed import WORD


def order(page: Page) -> Order | Ask | Wrong | None:
    """Read the text as a command; None when it is none."""
    typed = page.typed
    plain = " ".join([token.text for token in typed.tokens if token.kind is WORD])
    if plain in NO_REMINDERS:
        return Order(Verb.OFF, rest="reminders")
    looking = looked(page)
    if looking:
        return looking
    found = said(page)
    if found is None:
        return None
    return _ARGUMENTS[found.verb](page, found)


_Argument = Callable[[Page, Said], Order | Ask | Wrong | None]
_ARGUMENTS: dict[Verb, _Argument] = {
    Verb.TODAY: period, Verb.WEEK: period, Verb.MONTH: period, Verb.PROJECT: named, Verb.WHY: anything,
    Verb.EDIT: pointed, Verb.UNDO: pointed, Verb.DELETE: pointed, Verb.EXPORT: period, Verb.STATEMENT: period,
    Verb.START: timer, Verb.STOP: timer, Verb.RESUME: timer, Verb.SWITCH: timer, Verb.STATUS: bare,
    Verb.INTERRUPTION: interruption, Verb.PATTERN: bare, Verb.SETTINGS: bare, Verb.HELP: helped, Verb.OFF: off,
    Verb.SNOOZE: snooze, Verb.SAME: same, Verb.PRIVACY: bare, Verb.TEAM: bare,
}  # fmt: skip
