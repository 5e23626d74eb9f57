"""What is in the pretend tenant: people, conversations, messages, and everything that happened, in order.

The rule to keep: ids look as Teams' own do, and nothing is forgotten.
"""

import asyncio
import itertools
import secrets
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["personal", "groupChat", "channel"]


def guid(word: str) -> str:
    """A GUID that is the same for the same word."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, word))


@dataclass
class User:
    """Somebody in the tenant."""

    id: str
    aad: str
    short: str
    name: str
    email: str
    locale: str
    tz: str
    role: str = "user"
    """`user`, `guest` or `owner`."""
    tenant: str = ""
    """Where a guest is at home."""
    installed: bool = True
    blocked: bool = False
    deleted: bool = False

    @property
    def reachable(self) -> bool:
        """Whether the app can write to them."""
        return self.installed and not self.blocked and not self.deleted


@dataclass(eq=False)
class Conversation:
    """A chat or a channel."""

    id: str
    kind: Kind
    members: set[str]
    name: str = ""
    team: "Team | None" = None


@dataclass(eq=False)
class Team:
    """A team that has the app."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)
    consented: bool = True
    """Whether its owner has allowed Lentera to see who its members are to Graph."""

    @property
    def group(self) -> str:
        """Its id in Entra."""
        return guid(f"group-{self.id}")


@dataclass(eq=False)
class Message:
    """Something said. `activity` is what the app sent, as it stands now; empty for people's own words."""

    id: str
    conversation: Conversation
    author: str
    text: str = ""
    activity: Json = field(default_factory=dict)
    thread: str = ""
    changed: int = 0

    def as_it_is(self) -> "Message":
        """A copy that later changes do not reach."""
        return replace(self)


@dataclass
class Dialog:
    """A dialog on somebody's screen."""

    user: str
    title: str
    card: Json
    words: str = ""
    """Instead of a card."""
    opened_by: Literal["task", "composeExtension"] = "task"
    conversation: Conversation | None = None
    entered: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    """What the client itself says of inputs that are missing."""
    open: bool = True
    first: dict[str, str] = field(default_factory=dict)
    """What its inputs held when it was opened, before anything in it was complained about."""


class Tenant:
    """One tenant, with one bot in it."""

    def __init__(self, app: str, word: str = "pretend") -> None:
        self.id = guid(f"tenant-{word}")
        self.bot = f"28:{app}"
        self.bot_name = "Lentera"
        self.users: dict[str, User] = {}
        self.conversations: dict[str, Conversation] = {}
        self.teams: dict[str, Team] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.dialogs: list[Dialog] = []
        self.journal: list[Message | Dialog] = []
        self._numbers = itertools.count(1766459963017)
        self._changed = asyncio.Event()

    def hire(self, short: str, *, locale: str, tz: str, **more: Any) -> User:  # noqa: ANN401 - fields of User
        """Somebody new."""
        aad = guid(f"user-{short}")
        made = User(
            f"29:1{guid(f'contact-{short}').replace('-', '')}",
            aad,
            short,
            more.pop("name", short.capitalize()),
            more.pop("email", f"{short}@example.com"),
            locale,
            tz,
            tenant=more.pop("tenant", self.id),
            **more,
        )
        self.users[made.id] = made
        return made

    def personal(self, user: str) -> Conversation:
        """Somebody's own chat with the bot."""
        name = f"a:1{guid(f'chat-{user}').replace('-', '')}"
        return self.conversations.setdefault(name, Conversation(name, "personal", {user}))

    def channel(self, name: str, team: Team) -> Conversation:
        """A channel of a team."""
        key = f"19:{guid(f'channel-{team.id}-{name}').replace('-', '')}@thread.tacv2"
        return self.conversations.setdefault(key, Conversation(key, "channel", set(team.members), name, team))

    def group(self, name: str, *members: str) -> Conversation:
        """A group chat that has the app."""
        key = f"19:{guid(f'group-{name}').replace('-', '')}@thread.v2"
        return self.conversations.setdefault(key, Conversation(key, "groupChat", set(members), name))

    def team(self, name: str) -> Team:
        """A team that has the app."""
        key = f"19:{guid(f'team-{name}').replace('-', '')}@thread.tacv2"
        return self.teams.setdefault(key, Team(key, name))

    def number(self) -> str:
        """The id of the next message: the milliseconds at which it was sent."""
        return str(next(self._numbers))

    def say(
        self, where: Conversation, author: str, text: str = "", activity: Json | None = None, thread: str = ""
    ) -> Message:
        """Somebody says something."""
        made = Message(self.number(), where, author, text, activity or {}, thread)
        self.messages[where.id, made.id] = made
        self.note(made)
        return made

    def note(self, what: Message | Dialog) -> None:
        """Something has changed on a screen."""
        self.journal.append(what)
        self._changed.set()

    async def something(self) -> None:
        """Until something happens."""
        self._changed.clear()
        await self._changed.wait()

    def show(self, dialog: Dialog) -> Dialog:
        """A dialog opens."""
        self.close(dialog.user)
        self.dialogs.append(dialog)
        self.note(dialog)
        return dialog

    def close(self, user: str) -> None:
        """Whatever dialog somebody has open, closes."""
        for one in self.dialogs:
            if one.user == user:
                one.open = False
        self.dialogs = [one for one in self.dialogs if one.open]

    def dialog(self, user: str) -> Dialog | None:
        """The dialog on somebody's screen."""
        return next((one for one in reversed(self.dialogs) if one.user == user and one.open), None)


def uid() -> str:
    """The id of an activity that is no message."""
    return f"f:{uuid.UUID(bytes=secrets.token_bytes(16))}"
