"""What Lentera says of its own: how it waits, what it tries again, what it gives up, and with which token."""

import base64
import io
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image

from adapters.teams import cards, pictures
from adapters.teams.api import Api
from adapters.teams.errors import UNREACHABLE, Declined
from adapters.teams.lanes import Lanes
from adapters.teams.login import Login
from adapters.teams.setup import Reach, reaching
from bot.errors import Busy, Unreachable
from bot.message import File, Link, Message
from bot.texts import Texts
from tests.pretend.teams import reading
from tests.pretend.teams.person import Person
from tests.pretend.teams.pretend import PretendTeams
from tests.pretend.teams.speaker import address
from tests.teams.house import options
from tests.teams.seen import OFFERS

HELLO = Message("Hello")


@dataclass
class Wound:
    """A clock that goes on by being waited for."""

    at: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += seconds


@pytest.fixture
def clock() -> Wound:
    return Wound()


@pytest.fixture
async def reach(teams: PretendTeams, texts: Texts, clock: Wound) -> AsyncIterator[Reach]:
    async with reaching(options(teams), texts, Lanes(clock.now, clock.sleep)) as made:
        yield made
        assert not teams.complaints


@pytest.fixture
def ada(teams: PretendTeams) -> Person:
    return teams.user("ada", locale="en-GB", tz="Europe/Berlin")


# What passes by itself.


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_what_passes_by_itself_is_tried_again_later_each_time_and_arrives_once(
    teams: PretendTeams, reach: Reach, ada: Person, clock: Wound, status: int
) -> None:
    teams.fails("send", "SomethingPassing", status=status, times=3)
    await reach.messenger.send(address(ada), HELLO)
    assert ada.sees() == ["Hello"]
    assert len(teams.calls("send")) == 4
    # Half a second, one, two; each give or take a half.
    assert [round(wait / expected - 1, 9) for wait, expected in zip(clock.waits, (0.5, 1, 2), strict=True)] == [
        pytest.approx(0, abs=0.5)
    ] * 3


async def test_not_everybody_comes_back_at_the_same_moment(teams: PretendTeams, reach: Reach, ada: Person) -> None:
    waits = []
    for spread in (0.0, 0.9):
        clock = Wound()
        api = Api(reach.poster.chats.api._login, reach.web, Lanes(clock.now, clock.sleep), iter([spread]).__next__)
        teams.fails("send", "ServiceError", status=503)
        await api.send(teams.service, ada.chat.id, {"type": "message", "text": "x", "summary": "x"}, patience=9)
        waits += clock.waits
    assert waits == pytest.approx([0.25, 0.7])


async def test_a_pause_that_teams_asks_for_is_kept(
    teams: PretendTeams, reach: Reach, ada: Person, clock: Wound
) -> None:
    teams.fails("send", retry_after=7)
    await reach.messenger.send(address(ada), HELLO)
    (wait,) = clock.waits
    assert 7 <= wait <= 8
    assert ada.sees() == ["Hello"]


async def test_a_pause_longer_than_a_message_may_wait_is_one_for_everybody(
    teams: PretendTeams, reach: Reach, ada: Person, clock: Wound
) -> None:
    teams.fails("send", retry_after=60)
    with pytest.raises(Busy) as busy:
        await reach.messenger.send(address(ada), HELLO)
    assert busy.value.retry_after >= 60
    assert (ada.sees(), clock.waits) == ([], [])


async def test_nobody_is_written_to_more_often_than_teams_allows_in_one_chat(
    reach: Reach, ada: Person, clock: Wound
) -> None:
    begun = clock.at
    for _ in range(8):
        await reach.messenger.send(address(ada), HELLO)
    assert clock.at - begun >= 1
    await reach.messenger.send(address(ada), HELLO)
    assert clock.at - begun >= 2
    assert len(ada.sees()) == 9


async def test_a_tenant_is_not_called_more_than_fifty_times_a_second(
    teams: PretendTeams, reach: Reach, clock: Wound
) -> None:
    begun = clock.at
    for number in range(101):
        await reach.messenger.send(address(teams.user(f"p{number}")), HELLO)
    assert clock.at - begun >= 2


# What nobody knows, and what is final.


@pytest.mark.parametrize("how", [{"status": 500, "error": "InternalServerError"}, {"drop": True, "done": True}])
async def test_what_may_have_arrived_is_not_said_again(
    teams: PretendTeams, reach: Reach, ada: Person, how: dict[str, Any]
) -> None:
    teams.fails("send", **how)
    with pytest.raises(TimeoutError):
        await reach.messenger.send(address(ada), HELLO)
    assert len(teams.calls("send")) == 1


@pytest.mark.parametrize("word", sorted(UNREACHABLE - {"no_chat"}))
async def test_whoever_cannot_be_reached_is_told_with_teams_own_word(
    teams: PretendTeams, reach: Reach, ada: Person, word: str
) -> None:
    teams.fails("send", word, status=403)
    with pytest.raises(Unreachable) as gone:
        await reach.messenger.send(address(ada), HELLO)
    assert gone.value.reason == word
    assert len(teams.calls("send")) == 1


