"""Prints what a rollout to very many people costs: `python -m bench.rollout`; one row a database and size.

Each row is a process of its own, so that its peak of memory is its own.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert

from bench.servers import ROOT, postgres
from bot.mail import Parcel
from bot.message import Message
from bot.outbox import Postman, Ready
from bot.people import Person, Role
from bot.ports import Owed
from bot.texts import Texts, Words
from config import content
from storage import migrate
from storage.engine import engine
from storage.schema import accounts, people
from storage.store import Database

SHORT = bool(os.environ.get("BENCH_SHORT"))
SIZES = (1_000, 3_000) if SHORT else (1_000, 10_000, 100_000)
BATCH = 500
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


class Still:
    """A clock that stands."""

    def now(self) -> datetime:
        """Always the same."""
        return NOW


class Nowhere:
    """A platform that takes everything at once."""

    def __init__(self) -> None:
        self.taken = 0

    async def send(self, address: str, message: Message) -> None:
        """Take it."""
        del address, message
        self.taken += 1


async def hello(owed: Owed, person: Person | None, t: Words, now: datetime) -> Ready:
    """A letter that asks nobody."""
    del now
    return Ready(Message(f"{t.locale} {owed.step} {person.name if person else ''}"))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A store, closed at the end."""
    store = Database(url)
    try:
        yield store
    finally:
        await store.close()


async def populate(url: str, size: int) -> None:
    """That many people with an account each, as a directory would have brought them."""
    made = engine(url)
    columns = {"policy": "default", "roles": frozenset({Role.EMPLOYEE}), "work_from": time(9), "work_to": time(18)}
    usual = {column.name: None for column in people.columns} | columns | {"week_start": 0, "active": True, "turn": 0}
    async with made.begin() as connection:
        for begin in range(1, size + 1, 5_000):
            numbers = range(begin, min(begin + 5_000, size + 1))
            await connection.execute(insert(people), [usual | {"id": number} for number in numbers])
            await connection.execute(insert(accounts), [_account(number) for number in numbers])
    await made.dispose()


def _account(number: int) -> dict[str, object]:
    return {
        "person": number,
        "platform": "local",
        "workspace": "demo",
        "known_as": f"p{number}",
        "address": f"dm:p{number}",
        "name": f"P {number}",
        "timezone": "Asia/Jakarta",
        "latest": True,
        "active": True,
    }


async def measure(url: str, size: int) -> dict[str, float]:
    """The seconds of each part, and the megabytes at the peak."""
    await populate(url, size)
    texts = content.texts()
    async with opened(url) as store:
        figures = {"fan-out": await _seconds(_owe(store, size)), "nothing new": await _seconds(_owe(store, size))}
        figures["deliver"] = await _seconds(_deliver(store, texts, size))
        status = []
        for _ in range(3):
            begin = perf_counter()
            async with store.begin() as work:
                await work.mail.status("1")
            status.append(perf_counter() - begin)
        figures["status"] = min(status)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures | {"memory": peak}


async def _seconds(what: object) -> float:
    begin = perf_counter()
    await what  # type: ignore[misc]
    return perf_counter() - begin


async def _owe(store: Database, size: int) -> None:
    """Owe everybody one message, batch by batch."""
    for begin in range(1, size + 1, BATCH):
        async with store.begin() as work:
            numbers = range(begin, min(begin + BATCH, size + 1))
            await work.mail.owe([Parcel("1", "soft", "", number, NOW) for number in numbers])


async def _deliver(store: Database, texts: Texts, size: int) -> None:
    platform = Nowhere()
    await Postman(store, texts, {"local": platform}, {}, Still(), campaigns=hello).deliver()
    if platform.taken != size:
        raise RuntimeError(f"{platform.taken} of {size} were delivered")


def main() -> None:
    """Measure every size on both databases, and print."""
    if len(sys.argv) > 1:
        url, size = sys.argv[1], int(sys.argv[2])
        asyncio.run(migrate.upgrade(url))
        print(json.dumps(asyncio.run(measure(url, size))))
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres())
        print("| | people | fan-out, s | again, s | deliver, s | a second | status, ms | peak, MB |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        for size in SIZES:
            for name, url in (("SQLite", f"sqlite:///{folder / f'{size}.db'}"), ("PostgreSQL", server)):
                print(_row(name, size, _apart(url, size)), flush=True)
            _apart_clean(server)


def _apart(url: str, size: int) -> dict[str, float]:
    """Measure in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.rollout", url, f"{size}"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def _apart_clean(url: str) -> None:
    asyncio.run(migrate.downgrade(url))


def _row(name: str, size: int, figures: dict[str, float]) -> str:
    return (
        f"| {name} | {size:,} | {figures['fan-out']:.2f} | {figures['nothing new']:.2f} | {figures['deliver']:.2f} "
        f"| {size / figures['deliver']:.0f} | {figures['status'] * 1e3:.1f} | {figures['memory']:.0f} |"
    )


if __name__ == "__main__":
    main()
