"""Slack, where it is set up.

The rule to keep: without its settings, nothing of it is imported.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.composition.desk import texts
from bot.composition.kept import Remembered
from bot.composition.pace import Shared
from bot.composition.process import Wall

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from aiohttp.web import Application

    from adapters.slack.home import Show
    from adapters.slack.setup import Reach
    from bot.app import Bot
    from bot.ports import Clock, Store
    from config.settings import Settings


_TIDY = 300.0
"""Seconds between two looks at files that are to be deleted."""


async def reach(settings: Settings, stack: AsyncExitStack, store: Store) -> Reach | None:
    """The way out to Slack, where it is set up."""
    from config import slack

    options, _ = slack.read(os.environ)
    if options is None:
        return None
    from adapters import beat
    from adapters.slack.setup import reaching
    from storage.engine import engine

    made = engine(settings.database_url) if options.client_id else None
    if made:
        stack.push_async_callback(made.dispose)
    kept = Remembered("slack", store, Wall())
    found = await stack.enter_async_context(reaching(options, made, Shared(store, Wall()), kept))
    if found.leftovers:
        # In every process: what one of them cannot delete now, another does.
        await stack.enter_async_context(beat.beating([found.leftovers.tick], _TIDY, beat.Count()))
    return found


class SlackWay:
    """The way in from Slack."""

    def __init__(self, reach: Reach, app: Application, bot: Bot, store: Store, show: Show, clock: Clock) -> None:
        from bot.staff.roster import Roster

        self._reach = reach
        self._adapter = reach.answering(app, texts(), handle=bot.handle, known=store.recognise, show=show)
        self._directory = reach.directory(self._adapter.accounts)
        self.roster = Roster(store, clock, {"slack": self._directory})
        self._adapter.reactions.changed = self._directory.changed
        self._adapter.reactions.regrouped = lambda: self.roster.changed("slack")
        self._adapter.reactions.came = self.roster.came
        self._adapter.reactions.left = lambda workspace, account: self.roster.left("slack", workspace, account)

    async def open(self, stack: AsyncExitStack) -> None:
        """Answer from now on, over HTTP and by a socket where there is one."""
        await self._reach.prepare()
        self._adapter.awake = True
        # Whoever is known already need not wait for Slack to say who they are.
        self._adapter.later(self._directory.learn())
        options = self._reach.options
        if options.app_token:
            from adapters.slack.socket_mode import listening

            deliver = self._adapter.deliver
            await stack.enter_async_context(listening(options.app_token, deliver, self._reach.web, options.base))
