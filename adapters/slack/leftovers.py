"""Files that Lentera has put into a chat and deletes again.

The rule to keep: a file is remembered before anybody can see it, so that a process that dies in between leaves none
behind for good. https://docs.slack.dev/reference/methods/files.delete
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.slack.errors import Declined
from adapters.slack.workspaces import Workspaces
from bot.errors import Busy, Unreachable

log = logging.getLogger(__name__)

_PATIENCE = 20.0
"""Seconds that a deletion may wait: Slack takes fifty a minute."""
_AGAIN = 1
"""Hours until the next try, where Slack has refused: somebody has to change something first, such as a permission."""
_GONE = frozenset({"file_not_found", "file_deleted"})
"""Somebody has deleted it, or it never came into the chat."""


class Kept(Protocol):
    """Remembers files, for all processes."""

    async def put(self, workspace: str, file: str, hours: int) -> None:
        """From so many hours on it is to go; once more sets a new time."""
        ...

    async def due(self) -> Sequence[tuple[str, str]]:
        """Those whose time has come: workspace and file."""
        ...

    async def gone(self, workspace: str, file: str) -> None:
        """It is not there any more."""
        ...


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Deletes what is due."""

    workspaces: Workspaces
    kept: Kept

    async def tick(self) -> None:
        """Delete all that is due. What Slack does not do now is tried again with the next tick."""
        for workspace, file in await self.kept.due():
            try:
                home = await self.workspaces.named(workspace)
                if home is not None:
                    await home.api.call("files_delete", patience=_PATIENCE, file=file)
            except (Busy, Unreachable, TimeoutError):
                continue
            except Declined as refused:
                if refused.reason not in _GONE:
                    log.warning("Slack: a file that is to go was not deleted: %s", refused.reason)
                    await self.kept.put(workspace, file, _AGAIN)
                    continue
            await self.kept.gone(workspace, file)
