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
        if token.kind is not WORD or len(token.text) < 5 or token.text in _WORDS or token.text in _DAYS:
            continue
        meant = process.extractOne(token.text, _DAYS, scorer=OSA.distance, score_cutoff=1)
        if meant:
            return f"{typed.raw[: token.begin]}{meant[0]}{typed.raw[token.end :]}"
    return None
