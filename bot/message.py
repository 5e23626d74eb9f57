"""A message is data: a closed union of parts that every platform renders in one pure function.

The rule to keep: every string is the markup of `bot.markup` (words of other people through `literal`), except where a
docstring says raw. `text` alone must make sense: it is the notification, the fallback, and what a screen reader says
first; it is always shown, above the parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph. `quiet` is small print."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, line by line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a caption; every row is as long as `columns`."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Figures as bars, all of it raw. `series` are names with a value for each of the `labels`."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    upright: bool = True
    """Whether they stand; else they lie, and there is one series."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, with what it shows in words."""

    png: bytes
    alt: str
    bars: tuple[Bars, ...] = ()
    """The same as figures, for a platform that draws bars itself. It shows them all, or the picture."""


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep. `name` and `media_type` are raw."""

    name: str
    media_type: str
    data: bytes
    instead: "Link | None" = None
    """The same as a page, for a platform that would have to ask before it hands over a file."""
    hours: int | None = None
    """After so many hours it is deleted where it was put, if it was put anywhere; None leaves it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A verb for what happens. `action` and `value` (raw, at most 2000 characters) come back in the `Press`."""

    label: str
    action: str
    value: str = ""
    style: Literal["plain", "primary", "danger"] = "plain"
    opens_form: bool = False
    """Whether a `Form` answers the press. Teams must know when it renders the button."""


@dataclass(frozen=True, slots=True)
class Link:
    """A button that leads to a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons in a row."""

    items: tuple[Button | Link, ...]


Part = Prose | Facts | Table | Picture | File | Buttons


@dataclass(frozen=True, slots=True)
class Message:
    """Something the bot says."""

    text: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: a raw value and its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Text:
    """A field for text. `value` is raw; `limit` counts characters."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = True
    multiline: bool = False
    limit: int = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several. `value` is the chosen option's."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """Any number of several."""

    name: str
    label: str
    options: tuple[Option, ...]
    values: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, submitted as YYYY-MM-DD."""

    name: str
    label: str
    value: date | None = None
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Time:
    """A wall-clock time, submitted as HH:MM."""

    name: str
    label: str
    value: time | None = None
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Upload:
    """One file from somebody's machine, of at most `UPLOAD_LIMIT` bytes. It comes beside the other fields, as a `File`.

    `kinds` are endings of names, such as `csv`: a help to whoever chooses, and no promise of what is in the file.
    """

    name: str
    label: str
    kinds: tuple[str, ...]
    hint: str = ""
    required: bool = True


UPLOAD_LIMIT = 2 * 1024 * 1024
"""Bytes. A line for each of 20,000 people is less."""

Input = Text | Choice | Choices | Day | Time | Upload


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog. Answered to a `Submitted` it replaces the dialog; with nothing to send it is a thank-you."""

    title: str
    """At most 24 characters: what a Slack view shows."""
    action: str
    submit: str
    """The label of the button that sends it."""
    parts: tuple[Prose | Input, ...]
    value: str = ""
    """Raw; comes back in the `Submitted`."""
    confirms: bool = False
    """Whether it is sent although it has no inputs: its prose is the question."""
    discreet: bool = False
    """Whether no chat may ever hold what is typed into it, what it says, or that it was sent."""

    @property
    def sends(self) -> bool:
        """Whether there is something to send; else it is a thank-you, and is only closed."""
        return self.confirms or any(not isinstance(part, Prose) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Correction:
    """A form that cannot be taken as it is: it stays open with all that was typed, and says so at the field."""

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by the input's name; empty where it is wrong as a whole."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the core answers to an event. Without content there is nothing to show."""

    content: Message | Form | Correction | None = None
    private: bool = True
    """Whether only the person who asked may see it, where others read along."""
    settles: bool = False
    """Whether it takes the place of the card whose button was pressed. A refusal never does."""
    closes: bool = False
    """Whether a submitted form may close; its content is then said in the chat."""
