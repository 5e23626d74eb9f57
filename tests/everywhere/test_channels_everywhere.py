"""A channel on each platform: chosen there by its link, and told what is for everybody, once."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.texts import Texts
from tests.conftest import Moving
from tests.everywhere.company import Everywhere, everywhere
from tests.everywhere.test_three_platforms import at, started
from tests.pretend.slack import reading as on_slack
from tests.pretend.teams import reading as on_teams

pytestmark = pytest.mark.slow

SOFT = "We would like you to hear this from us first"


@pytest.fixture
async def company(url: str, tmp_path: Path, clock: Moving, texts: Texts) -> AsyncIterator[Everywhere]:
    async with everywhere(url, tmp_path / "keys", clock, texts) as made:
        yield made


async def chooses(company: Everywhere, name: str, channel: str, called: str) -> str:
    """Somebody in HR chooses a channel where they are. What they read then."""
    there = company.at(name)
    await there.types("/rollout")
    await there.presses("Set the channel")
    await there.fills(channel=channel, name=called)
    await there.types("/rollout")
    found = re.search(r"Channel\W+(.+)", there.reads()[-1])
    return found[1] if found else there.reads()[-1]


def in_slack(company: Everywhere, channel: str) -> list[str]:
    found = company.slack.workspace.messages.values()
    return [on_slack.message(one) for one in found if one.channel.id == channel and one.only_for is None]


def in_teams(company: Everywhere, channel: str) -> list[str]:
    return [on_teams.message(one) for (where, _), one in company.teams.tenant.messages.items() if where == channel]


async def test_it_is_chosen_where_one_is_and_told_once_where_it_is(company: Everywhere) -> None:
    slack = company.slack.channel("news", company.slack.user("fajar"), app=True)
    teams = company.teams.channel("News", company.teams.user("ratna"), team="Product")
    link = f"https://teams.microsoft.com/l/channel/{quote(teams.id, safe='')}/News?tenantId={company.teams.tenant.id}"

    async def choose(company: Everywhere) -> None:
        assert await chooses(company, "gita", "#general", "") == "general"
        there = f"https://example.slack.com/archives/{slack.id}"
        assert await chooses(company, "fajar", there, "#news") == "news"

    await started(company, choose)
    await company.until(at(11, 24, 12), since=at(11, 23, 20))
    (soft,) = in_slack(company, slack.id)
    assert SOFT in soft
    assert "10:00 (Jakarta)" in soft
    # Everybody here reads English, so that is what the channel reads; and nothing personal is in it.
    assert "Got it" not in soft
    assert in_teams(company, teams.id) == []

    # What is pressed in the channel is between Lentera and whoever pressed it.
    fajar = company.slack.user("fajar")
    post = next(
        one
        for one in company.slack.workspace.messages.values()
        if SOFT in on_slack.message(one) and one.channel.id == slack.id
    )
    await fajar.presses("Ask a question for the meeting", post)
    await fajar.submits(question="Who decides?")
    async with company.store.begin() as work:
        (question,) = await work.beforehand.questions(1)
    assert (question.words, question.person) == ("Who decides?", None)
    assert in_slack(company, slack.id) == [soft]

    # HR goes over to Teams, and then the date changes.
    ratna, gita = company.at("ratna"), company.at("gita")
    assert await chooses(company, "ratna", link, "") == "News"
    await ratna.types("/rollout")
    await ratna.presses("Texts")
    await ratna.presses("Open 14")
    await ratna.presses(next(part for part in ratna.reads()[-1].split("(") if part.startswith("Approve")).split(")")[0])
    await gita.types("/rollout")
    await gita.presses("Move")
    await gita.fills(day="2026-12-29")
    await company.until(at(11, 25, 12), since=at(11, 24, 20))
    (moved,) = in_teams(company, teams.id)
    assert "29 December 2026" in moved
    assert len(in_slack(company, slack.id)) == 1
