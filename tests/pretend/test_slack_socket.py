"""Socket Mode: the same people and the same app, without an address that Slack could reach."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from tests.pretend.bolt import Echo
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack


@pytest.fixture
async def echo(slack: PretendSlack) -> AsyncIterator[Echo]:
    made = Echo(slack.api, slack.bot_token, slack.signing_secret)
    handler = AsyncSocketModeHandler(made.app, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield made
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_everything_works_over_a_socket_too(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    assert await ada.types("/track 2h design") == "Logged: 2h design\n(Undo) (Edit)"
    assert (await ada.presses("Edit")).startswith("[Edit entry]")
    assert await ada.submits(time="many") == "Write how long it took."
    assert await ada.submits(time="3h") == "Changed to 3h\n(Undo)"
    slack.clock.advance(1)
    assert await ada.types("hello") == "You said: hello"
    assert [body.get("type", "command") for body in echo.bodies] == [
        "command",
        "block_actions",
        "view_submission",
        "view_submission",
        "event_callback",
    ]
    assert slack.complaints == []


async def test_the_app_connects_again_when_told_to(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    del echo
    (old,) = slack.server.sockets
    await old.refresh()
    async with asyncio.timeout(5):
        while not slack.server.sockets or old in slack.server.sockets:  # noqa: ASYNC110 - a test waits
            await asyncio.sleep(0.01)
    assert len(slack.calls("apps.connections.open")) == 2
    assert await ada.types("/track plain") == "As plain as can be"


async def test_without_a_connection_nothing_arrives(slack: PretendSlack, ada: Person) -> None:
    assert await ada.types("/track 2h") == '/track failed with the error "dispatch_failed"'
    assert slack.complaints == ["/track: connection_failed 0"]
