"""What was typed, cut into tokens.

The one rule to keep: tokens are folded (case, width, dashes, quotes) to be compared, and every token knows its place in
the typed text, so that a note is always cut from what the person wrote.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

LIMIT = 2000  # characters of one message

_FOLDED = {
    "½": " 1/2",
    "¼": " 1/4",
    "¾": " 3/4",
    "⁄": "/",
    "∕": "/",
    "÷": "/",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "″": '"',
    "‘": "'",
    "’": "'",
    "‚": "'",
    "′": "'",
    "`": "'",
    "´": "'",
    "ʼ": "'",
    "−": "-",
    "→": "-",
    "﹣": "-",
    "⁓": "~",
    "〜": "~",
    "。": ".",
    "、": ",",
    "\t": " ",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "×": "x",
    **{chr(code): "-" for code in range(0x2010, 0x2016)},
    # Invisible: they come with pasted text and emoji, and mean nothing between letters and digits.
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff", ""),
}
_ASCII = str.maketrans({letter: folded for letter, folded in _FOLDED.items() if letter.isascii()})
_UNSEEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they make a line read other than it is
_SPELLED = {"a.m": "am", "p.m": "pm", "a.m.": "am", "p.m.": "pm", "s.d": "sd", "s.d.": "sd", "s/d": "sd", "s/d.": "sd"}

_PLAIN = r"""
    (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
  | (?P<number>\d+)
  | (?P<project>(?=\#)(?:(?<![\w\#&/\\])|(?<=\d[hmj])|(?<=[^\W\d_][^\W\d_])(?=\#[^\W\d_]))
      \#\w(?:[\w./-]*\w)?)
  | (?P<line>\n)
  | (?P<symbol>\S)
"""
_TOKEN = re.compile(
    r"""
    (?P<quote>(?<![^\s(\[,;:])"(?:[^"\n]|"")+"(?![^\s)\],;:.!?]))
  | (?P<spelled>(?<![^\W\d_])(?:[ap]\.m|s\.d|s/d)(?![^\W_])\.?)
  | (?P<opaque>https?://\S+ | www\.\S+ | <[@\#!][^>\s]*> | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
      | (?<![\w.])[^\W\d_][\w-]*(?:\.[^\W\d_][\w-]*)+ )
  | """
    + _PLAIN,
    re.VERBOSE,
)
_TOKEN_OF_MOST = re.compile(_PLAIN, re.VERBOSE)
_RARE = re.compile(r"[\"./<]")
"""Quotes, abbreviations and addresses hold one of these; where there is none, nobody looks for them at every word."""


class Kind(Enum):
    """What a token is made of."""

    LINE = "line"
    QUOTE = "quote"
    OPAQUE = "opaque"
    PROJECT = "project"
    NUMBER = "number"
    WORD = "word"
    SYMBOL = "symbol"


# In Python 3.11 it costs a call to say `Kind.NUMBER`, and the grammar says it hundreds of times a line.
LINE, QUOTE, OPAQUE, PROJECT, NUMBER, WORD, SYMBOL = Kind


class Token(NamedTuple):
    """One token: folded text, and `begin`..`end` in what was typed. `glued`: no white space before it."""

    text: str
    kind: Kind
    begin: int
    end: int
    glued: bool


_KINDS = {kind.value: kind for kind in Kind} | {"spelled": WORD}
_END = Token("", LINE, 0, 0, glued=False)
_JOINTS = frozenset("$€£%\\^_&#.'")


@dataclass(frozen=True, slots=True)
class Typed:
    """The typed text and its tokens."""

    raw: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The folded texts of the tokens: they are looked at more often than anything else here."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", tuple([token.text for token in self.tokens]))

    def at(self, index: int) -> Token:
        """Return the token at `index`, an empty one outside the text."""
        try:
            return self.tokens[index] if index >= 0 else _END
        except IndexError:
            return _END

    def text(self, index: int) -> str:
        """Return the folded text at `index`, '' outside."""
        try:
            return self.words[index] if index >= 0 else ""
        except IndexError:
            return ""

    def number(self, index: int, *, digits: int = 4) -> int | None:
        """Return the whole number at `index`, if there is one of at most so many digits."""
        try:
            text = self.words[index] if index >= 0 else ""
        except IndexError:
            return None
        return int(text) if text.isdecimal() and len(text) <= digits else None

    def glued(self, index: int) -> bool:
        """Whether the token at `index` follows the one before without white space."""
        try:
            return self.tokens[index].glued if index >= 0 else False
        except IndexError:
            return False

    def phrase(self, index: int, *words: str) -> bool:
        """Whether exactly these tokens stand at `index`."""
        return index >= 0 and self.words[index : index + len(words)] == words

    def opens(self, index: int) -> bool:
        """Whether something of its own can begin here, rather than in the middle of a word, a number or a sum."""
        if not self.glued(index):
            return True
        before = self.at(index - 1)
        return before.kind not in (NUMBER, WORD, PROJECT, OPAQUE) and before.text not in _JOINTS

    def closes(self, index: int) -> bool:
        """Whether something of its own can end before `index`."""
        after = self.at(index)
        if not after.glued:
            return True
        if after.kind is not SYMBOL:
            return after.kind is PROJECT
        if after.text in "%'_\\^&@#$€£":
            return False
        return not (after.text in ".:/" and self.glued(index + 1) and self.at(index + 1).kind is NUMBER)

    def shout(self) -> bool:
        """Whether everything was typed in capitals, so that capitals mean nothing."""
        return not any(letter.islower() for letter in self.raw)

    def typed(self, index: int) -> str:
        """Return the token at `index` as it was typed."""
        token = self.at(index)
        return self.raw[token.begin : token.end]


def hidden(text: str) -> bool:
    """Whether the text holds control characters or others that show as nothing and change what is read."""
    return not text.isprintable() and any(
        letter in _UNSEEN or (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\t\n\r")
        for letter in text
    )


def _fold(letter: str) -> str:
    found = _FOLDED.get(letter)
    if found is not None:
        return found
    code = ord(letter)
    if code < 128:
        return letter.lower()
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0).lower()
    if letter.isspace():
        return " "
    digit = unicodedata.decimal(letter, None)
    return str(digit) if digit is not None else letter.lower()


def _folded(raw: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and where each of its letters was typed."""
    if raw.isascii():
        return raw.lower().translate(_ASCII), range(len(raw))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(raw):
        for folded in _fold(letter):
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


def cut(raw: str) -> Typed:
    """Cut a text of at most `LIMIT` characters into tokens."""
    folded_text, places = _folded(raw)
    tokens = []
    last = -1
    pattern = _TOKEN if _RARE.search(folded_text) else _TOKEN_OF_MOST
    for found in pattern.finditer(folded_text):
        name = found.lastgroup or "symbol"
        begin, end = found.span()
        text, kind = folded_text[begin:end], _KINDS[name]
        if name == "spelled":
            text = _SPELLED[text]
        # What `Token(...)` does, without its own function in between: nothing else here is made as often.
        tokens.append(
            tuple.__new__(Token, (text, kind, places[begin], places[end - 1] + 1, begin == last and kind is not LINE))
        )
        last = end
    return Typed(raw, tuple(tokens))
