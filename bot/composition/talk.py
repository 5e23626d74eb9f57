"""The open door put together: the postbox for whoever talks to people, and the sorter for the worker."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

    from bot.ports import Clock, Store
    from bot.talk.door import Door
    from bot.talk.sorter import Sorter
    from config.settings import Settings
    from storage.store import Database


def door_of(store: Store, clock: Clock, *, zone: tzinfo = UTC, hotline: str = "", separate: bool = False) -> Door:
    """Where people reach HR. It seals, and can open nothing. `separate`: whether another process has the key."""
    from bot.talk.by_name import ByName
    from bot.talk.door import Door
    from bot.talk.postbox import Postbox
    from bot.talk.thread_forms import Kept
    from storage.sealing import Hpke

    return Door(ByName(store, clock), Postbox(store, Hpke(), clock, zone), Kept(separate, hotline))


def door_with(settings: Settings, store: Store, clock: Clock, *, separate: bool) -> Door:
    """The same, as an installation has it."""
    from zoneinfo import ZoneInfo

    # What wraps the key is in the environment of this process too.
    apart = separate and not settings.key_secret
    return door_of(store, clock, zone=ZoneInfo(settings.zone), hotline=settings.hotline, separate=apart)


def sorter_of(settings: Settings, store: Database, clock: Clock) -> Sorter:
    """What the worker does, which holds the key."""
    from zoneinfo import ZoneInfo

    from bot.talk.sorter import Sorter
    from storage.sealing import Hpke, KeyFolder

    keys = KeyFolder(settings.key_dir)
    return Sorter(store, Hpke(), keys, store.stir, clock, ZoneInfo(settings.zone), secret=settings.key_secret)
