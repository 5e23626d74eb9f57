"""Timers: start, stop, resume, switch, status.

The rule to keep: a timer is in no total until its owner has stopped it; a forgotten one is asked about, never cut.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.events import Event, Press, delivery
from bot.markup import Markup
from bot.message import Message, Reply
from bot.people import Person
from bot.ports import Clock, Store, Work
from bot.texts import Words
from bot.timesheet import cards, timer_cards
from bot.timesheet.entry import Draft, Timer, Wanted
from bot.timesheet.limits import DAY, LONG_ENTRY
from bot.timesheet.sheet import Sheet, doubt, fits

_BACK = timedelta(hours=24)
"""How far back a timer can be started."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """The timer of whoever asks."""

    store: Store
    clock: Clock
    sheet: Sheet

    async def start(self, wanted: Wanted, event: Event, person: Person, t: Words) -> Reply:
        """Start one; where one runs already, offer to switch."""
        key = delivery(event)
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            if (seen := await work.timers.started_by(key)) is not None:
                return Reply(timer_cards.started(t, seen, self.clock.now()))
            at = self._since(wanted, person, t)
            running = await work.timers.running(person.id)
            if running is not None:
                return Reply(timer_cards.running(t, running, self.clock.now(), wanted, key=key))
            timer = await self._start(work, wanted, at, person, key)
            return Reply(timer_cards.started(t, timer, self.clock.now()), settles=True)

    async def stop(self, at: datetime | None, event: Event, person: Person, t: Words) -> Reply:
        """Stop the timer and log it; where it ran very long, ask when the work ended."""
        return await self._stop(at, delivery(event), person, t)

    async def stop_pressed(self, event: Press, person: Person, t: Words) -> Reply:
        """A stop button: its value is empty, or the timer and the instant to stop it at."""
        if not event.value:
            return await self._stop(None, delivery(event), person, t)
        number, _, instant = event.value.partition("|")
        if not number.isdecimal() or not instant.isdecimal():
            raise Refusal("track.stale")
        at = datetime.fromtimestamp(int(instant), UTC)
        return await self._stop(at, delivery(event), person, t, only=int(number))

    async def resume(self, event: Event, person: Person, t: Words) -> Reply:
        """Start again what was stopped last."""
        async with self.store.begin() as work:
            last = await work.timers.last(person.id)
        if last is None:
            raise Refusal("track.timer_nothing_to_resume")
        return await self.start(Wanted(last.project, last.note), event, person, t)

    async def switch(self, wanted: Wanted, event: Event, person: Person, t: Words) -> Reply:
        """Stop and log what runs, and start something else at the same instant."""
        return await self._switch(wanted, delivery(event), person, t)

    async def switch_pressed(self, event: Press, person: Person, t: Words) -> Reply:
        """The button that offers to switch. It carries the delivery that wanted to start."""
        try:
            key, project, note, at = json.loads(event.value)
            moment = None if at is None else datetime.fromtimestamp(at, UTC)
        except (ValueError, TypeError) as error:
            raise Refusal("track.stale") from error
        return await self._switch(Wanted(project, str(note), moment), str(key), person, t)

    async def status(self, person: Person, t: Words) -> Reply:
        """What runs, and for how long."""
        now = self.clock.now()
        async with self.store.begin() as work:
            running = await work.timers.running(person.id)
        if running is None:
            raise Refusal("track.timer_none")
        return Reply(timer_cards.status(t, running, now))

    async def _switch(self, wanted: Wanted, key: str, person: Person, t: Words) -> Reply:
        said: list[str] = []
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            if (seen := await work.timers.started_by(key)) is not None:
                return Reply(timer_cards.started(t, seen, self.clock.now()))
            at = self._since(wanted, person, t)
            running = await work.timers.running(person.id)
            if running is not None:
                self._after_start(at, running, person, t)
                if timer_cards.minutes(running, at) > LONG_ENTRY:
                    return Reply(timer_cards.long(t, running, at, person))
                stopped = await self._log(work, running, at, person, t, key)
                said.append(stopped.text)
            timer = await self._start(work, wanted, at, person, key)
        started = timer_cards.started(t, timer, self.clock.now())
        return Reply(Message(Markup("\n".join([*said, started.text])), started.parts), settles=True)

    async def _stop(self, at: datetime | None, key: str, person: Person, t: Words, *, only: int | None = None) -> Reply:
        """`only` is the timer that a question was about, whose answer needs no further question."""
        async with self.store.begin() as work:
            person = await work.people.lock(person.id)
            if not await work.entries.written_by(key):
                if await work.timers.stopped_by(key) is not None:
                    return Reply(Message(t("track.timer_too_short")))
                running = await work.timers.running(person.id)
                if running is None or only not in (None, running.id):
                    raise Refusal("track.timer_none")
                moment = self._moment(at, person, t)
                self._after_start(moment, running, person, t)
                if only is None and timer_cards.minutes(running, moment) > LONG_ENTRY:
                    return Reply(timer_cards.long(t, running, moment, person))
                return Reply(await self._log(work, running, moment, person, t, key), settles=True)
        return await self.sheet.log((), person, t, key=key)

    async def _log(self, work: Work, timer: Timer, at: datetime, person: Person, t: Words, key: str) -> Message:
        """Stop a timer and write its entry, in the transaction at hand."""
        minutes = timer_cards.minutes(timer, at)
        if minutes > DAY:
            raise Refusal("track.wrong_over_24h")
        await work.timers.stop(timer, at=at, delivery=key)
        if minutes == 0:
            return Message(t("track.timer_too_short"))
        day = timer.started.astimezone(ZoneInfo(timer.zone)).date()
        draft = Draft(day, minutes, timer.project, timer.note, timer.started, at, timer.zone)
        # A measured stretch is not doubted, but no day holds more than it has.
        doubt([draft], await work.entries.between(person.id, day, day), t)
        entries = await work.entries.add(person.id, [draft], by=person.id, at=self.clock.now(), delivery=key)
        standing = await work.entries.between(person.id, day, day)
        total = sum(entry.draft.minutes for entry in standing if entry.draft.kind == "work")
        today = self.clock.now().astimezone(person.zone).date()
        return cards.logged(t, entries, delivery=key, totals=[(day, total)], today=today)

    async def _start(self, work: Work, wanted: Wanted, at: datetime, person: Person, key: str) -> Timer:
        return await work.timers.start(
            person.id, at=at, zone=person.zone.key, project=wanted.project, note=wanted.note, delivery=key
        )

    def _after_start(self, at: datetime, timer: Timer, person: Person, t: Words) -> None:
        if at < timer.started:
            raise Refusal(
                "track.timer_before_start", time=timer_cards.facts(t, timer, self.sheet.today(person))["time"]
            )

    def _since(self, wanted: Wanted, person: Person, t: Words) -> datetime:
        """When a timer is to start, which must be one that can be logged when it stops.

        To stop one, any time since its start will do, however long ago.
        """
        fits(wanted.note, wanted.project)
        at = self._moment(wanted.at, person, t)
        if self.clock.now() - at > _BACK + _MINUTE:
            raise Refusal("track.timer_too_old")
        return at

    def _moment(self, at: datetime | None, person: Person, t: Words) -> datetime:
        """The minute that is shown and stored: what reads 11:00-11:10 has ten of them. Not one that is to come."""
        now = self.clock.now()
        if at is not None and at > now:
            raise Refusal("track.timer_future", time=t.clock(at.astimezone(person.zone)))
        return (at or now).astimezone(UTC).replace(second=0, microsecond=0)
