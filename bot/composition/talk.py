"""The open door put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ports import Clock, Store
    from bot.talk.door import Door


def door_of(store: Store, clock: Clock) -> Door:
    """Where people reach HR."""
    from bot.talk.by_name import ByName
    from bot.talk.door import Door

    return Door(ByName(store, clock))
