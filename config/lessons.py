"""What the matcher of questions is taught, `questions` in `faq/*.yaml` and `faq/matching/`, and what it has learnt.

The rule to keep: the matcher starts from one compiled file and reads no YAML; `make faq` compiles it anew, and a test
fails when that was forgotten.
"""

import hashlib
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.faq import reading
from bot.faq.matcher import OFF, Matcher, Weights
from bot.faq.reading import Reader
from config.content import HERE, ContentError, Mistake, document

LANGUAGES = ("en", "id", "mixed")
"""In which languages questions are asked; most are short, and many are both at once."""
THING = "{}"
"""Stands in `faq/matching/not_ours.yaml` for what is asked about."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the matcher is taught with."""

    slang: Mapping[str, str]
    concepts: Mapping[str, tuple[str, ...]]
    """As they stand in the file: idea to words."""
    questions: Mapping[str, tuple[str, ...]]
    """Topic to what people ask about it; `off` is everything else."""
    answer: float
    suggest: float

    def seal(self) -> str:
        """Changes when anything that the weights hang on changes; the two chances do not."""
        taught = json.dumps([self.slang, self.concepts, self.questions], sort_keys=True, ensure_ascii=False)
        read = Path(reading.__file__).read_text(encoding="utf-8")
        return hashlib.sha256(f"{taught}\n{read}".encode()).hexdigest()

    def reader(self, often: int = 2) -> Reader:
        """Reads with these words. What is written fewer than `often` times counts as unknown."""
        plain = Reader(self.slang, {})
        ideas: dict[str, list[str]] = defaultdict(list)
        for name, words in self.concepts.items():
            for word in words:
                ideas[word if word.endswith("*") else " ".join(plain.words(word))].append(name)
        counted = Counter(
            word for asked in self.questions.values() for question in asked for word in set(plain.words(question))
        )
        known = {word: times for word, times in sorted(counted.items()) if times >= often}
        return Reader(self.slang, {word: tuple(dict.fromkeys(names)) for word, names in ideas.items()}, known)


def topics(root: Path = HERE) -> tuple[str, ...]:
    """The names of all topics."""
    return tuple(sorted(path.stem for path in (root / "faq").glob("*.yaml")))


def lessons(root: Path = HERE) -> Lessons:
    """What the matcher is taught with. Raises `ContentError` with every mistake."""
    folder = root / "faq"
    words = document(folder / "matching" / "words.yaml", root)
    found = {path.stem: document(path, root).get("questions") for path in sorted(folder.glob("*.yaml"))}
    found[OFF] = document(folder / "matching" / "off_topic.yaml", root).get("questions")
    others = document(folder / "matching" / "not_ours.yaml", root)
    if mistakes := (*_wrong_with(found), *_wrong_with_others(others)):
        raise ContentError(mistakes)
    asked_elsewhere = dict.fromkeys(_asked_of_others(others))
    slang, concepts, sure = words["slang"], words["concepts"], words["sure"]
    if not (isinstance(slang, dict) and isinstance(concepts, dict) and isinstance(sure, dict)):
        raise ContentError((Mistake("faq/matching/words.yaml", "", "slang, concepts and sure are mappings"),))
    questions = {
        topic: tuple(question for language in LANGUAGES for question in asked.get(language, ()))
        for topic, asked in found.items()
        if isinstance(asked, dict)
    }
    known = {question for asked in questions.values() for question in asked}
    questions[OFF] += tuple(question for question in asked_elsewhere if question not in known)
    return Lessons(
        {str(word): str(read) for word, read in slang.items()},
        {str(name): tuple(map(str, listed)) for name, listed in concepts.items()},
        questions,
        float(sure["answer"]),
        float(sure["suggest"]),
    )


