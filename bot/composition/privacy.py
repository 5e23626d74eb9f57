"""One's own data put together: `/privacy`, what the worker does about requests, and what is deleted by age."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from bot.ports import Clock, Store
    from bot.privacy.desk import PrivacyDesk
    from bot.privacy.duty import PrivacyDuty
    from config.settings import Settings

NIGHTLY = 60.0
"""Seconds between two looks whether the night's work is to be done."""
_SIGNS = 12


def nightly(settings: Settings, store: Store, clock: Clock) -> AbstractAsyncContextManager[None]:
    """What the worker does at night, by a beat of its own: what is due does not wait for it."""
    from zoneinfo import ZoneInfo

    from adapters import beat
    from bot.privacy.sweep import Sweep

    sweep = Sweep(store, clock, settings.keep, ZoneInfo(settings.zone))
    return beat.beating([sweep.tick], NIGHTLY, beat.Count())


def privacy_of(settings: Settings, store: Store, clock: Clock) -> PrivacyDesk:
    """Everything that `/privacy` does."""
    from bot.composition.desk import known_playbooks
    from bot.hours.desk import HoursDesk
    from bot.privacy.desk import House, PrivacyDesk

    house = House(settings.keep, settings.law, program())
    return PrivacyDesk(store, clock, house, HoursDesk(store, clock, known_playbooks()))


def requests_of(settings: Settings, store: Store, clock: Clock) -> PrivacyDuty:
    """What the worker does about what people ask."""
    from zoneinfo import ZoneInfo

    from bot.privacy.duty import PrivacyDuty

    return PrivacyDuty(store, clock, ZoneInfo(settings.zone))


@cache
def program() -> str:
    """Version and fingerprint of the program that runs: a hash over every file of it, by path."""
    from hashlib import sha256
    from pathlib import Path

    from bot import VERSION

    root, found = Path(__file__).parents[2], sha256()
    for folder in ("adapters", "bot", "config", "storage"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".yaml", ".js", ".html", ".css"}:
                found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{VERSION}, {found.hexdigest()[:_SIGNS]}"
