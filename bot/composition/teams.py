"""Teams, where it is set up.

The rule to keep: without its settings, nothing of it is imported; and a worker never imports the SDK.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.composition.desk import texts

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from aiohttp.web import Application

    from adapters.teams.activities import Place
    from adapters.teams.setup import Reach
    from bot.app import Bot
    from bot.ports import Clock, Store


async def reach_teams(stack: AsyncExitStack) -> Reach | None:
    """The way out to Teams, where it is set up."""
    from config import teams

    options, _ = teams.read(os.environ)
    if options is None:
        return None
    from adapters.teams.setup import reaching

    return await stack.enter_async_context(reaching(options, texts()))


class TeamsWay:
    """The way in from Teams."""

    def __init__(self, reach: Reach, app: Application, bot: Bot, store: Store, clock: Clock) -> None:
        from bot.staff.roster import Roster

        self._adapter = reach.answering(
            app, texts(), handle=bot.handle, known=store.meet, commands=frozenset(bot.features.commands)
        )
        self._store = store
        self._directory = reach.directory()
        # Of those whom Lentera has never met, Teams tells only the ones in a team that has it.
        self.roster = Roster(store, clock, {"teams": self._directory}, partial={"teams"})
        self._adapter.changed = self._changed
        self._adapter.came = self.roster.came
        self._adapter.joined = self._joined

    async def open(self, stack: AsyncExitStack) -> None:
        """Answer from now on."""
        async with self._store.begin() as work:
            self._directory.remember(await work.staff.groups("teams"))
        await stack.enter_async_context(self._adapter.running())
        self._adapter.awake = True

    def _changed(self) -> None:
        self._directory.changed()
        self.roster.changed("teams")

    async def _joined(self, tenant: str, place: Place, here: bool) -> None:
        if team := self._directory.joined(tenant, place, here):
            async with self._store.begin() as work:
                await (work.staff.keep if here else work.staff.forget)("teams", team)
            self._changed()
