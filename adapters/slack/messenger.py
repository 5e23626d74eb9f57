"""The way out for what the bot says on its own: a `bot.ports.Messenger`.

The rule to keep: what leaves here is `Unreachable` with Slack's own word, `Busy` with Slack's own pause, or
TimeoutError where nobody can know whether it arrived; only what is in no table is `Declined`.
"""

from dataclasses import dataclass

from adapters.slack.poster import Poster
from adapters.slack.workspaces import Workspaces
from bot.errors import Unreachable
from bot.message import Message

_PATIENCE = 3.0
"""Seconds that a message may wait for another to the same person: Slack takes one a second."""


@dataclass(frozen=True, slots=True)
class SlackMessenger:
    """Writes to people's chats with Lentera. An address is `T0123:U0123`; see `accounts.address`."""

    workspaces: Workspaces
    poster: Poster

    async def send(self, address: str, message: Message) -> None:
        """Hand a message over. Raises `Unreachable`, `Busy`, TimeoutError; `Declined` for what is in no table."""
        workspace, _, user = address.partition(":")
        home = await self.workspaces.named(workspace)
        if home is None or not user:
            raise Unreachable("not_installed")
        await self.poster.write(home, user, message, patience=_PATIENCE)
