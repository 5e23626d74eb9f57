"""Who is employed, and where HR's table says they belong.

The rule to keep: whoever has left is known to have left and nothing else: not why, not from what. Since which day
stands beside it for deleting alone, and is written where that is done.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import bindparam, delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.events import Actor
from bot.people import Belongs, Person, Place, Role
from bot.ports import Group
from storage.people import LATEST, PERSON, Defaults, Met
from storage.schema import accounts, groups, outbox, people, places
from storage.transaction import Transaction, Values

T = TypeVar("T")

_MANY = 500
"""Rows named in one statement."""
_HOLDS = ""
"""The table that holds, among the uploads."""

_EVERYONE = (
    select(*PERSON)
    .join(accounts, accounts.c.person == people.c.id)
    .where(people.c.active)
    .order_by(people.c.id, *LATEST)
)
_ACCOUNTS = select(accounts.c.workspace, accounts.c.known_as).where(
    accounts.c.platform == bindparam("platform"), accounts.c.active
)
_CLOSE = (
    update(accounts)
    .where(
        accounts.c.platform == bindparam("from"),
        accounts.c.workspace == bindparam("place"),
        accounts.c.known_as.in_(bindparam("ids", expanding=True)),
        accounts.c.active,
    )
    .values(active=False, latest=False)
    .returning(accounts.c.person)
)
_other = accounts.alias("other")
_THEIRS = people.c.id.in_(bindparam("whose", expanding=True))
_LEAVE = (
    update(people)
    .where(_THEIRS, ~exists().where(_other.c.person == people.c.id, _other.c.active))
    .values(active=False)
    .returning(people.c.id)
)
# Messages go to an account that is left, where the one that they went to is gone.
_NEXT = select(func.max(_other.c.id)).where(_other.c.person == accounts.c.person, _other.c.active).scalar_subquery()
_MOVE = (
    update(accounts)
    .where(
        accounts.c.person.in_(bindparam("whose", expanding=True)),
        accounts.c.id == _NEXT,
        ~exists().where(_other.c.person == accounts.c.person, _other.c.active, _other.c.latest),
    )
    .values(latest=True)
)
# What a campaign owes them is settled by the postman, who sees that they have left.
_UNOWE = delete(outbox).where(outbox.c.person.in_(bindparam("whose", expanding=True)), outbox.c.fate.is_(None))
_OWNERS = select(people.c.email, people.c.id).where(
    people.c.active, people.c.email.in_(bindparam("emails", expanding=True))
)
_SAID = (
    select(
        accounts.c.id,
        accounts.c.platform,
        accounts.c.workspace,
        accounts.c.known_as,
        accounts.c.division,
        accounts.c.roles,
    )
    .where(accounts.c.person == bindparam("person"), accounts.c.active)
    .order_by(accounts.c.platform, accounts.c.id)
)
_SAY = (
    update(accounts)
    .where(accounts.c.id == bindparam("which"))
    .values(division=bindparam("where"), roles=bindparam("what"))
)
_UNSAY = (
    update(accounts)
    .where(
        accounts.c.platform == bindparam("from"),
        accounts.c.workspace == bindparam("place"),
        accounts.c.known_as.in_(bindparam("ids", expanding=True)),
        accounts.c.roles.is_not(None),
    )
    .values(division=None, roles=None)
    .returning(accounts.c.person)
)
_group = upsert(groups)
_KEEP = _group.on_conflict_do_update(
    index_elements=["platform", "workspace", "known_as"],
    set_={"name": _group.excluded.name, "address": _group.excluded.address},
)
_PLACES = select(places.c.person, places.c.division, places.c.lead).where(places.c.upload == bindparam("upload"))
_IN_HAND = delete(places).where(places.c.upload != _HOLDS)
_PLACED = (
    select(
        people.c.id, people.c.division, people.c.roles, places.c.upload, places.c.division.label("to"), places.c.lead
    )
    .join(places, places.c.person == people.c.id)
    .where(places.c.upload.in_([_HOLDS, bindparam("upload")]))
    .order_by(people.c.id)
    .with_for_update(of=people)
)
_PUT = update(people).where(people.c.id == bindparam("who")).values(division=bindparam("to"), roles=bindparam("now"))


class Staff:
    """See `bot.ports.Staff`."""

    __slots__ = ("_defaults", "_met", "_transaction")

    def __init__(self, transaction: Transaction, defaults: Defaults, met: Met) -> None:
        self._transaction = transaction
        self._defaults = defaults
        self._met = met

    async def everyone(self) -> Sequence[Person]:
        """All who are employed, by number."""
        found: dict[int, Person] = {}
        for row in await self._transaction.run(_EVERYONE):
            if row.id not in found:
                found[row.id] = self._defaults.person(row)
        return list(found.values())

    async def accounts(self, platform: str) -> frozenset[tuple[str, str]]:
        """The accounts that a platform lets in: workspace and id."""
        rows = await self._transaction.run(_ACCOUNTS, {"platform": platform})
        return frozenset((row.workspace, row.known_as) for row in rows)

    async def left(self, platform: str, gone: Collection[tuple[str, str]]) -> None:
        """A platform lets these in no more. Whoever has no other account has left; what they are owed is dropped."""
        for workspace in sorted({workspace for workspace, _ in gone}):
            ids = sorted(known_as for place, known_as in gone if place == workspace)
            for some in _chunks(ids):
                values = {"from": platform, "place": workspace, "ids": some}
                whose = (await self._transaction.run(_CLOSE, values)).scalars().all()
                if not whose:
                    continue
                await self._transaction.run(_MOVE, {"whose": whose})
                away = (await self._transaction.run(_LEAVE, {"whose": whose})).scalars().all()
                if away:
                    await self._transaction.run(_UNOWE, {"whose": away})
                for person in whose:
                    self._met.change(person)

    async def says(self, person: int, actor: Actor, belongs: Belongs) -> Belongs:
        """Keep where a platform says that an account belongs. Gives what all platforms say of the person."""
        said = {row.id: row for row in await self._transaction.run(_SAID, {"person": person})}
        key = (actor.platform, actor.workspace, actor.id)
        found = {
            number: Belongs(row.division, row.roles or frozenset())
            for number, row in said.items()
            if (row.platform, row.workspace, row.known_as) != key
        }
        for number, row in said.items():
            if number not in found:
                if (row.division, row.roles) != (belongs.division, belongs.roles):
                    values = {"which": number, "where": belongs.division, "what": belongs.roles}
                    await self._transaction.run(_SAY, values)
                found[number] = belongs
        return _together(found[number] for number in said)

    async def unsays(self, platform: str, gone: Collection[tuple[str, str]]) -> Mapping[int, Belongs]:
        """A platform says nothing more of these. Gives those of whom it did, with what is said now."""
        whose: set[int] = set()
        for workspace in sorted({workspace for workspace, _ in gone}):
            ids = sorted(known_as for place, known_as in gone if place == workspace)
            for some in _chunks(ids):
                values = {"from": platform, "place": workspace, "ids": some}
                whose.update((await self._transaction.run(_UNSAY, values)).scalars())
        found = {}
        for person in sorted(whose):
            rows = await self._transaction.run(_SAID, {"person": person})
            found[person] = _together(Belongs(row.division, row.roles or frozenset()) for row in rows)
        return found

    async def groups(self, platform: str) -> Sequence[Group]:
        """The groups that are kept."""
        rows = await self._transaction.run(
            select(groups).where(groups.c.platform == platform).order_by(groups.c.workspace, groups.c.known_as)
        )
        return [Group(row.workspace, row.known_as, row.name, row.address) for row in rows]

    async def keep(self, platform: str, group: Group) -> None:
        """Keep a group, or what is new of it."""
        await self._transaction.run(_KEEP, _key(platform, group) | {"name": group.name, "address": group.address})

    async def forget(self, platform: str, group: Group) -> None:
        """Keep a group no more."""
        key = _key(platform, group)
        await self._transaction.run(delete(groups).where(*(groups.c[name] == value for name, value in key.items())))

    async def owners(self, emails: Collection[str]) -> Mapping[str, int]:
        """Who is employed, by e-mail in small letters; unknown ones are missing."""
        found: dict[str, int] = {}
        for some in _chunks(sorted(emails)):
            for row in await self._transaction.run(_OWNERS, {"emails": some}):
                found[row.email] = row.id
        return found

    async def places(self) -> Mapping[int, Place]:
        """HR's table that holds."""
        rows = await self._transaction.run(_PLACES, {"upload": _HOLDS})
        return {row.person: Place(row.division, row.lead) for row in rows}

    async def draft(self, upload: str, table: Mapping[int, Place]) -> None:
        """Keep a table that HR looks at before it holds, in place of any other such table."""
        await self._transaction.run(_IN_HAND)
        rows = [
            {"person": person, "upload": upload, "division": place.division, "lead": place.lead}
            for person, place in sorted(table.items())
        ]
        if rows:
            await self._transaction.run(insert(places), rows)

    async def discard(self, upload: str) -> None:
        """Take such a table off again, if it does not hold."""
        await self._transaction.run(_IN_HAND.where(places.c.upload == upload))

    async def apply(self, upload: str) -> bool:
        """From now on that table holds; False where it is gone. Whoever was only in the old one has no place."""
        rows = (await self._transaction.run(_PLACED, {"upload": upload})).all()
        if upload == _HOLDS or not any(row.upload == upload for row in rows):
            return False
        wanted: dict[int, tuple[str | None, bool]] = {row.id: (None, False) for row in rows}
        wanted |= {row.id: (row.to, row.lead) for row in rows if row.upload == upload}
        moved: dict[int, Values] = {}
        for row in rows:
            division, lead = wanted[row.id]
            roles = row.roles | {Role.LEAD} if lead else row.roles - {Role.LEAD}
            if (division, roles) != (row.division, row.roles):
                moved[row.id] = {"who": row.id, "to": division, "now": roles}
                self._met.change(row.id)
        if moved:
            await self._transaction.run(_PUT, list(moved.values()))
        await self._transaction.run(delete(places).where(places.c.upload == _HOLDS))
        await self._transaction.run(update(places).where(places.c.upload == upload).values(upload=_HOLDS))
        return True


def _together(said: Iterable[Belongs]) -> Belongs:
    """What several say of one person: the first that names a division, and whatever any of them makes of somebody."""
    all_said = list(said)
    division = next((one.division for one in all_said if one.division is not None), None)
    return Belongs(division, frozenset({Role.EMPLOYEE}).union(*(one.roles for one in all_said)))


def _key(platform: str, group: Group) -> dict[str, str]:
    return {"platform": platform, "workspace": group.workspace, "known_as": group.id}


def _chunks(found: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many at once as a statement can name."""
    for start in range(0, len(found), _MANY):
        yield found[start : start + _MANY]
