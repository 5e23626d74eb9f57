"""What `/track` says about a timer: pure functions from facts to messages.

The rule to keep: whoever is asked gets every answer as a button, keeping it among them.
"""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.markup import Markup
from bot.message import Button, Buttons, Message
from bot.people import Person
from bot.texts import Words
from bot.timesheet.cards import VALUE_LIMIT
from bot.timesheet.entry import Timer, Wanted
from bot.timesheet.limits import DAY


def minutes(timer: Timer, at: datetime) -> int:
    """Whole minutes from its start."""
    return (at - timer.started) // timedelta(minutes=1)


def started(t: Words, timer: Timer, now: datetime) -> Message:
    """It runs."""
    return Message(t("track.timer_started", **facts(t, timer, _today(timer, now))), (Buttons((stop(t),)),))


def running(t: Words, timer: Timer, now: datetime, wanted: Wanted, *, key: str) -> Message:
    """One runs already. `key` is the delivery that wanted another."""
    return Message(
        t("track.timer_running", **facts(t, timer, _today(timer, now))), (Buttons((_switch(t, wanted, key), stop(t))),)
    )


def status(t: Words, timer: Timer, now: datetime) -> Message:
    """What runs, and for how long."""
    text = t("track.timer_status", **facts(t, timer, _today(timer, now)), duration=t.duration(minutes(timer, now)))
    return Message(text, (Buttons((stop(t),)),))


def long(t: Words, timer: Timer, now: datetime, person: Person) -> Message:
    """It ran so long that the work may have ended earlier."""
    text = t("track.timer_long", **facts(t, timer, _today(timer, now)), duration=t.duration(minutes(timer, now)))
    return Message(text, (_answers(t, timer, now, person),))


def forgotten(t: Words, timer: Timer, now: datetime, person: Person) -> Message:
    """It still runs at the end of the working day."""
    return Message(t("track.timer_question", **facts(t, timer, _today(timer, now))), (_answers(t, timer, now, person),))


def _what(t: Words, timer: Timer) -> Markup:
    """What a timer is for, as the end of a sentence; empty where nothing was said."""
    words = " ".join(part for part in (f"#{timer.project}" if timer.project else "", timer.note) if part)
    return t("track.timer_what", what=words) if words else Markup("")


def facts(t: Words, timer: Timer, today: date) -> dict[str, Markup]:
    """`time` and `what` of a timer's sentences. A start on another day says the day."""
    zone = ZoneInfo(timer.zone)
    start = timer.started.astimezone(zone)
    clock = t.clock(start)
    if start.date() != today:
        clock = Markup(f"{t.weekday(start.date())}, {clock}")
    return {"time": clock, "what": _what(t, timer)}


def _today(timer: Timer, now: datetime) -> date:
    return now.astimezone(ZoneInfo(timer.zone)).date()


def _answers(t: Words, timer: Timer, now: datetime, person: Person) -> Buttons:
    """Stop then, stop now, or keep."""
    zone = ZoneInfo(timer.zone)
    end = datetime.combine(timer.started.astimezone(zone).date(), person.work_to, zone).astimezone(UTC)
    items: list[Button] = []
    if timer.started < end < now - timedelta(minutes=1):
        label = t("track.button_stop_at", time=t.clock(end.astimezone(zone)), duration=t.duration(minutes(timer, end)))
        items.append(Button(label, "track.stop", f"{timer.id}|{int(end.timestamp())}", style="primary"))
    if minutes(timer, now) <= DAY:
        label = t("track.button_stop_now", duration=t.duration(minutes(timer, now)))
        items.append(Button(label, "track.stop", f"{timer.id}|{int(now.timestamp())}"))
    items.append(Button(t("track.button_keep"), "track.keep"))
    return Buttons(tuple(items))


def stop(t: Words) -> Button:
    """Stops whatever runs."""
    return Button(t("track.button_stop"), "track.stop", style="primary")


def _switch(t: Words, wanted: Wanted, key: str) -> Button:
    at = None if wanted.at is None else int(wanted.at.timestamp())
    value = json.dumps([key, wanted.project, wanted.note, at], ensure_ascii=False, separators=(",", ":"))
    if len(value) > VALUE_LIMIT:
        raise Refusal("track.too_many")
    return Button(t("track.button_switch"), "track.switch", value)
