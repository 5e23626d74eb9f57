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
from adapters.teams.setup import Reach, reaching
from bot.composition.pace import Shared
from bot.message import Message
from bot.texts import Texts
from storage.store import Database
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
    """One of several."""

    reach: Reach
    seen: Seen

    async def writes(self, to: Person, times: int) -> None:
        for _ in range(times):
            await self.reach.messenger.send(address(to), Message("Hello"))


@pytest.fixture
async def teams() -> AsyncIterator[PretendTeams]:
    async with PretendTeams(speed=4.0) as teams:
        yield teams


@pytest.fixture
async def processes(teams: PretendTeams, texts: Texts, url: str) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(2):
            store = Database(url)
            stack.push_async_callback(store.close)
            chosen = options(teams)
            seen = Seen(Shared(store, Clock(teams)))
            lanes = Lanes(teams.clock.now, teams.clock.sleep, pace=seen, secret=chosen.signing)
            made.append(Process(await stack.enter_async_context(reaching(chosen, texts, lanes)), seen))
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


async def test_what_is_said_now_and_then_asks_no_database(teams: PretendTeams, processes: list[Process]) -> None:
    ada = teams.user("ada")
    for process in processes:
        for _ in range(3):
            await process.writes(ada, 1)
            await teams.clock.sleep(3)
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
