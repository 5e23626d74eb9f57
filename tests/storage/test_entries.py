"""Entries and the history nobody can rewrite."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.people import Person
from bot.timesheet.entry import Draft, Entry
from storage.schema import people
from storage.store import Database
from tests.conftest import Another, Meet, Moving

DAY = date(2026, 11, 18)
DESIGN = Draft(DAY, 120, "acme", "design — *bold* 'quoted' 🌱")
REVIEW = Draft(
    DAY,
    90,
    None,
    "",
    datetime(2026, 11, 18, 2, 0, tzinfo=UTC),
    datetime(2026, 11, 18, 3, 30, tzinfo=UTC),
    "Asia/Jakarta",
)
PAUSE = Draft(DAY, 15, kind="interruption")


@pytest.fixture
async def sari(meet: Meet) -> Person:
    return await meet("sari")


class Sheet:
    """One unit of work a call, as the handlers do."""

    def __init__(self, store: Database, clock: Moving, person: Person) -> None:
        self.store, self.clock, self.person = store, clock, person

    async def add(self, delivery: str, *drafts: Draft) -> tuple[Entry, ...]:
        async with self.store.begin() as work:
            return await work.entries.add(
                self.person.id, drafts, by=self.person.id, at=self.clock.now(), delivery=delivery
            )

    async def change(self, delivery: str, entry: Entry, draft: Draft, *, by: int | None = None) -> Entry:
        async with self.store.begin() as work:
            return await work.entries.change(
                entry, draft, by=by or self.person.id, at=self.clock.now(), delivery=delivery
            )

    async def remove(self, delivery: str, entry: Entry) -> None:
        async with self.store.begin() as work:
            await work.entries.remove(entry, by=self.person.id, at=self.clock.now(), delivery=delivery)

    async def all(self) -> tuple[Entry, ...]:
        async with self.store.begin() as work:
            return await work.entries.between(self.person.id, date.min, date.max)


@pytest.fixture
def sheet(store: Database, clock: Moving, sari: Person) -> Sheet:
    return Sheet(store, clock, sari)


async def test_what_is_written_is_read_back_the_same(sheet: Sheet) -> None:
    added = await sheet.add("d1", DESIGN, REVIEW, PAUSE)
    assert tuple(entry.draft for entry in added) == (DESIGN, REVIEW, PAUSE)
    assert set(await sheet.all()) == set(added)
    async with sheet.store.begin() as work:
        assert await work.entries.get(sheet.person.id, added[1].id) == added[1]
        changes = await work.entries.written_by("d1")
    assert tuple(change.new for change in changes) == (DESIGN, REVIEW, PAUSE)
    assert tuple(change.entry for change in changes) == tuple(entry.id for entry in added)


async def test_entries_come_by_day_by_start_and_then_as_they_were_written(sheet: Sheet) -> None:
    late = replace(REVIEW, start=REVIEW.start and REVIEW.start + timedelta(hours=2))
    yesterday = replace(DESIGN, day=DAY - timedelta(days=1))
    await sheet.add("d1", PAUSE, late, DESIGN)
    await sheet.add("d2", REVIEW, yesterday)
    assert [entry.draft for entry in await sheet.all()] == [yesterday, REVIEW, late, PAUSE, DESIGN]


async def test_only_the_days_asked_for_and_only_one_s_own(sheet: Sheet, meet: Meet) -> None:
    (mine,) = await sheet.add("d1", DESIGN)
    budi = Sheet(sheet.store, sheet.clock, await meet("budi"))
    (his,) = await budi.add("d2", DESIGN)
    async with sheet.store.begin() as work:
        assert await work.entries.between(sheet.person.id, DAY, DAY) == (mine,)
        assert await work.entries.between(sheet.person.id, DAY + timedelta(days=1), DAY + timedelta(days=9)) == ()
        assert await work.entries.get(sheet.person.id, his.id) is None
        assert await work.entries.projects(sheet.person.id) == {"acme"}
        assert await work.entries.latest(budi.person.id) != await work.entries.latest(sheet.person.id)


async def test_a_second_delivery_of_an_entry_is_the_first_one(sheet: Sheet) -> None:
    first = await sheet.add("d1", DESIGN, REVIEW)
    sheet.clock.advance(days=1)
    assert await sheet.add("d1", DESIGN, REVIEW) == first
    assert len(await sheet.all()) == 2


async def test_a_second_delivery_after_an_undo_brings_nothing_back(sheet: Sheet) -> None:
    first = await sheet.add("d1", DESIGN, REVIEW)
    await sheet.remove("d2", first[0])
    assert await sheet.add("d1", DESIGN, REVIEW) == first
    assert await sheet.all() == (first[1],)


async def test_a_second_delivery_that_is_read_differently_adds_nothing(sheet: Sheet) -> None:
    first = await sheet.add("d1", DESIGN)
    assert await sheet.add("d1", PAUSE, REVIEW, DESIGN) == first
    assert await sheet.all() == first
    async with sheet.store.begin() as work:
        assert len(await work.entries.history(sheet.person.id, DAY, DAY)) == 1


async def test_the_same_delivery_in_many_places_at_once_is_one(another: Another, sheet: Sheet) -> None:
    sheets = [sheet, Sheet(another(), sheet.clock, sheet.person)] * 5
    results = await asyncio.gather(*(one.add("d1", DESIGN, REVIEW) for one in sheets))
    assert len(set(results)) == 1
    assert len(await sheet.all()) == 2


async def test_five_deliveries_are_five_entries(sheet: Sheet) -> None:
    await asyncio.gather(*(sheet.add(f"d{n}", DESIGN) for n in range(5)))
    assert len(await sheet.all()) == 5


async def test_several_entries_are_written_all_or_none(sheet: Sheet) -> None:
    with pytest.raises(Exception, match="minutes"):
        await sheet.add("d1", DESIGN, replace(DESIGN, minutes=0))
    assert await sheet.all() == ()
    async with sheet.store.begin() as work:
        assert await work.entries.written_by("d1") == ()


async def test_nothing_to_add_is_nothing(sheet: Sheet) -> None:
    assert await sheet.add("d1") == ()


async def test_a_change_keeps_both(sheet: Sheet, meet: Meet) -> None:
    (entry,) = await sheet.add("d1", DESIGN)
    boss = await meet("boss")
    assert await sheet.change("d2", entry, REVIEW, by=boss.id) == Entry(entry.id, sheet.person.id, REVIEW)
    async with sheet.store.begin() as work:
        wrote, changed = await work.entries.history(sheet.person.id, DAY, DAY)
    assert (wrote.old, wrote.new, wrote.by) == (None, DESIGN, sheet.person.id)
    assert (changed.old, changed.new, changed.by, changed.at) == (DESIGN, REVIEW, boss.id, sheet.clock.now())


async def test_the_history_says_what_was_there_and_not_what_the_caller_believed(sheet: Sheet) -> None:
    (entry,) = await sheet.add("d1", DESIGN)
    await sheet.change("d2", entry, REVIEW)
    await sheet.change("d3", entry, PAUSE)
    async with sheet.store.begin() as work:
        (line,) = await work.entries.written_by("d3")
    assert line.old == REVIEW


async def test_a_second_delivery_of_a_change_or_removal_does_nothing(sheet: Sheet) -> None:
    (entry,) = await sheet.add("d1", DESIGN)
    changed = await sheet.change("d2", entry, REVIEW)
    await sheet.change("d3", changed, PAUSE)
    assert await sheet.change("d2", entry, REVIEW) == changed
    assert [one.draft for one in await sheet.all()] == [PAUSE]
    await sheet.remove("d4", entry)
    await sheet.remove("d4", entry)
    assert await sheet.change("d2", entry, REVIEW) == changed, "also when it stands no more"
    assert await sheet.all() == ()
    async with sheet.store.begin() as work:
        assert len(await work.entries.history(sheet.person.id, DAY, DAY)) == 4


async def test_the_same_change_in_many_places_at_once_is_one(another: Another, sheet: Sheet) -> None:
    (entry,) = await sheet.add("d1", DESIGN)
    sheets = [sheet, Sheet(another(), sheet.clock, sheet.person)] * 5
    await asyncio.gather(*(one.change("d2", entry, REVIEW) for one in sheets))
    await asyncio.gather(*(one.remove("d3", entry) for one in sheets))
    async with sheet.store.begin() as work:
        assert len(await work.entries.history(sheet.person.id, DAY, DAY)) == 3


async def test_what_stands_no_more_cannot_be_changed(sheet: Sheet) -> None:
    (entry,) = await sheet.add("d1", DESIGN)
    await sheet.remove("d2", entry)
    with pytest.raises(LookupError):
        await sheet.change("d3", entry, REVIEW)


async def test_nobody_touches_another_s_entry_by_mistake(sheet: Sheet, meet: Meet) -> None:
    (entry,) = await sheet.add("d1", DESIGN)
    budi = await meet("budi")
    with pytest.raises(LookupError):
        await sheet.change("d2", replace(entry, person=budi.id), REVIEW)
    await sheet.remove("d3", replace(entry, person=budi.id))
    assert await sheet.all() == (entry,)


async def test_what_was_taken_away_comes_back_once(sheet: Sheet) -> None:
    (entry,) = await sheet.add("d1", REVIEW)
    await sheet.remove("d2", entry)
    async with sheet.store.begin() as work:
        gone = await work.entries.latest(sheet.person.id)
        assert gone is not None
        assert (gone.old, gone.new) == (REVIEW, None)
        assert await work.entries.restore(gone, at=sheet.clock.now(), delivery="d3") == entry
    async with sheet.store.begin() as work:
        assert await work.entries.restore(gone, at=sheet.clock.now(), delivery="d3") == entry, "the same delivery again"
        assert await work.entries.restore(gone, at=sheet.clock.now(), delivery="d4") is None, "it stands already"
    await sheet.remove("d5", entry)
    async with sheet.store.begin() as work:
        assert await work.entries.restore(gone, at=sheet.clock.now(), delivery="d3") is None, "and was removed since"
    assert await sheet.all() == ()
    async with sheet.store.begin() as work:
        lines = await work.entries.history(sheet.person.id, DAY, DAY)
    assert [line.delivery for line in lines] == ["d1", "d2", "d3", "d5"]


async def test_an_entry_s_history_follows_it_to_another_day(sheet: Sheet) -> None:
    later = DAY + timedelta(days=30)
    (entry,) = await sheet.add("d1", DESIGN)
    await sheet.add("d2", PAUSE)
    await sheet.change("d3", entry, replace(DESIGN, day=later))
    async with sheet.store.begin() as work:
        there = await work.entries.history(sheet.person.id, later, later)
        here = await work.entries.history(sheet.person.id, DAY, DAY)
    assert [line.delivery for line in there] == ["d1", "d3"]
    assert [line.delivery for line in here] == ["d1", "d2", "d3"]


async def test_the_last_thing_done_is_the_last_that_nobody_has_written_over(sheet: Sheet, meet: Meet) -> None:
    boss = await meet("boss")
    (first,) = await sheet.add("d1", DESIGN)
    (second,) = await sheet.add("d2", REVIEW)
    await sheet.change("d3", second, PAUSE, by=boss.id)
    async with sheet.store.begin() as work:
        latest = await work.entries.latest(sheet.person.id)
        assert latest is not None
        assert (latest.entry, latest.delivery) == (first.id, "d1")
        assert await work.entries.latest(boss.id) is None


async def test_a_history_by_somebody_erased_stays_readable(sheet: Sheet, meet: Meet) -> None:
    boss = await meet("boss")
    (entry,) = await sheet.add("d1", DESIGN)
    await sheet.change("d2", entry, REVIEW, by=boss.id)
    async with sheet.store._engine.begin() as connection:
        await connection.execute(delete(people).where(people.c.id == boss.id))
    async with sheet.store.begin() as work:
        (line,) = await work.entries.written_by("d2")
    assert line.by == 0
