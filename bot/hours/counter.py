"""The counter: works out group figures, once a span, and forgets what it needed for that.

The rule to keep: what a night decides is one transaction, and nothing is decided again: what somebody logs or changes
afterwards is in no figure. Who was in a row is kept for one comparison only, as HMACs under a key that is in no
database and is used for nothing else; the next figure takes their place. Why nothing is told is neither kept nor
logged.
"""

import asyncio
import hmac
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.campaigns.playbook import Playbook
from bot.errors import places
from bot.hours.agreed import Agreed, standing
from bot.hours.nearness import Nearness
from bot.hours.ports import Decision, Mark, Present
from bot.hours.release import NONE, Minutes, release
from bot.hours.rule import Rule, Span, latest
from bot.ports import Clock, Store
from bot.surveys.ports import Keys
from bot.timesheet.policy import Policies, days

log = logging.getLogger(__name__)

KEY = "group hours"
"""Under which name the key lies."""
NIGHT = time(4)
"""From when on a day's figures are worked out, in the installation's zone."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be decided."""

    division: str
    rule: Rule
    span: Span


class Counter:
    """Ticks. `secret` is what the key is made of where no folder lasts."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        playbooks: Mapping[str, Playbook],
        policies: Policies,
        keys: Keys,
        zone: tzinfo,
        *,
        secret: str = "",
    ) -> None:
        self._store = store
        self._clock = clock
        self._playbooks = playbooks
        self._policies = policies
        self._keys = keys
        self._zone = zone
        self._secret = secret
        self._done: date | None = None
        self._wanted = False

    async def tick(self) -> None:
        """Decide what is to be decided, once a day. May be missed, repeated, or run twice at once."""
        here = self._clock.now().astimezone(self._zone)
        if here.time() < NIGHT or self._done == here.date():
            return
        await self.run(here.date())
        self._done = here.date()

    async def next_due(self) -> datetime | None:
        """The next night, while ground rules ask for figures; None where none do."""
        if not self._wanted and self._done is not None:
            return None
        here = self._clock.now().astimezone(self._zone)
        today = datetime.combine(here.date(), NIGHT, self._zone)
        return today if self._done != here.date() else today + timedelta(days=1)

    async def run(self, today: date) -> None:
        """Decide for every division. One division's trouble does not stop the others."""
        while not await self._night(today):
            # Another worker has told something meanwhile, which is to be compared with.
            pass

    async def _night(self, today: date) -> bool:
        """Decide for all that is due; False where what was told has changed meanwhile, and nothing is kept."""
        async with self._store.begin() as work:
            rules = await standing(work, self._playbooks)
            divisions = await work.figures.divisions()
            decided = {one.division: one.span.last for one in await work.figures.newest()}
        held = {division: rules.of(division) for division in divisions}
        self._wanted = any(one.rule is not Rule.NEVER for one in held.values())
        due = [found for name, one in held.items() if (found := _due(name, one, decided.get(name), today))]
        if not due:
            return True
        async with self._store.begin() as work:
            marks = await work.figures.marks()
        nearness = await asyncio.to_thread(self._nearness, marks, today)
        weighed = [one for division in due if (one := await self._weighed(division, nearness))]
        async with self._store.begin() as work:
            if await work.figures.nonces() != {mark.nonce for mark in marks}:
                return False
            await work.figures.forget(nearness.stale)
            for decision, made in weighed:
                if await work.figures.put(decision):
                    await work.figures.mark(made)
        return True

    async def _weighed(self, due: Due, nearness: Nearness) -> tuple[Decision, Sequence[Mark]] | None:
        """What is told of one division, and what is kept of who was in it; None where it could not be worked out."""
        try:
            async with self._store.begin() as work:
                logged = await work.figures.logged(due.division, due.span)
                present = await work.figures.present(due.division, due.span)
            # One hash for each person in each row, out of the way of what else this process does.
            return await asyncio.to_thread(self._weigh, due, logged, present, nearness)
        except Exception as bug:  # noqa: BLE001 - whatever it is, the others go on
            log.error("group figures: %s at %s", type(bug).__name__, places(bug))  # noqa: TRY400 - no values
            return None

    def _weigh(
        self, due: Due, logged: Mapping[str | None, Minutes], present: Sequence[Present], nearness: Nearness
    ) -> tuple[Decision, Sequence[Mark]]:
        named = {project or NONE: minutes for project, minutes in logged.items()}
        found = release(named, nearness.near, busy=self._busy(present, due.span))
        decision = Decision(due.division, due.rule, due.span, found.told if found else None)
        rows = found.people.items() if found else ()
        return decision, [nearness.mark(due.division, row, due.span.last, people) for row, people in rows]

    def _busy(self, present: Sequence[Present], span: Span) -> tuple[int, int]:
        """How many logged on most of their working days, and of how many who had any."""
        busy = people = 0
        for one in present:
            policy = self._policies.of(one.policy)
            due = {day for day in days(span.first, span.last) if policy.is_working_day(day)} - one.off
            people += bool(due)
            busy += 2 * len(one.logged & due) > len(due)
        return busy, people

    def _nearness(self, marks: Sequence[Mark], today: date) -> Nearness:
        found = Nearness(self._key(), today, marks)
        if found.lost:
            log.warning("group figures: the key of the last comparison is gone; nothing is told for a while")
        return found

    def _key(self) -> bytes:
        if self._secret:
            return hmac.digest(self._secret.encode(), KEY.encode(), "sha256")
        found = self._keys.find(KEY)
        if found is None:
            found = secrets.token_bytes(32)
            self._keys.keep(KEY, found)
        return found


def _due(division: str, held: Agreed, decided: date | None, today: date) -> Due | None:
    span = latest(held.rule, today)
    # A span that overlaps what was told would give the difference away.
    if span is None or span.first <= held.after or (decided is not None and span.first <= decided):
        return None
    return Due(division, held.rule, span)
