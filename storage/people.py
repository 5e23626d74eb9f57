"""Persons, their accounts and preferences.

The rule to keep: a verified e-mail joins accounts of different workspaces, never two of the same one. There, a second
account with the same address is somebody new who was given an old address, and must not find another's hours.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.events import Actor
from bot.people import APPOINTED, Person, Preferences, Role
from storage.recent import Recent
from storage.schema import accounts, journeys, people, prompts
from storage.transaction import Transaction

_USUAL = {
    "policy": "default",
    "roles": frozenset({Role.EMPLOYEE}),
    "work_from": time(9),
    "work_to": time(18),
    "week_start": 0,
    "remind_at": time(16, 30),
    "active": True,
    "turn": 0,
}

_OWN = (
    people.c.id,
    people.c.email,
    people.c.division,
    people.c.policy,
    people.c.roles,
    people.c.locale,
    people.c.zone,
    people.c.work_from,
    people.c.work_to,
    people.c.week_start,
    people.c.remind_at,
    people.c.active,
    people.c.restricted_on,
)
_OF_ACCOUNT = (accounts.c.name, accounts.c.locale.label("platform_locale"), accounts.c.timezone)
PERSON = (*_OWN, *_OF_ACCOUNT)
"""What `Defaults.person` reads."""

_MANY = 10_000
"""People named in one statement: PostgreSQL takes 32,767 values, and who is invited to a survey may be more."""
LATEST = accounts.c.latest.desc(), accounts.c.id.desc()
"""The account to write to comes first."""

_BY_ACCOUNT = (
    select(
        *PERSON,
        accounts.c.id.label("account"),
        accounts.c.address,
        accounts.c.email.label("said"),
        accounts.c.latest,
        accounts.c.active.label("let_in"),
    )
    .join(accounts, accounts.c.person == people.c.id)
    .where(
        accounts.c.platform == bindparam("platform"),
        accounts.c.workspace == bindparam("workspace"),
        accounts.c.known_as == bindparam("known_as"),
    )
)
_BY_ID = (
    select(*PERSON)
    .join(accounts, accounts.c.person == people.c.id)
    .where(people.c.id == bindparam("person"))
    .order_by(*LATEST)
    .limit(1)
)
# Others may still refer to the person meanwhile; only who locks as well has to wait, and whoever has looked without a
# lock (`storage.ledger`) finds that somebody else's turn has come.
_turned = (
    update(people)
    .where(people.c.id == bindparam("person"))
    .values(turn=people.c.turn + 1)
    .returning(*people.c)
    .cte("turned")
)
_LOCK = (
    select(*(_turned.c[column.name] for column in _OWN), *_OF_ACCOUNT)
    .join(accounts, accounts.c.person == _turned.c.id)
    .order_by(*LATEST)
    .limit(1)
)
_THESE = (
    select(*PERSON)
    .join(accounts, accounts.c.person == people.c.id)
    .where(people.c.id.in_(bindparam("people", expanding=True)))
    .order_by(people.c.id, *LATEST)
)
_NAMED = (
    select(people.c.id)
    .join(accounts, accounts.c.person == people.c.id)
    .where(or_(people.c.email == bindparam("folded"), accounts.c.known_as == bindparam("name")))
    .distinct()
    .limit(2)
)
_NEW = upsert(people).on_conflict_do_nothing(index_elements=["email"]).returning(people.c.id)
_OPEN = (
    upsert(accounts)
    .on_conflict_do_nothing(index_elements=["platform", "workspace", "known_as"])
    .returning(accounts.c.id)
)
_IN_WORKSPACE = select(accounts.c.known_as).where(
    accounts.c.person == bindparam("person"),
    accounts.c.platform == bindparam("platform"),
    accounts.c.workspace == bindparam("workspace"),
)
_UNPLAN = delete(prompts).where(prompts.c.person == bindparam("whose"))
_REROUTE = update(journeys).where(journeys.c.person == bindparam("whose")).values(void=True, since=None)
_PLATFORMS = (
    select(accounts.c.platform)
    .where(accounts.c.person == bindparam("person"), accounts.c.active)
    .distinct()
    .order_by(accounts.c.platform)
)
_TELL_APART = (
    update(people).where(people.c.id == bindparam("whose"), people.c.told_apart.is_(None)).values(told_apart=True)
)
_SETTINGS = ("locale", "zone", "work_from", "work_to", "week_start", "remind_at", "platform")
_PREFERENCES = select(*(people.c[name] for name in _SETTINGS)).where(people.c.id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for whoever has set nothing and whose platform says nothing, and who is appointed to what."""

    locale: str
    zone: ZoneInfo
    appointed: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """By folded e-mail; the only way to a role of `APPOINTED`."""

    def person(self, row: Row[Any]) -> Person:
        """A row of `PERSON`, with what is in force."""
        zone = zone_named(row.zone) or zone_named(row.timezone)
        return Person(
            id=row.id,
            name=row.name,
            locale=row.locale or row.platform_locale or self.locale,
            zone=zone or self.zone,
            email=row.email,
            division=row.division,
            policy=row.policy,
            work_from=row.work_from,
            work_to=row.work_to,
            week_start=row.week_start,
            remind_at=row.remind_at,
            roles=self.roles(row.email, row.roles),
            active=row.active,
            restricted=row.restricted_on is not None,
            zone_known=zone is not None,
        )

    def roles(self, email: str | None, known: frozenset[Role]) -> frozenset[Role]:
        """What somebody is: as the directory knows, but for what only the settings say."""
        return known - APPOINTED | self.appointed.get(email or "", frozenset())


