"""Teaches the matcher of questions, and measures it: `python -m bench.faq` is what `make faq` runs.

A softmax over all topics and "none of them", on what `bot.faq.reading` sees, held small by a penalty on its weights.
`--measure FILE.tsv …` prints how sure it must be for how many wrong answers, on questions that it was not taught with.
`--hold FILE.tsv …` prints how likely a fresh set keeps to all three aims, for each chance from which is answered: what
`sure` in `config/faq/matching/words.yaml` was chosen by, and no single figure.
`--without KINDS FILE.tsv` teaches without some kinds of features (their first letters, such as `kp`; `x` for the
slang), measures that, and keeps nothing.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from bot.faq.batch import BLUFF, NEAR, RIGHT
from bot.faq.matcher import OFF, Matcher, Weights
from bot.faq.reading import Reader
from config import lessons

_PENALTY = 0.2
_ROUNDS = 60
_OFTEN = 2
"""A feature that was seen fewer times teaches nothing."""
_LEAST = 3
"""Steps below which a weight for no class is worth its line."""

_ON, _OFF, _DRAWN = 240, 60, 10_000
"""Questions on topic and off topic in the fresh set that is imagined, and how often it is."""

Floats = NDArray[np.float64]


def learn(taught: lessons.Lessons, reader: Reader, without: str = "") -> Weights:
    """The weights that tell the lessons apart best; `without` names kinds of features to leave out."""
    classes = tuple(sorted(taught.questions))
    read = [reader.features(question) for topic in classes for question in taught.questions[topic]]
    seen = [{name: value for name, value in one.items() if name[0] not in without} for one in read]
    right = np.array([number for number, topic in enumerate(classes) for _ in taught.questions[topic]])
    counted = Counter(feature for features in seen for feature in features)
    columns = {feature: n for n, feature in enumerate(sorted(f for f, times in counted.items() if times >= _OFTEN))}
    cells = [(n, columns[f], value) for n, features in enumerate(seen) for f, value in features.items() if f in columns]
    rows, places, values = zip(*cells, strict=True)
    table = sparse.csr_matrix((values, (rows, places)), shape=(len(seen), len(columns)))
    weights, bias = _fit(table, right, len(classes))
    step = float(np.abs(weights).max()) / 127
    small = np.round(weights / step).astype(np.int8)
    kept = {
        feature: small[n].tobytes() for feature, n in columns.items() if np.abs(small[n].astype(int)).max() >= _LEAST
    }
    return Weights(classes, tuple(map(float, bias)), step, kept)


def _fit(table: sparse.csr_matrix, right: NDArray[np.int64], classes: int) -> tuple[Floats, Floats]:
    questions, features = table.shape
    wanted = np.zeros((questions, classes))
    wanted[np.arange(questions), right] = 1
    turned = table.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, bias = flat[: features * classes].reshape(features, classes), flat[features * classes :]
        scores = table @ weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        off = np.exp(logs) - wanted
        lost = -logs[np.arange(questions), right].sum() + _PENALTY / 2 * (weights * weights).sum()
        return float(lost), np.concatenate([(turned @ off + _PENALTY * weights).ravel(), off.sum(axis=0)])

    start = np.zeros((features + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    return found[: features * classes].reshape(features, classes), found[features * classes :]


def asked(path: Path) -> list[tuple[str, str]]:
    """Topic and question of each line: the last two of its columns."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(cells[-2], cells[-1]) for cells in (line.split("\t") for line in lines) if len(cells) > 1]


def measure(matcher: Matcher, questions: Sequence[tuple[str, str]]) -> None:
    """Print what comes first, what is among the suggestions, and the trade between right and wrong answers."""
    ranked = [(topic, matcher.ranked(question)) for topic, question in questions]
    on = [(topic, guesses) for topic, guesses in ranked if topic != OFF]
    off = [guesses[0].chance for topic, guesses in ranked if topic == OFF]
    first = sum(guesses[0].topic == topic for topic, guesses in on)
    near = sum(topic in {guess.topic for guess in guesses[:3]} for topic, guesses in on)
    print(f"{len(on)} on topic: first {first / len(on):.1%}, in three {near / len(on):.1%}; {len(off)} off topic")
    for sure in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        right = sum(guesses[0].topic == topic and guesses[0].chance >= sure for topic, guesses in on) / len(on)
        wrong = sum(guesses[0].topic != topic and guesses[0].chance >= sure for topic, guesses in on) / len(on)
        told = sum(chance >= sure for chance in off) / max(1, len(off))
        print(f"  sure from {sure:.2f}: right {right:.1%}, wrong {wrong:.1%}, off topic answered {told:.1%}")


def hold(matcher: Matcher, written: Sequence[Sequence[tuple[str, str]]], suggest: float) -> None:
    """Print how likely each author's next set keeps to the aims, and how likely that of an author not known yet.

    Each file is one author's. A file's counts leave open what its true shares are (Dirichlet, beta, Jeffreys' priors);
    the next set draws from those. Whose set is measured is not known, so the last column is the mean over the authors:
    never over all questions in one heap, which would take the author met most often for everybody.
    """
    random = np.random.default_rng(2026)
    ranked = [[(topic, matcher.ranked(question)[:3]) for topic, question in asked] for asked in written]
    for sure in np.arange(0.30, 0.62, 0.02):
        kept = []
        for one in ranked:
            on = [(topic, guesses) for topic, guesses in one if topic != OFF]
            sured = [(topic, guesses[0].topic) for topic, guesses in on if guesses[0].chance >= sure]
            right = sum(topic == told for topic, told in sured)
            offered = [(topic, guesses) for topic, guesses in on if suggest <= guesses[0].chance < sure]
            near = sum(topic in {guess.topic for guess in guesses} for topic, guesses in offered)
            off = [guesses[0].chance >= sure for topic, guesses in one if topic == OFF]
            shares = random.dirichlet([right + 0.5, near + 0.5, len(on) - right - near + 0.5], _DRAWN)
            told = random.multinomial(_ON, shares)
            bluffed = random.binomial(_OFF, random.beta(sum(off) + 0.5, len(off) - sum(off) + 0.5, _DRAWN))
            good = (told[:, 0] >= RIGHT * _ON) & (told[:, :2].sum(axis=1) >= NEAR * _ON) & (bluffed <= BLUFF * _OFF)
            kept.append(good.mean())
        each = ", ".join(f"{share:.0%}" for share in kept)
        print(f"  sure from {sure:.2f}: {each}; all authors alike {np.mean(kept):.0%}")


def main(arguments: Sequence[str]) -> None:
    """Teach, and keep what was learnt; or measure."""
    if arguments[:1] == ["--measure"]:
        learnt = lessons.matcher()
        for path in arguments[1:]:
            print(path)
            measure(learnt, asked(Path(path)))
        return
    taught = lessons.lessons()
    if arguments[:1] == ["--hold"]:
        hold(lessons.matcher(), [asked(Path(path)) for path in arguments[1:]], taught.suggest)
        return
    if arguments[:1] == ["--without"]:
        kinds, path = arguments[1:3]
        bare = replace(taught, slang={}) if "x" in kinds else taught
        learnt = Matcher(bare.reader(), learn(bare, bare.reader(), kinds), taught.answer, taught.suggest)
        measure(learnt, asked(Path(path)))
        return
    reader = taught.reader()
    weights = learn(taught, reader)
    lessons.keep(taught, reader, weights)
    print(f"{sum(map(len, taught.questions.values()))} questions, {len(weights.rows)} features")


if __name__ == "__main__":
    main(sys.argv[1:])
