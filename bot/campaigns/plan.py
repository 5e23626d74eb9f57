"""What one person gets of a campaign now, and when to look next: rules 2 and 4 to 9 of the timing.

The rule to keep: pure, and the only place that decides. The engine asks it when somebody is due, the letter asks it
once more when a message is about to leave, and both get the same answer from the same facts.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.campaigns.campaign import State
from bot.campaigns.course import Course, Stop
from bot.campaigns.past import Past
from bot.campaigns.playbook import Kind, Step
from bot.campaigns.sense import Sense
from bot.campaigns.verdict import (
    CANCELLED,
    LEFT,
    MEETING_STARTED,
    MOMENT_PASSED,
    NIGHT,
    SUPERSEDED,
    Drop,
    Go,
    Hold,
    Plan,
    Standing,
    Traveller,
    Verdict,
)
from bot.mail import Care, Fate

_DAY = timedelta(days=1)


def plan(
    course: Course, standing: Standing, traveller: Traveller, now: datetime, grace: timedelta = timedelta()
) -> Plan:
    """The plan for one person at an instant.

    Within `grace` after its own time a step is still on time: a tick may come a little late.
    """
    return _Planner(course, standing, traveller, now, grace).plan()


class _Planner:
    """One person, one instant."""

    def __init__(
        self, course: Course, standing: Standing, traveller: Traveller, now: datetime, grace: timedelta
    ) -> None:
        self.course, self.standing, self.traveller, self.now, self.grace = course, standing, traveller, now, grace
        self.place = course.place
        self.past = Past(course, standing, traveller)
        self.sense = Sense(course, traveller, now)
        self.verdicts: list[Verdict] = []
        self.since = min(traveller.since or now, now)
        self.freed: datetime | None = None
        if traveller.held - standing.shut.keys():
            # A gate has opened: what it held back is free from now on.
            self._free()
        self.wakes: list[datetime] = []
        self.waits: dict[tuple[str, str], datetime] = {}
        self.reached: set[str] = set()

    def plan(self) -> Plan:
        if not self.traveller.here:
            self._end(LEFT)
            return Plan(tuple(self.verdicts), None, LEFT)
        done = ""
        match self.course.campaign.state:
            case State.RUNNING | State.PAUSED:
                self._content()
                for stop in self.course.others:
                    self._other(stop)
                self._moved()
                self._changed()
            case State.CANCELLED:
                self._end(CANCELLED)
                self._cancelled()
                done = CANCELLED
            case State.DRAFT | State.CLOSED:
                done = self.traveller.done
        return Plan(tuple(self.verdicts), min(self.wakes, default=None), done, self.waits, self.freed)

    # What is in order: at most one a local date.

    def _content(self) -> None:
        floor = self.traveller.last_day
        waiting = False
        for stop in self.course.content:
            if not self._mine(stop) or self.past.settled(stop):
                continue
            if self._senseless(stop):
                # What waited behind it is free from now on.
                self._free()
                continue
            if self.past.queued(stop):
                # It is in the postman's hands, and counts for today.
                floor = max(floor or date.min, self.place.day(self.now))
                continue
            own = _given(stop.own)
            when = self._first(own, None if stop.step.name == self.traveller.last_step else floor)
            if waiting:
                self._would_be_held(stop, self._first(own, None))
            elif when > self.now:
                self._wait(stop.step, stop.occasion, when)
                waiting = True
            elif self._may(stop.step, stop.occasion):
                self._go(stop, own)
                floor = self.place.day(self.now)
            else:
                waiting = True

    def _first(self, own: datetime, floor: date | None) -> datetime:
        """The first allowed moment that is not before its own time, and on a later date than the floor.

        Its own time is one where nobody has missed it; else it is by day, from when it is free to go.
        """
        watched = own >= self.since or self._on_time(own)
        if watched and (floor is None or self.place.day(own) > floor):
            return own
        free = max(own, self.since)
        if floor is not None and self.place.day(free) <= floor:
            free = max(free, self.place.at(floor + _DAY, time()))
        return self.place.soonest(free)

    def _free(self) -> None:
        self.since = self.freed = self.now

    def _wait(self, step: Step, occasion: str, when: datetime) -> None:
        self.wakes.append(when)
        self.waits[step.name, occasion] = when

    def _would_be_held(self, stop: Stop, when: datetime) -> None:
        """Behind a step that waits nothing goes; but whether it is held back itself, HR is told at its time."""
        if stop.step.name not in self.standing.shut:
            return
        if when > self.now:
            self.wakes.append(when)
        else:
            self._may(stop.step, stop.occasion)

    # What is not in order.

    def _other(self, stop: Stop) -> None:
        if not self._mine(stop):
            return
        if stop.step.kind is Kind.FORM:
            self._form(stop)
        elif self.past.settled(stop) or self.past.queued(stop):
            return
        elif stop.step.when.hours_before is not None:
            self._moment(stop)
        else:
            self._reminder(stop)

    def _form(self, stop: Stop) -> None:
        """What is asked at the start, and of whoever comes later when they come."""
        occasion = self.standing.rules
        if self.past.of(stop.step.name, occasion) is not None:
            return
        begun = self.course.campaign.started_at or self.now
        own = self.place.soonest(max(begun, self.traveller.joined_at or begun))
        when = self._first(own, None)
        if when > self.now:
            self._wait(stop.step, occasion, when)
        elif self._may(stop.step, occasion):
            late = self.now > own + self.grace
            self.verdicts.append(Go(stop.step, occasion, stop.care, late))

    def _reminder(self, stop: Stop) -> None:
        if self._senseless(stop):
            return
        own = _given(stop.own)
        when = self._first(own, None)
        asked = None
        if stop.step.when.working_days_before_end is not None:
            # Now, where the survey goes this very moment.
            asked = self.past.asked_at(self.now) or (self.now if self.course.survey in self.reached else None)
        if asked is not None and asked > own:
            when = self.place.soonest(max(asked, self.since))
        if when > self.now:
            self._wait(stop.step, stop.occasion, when)
        elif stop.step.when.working_days_before_end is not None and asked is None:
            # Nobody is reminded of a survey that has not reached them; it is not forgotten either.
            asks = max(
                (_given(one.own) for one in self.course.content if one.step.name == self.course.survey), default=own
            )
            free = self.place.soonest(max(asks, self.since)) if asks > own else when
            # Nor would it go before whatever the survey itself is waiting for.
            content = {one.step.name for one in self.course.content}
            ahead = [at for (name, _), at in self.waits.items() if name in content]
            self._would_be_held(stop, max([free, *ahead]))
        elif self._may(stop.step, stop.occasion):
            self._go(stop, own)

    def _moment(self, stop: Stop) -> None:
        """What is due at an instant and at no other."""
        own = _given(stop.own)
        if self.now < own:
            self.wakes.append(own)
        elif self.place.night(own):
            self._drop(stop, NIGHT)
        elif self._senseless(stop):
            return
        elif self._may(stop.step, stop.occasion):
            if self._on_time(own):
                self._go(stop, own)
            else:
                self._drop(stop, MOMENT_PASSED)

    # What is called.

    def _moved(self) -> None:
        step, pending = self.course.moved, self.past.pending_moves()
        if step is None or not pending:
            return
        for move in pending[:-1]:
            if self.past.of(step.name, str(move.number)) is None:
                self.verdicts.append(Drop(step, str(move.number), Care.ANNOUNCEMENT, SUPERSEDED))
        latest = pending[-1]
        if self.past.of(step.name, str(latest.number)) is not None:
            return
        if self.now >= latest.new:
            self.verdicts.append(Drop(step, str(latest.number), Care.ANNOUNCEMENT, MEETING_STARTED))
        else:
            self._call(step, str(latest.number), (pending[0].old, latest.new))
            self.wakes.append(latest.new)

    def _changed(self) -> None:
        step, changed, heard = self.course.changed, self.standing.changed, self.past.heard_at()
        if step is None or changed is None or heard is None:
            return
        version, at = changed
        if heard < at and self.past.of(step.name, str(version)) is None:
            self._call(step, str(version), ())

    def _cancelled(self) -> None:
        step, heard, ended = self.course.cancelled, self.past.heard_at(), self.course.campaign.ended_at
        if step is None or heard is None or ended is None or heard >= ended:
            return
        if self.past.of(step.name, "") is not None:
            return
        self._call(step, "", (*(move.old for move in self.past.pending_moves()[:1]), self.course.anchor))

    def _call(self, step: Step, occasion: str, starts: tuple[datetime, ...]) -> None:
        """A note goes by day, or at once where waiting would pass one of these starts."""
        when = self.place.soonest(self.since)
        if any(self.now < start <= when for start in starts):
            when = self.now
        if when > self.now:
            self._wait(step, occasion, when)
        elif self._may(step, occasion):
            self.verdicts.append(Go(step, occasion, Care.ANNOUNCEMENT))

    # The end.

    def _end(self, reason: str) -> None:
        """Nothing of what is planned comes any more; what was called before goes with it."""
        if self.traveller.done == reason:
            return
        if not self.traveller.done:
            for stop in self._all():
                if self._mine(stop) and not self.past.settled(stop) and not self._stays(stop):
                    self.verdicts.append(Drop(stop.step, stop.occasion, stop.care, reason))
            for step, occasion in self._notes():
                self.verdicts.append(Drop(step, occasion, Care.ANNOUNCEMENT, reason))
        elif reason == LEFT and self.past.heard_at() is not None:
            note = self.course.cancelled
            if note is not None and self.past.of(note.name, "") is None:
                self.verdicts.append(Drop(note, "", Care.ANNOUNCEMENT, reason))

    def _all(self) -> Iterator[Stop]:
        for stop in self.course.stops:
            if stop.step.kind is Kind.FORM:
                yield Stop(stop.step, stop.own, self.standing.rules, stop.ahead, stop.care)
            else:
                yield stop

    def _notes(self) -> Iterator[tuple[Step, str]]:
        """The notes that somebody was still to get."""
        step, pending = self.course.moved, self.past.pending_moves()
        if step is not None and pending and self.past.of(step.name, str(pending[-1].number)) is None:
            yield step, str(pending[-1].number)

    # What all have in common.

    def _mine(self, stop: Stop) -> bool:
        audience = stop.step.audience in self.traveller.audiences and stop.step.via in self.traveller.via
        return audience and (stop.own is not None or stop.step.when.start)

    def _senseless(self, stop: Stop) -> bool:
        """Whether it makes no sense any more, which is then said; else when it will not is noted."""
        reason = self.sense.lost(stop)
        if reason is not None:
            self._drop(stop, reason)
            return True
        self.wakes += self.sense.ends(stop)
        return False

    def _stays(self, stop: Stop) -> bool:
        """Whether it was skipped, and no new date has made sense of it again."""
        had = self.past.of(stop.step.name, stop.occasion)
        return had is not None and had.fate is Fate.SKIPPED and self.sense.lost(stop) is not None

    def _may(self, step: Step, occasion: str) -> bool:
        """Whether nothing holds it back; else that is said."""
        reason = self.standing.shut.get(step.name)
        if reason is None:
            return True
        self.verdicts.append(Hold(step, occasion, reason))
        return False

    def _on_time(self, own: datetime) -> bool:
        return own <= self.now <= own + self.grace

    def _go(self, stop: Stop, own: datetime) -> None:
        late = self.now > own + self.grace
        tell = late and stop.ahead and self.place.day(self.now) > self.place.day(own)
        self.verdicts.append(Go(stop.step, stop.occasion, stop.care, late, tell))
        self.reached.add(stop.step.name)

    def _drop(self, stop: Stop, reason: str) -> None:
        """Say that it is skipped, unless that was said before it could have come back."""
        had = self.past.of(stop.step.name, stop.occasion)
        if had is None or had.fate is not Fate.SKIPPED:
            self.verdicts.append(Drop(stop.step, stop.occasion, stop.care, reason))


def _given(own: datetime | None) -> datetime:
    """A step's own time. Whoever asks has seen that it has one."""
    return datetime.max.replace(tzinfo=UTC) if own is None else own
