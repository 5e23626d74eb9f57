"""What the open door asks of storage.

The rule to keep: `Talks` is for those who give their name. Nothing of a thread without a name goes through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody wishes to talk, by name."""

    id: int
    person: int
    topic: str
    """In their words; may be empty."""
    slot: datetime | None
    """When it would suit them; None where they proposed nothing."""
    answer: str = ""
    """HR's, in HR's words; empty until there is one."""
    answered_by: int | None = None
    """None before there is an answer, and once whoever gave it has been erased."""


class Talks(Protocol):
    """Wishes to talk, by name."""

    async def ask(self, person: int, topic: str, slot: datetime | None, day: date, *, delivery: str) -> int | None:
        """Write one down. Gives its number; None where this delivery has written it already."""
        ...

    async def get(self, talk: int) -> Talk | None:
        """One of them."""
        ...

    async def answer(self, talk: int, by: int, answer: str) -> bool:
        """Put HR's answer beside it; False where there is one already."""
        ...

    async def forget(self, before: date) -> None:
        """Delete those that were written before a day."""
        ...


@dataclass(frozen=True, slots=True)
class Inbox:
    """A key to which messages without a name are sealed: one a year, and another if its private half is lost."""

    number: int
    year: int
    public: bytes
    wrapped: bytes = b""
    """The private key where it lies in the database, unreadable without what wraps it."""

    @property
    def name(self) -> str:
        """What its private key is called in the folder of keys."""
        return f"talk-{self.number}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sealed message that HR does not have yet."""

    mark: bytes
    """A hash of the code and the text: the same again is the same."""
    seat: bytes
    """A hash of the code, another one than the thread's: what belongs together."""
    inbox: int
    day: date
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a thread that has arrived. `day` is when it did, not when it was written."""

    day: date
    from_hr: bool
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A thread, for whoever looks through them."""

    thread: bytes
    day: date
    """Of its last message."""
    waits: bool
    """Whether the last word is not HR's."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A thread that holds nothing but comments of a survey whose author lets HR ask back."""

    thread: bytes
    text: str
    """The first of them."""


class Threads(Protocol):
    """Threads without a name. No statement here takes or gives a person, or a time of day."""

    async def lock(self) -> None:
        """Let others who write wait until this transaction ends. Asked before anything is written."""
        ...

    async def inboxes(self) -> Sequence[Inbox]:
        """All of them, newest first."""
        ...

    async def make_inbox(self, inbox: Inbox) -> None:
        """Seal to this one from now on."""
        ...

    async def drop_inbox(self, number: int) -> None:
        """Its key is destroyed."""
        ...

    async def put(self, waiting: Waiting) -> None:
        """Keep a message; the same again, or one that has arrived already, changes nothing."""
        ...

    async def waiting(self, before: date) -> Sequence[Waiting]:
        """What was written before a day, by mark."""
        ...

    async def number_waiting(self, seat: bytes | None = None) -> int:
        """How many wait; of one seat if one is given."""
        ...

    async def take(self, mark: bytes) -> None:
        """It is not waiting any more."""
        ...

    async def add(self, thread: bytes, mark: bytes, day: date, text: str, *, from_hr: bool) -> bool:
        """Put a message behind the others of its thread. False where it is there already."""
        ...

    async def begin(self, thread: bytes, day: date, comments: Sequence[tuple[bytes, str]]) -> None:
        """Begin a thread with comments of a survey, each with its mark. Nobody waits for an answer to them."""
        ...

    async def comments(self, limit: int) -> Sequence[Comment]:
        """Threads that hold nothing but such comments, in random order."""
        ...

    async def of(self, thread: bytes) -> Sequence[Line]:
        """What stands in a thread, in order."""
        ...

    async def headings(self, limit: int) -> Sequence[Heading]:
        """Threads: first those that wait for an answer, the oldest of them first; then the others, newest first.

        Without those that `comments` gives.
        """
        ...

    async def number_unanswered(self) -> int:
        """How many threads wait for an answer."""
        ...

    async def erase(self, thread: bytes, seat: bytes) -> bool:
        """Delete a thread with all that waits for it. False where there was none."""
        ...

    async def forget(self, before: date) -> None:
        """Delete threads whose last message came before a day, and what has waited since before it."""
        ...

    async def sorted_on(self) -> date | None:
        """The day of the last post."""
        ...

    async def set_sorted(self, day: date) -> None:
        """The post of a day is done."""
        ...

    async def answered_on(self) -> date | None:
        """The day on which HR last answered any thread."""
        ...

    async def set_answered(self, day: date) -> None:
        """HR has answered one."""
        ...

    async def wrong_codes(self, hour: int) -> int:
        """How many wrong codes were tried in an hour, whoever it was. `hour` counts from 1970."""
        ...

    async def count_wrong(self, hour: int) -> None:
        """One more."""
        ...
