"""The note: what is left of a segment when the times, days and projects are taken out.

The one rule to keep: words are cut from what was typed and never changed; only the seams are cleaned.
"""

import re

from bot.timesheet.grammar.days import Day
from bot.timesheet.grammar.durations import Amount
from bot.timesheet.grammar.finds import Find, Project
from bot.timesheet.grammar.spans import Span
from bot.timesheet.grammar.typed import NUMBER, SYMBOL, WORD, Typed
from bot.timesheet.grammar.words import COURTESY, HEDGES, LOGGING, POLITE, TOWARDS, VAGUE

_TIMES = (Amount, Span)
_SEAM = frozenset(",;:-|/=~&+*_`.!…•·>@([{)]}—–")
_KEPT = frozenset(".!)]}*_`&+")  # these belong to a word they are glued to
_CLOSING = _KEPT - {".", "&"}
_LEADING = frozenset("of on for doing".split())
_BOUND = frozenset("call site duty leave shift boarding board hold top behalf demand premise track loop".split())
_LENGTH = HEDGES | frozenset("for selama slm slama total took takes durasi duration lamanya ± of".split())
_LEADING_UP = _LENGTH | {"=", "@", "±"}
_ABOUT_LENGTH = (_LENGTH | VAGUE | {">", "<"}) - {"of"}
_ABOUT_DAY = TOWARDS | {"on", "pada", "@", "at", "from", "dari"}
_ABOUT_PROJECT = frozenset("on for in to at under di untuk utk buat pada ke project proyek projek proj".split())
_HANGING = frozenset("and & dan untuk utk buat for dengan".split())
_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r'["“”„]((?:[^"“”„]|"")+)["“”„]')
_PAIRS = {"(": ")", "[": "]", "{": "}", "*": "*", "_": "_", "~": "~", "'": "'"}


def note(typed: Typed, low: int, high: int, taken: list[Find]) -> str:
    """Return the note of the tokens `low` to `high` without the finds in `taken`."""
    covered = [False] * (high + 1)
    for find in taken:
        if not low <= find.begin < high:
            continue  # said elsewhere for the whole list
        begin, end = _reach(typed, low, high, find, taken)
        for index in range(begin, end):
            covered[index] = True
    _opening(typed, low, high, covered, taken)
    pieces: list[str] = []
    seam = ""
    index = low
    while index < high:
        if covered[index]:
            index += 1
            continue
        stop = index
        while stop < high and not covered[stop]:
            stop += 1
        first, last, before, after = _trim(
            typed, index, stop, opening=not pieces and index > low, closing=stop == high, follows=bool(pieces)
        )
        if first < last:
            if pieces:
                mark = seam or before
                pieces.append({",": ", ", ";": "; ", ":": ": ", "-": " - ", ".": ". "}.get(mark, " "))
            pieces.append(_cut(typed, first, last))
            seam = after
        else:
            seam = seam or before or after
        index = stop
    return _clean("".join(pieces))


def _reach(typed: Typed, low: int, high: int, find: Find, taken: list[Find]) -> tuple[int, int]:
    """Take in what only leads up to a find: brackets, 'for', 'sekitar', 'on'."""
    begin, end = find.begin, find.end
    match find.what:
        case Amount():
            while begin > low and typed.text(begin - 1) in _LEADING_UP:
                begin -= 1
                if typed.text(begin) == "kira" and typed.phrase(begin - 2, "kira", "-"):
                    begin -= 2
            if begin - 2 >= low and typed.phrase(begin - 2, "kurang", "lebih"):
                begin -= 2
            if begin - 2 >= low and typed.phrase(begin - 2, "kira", "2"):
                begin -= 2
            if begin - 2 >= low and typed.phrase(begin - 2, "makan", "waktu"):
                begin -= 2
            if begin - 2 >= low and typed.text(begin - 1) in {"than", "least", "most", "to", "dari"}:
                if typed.text(begin - 2) in {"more", "less", "at", "up", "lebih", "kurang"}:
                    begin -= 2
            while begin > low and typed.text(begin - 1) in _ABOUT_LENGTH:
                begin -= 1
        case Day():
            if begin > low and typed.text(begin - 1) in _ABOUT_DAY:
                begin -= 1
        case Project():
            end_of = end >= high or typed.at(end).kind not in (WORD, NUMBER) or typed.text(end) in _LENGTH
            end_of = end_of or any(one.begin <= end < one.end for one in taken)
            if begin > low and typed.text(begin - 1) in _ABOUT_PROJECT:
                word = typed.text(begin - 1)
                opens = begin - 1 == low or any(one.begin <= begin - 2 < one.end for one in taken)
                if end_of or opens or word in {"project", "proyek", "projek", "proj"}:
                    begin -= 1
                    if begin > low and typed.text(begin - 1) in _ABOUT_PROJECT:
                        begin -= 1
        case _:
            pass
    while begin > low and end < high and _PAIRS.get(typed.text(begin - 1), "") == typed.text(end) != "":
        begin, end = begin - 1, end + 1
    return begin, end


