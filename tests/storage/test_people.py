"""Who somebody is: found, joined, new; and what holds for them."""

import asyncio
from datetime import time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from bot.people import APPOINTED, Preferences, Role
from storage.schema import metadata, people
from storage.store import Database
from tests.conftest import START, Another, Meet, Moving, account

EARLY = Preferences(
    locale="id", zone="Asia/Makassar", work_from=time(7), work_to=time(16), week_start=6, remind_at=None
)


async def test_somebody_new_gets_what_the_platform_says(meet: Meet) -> None:
    sari = await meet("sari", locale="id-ID", email="Sari@Example.id")
    assert (sari.name, sari.locale, sari.zone) == ("Sari", "id-ID", ZoneInfo("Asia/Jakarta"))
    assert (sari.email, sari.roles, sari.policy) == ("sari@example.id", frozenset({Role.EMPLOYEE}), "default")
    assert (sari.work_from, sari.work_to, sari.week_start, sari.remind_at) == (time(9), time(18), 0, time(16, 30))


async def test_where_the_platform_says_nothing_the_installation_decides(another: Another) -> None:
    store = another(locale="id", zone="Asia/Makassar")
    async with store.begin() as work:
        sari = await work.people.meet(account("sari", timezone=None))
        budi = await work.people.meet(account("budi", timezone="Mars/Olympus", locale=""))
    assert (sari.locale, sari.zone) == ("id", ZoneInfo("Asia/Makassar"))
    assert (budi.locale, budi.zone) == ("id", ZoneInfo("Asia/Makassar"))


async def test_as_many_as_are_invited_to_the_largest_survey_are_found_at_once(store: Database, meet: Meet) -> None:
    sari = await meet("sari")
    async with store.begin() as work:
        assert await work.people.these(range(sari.id, sari.id + 40_000)) == {sari.id: sari}


async def test_meeting_again_finds_the_same_person(meet: Meet) -> None:
    assert await meet("sari") == await meet("sari")
    assert (await meet("sari")).id != (await meet("budi")).id


async def test_what_the_platform_says_is_kept_fresh(store: Database, meet: Meet) -> None:
    before = await meet("sari", locale="id", email="sari@a.id")
    after = await meet(
        "sari", name="Sari Dewi", locale="en", timezone="Europe/Berlin", email="dewi@a.id", address="dm:2"
    )
    assert after.id == before.id
    assert (after.name, after.locale, str(after.zone), after.email) == ("Sari Dewi", "en", "Europe/Berlin", "dewi@a.id")
    async with store.begin() as work:
        assert await work.people.lock(after.id) == after


async def test_what_the_platform_does_not_say_this_time_stays_known(store: Database, meet: Meet) -> None:
    await meet("sari", locale="id-ID", timezone="Asia/Jakarta", email="sari@a.id")
    again = await meet("sari", locale=None, timezone=None, email=None)
    assert (again.locale, again.zone.key, again.email) == ("id-ID", "Asia/Jakarta", "sari@a.id")
    async with store.begin() as work:
        assert await work.people.meet(account("sari", locale=None, timezone=None, email=None)) == again


async def test_whoever_is_only_recognised_is_spoken_to_in_their_language_and_stays_as_they_were(
    store: Database, meet: Meet
) -> None:
    async with store.begin() as work:
        noted = await work.people.note(account("sari", locale=None))
    found = await store.recognise(account("sari", name="Sari Dewi", locale="id-ID"))
    assert (found.id, found.name, found.locale) == (noted.id, "Sari", "id-ID")
    assert (await store.recognise(account("sari", locale=None))).locale == noted.locale
    async with store.begin() as work:
        await work.people.prefer(noted.id, EARLY)
    assert (await store.recognise(account("sari", locale="en"))).locale == "id"
    assert (await store.recognise(account("budi"))).id == (await meet("budi")).id


async def test_a_verified_email_joins_accounts_of_two_platforms(meet: Meet) -> None:
    slack = await meet("U1", platform="slack", email="Sari@Example.id")
    teams = await meet("29:x", platform="teams", email="sari@EXAMPLE.id ")
    assert slack.id == teams.id


async def test_without_an_email_two_accounts_are_two_people(meet: Meet) -> None:
    slack = await meet("U1", platform="slack", email=None)
    teams = await meet("U1", platform="teams", email="")
    assert slack.id != teams.id