async def test_a_word_that_is_in_no_table_is_guessed_at_by_nobody(
    teams: PretendTeams, reach: Reach, ada: Person
) -> None:
    teams.fails("send", "SomethingNew", status=400)
    with pytest.raises(Declined) as declined:
        await reach.messenger.send(address(ada), HELLO)
    assert declined.value.reason == "SomethingNew"


@pytest.mark.parametrize("what", ["", "t|s", "t|s||c", "t|s|u|c|x"])
async def test_an_address_that_is_none_is_nobodys(reach: Reach, what: str) -> None:
    with pytest.raises(Unreachable) as gone:
        await reach.messenger.send(what, HELLO)
    assert gone.value.reason == "no_chat"


# Chats that nobody has opened.


async def test_a_chat_is_opened_once_where_the_app_is_installed(teams: PretendTeams, reach: Reach, ada: Person) -> None:
    unopened = address(ada).removesuffix(ada.chat.id)
    for _ in range(2):
        await reach.messenger.send(unopened, HELLO)
    assert ada.sees() == ["Hello", "Hello"]
    assert len(teams.calls("open")) == 1


async def test_where_the_app_is_not_installed_one_does_not_knock_again_and_again(
    teams: PretendTeams, reach: Reach, ada: Person
) -> None:
    ada.user.installed = False
    for _ in range(3):
        with pytest.raises(Unreachable) as gone:
            await reach.messenger.send(address(ada).removesuffix(ada.chat.id), HELLO)
        assert gone.value.reason == "ForbiddenOperationException"
    assert len(teams.calls("open")) == 1


# The token that Lentera shows.


async def test_a_token_is_got_once_and_anew_when_teams_takes_it_no_more(
    teams: PretendTeams, reach: Reach, ada: Person
) -> None:
    for _ in range(3):
        await reach.messenger.send(address(ada), HELLO)
    assert len(teams.calls("token")) == 1
    teams.desk.given.clear()
    await reach.messenger.send(address(ada), HELLO)
    assert len(teams.calls("token")) == 2
    assert len(ada.sees()) == 4


async def test_without_a_token_it_is_tried_again_later_and_no_secret_is_logged(
    teams: PretendTeams, reach: Reach, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    teams.desk.password = "another"  # noqa: S105 - it was changed in Azure
    with pytest.raises(Busy):
        await reach.messenger.send(address(ada), HELLO)
    assert "invalid_client" in caplog.text
    assert teams.password not in caplog.text


async def test_an_app_logs_in_at_its_tenant_and_one_of_many_where_all_such_apps_do(
    teams: PretendTeams, reach: Reach
) -> None:
    for tenant in (teams.tenant.id, ""):
        token = await Login(replace(options(teams), tenant=tenant), reach.web).token()
        assert teams.desk.takes(f"Bearer {token}")
    with pytest.raises(Busy):
        await Login(replace(options(teams), tenant="elsewhere"), reach.web).token()
    assert teams.calls("token")[-1].error == "invalid_tenant"


@pytest.mark.parametrize("service", [True, False])
async def test_a_managed_identity_asks_the_machine_it_runs_on(teams: PretendTeams, service: bool) -> None:
    asked: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request)
        return web.json_response({"access_token": "of the machine", "expires_on": "99999999999"})

    app = web.Application()
    app.router.add_get("/token", answer)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        identity = {"IDENTITY_ENDPOINT": f"{server.make_url('/token')}", "IDENTITY_HEADER": "a header"}
        login = Login(
            replace(options(teams), password=""), session, identity, resource="" if service else "https://graph.example"
        )
        assert [await login.token() for _ in range(2)] == ["of the machine"] * 2
    (request,) = asked
    assert request.headers["X-IDENTITY-HEADER"] == "a header"
    assert request.query["client_id"] == teams.app
    assert request.query["resource"] == ("https://api.botframework.com" if service else "https://graph.example")


# How it looks.


def png(size: tuple[int, int], *, noise: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, "#1F5FA8")
    if noise:
        dice = random.Random(1)  # noqa: S311 - the same picture each time
        picture = Image.frombytes("RGB", size, dice.randbytes(size[0] * size[1] * 3))
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "made", [lambda: png((3000, 2000)), lambda: png((1024, 1024), noise=True), lambda: png((2000, 900), noise=True)]
)
def test_a_picture_is_as_small_as_teams_wants_it(made: Callable[[], bytes]) -> None:
    given = made()
    url = pictures.inline(given)
    raw = base64.b64decode(url.partition(",")[2])
    assert len(raw) <= 1024 * 1024
    with Image.open(io.BytesIO(raw)) as picture:
        assert max(picture.size) <= 1024


def test_what_is_no_picture_is_told_in_words() -> None:
    assert pictures.inline(b"no picture") == ""


def test_where_a_file_would_need_a_yes_there_is_a_page_instead() -> None:
    file = File("table.csv", "text/csv", b"x", Link("Open the table", "https://lentera.example.org/x"))
    (page,) = cards.pages(Message("Here", (file,)), OFFERS)
    assert list(reading.body(list(page.body))) == ["Here", "(Open the table)"]
