"""The playground and the people in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.composition.desk import texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from adapters.local.company import Company, Resident
    from bot.app import Bot
    from bot.metronome import Metronome
    from bot.ports import Member, Store
    from config.settings import Settings


def company() -> Company:
    """Who lives in the playground. Raises ContentError."""
    from adapters.local.company import Company
    from config import content, typed

    return typed.read(content.HERE / "demo" / "company.yaml", Company)


class Demo:
    """The playground and the people in it."""

    def __init__(self, settings: Settings, store: Store, kept: Path | None) -> None:
        import socket

        from adapters.local.app import Playground
        from adapters.local.clock import WindingClock
        from adapters.local.crowd import Crowd
        from bot.gallery import gallery
        from config.faq import entries
        from config.playbooks import playbooks

        async def say(person: Resident, text: str, delivery: str) -> None:
            await self.playground.say(person, text, delivery)

        self._store = store
        self._company = company()
        self.clock = WindingClock(kept=kept)
        self.crowd = Crowd(self._company, say, self.clock)
        self.playground = Playground(
            self._company,
            texts(),
            self.clock,
            gallery=gallery(playbooks().values(), entries().values()),
            known=store.meet,
            secret=settings.playground_secret,
            # Forced onto a network, it is known there by these names.
            hosts=frozenset({settings.host, socket.gethostname().lower()}),
        )

    async def everyone(self) -> Sequence[Member]:
        """The company: see `bot.ports.Directory`."""
        from bot.ports import Member

        return [Member(actor, division, roles) for actor, division, roles in self._company.everyone()]

    async def open(self, bot: Bot, metronome: Metronome | None) -> None:
        """Enrol the company, and answer. Without a metronome of its own the clock cannot be wound."""
        from bot.staff.roster import Roster

        await Roster(self._store, self.clock, {"local": self}).take("local")
        for actor, _, _ in self._company.everyone():
            # In the playground everybody has come by themselves already, so that there is something to be seen.
            async with self._store.begin() as work:
                await work.people.meet(actor)
        if metronome:
            self.playground.wind = lambda to: self.clock.wind(to, [metronome, self.crowd])
        self.playground.connect(bot.handle)
