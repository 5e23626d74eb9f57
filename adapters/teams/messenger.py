"""The way out for what the bot says on its own: a `bot.ports.Messenger`.

The rule to keep: what leaves here is `Unreachable` with Teams' own word, `Busy` with Teams' own pause, or TimeoutError
where nobody can know whether it arrived; only what is in no table is an error of ours.
"""

from dataclasses import dataclass

from adapters.teams.chats import chat
from adapters.teams.poster import Poster
from bot.errors import Busy
from bot.message import Message

_PATIENCE = 12.0
"""Seconds that a message may wait where Teams asks for a pause, and be tried again. Only what takes longer is a pause
for everybody: at its limit Teams turns away single calls, and to stop for each would be to send half as many."""


@dataclass(frozen=True, slots=True)
class TeamsMessenger:
    """Writes to people's chats with Lentera. For an address see `chats.Chat`."""

    poster: Poster

    async def send(self, address: str, message: Message) -> None:
        """Hand a message over. Raises `Unreachable`, `Busy`, TimeoutError; `Declined` is a bug."""
        to = chat(address)
        try:
            await self.poster.write(to, message, patience=_PATIENCE)
        except Busy:
            # Its place is not used: it comes again with another.
            raise
        except Exception:
            self.poster.chats.api.planned()
            raise
        self.poster.chats.api.planned()