async def test_whoever_is_given_a_leaver_s_address_does_not_find_the_leaver_s_hours(meet: Meet) -> None:
    leaver = await meet("U1", platform="slack", email="it@example.id")
    newcomer = await meet("U2", platform="slack", email="it@example.id")
    assert newcomer.id != leaver.id
    teams = await meet("29:x", platform="teams", email="it@example.id")
    assert teams.id == newcomer.id
    assert (await meet("U1", platform="slack", email="it@example.id")).id == leaver.id


async def test_an_email_that_changes_to_somebody_else_s_does_not_merge_two_people(meet: Meet) -> None:
    sari = await meet("sari", email="sari@a.id")
    budi = await meet("budi", email="budi@a.id")
    moved = await meet("budi", email="sari@a.id")
    assert (moved.id, moved.email) == (budi.id, "budi@a.id")
    assert (await meet("sari", email="sari@a.id")) == sari


@pytest.mark.parametrize("email", [None, "sari@a.id"])
async def test_an_account_met_by_many_at_once_is_one_person(another: Another, email: str | None) -> None:
    stores = [another(), another()]

    async def met(store: Database) -> int:
        async with store.begin() as work:
            return (await work.people.meet(account("sari", email=email))).id

    numbers = await asyncio.gather(*(met(store) for store in stores * 10))
    async with stores[0].begin() as work:
        others = await work.prompts.missing("any", 10)
    assert len(set(numbers)) == 1
    assert len(others) == 1


async def test_two_accounts_of_one_email_met_at_once_are_one_person(another: Another) -> None:
    stores = [another(), another()]

    async def met(store: Database, platform: str) -> int:
        async with store.begin() as work:
            return (await work.people.meet(account("sari", platform=platform, email="sari@a.id"))).id

    numbers = await asyncio.gather(
        *(met(store, platform) for store in stores for platform in ("slack", "teams", "local"))
    )
    assert len(set(numbers)) == 1


async def test_what_somebody_sets_wins_over_the_platform_at_once(store: Database, meet: Meet) -> None:
    sari = await meet("sari", locale="en")
    async with store.begin() as work:
        await work.people.prefer(sari.id, EARLY)
    set_ = await meet("sari", locale="en")
    assert (set_.locale, str(set_.zone)) == ("id", "Asia/Makassar")
    assert (set_.work_from, set_.work_to, set_.week_start, set_.remind_at) == (time(7), time(16), 6, None)
    async with store.begin() as work:
        assert await work.people.preferences(sari.id) == EARLY
        assert await work.people.lock(sari.id) == set_


async def test_a_preference_is_seen_by_the_rest_of_its_own_unit_and_not_kept_if_that_fails(
    store: Database, meet: Meet
) -> None:
    sari = await meet("sari")

    async def fail() -> None:
        async with store.begin() as work:
            await work.people.prefer(sari.id, EARLY)
            assert (await work.people.meet(account("sari"))).locale == "id"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await meet("sari") == sari


async def test_the_directory_says_division_and_roles(store: Database, meet: Meet) -> None:
    await meet("sari")
    async with store.begin() as work:
        lead = frozenset({Role.EMPLOYEE, Role.LEAD})
        enrolled = await work.people.enrol(account("sari"), division="Finance", roles=lead)
    assert (enrolled.division, enrolled.roles) == ("Finance", lead)
    assert await meet("sari") == enrolled
    async with store.begin() as work:
        assert await work.people.enrol(account("sari"), division="Finance", roles=lead) == enrolled


async def test_the_directory_does_not_change_where_messages_go(store: Database, meet: Meet, clock: Moving) -> None:
    sari = await meet("T1", platform="teams", email="sari@a.id")
    async with store.begin() as work:
        slack = account("U1", platform="slack", email="sari@a.id")
        await work.people.enrol(slack, division="Finance", roles=frozenset({Role.EMPLOYEE}))
        await work.outbox.owe(sari.id, "step", "", not_before=clock.now())
        (owed,) = await work.outbox.claim(clock.now(), limit=1, lease=60)
    assert owed.platform == "teams"


