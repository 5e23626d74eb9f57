"""Every side effect the core may ask for.

The rule to keep: three screens. `Store.begin()` gives a `Work`, which is one transaction: it commits when its block
ends and rolls back when the block raises; nothing on the network happens inside it.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.campaigns.beforehand import Beforehand
from bot.campaigns.console.ports import Audit, Crowd, Tellings, Versions
from bot.campaigns.ports import Campaigns, Gates, Journeys
from bot.events import Actor
from bot.evidence.ports import Evidence
from bot.faq.ports import Additions, Asked
from bot.hours.ports import Figures, Shares
from bot.mail import Care, Mail
from bot.message import Message
from bot.people import Belongs, Person, Place, Preferences, Role
from bot.privacy.ports import Erasure, Exposure, Files, Held, Looks, Requests, Retention
from bot.pulse import Pulses
from bot.surveys.ports import Ballots, Holders, Surveys
from bot.talk.ports import Talks, Threads
from bot.timesheet.entry import Change, Draft, Entry, Off, Timer


class Clock(Protocol):
    """What time it is. Tests and the playground move it."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...


class Messenger(Protocol):
    """One platform's way out."""

    async def send(self, address: str, message: Message) -> None:
        """Hand a message over.

        Raises `Unreachable`, `Busy` and `Declined` where it surely did not arrive, and TimeoutError where nobody knows.
        """
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here, as a platform says."""

    actor: Actor
    division: str | None
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Group:
    """Several people under one name on a platform, of which somebody has told Lentera."""

    workspace: str
    id: str
    name: str
    address: str
    """Where the platform is asked about it; only its adapter reads it."""


class Directory(Protocol):
    """The members of one platform."""

    async def everyone(self) -> Sequence[Member]:
        """All of them, once each. Raises whatever the platform does where the list does not come whole."""
        ...


@dataclass(frozen=True, slots=True)
class Owed:
    """A message somebody is owed: a row of the outbox."""

    id: int
    step: str
    """What kind of message, such as `hours_reminder`."""
    occasion: str
    """What it is about, such as the date `2026-11-18`; empty where there is only one."""
    body: str
    """What its letter needs to know, as JSON; empty where the occasion says it all."""
    person: int | None
    """None where it goes to a channel."""
    not_before: datetime
    """Once claimed: until when it is ours."""
    attempts: int
    platform: str
    workspace: str
    address: str
    uncertain: bool = False
    """Whether somebody has handed it over before and died before the platform's answer was seen."""
    campaign: str = ""
    """Empty for what the bot says by itself."""
    care: Care = Care.PROMPT
    maybe_twice: bool = False
    """Whether it has been handed over once already, without an answer."""


class People(Protocol):
    """Persons, their accounts and preferences."""

    async def meet(self, actor: Actor) -> Person:
        """The person behind an account: found, joined by verified e-mail, or new; what the platform says kept fresh."""
        ...

    async def enrol(self, actor: Actor, *, division: str | None, roles: frozenset[Role]) -> Person:
        """What the directory knows: the person behind an account, with division and roles as they are now."""
        ...

    async def known(self, actor: Actor) -> Person | None:
        """The person behind an account, if there is one that is let in. Nothing is written."""
        ...

    async def note(self, actor: Actor) -> Person:
        """What a platform says of somebody who did nothing: as `meet`, save that messages go where they went."""
        ...

    async def assign(self, person: int, division: str | None, roles: frozenset[Role]) -> None:
        """Put somebody into a division, with these roles and no others."""
        ...

    async def lock(self, person: int) -> Person:
        """The person as stored, with other work on the same person waiting until this transaction ends."""
        ...

    async def these(self, numbers: Collection[int]) -> Mapping[int, Person]:
        """Several persons at once, by number; whoever is gone is not among them."""
        ...

    async def named(self, name: str) -> Person | None:
        """By e-mail or account id, for the command line."""
        ...

    async def prefer(self, person: int, preferences: Preferences) -> None:
        """Store what a person has set. What was planned for them is void; the next tick plans anew."""
        ...

    async def preferences(self, person: int) -> Preferences:
        """What a person has set, as it was set."""
        ...

    async def platforms(self, person: int) -> tuple[str, ...]:
        """Where this person has an account that is let in, by name."""
        ...

    async def tell_apart(self, person: int) -> bool:
        """Note that a channel tells them now where nobody else reads along; False where one has already."""
        ...


