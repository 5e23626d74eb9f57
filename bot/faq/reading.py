"""What is seen in a question: words, stems, pairs of ideas, pieces of words.

The rule to keep: this is pure, and whoever trains and whoever answers read with the same `Reader`; a weight learnt for
a feature that nobody finds is of no use.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_LONG = re.compile(r"([a-z])\1{2,}")
_TWICE = re.compile(r"([a-z]{3,})2(nya)?\b")
_NOISE = re.compile(r"https?://\S+|<[^>]*>|/(?=track\b)")
_VOWELS = re.compile(r"(?<!^)[aeiou]")
_PARTICLES = ("nya", "lah", "kah", "pun", "ku", "mu")
_ENGLISH, _INDONESIAN = snowballstemmer.stemmer("english"), snowballstemmer.stemmer("indonesian")
_LONGEST = 400
"""Characters that are looked at: a question says what it wants within a few lines."""


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """What is left of a word in each language, without the word itself."""
    found = {_ENGLISH.stemWord(word), _INDONESIAN.stemWord(word)} - {word}
    return tuple(sorted(stem for stem in found if len(stem) > 2))


def _spelt(word: str) -> Iterator[str]:
    """The spellings under which a word may be known: as it stands, without a particle, without a spoken ending."""
    yield word
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) > len(particle) + 1:
            yield word.removesuffix(particle)


def _bones(word: str) -> str:
    """What is left where vowels are left out, as on a phone: `kmrn` of `kemarin`."""
    return _VOWELS.sub("", word)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads with the words of `config/faq/matching/words.yaml`."""

    slang: Mapping[str, str]
    concepts: Mapping[str, tuple[str, ...]]
    """A word, or two to three with blanks, and the ideas it stands for. A `*` at the end stands for any ending."""
    known: Mapping[str, int] = field(default_factory=dict)
    """The words that the questions use, and how many questions use each."""
    _long: tuple[str, ...] = field(init=False, default=())
    _boned: Mapping[str, str] = field(init=False, default_factory=dict)
    _prefixes: Mapping[str, tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_long", tuple(sorted(word for word in self.known if len(word) > 3)))
        # Of several words with the same bones the last one written here, the commonest, is meant.
        rising = sorted(self.known, key=lambda word: (self.known[word], word))
        bones = {_bones(word): word for word in rising if len(word) > 3}
        object.__setattr__(self, "_boned", bones)
        starts = {key[:-1]: names for key, names in self.concepts.items() if key.endswith("*")}
        object.__setattr__(self, "_prefixes", starts)

    def words(self, text: str) -> list[str]:
        """The words of a question in one spelling."""
        plain = unicodedata.normalize("NFKC", text)[:_LONGEST].lower().replace("’", "'")  # noqa: RUF001
        plain = _LONG.sub(r"\1", _TWICE.sub(r"\1 \1", _NOISE.sub(" ", plain)))
        return [word for raw in _WORD.findall(plain) for word in self._word(raw.replace("'", ""))]

    def _word(self, raw: str) -> list[str]:
        for spelling in _spelt(raw):
            if spelling in self.slang:
                return self.slang[spelling].split()
        return [raw]

    def _mended(self, word: str) -> str | None:
        """Known words that this one is a slip of, or a short way to write."""
        if len(word) < 3 or word in self.known or word.isdecimal():
            return None
        if parts := self._parted(word):
            return parts
        if len(word) > 3:
            limit = 1 if len(word) < 9 else 2
            found = process.extractOne(word, self._long, scorer=OSA.distance, score_cutoff=limit)
            if found and found[0][0] == word[0]:
                return found[0]
        bones = _bones(word)
        return self._boned.get(bones) if len(bones) > 2 and len(word) - len(bones) < 2 else None

    def _parted(self, word: str) -> str | None:
        """Two known words that were written as one."""
        ends = range(3, len(word) - 2)
        pairs = [(word[:end], word[end:]) for end in ends if word[:end] in self.known and word[end:] in self.known]
        # The pair whose rarer word is the commoner one.
        return " ".join(max(pairs, key=lambda pair: min(self.known[one] for one in pair))) if pairs else None

    def _ideas(self, words: list[str]) -> set[str]:
        found: set[str] = set()
        for size in (1, 2, 3):
            for start in range(len(words) - size + 1):
                phrase = " ".join(words[start : start + size])
                found.update(self.concepts.get(phrase, ()))
        for word in words:
            for end in range(2, len(word) + 1):
                found.update(self._prefixes.get(word[:end], ()))
            for stem in (*stems(word), *list(_spelt(word))[1:]):
                found.update(self.concepts.get(stem, ()))
        return found

    def features(self, text: str) -> dict[str, float]:
        """What is seen, and how much of it. The first letter of a name says which kind it is."""
        raw = self.words(text)
        mended = [self._mended(word) or word for word in raw]
        # A slip may have hidden a word of slang.
        words = [word for one in mended for part in one.split() for word in self._word(part)]
        ideas = sorted(self._ideas(words))
        kinds: dict[str, tuple[float, Iterable[str]]] = {
            "w": (1.3, words),
            "s": (0.85, (stem for word in words for stem in stems(word) or (word,))),
            "b": (0.7, (f"{one} {two}" for one, two in zip(["^", *words], [*words, "$"], strict=True))),
            "k": (0.7, ideas),
            "p": (0.5, (f"{one}+{two}" for one, two in combinations(ideas, 2))),
            "g": (1.5, _pieces(words)),
        }
        seen: dict[str, float] = {}
        for kind, (weight, names) in kinds.items():
            unique = sorted(set(names))
            for name in unique:
                seen[f"{kind}:{name}"] = weight / len(unique) ** 0.5
        if self.known and words:
            unknown = sum(word not in self.known and not word.isdecimal() for word in words)
            seen["u:share"] = unknown / len(words)
            seen["u:many"] = min(unknown, 3) / 3
        seen[f"l:{min(len(words), 8)}"] = 0.3
        return seen


def _pieces(words: list[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in (3, 4, 5):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
