"""What the worker does about surveys, tick by tick: open, end, count, sweep, stir.

The rule to keep: the database is the truth. A tick may be missed, repeated, or run in two processes at once.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.errors import places
from bot.ports import Clock, Store
from bot.surveys.clerk import Clerk, KeyGone
from bot.surveys.notes import AGAIN, KEY_GONE, Notes
from bot.surveys.survey import Custody, State, Survey
from bot.surveys.turnout import of_day
from bot.surveys.vault import Vault

log = logging.getLogger(__name__)

Stir = Callable[[], Awaitable[None]]

MORNING = time(9)
"""From when on whoever said "tomorrow" is asked, in the installation's zone."""
DAWN = time(6)
"""From when on it is worked out how many have answered, in the installation's zone: before anybody begins to work."""
EVERY = timedelta(hours=1)
"""Between two stirs of the box."""


class Duty:
    """Ticks. `stir` stirs the ballot box while surveys are open."""

    def __init__(
        self,
        store: Store,
        clerk: Clerk,
        stir: Stir,
        clock: Clock,
        notes: Notes,
        vault: Vault,
        zone: tzinfo = UTC,
    ) -> None:
        self._store = store
        self._clerk = clerk
        self._stir = stir
        self._clock = clock
        self._notes = notes
        self._vault = vault
        self._zone = zone
        self._stirred: datetime | None = None
        self._without: set[str] = set()
        self._worked_out: dict[str, date] = {}

    async def tick(self) -> None:
        """Do whatever is due. One survey's trouble does not stop the others."""
        await self._clerk.sweep()
        async with self._store.begin() as work:
            standing = await work.surveys.standing({State.ASKED, State.OPEN, State.ENDED})
        for survey in standing:
            try:
                await self._look_after(survey)
            except KeyGone:
                if survey.id not in self._without:
                    self._without.add(survey.id)
                    async with self._store.begin() as work:
                        await self._notes.owe(work, KEY_GONE, survey.id)
                    log.error("the key of survey %s is gone: bring its folder back, or repeat the survey", survey.id)  # noqa: TRY400 - no values
            except Exception as bug:  # noqa: BLE001 - whatever it is, the others go on
                log.error("survey %s: %s at %s", survey.id, type(bug).__name__, places(bug))  # noqa: TRY400 - no values
        await self._stir_hourly(standing)

    async def next_due(self) -> datetime | None:
        """The earliest instant at which a survey is to be opened, ended or counted."""
        async with self._store.begin() as work:
            standing = await work.surveys.standing({State.ASKED, State.OPEN, State.ENDED})
        due: list[datetime | None] = []
        for survey in standing:
            if survey.state is State.OPEN:
                due.append(survey.ends_at)
            elif survey.rules.custody is Custody.CUSTODIANS:
                due.append(await self._vault.next_due(survey))
            elif survey.state is State.ASKED:
                due.append(self._clock.now())
        return min((moment for moment in due if moment is not None), default=None)

    async def _look_after(self, survey: Survey) -> None:
        ends_at = survey.ends_at
        custodians = survey.rules.custody is Custody.CUSTODIANS
        if survey.state is State.ASKED and not custodians:
            await self._clerk.open(survey.id)
        if survey.state is State.OPEN and ends_at is not None and ends_at <= self._clock.now():
            await self._clerk.end(survey.id)
            survey = await self._fresh(survey)
        if survey.state is State.OPEN:
            await self._ask_again(survey)
            await self._work_out(survey)
        if custodians:
            await self._vault.look_after(survey)
        elif survey.state is State.ENDED:
            await self._clerk.count(survey.id)
        self._without.discard(survey.id)

    async def _ask_again(self, survey: Survey) -> None:
        """Once a day ask those who wished to be asked the day after."""
        now = self._clock.now()
        here = now.astimezone(self._zone)
        if here.time() < MORNING:
            return
        async with self._store.begin() as work:
            for person in await work.surveys.to_remind(survey.id, here.date()):
                await work.outbox.owe(person, AGAIN, f"{survey.id}:{here.date()}", not_before=now)

    async def _work_out(self, survey: Survey) -> None:
        """Once a day work out how many have answered; a second worker, or this one anew, finds that day's figure."""
        here = self._clock.now().astimezone(self._zone)
        if here.time() < DAWN or self._worked_out.get(survey.id) == here.date():
            return
        async with self._store.begin() as work:
            await of_day(work, survey.id, here.date())
        self._worked_out[survey.id] = here.date()

    async def _fresh(self, survey: Survey) -> Survey:
        async with self._store.begin() as work:
            return await work.surveys.get(survey.id) or survey

    async def _stir_hourly(self, standing: tuple[Survey, ...]) -> None:
        now = self._clock.now()
        if not any(survey.state is State.OPEN for survey in standing):
            return
        # By the clock's own hours, so that the moment says nothing of when the process began.
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self._stirred is None or hour - self._stirred >= EVERY:
            self._stirred = hour
            await self._stir()
