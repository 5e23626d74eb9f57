"""A channel in which a campaign says what is for everybody, and who finds it on a platform.

The rule to keep: nothing that is about one person goes there, and nothing is asked there.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.events import Actor
from bot.message import Message


@dataclass(frozen=True, slots=True)
class Channel:
    """Where everybody of the audience reads along."""

    platform: str
    workspace: str
    address: str
    """Opaque: only the adapter that made it reads it."""
    name: str
    """What people call it, such as `#general`."""

    @property
    def key(self) -> str:
        """As the outbox names it among its recipients."""
        return f"{self.platform}:{self.workspace}:{self.address}"


def channel(key: str, name: str) -> Channel | None:
    """The channel of a key; None for the empty one."""
    if not key:
        return None
    platform, workspace, address = key.split(":", 2)
    return Channel(platform, workspace, address, name)


class Rooms(Protocol):
    """The channels of one platform."""

    async def find(self, actor: Actor, text: str, hello: Message) -> Channel | None:
        """The channel that somebody means by a link or a name; None where that says none.

        `hello` is shown there to this person alone, where the platform has a way to do so: what can be said to one can
        be said to all. Raises `Unreachable` with the platform's own word where Lentera cannot speak there, and `Busy`.
        """
        ...
