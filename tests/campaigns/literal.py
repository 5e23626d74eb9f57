"""A second reading of rules 1 to 9 and 11, for checking the first: slow, literal, and sharing nothing with it.

It walks through each person's instants one after the other (every nine o'clock, every step's own time, everything that
happens) and asks at each of them what the rules say. Its steps are copied from the issue, not from the playbooks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.campaigns.scenario import MoveMeeting, Proposal, Scenario, Somebody, Stop, Travel, Turn

DAY = timedelta(days=1)
STEPS: Mapping[str, Mapping[str, int | str]] = {
    "time-tracking": {
        "ground_rules": "start",
        "soft": -28,
        "survey": -14,
        "survey_reminder": "end-3",
        "survey_last": "end",
        "agenda": -7,
        "reminder_day": -1,
        "reminder_hour": "hour",
        "follow_up": 1,
        "resources": 3,
        "help": 7,
        "go_live": 10,
        "reask": 42,
    },
    "career-pulse": {
        "soft": -7,
        "survey": 0,
        "survey_reminder": "end-3",
        "survey_last": "end",
        "follow_up": 17,
    },
}
CONTENT = ("soft", "survey", "agenda", "follow_up", "resources", "help", "go_live", "reask")
BEFORE_MEETING = {
    "time-tracking": {"soft", "survey", "survey_reminder", "survey_last", "agenda", "reminder_day", "reminder_hour"},
    "career-pulse": {"soft"},
}
OF_SURVEY = {"survey", "survey_reminder", "survey_last"}
Out = tuple[datetime, str, str, str, str, str | None]
"""When, who, campaign, step, event, reason."""


@dataclass
class Meeting:
    """A campaign as it stands."""

    proposal: Proposal
    zone: ZoneInfo
    anchor: datetime
    end: datetime
    state: str = "running"
    ended: datetime | None = None
    moves: list[tuple[datetime, datetime, datetime]] = field(default_factory=list)

    def day(self) -> date:
        return self.anchor.astimezone(self.zone).date()


@dataclass
class Reader:
    """One person in one campaign."""

    who: Somebody
    joined: datetime | None
    """None for whoever was there at the start."""
    sent: dict[tuple[str, str], datetime] = field(default_factory=dict)
    dropped: dict[tuple[str, str], datetime] = field(default_factory=dict)
    last: date | None = None
    told: int = 0
    """The number of the last move that they know."""
    over: str = ""
    heard: datetime | None = None
    held: set[str] = field(default_factory=set)
    """What a pause has kept back."""


class Literal:
    """One campaign of a scenario, person by person."""

    def __init__(self, scenario: Scenario, proposal: Proposal) -> None:
        assert proposal.zone is not None
        self.scenario, self.proposal = scenario, proposal
        self.out: list[Out] = []

    def play(self) -> list[Out]:
        for who in self.scenario.people:
            if self.proposal.audience in {"all", who.division}:
                self.one(who)
        self._hr()
        return self.out

    def _hr(self) -> None:
        """HR is told once for each step and reason; what they are told stands in the personal lines as a mark."""
        first: dict[tuple[str, str, str], datetime] = {}
        kept: list[Out] = []
        for at, who, campaign, step, event, reason in sorted(self.out, key=lambda line: line[0]):
            if event in {"held", "told_hr"}:
                first.setdefault((step, event, reason or ""), at)
            else:
                kept.append((at, who, campaign, step, event, reason))
        self.out = kept + [(at, "", self.proposal.id, *key) for key, at in first.items()]

    def one(self, who: Somebody) -> None:
        created = self.proposal.created
        if who.leaves is not None and who.leaves <= created:
            return
        joined = who.joins if who.joins is not None and who.joins > created else None
        if who.leaves is not None and joined is not None and who.leaves <= joined:
            return
        self._walk(Meeting(self.proposal, self._home(), self.proposal.anchor, self._end()), Reader(who, joined))

    def _walk(self, meeting: Meeting, reader: Reader) -> None:
        """Go through one person's instants."""
        start = reader.joined or self.proposal.created
        zone_name, up, unseen = reader.who.zone, True, False
        world = self._world(reader.who, start)
        for moment in self._moments(reader.who, start):
            fresh = False
            for happening in world.get(moment, []):
                match happening:
                    case Travel(zones):
                        zone_name, fresh = zones[reader.who.id], True
                    case Stop(down, _):
                        up, fresh = not down, fresh or not down
                    case MoveMeeting() | Turn():
                        fresh = self._deed(meeting, reader, happening, moment) or fresh
                    case _:
                        fresh = True
            if moment < start:
                continue
            if up:
                self._look(meeting, reader, moment, zone_name, fresh=fresh or unseen)
            unseen = not up and (unseen or fresh)

    def _deed(self, meeting: Meeting, reader: Reader, deed: MoveMeeting | Turn, now: datetime) -> bool:
        """Do it; whether what is late is free to go from now on."""
        if isinstance(deed, MoveMeeting):
            return self._move(meeting, deed.anchor, now)
        turned = self._turn(meeting, deed.to, now)
        if deed.to == "pause":
            return False
        kept, reader.held = reader.held, set()
        return turned and (deed.to == "cancel" or bool(kept))

    def _home(self) -> ZoneInfo:
        assert self.proposal.zone is not None
        return self.proposal.zone

    def _end(self) -> datetime:
        if self.proposal.survey_closes is not None:
            return self.proposal.survey_closes
        day = self.proposal.anchor.astimezone(self._home()).date()
        days = -8 if self.proposal.playbook == "time-tracking" else 10
        return datetime.combine(day + days * DAY, time(18), self._home()).astimezone(UTC)

    def _world(self, who: Somebody, start: datetime) -> dict[datetime, list[object]]:
        found: dict[datetime, list[object]] = {start: ["begin"]}
        if who.leaves is not None:
            found.setdefault(who.leaves, []).append("leave")
        for at, event in self.scenario.events:
            mine = not isinstance(event, Travel) or who.id in event.zones
            about = getattr(event, "campaign", self.proposal.id) == self.proposal.id
            later = not isinstance(event, MoveMeeting | Turn) or at >= self.proposal.created
            if mine and about and later:
                found.setdefault(at, []).append(event)
        return found

    def _moments(self, who: Somebody, start: datetime) -> list[datetime]:
        """Every instant at which something may be different, for every zone this person will ever have."""
        zones = {self._zone(who.zone)} | {
            self._zone(event.zones[who.id])
            for _, event in self.scenario.events
            if isinstance(event, Travel) and who.id in event.zones
        }
        first, last = start - 2 * DAY, self.scenario.until
        anchors = {self.proposal.anchor} | {
            event.anchor for _, event in self.scenario.events if isinstance(event, MoveMeeting)
        }
        ends = {self._shifted(self.proposal.anchor, self._end(), anchor) for anchor in anchors}
        found = {start, *(at for at, _ in self.scenario.events), *anchors, *ends}
        found |= {anchor - timedelta(hours=1) for anchor in anchors}
        if who.leaves is not None:
            found.add(who.leaves)
        for zone in zones:
            day = first.astimezone(zone).date()
            while day <= last.astimezone(zone).date() + DAY:
                for hour in {time(9), self.proposal.hour or time(9)}:
                    found.add(datetime.combine(day, hour, zone).astimezone(UTC))
                day += DAY
        return sorted(moment for moment in found if moment <= last)

    def _zone(self, name: str | None) -> ZoneInfo:
        try:
            return ZoneInfo(name or "?")
        except (ValueError, LookupError, OSError):
            return self._home()

    # What HR does.

    def _move(self, meeting: Meeting, anchor: datetime, now: datetime) -> bool:
        if meeting.state not in {"running", "paused"} or anchor <= now or anchor == meeting.anchor:
            return False
        meeting.end = self._shifted(meeting.anchor, meeting.end, anchor)
        meeting.moves.append((now, meeting.anchor, anchor))
        meeting.anchor = anchor
        return True

    def _shifted(self, old: datetime, end: datetime, new: datetime) -> datetime:
        zone = self._home()
        days = (new.astimezone(zone).date() - old.astimezone(zone).date()).days
        local = end.astimezone(zone)
        return datetime.combine(local.date() + days * DAY, local.time(), zone).astimezone(UTC)

    def _turn(self, meeting: Meeting, to: str, now: datetime) -> bool:
        after = {("running", "pause"): "paused", ("paused", "resume"): "running"}
        if to == "cancel" and meeting.state in {"running", "paused"}:
            meeting.state, meeting.ended = "cancelled", now
            return True
        new = after.get((meeting.state, to))
        meeting.state = new or meeting.state
        return new is not None

    # One look at one person.

    def _look(self, meeting: Meeting, reader: Reader, now: datetime, zone_name: str | None, *, fresh: bool) -> None:
        if reader.joined is not None and meeting.ended is not None and meeting.ended <= reader.joined:
            # Whoever comes when all is over is not of it.
            return
        look = _Look(self, meeting, reader, now, self._zone(zone_name), fresh)
        leaves = reader.who.leaves
        if leaves is not None and leaves <= now:
            look.end("left")
        elif meeting.state == "cancelled":
            look.end("cancelled")
            look.cancelled()
        else:
            look.content()
            look.reminders()
            look.moved()


