"""Files that people put into a form: only the ones that Slack names, only from Slack, and never too much of them."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web

from adapters.slack.api import Api, session
from adapters.slack.errors import Declined
from adapters.slack.lanes import Lanes
from bot.events import Submitted
from bot.message import UPLOAD_LIMIT, File
from bot.texts import Texts
from tests.adapters.contract import CARD, TABLE
from tests.adapters.on_slack import Member
from tests.adapters.script import Script
from tests.pretend.slack.manifest import SCOPES, Manifest
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import house

PEOPLE = File("people.csv", "text/csv", b"email,division\n")


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def ada(slack: PretendSlack, texts: Texts, script: Script) -> AsyncIterator[Member]:
    async with house(slack, texts, script.handle):
        yield Member(slack.user("ada", locale="en-GB"), slack.channel("general"))


async def opened(ada: Member, script: Script) -> None:
    script.says(CARD, TABLE)
    await ada.types("/track 2h design")
    await ada.presses("Edit")


async def test_a_file_that_slack_does_not_hand_over_is_told_at_its_field_and_can_be_sent_again(
    slack: PretendSlack, ada: Member, script: Script
) -> None:
    await opened(ada, script)
    token = slack.tokens.tokens[slack.bot_token]
    slack.tokens.tokens[slack.bot_token] = replace(token, scopes=token.scopes - {"files:read"})
    await ada.fills(table=PEOPLE)
    assert "Slack did not hand over the file." in (ada.dialog() or "")
    slack.tokens.tokens[slack.bot_token] = token
    await ada.fills()
    assert isinstance(script.events[-1], Submitted)
    assert script.events[-1].files["table"].data == PEOPLE.data


async def test_a_file_that_is_larger_than_slack_says_is_not_read_to_its_end(
    slack: PretendSlack, ada: Member, script: Script
) -> None:
    await opened(ada, script)
    heard = len(script.events)
    file = ada.person.file("people.csv", b"x" * (UPLOAD_LIMIT + 1))
    file.length = 10
    await ada.person.submits({"table": [slack.file(file, ada.person.workspace)]})
    assert "too large" in (ada.dialog() or "")
    assert len(script.events) == heard


async def test_a_file_told_by_its_id_alone_is_looked_up(slack: PretendSlack, ada: Member, script: Script) -> None:
    await opened(ada, script)
    told = slack.file(ada.person.file("people.csv", PEOPLE.data), ada.person.workspace)
    bare = {name: told[name] for name in ("id", "name")} | {"file_access": "check_file_info"}
    await ada.person.submits({"table": [bare]})
    assert isinstance(script.events[-1], Submitted)
    assert script.events[-1].files["table"].data == PEOPLE.data
    assert len(slack.calls("files.info")) == 1


async def test_without_the_permission_no_form_opens_and_the_way_to_it_is_told(texts: Texts, script: Script) -> None:
    manifest = Manifest(scopes=SCOPES - {"files:read"})
    async with PretendSlack(limited=False, manifest=manifest) as slack, house(slack, texts, script.handle):
        slack.patience = 0.3
        ada = Member(slack.user("ada", locale="en-GB"), slack.channel("general"))
        script.says(TABLE)
        await ada.types("/rollout people")
        assert ada.dialog() is None
        assert "lentera manifest slack --upload" in "\n".join(ada.reads())


async def test_the_token_goes_to_slack_and_nowhere_else(slack: PretendSlack) -> None:
    asked: list[str] = []

    async def thief(request: web.Request) -> web.Response:
        asked.append(request.headers.get("Authorization", ""))
        return web.Response(text="x")

    app = web.Application()
    app.router.add_get("/{rest:.*}", thief)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with session() as client:
        api = Api(slack.bot_token, "T1", client, Lanes(), slack.api)
        for url in (
            f"http://127.0.0.1:{port}/files-pri/T1-F1/people.csv",
            f"http://localhost:{port}/files.slack.com/x",
            "https://files.slack.com.evil.example/x",
            "https://files.slack.com@evil.example/x",
            "",
        ):
            with pytest.raises(Declined, match="foreign_url"):
                await api.download(url, 10)
    await runner.cleanup()
    assert asked == []
