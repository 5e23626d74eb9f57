"""What Lentera says about hours on its own: the day's reminder, the forgotten timer, the word about overtime.

The rule to keep: each is planned for everybody subscribed and decided at delivery, so that no row, no count and no log
tells who has not logged, whose timer runs, or who works too much.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from bot.errors import Refusal
from bot.events import Press
from bot.markup import literal
from bot.message import Button, Buttons, Message, Prose, Reply
from bot.metronome import Planner
from bot.outbox import Letter
from bot.people import Person
from bot.ports import Clock, Owed, Store
from bot.texts import Words
from bot.timesheet import cards, timer_cards
from bot.timesheet.entry import Draft, Entry, unpacked
from bot.timesheet.hours import Ledger
from bot.timesheet.policy import Policies, Policy
from bot.timesheet.strain import strain_card, strained

HOURS = "hours_reminder"
TIMER = "timer_question"
STRAIN = "overtime_note"
CHANGED = "entry_changed"

_NOON = time(12)
_ENOUGH = 30
"""Minutes short of the contract that are nothing to remind of."""
_EVENING = time(20)
"""A reminder of the day is not sent after this; it waits for the next working morning."""
_HOURS = 2
"""An hour set in the evening holds, and so many after it."""
_LATE = time(24 - _HOURS)
_STALE = timedelta(days=5)
"""What was missed for longer is not asked about any more."""
_WEEKS = 12
"""Weeks of history that the word about overtime looks at."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """Planners say when to look, letters say what there is to say, if anything."""

    store: Store
    clock: Clock
    policies: Policies

    def planners(self) -> Mapping[str, Planner]:
        """When each kind is next due, by kind."""
        return {HOURS: self._next_hours, TIMER: self._next_timer, STRAIN: self._next_strain}

    def letters(self) -> Mapping[str, Letter]:
        """What each kind says, by kind."""
        return {
            HOURS: self._hours_letter,
            TIMER: self._timer_letter,
            STRAIN: self._strain_letter,
            CHANGED: self._changed_letter,
        }

    async def snooze(self, until: datetime, person: Person, t: Words) -> Reply:
        """Ask again at an instant. It is a plan like any other, so it tells nothing about the person."""
        local = until.astimezone(person.zone)
        if until <= self.clock.now():
            raise Refusal("track.snooze_past", time=t.clock(local))
        if person.remind_at is None:
            raise Refusal("track.snooze_off")
        if local.time() > _last_call(person):
            # Asked for then, it would wait for the morning: better to say so now.
            local = self._next_morning(person, until).astimezone(person.zone)
        async with self.store.begin() as work:
            await work.prompts.set(person.id, HOURS, local.astimezone(UTC))
        return Reply(Message(t("track.snoozed", day=t.weekday(local.date()), time=t.clock(local))), settles=True)

    async def snooze_pressed(self, event: Press, person: Person, t: Words) -> Reply:
        """The snooze button: in an hour."""
        del event
        return await self.snooze(self.clock.now() + timedelta(hours=1), person, t)

    def _next_hours(self, person: Person, after: datetime) -> datetime | None:
        return None if person.remind_at is None else self._next(person, person.remind_at, after)

    def _next_timer(self, person: Person, after: datetime) -> datetime | None:
        # A timer can be forgotten on a day off as well, so this one looks every day.
        return self._next(person, person.work_to, after, every_day=True)

    def _next_strain(self, person: Person, after: datetime) -> datetime | None:
        """The first working morning of next week."""
        local = after.astimezone(person.zone)
        monday = local.date() + timedelta(days=7 - local.date().weekday())
        return self._next(person, person.work_from, datetime.combine(monday, time(), person.zone))

    def _next_morning(self, person: Person, after: datetime) -> datetime:
        midnight = datetime.combine(after.astimezone(person.zone).date(), time.max, person.zone)
        return self._next(person, person.work_from, midnight) or after + timedelta(days=1)

    def _next(self, person: Person, at: time, after: datetime, *, every_day: bool = False) -> datetime | None:
        """The first instant after `after` at which it is `at` for this person, on a working day."""
        if person.restricted:
            return None
        policy = self.policies.of(person.policy)
        first = after.astimezone(person.zone).date()
        for ahead in range(370):
            day = first + timedelta(days=ahead)
            # A wall time that the clock change skips moves forward by the gap, as fold 0 has it.
            moment = datetime.combine(day, at, person.zone).astimezone(UTC)
            if moment > after and (every_day or policy.is_working_day(day)):
                return moment
        return None

    async def _hours_letter(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | datetime | None:
        due = date.fromisoformat(owed.occasion)
        local = now.astimezone(person.zone)
        policy = self.policies.of(person.policy)
        if person.restricted or person.remind_at is None or local.date() - due > _STALE:
            return None
        if local.date() > due:
            if local.time() < person.work_from or not policy.is_working_day(local.date()):
                return self._next(person, person.work_from, now)
        elif local.time() > _last_call(person):
            return self._next_morning(person, now)
        # Before the hour that is set, it is the day before that was put off until now.
        put_off = local.date() == due and local.time() < person.remind_at
        day = _previous_working_day(policy, due) if put_off or person.remind_at < _NOON else due
        async with self.store.begin() as work:
            entries = await work.entries.between(person.id, day - timedelta(days=7), day)
            offs = await work.offs.between(person.id, day, day)
            running = await work.timers.running(person.id)
        span = Ledger(policy, entries, offs, today=day).span(day, day)
        missing = policy.planned(day).due - sum(off.minutes or policy.planned(day).due for off in offs) - span.worked
        if missing <= _ENOUGH or (running and day == local.date()):
            return None
        return reminder(t, day, span.worked, missing, entries, person, key=f"{HOURS}:{person.id}:{owed.occasion}")

    async def _timer_letter(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | datetime | None:
        async with self.store.begin() as work:
            running = await work.timers.running(person.id)
        end = datetime.combine(date.fromisoformat(owed.occasion), person.work_to, person.zone)
        if person.restricted or running is None or running.started >= end:
            return None
        return timer_cards.forgotten(t, running, now, person)

    async def _strain_letter(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | datetime | None:
        del owed
        if person.restricted:
            return None
        today = now.astimezone(person.zone).date()
        first = today - timedelta(weeks=_WEEKS)
        async with self.store.begin() as work:
            entries = await work.entries.between(person.id, first, today)
            offs = await work.offs.between(person.id, first, today)
        policy = self.policies.of(person.policy)
        found = strained(Ledger(policy, entries, offs, today=today))
        # Said when it begins: a word every week would be a reproach.
        if found is None or strained(Ledger(policy, entries, offs, today=today - timedelta(weeks=1))):
            return None
        return strain_card(t, found)

    async def _changed_letter(self, owed: Owed, person: Person, t: Words, now: datetime) -> Message | datetime | None:
        del person, now
        told = json.loads(owed.body)
        (old,) = unpacked(told["old"])
        facts = {"who": literal(told["who"]), "reason": literal(told["reason"]), "old": cards.shown(old, t)}
        if told["new"] is None:
            return Message(t("track.removed_by_other", **facts))
        (new,) = unpacked(told["new"])
        return Message(t("track.changed_by_other", **facts, new=cards.shown(new, t)))


def reminder(
    t: Words, day: date, worked: int, missing: int, before: tuple[Entry, ...], person: Person, *, key: str
) -> Message:
    """The day's reminder: an offer, with one tap to take it."""
    name = t.weekday(day)
    text = t("track.reminder", day=name, worked=t.duration(worked)) if worked else t("track.reminder_empty", day=name)
    offered = partial(cards.offer, key, sure=False)
    rest = Draft(day, missing, zone=person.zone.key)
    buttons = [
        Button(t("track.button_log", duration=t.duration(missing)), "track.log", offered([rest]), style="primary"),
    ]
    last = max(
        (entry.draft.day for entry in before if entry.draft.kind == "work" and entry.draft.day < day), default=None
    )
    if last and not worked:
        again = [
            Draft(day, entry.draft.minutes, entry.draft.project, entry.draft.note, zone=person.zone.key)
            for entry in before
            if entry.draft.day == last and entry.draft.kind == "work"
        ]
        # More entries than a button carries: the form is one tap further.
        with suppress(Refusal):
            buttons.append(Button(t("track.button_same", day=t.weekday(last)), "track.log", offered(again)))
    buttons += [
        Button(t("track.button_log_form"), "track.form", day.isoformat(), opens_form=True),
        Button(t("track.button_snooze"), "track.snooze"),
        Button(t("track.button_stop_asking"), "track.stop_reminders"),
    ]
    return Message(text, (Buttons(tuple(buttons)), Prose(t("track.reminder_quiet"), quiet=True)))


def _last_call(person: Person) -> time:
    """After this a reminder waits for the morning: in the evening, or some hours after the one that is set."""
    set_at = person.remind_at or _EVENING
    return time.max if set_at >= _LATE else max(_EVENING, set_at.replace(hour=set_at.hour + _HOURS))


def _previous_working_day(policy: Policy, day: date) -> date:
    return next(
        (back for ahead in range(1, 15) if policy.is_working_day(back := day - timedelta(days=ahead))),
        day - timedelta(days=1),
    )
