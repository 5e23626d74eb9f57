"""The people who act by script: they type what their habits say, when their working day says.

The rule to keep: they have no way in that a person at the keyboard does not have, and what they do on a day follows
from the seed alone, so that every demo tells the same story and nothing is written twice after a restart.
"""

import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heappop, heappush

from adapters.local.company import Company, Habits, Phrases, Resident
from bot.ports import Clock

Say = Callable[[Resident, str, str], Awaitable[object]]
"""Somebody types a text; the last is the delivery id."""

_BLOCKS = (60, 90, 120, 150, 180, 240)


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """Something that somebody types."""

    at: datetime
    person: str
    text: str
    delivery: str


class Crowd:
    """Everybody with habits, as one who has things to do at certain times."""

    def __init__(self, company: Company, say: Say, clock: Clock, seed: str = "lentera") -> None:
        self._company = company
        self._say = say
        self._clock = clock
        self._seed = seed
        self._lines: list[Line] = []
        self._planned = {person.id: clock.now() for person in company.people if person.habits}
        """Up to when each person's lines are in the list."""

    async def next_due(self) -> datetime | None:
        """When the next line is typed; UTC."""
        self._plan()
        return self._lines[0].at if self._lines else None

    async def tick(self) -> None:
        """Type every line whose time has come."""
        self._plan()
        while self._lines and self._lines[0].at <= self._clock.now():
            line = heappop(self._lines)
            person = self._company.find(line.person)
            if person is not None:
                await self._say(person, line.text, line.delivery)

    def _plan(self) -> None:
        """Keep each person's next four days in the list: over any weekend there is somebody with something to do."""
        ahead = self._clock.now() + timedelta(days=4)
        for name, until in self._planned.items():
            person = self._company.find(name)
            if person is None or until >= ahead - timedelta(days=1):
                continue
            zone = self._company.zone(person)
            first, last = until.astimezone(zone).date(), ahead.astimezone(zone).date()
            for number in range((last - first).days + 1):
                for line in lines(self._company, person, first + timedelta(days=number), self._seed):
                    if until < line.at <= ahead:
                        heappush(self._lines, line)
            self._planned[name] = ahead


def lines(company: Company, person: Resident, day: date, seed: str) -> tuple[Line, ...]:
    """What somebody types on a day, by their habits."""
    habits = person.habits
    if habits is None:
        return ()
    # A story, not a secret: the same seed must tell the same one.
    dice = random.Random(f"{seed} {person.id} {day}")  # noqa: S311
    phrases = company.phrases[person.locale]
    zone = company.zone(person)
    return tuple(
        Line(at.replace(tzinfo=zone), person.id, text, f"crowd-{person.id}-{day}-{number}")
        for number, (at, text) in enumerate(_day(habits, phrases, day, dice))
    )


def _day(habits: Habits, phrases: Phrases, day: date, dice: random.Random) -> Iterator[tuple[datetime, str]]:
    """Wall-clock times and texts of one day."""
    weekend, forgotten = day.weekday() >= 5, dice.random() < habits.forgets
    if forgotten or (weekend and habits.logs != "next_morning"):
        return
    begin = datetime(day.year, day.month, day.day, 8, 30) + timedelta(minutes=dice.randrange(60))  # noqa: DTZ001 - a wall clock
    match habits.logs:
        case "as_it_goes":
            at = begin
            for minutes in _blocks(dice):
                at += timedelta(minutes=minutes + dice.randrange(20))
                yield at, _entry(habits, phrases, minutes, dice, phrases.entry)
        case "in_the_evening":
            first, *rest = _blocks(dice)
            text = _entry(habits, phrases, first, dice, phrases.entry[1:2] or phrases.entry)
            more = (_entry(habits, phrases, minutes, dice, (phrases.more,)) for minutes in rest)
            yield begin + timedelta(hours=9, minutes=dice.randrange(30)), text + "".join(more)
        case "with_timer":
            note, project = dice.choice(habits.notes), dice.choice(habits.projects)
            yield begin, dice.choice(phrases.start).format(note=note, project=project)
            yield begin + timedelta(minutes=dice.randrange(120, 300)), dice.choice(phrases.stop)
        case "next_morning":
            # Yesterday must have been a working day.
            if 1 <= day.weekday() <= 5:
                minutes = sum(_blocks(dice)[:2])
                ways = phrases.yesterday
                yield begin, _entry(habits, phrases, minutes if str(minutes) in phrases.durations else 240, dice, ways)


def _blocks(dice: random.Random) -> list[int]:
    """A working day in pieces, six to eight hours together."""
    blocks: list[int] = []
    while sum(blocks) < 360:
        blocks.append(dice.choice([block for block in _BLOCKS if sum(blocks) + block <= 480]))
    return blocks


def _entry(habits: Habits, phrases: Phrases, minutes: int, dice: random.Random, ways: tuple[str, ...]) -> str:
    duration = dice.choice(phrases.durations.get(str(minutes)) or (f"{minutes}m",))
    return dice.choice(ways).format(
        duration=duration, note=dice.choice(habits.notes), project=dice.choice(habits.projects)
    )
