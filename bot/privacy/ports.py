"""What privacy asks of storage."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol


class Retention(Protocol):
    """Deletes what is older than it may be, a bounded piece at a time. What is done twice finds nothing to do."""

    async def people(self, after: int, limit: int) -> Sequence[int]:
        """The next people by number, whether they are still here or not."""
        ...

    async def drop_time(self, people: Collection[int], before: date) -> int:
        """Their entries, history, timers and days off of days before that one. Returns how many rows."""
        ...

    async def see_leavers(self, today: date) -> None:
        """Write down from when on somebody is seen to have left, and forget it of whoever is back."""
        ...

    async def leavers(self, before: date, limit: int) -> Sequence[int]:
        """Who was seen to have left before a day. Whoever an open rollout or survey still counts on is left out."""
        ...

    async def erase(self, person: int) -> None:
        """Delete a person, and with them all that hangs on them."""
        ...

    async def rollouts(self, before: datetime) -> Sequence[tuple[int, bool]]:
        """Rollouts that ended before, by number, and whether one goes whole.

        Of the latest of each playbook the promises, the ground rules and who agreed to them stay: they still hold.
        """
        ...

    async def drop_rollout(self, campaign: int, limit: int, *, whole: bool) -> int:
        """Up to so many rows of a rollout; 0 once nothing is left of it that has to go."""
        ...

    async def drop_log(self, before: datetime, limit: int) -> int:
        """Lines of the log that are older and concern no single rollout."""
        ...

    async def drop_surveys(self, before: datetime) -> int:
        """Surveys that ended before, with who was invited. Returns how many."""
        ...

    async def drop_comments(self, before: datetime) -> int:
        """The comments of surveys that ended before. Returns of how many surveys."""
        ...
