"""A database that was put back from a backup is recognised, and nothing goes out until somebody has decided."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.composition.watch import File
from bot.mail import RESTORED, Care, Fate, Parcel
from bot.message import Message
from bot.outbox import Postman, Ready
from bot.people import Person
from bot.ports import Owed
from bot.pulse import EVERY, Pulse, Watch, hold, release
from bot.texts import Texts, Words
from storage import migrate
from storage.engine import engine
from storage.store import Database
from tests.conftest import Another, Meet, Moving
from tests.test_outbox import Platform


class Office:
    """A worker with its marker, on a database that can be put back."""

    def __init__(self, store: Database, texts: Texts, clock: Moving, meet: Meet, file: Path) -> None:
        self.store, self.texts, self.clock, self.meet = store, texts, clock, meet
        self.marker = File(file)
        self.platform = Platform()
        self.told: list[datetime] = []
        self.restart()

    def restart(self) -> None:
        """As a new process."""
        self.watch = Watch(self.store, self.clock, self.marker, self.told.append)
        self.postman = Postman(
            self.store, self.texts, {"local": self.platform}, {}, self.clock, campaigns=_letter, marker=self.marker
        )

    async def owe(self, name: str, step: str = "soft", care: Care = Care.ANNOUNCEMENT) -> None:
        person = (await self.meet(name)).id
        async with self.store.begin() as work:
            await work.mail.owe([Parcel("7", step, "", person, self.clock.now(), care=care)])

    async def tick(self) -> int:
        """What a worker does: -1 where nothing may go out."""
        return await self.postman.deliver() if await self.watch.free() else -1

    async def pulse(self) -> Pulse:
        async with self.store.begin() as work:
            found = await work.pulse.get()
        assert found is not None
        return found

    async def put_back(self, pulse: Pulse) -> None:
        """The row as the backup has it."""
        async with self.store.begin() as work:
            await work.pulse.put(pulse)


async def _letter(owed: Owed, _person: Person | None, _t: Words, _now: datetime) -> Ready:
    return Ready(Message(owed.step))


@pytest.fixture
async def office(store: Database, texts: Texts, clock: Moving, meet: Meet, tmp_path: Path) -> Office:
    return Office(store, texts, clock, meet, tmp_path / "var" / "lentera.sent")


async def test_a_new_database_sends_at_once_whatever_a_marker_says(office: Office) -> None:
    office.marker.write(41)
    await office.owe("sari")
    assert await office.tick() == 1
    assert (await office.pulse()).number == office.marker.read() == 42


async def test_the_number_grows_with_each_minute_in_which_something_goes_out_and_with_no_other(office: Office) -> None:
    assert await office.tick() == 0
    for n in range(3):
        await office.owe(f"a{n}")
        assert await office.tick() == 1
    assert (await office.pulse()).number == 1
    office.clock.advance(seconds=EVERY.total_seconds())
    assert await office.tick() == 0
    assert (await office.pulse()).number == 1
    await office.owe("b")
    assert await office.tick() == 1
    assert (await office.pulse()).number == office.marker.read() == 2


async def test_a_database_behind_its_marker_sends_nothing_and_says_so_once(office: Office) -> None:
    await office.tick()
    backup = await office.pulse()
    await office.owe("sari")
    assert await office.tick() == 1
    await office.put_back(backup)
    office.clock.advance(hours=5)
    office.restart()
    await office.owe("budi")
    assert [await office.tick() for _ in range(3)] == [-1] * 3
    assert office.told == [backup.at], "since when the database may not know what was sent"
    office.restart()
    assert await office.tick() == -1, "and so does every other worker, with a marker or without"


async def test_somebody_may_decide_to_send_what_is_due(office: Office) -> None:
    await office.owe("sari")
    await office.tick()
    await hold(office.store, office.clock)
    await office.owe("budi")
    assert await office.tick() == -1
    assert await release(office.store, office.clock, skip=False) == 0
    assert await office.tick() == 1
    office.clock.advance(minutes=5)
    await office.owe("citra")
    assert await office.tick() == 1


async def test_or_that_it_counts_as_sent(office: Office) -> None:
    await hold(office.store, office.clock)
    await office.owe("sari")
    await office.owe("sari", "survey_reminder", Care.PROMPT)
    later = office.clock.now() + timedelta(days=1)
    async with office.store.begin() as work:
        person = (await office.meet("budi")).id
        await work.mail.owe([Parcel("7", "soft", "", person, later)])
        assert await work.mail.due(office.clock.now()) == 1
    assert await release(office.store, office.clock, skip=True) == 1
    assert await office.tick() == 0
    async with office.store.begin() as work:
        assert [(one.fate, one.reason) for one in await work.mail.status("7")] == [
            (Fate.QUEUED, ""),
            (Fate.SKIPPED, RESTORED),
        ]
    office.clock.to(later)
    assert await office.tick() == 1


async def test_tables_that_were_made_anew_are_recognised_without_a_marker(
    empty_url: str, another: Another, database: str, clock: Moving, tmp_path: Path
) -> None:
    await migrate.upgrade(empty_url)
    store, told = another(empty_url), list[datetime]()
    watch = Watch(store, clock, File(tmp_path / "none"), told.append)
    assert await watch.free()
    if database == "postgres":
        await _as_pg_restore_does(empty_url)
    # A file that is copied is the same database to itself: with SQLite it is the marker alone that knows.
    assert await watch.free() is (database == "sqlite")
    await release(store, clock, skip=False)
    assert await watch.free()
    assert len(told) == (database == "postgres")


async def _as_pg_restore_does(url: str) -> None:
    """The same rows in a table that was made anew."""
    made = engine(url)
    async with made.begin() as connection:
        await connection.execute(text("ALTER TABLE outbox RENAME TO backup"))
        await connection.execute(text("CREATE TABLE outbox (LIKE backup)"))
        await connection.execute(text("INSERT INTO outbox SELECT * FROM backup"))
        await connection.execute(text("DROP TABLE backup CASCADE"))
    await made.dispose()


async def test_a_marker_that_cannot_be_written_stops_nothing(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")
    await office.owe("sari")
    await office.owe("budi")
    assert await office.tick() == 2
    assert caplog.text.count("cannot be written") == 1
    assert office.marker.read() == 0
