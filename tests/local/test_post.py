"""A worker in another process delivers over HTTP what the web process then shows."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.local import wire
from adapters.local.app import Playground
from adapters.local.post import Post
from bot.errors import Busy, Declined, Unreachable
from bot.message import Button, File, Link, Message
from tests.local.hand import EVERYTHING

SECRET = "a shared secret"  # noqa: S105 - of this test


async def test_what_a_worker_sends_is_shown_as_it_was_written(playground: Playground) -> None:
    app = web.Application()
    playground.attach(app)
    async with TestServer(app) as server, Post(str(server.make_url("/")), SECRET) as post:
        await post.send("person:sari", EVERYTHING)
        assert [card.message for card in playground.chats.inbox("sari")] == [EVERYTHING]
        with pytest.raises(Unreachable):
            await post.send("person:nobody", EVERYTHING)


async def test_a_web_process_that_is_away_is_busy() -> None:
    async with TestServer(web.Application()) as server:
        url = str(server.make_url("/"))
    async with Post(url, SECRET) as post:
        with pytest.raises(Busy):
            await post.send("person:sari", EVERYTHING)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(429, Busy), (503, Busy), (401, Busy), (500, TimeoutError), (502, TimeoutError), (400, Declined)],
)
async def test_a_web_process_in_trouble_says_whether_the_message_may_have_arrived(
    status: int, trouble: type[Exception]
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Retry-After": "7"})

    with pytest.raises(trouble) as caught:
        await _send_to(answer)
    assert getattr(caught.value, "retry_after", 7) == 7


async def test_a_connection_that_breaks_leaves_open_whether_the_message_arrived() -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport
        request.transport.close()
        return web.Response()

    with pytest.raises(TimeoutError):
        await _send_to(hang_up)


async def _send_to(handler: Callable[[web.Request], Awaitable[web.Response]]) -> None:
    app = web.Application()
    app.router.add_post("/local/deliver", handler)
    async with TestServer(app) as server, Post(str(server.make_url("/")), SECRET) as post:
        await post.send("person:sari", EVERYTHING)


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", "a shared secret", "Bearer é"])
async def test_without_the_secret_nothing_is_delivered(
    client: TestClient[web.Request, web.Application], playground: Playground, header: str
) -> None:
    body = {"address": "person:sari", "message": wire.pack(EVERYTHING)}
    async with client.post("/local/deliver", json=body, headers={"Authorization": header}) as response:
        assert response.status == 401
    assert playground.chats.inbox("sari") == []


json = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "kind", "url"]), inner),
    max_leaves=5,
)
part = st.fixed_dictionaries(
    {"kind": st.sampled_from(["prose", "facts", "table", "picture", "file", "buttons", "other"])},
    optional=dict.fromkeys(("text", "pairs", "caption", "columns", "rows", "png", "alt", "items", "data"), json),
)


@settings(max_examples=50)
@given(st.fixed_dictionaries({"text": st.text(max_size=5), "parts": st.lists(part, max_size=2)}) | json)
def test_what_is_no_message_is_a_value_error_or_a_message(data: object) -> None:
    with suppress(ValueError):
        assert isinstance(wire.unpack(data), Message)


def test_there_and_back_is_the_same() -> None:
    meeting = File("day.ics", "text/calendar", b"BEGIN:VCALENDAR", Link("Calendar", "https://example.org/day"))
    for message in (EVERYTHING, Message("Tomorrow", (meeting,))):
        assert wire.unpack(wire.pack(message)) == message


def test_a_page_that_stands_for_a_file_is_no_button() -> None:
    page = wire._pack_button(Button("Undo", "track.undo"))
    part = {"kind": "file", "name": "day.ics", "media_type": "text/calendar", "data": "", "instead": page}
    with pytest.raises(ValueError, match="page"):
        wire.unpack({"text": "Tomorrow", "parts": [part]})
