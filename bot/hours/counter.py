"""The counter: works out group figures, once a span, and forgets what it needed for that.

The rule to keep: a decision is one transaction and is never taken again: what somebody logs or changes afterwards is in
no figure. Who was in a row is kept for one comparison only, as HMACs under a key that is in no database and is used for
nothing else; the next figure takes their place. Why nothing is told is neither kept nor logged.
"""

import hmac
import logging
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from bot.campaigns.playbook import Playbook
from bot.errors import places
from bot.hours.agreed import Agreed, standing
from bot.hours.ports import Decision, Mark, Present
from bot.hours.release import NEAR, NONE, Near, release
from bot.hours.rule import Span, latest
from bot.ports import Clock, Store, Work
from bot.surveys.ports import Keys
from bot.timesheet.policy import Policies, days

log = logging.getLogger(__name__)

KEY = "group hours"
"""Under which name the key lies."""
NIGHT = time(4)
"""From when on a day's figures are worked out, in the installation's zone."""
MEMORY = timedelta(days=90)
"""How long nothing is told where the key of the last comparison is gone."""
_TAG = 16


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
        async with self._store.begin() as work:
            divisions = await work.figures.divisions()
            rules = await standing(work, self._playbooks)
        self._wanted = False
        for division in divisions:
            try:
                async with self._store.begin() as work:
                    await self._decide(work, division, rules.of(division), today)
            except Exception as bug:  # noqa: BLE001 - whatever it is, the others go on
                log.error("group figures: %s at %s", type(bug).__name__, places(bug))  # noqa: TRY400 - no values

    async def _decide(self, work: Work, division: str, held: Agreed, today: date) -> None:
        span = latest(held.rule, today)
        if span is None:
            return
        self._wanted = True
        decided = await work.figures.decided(division)
        # A span that overlaps what was told would give the difference away.
        if span.first <= held.after or (decided is not None and span.first <= decided):
            return
        near, key = await self._nearness(work, today)
        logged = {project or NONE: minutes for project, minutes in (await work.figures.logged(division, span)).items()}
        present = await work.figures.present(division, span)
        found = release(logged, near, busy=self._busy(present, span))
        if await work.figures.put(Decision(division, held.rule, span, found.told if found else None)) and found:
            await work.figures.mark(
                [_marked(key, division, row, span.last, people) for row, people in found.people.items()]
            )

    def _busy(self, present: Sequence[Present], span: Span) -> tuple[int, int]:
        """How many logged on most of their working days, and of how many who had any."""
        busy = people = 0
        for one in present:
            policy = self._policies.of(one.policy)
            due = {day for day in days(span.first, span.last) if policy.is_working_day(day)} - one.off
            people += bool(due)
            busy += 2 * len(one.logged & due) > len(due)
        return busy, people

    async def _nearness(self, work: Work, today: date) -> tuple[Near, bytes]:
        """What tells whether a row's people were nearly the same when it was last told, of whichever division.

        To give a division another name, or to move somebody for a week, is no way round it.
        """
        key = self._key()
        marks = await work.figures.marks()
        lost = [mark for mark in marks if mark.proof != _tag(key, mark.nonce, b"key")]
        if lost:
            log.warning("group figures: the key of the last comparison is gone; nothing is told for a while")
            await work.figures.forget([mark for mark in lost if mark.last < today - MEMORY])
        known = [mark for mark in marks if mark not in lost]
        unknown = {mark.row for mark in lost if mark.last >= today - MEMORY}

        def near(row: str, people: Collection[int]) -> bool:
            # Sets that differ by more in size alone are not worth a thousand hashes.
            alike = [one for one in known if one.row == row and abs(len(one.tags) - len(people)) in range(NEAR.stop)]
            return row in unknown or any(len(_tags(key, mark.nonce, people) ^ mark.tags) in NEAR for mark in alike)

        return near, key

    def _key(self) -> bytes:
        if self._secret:
            return hmac.digest(self._secret.encode(), KEY.encode(), "sha256")
        found = self._keys.find(KEY)
        if found is None:
            found = secrets.token_bytes(32)
            self._keys.keep(KEY, found)
        return found


def _marked(key: bytes, division: str, row: str, last: date, people: Collection[int]) -> Mark:
    nonce = secrets.token_bytes(_TAG)
    return Mark(division, row, last, nonce, _tag(key, nonce, b"key"), _tags(key, nonce, people))


def _tags(key: bytes, nonce: bytes, people: Collection[int]) -> frozenset[bytes]:
    return frozenset(_tag(key, nonce, b"%d" % person) for person in people)


def _tag(key: bytes, nonce: bytes, what: bytes) -> bytes:
    return hmac.digest(key, nonce + what, "sha256")[:_TAG]
