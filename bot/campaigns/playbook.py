"""A playbook: the steps of a rollout as data, read from `config/playbooks/*.yaml`.

The rule to keep: a step says everything about itself, so that the engine asks what it is and never what it is called.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

NINE = time(9)
"""When a step goes out that names no hour."""


class Anchor(StrEnum):
    """What the dates of a rollout hang on."""

    MEETING = "meeting"
    OPENING = "opening"


class Kind(StrEnum):
    """What a step is."""

    MESSAGE = "message"
    FORM = "form"
    """Ground rules, which leads agree to."""
    SURVEY = "survey"
    INVITE = "invite"
    SUMMARY = "summary"
    """What HR has heard and does; needs HR's summary."""
    REMINDER = "reminder"
    """Exempt from campaign order; never sent twice for one occasion."""


class Audience(StrEnum):
    """Who gets a step, within the campaign's own audience."""

    EVERYBODY = "everybody"
    LEADS = "leads"
    HR = "hr"
    SIGNED_UP = "signed_up"
    HEARD = "heard"
    """Whoever has been sent a content step of this campaign."""


class Via(StrEnum):
    """Where a step is said."""

    DM = "dm"
    CHANNEL = "channel"
    BOTH = "both"


class Call(StrEnum):
    """What calls a step that stands outside the order."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    CHANGED = "changed"


class Until(StrEnum):
    """From when on a step makes no sense any more."""

    ANCHOR = "anchor"
    SURVEY_END = "survey_end"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a step says in one language: `text` is the message by itself, `body` its paragraphs. With placeholders."""

    text: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """When a survey takes no more answers: calendar days from the anchor's date, at this hour in the campaign zone."""

    days: int
    hour: time = time(18)


@dataclass(frozen=True, slots=True)
class When:
    """When a step is due: exactly one of these is given. `hour` is wall time in the recipient's own zone."""

    start: bool = False
    """As soon as the campaign starts."""
    days: int | None = None
    """Calendar days from the anchor's date."""
    working_days_before_end: int | None = None
    """Working days before the survey's end; 0 is the end's own day."""
    hours_before: int | None = None
    """The instant so many hours before the anchor."""
    call: Call | None = None
    hour: time | None = None
    within_a_month: bool = False
    """Whether it rather moves forward than more than a calendar month before the anchor."""

    def __post_init__(self) -> None:
        """Refuse a step without a time, or with two."""
        others = (self.days, self.working_days_before_end, self.hours_before, self.call)
        if self.start + sum(given is not None for given in others) != 1:
            raise ValueError("say one of start, days, working_days_before_end, hours_before, call")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Steps other than reminders and calls are its content: campaign order, one a day."""

    name: str
    kind: Kind
    when: When
    wording: Mapping[str, Wording]
    """By language."""
    title: Mapping[str, str] = field(default_factory=dict)
    """What HR reads it as, by language."""
    audience: Audience = Audience.EVERYBODY
    via: Via = Via.DM
    needs: tuple[str, ...] = ()
    """Steps that must be done first: ground rules agreed, a survey counted."""
    until: tuple[Until, ...] = ()
    approve: bool = True
    """Whether an approver must have agreed to the text, the audience and the time."""
    talk: bool = False
    """Whether it carries the open door: a button that leads to HR."""
    ask: bool = False
    """Whether it carries a button for a question to the meeting."""
    help: bool = False
    """Whether it offers the crash course and help one to one, for which one signs up."""
    questionnaire: str | None = None
    """What a survey asks: a file of `config/surveys`."""
    ends: End | None = None
    """When a survey ends that is not the campaign's own, such as one that asks again."""
    calendar: bool = False
    """Whether it carries the meeting for the reader's calendar."""

    @property
    def content(self) -> bool:
        """Whether campaign order holds for it."""
        return self.kind is not Kind.REMINDER and self.kind is not Kind.FORM and self.when.call is None


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of what HR takes to the meeting. By language; the body has placeholders."""

    title: Mapping[str, str]
    body: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Playbook:
    """A rollout as data: its steps in campaign order."""

    name: str
    anchor: Anchor
    title: Mapping[str, str]
    """By language."""
    steps: tuple[Step, ...]
    survey_ends: End | None = None
    follow_up: str | None = None
    """The step without which a campaign cannot be closed."""
    promises: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Where HR may begin: facts that hold of themselves, by name and by language."""
    pack: tuple[Section, ...] = ()
    """What HR takes to the meeting, in the order in which it is said there."""
    by_name: Mapping[str, Step] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look steps up by name."""
        object.__setattr__(self, "by_name", {step.name: step for step in self.steps})
