"""What a rollout costs in attention: how many messages each person gets in which week, over all campaigns.

The rule to keep: pure, and it delays nothing. It counts groups of people who are sent the same, never one by one, and
says where somebody would get more in a day than the budget allows; a person decides then.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.timesheet.policy import monday

BUDGET = 2
"""Messages a day that the bot may begin with one person, before somebody has to say so."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One message on its way to everybody of a group, on a date where they are."""

    campaign: int
    step: str
    day: date


@dataclass(frozen=True, slots=True)
class Load:
    """People who are sent the same on the same days."""

    people: int
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What a week brings."""

    monday: date
    least: int
    """Messages to whoever gets fewest."""
    most: int
    """Messages to whoever gets most."""
    people: int
    """How many get the most."""


@dataclass(frozen=True, slots=True)
class Excess:
    """A day on which some people get more than the budget allows."""

    day: date
    messages: int
    """To whoever gets most."""
    people: int
    """How many get more than the budget allows."""
    coming: tuple[tuple[int, str], ...]
    """Campaign and step of everything that they get."""


def weeks(loads: Sequence[Load]) -> tuple[Week, ...]:
    """Each week that brings anybody anything, in order."""
    counted = [(load.people, Counter(monday(one.day) for one in load.coming)) for load in loads if load.people]
    return tuple(_week(start, counted) for start in sorted({day for _, count in counted for day in count}))


def excesses(loads: Sequence[Load], budget: int = BUDGET) -> tuple[Excess, ...]:
    """The days beyond the budget, in order; of campaigns that this is asked for, all are in `loads`."""
    return tuple(_excesses([load for load in loads if load.people], budget))


def concerning(found: Iterable[Excess], campaign: int, step: str) -> tuple[Excess, ...]:
    """The days beyond the budget that a step has a part in."""
    return tuple(excess for excess in found if (campaign, step) in excess.coming)


def _week(start: date, counted: Sequence[tuple[int, Counter[date]]]) -> Week:
    numbers = [(count[start], people) for people, count in counted]
    most = max(number for number, _ in numbers)
    return Week(
        start, min(number for number, _ in numbers), most, sum(people for number, people in numbers if number == most)
    )


def _excesses(loads: Sequence[Load], budget: int) -> Iterator[Excess]:
    for day in sorted({one.day for load in loads for one in load.coming}):
        found = [(load.people, tuple(one for one in load.coming if one.day == day)) for load in loads]
        over = [(people, coming) for people, coming in found if len(coming) > budget]
        if over:
            fullest = max((coming for _, coming in over), key=len)
            parts = sorted({(one.campaign, one.step) for _, coming in over for one in coming})
            yield Excess(day, len(fullest), sum(people for people, _ in over), tuple(parts))
