"""The metronome: everybody who is due, once, however it ticks."""

import asyncio
import logging
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.message import Message
from bot.metronome import Metronome, Planner
from bot.outbox import Postman
from bot.people import Person, Preferences
from bot.ports import Owed
from bot.texts import Texts, Words
from storage.store import Database
from tests.conftest import Another, Meet, Moving

WORDS = "somebody's words"


class Post:
    """Takes everything."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []

    async def send(self, address: str, message: Message) -> None:
        self.got.append((address, message.text))


async def letter(owed: Owed, _person: Person, _t: Words, _now: datetime) -> Message:
    return Message(f"{owed.step} {owed.occasion}")


def daily(person: Person, after: datetime) -> datetime | None:
    """Every day at the hour the person has set."""
    if person.remind_at is None:
        return None
    local = after.astimezone(person.zone)
    due = datetime.combine(local.date(), person.remind_at, person.zone)
    return (due if due > local else due + timedelta(days=1)).astimezone(UTC)


def stubborn(_person: Person, after: datetime) -> datetime | None:
    return after


def failing(_person: Person, _after: datetime) -> datetime | None:
    raise ZeroDivisionError(WORDS)


class Bell:
    """A metronome with its post."""

    def __init__(self, store: Database, texts: Texts, clock: Moving) -> None:
        self.store, self.texts, self.clock = store, texts, clock
        self.post = Post()

    def with_(self, store: Database | None = None, *, batch: int = 200, **planners: Planner) -> Metronome:
        letters = dict.fromkeys(["evening", "late"], letter)
        postman = Postman(store or self.store, self.texts, {"local": self.post}, letters, self.clock)
        return Metronome(store or self.store, self.clock, planners, postman, batch=batch)


@pytest.fixture
def bell(store: Database, texts: Texts, clock: Moving) -> Bell:
    return Bell(store, texts, clock)


async def test_everybody_is_asked_in_their_own_evening(bell: Bell, meet: Meet) -> None:
    await meet("sari", timezone="Asia/Jakarta")
    await meet("ade", timezone="Asia/Makassar")
    await meet("jan", timezone="Europe/Berlin")
    metronome = bell.with_(evening=daily)
    await metronome.tick()
    heard = []
    for _ in range(24):
        bell.clock.advance(hours=1)
        before = len(bell.post.got)
        await metronome.tick()
        heard += [(bell.clock.now().hour, *told) for told in bell.post.got[before:]]
    assert heard == [
        (9, "dm:ade", "evening 2026-11-18"),
        (10, "dm:sari", "evening 2026-11-18"),
        (16, "dm:jan", "evening 2026-11-18"),
    ]


async def test_ticking_often_or_in_two_processes_at_once_asks_nobody_twice(
    bell: Bell, another: Another, meet: Meet
) -> None:
    for n in range(40):
        await meet(f"p{n}")
    metronomes = [bell.with_(evening=daily), bell.with_(another(), evening=daily)]
    for _ in range(3):
        await asyncio.gather(*(metronome.tick() for metronome in metronomes * 2))
        bell.clock.advance(hours=8)
    await asyncio.gather(*(metronome.tick() for metronome in metronomes * 2))
    assert sorted(bell.post.got) == sorted((f"dm:p{n}", "evening 2026-11-18") for n in range(40))


async def test_after_days_of_silence_only_the_last_occasion_is_left(bell: Bell, meet: Meet) -> None:
    await meet("sari")
    metronome = bell.with_(evening=daily)
    await metronome.tick()
    bell.clock.advance(days=6)
    await metronome.tick()
    assert bell.post.got == [("dm:sari", "evening 2026-11-23")]
    await metronome.tick()
    assert len(bell.post.got) == 1


async def test_somebody_new_is_planned_with_the_next_tick(bell: Bell, meet: Meet) -> None:
    metronome = bell.with_(evening=daily)
    assert await metronome.next_due() is None
    await meet("sari")
    assert await metronome.next_due() == datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


async def test_more_people_than_a_batch_are_all_planned_and_asked(bell: Bell, meet: Meet) -> None:
    for n in range(10):
        await meet(f"p{n}")
    metronome = bell.with_(batch=3, evening=daily, late=daily)
    await metronome.tick()
    bell.clock.advance(hours=12)
    await metronome.tick()
    assert len(bell.post.got) == 20


async def test_everybody_has_the_same_row_whatever_they_did_or_set(bell: Bell, store: Database, meet: Meet) -> None:
    sari, budi = await meet("sari"), await meet("budi")
    async with store.begin() as work:
        off = Preferences(None, None, time(9), time(18), 0, None)
        await work.people.prefer(budi.id, off)
    metronome = bell.with_(evening=daily)
    await metronome.tick()
    async with store.begin() as work:
        assert await work.prompts.missing("evening", 9) == [], "not wanting it is remembered, too"
    bell.clock.advance(hours=12)
    await metronome.tick()
    assert bell.post.got == [("dm:sari", "evening 2026-11-18")]
    async with store.begin() as work:
        assert await work.outbox.next_due() is None, "and having been asked leaves nothing"
        assert await work.prompts.due(bell.clock.now() + timedelta(days=1), 9) == [
            (sari, "evening", datetime(2026, 11, 19, 9, 30, tzinfo=UTC))
        ]


async def test_another_hour_holds_from_the_same_day(bell: Bell, store: Database, meet: Meet) -> None:
    sari = await meet("sari")
    metronome = bell.with_(evening=daily)
    await metronome.tick()
    async with store.begin() as work:
        await work.people.prefer(sari.id, Preferences(None, None, time(9), time(18), 0, time(11)))
    assert await metronome.next_due() == datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
    bell.clock.advance(hours=24)
    await metronome.tick()
    assert bell.post.got == [("dm:sari", "evening 2026-11-18")]


async def test_whoever_travels_is_asked_in_the_new_place_s_evening(bell: Bell, meet: Meet) -> None:
    await meet("sari", timezone="Asia/Jakarta")
    metronome = bell.with_(evening=daily)
    await metronome.tick()
    await meet("sari", timezone="Europe/Berlin")
    assert await metronome.next_due() == datetime(2026, 11, 18, 15, 30, tzinfo=UTC)


async def test_a_snooze_is_a_plan_like_any_other(bell: Bell, store: Database, meet: Meet) -> None:
    sari = await meet("sari")
    metronome = bell.with_(evening=daily)
    await metronome.tick()
    later = bell.clock.now() + timedelta(minutes=20)
    async with store.begin() as work:
        await work.prompts.set(sari.id, "evening", later)
    assert await metronome.next_due() == later


async def test_a_planner_that_fails_stops_nobody_else_and_quotes_nobody(
    bell: Bell, meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await meet("sari")
    metronome = bell.with_(broken=failing, stuck=stubborn, evening=daily, batch=1)
    await metronome.tick()
    bell.clock.advance(hours=12)
    await metronome.tick()
    assert bell.post.got == [("dm:sari", "evening 2026-11-18")]
    assert WORDS not in caplog.text


async def test_one_person_s_failing_plan_stops_nobody_else(bell: Bell, meet: Meet) -> None:
    def moody(person: Person, after: datetime) -> datetime | None:
        return failing(person, after) if person.name == "Sari" and bell.clock.now().day == 19 else daily(person, after)

    await meet("sari")
    await meet("budi")
    metronome = bell.with_(evening=moody)
    await metronome.tick()
    bell.clock.advance(days=1)
    await metronome.tick()
    assert bell.post.got == [("dm:budi", "evening 2026-11-18")]
    bell.clock.advance(days=1)
    await metronome.tick()
    assert ("dm:sari", "evening 2026-11-19") in bell.post.got


async def test_a_kind_that_is_no_more_is_forgotten(bell: Bell, store: Database, meet: Meet) -> None:
    sari = await meet("sari")
    async with store.begin() as work:
        await work.prompts.set(sari.id, "older", bell.clock.now())
    await bell.with_(evening=daily).tick()
    assert bell.post.got == []
    assert await bell.with_().next_due() == datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


class Broken:
    """A part that cannot do its work."""

    async def tick(self) -> None:
        raise ZeroDivisionError(WORDS)

    async def next_due(self) -> datetime | None:
        return None


async def test_a_part_that_fails_holds_up_no_message_and_is_told_at_the_end(
    bell: Bell, meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    await meet("ada")
    postman = Postman(bell.store, bell.texts, {"local": bell.post}, {"evening": letter}, bell.clock)
    metronome = Metronome(bell.store, bell.clock, {"evening": daily}, postman, parts=(Broken(), Broken()))
    for days in (0, 1):
        bell.clock.advance(days=days)
        with pytest.raises(ZeroDivisionError):
            await metronome.tick()
    assert len(bell.post.got) == 1
    assert "ZeroDivisionError at" in caplog.text
    assert WORDS not in caplog.text
