"""Timers and days off."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from bot.people import Person
from bot.timesheet.entry import Off, Timer
from storage.store import Database
from tests.conftest import Meet, Moving


@pytest.fixture
async def sari(meet: Meet) -> Person:
    return await meet("sari")


async def _start(store: Database, clock: Moving, person: Person, delivery: str) -> Timer:
    async with store.begin() as work:
        return await work.timers.start(
            person.id, at=clock.now(), zone="Asia/Jakarta", project="acme", note="rapat", delivery=delivery
        )


async def test_a_timer_runs_until_it_is_stopped(store: Database, clock: Moving, sari: Person) -> None:
    timer = await _start(store, clock, sari, "d1")
    assert timer == Timer(timer.id, sari.id, clock.now(), "Asia/Jakarta", "acme", "rapat")
    clock.advance(hours=1)
    async with store.begin() as work:
        assert await work.timers.running(sari.id) == timer
        assert await work.timers.last(sari.id) is None
        assert await work.timers.stop(timer, at=clock.now(), delivery="d2")
        assert not await work.timers.stop(timer, at=clock.now(), delivery="d2")
        assert not await work.timers.stop(timer, at=clock.now(), delivery="d3")
        assert await work.timers.stopped_by("d2") == await work.timers.last(sari.id)
        assert await work.timers.stopped_by("d3") is None
        assert await work.timers.running(sari.id) is None
        last = await work.timers.last(sari.id)
    assert last is not None
    assert last.stopped == clock.now()


async def test_a_second_delivery_of_a_start_is_the_first_one(store: Database, clock: Moving, sari: Person) -> None:
    first = await _start(store, clock, sari, "d1")
    clock.advance(minutes=5)
    assert await _start(store, clock, sari, "d1") == first
    async with store.begin() as work:
        assert await work.timers.started_by("d1") == first
        assert await work.timers.started_by("d2") is None


async def test_the_database_refuses_a_second_running_timer(store: Database, clock: Moving, sari: Person) -> None:
    await _start(store, clock, sari, "d1")
    with pytest.raises(IntegrityError):
        await _start(store, clock, sari, "d2")


async def test_the_last_timer_is_the_one_stopped_last(store: Database, clock: Moving, sari: Person, meet: Meet) -> None:
    first = await _start(store, clock, sari, "d1")
    async with store.begin() as work:
        await work.timers.stop(first, at=clock.now(), delivery="d2")
    clock.advance(hours=1)
    second = await _start(store, clock, sari, "d3")
    async with store.begin() as work:
        await work.timers.stop(second, at=clock.now(), delivery="d4")
    await _start(store, clock, await meet("budi"), "d5")
    async with store.begin() as work:
        last = await work.timers.last(sari.id)
        assert last is not None
        assert last.id == second.id


async def test_a_day_off_is_put_replaced_and_dropped(store: Database, sari: Person, meet: Meet) -> None:
    budi = await meet("budi")
    first, second = date(2026, 11, 18), date(2026, 11, 20)
    async with store.begin() as work:
        await work.offs.put(sari.id, Off(second, 240, "time_back"), delivery="a")
        await work.offs.put(sari.id, Off(first, 240), delivery="b")
        await work.offs.put(sari.id, Off(first), delivery="c")
        await work.offs.put(budi.id, Off(first), delivery="d")
        assert await work.offs.between(sari.id, first, second) == (Off(first), Off(second, 240, "time_back"))
        assert await work.offs.between(sari.id, first, first) == (Off(first),)
        assert await work.offs.drop(sari.id, first)
        assert not await work.offs.drop(sari.id, first)
        assert await work.offs.between(sari.id, first, first) == ()
        await work.offs.put(sari.id, Off(first), delivery="c")
        assert await work.offs.between(sari.id, first, first) == ()
        await work.offs.put(sari.id, Off(first), delivery="e")
        assert await work.offs.between(sari.id, first, first) == (Off(first),)
        assert await work.offs.between(budi.id, first, first) == (Off(first),)
