"""Whether a word that can mean a day means one here.

The one rule to keep: judged by its neighbours and its place; when both readings stand, the answer is 'ask'.
"""

from enum import Enum

from bot.timesheet.grammar.days import Day
from bot.timesheet.grammar.finds import Closed, Find
from bot.timesheet.grammar.page import Page
from bot.timesheet.grammar.typed import NUMBER, SYMBOL, WORD
from bot.timesheet.grammar.words import (
    AFTER_DAYS,
    COURTESY,
    DUE,
    INDONESIAN_DAYS,
    LABELS,
    LOGGING,
    NAMED_DAYS,
    POLITE,
    PREPARING,
    PREPOSITIONS,
    REPEATED,
    REPORTING,
    SHORT_DAYS,
    TOWARDS,
    WORDLIKE_DAYS,
)

TIES = frozenset(("sen", "sel"))
"""Words that are a day to somebody who writes Indonesian, and perhaps not to others: all that a locale decides."""
_SEAMS = frozenset(",;:-|()[]—.!*_")
_LEADING = LOGGING | POLITE
_ABOUT_LATER = TOWARDS | DUE | {"about", "with", "tentang", "soal", "the"}
_ABOUT_WEEK = TOWARDS | DUE | {"of", "about", "per"}
_DUE_DATE = DUE - {"from", "dari", "of"}
_OF_DATE = TOWARDS | {"from", "dari", "of"}
_NAMING = frozenset("with dengan dgn pak bu mas mbak mr ms mrs ketemu bareng and dan & vs the".split())


class Sight(Enum):
    """What a day find turned out to be."""

    DAY = "day"
    NOTE = "note"
    ASK = "ask"


class _Side(Enum):
    EDGE = "edge"
    FIND = "find"
    SEAM = "seam"
    WORD = "word"


def sight(page: Page, low: int, high: int, find: Find, found: list[Find]) -> Sight:
    """Judge one day find among all of its segment."""
    day = find.what
    if not isinstance(day, Day):
        return Sight.NOTE
    if day.kind == "settled":
        return Sight.DAY
    typed = page.typed
    before, after = _side(page, low, high, find.begin - 1, -1, found), _side(page, low, high, find.end, 1, found)
    ahead = typed.text(find.begin - 1) if find.begin > low else ""
    behind = typed.text(find.end) if find.end < high else ""
    words = {*typed.words[low : find.begin], *typed.words[find.end : high]}
    preparing = bool(words & PREPARING)
    if ahead in REPEATED and day.kind in {"weekday", "short", "week"}:
        return Sight.ASK
    future = day.on is not None and day.on > page.today
    if future and day.kind in {"relative", "weekday", "short"}:
        if ahead in _ABOUT_LATER:
            return Sight.NOTE
        return Sight.ASK if preparing else Sight.DAY
    if day.kind == "week":
        return _week(ahead, before, preparing=preparing, future=day.doubt == "future")
    if day.kind == "relative":
        return _relative(page, low, find, found, before, after, ahead, behind, words)
    if ahead in NAMED_DAYS:
        return Sight.NOTE
    if day.kind in {"date", "numeric"}:
        if ahead in _DUE_DATE:
            return Sight.NOTE
        if ahead in _OF_DATE and _word_at(page, find.begin - 2, found) and find.begin - 2 >= low:
            return Sight.ASK
    ordinal = "the" in typed.words[find.begin : find.end]
    if ordinal and after is _Side.WORD and behind not in PREPOSITIONS:
        return Sight.ASK if day.sure else Sight.NOTE  # 'the 3rd draft'
    if day.kind == "date":
        labelled = ahead in LABELS and typed.at(find.begin).kind is NUMBER
        return Sight.ASK if labelled or (not day.sure and before is _Side.WORD) else Sight.DAY
    if day.kind == "numeric":
        if ahead in LABELS or (not day.sure and before is after is _Side.WORD):
            return Sight.NOTE
        return Sight.DAY
    if ahead in DUE:
        return Sight.NOTE
    if ahead in TOWARDS:
        return _towards(page, low, find, before, words, preparing=preparing)
    if (day.sure and day.kind == "weekday") or day.doubt:
        return Sight.DAY
    return _weekday(page, low, high, find, before, after, ahead, behind, preparing=preparing)


def _side(page: Page, low: int, high: int, index: int, step: int, found: list[Find]) -> _Side:
    """Say what stands next to a find, past punctuation."""
    seam = False
    while low <= index < high and page.typed.text(index) in _SEAMS:
        seam = True
        index += step
    if not low <= index < high or (step > 0 and all(page.typed.text(i) in COURTESY for i in range(index, high))):
        return _Side.EDGE
    if any(one.begin <= index < one.end and not isinstance(one.what, Closed) for one in found):
        return _Side.FIND
    if step < 0 and page.typed.text(index) in _LEADING and index <= low + 1:
        return _Side.EDGE
    return _Side.SEAM if seam else _Side.WORD


