"""Everybody who is employed, counted rather than listed.

The rule to keep: one statement, however many people there are.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Text, case, cast, func, literal, or_, select

from bot.campaigns.console.ports import Group
from bot.people import Person, Role
from storage.people import LATEST, PERSON, Defaults, zone_named
from storage.schema import accounts, people
from storage.transaction import Transaction

_other = accounts.alias("other")
_WRITTEN_TO = (
    select(_other.c.id)
    .where(_other.c.person == people.c.id)
    .order_by(_other.c.latest.desc(), _other.c.id.desc())
    .limit(1)
    .correlate(people)
    .scalar_subquery()
)


class Crowd:
    """See `bot.campaigns.console.ports.Crowd`."""

    __slots__ = ("_defaults", "_transaction")

    def __init__(self, transaction: Transaction, defaults: Defaults) -> None:
        self._transaction = transaction
        self._defaults = defaults

    async def groups(self) -> Sequence[Group]:
        """How many there are in each zone, under each policy, in each division, with these roles."""
        named = list(self._defaults.appointed)
        # Only whom the settings name is told apart by address.
        email: ColumnElement[str] = (
            case((people.c.email.in_(named), people.c.email), else_="") if named else literal("")
        )
        apart = [
            people.c.zone,
            accounts.c.timezone,
            people.c.policy,
            people.c.division,
            people.c.roles,
            email.label("email"),
        ]
        each = (
            select(*apart)
            .join(accounts, accounts.c.person == people.c.id)
            .where(people.c.active, accounts.c.id == _WRITTEN_TO)
        ).subquery()
        counted = select(*each.c, func.count().label("people")).group_by(*each.c)
        found: Counter[Group] = Counter()
        for row in await self._transaction.run(counted):
            zone = zone_named(row.zone) or zone_named(row.timezone)
            roles = self._defaults.roles(row.email, row.roles)
            found[Group(zone, row.policy, row.division, roles, 0)] += row.people
        return [Group(one.zone, one.policy, one.division, one.roles, number) for one, number in found.items()]

    async def languages(self, division: str | None) -> frozenset[str]:
        """What the people of a division, or all for None, have set or their platform says."""
        asked = (
            select(func.coalesce(people.c.locale, accounts.c.locale))
            .join(accounts, accounts.c.person == people.c.id)
            .where(people.c.active, accounts.c.id == _WRITTEN_TO)
            .distinct()
        )
        if division is not None:
            asked = asked.where(people.c.division == division)
        rows = await self._transaction.run(asked)
        return frozenset(locale or self._defaults.locale for locale in rows.scalars())

    async def holding(self, roles: Collection[Role]) -> Sequence[Person]:
        """Who has one of these roles, by name."""
        named = [email for email, held in self._defaults.appointed.items() if held & set(roles)]
        rows = await self._transaction.run(
            select(*PERSON)
            .join(accounts, accounts.c.person == people.c.id)
            .where(
                people.c.active,
                or_(people.c.email.in_(named), *(_among(role) for role in sorted(roles))),
            )
            .order_by(people.c.id, *LATEST)
        )
        found: dict[int, Person] = {}
        for row in rows:
            if row.id not in found and (person := self._defaults.person(row)).roles & set(roles):
                found[row.id] = person
        return sorted(found.values(), key=lambda person: (person.name.casefold(), person.id))


def _among(role: Role) -> ColumnElement[bool]:
    """Roles are kept as names with a space between; what this finds too much of is looked at again."""
    return cast(people.c.roles, Text).contains(role.value, autoescape=True)
