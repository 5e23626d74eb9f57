"""The postman: each thing once, whatever happens on the way."""

import asyncio
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import Busy, Unreachable
from bot.message import Message
from bot.outbox import LEASE, TRIES, Letter, Postman
from bot.people import Person
from bot.ports import Owed
from bot.texts import Texts, Words
from storage.store import Database
from tests.conftest import Meet, Moving, account
from tests.process import running

WORDS = "somebody's words"


class Platform:
    """Takes what it is given, unless it is told to fail."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.trouble: dict[str, BaseException] = {}
        self.busy = asyncio.Event()

    async def send(self, address: str, message: Message) -> None:
        self.busy.set()
        await asyncio.sleep(0)
        trouble = self.trouble.get(address) or self.trouble.get("everybody")
        if trouble is not None:
            raise trouble
        self.got.append((address, message.text))


async def hello(owed: Owed, person: Person, t: Words, _now: datetime) -> Message:
    return Message(f"{t.locale} {person.name} {owed.occasion}")


async def nothing(_owed: Owed, _person: Person, _t: Words, _now: datetime) -> None:
    return None


async def broken(_owed: Owed, _person: Person, _t: Words, _now: datetime) -> Message:
    raise ZeroDivisionError(WORDS)


async def tomorrow(_owed: Owed, _person: Person, _t: Words, now: datetime) -> datetime:
    return now + timedelta(days=1)


async def yesterday(_owed: Owed, _person: Person, _t: Words, now: datetime) -> datetime:
    return now - timedelta(days=1)


LETTERS: Mapping[str, Letter] = {
    "hello": hello,
    "nothing": nothing,
    "broken": broken,
    "tomorrow": tomorrow,
    "yesterday": yesterday,
}

Owe = Callable[..., object]


class Office:
    """One database with what is owed, one platform, and as many postmen as wanted."""

    def __init__(self, store: Database, url: str, texts: Texts, clock: Moving, meet: Meet) -> None:
        self.store, self.url, self.texts, self.clock, self.meet = store, url, texts, clock, meet
        self.local = Platform()
        self.postman = self.another()
        self.others: list[Database] = []

    def another(
        self,
        store: Database | None = None,
        *,
        rates: Mapping[str, float] | None = None,
        promises: tuple[str, ...] = (),
        at_once: int = 32,
    ) -> Postman:
        return Postman(
            store or self.store,
            self.texts,
            {"local": self.local},
            LETTERS,
            self.clock,
            rates=rates or {},
            promises=promises,
            at_once=at_once,
        )

    def elsewhere(self) -> Database:
        """As another process would."""
        self.others.append(Database(self.url))
        return self.others[-1]

    async def owe(self, name: str, step: str = "hello", occasion: str = "") -> Person:
        person = await self.meet(name)
        async with self.store.begin() as work:
            assert await work.outbox.owe(person.id, step, occasion, not_before=self.clock.now())
        return person

    async def claim(self) -> tuple[Owed, ...]:
        async with self.store.begin() as work:
            return await work.outbox.claim(self.clock.now(), limit=10, lease=LEASE)

    async def left(self) -> datetime | None:
        """When the next thing is due; None where nothing is left."""
        async with self.store.begin() as work:
            return await work.outbox.next_due()


@pytest.fixture
async def office(store: Database, url: str, texts: Texts, clock: Moving, meet: Meet) -> AsyncIterator[Office]:
    made = Office(store, url, texts, clock, meet)
    yield made
    await asyncio.gather(*(other.close() for other in made.others))


async def test_what_is_owed_is_delivered_in_the_reader_s_language_and_leaves_no_trace(office: Office) -> None:
    await office.meet("sari", locale="id-ID")
    person = await office.meet("sari", locale="id-ID")
    async with office.store.begin() as work:
        await work.outbox.owe(person.id, "hello", "2026-11-18", not_before=office.clock.now())
    assert await office.postman.deliver() == 1
    assert office.local.got == [("dm:sari", "id Sari 2026-11-18")]
    assert await office.left() is None
    assert await office.postman.deliver() == 0


async def test_the_same_thing_is_owed_once(office: Office) -> None:
    sari = await office.owe("sari", occasion="2026-11-18")
    async with office.store.begin() as work:
        assert not await work.outbox.owe(sari.id, "hello", "2026-11-18", not_before=office.clock.now())
        assert await work.outbox.owe(sari.id, "hello", "2026-11-19", not_before=office.clock.now())
        assert await work.outbox.owe(sari.id, "nothing", "2026-11-18", not_before=office.clock.now())


async def test_nothing_is_delivered_before_its_time(office: Office) -> None:
    sari = await office.meet("sari")
    later = office.clock.now() + timedelta(minutes=1)
    async with office.store.begin() as work:
        await work.outbox.owe(sari.id, "hello", "", not_before=later)
    assert not await office.postman.deliver_one()
    assert await office.left() == later
    office.clock.advance(minutes=1)
    assert await office.postman.deliver_one()
    assert len(office.local.got) == 1


async def test_many_postmen_in_two_processes_deliver_each_thing_once(office: Office) -> None:
    names = [f"p{n}" for n in range(30)]
    for name in names:
        await office.owe(name)
    postmen = [office.postman, office.another(), office.another(office.elsewhere()), office.another(office.elsewhere())]
    assert sum(await asyncio.gather(*(postman.deliver() for postman in postmen))) == 30
    assert Counter(address for address, _ in office.local.got) == Counter(f"dm:{name}" for name in names)


async def test_a_letter_may_have_nothing_to_say(office: Office) -> None:
    await office.owe("sari", "nothing")
    assert await office.postman.deliver() == 0
    assert (office.local.got, await office.left()) == ([], None)


async def test_a_letter_may_ask_to_be_asked_again_and_that_is_no_failure(office: Office) -> None:
    await office.owe("sari", "tomorrow")
    for _ in range(TRIES * 2):
        await office.postman.deliver()
        assert await office.left() == office.clock.now() + timedelta(days=1)
        office.clock.advance(days=1)


async def test_a_letter_that_asks_for_an_instant_gone_by_is_not_asked_for_ever(office: Office) -> None:
    await office.owe("sari", "yesterday")
    async with asyncio.timeout(5):
        await office.postman.deliver()
    assert await office.left() is not None


async def test_a_postman_who_dies_before_sending_needs_no_janitor(office: Office) -> None:
    await office.owe("sari")
    assert len(await office.claim()) == 1
    assert await office.postman.deliver() == 0, "it is still the dead one's"
    office.clock.advance(seconds=LEASE)
    assert await office.postman.deliver() == 1
    assert len(office.local.got) == 1


async def test_a_reminder_whose_postman_died_while_sending_is_not_sent_twice(office: Office) -> None:
    await office.owe("sari")
    (owed,) = await office.claim()
    async with office.store.begin() as work:
        assert await work.outbox.sending(owed)
    office.clock.advance(seconds=LEASE)
    assert await office.postman.deliver() == 0
    assert (office.local.got, await office.left()) == ([], None)


async def test_a_promise_whose_postman_died_while_sending_is_kept(office: Office) -> None:
    await office.owe("sari")
    (owed,) = await office.claim()
    async with office.store.begin() as work:
        assert await work.outbox.sending(owed)
    office.clock.advance(seconds=LEASE)
    assert await office.another(promises=("hello",)).deliver() == 1
    assert await office.left() is None


async def test_a_postman_who_is_late_leaves_it_to_the_next(office: Office) -> None:
    await office.owe("sari")
    (late,) = await office.claim()
    office.clock.advance(seconds=LEASE)
    (next_,) = await office.claim()
    async with office.store.begin() as work:
        assert not await work.outbox.sending(late)
        await work.outbox.postpone(late, office.clock.now(), counts=True)
        assert await work.outbox.sending(next_)


async def test_who_cannot_be_reached_is_not_tried_again_nor_named(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await office.owe("sari")
    office.local.trouble["dm:sari"] = Unreachable("user_disabled")
    assert await office.postman.deliver() == 0
    assert await office.left() is None
    assert "hello is not delivered on local: user_disabled" in caplog.text
    assert "sari" not in caplog.text.casefold()


async def test_a_busy_platform_gets_its_pause_from_everybody_and_it_is_no_failure(office: Office) -> None:
    for name in ("sari", "budi", "citra"):
        await office.owe(name)
    paced = {"local": 1000.0}
    first, second = office.another(rates=paced), office.another(office.elsewhere(), rates=paced)
    office.local.trouble["everybody"] = Busy(60)
    assert await first.deliver_one()
    office.local.trouble.clear()
    assert await second.deliver() == 0, "the lane is held for the other process, too"
    assert await office.left() == office.clock.now() + timedelta(seconds=60)
    office.clock.advance(seconds=60)
    (owed,) = [owed for owed in await office.claim() if owed.address == "dm:sari"]
    assert owed.attempts == 0
    office.clock.advance(seconds=LEASE)
    assert await first.deliver() + await second.deliver() == 3


async def test_a_platform_without_a_rate_that_is_busy_once_is_left_alone_as_well(office: Office) -> None:
    await office.owe("sari")
    await office.owe("budi")
    office.local.trouble["dm:sari"] = Busy(30)
    assert await office.postman.deliver_one()
    assert await office.postman.deliver() == 0
    office.clock.advance(seconds=30)
    office.local.trouble.clear()
    assert await office.postman.deliver() == 2


async def test_a_reminder_without_an_answer_is_not_sent_again(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await office.owe("sari")
    office.local.trouble["dm:sari"] = TimeoutError()
    assert await office.postman.deliver() == 0
    assert await office.left() is None
    assert "no_answer" in caplog.text


async def test_a_promise_without_an_answer_is_sent_again(office: Office) -> None:
    await office.owe("sari")
    postman = office.another(promises=("hello",))
    office.local.trouble["dm:sari"] = TimeoutError()
    assert await postman.deliver() == 0
    office.local.trouble.clear()
    office.clock.advance(minutes=1)
    assert await postman.deliver() == 1


@pytest.mark.parametrize("step", ["broken", "unknown"])
async def test_a_letter_that_fails_is_tried_again_ever_later_and_then_given_up(
    office: Office, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    await office.owe("sari", step)
    office.local.trouble["dm:sari"] = ZeroDivisionError(WORDS)
    waited = []
    while (due := await office.left()) is not None:
        waited.append(due - office.clock.now())
        office.clock.to(due)
        assert await office.postman.deliver() == 0
    assert len(waited) == TRIES
    assert waited[0] == timedelta()
    assert all(timedelta(seconds=14) < one < timedelta(hours=1) for one in waited[1:])
    assert waited[-1] > 4 * waited[1]
    assert "given up" in caplog.text
    assert WORDS not in caplog.text


async def test_a_broken_letter_does_not_stop_the_others(office: Office) -> None:
    for name, step in (("sari", "broken"), ("budi", "hello"), ("citra", "unknown"), ("dewi", "hello")):
        await office.owe(name, step)
    assert await office.postman.deliver() == 2
    assert {address for address, _ in office.local.got} == {"dm:budi", "dm:dewi"}


async def test_a_platform_that_is_not_connected_any_more_is_passed_over(office: Office) -> None:
    sari = await office.meet("sari", platform="teams")
    async with office.store.begin() as work:
        await work.outbox.owe(sari.id, "hello", "", not_before=office.clock.now())
    assert await office.postman.deliver() == 0
    assert await office.left() is None


async def test_a_workspace_gets_no_more_a_second_than_it_takes_from_all_processes_together(office: Office) -> None:
    for n in range(12):
        await office.owe(f"p{n}")
    postmen = [office.another(office.elsewhere(), rates={"local": 40.0}) for _ in range(2)]
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert sum(await asyncio.gather(*(postman.deliver() for postman in postmen))) == 12
    assert loop.time() - begun >= 11 / 40


async def test_a_lane_gives_out_places_and_none_that_is_far_away(office: Office) -> None:
    now = office.clock.now()
    async with office.store.begin() as work:
        given = [await work.outbox.pace("slack:T1", now=now, gap=1.0, patience=2.0) for _ in range(5)]
        assert given == pytest.approx([0, 1, 2, 3, 3], abs=1e-3)
        assert await work.outbox.pace("slack:T2", now=now, gap=1.0) == 0
        await work.outbox.hold("slack:T2", now + timedelta(seconds=60))
        await work.outbox.hold("slack:T2", now + timedelta(seconds=10))
        assert await work.outbox.pace("slack:T2", now=now, gap=1.0) == pytest.approx(60, abs=1e-3)
        await work.outbox.hold("slack:T3", now + timedelta(seconds=3))
        assert await work.outbox.pace("slack:T3", now=now, gap=1.0) == pytest.approx(3, abs=1e-3)


async def test_more_than_the_lane_takes_is_left_for_later_without_a_failure(office: Office) -> None:
    for n in range(20):
        await office.owe(f"p{n}")
    postman = office.another(rates={"local": 1 / 60})
    assert await postman.deliver() == 1
    assert len(office.local.got) == 1
    office.clock.advance(seconds=60)
    assert await postman.deliver() == 1


async def test_a_postman_told_to_stop_finishes_what_is_in_hand(office: Office) -> None:
    for n in range(30):
        await office.owe(f"p{n}")
    postman = office.another(at_once=8)
    delivering = asyncio.create_task(postman.deliver())
    await office.local.busy.wait()
    postman.stop()
    sent = await delivering
    assert 0 < sent < 30
    assert len(office.local.got) == sent
    assert len(await office.claim()) == 10, "the others are free for the next"


WORKER = """
import asyncio, sys
from datetime import datetime
from storage.store import Database