def zone_named(name: str | None) -> ZoneInfo | None:
    """A zone by name. What the platform or an old setting says may be no zone at all."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


@dataclass(slots=True)
class Met:
    """What one unit of work has learnt about people, to be remembered when it has committed."""

    recent: Recent
    epoch: int
    """Of `recent`, before anything was read."""
    people: dict[Actor, Person] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)

    def found(self, actor: Actor, person: Person) -> None:
        """Somebody was read from the database."""
        self.people[actor] = person

    def change(self, person: int) -> None:
        """Something about a person was written."""
        self.changed.add(person)
        self.people = {actor: met for actor, met in self.people.items() if met.id != person}

    def committed(self) -> None:
        """Remember it, unless somebody else's change came in between."""
        fresh = self.epoch == self.recent.epoch
        for person in self.changed:
            self.recent.forget(person)
        if fresh:
            for actor, met in self.people.items():
                self.recent.keep(actor, met)


class People:
    """See `bot.ports.People`."""

    __slots__ = ("_defaults", "_met", "_transaction")

    def __init__(self, transaction: Transaction, defaults: Defaults, met: Met) -> None:
        self._transaction = transaction
        self._defaults = defaults
        self._met = met

    async def meet(self, actor: Actor) -> Person:
        """The person behind an account; no statement where they were met a moment ago."""
        known = self._met.recent.find(actor)
        if known is not None and known.id not in self._met.changed:
            return known
        row = await self._account(actor)
        if not row.latest:
            await self._transaction.run(
                update(accounts).where(accounts.c.person == row.id).values(latest=accounts.c.id == row.account)
            )
            self._met.change(row.id)
        person = self._defaults.person(row)
        self._met.found(actor, person)
        return person

    async def enrol(self, actor: Actor, *, division: str | None, roles: frozenset[Role]) -> Person:
        """What the directory knows. It does not change where messages go."""
        person = await self.note(actor)
        held = self._defaults.roles(person.email, roles)
        if (person.division, person.roles) == (division, held):
            return person
        await self.assign(person.id, division, roles)
        return replace(person, division=division, roles=held)

    async def known(self, actor: Actor) -> Person | None:
        """The person behind an account as it is stored, and nothing is; None where that would not do."""
        row = (await self._transaction.run(_BY_ACCOUNT, _key(actor))).one_or_none()
        if row is None or not (row.active and row.let_in):
            return None
        person = self._defaults.person(row)
        # They are spoken to in their language all the same.
        return replace(person, locale=actor.locale) if actor.locale and not row.locale else person

    async def note(self, actor: Actor) -> Person:
        """The person behind an account, found or made; where messages go stays."""
        return self._defaults.person(await self._account(actor, met=False))

    async def assign(self, person: int, division: str | None, roles: frozenset[Role]) -> None:
        """Put somebody into a division, with these roles and no others."""
        stored = roles - APPOINTED
        await self._transaction.run(update(people).where(people.c.id == person).values(division=division, roles=stored))
        await self._transaction.run(_REROUTE, {"whose": person})
        self._met.change(person)

    async def lock(self, person: int) -> Person:
        """The person as stored; SQLite has locked the whole database by beginning. Raises LookupError."""
        statement = _BY_ID if self._transaction.excludes else _LOCK
        row = (await self._transaction.run(statement, {"person": person})).one_or_none()
        if row is None:
            raise LookupError("no such person")
        return self._defaults.person(row)

    async def these(self, numbers: Collection[int]) -> Mapping[int, Person]:
        """Several at once, by number; whoever is gone is not among them."""
        found: dict[int, Person] = {}
        wanted = list(numbers)
        for start in range(0, len(wanted), _MANY):
            for row in await self._transaction.run(_THESE, {"people": wanted[start : start + _MANY]}):
                if row.id not in found:
                    found[row.id] = self._defaults.person(row)
        return found

    async def named(self, name: str) -> Person | None:
        """By e-mail or account id; None where nobody, or more than one person, is called so."""
        found = (await self._transaction.run(_NAMED, {"name": name, "folded": name.casefold()})).scalars().all()
        if len(found) != 1:
            return None
        return self._defaults.person((await self._transaction.run(_BY_ID, {"person": found[0]})).one())

    async def prefer(self, person: int, preferences: Preferences) -> None:
        """Store what a person has set. All that was planned for them is planned anew with the next tick."""
        await self._transaction.run(
            update(people).where(people.c.id == person).values({name: getattr(preferences, name) for name in _SETTINGS})
        )
        await self._unplan(person)
        self._met.change(person)

    async def preferences(self, person: int) -> Preferences:
        """What a person has set. Raises LookupError for nobody."""
        row = (await self._transaction.run(_PREFERENCES, {"person": person})).one_or_none()
        if row is None:
            raise LookupError("no such person")
        return Preferences(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it

    async def tell_apart(self, person: int) -> bool:
        """Note that a channel tells them now where nobody else reads along; False where one has already."""
        return (await self._transaction.run(_TELL_APART, {"whose": person})).rowcount == 1

    async def _unplan(self, person: int) -> None:
        """All that was planned for somebody is planned anew with the next tick."""
        await self._transaction.run(_UNPLAN, {"whose": person})
        await self._transaction.run(_REROUTE, {"whose": person})

    async def platforms(self, person: int) -> tuple[str, ...]:
        """Where this person has an account that is let in, by name."""
        return tuple((await self._transaction.run(_PLATFORMS, {"person": person})).scalars())

    async def _find(self, actor: Actor) -> Row[Any]:
        return (await self._transaction.run(_BY_ACCOUNT, _key(actor))).one()

    async def _account(self, actor: Actor, *, met: bool = True) -> Row[Any]:
        """The account's row with its person's: found and kept fresh, or made."""
        row = (await self._transaction.run(_BY_ACCOUNT, _key(actor))).one_or_none()
        if row is None:
            await self._welcome(actor, met=met)
            return await self._find(actor)
        # What a platform does not say this time, because it could not be asked, it has not taken back.
        actor = replace(
            actor,
            # Likewise an address that the known one goes on from says less, and nothing new.
            address=row.address if row.address.startswith(actor.address) else actor.address,
            locale=actor.locale or row.platform_locale,
            timezone=actor.timezone or row.timezone,
            email=actor.email or row.said,
        )
        said = (actor.address, actor.name, actor.locale, actor.timezone, _folded(actor.email), True)
        if said == (row.address, row.name, row.platform_locale, row.timezone, row.said, row.let_in):
            return row
        await self._transaction.run(update(accounts).where(accounts.c.id == row.account).values(_said(actor)))
        self._met.change(row.id)
        if not row.active:
            await self._transaction.run(update(people).where(people.c.id == row.id).values(active=True))
        if _folded(actor.email) not in {None, row.said}:
            await self._readdress(row.id, _folded(actor.email))
        fresh = await self._find(actor)
        then, now = self._defaults.person(row), self._defaults.person(fresh)
        if (then.zone, then.zone_known) != (now.zone, now.zone_known):
            # Somebody who travels is looked after in the new place's evening.
            await self._unplan(row.id)
        return fresh

    async def _readdress(self, person: int, email: str | None) -> None:
        """A changed e-mail is the person's new one, unless somebody else has it: two people are never merged."""
        taken = exists().where(people.c.email == email)
        await self._transaction.run(update(people).where(people.c.id == person, ~taken).values(email=email))

    async def _welcome(self, actor: Actor, *, met: bool) -> None:
        """Open an account for somebody: for the owner of the e-mail, or for somebody new."""
        email = _folded(actor.email)
        made = (await self._transaction.run(_NEW, _USUAL | {"email": email})).scalar_one_or_none()
        person = made if made is not None else await self._owner(actor, email)
        if person is None:
            return
        only = made is not None
        values = _key(actor) | _said(actor) | {"person": person, "latest": only and met}
        opened = (await self._transaction.run(_OPEN, values)).scalar_one_or_none()
        if opened is None and only:
            # Somebody else has opened this very account a moment ago.
            await self._transaction.run(delete(people).where(people.c.id == person))
        elif not only:
            # Somebody who had left is back.
            await self._transaction.run(update(people).where(people.c.id == person).values(active=True))

    async def _owner(self, actor: Actor, email: str | None) -> int | None:
        """The person whose e-mail it is; None where the account is theirs already."""
        person: int = (await self._transaction.run(select(people.c.id).where(people.c.email == email))).scalar_one()
        beside = {"person": person, "platform": actor.platform, "workspace": actor.workspace}
        known = (await self._transaction.run(_IN_WORKSPACE, beside)).scalars().all()
        if actor.id in known:
            return None
        if not known:
            return person
        await self._transaction.run(update(people).where(people.c.id == person).values(email=None))
        self._met.change(person)
        new = insert(people).values(_USUAL | {"email": email}).returning(people.c.id)
        return int((await self._transaction.run(new)).scalar_one())


def _key(actor: Actor) -> dict[str, str]:
    return {"platform": actor.platform, "workspace": actor.workspace, "known_as": actor.id}


def _said(actor: Actor) -> dict[str, str | bool | None]:
    return {
        "active": True,
        "address": actor.address,
        "name": actor.name,
        "locale": actor.locale,
        "timezone": actor.timezone,
        "email": _folded(actor.email),
    }


def _folded(email: str | None) -> str | None:
    return email.strip().casefold() or None if email else None
