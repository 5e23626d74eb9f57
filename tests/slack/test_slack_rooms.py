"""Channels in Slack: found by what people copy, and only where Lentera can speak."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.slack.api import session
from adapters.slack.lanes import Lanes
from adapters.slack.messenger import SlackMessenger
from adapters.slack.poster import Poster
from adapters.slack.rooms import SlackRooms
from adapters.slack.workspaces import Only
from bot.errors import Unreachable
from bot.events import Actor
from bot.message import Message
from tests.pretend.slack import reading
from tests.pretend.slack.pretend import PretendSlack

HELLO = Message("Only you see this")


@dataclass
class Here:
    slack: PretendSlack
    rooms: SlackRooms
    messenger: SlackMessenger

    @property
    def ada(self) -> Actor:
        user = self.slack.user("ada").user
        return Actor("slack", self.slack.workspace.id, user.id, "Ada", f"{self.slack.workspace.id}:{user.id}")


@pytest.fixture
async def here(slack: PretendSlack) -> AsyncIterator[Here]:
    async with session() as web:
        lanes = Lanes(slack.clock.now, slack.clock.sleep)
        workspaces, poster = Only(slack.bot_token, web, lanes, base=slack.api), Poster()
        yield Here(slack, SlackRooms(workspaces, poster), SlackMessenger(workspaces, poster))


@pytest.mark.parametrize(
    "said",
    [
        "https://example.slack.com/archives/{id}",
        "https://example.slack.com/archives/{id}/p1700000000000000",
        "https://app.slack.com/client/T0123/{id}",
        "<#{id}|general>",
        " {id} ",
    ],
)
async def test_a_channel_that_has_lentera_is_found_and_shown_to_one_person_only(here: Here, said: str) -> None:
    channel = here.slack.channel("general", here.slack.user("ada"), app=True)
    found = await here.rooms.find(here.ada, said.format(id=channel.id), HELLO)
    assert found is not None
    assert found.address == f"{here.slack.workspace.id}:{channel.id}"
    assert found.name == ("#general" if "|" in said else channel.id)
    (hello,) = here.slack.workspace.messages.values()
    assert hello.only_for == here.ada.id


async def test_what_is_said_there_goes_to_everybody_there_with_no_scope_more(here: Here) -> None:
    channel = here.slack.channel("general", here.slack.user("ada"), app=True)
    found = await here.rooms.find(here.ada, channel.id, HELLO)
    assert found is not None
    await here.messenger.send(found.address, Message("To everybody"))
    said = [one for one in here.slack.workspace.messages.values() if one.only_for is None]
    assert [(one.channel.id, reading.message(one)) for one in said] == [(channel.id, "To everybody")]
    assert {entry.method for entry in here.slack.log} == {"auth.test", "chat.postEphemeral", "chat.postMessage"}


async def test_where_lentera_was_not_added_it_says_so_in_slacks_own_word(here: Here) -> None:
    channel = here.slack.channel("general", here.slack.user("ada"))
    with pytest.raises(Unreachable) as shut:
        await here.rooms.find(here.ada, channel.id, HELLO)
    assert shut.value.reason == "not_in_channel"
    with pytest.raises(Unreachable) as unknown:
        await here.rooms.find(here.ada, "C0000000000", HELLO)
    assert unknown.value.reason == "channel_not_found"


@pytest.mark.parametrize(
    "said", ["#general", "general", "https://example.org/archives", "D0123456", "U0123456", "@ada"]
)
async def test_what_names_no_channel_is_none(here: Here, said: str) -> None:
    assert await here.rooms.find(here.ada, said, HELLO) is None
    assert here.slack.workspace.messages == {}
