"""Several processes on one database, in front of a Teams that counts: none of them ever speaks too fast."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest

from adapters.teams.lanes import _A_CONVERSATION, _SHARES, Lanes
from adapters.teams.setup import RATE, Reach, reaching
from bot.composition.pace import Shared
from bot.composition.teams import ROOM, Room
from bot.message import Message
from bot.ports import Clock as Ticks
from bot.texts import Texts
from storage.store import Database
from tests.conftest import Another, Moving
from tests.pretend.teams.person import Person
from tests.pretend.teams.pretend import PretendTeams
from tests.pretend.teams.speaker import address
from tests.teams.house import options

BEGUN = datetime(2026, 11, 30, 9, tzinfo=UTC)


@dataclass
class Clock:
    """What time it is in front of Teams."""

    teams: PretendTeams

    def now(self) -> datetime:
        return BEGUN + timedelta(seconds=self.teams.clock.now())


@dataclass
class Seen:
    """The lanes in the database, as one process has them, and which it has asked for a place."""

    shared: Shared
    lanes: list[str] = field(default_factory=list)

    async def take(self, lane: str, gap: float, patience: float) -> float:
        self.lanes.append(lane)
        return await self.shared.take(lane, gap, patience)


class Away:
    """A database that is not there."""

    async def take(self, lane: str, gap: float, patience: float) -> float:
        raise ConnectionError(lane, gap, patience)


@dataclass
class Process:
    """One of several workers."""

    reach: Reach
    seen: Seen
    store: Database
    teams: PretendTeams
    clock: Ticks

    async def place(self, gap: float) -> float:
        """The seconds until there is a place in the tenant's lane, which is taken."""
        async with self.store.begin() as work:
            lane = f"teams:{self.teams.tenant.id}"
            return await work.outbox.pace(lane, now=self.clock.now(), gap=gap, patience=60.0)

    async def announces(self, to: list[Person]) -> None:
        """Write to people one after the other, each at the place that a postman would have taken for it."""
        room = Room(self.reach, self.store, self.clock)
        left = 0.0
        for one in to:
            await self.teams.clock.sleep(await self.place(1 / RATE))
            await self.reach.messenger.send(address(one).removesuffix(one.chat.id), Message("Hello"))
            if self.teams.clock.now() >= left:
                await room.leave()
                left = self.teams.clock.now() + ROOM
        await room.leave()

    async def writes(self, to: Person, times: int) -> None:
        for _ in range(times):
            await self.reach.messenger.send(address(to), Message("Hello"))


@pytest.fixture
def speed() -> float:
    """Seconds that pass in one."""
    return 4.0


@pytest.fixture
async def teams(speed: float) -> AsyncIterator[PretendTeams]:
    async with PretendTeams(speed=speed) as teams:
        yield teams


@pytest.fixture
async def processes(teams: PretendTeams, texts: Texts, another: Another) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(2):
            store = another()
            chosen = options(teams)
            seen = Seen(Shared(store, Clock(teams)))
            lanes = Lanes(teams.clock.now, teams.clock.sleep, pace=seen, secret=chosen.signing)
            reach = await stack.enter_async_context(reaching(chosen, texts, lanes))
            made.append(Process(reach, seen, store, teams, Clock(teams)))
        yield made
        assert not teams.complaints


async def test_two_processes_never_write_to_one_person_faster_than_teams_takes(
    teams: PretendTeams, processes: list[Process]
) -> None:
    ada = teams.user("ada")
    await asyncio.gather(*(process.writes(ada, 12) for process in processes))
    assert len(ada.sees()) == 24
    assert teams.limits is not None
    assert teams.limits.refused == 0
    # One lane, and it does not tell whose.
    (lane,) = {lane for process in processes for lane in process.seen.lanes}
    assert re.fullmatch(r"teams:often:\d{1,3}", lane)


async def test_what_a_worker_opens_and_tries_again_takes_places_too(
    teams: PretendTeams, processes: list[Process], clock: Moving
) -> None:
    worker, other = processes
    worker.clock = other.clock = clock
    teams.fails("send", "SomethingPassing", status=502, times=2)
    await worker.announces([teams.user(f"p{number}") for number in range(10)])
    # Each message had a place; ten chats were opened, and two messages tried again.
    assert await other.place(0.0) == pytest.approx((10 + 10 + 2) / RATE)


# This machine must be able to call faster than Teams takes.
@pytest.mark.parametrize("speed", [1.0])
async def test_two_workers_who_open_chats_never_call_a_tenant_faster_than_teams_takes(
    teams: PretendTeams, processes: list[Process]
) -> None:
    halves = [[teams.user(f"{half}{number}") for number in range(60)] for half in "ab"]
    await asyncio.gather(*(process.announces(half) for process, half in zip(processes, halves, strict=True)))
    assert all(len(one.sees()) == 1 for half in halves for one in half)
    assert teams.limits is not None
    assert teams.limits.refused == 0


async def test_what_is_said_now_and_then_asks_no_database(teams: PretendTeams, processes: list[Process]) -> None:
    ada = teams.user("ada")
    for process in processes:
        for _ in range(3):
            await process.writes(ada, 1)
            teams.clock.advance(3)
        assert process.seen.lanes == []


async def test_while_the_database_is_away_messages_go_out(teams: PretendTeams, texts: Texts) -> None:
    lanes = Lanes(teams.clock.now, teams.clock.sleep, pace=Away())
    ada = teams.user("ada")
    async with reaching(options(teams), texts, lanes) as reach:
        for _ in range(4):
            await reach.messenger.send(address(ada), Message("Hello"))
    assert len(ada.sees()) == 4


@pytest.mark.parametrize(("most", "seconds"), _A_CONVERSATION)
def test_four_processes_and_what_they_share_are_what_teams_takes(most: int, seconds: float) -> None:
    together = [
        4 * min(free * ceil(seconds / span) for free, span in share.free) + 1 + share.burst + int(seconds / share.gap)
        for share in _SHARES
    ]
    assert min(together) <= most
