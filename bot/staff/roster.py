"""Brings what platforms say of their members into the database: who works here, where, and who has left.

The rule to keep: a member is noted without being spoken to, and only a list that came whole says that somebody is
gone. It may run in any number of processes at once: one of them takes the turn, and twice does no harm.
"""

import logging
from collections.abc import Collection, Mapping
from datetime import timedelta

from bot.errors import places
from bot.events import Actor
from bot.people import APPOINTED, Belongs, Place, Role
from bot.ports import Clock, Directory, Store

log = logging.getLogger(__name__)

FRESH = timedelta(hours=6)
"""Events bring changes sooner; one may be lost."""
LEASE = timedelta(minutes=30)
"""How long the others wait for a process that has taken the turn: a list of 100,000 takes 25 minutes."""
SETTLING = timedelta(minutes=1)
"""Groups are changed in crowds."""


class Roster:
    """Ticks. `directories` is by platform.

    Those in `partial` know only some of the people: nobody leaves the company by them.
    """

    def __init__(
        self, store: Store, clock: Clock, directories: Mapping[str, Directory], *, partial: Collection[str] = ()
    ) -> None:
        self._store = store
        self._clock = clock
        self._directories = directories
        self._partial = frozenset(partial)
        self._wanted = dict.fromkeys(directories, clock.now() + FRESH)

    async def tick(self) -> None:
        """Take whichever list is due. What goes wrong is logged, and tried again when the lease is over."""
        for platform in self._directories:
            if not await self._turn(platform):
                continue
            try:
                await self.take(platform)
            except Exception as trouble:  # noqa: BLE001 - every platform has its own, and the next tick tries again
                log.warning(
                    "the members of %s could not be read: %s at %s", platform, type(trouble).__name__, places(trouble)
                )
                continue
            async with self._store.begin() as work:
                await work.outbox.hold(_lane(platform), self._clock.now() + FRESH)

    async def take(self, platform: str) -> None:
        """Take a platform's list now. Raises whatever the platform does; then nobody has left."""
        async with self._store.begin() as work:
            # Who is noted while the list is on its way has not left because the list does not know them yet.
            before = await work.staff.accounts(platform)
            placed = await work.staff.places()
        members = await self._directories[platform].everyone()
        for member in members:
            # One at a time: whoever else works on a person waits for that person's note and no longer.
            async with self._store.begin() as work:
                person = await work.people.note(member.actor)
                said = await work.staff.says(person.id, member.actor, Belongs(member.division, member.roles))
                division, roles = _belongs(said, placed.get(person.id))
                if (person.division, person.roles - APPOINTED) != (division, roles - APPOINTED):
                    await work.people.assign(person.id, division, roles)
        listed = {(member.actor.workspace, member.actor.id) for member in members}
        workspaces = {workspace for workspace, _ in listed}
        unlisted = [one for one in before - listed if one[0] in workspaces]
        async with self._store.begin() as work:
            for number, said in (await work.staff.unsays(platform, unlisted)).items():
                await work.people.assign(number, *_belongs(said, placed.get(number)))
            if platform not in self._partial:
                await work.staff.left(platform, unlisted)

    def changed(self, platform: str) -> None:
        """Groups are no longer what they were: the list is taken soon."""
        self._wanted[platform] = min(self._wanted[platform], self._clock.now() + SETTLING)

    async def came(self, actor: Actor) -> None:
        """A platform says something new of one member."""
        async with self._store.begin() as work:
            await work.people.note(actor)

    async def left(self, platform: str, workspace: str, account: str) -> None:
        """A platform lets one member in no more."""
        async with self._store.begin() as work:
            await work.staff.left(platform, [(workspace, account)])

    async def _turn(self, platform: str) -> bool:
        now = self._clock.now()
        if now >= self._wanted[platform]:
            self._wanted[platform] = now + FRESH
            return True
        async with self._store.begin() as work:
            gap = LEASE.total_seconds()
            return await work.outbox.pace(_lane(platform), now=now, gap=gap, patience=0.0) <= 0


def _belongs(said: Belongs, place: Place | None) -> tuple[str | None, frozenset[Role]]:
    """Where HR's table puts somebody, else their platforms."""
    if place is None:
        return said.division, said.roles
    return place.division, (said.roles - {Role.LEAD}) | ({Role.LEAD} if place.lead else frozenset())


def _lane(platform: str) -> str:
    return f"roster:{platform}"
