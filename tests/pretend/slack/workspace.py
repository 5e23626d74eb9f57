"""What a workspace remembers: people, conversations, messages, views, files, user groups.

The rule to keep: state only. Who may change it, and how often, is decided before anything here is called; every change
that somebody can see is written into the journal, in order.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

from tests.pretend.slack.clock import Time
from tests.pretend.slack.refusal import Json, Refused
from tests.pretend.slack.tickets import Tickets

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_numbers = count(36**7)


def fresh(letter: str) -> str:
    """A new id such as `U10000001`, unique in this process."""
    number, signs = next(_numbers), ""
    while number:
        number, sign = divmod(number, 36)
        signs = _SIGNS[sign] + signs
    return letter + signs


@dataclass(slots=True)
class User:
    """An account."""

    id: str
    name: str
    real_name: str
    email: str = ""
    locale: str = "en-US"
    tz: str = "America/Los_Angeles"
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_email_confirmed: bool = True
    is_admin: bool = False
    updated: int = 0


@dataclass(slots=True)
class Channel:
    """A conversation. `kind` is as in `channel_type`."""

    id: str
    name: str
    kind: Literal["channel", "group", "im"]
    members: set[str]
    archived: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """Something said. `only_for` is the one person who sees it, where it is ephemeral."""

    channel: Channel
    ts: str
    author: str
    text: str
    blocks: list[Json]
    files: list["File"] = field(default_factory=list)
    only_for: str | None = None
    edited: bool = False
    deleted: bool = False

    def seen_by(self, user: str) -> bool:
        """Whether it is on this person's screen."""
        return not self.deleted and user in self.channel.members and self.only_for in (None, user)

    def as_it_is(self) -> "Message":
        """A copy that stays as it is while this one changes."""
        return replace(self, blocks=list(self.blocks), files=list(self.files))


@dataclass(slots=True, eq=False)
class View:
    """A modal or an App Home of one person."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    open: bool = True
    entered: dict[str, dict[str, Json]] = field(default_factory=dict)
    """What the person has filled in, by block and action."""
    errors: dict[str, str] = field(default_factory=dict)
    """What the app said of the last submission, by block."""


@dataclass(slots=True, eq=False)
class File:
    """An uploaded file. `shared` says where; a file that is shared nowhere is private."""

    id: str
    name: str
    title: str
    alt: str
    length: int
    secret: str
    user: str
    data: bytes | None = None
    complete_at: float | None = None
    shared: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type by name, as Slack's `filetype`."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else "text"


@dataclass(slots=True)
class Group:
    """A user group."""

    id: str
    handle: str
    name: str
    users: list[str]
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something appeared, changed or went away on somebody's screen."""

    what: Message | View
    user: str | None
    """Whose screen; None for everybody who sees the message."""


class Workspace:
    """One workspace with the app installed in it."""

    def __init__(self, clock: Time, *, name: str = "Acme", domain: str = "acme", enterprise: str = "") -> None:
        self.id = fresh("T")
        self.name = name
        self.domain = domain
        self.enterprise = enterprise
        """The id of the Grid organisation it belongs to; empty for a workspace of its own."""
        self.clock = clock
        self.app_id = "A0LENTERA"
        self.bot_id = fresh("B")
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.groups: dict[str, Group] = {}
        self.journal: list[Change] = []
        self.tickets = Tickets(clock, self.id)
        self.home_tab = True
        self.file_delay = 0.0
        """Seconds until a completed file can be used in a block: Slack looks at a picture first."""
        self._bell = asyncio.Event()
        self._ts = 0
        self.bot = self._add(User(fresh("U"), "lentera", "Lentera", is_bot=True))
        self._add(User("USLACKBOT", "slackbot", "Slackbot"))

    def _add(self, user: User) -> User:
        user.updated = int(time.time())
        self.users[user.id] = user
        return user

    def hire(self, name: str, *, email: str, locale: str, tz: str) -> User:
        """A new member."""
        return self._add(User(fresh("U"), name, name.title(), email, locale, tz))

    def channel(self, name: str, *members: str, private: bool = False) -> Channel:
        """A new channel. The app is in it only if its user is among the members."""
        kind: Literal["channel", "group"] = "group" if private else "channel"
        made = Channel(fresh("C"), name, kind, set(members))
        self.channels[made.id] = made
        return made

    def dm(self, user: str) -> Channel:
        """The chat of a person and the app, which is there as soon as one of them needs it."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {user, self.bot.id}:
                return channel
        made = Channel(fresh("D"), "directmessage", "im", {user, self.bot.id})
        self.channels[made.id] = made
        return made

    def group(self, handle: str, name: str, *users: str) -> Group:
        """A new user group."""
        made = Group(fresh("S"), handle, name, list(users))
        self.groups[made.id] = made
        return made

    def user(self, user: object, error: str = "user_not_found") -> User:
        """An account by id. Raises `Refused`."""
        found = self.users.get(user) if isinstance(user, str) else None
        if found is None:
            raise Refused(error)
        return found

    def stamp(self) -> str:
        """A new `ts`, later than every other."""
        self._ts = max(self._ts + 1, int(time.time() * 1_000_000))
        return f"{self._ts // 1_000_000}.{self._ts % 1_000_000:06d}"

    def say(
        self,
        channel: Channel,
        author: str,
        text: str,
        blocks: Sequence[Json] = (),
        *,
        files: Iterable[File] = (),
        only_for: str | None = None,
    ) -> Message:
        """Write a message."""
        made = Message(channel, self.stamp(), author, text, list(blocks), list(files), only_for)
        self.messages[channel.id, made.ts] = made
        self.changed(made)
        return made

    def changed(self, what: Message | View) -> None:
        """Note that something somebody sees is new or different."""
        self.journal.append(Change(what, what.user if isinstance(what, View) else what.only_for))
        self._bell.set()
        self._bell = asyncio.Event()

    async def something(self) -> None:
        """Wait for the next change."""
        await self._bell.wait()

    def modal(self, user: str) -> View | None:
        """The modal on top of somebody's screen."""
        shown = [view for view in self.views.values() if view.user == user and view.open]
        return shown[-1] if shown else None
