"""Files that are to go again, in the database, for whoever has put them somewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.privacy.ports import Handed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Clock, Store


class Remembered:
    """What one platform has to delete again. `clock` is the machine's: the platform has no other."""

    def __init__(self, platform: str, store: Store, clock: Clock) -> None:
        self._platform = platform
        self._store = store
        self._clock = clock

    async def put(self, workspace: str, file: str, hours: int) -> None:
        """From so many hours on it is to go."""
        due = self._clock.now() + timedelta(hours=hours)
        async with self._store.begin() as work:
            await work.files.put(Handed(self._platform, workspace, file), due)

    async def due(self) -> Sequence[tuple[str, str]]:
        """Those whose time has come: workspace and file."""
        async with self._store.begin() as work:
            found = await work.files.due(self._platform, self._clock.now())
        return [(one.workspace, one.file) for one in found]

    async def gone(self, workspace: str, file: str) -> None:
        """It is not there any more."""
        async with self._store.begin() as work:
            await work.files.gone(Handed(self._platform, workspace, file))
