from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.local.clock import WindingClock

START = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


class Machine:
    """The machine's clock, which a test moves."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment


class Rounds:
    """Something due every few hours, which remembers when it was done."""

    def __init__(self, clock: WindingClock, every: timedelta) -> None:
        self.clock = clock
        self.every = every
        self.due = clock.now() + every
        self.done: list[datetime] = []

    async def next_due(self) -> datetime | None:
        return self.due

    async def tick(self) -> None:
        while self.due <= self.clock.now():
            self.done.append(self.clock.now())
            self.due += self.every


class Stuck:
    """Something that stays due whatever is done."""

    def __init__(self) -> None:
        self.ticks = 0

    async def next_due(self) -> datetime | None:
        return START

    async def tick(self) -> None:
        self.ticks += 1


class Broken:
    async def next_due(self) -> datetime | None:
        return START + timedelta(hours=1)

    async def tick(self) -> None:
        raise RuntimeError


async def test_everything_on_the_way_is_done_at_its_own_time() -> None:
    clock = WindingClock(Machine().now)
    often, seldom = Rounds(clock, timedelta(hours=5)), Rounds(clock, timedelta(hours=7))
    await clock.wind(START + timedelta(hours=15), [often, seldom])
    assert often.done == [START + timedelta(hours=hours) for hours in (5, 10, 15)]
    assert seldom.done == [START + timedelta(hours=hours) for hours in (7, 14)]
    assert clock.now() == START + timedelta(hours=15)


async def test_afterwards_it_goes_on_with_real_time() -> None:
    machine = Machine()
    clock = WindingClock(machine.now)
    await clock.wind(START + timedelta(days=1), [])
    machine.moment += timedelta(minutes=5)
    assert clock.now() == START + timedelta(days=1, minutes=5)


async def test_it_never_goes_backwards() -> None:
    clock = WindingClock(Machine().now)
    await clock.wind(START - timedelta(days=1), [])
    assert clock.now() == START


async def test_what_was_due_before_is_done_before_anything_moves() -> None:
    machine = Machine()
    clock = WindingClock(machine.now)
    rounds = Rounds(clock, timedelta(hours=5))
    machine.moment += timedelta(hours=6)
    await clock.wind(START + timedelta(hours=11), [rounds])
    assert rounds.done == [START + timedelta(hours=hours) for hours in (6, 10)]


async def test_something_that_stays_due_cannot_hold_it() -> None:
    clock = WindingClock(Machine().now)
    stuck = Stuck()
    await clock.wind(START + timedelta(days=366), [stuck])
    assert clock.now() == START + timedelta(days=366)
    assert stuck.ticks < 10_000


async def test_an_accident_on_the_way_leaves_a_clock_that_goes() -> None:
    machine = Machine()
    clock = WindingClock(machine.now)
    try:
        await clock.wind(START + timedelta(days=1), [Broken()])
    except RuntimeError:
        machine.moment += timedelta(minutes=1)
    assert clock.now() == START + timedelta(hours=1, minutes=1)


async def test_a_restart_does_not_throw_it_back(tmp_path: Path) -> None:
    kept = tmp_path / "var" / "clock"
    await WindingClock(Machine().now, kept).wind(START + timedelta(days=3), [])
    assert WindingClock(Machine().now, kept).now() == START + timedelta(days=3)
    kept.write_text("soon", encoding="ascii")
    assert WindingClock(Machine().now, kept).now() == START
    kept.write_text("9" * 30, encoding="ascii")
    assert WindingClock(Machine().now, kept).now() == START
