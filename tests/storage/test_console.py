"""The audit log and the versions of what HR writes."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from bot.campaigns.console.ports import Deed, Group, Version
from bot.people import Role
from storage.schema import people
from storage.store import Database
from tests.conftest import START, Another, Meet, account


def deed(delivery: str, *, by: int | None = None, campaign: int | None = 1, at: datetime = START) -> Deed:
    return Deed(at, by, campaign, "paused", {"title": "Catat waktu"}, delivery)


def version(delivery: str, number: int = 1, subject: str = "step:soft", by: int | None = None) -> Version:
    return Version(7, subject, number, {"id": {"text": "Halo"}}, by, START, delivery=delivery)


async def test_a_deed_is_noted_once_however_often_it_is_delivered(store: Database, meet: Meet) -> None:
    gita = await meet("gita")
    async with store.begin() as work:
        assert await work.audit.note(deed("d1", by=gita.id))
        assert not await work.audit.note(deed("d1", by=gita.id))
        assert await work.audit.seen("d2") is None
        found = await work.audit.seen("d1")
    assert found is not None
    assert replace(found, id=0) == deed("d1", by=gita.id)


async def test_the_log_is_read_from_the_newest_line_page_by_page(store: Database) -> None:
    async with store.begin() as work:
        for number in range(5):
            await work.audit.note(deed(f"d{number}"))
        await work.audit.note(deed("other", campaign=2))
        await work.audit.note(deed("all", campaign=None))
        first = await work.audit.page(1, before=None, limit=3)
        rest = await work.audit.page(1, before=first[-1].id, limit=3)
        everything = await work.audit.page(None, before=None, limit=2)
    assert [line.delivery for line in (*first, *rest)] == ["d4", "d3", "d2", "d1", "d0"]
    assert [line.delivery for line in everything] == ["all", "other"]


async def test_what_somebody_did_outlives_them_without_their_name(store: Database, meet: Meet) -> None:
    gita = await meet("gita")
    async with store.begin() as work:
        await work.audit.note(deed("d1", by=gita.id))
        await work.versions.add(version("v1", by=gita.id))
    async with store._engine.begin() as connection:
        await connection.execute(delete(people).where(people.c.id == gita.id))
    async with store.begin() as work:
        (line,) = await work.audit.page(1, before=None, limit=9)
        kept = await work.versions.get(7, "step:soft", 1)
    assert line.by is None
    assert kept is not None
    assert kept.by is None


async def test_of_two_who_write_after_the_same_version_one_is_told(store: Database) -> None:
    async with store.begin() as work:
        assert await work.versions.add(version("v1")) == version("v1")
        assert await work.versions.add(version("v2")) is None
        assert await work.versions.add(version("v1")) == version("v1")
        assert await work.versions.add(version("v2", 2)) == version("v2", 2)


async def test_the_latest_of_each_subject(store: Database) -> None:
    async with store.begin() as work:
        for number in (1, 2):
            await work.versions.add(version(f"s{number}", number))
        await work.versions.add(version("p1", subject="promises"))
        await work.versions.add(replace(version("x1"), campaign=8))
        latest = await work.versions.latest(7)
    assert {subject: found.number for subject, found in latest.items()} == {"step:soft": 2, "promises": 1}


async def test_a_version_is_signed_once_and_the_signed_one_is_found(store: Database, meet: Meet) -> None:
    ratna, budi = await meet("ratna"), await meet("budi")
    async with store.begin() as work:
        await work.versions.add(version("p1", 1, "promises"))
        await work.versions.add(version("p2", 2, "promises"))
        assert await work.versions.signed(7, "promises") is None
        assert await work.versions.sign(version("p1", 1, "promises"), by=ratna.id, at=START)
        assert not await work.versions.sign(version("p1", 1, "promises"), by=budi.id, at=START)
        signed = await work.versions.signed(7, "promises")
    assert signed is not None
    assert (signed.number, signed.signed_by, signed.signed_at) == (1, ratna.id, START)


async def test_everybody_is_counted_by_what_makes_them_get_something_at_another_time(another: Another) -> None:
    store = another(appointed={"ratna@example.org": frozenset({Role.HR_APPROVER})})
    async with store.begin() as work:
        for name, division, roles in (
            ("sari", "Product", {Role.EMPLOYEE}),
            ("dimas", "Product", {Role.EMPLOYEE}),
            ("bagus", "Product", {Role.EMPLOYEE, Role.LEAD}),
            ("ratna", "HR", {Role.EMPLOYEE}),
        ):
            who = account(name, email=f"{name}@example.org")
            await work.people.enrol(who, division=division, roles=frozenset(roles))
        await work.people.enrol(account("mira", timezone="Europe/Berlin"), division=None, roles=frozenset())
        gone = await work.people.meet(account("gone"))
        await work.staff.left("local", [("demo", "gone")])
        groups = await work.crowd.groups()
        leads = await work.crowd.holding({Role.LEAD})
        hr = await work.crowd.holding({Role.HR_APPROVER, Role.HR_DRAFTER})
    jakarta, berlin = ZoneInfo("Asia/Jakarta"), ZoneInfo("Europe/Berlin")
    employee = frozenset({Role.EMPLOYEE})
    assert gone.active
    assert len(groups) == 4
    assert set(groups) == {
        Group(jakarta, "default", "Product", employee, 2),
        Group(jakarta, "default", "Product", employee | {Role.LEAD}, 1),
        Group(jakarta, "default", "HR", employee | {Role.HR_APPROVER}, 1),
        Group(berlin, "default", None, frozenset(), 1),
    }
    assert [person.name for person in leads] == ["Bagus"]
    assert [person.name for person in hr] == ["Ratna"]
