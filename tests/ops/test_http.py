import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from adapters.http import BODY_LIMIT, application, serving

WRITTEN = "what somebody wrote"


class Site:
    """The application on a free port, with two routes that misbehave and a say in whether it is ready."""

    missing = ""
    url = ""

    async def ready(self) -> str:
        return self.missing


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    app = application(site.ready, lambda: {"ticks_total": 3})

    async def broken(_: web.Request) -> web.Response:
        raise RuntimeError(WRITTEN)

    async def echo(request: web.Request) -> web.Response:
        return web.Response(text=f"{len(await request.read())}", headers={"Cache-Control": "max-age=60"})

    app.router.add_get("/broken", broken)
    app.router.add_post("/echo", echo)
    async with serving(app, "127.0.0.1", 0) as port:
        site.url = f"http://127.0.0.1:{port}"
        yield site


@pytest.fixture
async def web_client() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def test_it_is_healthy_once_everything_is_there(site: Site, web_client: ClientSession) -> None:
    site.missing = "database"
    async with web_client.get(f"{site.url}/healthz") as answer:
        assert (answer.status, await answer.json()) == (503, {"ready": False, "missing": "database"})
    site.missing = ""
    async with web_client.get(f"{site.url}/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"ready": True})


async def test_a_bug_shows_a_reference_and_neither_values_nor_places(
    site: Site, web_client: ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        async with web_client.get(f"{site.url}/broken") as answer:
            said = await answer.json()
    assert answer.status == 500
    assert said.keys() == {"error", "reference"}
    assert said["reference"] in caplog.messages[0]


async def test_what_is_not_there_is_said_in_one_word(site: Site, web_client: ClientSession) -> None:
    async with web_client.get(f"{site.url}/nowhere") as answer:
        assert (answer.status, await answer.json()) == (404, {"error": "not_found"})
    async with web_client.post(f"{site.url}/healthz") as answer:
        assert (answer.status, await answer.json()) == (405, {"error": "method_not_allowed"})
        assert answer.headers["Allow"] == "GET,HEAD"


async def test_megabytes_are_refused(site: Site, web_client: ClientSession) -> None:
    async with web_client.post(f"{site.url}/echo", data=b"x" * BODY_LIMIT) as answer:
        assert await answer.text() == f"{BODY_LIMIT}"
    async with web_client.post(f"{site.url}/echo", data=b"x" * (BODY_LIMIT + 1)) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/nowhere", "/broken"])
async def test_every_answer_has_careful_headers(site: Site, web_client: ClientSession, path: str) -> None:
    async with web_client.get(site.url + path) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Server"] == "lentera"


async def test_a_route_may_choose_its_own_header(site: Site, web_client: ClientSession) -> None:
    async with web_client.post(f"{site.url}/echo", data=b"x") as answer:
        assert answer.headers["Cache-Control"] == "max-age=60"


async def test_the_figures_are_about_the_machine(site: Site, web_client: ClientSession) -> None:
    for path in ("/healthz", "/nowhere", "/broken"):
        await web_client.get(site.url + path)
    async with web_client.get(f"{site.url}/metrics") as answer:
        figures = dict(line.rsplit(" ", 1) for line in (await answer.text()).splitlines())
    assert figures.keys() == {
        "lentera_up_seconds",
        "lentera_ticks_total",
        "lentera_requests_milliseconds_total",
        'lentera_requests_total{status="2xx"}',
        'lentera_requests_total{status="4xx"}',
        'lentera_requests_total{status="5xx"}',
    }
    assert figures["lentera_ticks_total"] == "3"


async def test_a_port_that_is_taken_is_an_os_error(site: Site) -> None:
    port = int(site.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        async with serving(application(site.ready), "127.0.0.1", port):
            pass
