"""Who owns a team, asked of Microsoft Graph, because the Bot Connector's roster does not tell.

The rule to keep: nothing is asked of Graph but the members of a team, and of those only who owns it; what a team's
owners have not allowed when they added Lentera is not known, and that is no error.
https://learn.microsoft.com/graph/api/team-list-members
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp

from adapters.teams.login import Login
from adapters.teams.rich import Data
from bot.errors import Busy

log = logging.getLogger(__name__)

_PAGE = 500
_SECONDS = 20.0
_PAUSE = 60.0
_LARGEST = 8 * 1024 * 1024
_REFUSED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


@dataclass(slots=True)
class Owners:
    """Asks Graph at `url`, such as `https://graph.microsoft.com`. `login` gives the token for a tenant."""

    url: str
    web: aiohttp.ClientSession
    login: Callable[[str], Login]
    _logins: dict[str, Login] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)

    async def of(self, tenant: str, group: str) -> frozenset[str]:
        """The Entra ids of a team's owners; none where it is not allowed. Raises `Busy`, TimeoutError."""
        found: set[str] = set()
        url = f"{self.url}/v1.0/teams/{quote(group, safe='')}/members?$top={_PAGE}"
        while url.startswith(f"{self.url}/"):
            status, page = await self._get(tenant, url)
            if status in _REFUSED:
                if group not in self._refused:
                    self._refused.add(group)
                    log.warning("Microsoft does not tell who owns a team: docs/teams.md, Teams as divisions")
                return frozenset()
            if status != HTTPStatus.OK:
                raise Busy(_PAUSE)
            found.update(_owning(page))
            url = str(page.get("@odata.nextLink") or "")
        self._refused.discard(group)
        return frozenset(found)

    async def _get(self, tenant: str, url: str) -> tuple[int, Data]:
        login = self._logins.get(tenant)
        if login is None:
            login = self._logins[tenant] = self.login(tenant)
        token = await login.token()
        status, raw = await self._once(url, token)
        if status == HTTPStatus.UNAUTHORIZED:
            login.spoilt(token)
            status, raw = await self._once(url, await login.token())
        return status, _told(raw)

    async def _once(self, url: str, token: str) -> tuple[int, bytes]:
        try:
            async with (
                asyncio.timeout(_SECONDS),
                self.web.get(url, headers={"Authorization": f"Bearer {token}"}, allow_redirects=False) as answer,
            ):
                return answer.status, await answer.content.read(_LARGEST)
        except (aiohttp.ClientError, ConnectionError):
            raise TimeoutError("graph") from None


def _told(raw: bytes) -> Data:
    try:
        found: Any = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _owning(page: Data) -> Iterator[str]:
    for one in page.get("value") or ():
        if isinstance(one, dict) and "owner" in (one.get("roles") or ()) and isinstance(one.get("userId"), str):
            yield one["userId"]
