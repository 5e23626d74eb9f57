"""Notes that no rule of the grammar looks at, so that nobody has to read them to know how they are read.

The rule to keep: a word is quiet only if no rule mentions it. What the rules mention is taken from the rules
themselves, so that a new one cannot be forgotten here; the property tests compare with a real reading.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from bot.timesheet.grammar.durations import ACTIVITIES
from bot.timesheet.grammar.reading import Line
from bot.timesheet.grammar.slips import slip
from bot.timesheet.grammar.typed import LIMIT

_WORD = re.compile(r"[^\W\d_]+")
_PROJECT = re.compile(r"(?!\d+$)[a-z0-9]+(?:[/_-][a-z0-9]+)*")
_YEARS = range(1900, 2200)
_PACKAGE = f"{__name__.rpartition('.')[0]}."


def quiet(line: Line) -> bool:
    """Whether the canonical line of a length on a day, with a bare note, is sure to be read as that line.

    The note is words that no rule mentions and that are one slip away from no day, with single numbers between or
    behind them: a number is a time or a day only by a word or a sign beside it that some rule mentions.
    """
    if line.start or not 1 <= line.minutes <= 24 * 60 or line.day.year not in _YEARS or len(line.note) > LIMIT // 4:
        return False
    if line.project is not None and not _PROJECT.fullmatch(line.project):
        return False
    after_word = False
    for part in line.note.split(" "):
        if not part.isascii():
            return False
        if part.isalpha():
            word = part.lower()
            if word in _mentioned() or slip(word):
                return False
        elif not (part.isdecimal() and after_word):
            return False
        after_word = part.isalpha()
    return True


@cache
def _mentioned() -> frozenset[str]:
    """Every word that the rules mention: in their tables and in their code."""
    rules = [vars(module) for name, module in sys.modules.items() if name.startswith(_PACKAGE) and name != __name__]
    return frozenset(word for rule in rules for text in _texts(rule) for word in _WORD.findall(text.lower()))


def _texts(found: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a module or a function holds
    match found:
        case _ if found is ACTIVITIES:
            # They matter only right behind a loose number, '2h 30 review', and a quiet note begins with a word.
            return
        case str():
            yield found
        case re.Pattern():
            yield str(found.pattern)
        case Mapping():
            for name, value in found.items():
                if not _of_python(name):
                    yield from _texts(name)
                    yield from _texts(value)
        case tuple() | list() | AbstractSet():
            for one in found:
                yield from _texts(one)
        case type() if found.__module__.startswith(_PACKAGE):
            yield from _texts(vars(found))
        case property(fget=inner):
            yield from _texts(inner)
        case FunctionType() if found.__module__.startswith(_PACKAGE):
            yield from (text for text in _texts((found.__code__, found.__kwdefaults__)) if text != found.__doc__)
        case CodeType(co_consts=inside):
            yield from _texts(inside)
        case _:
            return


def _of_python(name: object) -> bool:
    """Whether it is one of a module's or a class's own, such as `__doc__`."""
    return isinstance(name, str) and name.startswith("__")
