"""The pictures of Home tabs: one for each person and no more, the one before it deleted.

The rule to keep: what a Home tab shows no longer is not left lying in Slack. These pictures are nobody else's and in
no message, so that deleting one takes nothing from anybody. https://docs.slack.dev/reference/methods/files.delete
"""

import hashlib
import logging
from collections.abc import Collection
from dataclasses import dataclass, field

from adapters.slack.errors import Declined
from adapters.slack.poster import Poster
from adapters.slack.workspaces import Home
from bot.errors import Busy, Unreachable
from bot.markup import plain
from bot.message import Message, Picture

log = logging.getLogger(__name__)

_PATIENCE = 20.0
"""Seconds that a deletion may wait: Slack takes fifty a minute. What is not deleted now is tried again next time."""
_MANY = 20_000


@dataclass(slots=True)
class _Pages:
    """What one person's tab shows, by content, and what it has shown."""

    shown: dict[bytes, str] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    kept: bool = False
    """Whether one of those it shows was uploaded earlier."""


@dataclass(slots=True)
class Album:
    """Remembers by address."""

    poster: Poster
    _pages: dict[str, _Pages] = field(default_factory=dict)

    async def pictures(self, address: str, home: Home, message: Message) -> list[str]:
        """The ids of a message's pictures, in order; empty for one that did not get into Slack."""
        pages = self._of(address)
        found: dict[bytes, str] = {}
        ids: list[str] = []
        for picture in (part for part in message.parts if isinstance(part, Picture)):
            key = hashlib.sha256(picture.png + plain(picture.alt).encode()).digest()
            name = pages.shown.get(key) or found.get(key) or await self.poster.add(home, picture)
            ids.append(name)
            if name:
                found[key] = name
        pages.kept = bool(found.keys() & pages.shown.keys())
        pages.stale |= set(pages.shown.values()) - set(found.values())
        pages.shown = found
        return ids

    def seen(self, address: str, ids: Collection[str]) -> None:
        """What Slack says the tab shows: another process may have put it there, or this one before it was restarted."""
        pages = self._of(address)
        pages.stale |= set(ids) - set(pages.shown.values())

    def lost(self, address: str) -> bool:
        """Slack would not show them: the next time they are uploaded anew. Whether that may help at once.

        It may where one was uploaded earlier: another process may have deleted it.
        """
        pages = self._of(address)
        pages.stale |= set(pages.shown.values())
        pages.shown = {}
        return pages.kept

    async def tidy(self, address: str, home: Home) -> None:
        """Delete what the tab shows no longer."""
        pages = self._of(address)
        for name in sorted(pages.stale):
            try:
                await home.api.call("files_delete", patience=_PATIENCE, file=name)
            except (Busy, TimeoutError):
                return
            except (Declined, Unreachable) as refused:
                # Somebody has deleted it, or it is not ours to delete.
                log.info("Slack: a picture was not deleted: %s", refused.reason)
            pages.stale.discard(name)

    def _of(self, address: str) -> _Pages:
        if address not in self._pages and len(self._pages) >= _MANY:
            del self._pages[next(iter(self._pages))]
        return self._pages.setdefault(address, _Pages())