async def test_messages_go_to_the_account_met_last(store: Database, meet: Meet, clock: Moving) -> None:
    for platform in ("slack", "teams", "slack", "teams", "slack"):
        sari = await meet("sari", platform=platform, email="sari@a.id", address=f"dm:{platform}")
        async with store.begin() as work:
            assert await work.outbox.owe(sari.id, "step", "", not_before=clock.now())
            (owed,) = await work.outbox.claim(clock.now(), limit=1, lease=60)
            await work.outbox.done(owed)
        assert (owed.platform, owed.address) == (platform, f"dm:{platform}")


async def test_people_are_found_by_email_or_account_on_the_command_line(store: Database, meet: Meet) -> None:
    sari = await meet("U1", email="sari@a.id")
    await meet("U2", platform="slack")
    await meet("U2", platform="teams")
    async with store.begin() as work:
        assert await work.people.named("SARI@a.id") == sari
        assert await work.people.named("U1") == sari
        assert await work.people.named("U2") is None, "two people are called so"
        assert await work.people.named("nobody") is None


async def test_several_people_are_looked_up_at_once(store: Database, meet: Meet) -> None:
    sari, budi = await meet("sari"), await meet("budi")
    await meet("sari2", platform="slack")
    async with store.begin() as work:
        assert await work.people.these({sari.id, budi.id, 999}) == {sari.id: sari, budi.id: budi}


async def test_nobody_is_nobody(store: Database) -> None:
    async with store.begin() as work:
        with pytest.raises(LookupError):
            await work.people.lock(1)
        with pytest.raises(LookupError):
            await work.people.preferences(1)


async def test_two_processes_do_not_wait_for_the_memory_where_they_lock(
    another: Another, store: Database, meet: Meet
) -> None:
    sari = await meet("sari")
    other = another()
    async with other.begin() as work:
        await work.people.prefer(sari.id, EARLY)
    async with store.begin() as work:
        assert (await work.people.lock(sari.id)).locale == "id"


async def test_what_was_read_while_somebody_changed_it_is_not_remembered(store: Database, meet: Meet) -> None:
    sari = await meet("sari")
    store._recent.forget(sari.id)
    async with store.begin() as reading:
        await reading.people.meet(account("sari"))
        store._recent.forget(sari.id)
    assert store._recent.find(account("sari")) is None


async def test_erasing_a_person_leaves_nothing_of_theirs(store: Database, meet: Meet, clock: Moving) -> None:
    sari, budi = await meet("sari"), await meet("budi")
    async with store.begin() as work:
        await work.timers.start(sari.id, at=clock.now(), zone="UTC", project=None, note="", delivery="t")
        await work.prompts.set(sari.id, "kind", clock.now())
        await work.outbox.owe(sari.id, "step", "", not_before=clock.now())
    async with store._engine.begin() as connection:
        await connection.execute(delete(people).where(people.c.id == sari.id))
        for table in metadata.sorted_tables:
            if "person" in table.c:
                left = await connection.execute(select(table.c.person).where(table.c.person != budi.id))
                assert left.all() == []


async def test_only_the_settings_appoint_an_approver_a_sender_or_the_works_representative(another: Another) -> None:
    appointed = {"ratna@example.org": frozenset({Role.HR_APPROVER})}
    store = another(appointed=appointed)
    async with store.begin() as work:
        gita = await work.people.enrol(account("gita"), division="HR", roles=frozenset(Role))
        ratna = await work.people.enrol(
            account("ratna", email="Ratna@Example.org"), division="HR", roles=frozenset({Role.EMPLOYEE})
        )
        again = await work.people.these({gita.id, ratna.id})
    assert gita.roles == frozenset(Role) - APPOINTED
    assert ratna.roles == {Role.EMPLOYEE, Role.HR_APPROVER}
    assert again == {gita.id: gita, ratna.id: ratna}


async def test_an_address_that_says_less_does_not_take_the_place_of_one_that_says_more(store: Database) -> None:
    """In Teams one begins with who it is, and ends with their chat, which not everything that names them knows."""
    for said, kept in (("t|u|", "t|u|"), ("t|u|a:1", "t|u|a:1"), ("t|u|", "t|u|a:1"), ("t|u|a:2", "t|u|a:2")):
        async with store.begin() as work:
            await work.people.note(account("sari", address=said))
        async with store.begin() as work:
            person = await work.people.meet(account("sari", address=said))
            await work.outbox.owe(person.id, "hello", said + kept, not_before=START)
            (owed,) = await work.outbox.claim(START, limit=9, lease=1.0)
            assert owed.address == kept
            await work.outbox.done(owed)
