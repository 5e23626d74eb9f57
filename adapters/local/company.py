"""Who lives in the playground: the demo company, as its YAML says.

The rule to keep: these are values, checked when they are made; whoever holds a `Company` holds a sound one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.events import Actor
from bot.people import Role

PLATFORM = "local"


@dataclass(frozen=True, slots=True)
class City:
    """Where people sit."""

    name: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody who acts by script logs time."""

    logs: Literal["as_it_goes", "in_the_evening", "with_timer", "next_morning"]
    projects: tuple[str, ...]
    notes: tuple[str, ...]
    forgets: float = 0.1
    """The share of working days on which nothing is logged, 0 to 1."""

    def __post_init__(self) -> None:
        if not (self.projects and self.notes and 0 <= self.forgets <= 1):
            raise ValueError("habits need a project, a note, and a share of forgotten days between 0 and 1")


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the demo company. Without habits it is the page's to play."""

    id: str
    name: str
    title: str
    city: str
    locale: str
    division: str
    roles: frozenset[Role] = frozenset()
    """Besides being an employee."""
    habits: Habits | None = None

    def __post_init__(self) -> None:
        if not (self.id.isascii() and self.id.isalnum() and self.id == self.id.lower()):
            raise ValueError("an id is one word of small letters and digits")


@dataclass(frozen=True, slots=True)
class Phrases:
    """How people who act by script write, in one language."""

    durations: Mapping[str, tuple[str, ...]]
    """Minutes to ways of writing them."""
    entry: tuple[str, ...]
    """With {duration}, {note} and {project}; so are `more`, `yesterday` and, without {duration}, `start`."""
    more: str
    """What is added for a second entry in one line."""
    yesterday: tuple[str, ...]
    start: tuple[str, ...]
    stop: tuple[str, ...]

    def __post_init__(self) -> None:
        if not all(minutes.isdecimal() and ways for minutes, ways in self.durations.items()):
            raise ValueError("durations go from a number of minutes to at least one way of writing it")


@dataclass(frozen=True, slots=True)
class Company:
    """The whole demo company."""

    name: str
    home: str
    """The city whose clock is the page's."""
    channel: str
    cities: Mapping[str, City]
    divisions: Mapping[str, str]
    shown: tuple[str, ...]
    """Who is on the page to begin with."""
    phrases: Mapping[str, Phrases]
    people: tuple[Resident, ...]

    def __post_init__(self) -> None:
        ids = [person.id for person in self.people]
        for known, wanted, what in (
            (set(self.cities), {self.home, *(person.city for person in self.people)}, "cities"),
            (set(self.divisions), {person.division for person in self.people}, "divisions"),
            (set(ids), set(self.shown), "people"),
            (set(self.phrases), {person.locale for person in self.people if person.habits}, "phrases"),
        ):
            if missing := wanted - known:
                raise ValueError(f"not among the {what}: {', '.join(sorted(missing))}")
        if len(ids) != len(set(ids)):
            raise ValueError("two people have the same id")

    def find(self, name: str) -> Resident | None:
        """Somebody, by id."""
        return next((person for person in self.people if person.id == name), None)

    def zone(self, person: Resident) -> ZoneInfo:
        """Where somebody's clock is."""
        return self.cities[person.city].zone

    def actor(self, person: Resident) -> Actor:
        """The account somebody acts with."""
        return Actor(
            platform=PLATFORM,
            workspace="demo",
            id=person.id,
            name=person.name,
            address=f"person:{person.id}",
            locale=person.locale,
            timezone=self.zone(person).key,
            email=_email(person),
        )

    def appointed(self) -> Mapping[str, frozenset[Role]]:
        """Who is what besides being an employee, by e-mail."""
        return {_email(person): person.roles for person in self.people if person.roles}

    def everyone(self) -> tuple[tuple[Actor, str, frozenset[Role]], ...]:
        """The directory: account, division and roles of everybody."""
        return tuple(
            (self.actor(person), self.divisions[person.division], person.roles | {Role.EMPLOYEE})
            for person in self.people
        )


def _email(person: Resident) -> str:
    return f"{person.id}@demo.example"
