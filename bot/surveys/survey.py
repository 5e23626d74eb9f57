"""A survey: a questionnaire with the rules under which it is asked, frozen when it opens.

The rule to keep: what people are told is made from these rules and from nothing else, and their fingerprint stands in
the message, so that a rule changed later would show.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from bot.surveys.questionnaire import Choice, Kind, Question, Questionnaire
from bot.surveys.release import FLOOR, Release


class Custody(StrEnum):
    """Who can open a ballot before the end."""

    DIRECTORY = "directory"
    """The key lies in a folder outside database and backups."""
    SECRET = "secret"  # noqa: S105 - a word, not a secret
    """The key lies in the database, wrapped by a secret from the environment."""
    CUSTODIANS = "custodians"
    """The key lies in the database, wrapped by two codes that two people hold."""


class State(StrEnum):
    """How far a survey has come."""

    ASKED = "asked"
    """Somebody wants it opened; the worker has not made its key yet."""
    OPEN = "open"
    ENDED = "ended"
    """Takes no more answers; not counted yet."""
    COUNTED = "counted"
    LOST = "lost"
    """A custodian's code is lost: nobody can open the answers, and they were destroyed uncounted."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is promised to everybody who is invited."""

    questionnaire: Questionnaire
    ends_at: datetime | None
    """None: ends when somebody says so."""
    k: int = FLOOR
    by_division: bool = True
    custody: Custody = Custody.DIRECTORY
    holders: tuple[str, ...] = ()
    """Who holds the two codes, by name. Kept with the codes and apart from the other rules: the names go with them."""
    separate: bool = True
    """Whether the process that takes answers cannot reach the key."""
    remind_everybody: bool = False
    """Whether reminders go to all, so that none tells by its absence who has answered."""
    may_comment: bool = True
    wave_of: str | None = None
    """The survey of which this one is a repetition."""

    def __post_init__(self) -> None:
        """Refuse what must not be promised."""
        if self.k < FLOOR:
            raise ValueError(f"the floor of {FLOOR} can only be raised")
        if self.ends_at is not None and self.ends_at.tzinfo is None:
            raise ValueError("an instant needs a zone")
        if self.custody is Custody.CUSTODIANS and len(self.holders) not in {0, 2}:
            raise ValueError("two people hold the codes")

    @property
    def fingerprint(self) -> str:
        """Eight signs that change with any rule. The end is no rule: a rollout that moves takes it along."""
        return sha256(packed(replace(self, ends_at=None)).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey as it is stored."""

    id: str
    rules: Rules
    state: State
    size: int
    """Bytes of a ballot before it is sealed."""
    public: bytes = b""
    """What seals; empty until the worker has made the key."""
    wrapped: bytes = b""
    """The private key where it lies in the database, unreadable without what wraps it."""
    released: Release | None = None
    ends_at: datetime | None = None
    """As it stands now."""
    opened_at: datetime | None = None
    codes_to: bytes = b""
    """What custodians' codes are sealed to, while they are asked for them."""
    early_at: datetime | None = None
    """When it ends, where that is earlier than planned."""


def packed(rules: Rules) -> str:
    """The rules as JSON: the same rules give the same text."""
    content = asdict(rules) | {"ends_at": rules.ends_at and rules.ends_at.isoformat()}
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def unpacked(text: str) -> Rules:
    """The rules again."""
    content: dict[str, Any] = json.loads(text)
    asked = content.pop("questionnaire")
    questions = tuple(_question(question) for question in asked.pop("questions"))
    questionnaire = Questionnaire(**{**asked, "questions": questions, "scale": tuple(asked["scale"])})
    ends_at = content.pop("ends_at")
    return Rules(
        questionnaire,
        ends_at and datetime.fromisoformat(ends_at),
        **{**content, "custody": Custody(content["custody"]), "holders": tuple(content["holders"])},
    )


def _question(content: dict[str, Any]) -> Question:
    choices = tuple(Choice(**choice) for choice in content["choices"])
    return Question(**{**content, "kind": Kind(content["kind"]), "choices": choices})
