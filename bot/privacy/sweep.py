"""The night's work: what is older than it may be is deleted.

The rule to keep: the log says how much, never whose. A night may be missed, repeated, or worked by two processes at
once; each piece is a transaction of its own, so that nobody waits for the whole.
"""

import logging
from collections import Counter
from datetime import date, datetime, time, tzinfo

from bot.ports import Clock, Store
from bot.privacy.retention import Kept, Periods

log = logging.getLogger(__name__)

NIGHT = time(3)
"""From when on a day's work is done, in the installation's zone."""
PEOPLE = 100
"""People a transaction."""
ROWS = 1000
"""Rows a transaction, where they are of one rollout."""


class Sweep:
    """Ticks. `periods` are the lengths that hold."""

    def __init__(self, store: Store, clock: Clock, periods: Periods, zone: tzinfo) -> None:
        self._store = store
        self._clock = clock
        self._periods = periods
        self._zone = zone
        self._done: date | None = None

    async def tick(self) -> None:
        """Do the night's work, once a night, or when the process has missed it."""
        here = self._clock.now().astimezone(self._zone)
        if here.time() < NIGHT or self._done == here.date():
            return
        await self.run()
        self._done = here.date()

    async def run(self) -> Counter[str]:
        """Delete all that is too old. Returns how many of what."""
        now = self._clock.now()
        today = now.astimezone(self._zone).date()
        found: Counter[str] = Counter()
        found["time"] = await self._time(self._before(Kept.ENTRIES, now))
        found["people"] = await self._leavers(today, self._before(Kept.LEAVERS, now))
        found["rollouts"] = await self._rollouts(self._periods[Kept.ROLLOUTS].before(now))
        async with self._store.begin() as work:
            found["words"] = await work.retention.drop_words(self._periods[Kept.ROLLOUTS].before(now))
            found["surveys"] = await work.retention.drop_surveys(self._periods[Kept.RESULTS].before(now))
            found["comments"] = await work.retention.drop_comments(self._periods[Kept.COMMENTS].before(now))
            found["requests"] = await work.retention.drop_requests(self._periods[Kept.REQUESTS].before(now))
            found["figures"] = await work.retention.drop_figures(self._before(Kept.ENTRIES, now))
            found["looks"] = await work.retention.drop_looks(self._periods[Kept.LOOKS].before(now))
        log.info("retention: deleted %s", ", ".join(f"{many} {what}" for what, many in found.items()))
        return found

    def _before(self, kept: Kept, now: datetime) -> date:
        return self._periods[kept].before(now.astimezone(self._zone)).date()

    async def _time(self, before: date) -> int:
        rows = last = 0
        while True:
            async with self._store.begin() as work:
                people = await work.retention.people(last, PEOPLE)
                if not people:
                    return rows
                rows += await work.retention.drop_time(people, before)
            last = people[-1]

    async def _leavers(self, today: date, before: date) -> int:
        async with self._store.begin() as work:
            await work.retention.see_leavers(today)
            gone = await work.retention.leavers(before, ROWS)
        for person in gone:
            async with self._store.begin() as work:
                await work.erasure.erase(person)
        return len(gone)

    async def _rollouts(self, before: datetime) -> int:
        async with self._store.begin() as work:
            ended = await work.retention.rollouts(before)
        rows = 0
        for campaign, whole in ended:
            while many := await self._some(campaign, whole=whole):
                rows += many
        while True:
            async with self._store.begin() as work:
                many = await work.retention.drop_log(before, ROWS)
            if not many:
                return rows
            rows += many

    async def _some(self, campaign: int, *, whole: bool) -> int:
        async with self._store.begin() as work:
            return await work.retention.drop_rollout(campaign, ROWS, whole=whole)
