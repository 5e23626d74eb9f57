"""Everybody is known before a rollout, and whoever has left is known to have left."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.people import Place, Role
from bot.ports import Member
from bot.staff.roster import FRESH, LEASE, Roster
from storage.store import Database
from tests.conftest import Moving, account

EMPLOYEE = frozenset({Role.EMPLOYEE})
LEAD = EMPLOYEE | {Role.LEAD}


@dataclass
class Platform:
    """Says who its members are."""

    members: list[Member] = field(default_factory=list)
    asked: int = 0
    broken: bool = False
    meanwhile: str = ""

    async def everyone(self) -> Sequence[Member]:
        self.asked += 1
        if self.broken:
            raise TimeoutError
        return self.members


def member(name: str, division: str | None = None, roles: frozenset[Role] = EMPLOYEE, **said: str) -> Member:
    return Member(account(name, platform="slack", email=f"{name}@a.id", **said), division, roles)


async def known(store: Database) -> dict[str, tuple[str | None, frozenset[Role]]]:
    async with store.begin() as work:
        return {one.name: (one.division, one.roles) for one in await work.staff.everyone()}


@pytest.fixture
def slack() -> Platform:
    return Platform([member("ada", "Design", LEAD), member("sari", "Design"), member("budi")])


@pytest.fixture
def roster(store: Database, clock: Moving, slack: Platform) -> Roster:
    return Roster(store, clock, {"slack": slack})


async def test_everybody_is_known_with_zone_language_and_place_before_they_have_done_anything(
    store: Database, roster: Roster, slack: Platform
) -> None:
    slack.members.append(member("dewi", timezone="Asia/Makassar", locale="id-ID"))
    await roster.tick()
    assert await known(store) == {
        "Ada": ("Design", LEAD),
        "Sari": ("Design", EMPLOYEE),
        "Budi": (None, EMPLOYEE),
        "Dewi": (None, EMPLOYEE),
    }
    async with store.begin() as work:
        dewi = next(one for one in await work.staff.everyone() if one.name == "Dewi")
    assert (dewi.zone.key, dewi.locale, dewi.email) == ("Asia/Makassar", "id-ID", "dewi@a.id")


async def test_what_the_platform_says_later_takes_the_place_of_what_it_said(
    store: Database, roster: Roster, slack: Platform
) -> None:
    await roster.take("slack")
    slack.members[:2] = [member("ada", "Product"), member("sari", None, LEAD)]
    await roster.take("slack")
    assert await known(store) == {"Ada": ("Product", EMPLOYEE), "Sari": (None, LEAD), "Budi": (None, EMPLOYEE)}


async def test_the_table_of_hr_goes_before_the_groups(store: Database, roster: Roster) -> None:
    await roster.take("slack")
    async with store.begin() as work:
        owners = await work.staff.owners({"ada@a.id", "budi@a.id"})
        await work.staff.draft("t", {owners["ada@a.id"]: Place(), owners["budi@a.id"]: Place("Sales", lead=True)})
        await work.staff.apply("t")
    await roster.take("slack")
    assert await known(store) == {"Ada": (None, EMPLOYEE), "Sari": ("Design", EMPLOYEE), "Budi": ("Sales", LEAD)}


async def test_whoever_is_no_longer_on_the_list_has_left(
    store: Database, roster: Roster, slack: Platform, clock: Moving
) -> None:
    await roster.take("slack")
    async with store.begin() as work:
        await work.people.meet(account("local"))
        ada = (await work.staff.owners({"ada@a.id"}))["ada@a.id"]
        await work.outbox.owe(ada, "hello", "", not_before=clock.now())
    del slack.members[0]
    await roster.take("slack")
    assert set(await known(store)) == {"Sari", "Budi", "Local"}
    async with store.begin() as work:
        assert await work.outbox.claim(clock.now(), limit=9, lease=60) == ()


async def test_a_list_without_anybody_or_of_another_workspace_says_nothing_about_anybody(
    store: Database, roster: Roster, slack: Platform
) -> None:
    await roster.take("slack")
    slack.members[:] = []
    await roster.take("slack")
    slack.members[:] = [member("ayu", workspace="T2")]
    await roster.take("slack")
    assert set(await known(store)) == {"Ada", "Sari", "Budi", "Ayu"}


async def test_a_list_that_does_not_come_whole_changes_nothing_and_is_asked_for_again(
    store: Database, roster: Roster, slack: Platform, clock: Moving, caplog: pytest.LogCaptureFixture
) -> None:
    await roster.tick()
    before = await known(store)
    slack.members.clear()
    slack.broken = True
    clock.advance(seconds=FRESH.total_seconds() + 1)
    with caplog.at_level(logging.WARNING):
        await roster.tick()
    assert "TimeoutError" in caplog.text
    assert await known(store) == before
    slack.broken = False
    slack.members.append(member("dewi"))
    clock.advance(seconds=LEASE.total_seconds() + 1)
    await roster.tick()
    assert "Dewi" in await known(store)


async def test_one_process_of_several_asks_and_not_before_it_is_time(
    store: Database, roster: Roster, slack: Platform, clock: Moving
) -> None:
    other = Roster(store, clock, {"slack": slack})
    for _ in range(3):
        await roster.tick()
        await other.tick()
    assert slack.asked == 1
    clock.advance(seconds=FRESH.total_seconds() - 60)
    await other.tick()
    assert slack.asked == 1
    clock.advance(seconds=120)
    await other.tick()
    assert slack.asked == 2


async def test_groups_that_changed_are_looked_at_soon_and_once(roster: Roster, slack: Platform, clock: Moving) -> None:
    await roster.tick()
    for _ in range(5):
        roster.changed("slack")
    await roster.tick()
    assert slack.asked == 1
    clock.advance(minutes=2)
    await roster.tick()
    await roster.tick()
    assert slack.asked == 2


async def test_one_member_who_comes_changes_or_leaves_is_noted_at_once(store: Database, roster: Roster) -> None:
    dewi = account("dewi", platform="slack", email="dewi@a.id")
    await roster.came(dewi)
    assert await known(store) == {"Dewi": (None, EMPLOYEE)}
    await roster.left("slack", "demo", "dewi")
    await roster.left("slack", "demo", "nobody")
    assert await known(store) == {}
    await roster.came(dewi)
    assert set(await known(store)) == {"Dewi"}


async def test_a_list_that_knows_only_some_of_the_people_says_of_nobody_that_they_have_left(
    store: Database, clock: Moving, slack: Platform
) -> None:
    roster = Roster(store, clock, {"slack": slack}, partial={"slack"})
    await roster.take("slack")
    del slack.members[1:]
    await roster.take("slack")
    assert set(await known(store)) == {"Ada", "Sari", "Budi"}