class Staff(Protocol):
    """Who is employed, and where HR's table says they belong."""

    async def everyone(self) -> Sequence[Person]:
        """All who are employed, by number."""
        ...

    async def accounts(self, platform: str) -> frozenset[tuple[str, str]]:
        """The accounts that a platform lets in: workspace and id."""
        ...

    async def says(self, person: int, actor: Actor, belongs: Belongs) -> Belongs:
        """Keep where a platform says that an account of theirs belongs. Gives what all their platforms say together.

        The first of them that names a division counts, by the platform's name; whatever any of them makes of somebody
        they are.
        """
        ...

    async def unsays(self, platform: str, gone: Collection[tuple[str, str]]) -> Mapping[int, Belongs]:
        """A platform says nothing more of where these belong. Gives those of whom it did, with what is said now."""
        ...

    async def groups(self, platform: str) -> Sequence[Group]:
        """The groups that are kept."""
        ...

    async def keep(self, platform: str, group: Group) -> None:
        """Keep a group, or what is new of it."""
        ...

    async def forget(self, platform: str, group: Group) -> None:
        """Keep a group no more."""
        ...

    async def left(self, platform: str, gone: Collection[tuple[str, str]]) -> None:
        """A platform lets these in no more. Whoever has no other account has left; what they are owed is dropped."""
        ...

    async def owners(self, emails: Collection[str]) -> Mapping[str, int]:
        """Who is employed, by e-mail in small letters; unknown ones are missing."""
        ...

    async def places(self) -> Mapping[int, Place]:
        """HR's table that holds."""
        ...

    async def draft(self, upload: str, table: Mapping[int, Place]) -> None:
        """Keep a table that HR looks at before it holds, in place of any other such table."""
        ...

    async def discard(self, upload: str) -> None:
        """Take such a table off again, if it does not hold."""
        ...

    async def apply(self, upload: str) -> bool:
        """From now on that table holds, for all it names and in place of the one before; False where it is gone."""
        ...


class Entries(Protocol):
    """Time entries and their append-only history."""

    async def written_by(self, delivery: str) -> tuple[Change, ...]:
        """The history that a delivery has written; empty if it has not been seen."""
        ...

    async def add(
        self, person: int, drafts: Sequence[Draft], *, by: int, at: datetime, delivery: str
    ) -> tuple[Entry, ...]:
        """Write entries with their history, all or none."""
        ...

    async def get(self, person: int, entry: int) -> Entry | None:
        """One entry of this person, if it stands."""
        ...

    async def between(self, person: int, first: date, last: date) -> tuple[Entry, ...]:
        """The entries of these days, both included, by day and start."""
        ...

    async def change(self, entry: Entry, draft: Draft, *, by: int, at: datetime, delivery: str) -> Entry:
        """Put a draft in the entry's place, and keep both in the history. One delivery touches an entry once."""
        ...

    async def remove(self, entry: Entry, *, by: int, at: datetime, delivery: str) -> None:
        """Take the entry away; its history stays."""
        ...

    async def restore(self, change: Change, *, at: datetime, delivery: str) -> Entry | None:
        """Bring back what a change took away; None where it stands again already."""
        ...

    async def history(self, person: int, first: date, last: date) -> tuple[Change, ...]:
        """What happened to the entries of these days, oldest first."""
        ...

    async def latest(self, person: int) -> Change | None:
        """The last thing this person did that can be undone."""
        ...

    async def projects(self, person: int) -> frozenset[str]:
        """The projects this person has used."""
        ...


@dataclass(frozen=True, slots=True)
class Glance:
    """What there is to know before something is logged, all of one instant."""

    person: Person
    """As stored."""
    turn: int
    """Another number means that something has been done to the person's entries since."""
    seen: bool
    """Whether the delivery has written something before."""
    used: bool
    """Whether the person has used the project."""
    standing: tuple[Entry, ...]
    """The entries of the days, by day and start."""


class Ledger(Protocol):
    """What logging asks of the database: to look once, and to write once."""

    async def look(
        self,
        person: Person,
        first: date,
        last: date,
        *,
        delivery: str,
        project: str | None = None,
        actor: Actor | None = None,
    ) -> Glance:
        """See what there is around these days, both included.

        `person` is whom the caller takes them for, when they act with an account: `actor`, else that met last.
        """
        ...

    async def write(
        self, glance: Glance, drafts: Sequence[Draft], *, at: datetime, delivery: str
    ) -> tuple[Entry, ...] | None:
        """Write what the person logs, with its history, all or none; None where the glance holds no more.

        The last thing its unit of work does: it may be committed at once.
        """
        ...


class Timers(Protocol):
    """At most one running timer a person."""

    async def running(self, person: int) -> Timer | None:
        """The timer that runs, if one does."""
        ...

    async def last(self, person: int) -> Timer | None:
        """The timer stopped last."""
        ...

    async def started_by(self, delivery: str) -> Timer | None:
        """The timer that a delivery has started."""
        ...

    async def stopped_by(self, delivery: str) -> Timer | None:
        """The timer that a delivery has stopped."""
        ...

    async def start(
        self, person: int, *, at: datetime, zone: str, project: str | None, note: str, delivery: str
    ) -> Timer:
        """Start one; the caller has seen that none runs."""
        ...

    async def stop(self, timer: Timer, *, at: datetime, delivery: str) -> bool:
        """Stop it; False where it was stopped already."""
        ...


