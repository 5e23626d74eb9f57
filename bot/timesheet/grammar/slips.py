"""Day words with one slip of the thumb: `yesteday`, `kemarim`, `tuseday`.

The one rule to keep: a slip is asked about and never mended in silence; it may be a word of its own.
"""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.timesheet.grammar.typed import WORD, Typed

_DAYS = (
    "yesterday monday tuesday wednesday thursday friday saturday sunday kemarin senin selasa kamis jumat sabtu".split()
)
_WORDS = frozenset(
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays sundae sundry kemari kamus jimat sabut senen "
    "selama selasar selada kamil jumaat seninan kamisan jumatan".split()
)  # one letter away, and words themselves


def mended(typed: Typed) -> str | None:
    """What was typed with the first misspelt day word put right; None where there is none."""
    for token in typed.tokens:
        meant = slip(token.text) if token.kind is WORD else None
        if meant:
            return f"{typed.raw[: token.begin]}{meant}{typed.raw[token.end :]}"
    return None


def slip(word: str) -> str | None:
    """The day that a lower-case word is one letter away from; None for a day, and for a word of its own."""
    if len(word) < 5 or word in _WORDS or word in _DAYS:
        return None
    meant = process.extractOne(word, _DAYS, scorer=OSA.distance, score_cutoff=1)
    return meant[0] if meant else None
