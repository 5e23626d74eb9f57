import asyncio
import gzip
import json
import logging
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest

from adapters.slack.door import LIMIT, Door, Malformed, parse, sign
from bot.texts import Texts
from tests.adapters.script import Script
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.fuzz import request
from tests.slack.house import House, house

COMMAND = b"command=%2Ftrack&text=2h&team_id=T1&user_id=U1&trigger_id=1.2.x"


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def made(slack: PretendSlack, texts: Texts, script: Script) -> AsyncIterator[House]:
    async with house(slack, texts, script.handle) as made:
        yield made


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as web:
        yield web


def signed(slack: PretendSlack, raw: bytes, *, stamp: str | None = None, secret: str | None = None) -> dict[str, str]:
    when = str(int(time.time())) if stamp is None else stamp
    return {
        "X-Slack-Request-Timestamp": when,
        "X-Slack-Signature": sign((secret or slack.signing_secret).encode(), when, raw),
        "Content-Type": "application/x-www-form-urlencoded",
    }


def command(slack: PretendSlack) -> bytes:
    return COMMAND.replace(b"T1", slack.workspace.id.encode()).replace(b"U1", slack.user("ada").user.id.encode())


async def test_what_is_signed_and_timely_is_heard(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, script: Script
) -> None:
    raw = command(slack)
    for late in (0, -290, 290):
        headers = signed(slack, raw, stamp=str(int(time.time()) + late))
        async with web.post(made.url, data=raw, headers=headers) as answer:
            assert answer.status == 200
    assert len(script.events) == 3


NOW = str(int(time.time()))
UNSIGNED = {
    "nothing at all": {"X-Slack-Signature": None, "X-Slack-Request-Timestamp": None},
    "no signature": {"X-Slack-Signature": None},
    "no time": {"X-Slack-Request-Timestamp": None},
    "a forged signature": {"X-Slack-Signature": "v0=" + "0" * 64},
    "another version": {"X-Slack-Signature": "v1=" + "0" * 64},
    "a signature beyond ASCII": {"X-Slack-Signature": "v0=ü💬"},
    "a time in words": {"X-Slack-Request-Timestamp": "now"},
    "a time with a sign": {"X-Slack-Request-Timestamp": f"+{NOW}"},
    "a time in other digits": {"X-Slack-Request-Timestamp": "".join(chr(0x0660 + int(digit)) for digit in NOW)},
    "a very long time": {"X-Slack-Request-Timestamp": "9" * 4000},
}


@pytest.mark.parametrize("change", UNSIGNED.values(), ids=UNSIGNED)
async def test_what_is_not_signed_is_not_heard(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, script: Script, change: dict[str, str | None]
) -> None:
    raw = command(slack)
    headers = {name: value for name, value in (signed(slack, raw) | change).items() if value is not None}
    async with web.post(made.url, data=raw, headers=headers) as answer:
        assert (answer.status, await answer.read()) == (401, b"")
    assert script.events == []


@pytest.mark.parametrize("late", [-301, 301, -86400])
async def test_what_is_stale_is_not_heard(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, script: Script, late: int
) -> None:
    raw = command(slack)
    headers = signed(slack, raw, stamp=str(int(time.time()) + late))
    async with web.post(made.url, data=raw, headers=headers) as answer:
        assert answer.status == 401
    assert script.events == []


async def test_another_secret_or_another_body_is_not_heard(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, script: Script
) -> None:
    raw = command(slack)
    for sent, headers in (
        (raw, signed(slack, raw, secret="0" * 32)),
        (raw + b"&", signed(slack, raw)),
        (raw, signed(slack, b"")),
    ):
        async with web.post(made.url, data=sent, headers=headers) as answer:
            assert answer.status == 401
    assert script.events == []


async def test_two_signatures_are_none(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, script: Script
) -> None:
    raw = command(slack)
    headers = [*signed(slack, raw).items(), ("X-Slack-Signature", "v0=" + "0" * 64)]
    async with web.post(made.url, data=raw, headers=headers) as answer:
        assert answer.status == 401
    assert script.events == []


