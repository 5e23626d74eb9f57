"""What the worker does about requests, tick by tick: erase, and remind those who answer before something is due.

The rule to keep: a tick may be missed, repeated, or run in two processes at once; each step of an erasure is one
transaction that begins by turning the request, so that it is done once.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from bot.errors import places
from bot.message import Message
from bot.outbox import Letter
from bot.people import MAY, Act, Person
from bot.ports import Clock, Owed, Store, Work
from bot.privacy import asking
from bot.privacy.request import GRACE, WARN, Request, Stage, Wish
from bot.texts import Words

log = logging.getLogger(__name__)

ASKED, ANSWERED, EMPTIED, LAST = "privacy_asked", "privacy_answered", "privacy_emptied", "privacy_last"
PROMISES = frozenset({ASKED, ANSWERED, EMPTIED, LAST})
"""Letters that must arrive, if need be twice."""


class PrivacyDuty:
    """Ticks and letters. `zone` is the installation's, for the dates of what an erasure leaves."""

    def __init__(self, store: Store, clock: Clock, zone: tzinfo = UTC) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def letters(self) -> dict[str, Letter]:
        """By their step in the outbox."""
        return {ASKED: self._asked, ANSWERED: self._answered, EMPTIED: self._emptied, LAST: self._last}

    async def tick(self) -> None:
        """Do whatever is due."""
        for request in await self._standing():
            try:
                await self._look_after(request)
            except Exception as bug:  # noqa: BLE001 - whatever it is, the others go on, and this one is tried again
                log.error("request %d: %s at %s", request.id, type(bug).__name__, places(bug))  # noqa: TRY400 - no values

    async def next_due(self) -> datetime | None:
        """The earliest instant at which an erasure begins, or somebody is reminded."""
        due = [
            request.asked_at + GRACE if request.wish is Wish.ERASE else request.due_at - WARN
            for request in await self._standing()
            if request.stage is Stage.OPEN and not request.warned
        ]
        return min(due, default=None)

    async def _standing(self) -> Sequence[Request]:
        async with self._store.begin() as work:
            return await work.requests.standing()

    async def _look_after(self, request: Request) -> None:
        match request.wish:
            case Wish.ERASE:
                await self._erase(request)
            case Wish.CORRECT:
                await self._warn(request)
            case Wish.RESTRICT:
                pass

    async def _erase(self, request: Request) -> None:
        now = self._clock.now()
        async with self._store.begin() as work:
            bound = await work.erasure.bindings(request.person)
            match request.stage:
                case Stage.OPEN if request.asked_at + GRACE <= now:
                    await work.people.lock(request.person)
                    if await work.requests.turn(request.id, Stage.OPEN, Stage.EMPTIED):
                        await work.erasure.empty(request.person)
                        await work.erasure.restrict(request.person, now.astimezone(self._zone).date())
                        if bound:
                            await work.outbox.owe(request.person, EMPTIED, str(request.id), not_before=now)
                case Stage.EMPTIED if not bound:
                    if await work.requests.turn(request.id, Stage.EMPTIED, Stage.LAST):
                        await work.outbox.owe(request.person, LAST, str(request.id), not_before=now)
                case Stage.LAST if not bound and not await work.erasure.waiting(request.person):
                    if await work.requests.turn(request.id, Stage.LAST, Stage.DONE):
                        asked_on = request.asked_at.astimezone(self._zone).date()
                        await work.erasure.record(request.id, asked_on, now.astimezone(self._zone).date())
                        await work.erasure.erase(request.person)
                case _:
                    pass

    async def _warn(self, request: Request) -> None:
        now = self._clock.now()
        if request.warned or now < request.due_at - WARN:
            return
        async with self._store.begin() as work:
            if await work.requests.warned(request.id):
                await tell(work, request, "due", now)

    async def _asked(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        """That something waits for an answer, while it does."""
        del now
        request = await self._one(owed)
        if request is None or not request.standing or not person.may(Act.ANSWER_REQUESTS):
            return None
        return asking.due(t, [request], person.zone)

    async def _answered(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del now
        request = await self._one(owed)
        if request is None or request.standing or request.person != person.id:
            return None
        async with self._store.begin() as work:
            found = await work.people.these({request.by}) if request.by else {}
        who = found.get(request.by or 0)
        return asking.answer(t, request, who.name if who else "")

    async def _emptied(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del owed, now
        async with self._store.begin() as work:
            bound = await work.erasure.bindings(person.id)
        return asking.emptied(t, bound) if bound else None

    async def _last(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | None:
        del person, now
        request = await self._one(owed)
        return asking.last(t, request, owed.platform) if request else None

    async def _one(self, owed: Owed) -> Request | None:
        number = int(owed.occasion.partition(":")[0])
        async with self._store.begin() as work:
            return await work.requests.get(number)


async def tell(work: Work, request: Request, why: str, now: datetime) -> None:
    """Owe those who answer the word of a request, but not whoever has asked. Few are read, however many work here."""
    for one in await work.crowd.holding(MAY[Act.ANSWER_REQUESTS]):
        if one.id != request.person:
            await work.outbox.owe(one.id, ASKED, f"{request.id}:{why}", not_before=now)
