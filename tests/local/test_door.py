"""Whatever is sent to the playground, it answers; it never breaks, and strangers get nothing."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.local.hand import NOW, Clock, Hand

Client = TestClient[web.Request, web.Application]

PATHS = ("say", "press", "submit", "arrive", "clock", "deliver")
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["sari", "/track 2h", "track.undo", "general", "form-1", "2026-11-19T09:00:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
bodies = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("id", "person", "text", "channel", "message", "action", "value", "form", "fields", "to", "address"), anything
    ),
)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def send(client: Client, path: str, data: bytes, **headers: str) -> tuple[int, Any]:
    sent = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    async with client.post(f"/local/{path}", data=data, headers=sent) as response:
        return response.status, json.loads(await response.text())


@many
@given(path=st.sampled_from(PATHS), body=bodies | anything)
async def test_no_json_of_any_kind_breaks_it(client: Client, clock: Clock, path: str, body: object) -> None:
    clock.moment = NOW
    status, answer = await send(client, path, json.dumps(body).encode(), Authorization="Bearer a shared secret")
    assert status < 500
    assert (status == 200) != ("error" in answer)


@many
@given(path=st.sampled_from(PATHS), body=st.binary(max_size=200))
async def test_no_bytes_of_any_kind_break_it(client: Client, path: str, body: bytes) -> None:
    status, answer = await send(client, path, body, Authorization="Bearer a shared secret")
    assert status in {400, 404}
    assert answer["detail"]


@many
@given(person=st.text(), after=st.text(), part=st.text(min_size=1))
async def test_no_query_of_any_kind_breaks_it(client: Client, person: str, after: str, part: str) -> None:
    async with client.get("/local/inbox", params={"person": person, "after": after}) as response:
        assert response.status in {200, 400, 404}
    for known in (person, "sari"):
        path = f"/local/file/{quote(known, safe='')}/{quote(part, safe='')}/0"
        async with client.get(path) as response:
            assert response.status in {400, 404}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[" * 60_000,
        b'{"person":' * 5_000,
        b'{"person": "sari", "text": NaN}',
        b'{"message": ' + b"9" * 5_000 + b"}",
        b'{"person": "sari", "text": "\\ud800"}',
        b'{"person": "sari", "text": "/track 2h", "id": "\\u0000"}',
        b'{"person": "sari", "text": "/track 2h", "id": ""}',
        b'{"person": "sari", "text": "   "}',
        b'{"person": ["sari"], "text": "/track 2h"}',
        b'{"text": "/track 2h"}',
        b"\xff\xfe{}",
    ],
)
async def test_malformed_is_400_with_a_reason(client: Client, hand: Hand, body: bytes) -> None:
    status, answer = await send(client, "say", body)
    assert (status, answer["error"]) == (400, "malformed")
    assert hand.events == []


async def test_unknown_people_are_404(client: Client) -> None:
    status, answer = await send(client, "say", b'{"person": "nobody", "text": "/track 2h"}')
    assert (status, answer["error"]) == (404, "unknown_person")


async def test_a_body_of_more_than_64_kb_is_413_however_it_comes(client: Client, hand: Hand) -> None:
    body = json.dumps({"person": "sari", "text": "x" * 70_000}).encode()
    assert (await send(client, "say", body))[0] == 413

    async def pieces() -> Any:  # noqa: ANN401 - an async generator
        for at in range(0, len(body), 1000):
            yield body[at : at + 1000]

    async with client.post("/local/say", data=pieces(), headers={"Content-Type": "application/json"}) as response:
        assert response.status == 413
    assert hand.events == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
)
async def test_only_json_is_taken(client: Client, hand: Hand, kind: str) -> None:
    body = b'{"person": "sari", "text": "/track 2h"}'
    assert (await send(client, "say", body, Content_Type=kind))[0] == 415
    assert hand.events == []


async def test_a_strange_charset_is_no_accident(client: Client) -> None:
    body = b'{"person": "sari", "text": "/track 2h"}'
    assert (await send(client, "say", body, Content_Type="application/json; charset=nonsense"))[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.8", "[::2]", "[", "a:b:c", ""]
)
async def test_a_host_that_is_not_loopback_gets_nothing(client: Client, host: str) -> None:
    for path in ("/", "/local/inbox?person=sari", "/local/company", "/local/page/page.js"):
        async with client.get(path, headers={"Host": host}) as response:
            assert response.status in {400, 403}


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:3978", "127.0.0.1", "127.8.9.10:80", "[::1]:3978", "a.localhost"]
)
async def test_a_loopback_host_is_welcome(client: Client, host: str) -> None:
    async with client.get("/local/company", headers={"Host": host}) as response:
        assert response.status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9999", "http://localhost"])
async def test_another_pages_origin_is_refused(client: Client, hand: Hand, origin: str) -> None:
    body = b'{"person": "sari", "text": "/track 2h"}'
    status, answer = await send(client, "say", body, Origin=origin, Host="localhost:3978")
    assert (status, answer["error"]) == (403, "wrong_origin")
    assert hand.events == []


async def test_the_pages_own_origin_is_welcome(client: Client) -> None:
    body = b'{"person": "sari", "text": "/track 2h"}'
    assert (await send(client, "say", body, Origin="http://localhost:3978", Host="localhost:3978"))[0] == 200


@pytest.mark.parametrize("name", ["..", "app.py", "%2e%2e%2fapp.py", "index.html%00", "nothing.js"])
async def test_only_the_pages_own_files_are_served(client: Client, name: str) -> None:
    async with client.get(f"/local/page/{name}") as response:
        assert response.status == 404
