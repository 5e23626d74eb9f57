"""Which topic a question is about, and how sure that is.

The rule to keep: this is pure and offline; everything it knows was compiled from `config/faq/` by `make faq`. It
answers only what it is sure of.
"""

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.faq.reading import Reader

OFF = "off"
"""The class of everything that is none of our topics."""
SUGGESTIONS = 3
"""As many topics are offered where no single one is sure."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A topic and how likely it is meant, from 0 to 1."""

    topic: str
    chance: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a question is about: `topic` where it is answered at once, else up to three `suggestions`, best first."""

    topic: str | None
    suggestions: tuple[str, ...]
    nearest: str
    """The likeliest topic, however unlikely."""
    words: bool = True
    """Whether there was any word in it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: for each feature a signed byte per class, in steps of `step`."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    step: float
    rows: Mapping[str, bytes]


class Matcher:
    """Weighs what the reader sees. `answer` and `suggest` are the chances from which a topic is answered or offered."""

    def __init__(self, reader: Reader, weights: Weights, answer: float, suggest: float) -> None:
        self._reader = reader
        self._weights = weights
        self._answer = answer
        self._suggest = suggest

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that can be found."""
        return tuple(name for name in self._weights.classes if name != OFF)

    def ranked(self, question: str) -> Sequence[Guess]:
        """Every topic, the likeliest first. What is missing to 1 is the chance that it is none of them."""
        weights = self._weights
        scores = [0.0] * len(weights.classes)
        for feature, value in self._reader.features(question).items():
            if row := weights.rows.get(feature):
                scores = [score + value * weight for score, weight in zip(scores, array("b", row), strict=True)]
        scores = [score * weights.step + bias for score, bias in zip(scores, weights.bias, strict=True)]
        most = max(scores)
        shares = [math.exp(score - most) for score in scores]
        whole = sum(shares)
        guesses = (Guess(name, share / whole) for name, share in zip(weights.classes, shares, strict=True))
        return sorted(
            (guess for guess in guesses if guess.topic != OFF), key=lambda guess: (-guess.chance, guess.topic)
        )

    def judge(self, question: str) -> Verdict:
        """Sure, nearly, or not known at all."""
        ranked = self.ranked(question)
        best = ranked[0]
        if not self._reader.words(question):
            return Verdict(None, (), best.topic, words=False)
        if best.chance >= self._answer:
            return Verdict(best.topic, (), best.topic)
        near = tuple(guess.topic for guess in ranked[:SUGGESTIONS]) if best.chance >= self._suggest else ()
        return Verdict(None, near, best.topic)
