"""Everybody in the teams that have Lentera: asked for page by page, remembered, and kept fresh by activities.

The rule to keep: strangers and guests (unless the operator says so) are left out by the same rule that turns them away
when they knock. A bot may see the rosters of the teams it was added to, and no others: teams are learnt when one of
them is heard of, and whoever puts this together keeps them.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from adapters.teams.accounts import Accounts
from adapters.teams.activities import Place
from adapters.teams.api import Api
from adapters.teams.divisions import Named, among
from adapters.teams.owners import Owners
from adapters.teams.rich import Data
from bot.errors import Unreachable
from bot.events import Actor
from bot.people import Role
from bot.ports import Group, Member

log = logging.getLogger(__name__)

_PAGE = "200"
_FRESH = 6 * 3600.0
"""Seconds that the list holds where no activity has come; one may be lost."""
_SETTLING = 5.0
"""Seconds that a list holds after a change: changes come in crowds."""
_PATIENCE = 120.0
_EMPLOYEE = frozenset({Role.EMPLOYEE})


@dataclass(frozen=True, slots=True)
class _Seen:
    """A team as it is now."""

    division: str | None
    owners: frozenset[str]
    leads: bool
    hr: bool

    def roles(self, account: str) -> frozenset[Role]:
        """What somebody is because of this team."""
        owns = account in self.owners
        return (
            _EMPLOYEE
            | (frozenset({Role.LEAD}) if owns and self.leads else frozenset())
            | (frozenset({Role.HR_DRAFTER}) if owns and self.hr else frozenset())
        )


@dataclass(slots=True)
class Directory:
    """The people of all teams that are known: a `bot.ports.Directory`, and not of everybody."""

    api: Api
    accounts: Accounts
    owners: Owners | None = None
    named: Named = field(default_factory=Named)
    now: Callable[[], float] = time.monotonic
    _teams: dict[str, Group] = field(default_factory=dict)
    _known: tuple[Member, ...] = ()
    _until: float = -1.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def remember(self, teams: Iterable[Group]) -> None:
        """The teams that were known when this process began."""
        for team in teams:
            self._teams.setdefault(team.id, team)
        self.changed()

    def joined(self, tenant: str, place: Place, here: bool) -> Group | None:
        """A team was heard of: it has Lentera, or has it no more. Gives what is to be kept or forgotten of it."""
        if not place.team:
            return None
        old = self._teams.get(place.team)
        if not here:
            self._teams.pop(place.team, None)
            self.changed()
            return old
        new = Group(tenant, place.team, place.team_name or (old.name if old else ""), place.service)
        if new == old:
            return None
        self._teams[place.team] = new
        self.changed()
        return new

    async def everyone(self) -> tuple[Member, ...]:
        """All members, once each. Raises `Busy`, `Declined`, TimeoutError."""
        async with self._asking:
            if self.now() >= self._until:
                found: dict[tuple[str, str], Member] = {}
                # Somebody in two teams is counted in the first by name, and always in the same; first in one they lead.
                for key, team in sorted(self._teams.items(), key=lambda pair: (pair[1].name, pair[0])):
                    async for member in self._members(key, team):
                        who = (member.actor.workspace, member.actor.id)
                        found[who] = _together(found[who], member) if who in found else member
                self._known, self._until = tuple(found.values()), self.now() + _FRESH
        return self._known

    def changed(self) -> None:
        """Somebody joined, left or moved: whoever asks a moment from now gets a new list."""
        self._until = min(self._until, self.now() + _SETTLING)

    async def _members(self, key: str, team: Group) -> AsyncIterator[Member]:
        try:
            seen = await self._seen(key, team)
            async for profile in self._pages(key, team):
                account = self.accounts.learn(profile, team.workspace, team.address)
                if isinstance(account, Actor):
                    yield Member(account, seen.division, seen.roles(account.id))
        except Unreachable as gone:
            # The app was taken out of this team, and nobody has told us.
            log.info("Teams: a team is not there any more: %s", gone.reason)
            self._teams.pop(key, None)

    async def _seen(self, key: str, team: Group) -> _Seen:
        """What the settings make of a team. Who owns it is asked only where that means something."""
        told = await self._call(team, f"v3/teams/{quote(key, safe='')}")
        name, group = str(told.get("name") or team.name).strip(), str(told.get("aadGroupId") or "")
        division = bool(name) and among(name, group, self.named.divisions)
        leads = division and among(name, group, self.named.leads)
        hr = bool(group) and among(group, group, self.named.hr)
        owners: frozenset[str] = frozenset()
        if (leads or hr) and group and self.owners is not None:
            owners = await self.owners.of(team.workspace, group)
        return _Seen(name if division else None, owners, leads, hr)

    async def _pages(self, key: str, team: Group) -> AsyncIterator[Data]:
        after = ""
        while True:
            query = {"pageSize": _PAGE} | ({"continuationToken": after} if after else {})
            page = await self._call(team, f"v3/conversations/{quote(key, safe='')}/pagedmembers", query)
            for one in page.get("members") or ():
                if isinstance(one, dict):
                    yield one
            after = str(page.get("continuationToken") or "")
            if not after:
                return

    async def _call(self, team: Group, path: str, query: dict[str, str] | None = None) -> Data:
        return await self.api.call("GET", team.address, path, patience=_PATIENCE, query=query)


def _together(one: Member, other: Member) -> Member:
    """Somebody of two teams."""
    leads_other = Role.LEAD in other.roles - one.roles
    division = other.division if leads_other else one.division or other.division
    return replace(one, division=division, roles=one.roles | other.roles)
