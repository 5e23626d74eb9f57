"""People's own chats with Lentera: where they are, and how one is opened that nobody has opened yet.

The rule to keep: an address begins with what is always known of an account, and ends with its chat: one that names no
chat is the beginning of one that does, and `storage` keeps the longer one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from adapters.teams.api import Api
from bot.errors import Unreachable

_SIZE = 50_000
_SOON = 60.0
"""Seconds until a chat that cannot be opened is tried again."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Somebody's own chat with Lentera, or how to open it."""

    tenant: str
    service: str
    contact: str
    conversation: str = ""

    @property
    def address(self) -> str:
        """What `Actor.address` says."""
        return f"{self.tenant}|{self.service}|{self.contact}|{self.conversation}"


def chat(address: str) -> Chat:
    """The chat of an address. Raises `Unreachable`."""
    found = address.split("|")
    if len(found) != 4 or not all(found[:3]):
        raise Unreachable("no_chat")
    return Chat(*found)


class Chats:
    """The chats met lately."""

    def __init__(self, api: Api, app: str, *, now: Callable[[], float] = monotonic) -> None:
        self.api = api
        self.bot = f"28:{app}"
        self._now = now
        self._known: dict[tuple[str, str], str] = {}
        self._shut: dict[tuple[str, str], tuple[float, str]] = {}

    def met(self, where: Chat) -> None:
        """Somebody was seen in their chat."""
        key = (where.tenant, where.contact)
        self._shut.pop(key, None)
        if len(self._known) >= _SIZE:
            del self._known[next(iter(self._known))]
        self._known[key] = where.conversation

    def left(self, where: Chat) -> None:
        """Somebody has taken the app away."""
        self._known.pop((where.tenant, where.contact), None)

    def found(self, where: Chat) -> Chat:
        """The same with the conversation that is known, if one is."""
        return where if where.conversation else replace(where, conversation=self.known(where))

    def known(self, where: Chat) -> str:
        """The conversation that is known; empty for none."""
        return self._known.get((where.tenant, where.contact), "")

    async def open(self, where: Chat, *, patience: float) -> Chat:
        """The chat, opened if need be. Raises as `Api.call`; `Unreachable` where the app is not installed."""
        where = self.found(where)
        if where.conversation:
            return where
        key = (where.tenant, where.contact)
        until, reason = self._shut.get(key, (float("-inf"), ""))
        if until > self._now():
            raise Unreachable(reason)
        try:
            name = await self.api.open(where.service, where.tenant, where.contact, self.bot, patience=patience)
        except Unreachable as gone:
            if len(self._shut) >= _SIZE:
                self._shut.clear()
            self._shut[key] = (self._now() + _SOON, gone.reason)
            raise
        where = replace(where, conversation=name)
        self.met(where)
        return where
