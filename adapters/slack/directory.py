"""Everybody in the workspace who may use Lentera: asked for page by page, remembered, and kept fresh by events.

The rule to keep: bots, strangers, guests (unless the operator says so) and deactivated accounts are left out by the
same rule that turns them away when they knock.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.accounts import Accounts
from adapters.slack.divisions import Belongs, Groups, from_groups
from adapters.slack.rich import Data
from adapters.slack.told import Who
from adapters.slack.workspaces import Home, Workspaces
from bot.events import Actor
from bot.ports import Member

_PAGE = 200
_FRESH = 6 * 3600.0
"""Seconds that the list holds where no event has come; one may be lost."""
_SETTLING = 5.0
"""Seconds that a list holds after a change: changes come in crowds."""
_PATIENCE = 180.0
"""Seconds that a page may wait for its turn: Slack gives twenty a minute."""


@dataclass(slots=True)
class Directory:
    """The people of all workspaces: a `bot.ports.Directory`."""

    workspaces: Workspaces
    accounts: Accounts
    groups: Groups = field(default_factory=Groups)
    now: Callable[[], float] = time.monotonic
    _known: tuple[Member, ...] = ()
    _until: float = -1.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def everyone(self) -> tuple[Member, ...]:
        """All members, once each. Raises `Busy`, `Unreachable`, `Declined`, TimeoutError."""
        async with self._asking:
            if self.now() >= self._until:
                found: dict[tuple[str, str], Member] = {}
                for home in await self.workspaces.all():
                    async for member in self._members(home):
                        found.setdefault((member.actor.workspace, member.actor.id), member)
                self._known, self._until = tuple(found.values()), self.now() + _FRESH
        return self._known

    async def learn(self) -> None:
        """Ask for everybody, so that `accounts` knows them."""
        await self.everyone()

    def changed(self) -> None:
        """Somebody joined, left or moved: whoever asks a moment from now gets a new list."""
        self._until = min(self._until, self.now() + _SETTLING)

    async def _members(self, home: Home) -> AsyncIterator[Member]:
        places = await self._places(home)
        async for profile in self._profiles(home):
            user = profile.get("id")
            if not isinstance(user, str):
                continue
            account = self.accounts.learn(profile, Who(home.team, home.enterprise, user), home)
            if isinstance(account, Actor):
                belongs = places.get(user, Belongs())
                yield Member(account, belongs.division, belongs.roles)

    async def _profiles(self, home: Home) -> AsyncIterator[Data]:
        for team in await self._teams(home):
            async for profile in _pages(home, "users_list", "members", limit=_PAGE, include_locale=True, **team):
                yield profile

    async def _teams(self, home: Home) -> list[Data]:
        """What to say besides: a token of a whole organisation has to name each of its workspaces."""
        if home.team:
            return [{}]
        return [{"team_id": team["id"]} async for team in _pages(home, "auth_teams_list", "teams", limit=_PAGE)]

    async def _places(self, home: Home) -> dict[str, Belongs]:
        groups = []
        for team in await self._teams(home):
            told = await home.api.call("usergroups_list", patience=_PATIENCE, include_users=True, **team)
            groups += [group for group in told.get("usergroups") or () if isinstance(group, dict)]
        return from_groups(
            (
                (str(group.get("handle") or ""), str(group.get("name") or ""), map(str, group.get("users") or ()))
                for group in groups
                if not group.get("date_delete")
            ),
            self.groups,
        )


async def _pages(home: Home, method: str, what: str, **arguments: Any) -> AsyncIterator[Data]:  # noqa: ANN401 - as the SDK takes them
    """Everything of a list, page after page."""
    cursor = ""
    while True:
        page = await home.api.call(method, patience=_PATIENCE, cursor=cursor or None, **arguments)
        for one in page.get(what) or ():
            if isinstance(one, dict):
                yield one
        after = page.get("response_metadata")
        cursor = str(after.get("next_cursor") or "") if isinstance(after, dict) else ""
        if not cursor:
            return
