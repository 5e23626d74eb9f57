"""Teams, where it is set up.

The rule to keep: without its settings, nothing of it is imported; and a worker never imports the SDK.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.composition.desk import texts
from bot.composition.pace import Shared
from bot.composition.process import Wall

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from aiohttp.web import Application

    from adapters.teams.activities import Place
    from adapters.teams.setup import Reach
    from bot.app import Bot
    from bot.events import Actor
    from bot.ports import Clock, Store


async def reach_teams(stack: AsyncExitStack, store: Store) -> Reach | None:
    """The way out to Teams, where it is set up."""
    from config import teams

    options, _ = teams.read(os.environ)
    if options is None:
        return None
    from adapters.teams.setup import reaching

    return await stack.enter_async_context(reaching(options, texts(), pace=Shared(store, Wall())))


ROOM = 0.5
"""Seconds between two looks at how many calls had no place. Where every message opens a chat first, twice as many calls
go out as have a place; Teams takes a second's worth of them at once, and by then room has been left."""
_FAR = 60.0


class Room:
    """The calls of one process that had no place in the tenant's lane: answers, opened chats, what was tried again.

    Teams counts them with all others, so every process leaves room for its own.
    """

    def __init__(self, reach: Reach, store: Store, clock: Clock) -> None:
        self._api = reach.poster.chats.api
        self._tenants = reach.options.tenants
        self._store = store
        self._clock = clock
        self._left = 0

    async def leave(self) -> None:
        """Take as many places from those who write to everybody as there were such calls."""
        from adapters.teams.setup import RATE

        places = self._api.unplanned - self._left
        # Of several tenants nobody knows which one a call has counted for.
        if places <= 0 or len(self._tenants) != 1:
            return
        self._left += places
        (tenant,) = self._tenants
        async with self._store.begin() as work:
            await work.outbox.pace(f"teams:{tenant}", now=self._clock.now(), gap=1 / RATE, patience=_FAR, places=places)


class TeamsWay:
    """The way in from Teams."""

    def __init__(self, reach: Reach, app: Application, bot: Bot, store: Store, clock: Clock) -> None:
        from bot.staff.roster import Roster

        self._adapter = reach.answering(
            app,
            texts(),
            handle=bot.handle,
            known=store.recognise,
            apart=self._apart,
            commands=frozenset(bot.features.commands),
        )
        self._store = store
        self._clock = clock
        self._room = Room(reach, store, clock)
        self._directory = reach.directory()
        # Of those whom Lentera has never met, Teams tells only the ones in a team that has it.
        self.roster = Roster(store, clock, {"teams": self._directory}, partial={"teams"})
        self._adapter.changed = self._changed
        self._adapter.came = self.roster.came
        self._adapter.joined = self._joined

    async def open(self, stack: AsyncExitStack) -> None:
        """Answer from now on."""
        from adapters import beat

        async with self._store.begin() as work:
            self._directory.remember(await work.staff.groups("teams"))
        await stack.enter_async_context(self._adapter.running())
        await stack.enter_async_context(beat.beating([self._room.leave], ROOM, beat.Count()))
        self._adapter.awake = True

    async def _apart(self, account: Actor) -> bool:
        """Whether a channel shall tell somebody where nobody else reads along: once a person, by all processes."""
        person = await self._store.meet(account)
        async with self._store.begin() as work:
            return await work.people.tell_apart(person.id)

    def _changed(self) -> None:
        self._directory.changed()
        self.roster.changed("teams")

    async def _joined(self, tenant: str, place: Place, here: bool) -> None:
        if team := self._directory.joined(tenant, place, here):
            async with self._store.begin() as work:
                await (work.staff.keep if here else work.staff.forget)("teams", team)
            self._changed()
