"""The workspaces that have Lentera, and the way to speak to each.

The rule to keep: a request is taken only from a workspace that is known here; whoever signs with our secret may still
be a workspace that somebody else has put the app into.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import aiohttp

from adapters.slack.api import BASE, Api
from adapters.slack.errors import Declined
from adapters.slack.lanes import Lanes
from adapters.slack.told import Who
from bot.errors import Busy, Unreachable

log = logging.getLogger(__name__)

_AGAIN = 10.0
"""Seconds until a token that could not be tried is tried again."""


@dataclass(frozen=True, slots=True)
class Home:
    """One workspace, or a whole Grid organisation where it was installed there."""

    team: str
    enterprise: str
    bot: str
    """The user id of the bot."""
    token: str
    api: Api

    @property
    def id(self) -> str:
        """What addresses begin with."""
        return self.team or self.enterprise


class Workspaces(Protocol):
    """Where to find a workspace's home."""

    async def of(self, who: Who) -> Home | None:
        """That of an account; None where Lentera is not installed. Raises `Busy` where nobody can tell."""
        ...

    async def named(self, name: str) -> Home | None:
        """By what an address begins with."""
        ...

    async def all(self) -> tuple[Home, ...]:
        """Every one."""
        ...

    async def gone(self, who: Who) -> None:
        """The app was removed there."""
        ...


class Only:
    """The one workspace of a token that the environment holds."""

    def __init__(
        self,
        token: str,
        web: aiohttp.ClientSession,
        lanes: Lanes,
        *,
        base: str = BASE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._token = token
        self._web = web
        self._lanes = lanes
        self._base = base
        self._now = now
        self._home: Home | None = None
        self._asked_at = -_AGAIN
        self._asking = asyncio.Lock()

    async def of(self, who: Who) -> Home | None:
        """See `Workspaces`."""
        home = await self._known()
        fits = who.team == home.team if home.team else who.enterprise == home.enterprise
        return home if fits or (home.enterprise and who.enterprise == home.enterprise) else None

    async def named(self, name: str) -> Home | None:
        """See `Workspaces`."""
        home = await self._known()
        return home if name and name in {home.team, home.enterprise} else None

    async def all(self) -> tuple[Home, ...]:
        """See `Workspaces`."""
        return (await self._known(),)

    async def gone(self, who: Who) -> None:
        """See `Workspaces`."""
        home = self._home
        if home is not None and {who.team, who.enterprise} & ({home.team, home.enterprise} - {""}):
            log.warning("Slack: Lentera was removed from the workspace, or its token was taken back")
            # Whoever comes next finds out whether that is so.
            self._home, self._asked_at = None, -_AGAIN

    async def _known(self) -> Home:
        """Whose token it is. Raises `Busy`."""
        if self._home is not None:
            return self._home
        async with self._asking:
            if self._home is None:
                if self._now() - self._asked_at < _AGAIN:
                    raise Busy(_AGAIN)
                self._asked_at = self._now()
                self._home = await introduced(self._token, self._web, self._lanes, self._base)
        return self._home


async def introduced(token: str, web: aiohttp.ClientSession, lanes: Lanes, base: str) -> Home:
    """Ask Slack whose token it is. Raises `Busy`."""
    api = Api(token, "", web, lanes, base)
    try:
        told = await api.call("auth_test")
    except (Unreachable, Declined) as refused:
        log.error("Slack does not take the token: %s", refused.reason)  # noqa: TRY400 - it is the operator's to mend
        raise Busy(_AGAIN) from None
    except TimeoutError:
        raise Busy(_AGAIN) from None
    team, enterprise = str(told.get("team_id") or ""), str(told.get("enterprise_id") or "")
    if told.get("is_enterprise_install") is True:
        team = ""
    made = Api(token, team or enterprise, web, lanes, base)
    made.scopes = api.scopes
    return Home(team, enterprise, str(told.get("user_id") or ""), token, made)
