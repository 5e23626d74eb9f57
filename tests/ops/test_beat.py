import asyncio
import logging

import pytest

from adapters.beat import Count, beating


class Work:
    """Something to do on every beat, which may take its time, or fail at first."""

    def __init__(self, failures: int = 0) -> None:
        self.done = 0
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.failures = failures
        self.failed = 0
        self.worked = asyncio.Event()

    async def tick(self) -> None:
        self.begun.set()
        await self.go_on.wait()
        if self.failed < self.failures:
            self.failed += 1
            raise RuntimeError("no database")
        self.done += 1
        self.worked.set()


async def test_the_first_beat_comes_at_once() -> None:
    work, count = Work(), Count()
    async with beating([work.tick], 3600, count), asyncio.timeout(5):
        await work.begun.wait()
    assert (work.done, count.ticks, count.failures) == (1, 1, 0)


async def test_stopping_waits_for_the_delivery_in_hand() -> None:
    work = Work()
    work.go_on.clear()
    async with beating([work.tick], 3600, Count()):
        await work.begun.wait()
        asyncio.get_running_loop().call_later(0.2, work.go_on.set)
    assert work.done == 1


async def test_stopping_in_the_middle_of_a_tick_is_no_trouble(caplog: pytest.LogCaptureFixture) -> None:
    work = Work()
    async with beating([work.tick], 0.01, Count()), asyncio.timeout(5):
        await work.worked.wait()
        work.begun.clear()
        work.go_on.clear()
        # The first beat is ours; this one is the scheduler's, which cancels what it runs when it stops.
        await work.begun.wait()
        asyncio.get_running_loop().call_later(0.2, work.go_on.set)
    await asyncio.sleep(0.05)
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert work.done >= 2


async def test_a_slow_tick_is_not_run_twice_at_once() -> None:
    work, count = Work(), Count()
    work.go_on.clear()
    async with beating([work.tick], 0.05, count):
        await asyncio.sleep(0.4)
        assert count.ticks == 1
        work.go_on.set()


async def test_trouble_is_told_when_it_begins_and_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    work, count = Work(failures=3), Count()
    with caplog.at_level(logging.WARNING, "adapters"):
        async with beating([work.tick], 0.02, count), asyncio.timeout(5):
            await work.worked.wait()
    assert count.failures == 3
    ours = [record.message for record in caplog.records if record.name == "adapters.beat"]
    assert ours == ["ticks fail; the next ones try again and say nothing until it works", "ticks work again"]
