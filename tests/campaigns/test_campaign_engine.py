"""The engine on both databases: what the rehearsal shows, and what two workers at once do not do."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.campaigns import deeds
from bot.campaigns.atlas import Ways
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.engine import Engine
from bot.campaigns.place import Calendar
from bot.campaigns.playbook import Playbook, Step
from bot.campaigns.rehearsal import rehearse
from bot.message import Message
from bot.outbox import Postman
from bot.people import Person
from bot.ports import Work
from bot.texts import Texts, Words
from config.policies import policies
from config.scenario import parsed
from storage.store import Database
from tests.campaigns.play import SCENARIOS, by_time, known, read, shown
from tests.conftest import Meet, Moving

JAKARTA = ZoneInfo("Asia/Jakarta")


async def test_a_scenario_comes_out_the_same_on_both_databases(store: Database, texts: Texts) -> None:
    text = (SCENARIOS / "gates_all.yaml").read_text(encoding="utf-8")
    scenario, _, expected = text.partition("\n---\n")
    lines = await rehearse(parsed(scenario, known()), store, texts, known())
    assert sorted((shown(line, several=False) for line in lines), key=by_time) == sorted(read(expected), key=by_time)


class Inbox:
    """A platform that remembers."""

    def __init__(self) -> None:
        self.got: Counter[tuple[str, str]] = Counter()

    async def send(self, address: str, message: Message) -> None:
        await asyncio.sleep(0)
        self.got[address, message.text] += 1


class House:
    """Workers on one database, without gates."""

    def __init__(
        self, store: Database, clock: Moving, texts: Texts, playbooks: Mapping[str, Playbook] | None = None
    ) -> None:
        self.store, self.clock, self.texts, self.playbooks = store, clock, texts, playbooks or known()
        self.inbox = Inbox()

    def worker(self, batch: int = 3) -> tuple[Engine, Postman]:
        async def write(_campaign: Campaign, step: Step, _occasion: str, _person: Person, _t: Words) -> Message:
            return Message(step.name)

        async def open_gates(_work: Work, _campaign: Campaign, _playbook: Playbook) -> dict[str, str]:
            return {}

        calendars = policies()

        def calendar(name: str) -> Calendar:
            return calendars.of(name)

        ways = Ways(self.playbooks, calendar, write, open_gates)
        engine = Engine(self.store, self.clock, ways, batch=batch)
        postman = Postman(self.store, self.texts, {"local": self.inbox}, {}, self.clock, campaigns=engine.letter)
        return engine, postman

    async def begin(self, meeting: datetime) -> Campaign:
        now = self.clock.now()
        drafted = Campaign(
            id=0,
            playbook="time-tracking",
            title="Catat waktu",
            zone=JAKARTA,
            anchor=meeting,
            survey_end=None,
            audience="all",
            calendar="default",
            created_at=now,
            created_by=None,
            key="click",
        )
        async with self.store.begin() as work:
            made = await work.campaigns.create(drafted)
            return await deeds.start(work, made, known()["time-tracking"], now)

    async def run(self, *workers: tuple[Engine, Postman]) -> None:
        await asyncio.gather(*(engine.tick() for engine, _ in workers))
        await asyncio.gather(*(postman.deliver() for _, postman in workers))


async def test_two_workers_that_tick_again_and_again_send_each_thing_once(
    store: Database, clock: Moving, texts: Texts, meet: Meet
) -> None:
    people = [(await meet(f"p{number}")).id for number in range(8)]
    house = House(store, clock, texts)
    first, second = house.worker(), house.worker()
    # The clock says Wednesday, nine o'clock in Jakarta.
    await house.begin(clock.now() + timedelta(days=28, hours=1))
    for _ in range(3):
        await house.run(first, second)
    assert house.inbox.got == {(f"dm:p{number}", "soft"): 1 for number in range(len(people))}
    clock.advance(days=14)
    await house.run(first, second)
    assert house.inbox.got == {(f"dm:p{number}", step): 1 for number in range(8) for step in ("soft", "survey")}


async def test_a_tick_that_comes_a_little_late_is_on_time(
    store: Database, clock: Moving, texts: Texts, meet: Meet
) -> None:
    await meet("ada")
    house = House(store, clock, texts)
    worker = house.worker()
    made = await house.begin(clock.now() + timedelta(days=28, hours=1))
    clock.advance(minutes=10)
    await house.run(worker)
    async with store.begin() as work:
        assert await work.campaigns.notices(made.id) == ()
    assert house.inbox.got == {("dm:ada", "soft"): 1}


async def test_what_is_owed_when_it_is_paused_is_taken_back_and_goes_when_it_is_resumed(
    store: Database, clock: Moving, texts: Texts, meet: Meet
) -> None:
    await meet("ada")
    house = House(store, clock, texts)
    engine, postman = house.worker()
    made = await house.begin(clock.now() + timedelta(days=28, hours=1))
    await engine.tick()
    async with store.begin() as work:
        assert (await deeds.pause(work, made.id)).state is State.PAUSED
    await postman.deliver()
    assert house.inbox.got == {}
    async with store.begin() as work:
        assert (await deeds.resume(work, made.id)).state is State.RUNNING
        assert (await deeds.resume(work, made.id)).state is State.RUNNING
    await house.run((engine, postman))
    assert house.inbox.got == {("dm:ada", "soft"): 1}


async def test_what_is_closed_is_over(store: Database, clock: Moving, texts: Texts, meet: Meet) -> None:
    await meet("ada")
    house = House(store, clock, texts)
    worker = house.worker()
    made = await house.begin(clock.now() + timedelta(days=28, hours=1))
    async with store.begin() as work:
        await deeds.close(work, made.id, clock.now())
        assert (await deeds.cancel(work, made.id, clock.now())).state is State.CLOSED
    await house.run(worker)
    assert house.inbox.got == {}
    assert await worker[0].next_due() is None
