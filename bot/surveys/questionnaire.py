"""A questionnaire: questions as data, read from `config/surveys/*.yaml`.

The rule to keep: every choice question is required and can be declined, so that each row of a result has one number of
people for all its questions; text may always stay empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DECLINED = "-"
"""The option of every choice question that says "prefer not to say"."""
POINTS = 5
"""How many points a scale has: the middle one is neutral."""
CLASSES: Mapping[str, tuple[str, ...]] = {
    "unfavourable": ("1", "2"),
    "neutral": ("3",),
    "favourable": ("4", "5"),
}
"""What a scale's points are counted as where few have answered."""


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    SCALE = "scale"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    id: str
    label: Mapping[str, str]
    """By language."""
    topic: str = ""
    """What the FAQ, the agenda and the follow-up call it."""
    text: bool = False
    """Whether it comes with a line of text, as "other" does. Counted apart: the text says nothing of the choice."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `choices` is for `one` and `several`; a scale's are the questionnaire's."""

    id: str
    kind: Kind
    wording: Mapping[str, str]
    """By language."""
    choices: tuple[Choice, ...] = ()
    hint: Mapping[str, str] = field(default_factory=dict)
    topic: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not be answered or counted."""
        if not _plain(self.id):
            raise ValueError("an id is one word of letters, digits and underscores")
        ids = [choice.id for choice in self.choices]
        if len(ids) != len(set(ids)):
            raise ValueError("two choices have one id")
        if not all(map(_plain, ids)):
            raise ValueError("a choice's id is one word of letters, digits and underscores")
        wanted = self.kind in {Kind.ONE, Kind.SEVERAL}
        if wanted and len(ids) < 2:
            raise ValueError("at least two choices are needed")
        if not wanted and ids:
            raise ValueError(f"a question of the kind {self.kind} has no choices of its own")

    @property
    def options(self) -> tuple[str, ...]:
        """The ids that an answer may hold, in order, the last one for "prefer not to say"; none for text."""
        match self.kind:
            case Kind.ONE | Kind.SEVERAL:
                return (*(choice.id for choice in self.choices), DECLINED)
            case Kind.SCALE:
                return (*map(str, range(1, POINTS + 1)), DECLINED)
            case Kind.TEXT:
                return ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What a survey asks."""

    title: Mapping[str, str]
    """By language, at most 24 characters: what a form's head shows."""
    purpose: Mapping[str, str]
    """Why it is asked and what happens with the result; shown to everybody and frozen at opening."""
    questions: tuple[Question, ...]
    scale: tuple[Mapping[str, str], ...] = ()
    """The labels of a scale's points, from unfavourable to favourable."""
    name: str = ""
    """The file's, without `.yaml`."""

    def __post_init__(self) -> None:
        """Refuse what could not be counted."""
        ids = [question.id for question in self.questions]
        if len(ids) != len(set(ids)):
            raise ValueError("two questions have one id")
        if not self.counted:
            raise ValueError("at least one question with choices is needed")
        if any(question.kind is Kind.SCALE for question in self.questions) and len(self.scale) != POINTS:
            raise ValueError(f"a scale has {POINTS} labels")

    @property
    def counted(self) -> tuple[Question, ...]:
        """The questions that give figures."""
        return tuple(question for question in self.questions if question.kind is not Kind.TEXT)

    @property
    def has_text(self) -> bool:
        """Whether something can be written."""
        return any(
            question.kind is Kind.TEXT or any(choice.text for choice in question.choices) for question in self.questions
        )

    def label(self, question: Question, option: str, language: str) -> str:
        """What an option says. Raises KeyError for `DECLINED`, which is the catalogue's."""
        if question.kind is Kind.SCALE:
            return self.scale[int(option) - 1][language]
        return {choice.id: choice for choice in question.choices}[option].label[language]


Answers = Mapping[str, tuple[str, ...]]
"""Question to the options chosen."""


def valid(questionnaire: Questionnaire, answers: Answers) -> str | None:
    """The first question that is not answered as it has to be; None where all are."""
    for question in questionnaire.counted:
        chosen = answers.get(question.id, ())
        most = len(question.options) if question.kind is Kind.SEVERAL else 1
        if not 1 <= len(chosen) <= most or len(set(chosen)) != len(chosen) or not set(chosen) <= {*question.options}:
            return question.id
        if DECLINED in chosen and len(chosen) > 1:
            return question.id
    return None


def _plain(name: str) -> bool:
    return name.isascii() and name.replace("_", "").isalnum()
