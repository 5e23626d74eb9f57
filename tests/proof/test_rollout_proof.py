"""Each person gets each message once: under `kill -9`, and from a platform that does everything wrong."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from bot.mail import NO_ANSWER, Care, Fate
from tests.pretend.crowd import Crowd, Fault
from tests.proof.rollout import Rollout, address, until

pytestmark = pytest.mark.slow

IN_HAND = 32
"""What one worker has on its way at most."""


@asynccontextmanager
async def rolling(
    crowd: Crowd, url: str, log: Path, *, rate: float = 0.0, command: Sequence[str] = ()
) -> AsyncIterator[Rollout]:
    async with crowd.open() as platform:
        made = Rollout(url, platform, log, rate=rate, command=command)
        try:
            yield made
        finally:
            await made.close()


async def nobody_is_lost_and_nobody_is_reached_twice(
    url: str, log: Path, *, people: int, kills: int, workers: int, latency: float
) -> None:
    """Kill workers at random moments while they deliver; then let one finish, and compare both books."""
    dice = random.Random(kills)  # noqa: S311 - the same moments each time, as far as a machine repeats itself
    crowd = Crowd(latency=latency)
    async with rolling(crowd, url, log) as rollout:
        await rollout.people(people)
        await rollout.owe(people, care)
        killed: list[float] = []
        while len(killed) < kills:
            while len(rollout.workers) < workers:
                rollout.start()
            before = crowd.asked
            await until(partial(begun, crowd, before, rollout))
            await asyncio.sleep(dice.uniform(0.02, 0.5))
            rollout.kill(dice.choice(rollout.workers))
            killed.append(monotonic())
            if len(killed) % 10 == 0:
                # Nobody lives: only then are all leases those of the dead.
                await rollout.close()
                await rollout.later()
        await rollout.close()
        await asyncio.sleep(latency + 0.2)
        await rollout.later()
        rollout.start()
        await until(rollout.settled)
        stand, failures, doubtful = await rollout.stand(), await rollout.failures(), await rollout.doubtful()

    everybody = range(1, people + 1)
    prompts = {number for number in everybody if care(number) is Care.PROMPT}
    times = {number: crowd.reached.get(address(number), []) for number in everybody}
    twice = {number for number, moments in times.items() if len(moments) > 1}
    assert max(map(len, times.values())) <= 2
    assert twice <= set(doubtful), "whoever got it twice is listed"
    assert {care(number) for number in twice} <= {Care.ANNOUNCEMENT}
    for number in twice:
        first = times[number][0]
        assert any(first - latency - 1 <= kill <= first + 1 for kill in killed), "it was in flight at a kill"
    lost = {number for number, moments in times.items() if not moments} - prompts
    assert lost <= set(failures), "whoever got nothing is listed"
    assert all(failure.reason == NO_ANSWER for failure in failures.values())
    assert stand[Fate.QUEUED] == stand[Fate.SKIPPED] == stand[Fate.UNREACHABLE] == 0
    assert stand[Fate.SENT] + stand[Fate.FAILED] == people - len(prompts), "a prompt leaves nothing"
    assert len(set(doubtful) | set(failures)) <= IN_HAND * kills
    print(
        f"\n{kills} kills, {workers} at once, {people} people: {stand[Fate.SENT]} sent; {len(doubtful)} listed as "
        f"maybe twice, of whom {len(twice)} were; {stand[Fate.FAILED]} without an answer, of whom {len(lost)} got "
        f"nothing; {sum(1 for number in prompts if times[number])} of {len(prompts)} prompts"
    )


async def asked(crowd: Crowd, many: int) -> bool:
    return crowd.asked >= many


async def begun(crowd: Crowd, before: int, rollout: Rollout) -> bool:
    return crowd.asked > before or (crowd.asked > 0 and await rollout.settled())


def care(number: int) -> Care:
    """Seven of ten are announced to, two reminded, one asked about something that must leave no trace."""
    return Care.ANNOUNCEMENT if number % 10 < 7 else Care.REMINDER if number % 10 < 9 else Care.PROMPT


@pytest.fixture
def workers(database: str) -> int:
    """SQLite has one worker, PostgreSQL two."""
    return 1 if database == "sqlite" else 2


async def test_killed_workers_lose_nobody_and_reach_nobody_twice(url: str, tmp_path: Path, workers: int) -> None:
    await nobody_is_lost_and_nobody_is_reached_twice(
        url, tmp_path / "log", people=500, kills=3, workers=workers, latency=0.1
    )


@pytest.mark.proof
async def test_the_same_over_fifty_kills_and_ten_thousand_people(url: str, tmp_path: Path, workers: int) -> None:
    await nobody_is_lost_and_nobody_is_reached_twice(
        url, tmp_path / "log", people=10_000, kills=50, workers=workers, latency=0.1
    )


async def a_campaign_reaches_everybody_once(url: str, log: Path, *, people: int, kills: int, workers: int) -> None:
    """The same through everything: `lentera worker` plans, owes, asks the plan once more, writes and delivers."""
    dice = random.Random(people)  # noqa: S311 - the same moments each time, as far as a machine repeats itself
    crowd = Crowd(latency=0.1)
    async with rolling(crowd, url, log, command=[sys.executable, "-m", "bot", "worker"]) as rollout:
        await rollout.people(people)
        await rollout.campaign(people)
        for _ in range(kills):
            while len(rollout.workers) < workers:
                rollout.start()
            await until(partial(begun, crowd, crowd.asked, rollout))
            await asyncio.sleep(dice.uniform(0.02, 0.4))
            rollout.kill(dice.choice(rollout.workers))
        await rollout.close()
        await rollout.later()
        rollout.start()
        await until(rollout.planned)
        await until(rollout.settled)
        stand, failures, doubtful = await rollout.stand(), await rollout.failures(), await rollout.doubtful()
    times = {number: crowd.reached.get(address(number), []) for number in range(1, people + 1)}
    twice = {number for number, moments in times.items() if len(moments) > 1}
    print(
        f"\n{kills} kills, {workers} at once, a campaign of {people}: {stand[Fate.SENT]} sent; {len(doubtful)} listed "
        f"as maybe twice, of whom {len(twice)} were; {stand[Fate.FAILED]} without an answer"
    )
    assert stand[Fate.SENT] + stand[Fate.FAILED] == sum(stand.values()) == people
    assert max(map(len, times.values())) <= 2
    assert twice <= set(doubtful)
    assert {number for number, moments in times.items() if not moments} <= set(failures)
    assert {failure.reason for failure in failures.values()} <= {NO_ANSWER}


async def test_a_real_campaign_by_workers_that_are_killed(url: str, tmp_path: Path, workers: int) -> None:
    await a_campaign_reaches_everybody_once(url, tmp_path / "log", people=400, kills=2, workers=workers)


@pytest.mark.proof
async def test_the_same_for_three_thousand_people(url: str, tmp_path: Path, workers: int) -> None:
    await a_campaign_reaches_everybody_once(url, tmp_path / "log", people=3_000, kills=15, workers=workers)


WRONG = {
    Fault.SLEEP: 0.4,
    Fault.LOSE: 0.4,
    Fault.DROP: 0.6,
    Fault.CUT: 0.6,
    Fault.ERROR: 0.6,
    Fault.AWAY: 0.2,
}
LIMIT = 50.0


async def a_platform_in_trouble_is_used_to_its_limit_and_everybody_is_accounted_for(
    url: str, log: Path, *, people: int, hushes: int
) -> None:
    """Two processes share what the platform takes: 50 a second, 200 ms each, with everything going wrong at times."""
    gone = frozenset(address(number) for number in range(7, people, 50))
    crowd = Crowd(latency=0.2, limit=LIMIT, faults=WRONG, gone=gone)
    async with rolling(crowd, url, log, rate=LIMIT) as rollout:
        await rollout.people(people)
        await rollout.owe(people)
        rollout.start()
        rollout.start()
        for hush in range(1, hushes + 1):
            await until(partial(asked, crowd, people * hush // (hushes + 1)))
            crowd.hush(2.5)
        await until(rollout.idle)
        end = monotonic() - 1
        # What is tried again waits half a minute and more: time is let go by while nobody works.
        for _ in range(8):
            await rollout.stop()
            await rollout.later()
            if not await rollout.waiting():
                break
            rollout.start()
            await until(rollout.idle)
        stand, failures, doubtful = await rollout.stand(), await rollout.failures(), await rollout.doubtful()

    begin = crowd.taken[0]
    taken = sum(1 for moment in crowd.taken if begin < moment < end)
    share = taken / (end - begin - crowd.silent(begin, end)) / LIMIT
    twice = {number for number in range(1, people + 1) if len(crowd.reached.get(address(number), [])) > 1}
    print(
        f"\n{people} people, {LIMIT:g} a second: {share:.1%} of the limit, {crowd.refused} times too fast; "
        f"{crowd.broken} deliveries in {len(crowd.silences)} silences; {stand[Fate.SENT]} sent, "
        f"{len(doubtful)} listed as maybe twice, of whom {len(twice)} were; {stand[Fate.FAILED]} failed, "
        f"{stand[Fate.UNREACHABLE]} unreachable"
    )
    assert share >= 0.95
    assert crowd.refused == 0, "our own pace needs no platform to keep it"
    assert crowd.broken <= IN_HAND * len(crowd.silences), "what was on its way when silence was asked for, and no more"
    assert stand[Fate.SENT] + stand[Fate.FAILED] + stand[Fate.UNREACHABLE] == people
    assert {address(number) for number, failure in failures.items() if failure.fate is Fate.UNREACHABLE} == gone
    assert {failure.reason for failure in failures.values()} <= {"no_such_address", NO_ANSWER}
    assert twice <= set(doubtful)
    assert all(len(moments) <= 2 for moments in crowd.reached.values())
    missed = {number for number in range(1, people + 1) if address(number) not in crowd.reached}
    assert missed <= set(failures), "whoever got nothing is listed"


async def test_a_platform_in_trouble_is_used_to_its_limit(url: str, tmp_path: Path) -> None:
    await a_platform_in_trouble_is_used_to_its_limit_and_everybody_is_accounted_for(
        url, tmp_path / "log", people=300, hushes=1
    )


@pytest.mark.proof
async def test_the_same_for_five_thousand_people(url: str, tmp_path: Path) -> None:
    await a_platform_in_trouble_is_used_to_its_limit_and_everybody_is_accounted_for(
        url, tmp_path / "log", people=5_000, hushes=8
    )
