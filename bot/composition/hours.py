"""Group figures put together: the counter for the worker, which alone has the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.composition.desk import known_playbooks

if TYPE_CHECKING:
    from bot.hours.counter import Counter
    from bot.ports import Clock, Store
    from config.settings import Settings


def counter_of(settings: Settings, store: Store, clock: Clock) -> Counter:
    """What works out group figures, in the installation's zone."""
    from zoneinfo import ZoneInfo

    from bot.hours.counter import Counter
    from bot.timesheet.policy import Policies
    from config.policies import policies
    from storage.sealing import KeyFolder

    known = policies()
    chosen = Policies({**known.named, "default": known.of(settings.policy)})
    keys = KeyFolder(settings.key_dir)
    return Counter(store, clock, known_playbooks(), chosen, keys, ZoneInfo(settings.zone), secret=settings.key_secret)