@pytest.mark.parametrize("raw", [b"", b"\xff", b"a=%ff", b"payload=[]", b"payload={", b"payload=" + b"[" * 60_000])
async def test_what_is_signed_and_malformed_is_refused(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, raw: bytes
) -> None:
    async with web.post(made.url, data=raw, headers=signed(slack, raw)) as answer:
        assert (answer.status, await answer.read()) == (400, b"")


async def test_megabytes_are_refused_before_they_are_read(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession
) -> None:
    raw = b"x" * (LIMIT + 1)
    async with web.post(made.url, data=BytesIO(raw), headers=signed(slack, raw)) as answer:
        assert answer.status == 413

    async def trickle() -> AsyncIterator[bytes]:
        for _ in range(LIMIT // 65536 + 1):
            yield b"x" * 65536

    async with web.post(made.url, data=trickle(), headers=signed(slack, raw)) as answer:
        assert answer.status == 413


async def test_what_is_compressed_is_refused(slack: PretendSlack, made: House, web: aiohttp.ClientSession) -> None:
    raw = gzip.compress(command(slack))
    headers = signed(slack, raw) | {"Content-Encoding": "gzip"}
    async with web.post(made.url, data=raw, headers=headers) as answer:
        assert answer.status == 400


async def test_slack_may_check_who_answers_here(slack: PretendSlack, made: House) -> None:
    del made
    assert (await slack.verify()).status == 200
    assert slack.complaints == []


async def test_a_workspace_that_has_not_installed_it_is_not_served(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, script: Script
) -> None:
    del slack.people
    raw = COMMAND.replace(b"T1", b"T0OTHER")
    async with web.post(made.url, data=raw, headers=signed(slack, raw)) as answer:
        assert answer.status == 200
        assert (await answer.json())["text"] == "Lentera is not set up for this workspace. IT can tell you more."
    assert script.events == []


async def _storm(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, times: int, seed: int
) -> Counter[tuple[str, int]]:
    """So many requests, sixteen at a time; each signed, unsigned or stale. Counts the answers."""
    chance = random.Random(seed)  # noqa: S311 - the same storm every time
    found: Counter[tuple[str, int]] = Counter()
    team = slack.workspace.id

    async def one() -> None:
        raw, kind = request(chance, team)
        how = chance.choice(("signed", "signed", "unsigned", "stale"))
        stamp = str(int(time.time()) - (4000 if how == "stale" else 0))
        headers = signed(slack, raw, stamp=stamp, secret="wrong" if how == "unsigned" else None)
        async with web.post(made.url, data=raw, headers=headers | {"Content-Type": kind}) as answer:
            found[how, answer.status] += 1
            await answer.read()

    for _ in range(0, times, 16):
        await asyncio.gather(*(one() for _ in range(16)))
    return found


async def _weathered(found: Counter[tuple[str, int]], caplog: pytest.LogCaptureFixture) -> None:
    assert {status for how, status in found if how != "signed"} == {401}
    assert {status for how, status in found if how == "signed"} == {200, 400}
    for record in caplog.records:
        assert record.exc_info is None, record.getMessage()
        assert record.levelno < logging.ERROR, record.getMessage()


async def test_no_request_breaks_it(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    slack.user("ada")
    await _weathered(await _storm(slack, made, web, 600, seed=1), caplog)


@pytest.mark.proof
async def test_a_hundred_thousand_requests_do_not_break_it(
    slack: PretendSlack, made: House, web: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    await _weathered(await _storm(slack, made, web, 100_000, seed=2), caplog)


def test_without_a_secret_there_is_no_door() -> None:
    with pytest.raises(ValueError, match="anybody"):
        Door("", time.time)


def test_half_of_a_surrogate_pair_is_replaced() -> None:
    assert parse(b'{"text": "a\\ud800b \\ud83d\\udcac"}', "application/json") == {"text": "a\ufffdb 💬"}


@pytest.mark.parametrize("text", ["1", '"x"', "[]", "null", "NaN", "1" * 5000])
def test_a_body_is_an_object(text: str) -> None:
    with pytest.raises(Malformed):
        parse(text.encode(), "application/json")
    assert json.loads(parse(b"a=1", "")["a"]) == 1
