"""One's own data put together: what is deleted by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from bot.ports import Clock, Store
    from config.settings import Settings

NIGHTLY = 60.0
"""Seconds between two looks whether the night's work is to be done."""


def nightly(settings: Settings, store: Store, clock: Clock) -> AbstractAsyncContextManager[None]:
    """What the worker does at night, by a beat of its own: what is due does not wait for it."""
    from zoneinfo import ZoneInfo

    from adapters import beat
    from bot.privacy.sweep import Sweep

    sweep = Sweep(store, clock, settings.keep, ZoneInfo(settings.zone))
    return beat.beating([sweep.tick], NIGHTLY, beat.Count())
