"""The channels of Teams, by the link that people copy.

The rule to keep: nothing is said to find out whether something can be. Teams tells who is in a channel only to an app
that is in its team, and there is no way to speak to one person alone in a channel.
https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from adapters.teams.api import Api
from adapters.teams.chats import chat
from adapters.teams.errors import Declined
from bot.campaigns.channel import Channel
from bot.errors import Unreachable
from bot.events import Actor
from bot.message import Message

_PATIENCE = 3.0
_LINK = ["", "l", "channel"]
_THREADS = ("@thread.tacv2", "@thread.skype")


@dataclass(frozen=True, slots=True)
class TeamsRooms:
    """See `bot.campaigns.channel.Rooms`. An address is that of a `Chat` whose conversation is the channel."""

    api: Api

    async def find(self, actor: Actor, text: str, hello: Message) -> Channel | None:
        """The channel of a link. Raises `Unreachable` where the app is not in its team, and `Busy`."""
        del hello
        said = _channel(text.strip())
        if said is None:
            return None
        conversation, name, tenant = said
        here = chat(actor.address)
        if tenant and tenant != here.tenant:
            raise Unreachable("other_tenant")
        try:
            await self.api.member(here.service, conversation, here.contact, patience=_PATIENCE)
        except Declined as declined:
            raise Unreachable(declined.reason) from None
        address = f"{here.tenant}|{here.service}|{conversation}|{conversation}"
        return Channel(actor.platform, actor.workspace, address, name or conversation)


def _channel(link: str) -> tuple[str, str, str] | None:
    """Conversation, name and tenant of a link."""
    try:
        parts = urlsplit(link)
        asked = parse_qs(parts.query)
    except ValueError:
        return None
    path = [unquote(part) for part in parts.path.split("/")]
    if parts.scheme != "https" or path[:3] != _LINK or len(path) < 4 or not path[3].endswith(_THREADS):
        return None
    name = path[4] if len(path) > 4 else ""
    return path[3], name, next(iter(asked.get("tenantId", ())), "")