@dataclass
class _Look:
    literal: Literal
    meeting: Meeting
    reader: Reader
    now: datetime
    zone: ZoneInfo
    fresh: bool

    def __post_init__(self) -> None:
        self.holidays = self.literal.scenario.holidays.get(self.reader.who.holidays, frozenset())
        self.playbook = self.literal.proposal.playbook
        self.steps = {
            name: when for name, when in STEPS[self.playbook].items() if name != "ground_rules" or self.reader.who.lead
        }
        self.today = self.now.astimezone(self.zone).date()
        self.clock = self.now.astimezone(self.zone).time()

    # Rules 1 to 3.

    def works(self, day: date) -> bool:
        return self.literal.proposal.weekends or (day.weekday() < 5 and day not in self.holidays)

    def own(self, name: str) -> datetime:
        when = self.steps[name]
        if when == "hour":
            return self.meeting.anchor - timedelta(hours=1)
        if when == "start":
            begun = max(self.literal.proposal.created, self.reader.joined or self.literal.proposal.created)
            return self.by_day(begun)
        hour = self.literal.proposal.hour or time(9)
        return datetime.combine(self.day_of(name), hour, self.zone).astimezone(UTC)

    def day_of(self, name: str) -> date:
        when = self.steps[name]
        if isinstance(when, str):
            day = self.meeting.end.astimezone(self.meeting.zone).date()
            if when == "end":
                while not self.works(day):
                    day -= DAY
                return day
            left = 3
            while left:
                day -= DAY
                left -= self.works(day)
            return day
        meant = self.meeting.day() + when * DAY
        day = meant
        while not self.works(day):
            day += DAY if when >= 0 else -DAY
        if name == "soft" and self.playbook == "time-tracking" and day != meant and day < self.month_before():
            day = meant
            while not self.works(day):
                day += DAY
        return day

    def month_before(self) -> date:
        day = self.meeting.day()
        year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
        for number in range(day.day, 0, -1):
            try:
                return date(year, month, number)
            except ValueError:
                continue
        raise AssertionError

    # Rule 4.

    def by_day(self, moment: datetime) -> datetime:
        local = moment.astimezone(self.zone)
        if self.works(local.date()) and time(8) <= local.time() < time(18):
            return moment
        day = local.date()
        while True:
            nine = datetime.combine(day, time(9), self.zone).astimezone(UTC)
            if nine >= moment and self.works(day):
                return nine
            day += DAY

    def late_may_go(self, *, fresh: bool) -> bool:
        if not self.works(self.today):
            return False
        return self.clock == time(9) or (fresh and time(8) <= self.clock < time(18))

    def senseless(self, name: str) -> str | None:
        meeting_matters = self.playbook == "time-tracking" or name == "soft"
        if meeting_matters and name in BEFORE_MEETING[self.playbook] and self.now >= self.meeting.anchor:
            return "meeting_started"
        if name in OF_SURVEY:
            if self.now >= self.meeting.end:
                return "survey_ended"
            joined = self.reader.joined
            if joined is not None and joined.astimezone(self.zone).date() > self.last_joining_day():
                return "moment_passed"
        return None

    def last_joining_day(self) -> date:
        day, left = self.meeting.end.astimezone(self.meeting.zone).date(), 3
        while left:
            day -= DAY
            left -= self.works(day)
        return day

    # What was settled.

    def key(self, name: str) -> tuple[str, str]:
        if name in {"reminder_day", "reminder_hour"}:
            return name, self.meeting.day().isoformat()
        if name in {"survey_reminder", "survey_last"}:
            return name, self.meeting.end.isoformat()
        return name, ""

    def settled(self, name: str) -> bool:
        key = self.key(name)
        return key in self.reader.sent or (key in self.reader.dropped and not self.revived(key))

    def revived(self, key: tuple[str, str]) -> bool:
        # A reminder of the survey has its end for an occasion: with another end it is another reminder.
        moved = bool(self.meeting.moves) and self.reader.dropped[key] < self.meeting.moves[-1][0]
        return moved and key[0] not in {"survey_reminder", "survey_last"}

    # What comes out.

    def say(self, step: str, event: str, reason: str | None) -> None:
        self.literal.out.append((self.now, self.reader.who.id, self.literal.proposal.id, step, event, reason))

    def hr(self, step: str, event: str, reason: str) -> None:
        if event == "held":
            self.reader.held.add(step)
        self.literal.out.append((self.now, "", self.literal.proposal.id, step, event, reason))

    def go(self, name: str) -> None:
        own = self.own(name)
        self.reader.sent[self.key(name)] = self.now
        self.say(name, "sent", "late" if self.now > own else None)
        if name in BEFORE_MEETING[self.playbook] and self.today > own.astimezone(self.zone).date():
            self.hr(name, "told_hr", "late")
        if name != "ground_rules" and self.reader.heard is None:
            self.reader.heard = self.now
        if name in CONTENT:
            self.reader.last = self.today

    def drop(self, name: str, reason: str) -> None:
        key = self.key(name)
        if key not in self.reader.dropped:
            self.say(name, "skipped", reason)
            self.reader.dropped[key] = self.now
            if reason in {"meeting_started", "survey_ended"}:
                self.hr(name, "told_hr", reason)

    # Rule 5.

    def content(self) -> None:
        fresh, behind = self.fresh, False
        for name in CONTENT:
            if name not in self.steps or self.settled(name):
                continue
            reason = self.senseless(name)
            if reason is not None:
                self.drop(name, reason)
                fresh = True
                continue
            own = self.own(name)
            due = own == self.now or (own < self.now and self.late_may_go(fresh=fresh))
            if not due:
                behind = True
                continue
            later = self.reader.last is None or self.today > self.reader.last
            if self.meeting.state == "paused":
                if behind or later:
                    self.hr(name, "held", "paused")
                behind = True
            elif not behind and later:
                self.go(name)
                behind = True
            else:
                behind = True

    def reminders(self) -> None:
        for name, when in self.steps.items():
            if name in CONTENT or self.settled(name):
                continue
            own = self.own(name)
            if when == "hour":
                self.last_hour(name, own)
                continue
            reason = self.senseless(name)
            if reason is not None:
                self.drop(name, reason)
                continue
            waits = name in OF_SURVEY and ("survey", "") not in self.reader.sent
            fresh = self.fresh or self.follows(name)
            due = own == self.now or (own < self.now and self.late_may_go(fresh=fresh))
            if due and waits and self.now < self.own("survey"):
                # It would go after the survey, whose own time has not come.
                continue
            if due and self.meeting.state == "paused":
                self.hr(name, "held", "paused")
            elif due and not waits:
                self.go(name)

    def follows(self, name: str) -> bool:
        """Whether the survey went this very moment, for which its reminder has waited."""
        return name in OF_SURVEY and self.reader.sent.get(("survey", "")) == self.now

    def last_hour(self, name: str, own: datetime) -> None:
        if self.now < own:
            return
        clock = own.astimezone(self.zone).time()
        reason = self.senseless(name)
        if clock >= time(22) or clock < time(6):
            self.drop(name, "night")
        elif reason is not None:
            self.drop(name, reason)
        elif self.meeting.state == "paused":
            self.hr(name, "held", "paused")
        elif self.now == own:
            self.go(name)
        else:
            self.drop(name, "moment_passed")

    # Rule 9.

    def pending(self) -> list[int]:
        return [
            number
            for number, (at, _, _) in enumerate(self.meeting.moves, 1)
            if number > self.reader.told and self.reader.heard is not None and self.reader.heard < at
        ]

    def moved(self) -> None:
        pending = self.pending()
        if not pending:
            return
        for number in pending[:-1]:
            if ("moved", str(number)) not in self.reader.dropped:
                self.say("moved", "skipped", "superseded")
                self.reader.dropped["moved", str(number)] = self.now
        number = pending[-1]
        if ("moved", str(number)) in self.reader.dropped:
            return
        old, new = self.meeting.moves[pending[0] - 1][1], self.meeting.anchor
        if self.now >= new:
            self.say("moved", "skipped", "meeting_started")
            self.reader.dropped["moved", str(number)] = self.now
            self.hr("moved", "told_hr", "meeting_started")
        elif self.note_may_go((old, new)):
            if self.meeting.state == "paused":
                self.hr("moved", "held", "paused")
            else:
                self.say("moved", "sent", None)
                self.reader.told = number

    def note_may_go(self, starts: tuple[datetime, ...]) -> bool:
        if self.late_may_go(fresh=self.fresh):
            return True
        return any(self.now < start <= self.by_day(self.now) for start in starts)

    def cancelled(self) -> None:
        ended = self.meeting.ended
        if ended is None or self.reader.heard is None or self.reader.heard >= ended:
            return
        if ("cancelled", "") in self.reader.sent:
            return
        starts = [self.meeting.anchor, *(self.meeting.moves[number - 1][1] for number in self.pending()[:1])]
        if self.note_may_go(tuple(starts)):
            self.reader.sent["cancelled", ""] = self.now
            self.say("cancelled", "sent", None)

    def end(self, reason: str) -> None:
        if self.reader.over == reason:
            return
        if not self.reader.over:
            for name in self.steps:
                stays = self.key(name) in self.reader.dropped and self.senseless(name) is not None
                if not self.settled(name) and not stays:
                    self.say(name, "skipped", reason)
            for number in self.pending()[-1:]:
                if ("moved", str(number)) not in self.reader.dropped:
                    self.say("moved", "skipped", reason)
        elif self.reader.heard is not None and ("cancelled", "") not in self.reader.sent:
            self.say("cancelled", "skipped", reason)
        self.reader.over = reason


def literal(scenario: Scenario) -> Iterator[Out]:
    """What the rules say, in order."""
    for proposal in scenario.campaigns:
        yield from Literal(scenario, proposal).play()
