"""Surveys put together: the slit of the box for whoever talks to people, and the clerk for the worker."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.composition.database import database
from bot.composition.desk import options_of, say, texts, with_settings
from config import manual

if TYPE_CHECKING:
    from bot.ports import Clock, Store
    from bot.surveys.desk import Desk
    from bot.surveys.duty import Duty
    from config.settings import Settings
    from storage.store import Database


def desk_of(store: Store) -> Desk:
    """Where people answer. It seals, and can open nothing."""
    from bot.surveys.box import Box
    from bot.surveys.desk import Desk
    from storage.sealing import Hpke

    return Desk(store, texts(), Box(store, Hpke()))


def duty_of(settings: Settings, store: Database, clock: Clock) -> Duty:
    """What the worker does, which holds the keys."""
    from bot.surveys.clerk import Clerk
    from bot.surveys.duty import Duty
    from storage.sealing import Hpke, KeyFolder

    async def rewrite() -> None:
        await store.stir(rewrite=True)

    clerk = Clerk(store, Hpke(), KeyFolder(settings.key_dir), rewrite, secret=settings.key_secret)
    return Duty(store, clerk, store.stir, clock)


def stir(rest: list[str]) -> int:
    """Stir the ballot box, as before a backup."""
    options_of(manual.STIR, rest)
    return with_settings(os.environ, _stir)


async def _stir(settings: Settings) -> int:
    from bot.composition.core import store_of
    from config.doctor import State

    found = await database(settings)
    if found.state is State.WRONG:
        say(found, settings)
        return 1
    store = store_of(settings)
    try:
        await store.stir(rewrite=True)
    finally:
        await store.close()
    return 0
