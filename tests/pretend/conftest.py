from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from tests.pretend.bolt import Echo
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    async with PretendSlack() as slack:
        slack.patience = 0.3
        yield slack


@pytest.fixture
async def echo(slack: PretendSlack) -> AsyncIterator[Echo]:
    """An app on slack-bolt that Slack reaches over HTTP."""
    made = Echo(slack.api, slack.bot_token, slack.signing_secret)
    server = web.Application()
    server.router.add_post("/slack/events", made.handle)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.connect(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield made
    await runner.cleanup()


@pytest.fixture
def ada(slack: PretendSlack) -> Person:
    return slack.user("ada", locale="en-GB", tz="Europe/Berlin")


@pytest.fixture
def sari(slack: PretendSlack) -> Person:
    return slack.user("sari", locale="id-ID", tz="Asia/Jakarta")


@pytest.fixture
def client(slack: PretendSlack) -> AsyncWebClient:
    """Slack's own SDK, with the app's token."""
    return AsyncWebClient(slack.bot_token, base_url=slack.api)
