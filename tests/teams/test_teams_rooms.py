"""Channels in Teams: found by their link, and only where the app is in the team."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest

from adapters.teams.rooms import TeamsRooms
from bot.errors import Unreachable
from bot.events import Actor
from bot.message import Message, Reply
from bot.texts import Texts
from tests.pretend.teams import reading
from tests.pretend.teams.pretend import PretendTeams
from tests.teams.house import House, house

HELLO = Message("Nobody sees this")


@pytest.fixture
async def here(teams: PretendTeams, texts: Texts) -> AsyncIterator[House]:
    async def nothing(_: object) -> Reply:
        return Reply()

    async with house(teams, texts, nothing) as opened:
        yield opened


def actor(teams: PretendTeams) -> Actor:
    ada = teams.user("ada")
    address = f"{teams.tenant.id}|{teams.service}|{ada.user.id}|"
    return Actor("teams", teams.tenant.id, ada.user.id, "Ada", address)


def link(conversation: str, name: str = "General", tenant: str = "") -> str:
    path = f"https://teams.microsoft.com/l/channel/{quote(conversation, safe='')}/{quote(name)}?groupId=g"
    return f"{path}&tenantId={tenant}" if tenant else path


async def test_a_channel_is_found_by_its_link_and_written_to(here: House, teams: PretendTeams) -> None:
    rooms = here.reach.rooms
    assert isinstance(rooms, TeamsRooms)
    channel = teams.channel("General", teams.user("ada"))
    found = await rooms.find(actor(teams), link(channel.id, "General news", teams.tenant.id), HELLO)
    assert found is not None
    assert found.name == "General news"
    assert teams.tenant.messages == {}
    await here.messenger.send(found.address, Message("To everybody"))
    assert [(key[0], reading.message(one)) for key, one in teams.tenant.messages.items()] == [
        (channel.id, "To everybody")
    ]


async def test_a_channel_that_does_not_have_the_app_is_said_to_be_shut(here: House, teams: PretendTeams) -> None:
    with pytest.raises(Unreachable):
        await here.reach.rooms.find(actor(teams), link("19:unknown@thread.tacv2"), HELLO)
    with pytest.raises(Unreachable) as foreign:
        await here.reach.rooms.find(actor(teams), link("19:unknown@thread.tacv2", tenant="another"), HELLO)
    assert foreign.value.reason == "other_tenant"


@pytest.mark.parametrize(
    "said",
    ["General", "https://example.org/", "https://[", "https://teams.microsoft.com/l/message/19:a@thread.tacv2/1", "//"],
)
async def test_what_names_no_channel_is_none(here: House, teams: PretendTeams, said: str) -> None:
    assert await here.reach.rooms.find(actor(teams), said, HELLO) is None