def _opening(typed: Typed, low: int, high: int, covered: list[bool], taken: list[Find]) -> None:
    """Drop what only introduces the entry: 'spent 2h', 'tolong catat 2 jam'."""
    stop = low
    while stop < high and not covered[stop]:
        stop += 1
    if stop in (low, high) or not any(isinstance(find.what, _TIMES) for find in taken):
        return
    index = low
    while index < stop and typed.text(index) in POLITE:
        index += 1
    if index < stop and typed.text(index) in LOGGING:
        index += 1
        if typed.text(index) == "waktu":
            index += 1
    elif index < stop and typed.text(index) in {"worked", "did"}:
        index += 1
        if typed.text(index) == "on" and index < stop:
            index += 1
    else:
        return
    if index < stop and typed.text(index) in {":", "-"}:
        index += 1
    if index == stop:
        for place in range(low, stop):
            covered[place] = True


def _trim(
    typed: Typed, begin: int, end: int, *, opening: bool, closing: bool, follows: bool
) -> tuple[int, int, str, str]:
    """Trim the seams off a run of tokens: its new bounds, and the punctuation dropped before and after.

    opening  the run is the first of the note and comes after a find; closing  it ends the segment
    follows  the note has begun
    """
    before = after = ""
    while begin < end and typed.text(begin) in _SEAM and not _opens_word(typed, begin, end):
        before = before or typed.text(begin)
        begin += 1
    if opening and end - begin > 1:
        lead = typed.text(begin)
        if typed.phrase(begin, "working", "on"):
            begin += 2
        elif lead in _LEADING and typed.text(begin + 1) not in _BOUND and not typed.glued(begin + 1):
            begin += 1
    while closing and end - begin > (0 if follows else 1) and typed.text(end - 1) in COURTESY:
        end -= 1
    while begin < end and typed.text(end - 1) in _SEAM and not _ends_word(typed, begin, end - 1):
        after = typed.text(end - 1)
        end -= 1
    if not closing and end - begin > 1 and typed.text(end - 1) in _HANGING:
        end -= 1
    return begin, end, before, after


def _opens_word(typed: Typed, index: int, last: int) -> bool:
    """Whether an opening mark belongs to the word it is glued to."""
    text = typed.text(index)
    if text not in {"(", "[", "{", "*", "_", "`", "@", "+", "=", ".", "/", "&"} or not typed.glued(index + 1):
        return False
    if text == "." and typed.at(index + 1).kind is SYMBOL:
        return False
    return index + 1 < last


def _ends_word(typed: Typed, first: int, index: int) -> bool:
    text = typed.text(index)
    return text in _CLOSING and typed.glued(index) and index > first


def _cut(typed: Typed, first: int, last: int) -> str:
    return typed.raw[typed.at(first).begin : typed.at(last - 1).end]


def _clean(text: str) -> str:
    text = _SPACE.sub(" ", text).strip().strip("\u200b\ufeff\u2060\u00ad\u200e\u200f").strip()
    whole = _QUOTED.fullmatch(text)
    if whole:
        return whole[1].replace('""', '"')
    if text.endswith(")") and text.count(")") > text.count("("):
        return text[:-1].rstrip()
    return text
