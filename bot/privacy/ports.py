"""What privacy asks of storage.

The rule to keep: what is held is given as it is stored, row by row, and only to whoever asks for their own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.privacy.request import Request, Stage, Wish

Row = Mapping[str, object]
"""A row as it is stored: column to value, as JSON knows it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one table holds of somebody."""

    table: str
    columns: tuple[str, ...]
    number: int
    """How many rows there are; `rows` may be fewer."""
    rows: Sequence[Row]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class Amended:
    """Somebody else has changed an entry."""

    at: datetime
    by: int | None
    """None once whoever it was has been erased."""
    day: date | None
    """Which it is about now, or was about before it was removed."""


class Held(Protocol):
    """Everything that is held of a person, found by walking the schema."""

    async def of(
        self, person: int, *, tables: Collection[str] | None = None, latest: int | None = None
    ) -> Sequence[Shelf]:
        """Each table, or each of `tables`, that holds something of them; `latest` is how many rows of each at most."""
        ...

    async def amended(self, person: int, *, limit: int) -> Sequence[Amended]:
        """The last changes of their entries that somebody else has made."""
        ...


@dataclass(frozen=True, slots=True)
class Binding:
    """What still counts on somebody: a rollout by its title, or a survey by its id."""

    kind: str
    """`rollout` or `survey`."""
    name: str


class Erasure(Protocol):
    """Makes somebody's data go."""

    async def bindings(self, person: int) -> Sequence[Binding]:
        """What is open and counts on them."""
        ...

    async def empty(self, person: int) -> None:
        """Delete all that nothing open needs."""
        ...

    async def erase(self, person: int) -> None:
        """Delete a person, and with them all that hangs on them."""
        ...

    async def waiting(self, person: int) -> bool:
        """Whether a message to them is still on its way."""
        ...

    async def record(self, request: int, asked_on: date, done_on: date) -> None:
        """What is left: that a request of this number was fulfilled."""
        ...

    async def restrict(self, person: int, since: date | None) -> None:
        """From now on nothing is done with their data but keeping it; None lifts that."""
        ...


class Exposure(Protocol):
    """What the database holds of people as a whole."""

    async def tables(self) -> "Sequence[Exposed]":
        """Each table with rows about people: the kinds of data in it, how many rows, and of how many people."""
        ...

    async def numbers(self) -> Sequence[int]:
        """Everybody who is in the database, whether they are still here or not."""
        ...


@dataclass(frozen=True, slots=True)
class Exposed:
    """What one table holds of people."""

    table: str
    kinds: tuple[str, ...]
    """The kinds of data in it, by name."""
    rows: int
    people: int


class Requests(Protocol):
    """What people have asked about their data."""

    async def ask(self, person: int, wish: Wish, *, at: datetime, due: datetime, words: str, delivery: str) -> Request:
        """Write one down. A second delivery gives what the first one wrote."""
        ...

    async def get(self, request: int) -> Request | None:
        """One of them."""
        ...

    async def of(self, person: int) -> Sequence[Request]:
        """What somebody has asked, newest first."""
        ...

    async def standing(self) -> Sequence[Request]:
        """All that are not closed, by when they are due."""
        ...

    async def turn(self, request: int, before: Stage, after: Stage) -> bool:
        """From one stage to the next; False where it is not at the first."""
        ...

    async def close(self, request: int, stage: Stage, *, by: int | None, at: datetime, answer: str) -> bool:
        """Close it; False where it was closed already."""
        ...

    async def warned(self, request: int) -> bool:
        """Those who answer are told that it is due; False where they were."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at something that includes others."""

    at: datetime
    by: int | None
    """None once whoever it was has been erased."""
    kind: str
    """`group`: figures of a group; `share`: what somebody showed them."""
    person: int | None = None
    division: str = ""
    """Where it was about a group; empty for everybody."""
    what: str = ""
    """Of which time."""


class Looks(Protocol):
    """Who looked."""

    async def note(self, look: Look, *, delivery: str) -> None:
        """Write it down. A second delivery changes nothing."""
        ...

    async def at(self, person: int, division: str | None, *, limit: int) -> Sequence[Look]:
        """Who looked at somebody, or at a group that they are in, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was put somewhere for somebody and is to go again."""

    platform: str
    workspace: str
    file: str


class Files(Protocol):
    """Files that are to go again."""

    async def put(self, handed: Handed, due: datetime) -> None:
        """Remember one; once more sets a new time."""
        ...

    async def due(self, platform: str, now: datetime) -> Sequence[Handed]:
        """Those whose time has come."""
        ...

    async def gone(self, handed: Handed) -> None:
        """It is deleted, or somebody else has deleted it."""
        ...


class Retention(Protocol):
    """Deletes what is older than it may be, a bounded piece at a time. What is done twice finds nothing to do."""

    async def people(self, after: int, limit: int) -> Sequence[int]:
        """The next people by number, whether they are still here or not."""
        ...

    async def drop_time(self, people: Collection[int], before: date) -> int:
        """Their entries, history, timers and days off of days before that one. Returns how many rows."""
        ...

    async def see_leavers(self, today: date) -> None:
        """Write down from when on somebody is seen to have left, and forget it of whoever is back."""
        ...

    async def leavers(self, before: date, limit: int) -> Sequence[int]:
        """Who was seen to have left before a day. Whoever an open rollout or survey still counts on is left out."""
        ...

    async def rollouts(self, before: datetime) -> Sequence[tuple[int, bool]]:
        """Rollouts that ended before, by number, and whether one goes whole.

        Of the latest of each playbook the promises, the ground rules and who agreed to them stay: they still hold.
        """
        ...

    async def drop_rollout(self, campaign: int, limit: int, *, whole: bool) -> int:
        """Up to so many rows of a rollout; 0 once nothing is left of it that has to go."""
        ...

    async def drop_log(self, before: datetime, limit: int) -> int:
        """Lines of the log that are older and concern no single rollout."""
        ...

    async def drop_words(self, before: datetime) -> int:
        """HR's words beside answers that were replaced, taken back or left unpublished before."""
        ...

    async def drop_surveys(self, before: datetime) -> int:
        """Surveys that ended before, with who was invited. Returns how many."""
        ...

    async def drop_requests(self, before: datetime) -> int:
        """Requests that were closed before, and what is left of erasures."""
        ...

    async def drop_looks(self, before: datetime) -> int:
        """Looks before an instant."""
        ...

    async def drop_figures(self, before: date) -> int:
        """Figures of groups of days before that one, and what the next ones would be compared by."""
        ...

    async def drop_comments(self, before: datetime) -> int:
        """The comments of surveys that ended before. Returns of how many surveys."""
        ...
