"""Rate limits and ordered troubles: an app that does not wait is caught at it."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.pretend.slack.clock import Time
from tests.pretend.slack.limits import Limits
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack


async def wait_asked_for(client: AsyncWebClient, channel: str) -> int:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    return int(refused.value.response.headers["Retry-After"])


async def test_one_message_a_second_and_channel(
    slack: PretendSlack, client: AsyncWebClient, ada: Person, sari: Person
) -> None:
    await client.chat_postMessage(channel=ada.user.id, text="One")
    await client.chat_postMessage(channel=sari.user.id, text="Another chat, another second")
    assert await wait_asked_for(client, ada.dm.id) == 1
    assert slack.limits is not None
    assert slack.limits.disobeyed == {}
    assert await wait_asked_for(client, ada.user.id) == 1
    assert slack.limits.disobeyed == {"chat.postMessage": 1}
    slack.clock.advance(1)
    await client.chat_postMessage(channel=ada.user.id, text="Two")
    assert ada.sees() == ["One", "Two"]


@pytest.mark.parametrize(("tier", "calls"), [(1, 1), (2, 20), (3, 50), (4, 100)])
def test_a_tier_is_so_many_calls_a_minute(tier: int, calls: int) -> None:
    clock = Time(0)
    limits = Limits(clock)
    for _ in range(calls):
        assert limits.take("users.list", tier, "T1") == 0
        clock.advance(0.1)
    assert limits.take("users.list", tier, "T1") > 0
    assert limits.take("users.list", tier, "T2") == 0
    assert limits.take("users.info", tier, "T1") == 0
    clock.advance(60)
    assert limits.take("users.list", tier, "T1") == 0


def test_the_wait_is_as_long_as_it_has_to_be() -> None:
    clock = Time(0)
    limits = Limits(clock)
    for _ in range(20):
        limits.take("users.list", 2, "T1")
    clock.advance(17.5)
    wait = limits.take("users.list", 2, "T1")
    assert wait == 43
    clock.advance(wait - 1)
    assert limits.take("users.list", 2, "T1") == 1
    clock.advance(1)
    assert limits.take("users.list", 2, "T1") == 0


def test_a_workspace_as_a_whole_takes_only_so_many_messages_a_minute() -> None:
    clock = Time(0)
    limits = Limits(clock, workspace_a_minute=30)
    waits = [limits.take("chat.postMessage", 0, "T1", f"D{n}") for n in range(31)]
    assert waits == [0] * 30 + [60]


async def test_errors_and_statuses_come_when_ordered_and_then_no_more(
    slack: PretendSlack, client: AsyncWebClient, ada: Person
) -> None:
    slack.fails("chat.postMessage", "user_disabled", when=lambda args: args["channel"] == ada.user.id)
    slack.fails("users.info", status=503, times=2)
    slack.fails("users.list", retry_after=30)
    with pytest.raises(SlackApiError, match="user_disabled"):
        await client.chat_postMessage(channel=ada.user.id, text="x")
    await client.chat_postMessage(channel=ada.user.id, text="y")
    for _ in range(2):
        with pytest.raises(SlackApiError) as broken:
            await client.users_info(user=ada.user.id)
        assert broken.value.response.status_code == 503
    assert (await client.users_info(user=ada.user.id))["ok"]
    with pytest.raises(SlackApiError) as limited:
        await client.users_list()
    assert limited.value.response.headers["Retry-After"] == "30"
    assert [(entry.method, entry.error) for entry in slack.log] == [
        ("chat.postMessage", "user_disabled"),
        ("chat.postMessage", ""),
        ("users.info", "fault 503"),
        ("users.info", "fault 503"),
        ("users.info", ""),
        ("users.list", "fault 200"),
    ]


async def test_a_connection_breaks_before_or_after_the_deed(
    slack: PretendSlack, client: AsyncWebClient, ada: Person
) -> None:
    client.retry_handlers.clear()
    slack.fails("chat.postMessage", drop=True)
    slack.fails("chat.postMessage", drop=True, done=True)
    for _ in range(2):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.chat_postMessage(channel=ada.user.id, text="Once")
    assert ada.sees() == ["Once"]


async def test_an_answer_comes_too_late(slack: PretendSlack, ada: Person) -> None:
    slack.fails("users.info", delay=2.0)
    client = AsyncWebClient(slack.bot_token, base_url=slack.api, timeout=1)
    with pytest.raises(asyncio.TimeoutError):
        await client.users_info(user=ada.user.id)


async def test_time_passes_as_fast_as_it_is_told() -> None:
    clock = Time(speed=1000)
    await clock.sleep(20)
    assert clock.now() >= 20
    still = Time(0)
    await still.sleep(3600)
    assert still.now() == 3600