def _wrong_with(found: Mapping[str, object]) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for topic, asked in found.items():
        file = f"faq/{'matching/off_topic' if topic == OFF else topic}.yaml"
        if not isinstance(asked, dict) or not {"en", "id"} <= asked.keys() <= {*LANGUAGES}:
            yield Mistake(file, "questions", "questions in en and id were expected, and may be in mixed")
            continue
        for language, listed in asked.items():
            for number, question in enumerate(listed if isinstance(listed, list) else ()):
                at = f"questions.{language}[{number}]"
                if not isinstance(question, str) or not question.strip():
                    yield Mistake(file, at, "a question was expected; put it in quotes")
                elif question in seen:
                    yield Mistake(file, at, f"{seen[question]} has this question too")
                else:
                    seen[question] = topic


def _asked_of_others(groups: Mapping[str, object]) -> Iterator[str]:
    """Each way of asking with every other thing, each thing with every other way: half of all, and none left out."""
    for languages in groups.values():
        for listed in languages.values() if isinstance(languages, dict) else ():
            for number, way in enumerate(listed["asked"]):
                yield from (way.replace(THING, thing) for thing in listed["things"][number % 2 :: 2])


def _wrong_with_others(groups: Mapping[str, object]) -> Iterator[Mistake]:
    file = "faq/matching/not_ours.yaml"
    for group, languages in groups.items():
        if not isinstance(languages, dict) or set(languages) != {"en", "id"}:
            yield Mistake(file, group, "en and id were expected")
            continue
        for language, listed in languages.items():
            if not isinstance(listed, dict) or set(listed) != {"things", "asked"}:
                yield Mistake(file, f"{group}.{language}", "things and asked were expected, each a list")
                continue
            for name, lines in listed.items():
                at = f"{group}.{language}.{name}"
                if not isinstance(lines, list) or not all(isinstance(line, str) and line.strip() for line in lines):
                    yield Mistake(file, at, "a list of words was expected; put them in quotes")
                elif name == "asked" and not all(THING in line for line in lines):
                    yield Mistake(file, at, f"each way of asking says with {THING} where the thing goes")


def _learnt(root: Path) -> Path:
    return root / "faq" / "matching" / "learnt.zlib"


def keep(taught: Lessons, reader: Reader, weights: Weights, root: Path = HERE) -> None:
    """Write what was learnt: compressed, a line of JSON, a line a feature, and then their weights in that order."""
    features = sorted(weights.rows)
    head = {
        "seal": taught.seal(),
        "answer": taught.answer,
        "suggest": taught.suggest,
        "step": weights.step,
        "classes": weights.classes,
        "bias": [round(bias, 4) for bias in weights.bias],
        "features": len(features),
        "slang": reader.slang,
        "concepts": reader.concepts,
        "known": reader.known,
    }
    lines = [json.dumps(head, sort_keys=True, ensure_ascii=False), *features, ""]
    content = "\n".join(lines).encode() + b"".join(weights.rows[feature] for feature in features)
    _learnt(root).write_bytes(zlib.compress(content, 9))


def learnt_seal(root: Path = HERE) -> str:
    """The seal of the lessons from which was learnt."""
    head, _ = _opened(root)
    return str(head["seal"])


def matcher(root: Path = HERE) -> Matcher:
    """The matcher as it was compiled."""
    head, content = _opened(root)
    *names, rows = content.split(b"\n", head["features"])
    width = len(head["classes"])
    features = b"\n".join(names).decode().split("\n")
    learnt = {feature: rows[n * width : (n + 1) * width] for n, feature in enumerate(features)}
    ideas = {word: tuple(named) for word, named in head["concepts"].items()}
    reader = Reader(head["slang"], ideas, head["known"])
    weights = Weights(tuple(head["classes"]), tuple(head["bias"]), head["step"], learnt)
    return Matcher(reader, weights, head["answer"], head["suggest"])


def _opened(root: Path) -> tuple[dict[str, Any], bytes]:
    """The line of JSON, and what comes after it."""
    head, _, content = zlib.decompress(_learnt(root).read_bytes()).partition(b"\n")
    return json.loads(head), content
