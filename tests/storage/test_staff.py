"""Who is employed, and where HR's table says they belong."""

from datetime import timedelta

from bot.people import Place, Role
from storage.store import Database
from tests.conftest import Meet, Moving, account

EVERYBODY = frozenset({Role.EMPLOYEE})
LEAD = frozenset({Role.EMPLOYEE, Role.LEAD})


async def leave(store: Database, *who: tuple[str, str, str]) -> None:
    async with store.begin() as work:
        for platform, workspace, known_as in who:
            await work.staff.left(platform, [(workspace, known_as)])


async def names(store: Database) -> list[str]:
    async with store.begin() as work:
        return [person.name for person in await work.staff.everyone()]


async def test_whoever_has_left_is_no_longer_among_everyone(store: Database, meet: Meet) -> None:
    await meet("ada")
    await meet("sari")
    await leave(store, ("local", "demo", "ada"), ("local", "demo", "nobody"), ("slack", "demo", "sari"))
    assert await names(store) == ["Sari"]
    async with store.begin() as work:
        assert await work.staff.accounts("local") == {("demo", "sari")}


async def test_whoever_has_left_is_owed_nothing_and_asked_nothing(store: Database, meet: Meet, clock: Moving) -> None:
    ada, sari = await meet("ada"), await meet("sari")
    now = clock.now()
    async with store.begin() as work:
        for person in (ada, sari):
            await work.outbox.owe(person.id, "hello", "", not_before=now)
        await work.prompts.plan("hours", {ada.id: now, sari.id: now + timedelta(hours=1)})
    await leave(store, ("local", "demo", "ada"))
    async with store.begin() as work:
        owed = await work.outbox.claim(now, limit=9, lease=60)
        assert [one.person for one in owed] == [sari.id]
        assert await work.prompts.due(now, 9) == []
        assert await work.prompts.next_due() == now + timedelta(hours=1)
        assert [person.id for person in await work.prompts.missing("other", 9)] == [sari.id]
        assert not (await work.people.lock(ada.id)).active


async def test_somebody_with_another_account_has_not_left_and_is_written_to_there(
    store: Database, meet: Meet, clock: Moving
) -> None:
    ada = await meet("29:x", platform="teams", email="ada@a.id")
    await meet("U1", platform="slack", email="ada@a.id")
    await leave(store, ("slack", "demo", "U1"))
    async with store.begin() as work:
        assert (await work.people.lock(ada.id)).active
        await work.outbox.owe(ada.id, "hello", "", not_before=clock.now())
    async with store.begin() as work:
        (owed,) = await work.outbox.claim(clock.now(), limit=9, lease=60)
    assert owed.platform == "teams"
    await leave(store, ("teams", "demo", "29:x"))
    assert await names(store) == []


async def test_somebody_who_is_back_is_back(store: Database, meet: Meet) -> None:
    ada = await meet("ada", email="ada@a.id")
    await leave(store, ("local", "demo", "ada"))
    assert await meet("ada", email="ada@a.id") == ada
    await leave(store, ("local", "demo", "ada"))
    async with store.begin() as work:
        assert (await work.people.note(account("ada"))).active
    await leave(store, ("local", "demo", "ada"))
    assert (await meet("U1", platform="slack", email="ada@a.id")).id == ada.id
    assert await names(store) == ["U1"]


async def test_to_be_noted_does_not_move_ones_messages(store: Database, meet: Meet, clock: Moving) -> None:
    ada = await meet("29:x", platform="teams", email="ada@a.id")
    async with store.begin() as work:
        await work.people.note(account("U1", platform="slack", email="ada@a.id"))
        await work.outbox.owe(ada.id, "hello", "", not_before=clock.now())
        (owed,) = await work.outbox.claim(clock.now(), limit=9, lease=60)
    assert owed.platform == "teams"


async def test_owners_are_found_by_address_unless_they_have_left(store: Database, meet: Meet) -> None:
    ada = await meet("ada", email="Ada@A.id")
    await meet("sari", email="sari@a.id")
    await leave(store, ("local", "demo", "sari"))
    async with store.begin() as work:
        assert await work.staff.owners({"ada@a.id", "sari@a.id", "nobody@a.id"}) == {"ada@a.id": ada.id}
        assert await work.staff.owners({f"{n}@a.id" for n in range(1200)}) == {}


async def test_a_table_holds_when_it_is_applied_and_not_before(store: Database, meet: Meet) -> None:
    ada, sari, budi = await meet("ada"), await meet("sari"), await meet("budi")
    async with store.begin() as work:
        await work.people.assign(sari.id, "Sales", frozenset({Role.EMPLOYEE, Role.HR_DRAFTER}))
        await work.staff.draft("one", {ada.id: Place("Design", lead=True), sari.id: Place("Design")})
        assert await work.staff.places() == {}
        assert (await work.people.lock(ada.id)).division is None
        assert await work.staff.apply("one")
        assert await work.staff.places() == {ada.id: Place("Design", lead=True), sari.id: Place("Design")}
    async with store.begin() as work:
        found = await work.people.these([ada.id, sari.id, budi.id])
    assert {one.name: (one.division, one.roles) for one in found.values()} == {
        "Ada": ("Design", LEAD),
        "Sari": ("Design", frozenset({Role.EMPLOYEE, Role.HR_DRAFTER})),
        "Budi": (None, EVERYBODY),
    }


async def test_a_newer_table_takes_the_place_of_the_one_before(store: Database, meet: Meet) -> None:
    ada, sari = await meet("ada"), await meet("sari")
    async with store.begin() as work:
        await work.staff.draft("one", {ada.id: Place("Design", lead=True), sari.id: Place("Design")})
        await work.staff.apply("one")
        await work.staff.draft("two", {sari.id: Place("Sales")})
        await work.staff.draft("three", {sari.id: Place("Finance", lead=True)})
        assert not await work.staff.apply("two")
        assert await work.staff.apply("three")
        assert not await work.staff.apply("three")
        assert not await work.staff.apply("")
        assert await work.staff.places() == {sari.id: Place("Finance", lead=True)}
    async with store.begin() as work:
        found = await work.people.these([ada.id, sari.id])
    assert [(one.name, one.division, one.roles) for one in found.values()] == [
        ("Ada", None, EVERYBODY),
        ("Sari", "Finance", LEAD),
    ]


async def test_nothing_is_asked_of_somebody_who_is_known_from_a_list_alone(store: Database, meet: Meet) -> None:
    async with store.begin() as work:
        await work.people.note(account("ada"))
        assert await work.prompts.missing("hours", 9) == []
    await meet("ada")
    async with store.begin() as work:
        assert [person.name for person in await work.prompts.missing("hours", 9)] == ["Ada"]
