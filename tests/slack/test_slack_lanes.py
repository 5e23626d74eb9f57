"""Slack's limits are kept by all processes together, and every wait that it asks for is obeyed by each of them."""

import asyncio
import heapq
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.slack.lanes import RATES, Lanes
from bot.composition.pace import Shared
from bot.errors import Busy
from storage.engine import engine
from storage.store import Database
from tests.conftest import Another
from tests.pretend.slack.limits import PER_MINUTE, Limits
from tests.pretend.slack.methods import METHODS
from tests.pretend.slack.pretend import PretendSlack

TOKEN, TEAM = "xoxb-1", "T1"
START = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


class World:
    """Time that passes when everybody sleeps, for a Slack that limits and for processes that do not know each other."""

    def __init__(self) -> None:
        self.at = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._numbers = count()

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        heapq.heappush(self._sleepers, (self.at + seconds, next(self._numbers), woken))
        await woken.wait()

    async def pass_by(self, *work: asyncio.Task[None]) -> None:
        """Let it pass until all the work is done."""
        while not all(task.done() for task in work):
            # Time stands still for whoever is with the database.
            while len(self._sleepers) < sum(not task.done() for task in work):  # noqa: ASYNC110 - a test waits
                await asyncio.sleep(0.001)
            if self._sleepers:
                self.at, _, woken = heapq.heappop(self._sleepers)
                woken.set()
                await asyncio.sleep(0)
        for task in work:
            task.result()


class Wall:
    def __init__(self, world: World) -> None:
        self.world = world

    def now(self) -> datetime:
        return START + timedelta(seconds=self.world.at)


@pytest.fixture
def world() -> World:
    return World()


def process(world: World, store: Database) -> Lanes:
    """As another process has it: nothing shared but the database."""
    return Lanes(world.now, world.sleep, Shared(store, Wall(world)))


def tier(method: str) -> int:
    # The pretend Slack knows no Grid; https://docs.slack.dev/reference/methods/auth.teams.list
    return 2 if method == "auth_teams_list" else METHODS[_dotted(method)].tier


def _dotted(method: str) -> str:
    return method.replace("_", ".", 1)


def test_every_rate_is_within_its_tier() -> None:
    for method, rate in RATES.items():
        allowed = 300 if method == "chat_postMessage" else PER_MINUTE[tier(method)]
        assert rate.burst + 60 / rate.gap <= allowed, method


@pytest.mark.parametrize("method", ["users_list", "conversations_open", "views_publish"])
async def test_two_processes_together_keep_to_the_tier_of_each_method(
    store: Database, world: World, method: str
) -> None:
    limits = Limits(world)  # type: ignore[arg-type]  # the time of this world
    taken: list[float] = []

    async def calls(lanes: Lanes) -> None:
        for _ in range(30):
            await lanes.turn(TOKEN, TEAM, method, "", 1000.0)
            assert limits.take(_dotted(method), tier(method), TEAM) == 0
            taken.append(world.at)

    await world.pass_by(*(asyncio.create_task(calls(process(world, store))) for _ in range(2)))
    assert len(taken) == 60
    assert not limits.refused
    # After a silence as many as are allowed go at once: nobody waits who need not.
    assert sum(at == 0 for at in taken) == min(60, RATES[method].burst + 1)


async def test_two_processes_together_write_to_each_person_once_a_second_and_to_all_as_often_as_allowed(
    store: Database, world: World
) -> None:
    limits = Limits(world)  # type: ignore[arg-type]  # the time of this world

    async def writes(lanes: Lanes, channel: str) -> None:
        for _ in range(12):
            await lanes.turn(TOKEN, TEAM, "chat_postMessage", channel, 1000.0)
            assert limits.take("chat.postMessage", 0, TEAM, channel) == 0

    lanes = [process(world, store) for _ in range(2)]
    await world.pass_by(*(asyncio.create_task(writes(one, f"D{number}")) for one in lanes for number in range(15)))
    assert not limits.refused
    # 360 messages; Slack takes 300 a minute.
    assert world.at < 100


