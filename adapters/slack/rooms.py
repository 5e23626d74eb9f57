"""Slack's channels, by what people copy: a link, an id or a mention.

The rule to keep: no scope that lists channels. That Lentera may speak in one is found out by speaking there, to one
person alone: chat.postEphemeral wants what chat.postMessage wants, chat:write and a seat in the channel.
https://docs.slack.dev/reference/methods/chat.postEphemeral
"""

import re
from dataclasses import dataclass

from adapters.slack.errors import Declined
from adapters.slack.poster import Poster
from adapters.slack.workspaces import Workspaces
from bot.campaigns.channel import Channel
from bot.errors import Unreachable
from bot.events import Actor
from bot.message import Message

_ID = r"(?P<id>[CG][A-Z0-9]{6,20})"
_SAID = (
    re.compile(rf"https://[\w.-]+/archives/{_ID}(?:[/?].*)?"),
    re.compile(rf"https://app\.slack(?:-gov)?\.com/client/\w+/{_ID}(?:[/?].*)?"),
    re.compile(rf"<#{_ID}(?:\|(?P<name>[^>]*))?>"),
    re.compile(_ID),
)


@dataclass(frozen=True, slots=True)
class SlackRooms:
    """See `bot.campaigns.channel.Rooms`. A channel's address is `T0123:C0123`, as `SlackMessenger` takes it."""

    workspaces: Workspaces
    poster: Poster

    async def find(self, actor: Actor, text: str, hello: Message) -> Channel | None:
        """The channel of a link. Raises `Unreachable` where Lentera has not been added to it, and `Busy`."""
        found = next((match for said in _SAID if (match := said.fullmatch(text.strip()))), None)
        if found is None:
            return None
        workspace, _, user = actor.address.partition(":")
        home = await self.workspaces.named(workspace)
        if home is None or not user:
            raise Unreachable("not_installed")
        try:
            await self.poster.whisper(home, user, found["id"], hello)
        except Declined as declined:
            raise Unreachable(declined.reason) from None
        name = found.groupdict().get("name")
        return Channel(
            actor.platform, actor.workspace, f"{workspace}:{found['id']}", f"#{name}" if name else found["id"]
        )