class Offs(Protocol):
    """Days off that a person has told."""

    async def between(self, person: int, first: date, last: date) -> tuple[Off, ...]:
        """The days off from first to last, both included."""
        ...

    async def put(self, person: int, off: Off, *, delivery: str) -> None:
        """Store one day off; the same day again replaces it, the same delivery again changes nothing."""
        ...

    async def drop(self, person: int, day: date) -> bool:
        """Forget one; False where there was none."""
        ...


class Prompts(Protocol):
    """When each person is next looked after, by kind. Every subscribed person has a row, whatever they did."""

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[Person, str, datetime]]:
        """Who is due: person, kind, and the due instant; locked until this transaction ends, skipping locked ones."""
        ...

    async def set(self, person: int, kind: str, due: datetime | None) -> None:
        """Set the next due instant; None where there is none, which is remembered as well."""
        ...

    async def plan(self, kind: str, due: Mapping[int, datetime | None]) -> None:
        """Set the first due instant of each person, unless one has been set."""
        ...

    async def advance(self, due: Mapping[tuple[int, str], datetime | None]) -> None:
        """Set the next due instant of many, by person and kind."""
        ...

    async def missing(self, kind: str, limit: int) -> Sequence[Person]:
        """People for whom this kind was never planned, or whose plan a new setting or zone has made void.

        Whoever was only ever noted, and has not come by themselves, is not among them.
        """
        ...

    async def next_due(self) -> datetime | None:
        """The earliest due instant of all."""
        ...


class Outbox(Protocol):
    """What is owed to whom. The key is (campaign, step, occasion, recipient).

    What is owed here is a prompt, and goes without a trace. What campaigns owe is written, settled and counted by
    `Work.mail`, and claimed here with the rest.
    """

    async def owe(self, person: int, step: str, occasion: str, *, not_before: datetime, body: str = "") -> bool:
        """Write a row; False where this key exists already."""
        ...

    async def owe_each(self, rows: Collection[tuple[int, str, str, datetime]]) -> None:
        """Write many rows: person, step, occasion, not before. Those whose key exists already stay as they are."""
        ...

    async def waits(self, step: str, occasion: str) -> bool:
        """Whether somebody is still owed this."""
        ...

    async def claim(self, now: datetime, *, limit: int, lease: float) -> tuple[Owed, ...]:
        """Take what is due for `lease` seconds; nobody else gets it meanwhile."""
        ...

    async def sending(self, *owed: Owed) -> frozenset[int]:
        """Note that these are handed over now.

        Gives the numbers of those that may be: the others were taken back, or their lease has run out.
        """
        ...

    async def done(self, *owed: Owed) -> None:
        """Handed over, or decided not to be: the rows go without a trace."""
        ...

    async def postpone(self, owed: Owed, until: datetime, *, counts: bool) -> None:
        """Try again later. `counts` says whether this was an attempt."""
        ...

    async def doubt(self, owed: Owed, until: datetime) -> None:
        """Try once more later what may have arrived; it is maybe sent twice from now on."""
        ...

    async def next_due(self) -> datetime | None:
        """The earliest instant at which something can be claimed."""
        ...

    async def pace(self, lane: str, *, now: datetime, gap: float, patience: float = 5.0, places: int = 1) -> float:
        """Reserve the next places in a lane shared by all workers, `gap` seconds apart.

        Returns the seconds to wait for the first. Where that is more than `patience`, none is reserved: come again
        when it is nearer.
        """
        ...

    async def hold(self, lane: str, until: datetime) -> None:
        """Nobody sends in this lane before `until`, not even who has a place."""
        ...

    async def held(self, names: Collection[str], now: datetime) -> Mapping[str, datetime]:
        """The lanes among these in which nobody sends, and until when."""
        ...


class Work(Protocol):
    """One transaction."""

    people: People
    staff: Staff
    entries: Entries
    ledger: Ledger
    timers: Timers
    offs: Offs
    prompts: Prompts
    outbox: Outbox
    audit: Audit
    versions: Versions
    crowd: Crowd
    tellings: Tellings
    mail: Mail
    pulse: Pulses
    campaigns: Campaigns
    gates: Gates
    journeys: Journeys
    beforehand: Beforehand
    surveys: Surveys
    ballots: Ballots
    retention: Retention
    talks: Talks
    held: Held
    erasure: Erasure
    exposure: Exposure
    requests: Requests
    looks: Looks
    files: Files
    holders: Holders
    threads: Threads
    figures: Figures
    shares: Shares
    evidence: Evidence
    additions: Additions
    asked: Asked


class Store(Protocol):
    """The database."""

    def begin(self) -> AbstractAsyncContextManager[Work]:
        """Begin a transaction."""
        ...

    async def meet(self, actor: Actor) -> Person:
        """The person behind an account, in a transaction of its own where they were not met a moment ago."""
        ...

    async def recognise(self, actor: Actor) -> Person:
        """The same, and nothing is noted of whoever is known: neither that they were here nor what they are called."""
        ...