async def main(url, now):
    store = Database(url)
    while True:
        async with store.begin() as work:
            claimed = await work.outbox.claim(now, limit=7, lease=600)
        if not claimed:
            break
        print(*(owed.person for owed in claimed), flush=True)
        async with store.begin() as work:
            for owed in claimed:
                await work.outbox.done(owed)
    await store.close()

asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
"""


@pytest.mark.slow
async def test_two_processes_claim_a_thousand_exactly_once_each(office: Office, tmp_path: Path) -> None:
    async with office.store.begin() as work:
        people = [(await work.people.meet(account(f"p{n}"))).id for n in range(1000)]
        for person in people:
            await work.outbox.owe(person, "hello", "", not_before=office.clock.now())
    outputs = [tmp_path / "one", tmp_path / "two"]
    with ExitStack() as both:
        started = [both.enter_context(_work(office, output)) for output in outputs]
        assert [process.wait(120) for process in started] == [0, 0]
    claimed = [[int(number) for number in output.read_text().split()] for output in outputs]
    assert sorted(claimed[0] + claimed[1]) == sorted(people)
    assert await office.left() is None


@contextmanager
def _work(office: Office, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    told = (sys.executable, "-c", WORKER, office.url, office.clock.now().isoformat())
    with output.open("w") as file, running(*told, stdout=file) as process:
        yield process


async def test_a_reminder_that_could_not_be_sent_leaves_no_row_that_tells_whose_it_was(
    store: Database, clock: Moving, texts: Texts, meet: Meet
) -> None:
    """One of two has something to be said. Whatever the platform does, afterwards their rows are alike."""
    sari, budi = await meet("sari"), await meet("budi")

    async def hours(_owed: Owed, person: Person, _t: Words, _now: datetime) -> Message | None:
        return Message("lacks hours") if person.id == sari.id else None

    for number, trouble in enumerate((RuntimeError("down"), TimeoutError(), Unreachable("gone"))):
        async with store.begin() as work:
            for person in (sari, budi):
                await work.outbox.owe(person.id, "hours", str(number), not_before=clock.now())
        platform = Platform()
        platform.trouble["everybody"] = trouble
        await Postman(store, texts, {"local": platform}, {"hours": hours}, clock).deliver()
        assert platform.busy.is_set()
        clock.advance(days=1)
        async with store.begin() as work:
            assert await work.outbox.claim(clock.now(), limit=10, lease=1) == ()


async def test_whoever_waits_for_a_busy_lane_is_undecided(
    store: Database, clock: Moving, texts: Texts, meet: Meet
) -> None:
    sari, budi = await meet("sari"), await meet("budi")
    asked: list[int] = []

    async def hours(_owed: Owed, person: Person, _t: Words, _now: datetime) -> Message | None:
        asked.append(person.id)
        return Message("lacks hours") if person.id == sari.id else None

    platform = Platform()
    platform.trouble["everybody"] = Busy(60)
    postman = Postman(store, texts, {"local": platform}, {"hours": hours}, clock, at_once=1)
    async with store.begin() as work:
        await work.outbox.owe(sari.id, "hours", "today", not_before=clock.now())
        await work.outbox.owe(budi.id, "hours", "today", not_before=clock.now() + timedelta(seconds=1))
    clock.advance(seconds=2)
    await postman.deliver()
    assert asked == [sari.id]
    async with store.begin() as work:
        assert await work.outbox.claim(clock.now() + timedelta(seconds=30), limit=10, lease=1) == ()
    platform.trouble.clear()
    clock.advance(seconds=90)
    await postman.deliver()
    assert (asked, len(platform.got)) == ([sari.id, sari.id, budi.id], 1)
