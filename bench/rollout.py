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
from collections.abc import AsyncIterator, Awaitable
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bench.servers import ROOT, postgres
from bot.campaigns.board import Board
from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.channel import Channel
from bot.campaigns.engine import Engine, Ways
from bot.campaigns.playbook import Playbook, Step
from bot.message import Message
from bot.outbox import Postman
from bot.people import Person, Role
from bot.ports import Work
from bot.surveys.notes import Notes
from bot.surveys.steward import Steward
from bot.surveys.survey import State as Stand
from bot.texts import Words
from config import content
from config.playbooks import playbooks
from config.policies import policies
from config.questionnaires import questionnaires
from storage import migrate
from storage.engine import engine
from storage.schema import accounts, people
from storage.store import Database

SHORT = bool(os.environ.get("BENCH_SHORT"))
SIZES = (1_000, 3_000) if SHORT else (1_000, 10_000, 100_000)
JAKARTA = ZoneInfo("Asia/Jakarta")
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin")
STARTED = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
MEETING = datetime(2027, 1, 12, 10, 0, tzinfo=JAKARTA)
SOFT = datetime(2026, 12, 15, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""When the announcement is due for the last of them."""
SURVEY = datetime(2026, 12, 28, 9, 0, tzinfo=JAKARTA)
"""When the survey is asked for, a day before its step."""
CAMPAIGN = Campaign(
    id=0,
    playbook="time-tracking",
    title="Rollout",
    zone=JAKARTA,
    anchor=MEETING,
    survey_end=datetime(2027, 1, 4, 18, 0, tzinfo=JAKARTA),
    audience=EVERYBODY,
    calendar="default",
    created_at=STARTED,
    created_by=None,
    key="bench",
    state=State.RUNNING,
    started_at=STARTED,
)
CHANNEL = Channel("local", "demo", "channel:general", "#general")
PARTS = ("plan", "fan-out", "idle", "deliver", "survey", "status", "channel")


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = STARTED

    def now(self) -> datetime:
        """What it was set to."""
        return self.moment


class Nowhere:
    """A platform that takes everything at once."""

    def __init__(self) -> None:
        self.taken = 0

    async def send(self, address: str, message: Message) -> None:
        """Take it."""
        del address, message
        self.taken += 1


async def write(campaign: Campaign, step: Step, occasion: str, person: Person, t: Words) -> Message:
    """A letter that asks nobody."""
    return Message(f"{t.locale} {campaign.title} {step.name} {occasion} {person.name}")


async def every_gate_is_open(work: Work, campaign: Campaign, playbook: Playbook) -> dict[str, str]:
    """As if everything had been agreed and approved."""
    del work, campaign, playbook
    return {}


async def post(campaign: Campaign, step: Step, occasion: str) -> Message:
    """A post that asks nobody."""
    return Message(f"{campaign.title} {step.name} {occasion}")


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
        "timezone": ZONES[number % len(ZONES)],
        "latest": True,
        "active": True,
    }


async def measure(url: str, size: int) -> dict[str, float]:
    """The seconds of each part, and the megabytes at the peak."""
    await populate(url, size)
    clock, platform, found = Hand(), Nowhere(), Stopwatch()
    known = policies()
    ways = Ways(playbooks(), lambda name: known.of(name or "default"), write, every_gate_is_open)
    async with opened(url) as store:
        engine_, board = Engine(store, clock, ways), Board(store, clock, ways, post)
        letters = board.letter(engine_.letter)
        postman = Postman(store, content.texts(), {"local": platform}, {}, clock, campaigns=letters)
        async with store.begin() as work:
            campaign = await work.campaigns.create(CAMPAIGN)
            await work.campaigns.post_in(campaign.id, CHANNEL)
        await found.time("plan", engine_.tick())
        clock.moment = SOFT
        await found.time("fan-out", engine_.tick())
        await found.time("idle", engine_.tick())
        await board.tick()
        await found.time("deliver", postman.deliver())
        # To everybody, and once in the channel.
        if platform.taken != size + 1:
            raise RuntimeError(f"{platform.taken} of {size + 1} were delivered")
        await board.tick()
        await found.time("channel", board.tick())
        async with store.begin() as work:
            await work.mail.status(str(campaign.id))
        async with store.begin() as work:
            await found.time("status", work.mail.status(str(campaign.id)))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        clock.moment = SURVEY
        steward = Steward(
            store,
            clock,
            Notes(store, clock),
            playbooks=ways.playbooks,
            questionnaires=questionnaires(),
            calendar=ways.calendar,
            gatekeeper=every_gate_is_open,
        )
        await open_survey(store, steward, size)
        await found.time("survey", steward.tick())
    return found.seconds | {"memory": memory}


async def open_survey(store: Database, steward: Steward, size: int) -> None:
    """Have everybody invited to the campaign's survey, and take answers."""
    await steward.tick()
    async with store.begin() as work:
        (survey,) = await work.surveys.standing({Stand.ASKED})
        if len(await work.surveys.roster(survey.id)) != size:
            raise RuntimeError("not everybody is invited")
        await work.surveys.opened(survey.id, bytes(32), b"", SURVEY)
    await steward.tick()


class Stopwatch:
    """Seconds, by what took them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    async def time(self, part: str, what: Awaitable[object]) -> None:
        """Wait for something, and note how long."""
        begin = perf_counter()
        await what
        self.seconds[part] = perf_counter() - begin


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
        print("One campaign, one step to everybody and to its channel, four zones. Seconds; survey beat, status and a")
        print("beat for the channel in milliseconds; memory in megabytes, before the survey.")
        print()
        print("| | people | plan | fan-out | idle tick | deliver | delivered a second |", end="")
        print(" survey beat | status | channel beat | peak of memory |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
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
    plan, fan_out, idle, deliver, survey, status, channel = (figures[part] for part in PARTS)
    return (
        f"| {name} | {size:,} | {plan:.2f} | {fan_out:.2f} | {idle:.2f} | {deliver:.2f} | {size / deliver:.0f} "
        f"| {survey * 1e3:.1f} | {status * 1e3:.1f} | {channel * 1e3:.1f} | {figures['memory']:.0f} |"
    )


if __name__ == "__main__":
    main()
