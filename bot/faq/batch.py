"""`lentera faq ask --batch` and `lentera faq test`: the matcher by itself, on lines.

The rule to keep: it is the very matcher that the bot uses, and a bad record gets an answer, not a traceback.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.faq.matcher import OFF, Matcher

RIGHT, NEAR, BLUFF = 0.90, 0.95, 0.05
"""What is asked of the matcher: questions answered right, or at least offered; off-topic ones answered at most."""

Answer = dict[str, object]


def answers(matcher: Matcher, lines: Iterable[str | bytes]) -> Iterator[Answer]:
    """For each record {"id", "lang", "question"}, in order, what the bot would do: {"id", "topic", "suggestions"}."""
    for line in lines:
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        yield _answer(matcher, record) if isinstance(record, dict) else _nothing(None)


def _answer(matcher: Matcher, record: Mapping[str, object]) -> Answer:
    question = record.get("question")
    if not isinstance(question, str):
        return _nothing(record.get("id"))
    verdict = matcher.judge(question)
    return {"id": record.get("id"), "topic": verdict.topic, "suggestions": [*verdict.suggestions]}


def _nothing(number: object) -> Answer:
    return {"id": number, "topic": None, "suggestions": [], "error": "bad_record"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A question and what it is about; `off` where it is none of our topics."""

    topic: str
    question: str


def samples(text: str, topics: Sequence[str]) -> tuple[list[Sample], list[int]]:
    """The last two columns of every line: topic and question. Beside them, the lines that cannot be read so."""
    found, wrong = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2 or cells[-2] not in {*topics, OFF} or not cells[-1]:
            wrong.append(number)
        else:
            found.append(Sample(cells[-2], cells[-1]))
    return found, wrong


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of samples: counts, and a line for each that was not answered as it should be."""

    on: int
    right: int
    near: int
    off: int
    bluffed: int
    missed: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether all three aims are reached."""
        right, near = (self.right, self.near) if self.on else (1, 1)
        on = self.on or 1
        return right / on >= RIGHT and near / on >= NEAR and self.bluffed <= BLUFF * self.off

    def told(self) -> str:
        """The counts, line by line."""
        return "\n".join(
            [
                f"{_share(self.right, self.on)} answered at once with the right topic; the aim is {RIGHT:.0%}",
                f"{_share(self.near, self.on)} answered right, or the right topic suggested; the aim is {NEAR:.0%}",
                f"{_share(self.bluffed, self.off)} of the off-topic ones answered; at most {BLUFF:.0%} is the aim",
            ]
        )


def measured(matcher: Matcher, asked: Sequence[Sample]) -> Measured:
    """Ask all of them."""
    right = near = bluffed = 0
    missed = []
    for sample in asked:
        verdict = matcher.judge(sample.question)
        got = verdict.topic or " or ".join(verdict.suggestions) or OFF
        if sample.topic == OFF:
            bluffed += verdict.topic is not None
            good = verdict.topic is None
        else:
            good = verdict.topic == sample.topic
            right += good
            near += good or sample.topic in verdict.suggestions
        if not good:
            missed.append(f"{sample.topic}\t{got}\t{sample.question}")
    off = sum(sample.topic == OFF for sample in asked)
    return Measured(len(asked) - off, right, near, off, bluffed, tuple(missed))


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "none"
