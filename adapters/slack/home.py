"""The Home tab: somebody's own dashboard, fresh whenever it is looked at.

The rule to keep: what it shows is the core's; it is built when somebody opens it, and again after what they do while
it may still be open, never for people who are not looking.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from adapters.slack import views
from adapters.slack.album import Album
from adapters.slack.errors import Declined
from adapters.slack.workspaces import Home
from bot.errors import Busy, Unreachable, places
from bot.events import Actor
from bot.message import Message

log = logging.getLogger(__name__)

Show = Callable[[Actor], Awaitable[Message]]

_OPEN = 8 * 3600.0
"""Seconds after which nobody has the tab open any more, as far as we care."""
_MANY = 20_000
_PATIENCE = 5.0


@dataclass(slots=True)
class HomeTab:
    """Publishes dashboards."""

    show: Show
    album: Album
    sorry: Callable[[Actor], Message]
    """What the tab says where it could not be put together."""
    now: Callable[[], float] = time.monotonic
    _opened: dict[str, float] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)
    _again: set[str] = field(default_factory=set)

    async def publish(self, account: Actor, home: Home, shown: Collection[str] = ()) -> None:
        """Show somebody their dashboard, and remember that they look at it. `shown` are the pictures on it by now."""
        self.album.seen(account.address, shown)
        self._opened.pop(account.address, None)
        if len(self._opened) >= _MANY:
            del self._opened[next(iter(self._opened))]
        self._opened[account.address] = self.now()
        await self._one_by_one(account, home)

    def watched(self, account: Actor) -> bool:
        """Whether somebody may be looking at it."""
        return self._opened.get(account.address, -_OPEN) > self.now() - _OPEN

    async def refresh(self, account: Actor, home: Home) -> None:
        """The same after something has changed, if they may be looking."""
        if self.watched(account):
            await self._one_by_one(account, home)

    async def _one_by_one(self, account: Actor, home: Home) -> None:
        """One at a time for each person; several wishes meanwhile are one."""
        who = account.address
        if who in self._busy:
            self._again.add(who)
            return
        self._busy.add(who)
        try:
            await self._publish(account, home)
            while who in self._again:
                self._again.discard(who)
                await self._publish(account, home)
        finally:
            self._busy.discard(who)
            self._again.discard(who)

    async def _publish(self, account: Actor, home: Home) -> None:
        try:
            message = await self.show(account)
        except Exception as bug:  # noqa: BLE001 - the tab must not stay empty, and nobody waits for an error
            log.error("a dashboard could not be put together: %s at %s", type(bug).__name__, places(bug))  # noqa: TRY400 - no values
            message = self.sorry(account)
        try:
            await self._put(account, home, message)
            await self.album.tidy(account.address, home)
        except (Busy, Unreachable, Declined, TimeoutError) as trouble:
            log.warning("Slack: a Home tab was not shown: %s", type(trouble).__name__)

    async def _put(self, account: Actor, home: Home, message: Message) -> None:
        """Show it, with its pictures if Slack takes them: one it has not looked at yet is told in words meanwhile."""
        for _ in range(2):
            ids = await self.album.pictures(account.address, home, message)
            try:
                await self._show(account, home, message, ids)
            except Declined:
                if not self.album.lost(account.address):
                    break
            else:
                return
        await self._show(account, home, message, [])

    async def _show(self, account: Actor, home: Home, message: Message, pictures: list[str]) -> None:
        view = views.home(message, pictures=pictures)
        await home.api.call("views_publish", patience=_PATIENCE, user_id=account.id, view=view)