async def test_a_wait_that_one_is_told_the_other_keeps(store: Database, world: World) -> None:
    one, other = process(world, store), process(world, store)
    for method, channel in (("chat_postMessage", "D1"), ("users_list", ""), ("views_publish", "")):
        await one.turn(TOKEN, TEAM, method, channel, 0.0)
        await one.pause(TOKEN, TEAM, method, channel, 30.0)
        for lanes in (one, other):
            with pytest.raises(Busy) as busy:
                await lanes.turn(TOKEN, TEAM, method, channel, 5.0)
            assert 29.0 < busy.value.retry_after <= 31.0, method
    world.at = 32.0
    for method, channel in (("chat_postMessage", "D1"), ("users_list", ""), ("views_publish", "")):
        await other.turn(TOKEN, TEAM, method, channel, 0.0)


async def test_a_wait_for_one_person_is_nobody_elses(store: Database, world: World) -> None:
    one, other = process(world, store), process(world, store)
    await one.pause(TOKEN, TEAM, "chat_postMessage", "D1", 30.0)
    for channel in ("D2", "D3"):
        await other.turn(TOKEN, TEAM, "chat_postMessage", channel, 2.0)


async def test_the_lanes_say_neither_who_was_written_to_nor_when(store: Database, url: str, world: World) -> None:
    lanes = process(world, store)
    for number in range(20):
        await lanes.turn(TOKEN, TEAM, "chat_postMessage", f"U0{number}", 100.0)
    made = engine(url)
    async with made.connect() as connection:
        names = [str(name) for (name,) in await connection.execute(text("SELECT lane FROM lanes"))]
    await made.dispose()
    assert names
    assert all(re.fullmatch(r"slack:T1:chat_postMessage(:\d{1,3})?", name) for name in names)


async def test_a_database_that_is_away_stops_nobody(
    url: str, another: Another, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    store = another(url.replace("lentera.db", "nowhere/lentera.db").replace("search_path=", "search_path=no_"))
    lanes = process(world, store)
    assert await lanes.turn(TOKEN, TEAM, "chat_postMessage", "D1", 0.0) == 0.0
    await lanes.pause(TOKEN, TEAM, "chat_postMessage", "D1", 30.0)
    with pytest.raises(Busy):
        await lanes.turn(TOKEN, TEAM, "chat_postMessage", "D1", 0.0)
    assert "could not be shared" in caplog.text


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    async with PretendSlack(word="lanes-of-two") as slack:
        yield slack


@pytest.mark.slow
async def test_two_real_processes_never_call_while_slack_wants_quiet(slack: PretendSlack, url: str) -> None:
    """Both write to the same three people; one of them is told to wait now and then, and both do."""
    people = [slack.user(name).user.id for name in ("ada", "sari", "budi")]
    for _ in range(3):
        slack.fails("chat.postMessage", retry_after=2, when=lambda call: call["channel"] == people[0])
    words = [sys.executable, "-m", "tests.slack.writes", url, slack.api, slack.bot_token, slack.workspace.id, *people]
    root = Path(__file__).parents[2]
    running = [await asyncio.create_subprocess_exec(*words, cwd=root, stderr=subprocess.PIPE) for _ in range(2)]
    said = [(await process_.communicate())[1].decode()[-2000:] for process_ in running]
    assert [process_.returncode for process_ in running] == [0, 0], said
    calls = slack.calls("chat.postMessage")
    assert len([call for call in calls if not call.error]) == 2 * 3 * 5
    told = [call for call in calls if call.retry_after]
    assert len(told) >= 3
    for wait in told:
        since = [
            call.at - wait.at
            for call in calls
            if call is not wait and call.args["channel"] == wait.args["channel"] and call.at > wait.at
        ]
        # One call may be on its way already when Slack says so; everything else waits.
        assert sum(seconds < wait.retry_after for seconds in since) <= 1
    assert slack.limits is not None
    # Beyond what was ordered, Slack never had to say anything, save where this machine was slow.
    assert sum(slack.limits.refused.values()) <= 1