def _week(ahead: str, before: _Side, *, preparing: bool, future: bool) -> Sight:
    if ahead in _ABOUT_WEEK:
        return Sight.NOTE
    if preparing and before is _Side.WORD and future:
        return Sight.NOTE
    return Sight.DAY  # `Day.doubt` asks which day


def _relative(
    page: Page,
    low: int,
    find: Find,
    found: list[Find],
    before: _Side,
    after: _Side,
    ahead: str,
    behind: str,
    words: set[str],
) -> Sight:
    day = find.what
    text = page.typed.text(find.begin)
    assert isinstance(day, Day)
    if text in {"tadi", "td", "tdi"} and not day.sure:
        loose = before is not _Side.WORD or after is not _Side.WORD
        return Sight.DAY if loose and ahead not in {"yang", "yg"} else Sight.NOTE
    if ahead in {"yang", "yg"}:
        return Sight.NOTE
    if day.on == page.today:
        return Sight.DAY
    if before is _Side.WORD and after is _Side.WORD and behind not in PREPOSITIONS and not behind.startswith("#"):
        return Sight.ASK
    if ahead in {"from", "of", "dari"} and find.begin - 2 >= low and _word_at(page, find.begin - 2, found):
        return Sight.ASK
    if before is _Side.WORD and words & REPORTING and ahead not in {"on", "pada"}:
        return Sight.ASK
    return Sight.DAY


def _word_at(page: Page, index: int, found: list[Find]) -> bool:
    taken = any(one.begin <= index < one.end for one in found)
    return page.typed.at(index).kind is WORD and not taken


def _towards(page: Page, low: int, find: Find, before: _Side, words: set[str], *, preparing: bool) -> Sight:
    del before, words
    if preparing:
        return Sight.NOTE
    lead = find.begin - 1
    alone = all(
        token.kind in (SYMBOL, NUMBER) or token.text in {"h", "m", "jam", "menit", "hours", "min", "minutes", "hour"}
        for token in page.typed.tokens[low:lead]
    )
    return Sight.DAY if alone and find.end >= len(page.typed.tokens) else Sight.ASK


def _weekday(
    page: Page,
    low: int,
    high: int,
    find: Find,
    before: _Side,
    after: _Side,
    ahead: str,
    behind: str,
    *,
    preparing: bool,
) -> Sight:
    typed, day = page.typed, find.what
    assert isinstance(day, Day)
    text, shown = typed.text(find.begin), typed.typed(find.begin)
    short = text in SHORT_DAYS
    shouted = shown.isupper() and not typed.shout()
    if short and (shouted or (text == "rab" and before is _Side.WORD)):
        if text == "rab" and after is _Side.WORD:
            return Sight.NOTE
        if text in WORDLIKE_DAYS and (before is _Side.WORD or after is _Side.WORD or text == "sat"):
            return Sight.NOTE if shouted else Sight.ASK
    if short and text in INDONESIAN_DAYS and not page.locale.startswith("id") and text in TIES:
        if before is _Side.WORD or after is _Side.WORD:
            return Sight.NOTE
    titled = shown[:1].isupper() and not typed.shout()
    following = typed.typed(find.end)[:1].isupper() if find.end < high else False
    preceding = typed.typed(find.begin - 1)[:1].isupper() if find.begin > low else False
    if before is _Side.WORD and titled and preceding and find.begin - 1 > low:
        return Sight.ASK
    if after is _Side.WORD and behind in AFTER_DAYS:
        return Sight.NOTE if titled and following else Sight.ASK
    if before is _Side.WORD and after is _Side.WORD:
        if titled and following:
            return Sight.ASK
        if short and text in WORDLIKE_DAYS:
            return Sight.NOTE
        if ahead in _NAMING:
            return Sight.NOTE
        return Sight.DAY if behind in PREPOSITIONS else Sight.ASK
    if before is _Side.WORD:
        if ahead in _NAMING:
            return Sight.NOTE if find.end < high or short else Sight.ASK
        if short and text in WORDLIKE_DAYS:
            return Sight.ASK
        return Sight.DAY
    if after is _Side.WORD:
        if short and text in WORDLIKE_DAYS:
            return Sight.NOTE if behind in PREPOSITIONS else Sight.ASK
        if titled and following:
            return Sight.ASK
        if text not in INDONESIAN_DAYS and preparing and day.on != page.today:
            return Sight.ASK
    return Sight.DAY
