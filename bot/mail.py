"""What campaigns send: what is owed to whom, what became of it, and the figures HR reads.

The rule to keep: a row of a campaign stays when it is settled, because that it is there is what makes a second handing
over impossible. The exception is what tells something about its reader by being there (`Care.PROMPT`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Care(StrEnum):
    """How a message is looked after."""

    PROMPT = "prompt"
    """That it is owed tells what somebody has not done, or how they are: it is made for everyone subscribed, decided
    at delivery, and goes without a trace either way. In no figure and no list; without an answer never sent again."""
    REMINDER = "reminder"
    """It stays when settled. Where the platform gives no answer it has failed: too few is a smaller harm than twice."""
    ANNOUNCEMENT = "announcement"
    """It stays when settled. Where the platform gives no answer it is handed over once more, and listed as maybe sent
    twice."""


class Fate(StrEnum):
    """What became of a message."""

    QUEUED = "queued"
    """Owed, or in somebody's hands."""
    SENT = "sent"
    SKIPPED = "skipped"
    """It made no sense any more; the reason says why."""
    FAILED = "failed"
    """Given up: the reason is the platform's own word, `no_answer`, `not_connected`, or the name of our bug."""
    UNREACHABLE = "unreachable"
    """The platform says that this person cannot get messages; the reason is its own word."""


NO_ANSWER = "no_answer"
"""The reason where nobody knows whether it arrived."""
NOT_CONNECTED = "not_connected"
"""The reason where the person's platform is not set up here."""
RESTORED = "restored"
"""The reason for what was due when a database was put back, and counts as having gone out already."""
LEFT = "left"
"""The reason for whoever is not employed any more, or was erased."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that a campaign owes one recipient. Its key is (campaign, step, occasion, recipient)."""

    campaign: str
    """The campaign's number as text; never empty."""
    step: str
    occasion: str
    """What tells two messages of one step apart, such as the meeting's date; else empty."""
    person: int | None
    """None for a channel."""
    not_before: datetime
    """When it is due; the instant it was settled, for one that is skipped before it was ever owed."""
    channel: str = ""
    """`platform:workspace:address`; empty for a person."""
    care: Care = Care.ANNOUNCEMENT
    body: str = ""
    """What its letter needs to know, as JSON."""
    fate: Fate = Fate.QUEUED
    """`SKIPPED` writes down that it never goes; anything else but `QUEUED` is the postman's to say."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one row of the outbox."""

    id: int
    fate: Fate
    at: datetime
    reason: str = ""
    lease: datetime | None = None
    """Until when it was ours. What was sent is written down in any case, all else only while it is still ours."""
    doubtful: bool = False
    """Whether it had been handed over before, by somebody who died before the platform's answer was seen."""


@dataclass(frozen=True, slots=True)
class Had:
    """What one recipient has had of a campaign so far, or is about to get."""

    person: int
    step: str
    occasion: str
    fate: Fate
    reason: str
    at: datetime | None
    """When it was settled; None while it is queued."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a channel has had of a campaign, or is about to get."""

    channel: str
    """`platform:workspace:address`."""
    step: str
    occasion: str
    fate: Fate
    reason: str
    at: datetime | None
    """When it was settled; None while it is queued."""
    maybe_twice: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages of a step stand alike."""

    step: str
    fate: Fate
    reason: str
    maybe_twice: bool
    count: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Somebody who was not reached, or of whom nobody knows whether they got it twice."""

    id: int
    """Of the row; the next page begins after it."""
    person: int | None
    channel: str
    step: str
    occasion: str
    fate: Fate
    reason: str
    maybe_twice: bool
    at: datetime | None


class Mail(Protocol):
    """What campaigns owe and what became of it: `Work.mail`. What is claimed is settled here, by the row's number."""

    async def owe(self, parcels: Collection[Parcel]) -> None:
        """Write rows, a few hundred at a time; those whose key exists stay as they are, unless they were skipped.

        Raises ValueError for a parcel that nobody can get, or whose fate is the postman's to say.
        """
        ...

    async def settle(self, settled: Sequence[Settled]) -> None:
        """Write down what became of rows in hand. A `Care.PROMPT` goes without a trace, by `Outbox.done`."""
        ...

    async def withdraw(self, campaign: str, step: str | None = None) -> int:
        """Take back what is queued and was never handed over: for a pause, a move, an edit, a cancel.

        The rows go as if they had never been written, so that the plan can write them anew. Returns how many. What may
        have arrived stays, because a row anew would not know it.
        """
        ...

    async def had(self, campaign: str, people: Collection[int]) -> Mapping[int, tuple[Had, ...]]:
        """What these people have had, oldest row first; whoever had nothing is missing. No `Care.PROMPT`."""
        ...

    async def posts(self, campaign: str) -> tuple[Posted, ...]:
        """What channels have had, oldest row first."""
        ...

    async def status(self, campaign: str) -> tuple[Tally, ...]:
        """To how many people each step is queued, sent, skipped, failed, unreachable, by reason; no `Care.PROMPT`."""
        ...

    async def failed(
        self, campaign: str, step: str | None = None, *, after: int = 0, limit: int = 500
    ) -> tuple[Failure, ...]:
        """Who was not reached: failed and unreachable, by row; a page of them."""
        ...

    async def doubtful(self, campaign: str, *, after: int = 0, limit: int = 500) -> tuple[Failure, ...]:
        """Who may have got something twice, by row; a page of them."""
        ...

    async def resend(self, campaign: str, step: str | None, now: datetime) -> int:
        """Queue again what failed and what was unreachable, and nothing else. Returns how many.

        Not what may have arrived: what had no answer, now or before.
        """
        ...

    async def got_it(self, campaign: str, step: str, mark: str, day: date) -> None:
        """Count a press of "Got it" once, by its mark."""
        ...

    async def read_by(self, campaign: str, step: str, before: date, begin: datetime) -> tuple[int, int]:
        """How many presses there were before a day, and how many people had been sent the step before it began."""
        ...

    async def sent_to(self, person: int, since: datetime) -> int:
        """How many messages of campaigns somebody has been sent since an instant; no `Care.PROMPT`."""
        ...

    async def due(self, now: datetime) -> int:
        """How many messages of campaigns are due by now."""
        ...

    async def skip_due(self, now: datetime) -> int:
        """Skip everything that is due by now, also what the bot says by itself.

        Returns how many messages of campaigns that were.
        """
        ...
