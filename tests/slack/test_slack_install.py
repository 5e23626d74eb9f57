import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from sqlalchemy import text

from adapters.http import application, serving
from adapters.slack.installed import Installed, Sealer
from adapters.slack.setup import Reach, reaching
from bot.events import Actor
from bot.message import Message
from bot.texts import Texts
from config.slack import SlackSettings
from storage.engine import engine
from tests.adapters.script import Script
from tests.pretend.slack.pretend import PretendSlack
from tests.pretend.slack.workspace import Workspace
from tests.slack.house import stranger


async def _ready() -> str:
    return ""


async def _page(actor: Actor) -> Message:
    return Message(actor.name)


@dataclass
class Site:
    slack: PretendSlack
    reach: Reach
    script: Script
    base: str
    browser: aiohttp.ClientSession

    async def begin(self) -> str:
        """Open the page; where Slack is to be asked."""
        async with self.browser.get(f"{self.base}/slack/install", allow_redirects=False) as answer:
            assert answer.status == 302
            return answer.headers["Location"]

    async def end(self, url: str) -> tuple[int, str]:
        async with self.browser.get(url) as answer:
            return answer.status, await answer.text()

    async def install(self, home: Workspace) -> tuple[int, str]:
        return await self.end(self.slack.approve(await self.begin(), self.slack.user("owner", workspace=home)))


@pytest.fixture
def further(slack: PretendSlack) -> Workspace:
    return slack.further("Further", "further")


@pytest.fixture
def options(slack: PretendSlack, further: Workspace) -> SlackSettings:
    tokens = slack.tokens
    return SlackSettings(
        slack.bot_token,
        slack.signing_secret,
        "",
        tokens.client_id,
        tokens.client_secret,
        frozenset({further.id}),
        divisions=(),
        leads=(),
        hr=(),
        uploads=False,
        guests=False,
        base=slack.api,
    )


@pytest.fixture
async def site(slack: PretendSlack, texts: Texts, options: SlackSettings, url: str) -> AsyncIterator[Site]:
    script, made = Script(), engine(url)
    async with (
        reaching(options, made) as reach,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as web,
    ):
        app = application(_ready)
        adapter = reach.answering(app, texts, handle=script.handle, known=stranger, show=_page)
        await reach.prepare()
        async with serving(app, "127.0.0.1", 0) as port:
            adapter.awake = True
            slack.connect(f"http://127.0.0.1:{port}/slack/events")
            slack.idle = adapter.idle
            yield Site(slack, reach, script, f"http://127.0.0.1:{port}", web)
        async with made.begin() as connection:
            for table in ("slack_bots", "slack_installations"):
                await connection.execute(text(f"DROP TABLE {table}"))
    await made.dispose()


async def test_a_further_workspace_is_installed_and_served(site: Site, further: Workspace) -> None:
    status, said = await site.install(further)
    assert (status, said[:40]) == (200, "Lentera is installed in this workspace. ")
    sari = site.slack.user("sari", workspace=further)
    site.script.says(Message("Logged"))
    assert await sari.types("/track 2h design") == "Logged"
    assert site.script.events[-1].actor.workspace == further.id
    await site.reach.messenger.send(f"{further.id}:{sari.user.id}", Message("Good evening"))
    assert [home.id for home in await site.reach.workspaces.all()] == [site.slack.workspace.id, further.id]


async def test_the_first_workspace_is_served_besides(site: Site) -> None:
    site.script.says(Message("Logged"))
    assert await site.slack.user("ada").types("/track 2h design") == "Logged"


async def test_no_token_lies_open_in_the_database(site: Site, further: Workspace, url: str) -> None:
    await site.install(further)
    made = engine(url)
    async with made.connect() as connection:
        for table in ("slack_bots", "slack_installations"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608 - our own two names
            assert len(rows) == 1
            assert "xoxb" not in str(rows)
            assert further.id in str(rows)
    await made.dispose()


async def test_a_workspace_that_is_not_on_the_list_is_refused_and_its_token_given_back(site: Site) -> None:
    other = site.slack.further("Other", "other")
    status, said = await site.install(other)
    assert status == 403
    assert "SLACK_WORKSPACES" in said
    assert all(token.revoked for token in site.slack.tokens.tokens.values() if token.workspace is other)
    assert [home.id for home in await site.reach.workspaces.all()] == [site.slack.workspace.id]


async def test_a_browser_that_did_not_begin_here_ends_nowhere(site: Site, further: Workspace) -> None:
    url = site.slack.approve(await site.begin(), site.slack.user("owner", workspace=further))
    async with aiohttp.ClientSession() as foreign, foreign.get(url) as answer:
        assert answer.status == 400
    query = parse_qs(urlsplit(url).query)
    late = f"{int(time.time()) - 601}.x.{'0' * 64}"
    for state in ("", "x", late, query["state"][0] + "0", "ü.ü.ü"):
        status, _ = await site.end(f"{site.base}/slack/oauth?code={query['code'][0]}&state={state}")
        assert status == 400


@pytest.mark.parametrize("query", ["error=access_denied", "code=wrong"])
async def test_whoever_says_no_or_brings_a_wrong_code_can_begin_again(site: Site, query: str) -> None:
    state = parse_qs(urlsplit(await site.begin()).query)["state"][0]
    status, said = await site.end(f"{site.base}/slack/oauth?state={state}&{query}")
    assert (status, "Begin again" in said) == (400, True)


async def test_where_it_is_removed_nothing_is_kept(site: Site, further: Workspace) -> None:
    await site.install(further)
    await site.slack.uninstall(further)
    assert [home.id for home in await site.reach.workspaces.all()] == [site.slack.workspace.id]


async def test_it_can_be_installed_again(site: Site, further: Workspace) -> None:
    for _ in range(2):
        assert (await site.install(further))[0] == 200
    assert len(await site.reach.workspaces.all()) == 2


async def test_a_new_client_secret_opens_no_old_token(
    site: Site, further: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    await site.install(further)
    installed = site.reach.workspaces.further  # type: ignore[attr-defined]  # `Several`
    assert isinstance(installed, Installed)
    stale = replace(installed, sealer=Sealer("another secret"))
    assert await stale.all() == ()
    assert "install Lentera there again" in caplog.text


def test_a_seal_is_new_each_time_and_opens_with_its_secret_alone() -> None:
    sealer = Sealer("secret")
    one, other = sealer.seal("xoxb-" + "1" * 60), sealer.seal("xoxb-" + "1" * 60)
    assert one != other
    assert len(one) <= 200, "the column of slack_sdk's table"
    assert sealer.open(one) == sealer.open(other) == "xoxb-" + "1" * 60
    assert Sealer("other").open(one) is None
    assert sealer.open("nonsense") is None
