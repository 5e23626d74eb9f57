"""Everybody in the teams that have Lentera: asked for page by page, remembered, and kept fresh by activities.

The rule to keep: strangers and guests (unless the operator says so) are left out by the same rule that turns them away
when they knock. A bot may see the rosters of the teams it was added to, and no others: teams are learnt when one of
them is heard of.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from adapters.teams.accounts import Accounts
from adapters.teams.activities import Place
from adapters.teams.api import Api
from adapters.teams.rich import Data
from bot.errors import Unreachable
from bot.events import Actor
from bot.people import Role
from bot.ports import Member

log = logging.getLogger(__name__)

_PAGE = "200"
_FRESH = 6 * 3600.0
"""Seconds that the list holds where no activity has come; one may be lost."""
_SETTLING = 5.0
"""Seconds that a list holds after a change: changes come in crowds."""
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class _Team:
    tenant: str
    service: str
    name: str


@dataclass(slots=True)
class Directory:
    """The people of all teams that are known: a `bot.ports.Directory`, and not of everybody."""

    api: Api
    accounts: Accounts
    now: Callable[[], float] = time.monotonic
    _teams: dict[str, _Team] = field(default_factory=dict)
    _known: tuple[Member, ...] = ()
    _until: float = -1.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def joined(self, tenant: str, place: Place, here: bool) -> bool:
        """A team was heard of: it has Lentera, or has it no more. Whether that one is new."""
        if not place.team:
            return False
        old = self._teams.get(place.team)
        if not here:
            self._teams.pop(place.team, None)
            self.changed()
        elif old is None or (place.team_name and old.name != place.team_name):
            self._teams[place.team] = _Team(tenant, place.service, place.team_name or (old.name if old else ""))
            self.changed()
        return here and old is None

    async def everyone(self) -> tuple[Member, ...]:
        """All members, once each. Raises `Busy`, `Declined`, TimeoutError."""
        async with self._asking:
            if self.now() >= self._until:
                found: dict[tuple[str, str], Member] = {}
                # Somebody in two teams is counted in the first by name, and always in the same.
                for key, team in sorted(self._teams.items(), key=lambda pair: (pair[1].name, pair[0])):
                    async for member in self._members(key, team):
                        found.setdefault((member.actor.workspace, member.actor.id), member)
                self._known, self._until = tuple(found.values()), self.now() + _FRESH
        return self._known

    def changed(self) -> None:
        """Somebody joined, left or moved: whoever asks a moment from now gets a new list."""
        self._until = min(self._until, self.now() + _SETTLING)

    async def _members(self, key: str, team: _Team) -> AsyncIterator[Member]:
        try:
            name = team.name or str((await self._call(team, f"v3/teams/{quote(key, safe='')}")).get("name") or "")
            async for profile in self._pages(key, team):
                account = self.accounts.learn(profile, team.tenant, team.service)
                if isinstance(account, Actor):
                    leads = str(profile.get("userRole", "")).lower() == "owner"
                    roles = frozenset({Role.EMPLOYEE, Role.LEAD} if leads else {Role.EMPLOYEE})
                    yield Member(account, name or None, roles)
        except Unreachable as gone:
            # The app was taken out of this team, and nobody has told us.
            log.info("Teams: a team is not there any more: %s", gone.reason)
            self._teams.pop(key, None)

    async def _pages(self, key: str, team: _Team) -> AsyncIterator[Data]:
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

    async def _call(self, team: _Team, path: str, query: dict[str, str] | None = None) -> Data:
        return await self.api.call("GET", team.service, path, patience=_PATIENCE, query=query)
