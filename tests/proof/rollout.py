"""A rollout to many people, by workers in processes of their own that are killed and come back.

The rule to keep: what reached whom is read from the platform, what became of whom from the database.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update

from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.gates import seal
from bot.campaigns.ports import Approval
from bot.mail import Care, Failure, Fate, Parcel
from bot.people import Role
from config.playbooks import playbooks
from storage.engine import engine
from storage.schema import accounts, outbox, people
from storage.store import Database
from tests.pretend.crowd import SECRET
from tests.proof.house import ROOT

CAMPAIGN = "1"
BATCH = 500


def address(number: int) -> str:
    return f"dm:p{number}"


async def until(seen: Callable[[], Awaitable[bool]], *, seconds: float = 300.0) -> None:
    """Wait for something that other processes do. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await seen():  # noqa: ASYNC110 - a process that may be killed sets no event
            await asyncio.sleep(0.05)


class Rollout:
    """One database, one platform, any number of workers."""

    def __init__(
        self, database: str, platform: str, log: Path, *, rate: float = 0.0, command: Sequence[str] = ()
    ) -> None:
        self.database = database
        usual = [sys.executable, "-m", "tests.proof.worker", database, platform, f"{rate}"]
        self._command = list(command) or usual
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LENTERA_", "SLACK_"))},
            "PYTHONPATH": f"{ROOT}",
            "DATABASE_URL": database,
            "LENTERA_PLAYGROUND_URL": platform,
            "LENTERA_PLAYGROUND_SECRET": SECRET,
            "LENTERA_KEY_DIR": f"{log.parent / 'keys'}",
        }
        self._log = log
        self.people_in_it = 0
        self.workers: list[subprocess.Popen[bytes]] = []

    async def people(
        self, many: int, *, at: Callable[[int], str] = address, platform: str = "local", workspace: str = "demo"
    ) -> None:
        """So many people, numbered from 1."""
        made = engine(self.database)
        usual = {"policy": "default", "roles": frozenset({Role.EMPLOYEE}), "active": True, "turn": 0, "week_start": 0}
        hours = {"work_from": datetime(1, 1, 1, 9).time(), "work_to": datetime(1, 1, 1, 18).time()}  # noqa: DTZ001 - wall time
        async with made.begin() as connection:
            numbers = range(1, many + 1)
            await connection.execute(insert(people), [usual | hours | {"id": number} for number in numbers])
            await connection.execute(
                insert(accounts),
                [
                    {
                        "person": number,
                        "platform": platform,
                        "workspace": workspace,
                        "known_as": f"p{number}",
                        "address": at(number),
                        "name": f"P {number}",
                        "latest": True,
                        "active": True,
                    }
                    for number in numbers
                ],
            )
        await made.dispose()

    async def owe(self, many: int, care: Callable[[int], Care] = lambda _: Care.ANNOUNCEMENT) -> None:
        """Owe everybody one message, of the care that their number has."""
        store, now = Database(self.database), datetime.now(UTC)
        for begin in range(1, many + 1, BATCH):
            numbers = range(begin, min(begin + BATCH, many + 1))
            async with store.begin() as work:
                await work.mail.owe(
                    [Parcel(CAMPAIGN, care(number).value, "", number, now, care=care(number)) for number in numbers]
                )
        await store.close()

    async def campaign(self, many: int) -> None:
        """A real rollout, approved and running, whose first announcement is due for everybody now."""
        now = datetime.now(UTC)
        # Somewhere it is noon, so that whenever this runs, it is a sensible hour.
        zone = ZoneInfo(f"Etc/GMT{now.hour - 12:+d}" if now.hour != 12 else "Etc/GMT")
        meeting = datetime.combine(now.astimezone(zone).date() + timedelta(days=28), time(10), zone)
        playbook = playbooks()["time-tracking"]
        store = Database(self.database, zone=zone.key)
        async with store.begin() as work:
            campaign = await work.campaigns.create(
                Campaign(
                    id=0,
                    playbook=playbook.name,
                    title="Rollout",
                    zone=zone,
                    anchor=meeting,
                    survey_end=meeting - timedelta(days=8),
                    audience=EVERYBODY,
                    calendar="default",
                    created_at=now - timedelta(days=1),
                    created_by=None,
                    key="proof",
                    state=State.RUNNING,
                    weekends=True,
                    started_at=now - timedelta(days=1),
                )
            )
            step = playbook.by_name["soft"]
            sealed = seal(campaign, step, step.wording)
            await work.gates.approve(Approval(campaign.id, step.name, sealed, None, now))
        await store.close()
        made = engine(self.database)
        async with made.begin() as connection:
            await connection.execute(update(accounts).values(timezone=zone.key))
        await made.dispose()
        self.people_in_it = many

    async def planned(self) -> bool:
        """Whether everybody of the campaign is owed the announcement, or has had it."""
        return sum((await self.stand()).values()) >= self.people_in_it

    def start(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        with self._log.open("ab") as log:
            worker = subprocess.Popen(
                self._command, cwd=self._log.parent, env=self._environment, stdout=log, stderr=log
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """`kill -9`: no farewell."""
        worker.kill()
        worker.wait(30)
        self.workers.remove(worker)

    async def close(self) -> None:
        """End every worker, without a farewell."""
        for worker in list(self.workers):
            self.kill(worker)

    async def stop(self) -> None:
        """Ask every worker to finish what is in hand."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            await asyncio.to_thread(worker.wait, 30)
        self.workers.clear()

    async def later(self, seconds: float = 3600.0) -> None:
        """Let so much time go by for what waits: the leases of the dead run out, and what is tried again is due."""
        made = engine(self.database)
        async with made.begin() as connection:
            await connection.execute(
                update(outbox)
                .where(outbox.c.not_before > datetime.now(UTC))
                .values(not_before=datetime.now(UTC) - timedelta(seconds=seconds))
            )
        await made.dispose()

    async def waiting(self, *, due: bool = False) -> int:
        """How many are not settled; of these, how many are due and in nobody's hands."""
        made = engine(self.database)
        until = datetime.now(UTC) if due else datetime.max.replace(tzinfo=UTC)
        async with made.connect() as connection:
            count = select(func.count()).select_from(outbox).where(outbox.c.not_before <= until)
            found: int = (await connection.execute(count)).scalar_one()
        await made.dispose()
        return found

    async def settled(self) -> bool:
        """Whether nothing is left to do."""
        return await self.waiting() == 0

    async def idle(self) -> bool:
        """Whether nothing is due that nobody has in hand."""
        return await self.waiting(due=True) == 0

    async def stand(self) -> dict[Fate, int]:
        """How many are what."""
        store, found = Database(self.database), dict.fromkeys(Fate, 0)
        async with store.begin() as work:
            for tally in await work.mail.status(CAMPAIGN):
                found[tally.fate] += tally.count
        await store.close()
        return found

    async def failures(self) -> dict[int, Failure]:
        """Everybody who was not reached."""
        return await self._all(doubtful=False)

    async def doubtful(self) -> dict[int, Failure]:
        """Everybody who may have got something twice."""
        return await self._all(doubtful=True)

    async def _all(self, *, doubtful: bool) -> dict[int, Failure]:
        store, found, after = Database(self.database), {}, 0
        while True:
            async with store.begin() as work:
                page = await (work.mail.doubtful if doubtful else work.mail.failed)(CAMPAIGN, after=after)
            if not page:
                break
            after = page[-1].id
            found.update({one.person: one for one in page if one.person is not None})
        await store.close()
        return found
