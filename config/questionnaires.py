"""The questionnaires: `surveys/{name}.yaml`, turned into typed values.

The rule to keep: a questionnaire that loads can be asked in every language, and fits the forms of every platform.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.surveys.questionnaire import Kind, Questionnaire
from config import typed
from config.content import HERE, ContentError, Mistake
from config.settings import LANGUAGES

TITLE = 24
"""Characters of a form's head."""
LABEL = 75
"""Characters of an option, as Slack shows them."""


def questionnaires(root: Path = HERE) -> dict[str, Questionnaire]:
    """Every questionnaire by name. Raises `ContentError` with every mistake of every file."""
    found: dict[str, Questionnaire] = {}
    mistakes: list[Mistake] = []
    for path in sorted((root / "surveys").glob("*.yaml")):
        try:
            read = replace(typed.read(path, Questionnaire, root), name=path.stem)
        except ContentError as error:
            mistakes += error.mistakes
            continue
        file = path.relative_to(root).as_posix()
        mistakes += (Mistake(file, where, problem) for where, problem in _wrong_with(read))
        found[path.stem] = read
    if mistakes:
        raise ContentError(tuple(mistakes))
    return found


def _wrong_with(read: Questionnaire) -> Iterator[tuple[str, str]]:
    if read.name in {"", "-"} or not read.name.replace("_", "").isalnum():
        yield "", "a file's name is letters, digits and underscores"
    yield from _said("title", read.title, TITLE)
    yield from _said("purpose", read.purpose, 600)
    for number, label in enumerate(read.scale):
        yield from _said(f"scale[{number}]", label, LABEL)
    for number, question in enumerate(read.questions):
        at = f"questions[{number}]"
        yield from _said(f"{at}.wording", question.wording, 150)
        if question.hint:
            yield from _said(f"{at}.hint", question.hint, 150)
        for place, choice in enumerate(question.choices):
            yield from _said(f"{at}.choices[{place}].label", choice.label, LABEL)
        if question.kind is not Kind.TEXT and len(question.options) > 100:
            yield f"{at}.choices", "more than a menu can hold"


def _said(at: str, by_language: Mapping[str, str], limit: int) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        sentence = by_language.get(language)
        if not isinstance(sentence, str) or not sentence.strip():
            yield f"{at}.{language}", "this language is missing"
        elif len(sentence) > limit:
            yield f"{at}.{language}", f"{len(sentence)} characters are more than the {limit} that can be shown"
    for language in by_language.keys() - {*LANGUAGES}:
        yield f"{at}.{language}", "this language is not spoken here"
