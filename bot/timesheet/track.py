"""`/track`: reads what was typed, and hands it to whoever does it.

The rule to keep: nothing is written here, and nothing is guessed; what the grammar cannot read with confidence is
asked about with buttons, or refused with a line that works.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from bot.app import Features
from bot.errors import Refusal
from bot.events import Arrived, Command, Event, Press, Said, Submitted, delivery
from bot.hours.desk import HoursDesk
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Message, Reply
from bot.people import Person
from bot.ports import Clock, Store
from bot.texts import Texts, Words
from bot.timesheet import cards, guide
from bot.timesheet.dashboard import MINE, Dashboard
from bot.timesheet.editor import Editor
from bot.timesheet.entry import Draft, Off, Wanted
from bot.timesheet.grammar import Ask, Entries, Order, Reading, Verb, Wrong, read
from bot.timesheet.policy import Policies
from bot.timesheet.reminders import Reminders
from bot.timesheet.reports import Reports
from bot.timesheet.settings import Settings
from bot.timesheet.sheet import Sheet
from bot.timesheet.stopwatch import Stopwatch

_CALLED = re.compile(r"^\s*/?(?:track|catat)\b[:,]?\s*", re.IGNORECASE)
"""In a direct chat people write the command with or without its slash."""
_NAMES_A_PROJECT = re.compile(r"[#\uff03]|pro[jy]", re.IGNORECASE)
"""Only then does it matter which ones somebody has used, and the database need not be asked otherwise."""
_NUMBERED = re.compile(r"[#\uff03]\d")
"""A ticket, unless somebody uses it as a project."""
_LONGEST_OFF = 62
"""Days off in one command; more do not fit into the button that takes them back."""
_SHOWN = 60
"""Characters of what was typed that a question or a refusal repeats."""

Press_ = Callable[[Press, Person, Words], Awaitable[Reply]]


class Track:
    """The handlers of `/track` and of everything its cards and forms lead to.

    `privacy` answers `/track privacy`; without it, that is the card alone.
    """

    def __init__(
        self,
        store: Store,
        texts: Texts,
        policies: Policies,
        clock: Clock,
        hours: HoursDesk | None = None,
        privacy: Callable[[Event, Person, Words], Awaitable[Reply]] | None = None,
    ) -> None:
        self._store = store
        self._texts = texts
        self._clock = clock
        self._policies = policies
        # Without rollouts there are no ground rules, and no figures.
        self.hours = hours or HoursDesk(store, clock, {})
        self._privacy = privacy
        self._sheet = Sheet(store, clock)
        self._editor = Editor(store, clock, self._sheet)
        self._stopwatch = Stopwatch(store, clock, self._sheet)
        self._reports = Reports(store, policies, clock)
        self.reminders = Reminders(store, clock, policies)
        self.dashboard = Dashboard(store, texts, policies, clock)
        self._settings = Settings(store, texts)
        self._presses: Mapping[str, Press_] = {
            "log": self._sheet.offered,
            "undo": self._undo_pressed,
            "restore": self._sheet.restore,
            "edit": self._editor.edit_one,
            "delete": self._sheet.delete_one,
            "form": self._form_pressed,
            "dismiss": self._dismissed,
            "start": self._start_pressed,
            "stop": self._stopwatch.stop_pressed,
            "switch": self._stopwatch.switch_pressed,
            "keep": self._kept,
            "snooze": self.reminders.snooze_pressed,
            "stop_reminders": self._settings.stopped,
            "order": self._order_pressed,
            "mine": self._mine_pressed,
            "off_drop": self._off_dropped,
        }

    def features(self) -> Features:
        """What the bot answers with this alone."""
        return Features(
            commands={"track": self.command},
            presses={"track": self.press},
            forms={"track": self.submit},
            said=self.said,
            arrived=self.arrived,
        )

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/track …`."""
        reading, project = await self._read(event.args, person)
        return await self._answer(reading, event.args, event, person, t, project)

    async def said(self, event: Said, person: Person, t: Words) -> Reply:
        """The same without a slash, in a direct chat. What is nothing of ours gets one line that works."""
        return await self.heard(event, person, t) or Reply(Message(t("track.not_understood")))

    async def heard(self, event: Said, person: Person, t: Words) -> Reply | None:
        """The same; None for what is nothing of ours."""
        text = _CALLED.sub("", event.text)
        reading, project = await self._read(text, person)
        if isinstance(reading, Wrong) and reading.reason in {"no_duration", "empty", "unknown"}:
            return None
        return await self._answer(reading, text, event, person, t, project)

    async def arrived(self, event: Arrived, person: Person, t: Words) -> Reply:
        """Somebody is here for the first time."""
        del event
        return Reply(guide.help_card(t, t("track.welcome", name=person.name)))

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button of ours."""
        name = event.action.partition(".")[2]
        handler = self._presses.get(name)
        if handler is not None:
            return await handler(event, person, t)
        if name in {"today", "week", "month", "why"}:
            return await self._reports.press(event, person, t)
        raise Refusal("common.unknown_action")

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A form of ours."""
        match event.form.partition(".")[2]:
            case "save":
                return await self._editor.saved(event, person, t)
            case "change":
                return await self._editor.changed(event, person, t)
            case "confirm":
                return await self._editor.confirmed(event, person, t)
            case "settings":
                return await self._settings.save(event, person)
            case _:
                raise Refusal("common.unknown_action")

    async def _read(self, text: str, person: Person) -> tuple[Reading, str | None]:
        """What was typed, and the project, if any, that it takes for one the person has used."""
        reading = self._reading(text, person)
        if not _NAMES_A_PROJECT.search(text):
            return reading, None
        if isinstance(reading, Entries) and not _NUMBERED.search(text):
            match sorted({line.project for line in reading.lines if line.project}):
                case []:
                    return reading, None
                case [project]:
                    # Where it is used, the others make no difference, and that is seen when it is written.
                    return reading, None if project in self._projects(person) else project
                case _:
                    pass
        return await self._read_with_all(text, person), None

    async def _read_with_all(self, text: str, person: Person) -> Reading:
        async with self._store.begin() as work:
            used = await work.entries.projects(person.id)
        return self._reading(text, person, used)

    def _reading(self, text: str, person: Person, used: frozenset[str] = frozenset()) -> Reading:
        now = self._clock.now().astimezone(person.zone)
        return read(text, now=now, locale=person.locale, projects=self._projects(person) | used)

    def _projects(self, person: Person) -> frozenset[str]:
        return frozenset(self._policies.of(person.policy).projects)

    async def _answer(
        self, reading: Reading, text: str, event: Event, person: Person, t: Words, project: str | None = None
    ) -> Reply:
        match reading:
            case Entries(lines=lines):
                drafts = [cards.as_draft(line, person.zone) for line in lines]
                reply = await self._sheet.log_as_read(drafts, person, t, event, project)
                return reply or await self._anew(text, event)
            case Order():
                return await self._obey(reading, event, person, t)
            case Ask():
                return Reply(self._asked(reading, text, event, person, t))
            case Wrong():
                key = f"track.wrong_{reading.reason}"
                raise Refusal(key if t.has(key) else "track.wrong_other", **self._said(reading.params, text, t))

    async def _anew(self, text: str, event: Event) -> Reply:
        """What was remembered of the person, or guessed of their projects, is not so: ask for both, and read again."""
        async with self._store.begin() as work:
            person = await work.people.meet(event.actor)
        t = self._texts.to(person.locale)
        reading = await self._read_with_all(text, person)
        if isinstance(reading, Entries):
            drafts = [cards.as_draft(line, person.zone) for line in reading.lines]
            return await self._sheet.log(drafts, person, t, key=delivery(event))
        return await self._answer(reading, text, event, person, t)

    async def _obey(self, order: Order, event: Event, person: Person, t: Words) -> Reply:  # noqa: C901, PLR0911, PLR0912 - one line a verb
        wanted = Wanted(order.project, order.note, order.at)
        match order.name:
            case Verb.START:
                return await self._stopwatch.start(wanted, event, person, t)
            case Verb.STOP:
                return await self._stopwatch.stop(order.at, event, person, t)
            case Verb.RESUME if order.project or order.note:
                return await self._stopwatch.start(wanted, event, person, t)
            case Verb.RESUME:
                return await self._stopwatch.resume(event, person, t)
            case Verb.SWITCH:
                return await self._stopwatch.switch(wanted, event, person, t)
            case Verb.STATUS:
                return await self._stopwatch.status(person, t)
            case Verb.UNDO:
                return await self._sheet.undo(None, event, person, t)
            case Verb.EDIT:
                return await self._editor.edit(order, person, t, key=delivery(event))
            case Verb.DELETE:
                return await self._sheet.delete(order, event, person, t)
            case Verb.SAME:
                yesterday = self._sheet.today(person) - timedelta(days=1)
                return await self._sheet.copy(order.day or yesterday, event, person, t)
            case Verb.INTERRUPTION:
                return await self._interrupted(order, event, person, t)
            case Verb.OFF:
                return await self._off(order, event, person, t)
            case Verb.SNOOZE:
                return await self._snooze(order, person, t)
            case Verb.SETTINGS:
                return await self._settings.form(person, t)
            case Verb.HELP:
                return Reply(guide.help_card(t, t("track.help")))
            case Verb.PRIVACY if self._privacy:
                return await self._privacy(event, person, t)
            case Verb.PRIVACY:
                return Reply(guide.privacy_card(t, event.actor.platform, await self.hours.rule(person)))
            case Verb.TEAM:
                return await self.hours.team(event, person, t)
            case (
                Verb.TODAY
                | Verb.WEEK
                | Verb.MONTH
                | Verb.PROJECT
                | Verb.WHY
                | Verb.EXPORT
                | Verb.STATEMENT
                | Verb.PATTERN
            ):
                return await self._reports.show(order, person, t)

    async def _interrupted(self, order: Order, event: Event, person: Person, t: Words) -> Reply:
        if order.minutes is None:
            raise Refusal("track.interruption_how_long")
        if order.minutes == 0:
            raise Refusal("track.wrong_zero")
        draft = Draft(
            order.day or self._sheet.today(person),
            order.minutes,
            order.project,
            order.note,
            zone=person.zone.key,
            kind="interruption",
        )
        return await self._sheet.log([draft], person, t, key=delivery(event))

    async def _off(self, order: Order, event: Event, person: Person, t: Words) -> Reply:
        if order.rest == "reminders":
            return await self._settings.stop_reminders(person, t)
        if order.day is None:
            raise Refusal("track.off_which_day")
        last = order.last or order.day
        kind: Literal["credited", "time_back"] = "time_back" if order.rest == "time_back" else "credited"
        if (last - order.day).days >= _LONGEST_OFF:
            raise Refusal("track.off_too_long", n=_LONGEST_OFF)
        days = [order.day + timedelta(days=n) for n in range((last - order.day).days + 1)]
        policy = self._policies.of(person.policy)
        days = [day for day in days if policy.is_working_day(day)] or [order.day]
        async with self._store.begin() as work:
            await work.people.lock(person.id)
            for day in days:
                await work.offs.put(person.id, Off(day, order.minutes, kind), delivery=delivery(event))
            standing = {off.day for off in await work.offs.between(person.id, days[0], days[-1])}
        if not standing.intersection(days):
            raise Refusal("track.already_undone")
        how = t(f"track.off_{kind}")
        lines = [
            t("track.day_off", day=t.weekday(day), kind=how)
            if order.minutes is None
            else t("track.day_off_part", day=t.weekday(day), duration=t.duration(order.minutes), kind=how)
            for day in days
        ]
        value = ",".join(day.isoformat() for day in days)
        button = Button(t("track.button_off_undo"), "track.off_drop", value)
        return Reply(Message(Markup("\n".join(lines)), (Buttons((button,)),)))

    async def _off_dropped(self, event: Press, person: Person, t: Words) -> Reply:
        try:
            days = [date.fromisoformat(day) for day in event.value.split(",")]
        except ValueError as error:
            raise Refusal("track.stale") from error
        async with self._store.begin() as work:
            await work.people.lock(person.id)
            for day in days:
                await work.offs.drop(person.id, day)
        lines = [t("track.off_dropped", day=t.weekday(day)) for day in days]
        return Reply(Message(Markup("\n".join(lines))), settles=True)

    async def _snooze(self, order: Order, person: Person, t: Words) -> Reply:
        until = order.until
        if until is None and order.minutes is not None:
            until = self._clock.now() + timedelta(minutes=order.minutes)
        if until is None:
            raise Refusal("track.snooze_when")
        return await self.reminders.snooze(until, person, t)

    async def _undo_pressed(self, event: Press, person: Person, t: Words) -> Reply:
        return await self._sheet.undo(event.value, event, person, t)

    async def _form_pressed(self, event: Press, person: Person, t: Words) -> Reply:
        return self._editor.new(event, person, t)

    async def _start_pressed(self, event: Press, person: Person, t: Words) -> Reply:
        return await self._stopwatch.start(Wanted(), event, person, t)

    async def _dismissed(self, event: Press, person: Person, t: Words) -> Reply:
        del event, person
        return Reply(Message(t("track.dismissed")), settles=True)

    async def _kept(self, event: Press, person: Person, t: Words) -> Reply:
        del event, person
        return Reply(Message(t("track.timer_kept")), settles=True)

    async def _mine_pressed(self, event: Press, person: Person, t: Words) -> Reply:
        """A button of the dashboard: what is stored, taking it along, or settings."""
        if event.value not in MINE:
            raise Refusal("common.unknown_action")
        return await self._obey(Order(Verb(event.value)), event, person, t)

    async def _order_pressed(self, event: Press, person: Person, t: Words) -> Reply:
        """An answer to a question of the grammar that was a command."""
        order = _unpacked_order(event.value)
        return replace(await self._obey(order, event, person, t), settles=True)

    def _asked(self, ask: Ask, text: str, event: Event, person: Person, t: Words) -> Message:
        key = f"track.ask_{ask.reason}"
        if not ask.options:
            example = ask.params.get("example") or ("2 jam rapat" if t.locale == "id" else "2h meeting")
            question = t(key, **self._said(ask.params, text, t)) if t.has(key) else None
            return Message(question or t("track.ask_no_choice", text=_short(text), example=example))
        buttons: list[Button] = []
        for option in ask.options:
            match option:
                case Entries(lines=lines):
                    drafts = [cards.as_draft(line, person.zone) for line in lines]
                    label = Markup(", ".join(cards.shown(draft, t) for draft in drafts))
                    buttons.append(Button(label, "track.log", cards.offer(delivery(event), drafts, sure=False)))
                case Order():
                    buttons.append(Button(_order_label(option, t), "track.order", _packed_order(option)))
        question = t(key if t.has(key) else "track.ask_other", **self._said(ask.params, text, t))
        buttons.append(Button(t("track.button_dismiss"), "track.dismiss"))
        return Message(question, (Buttons(tuple(buttons)),))

    def _said(self, params: Mapping[str, str], text: str, t: Words) -> dict[str, str]:
        """What a sentence may quote: the grammar's parameters, days as days, and the start of what was typed."""
        shown: dict[str, str] = dict(params)
        if "day" in shown:
            try:
                shown["day"] = t.weekday(date.fromisoformat(shown["day"]))
            except ValueError:
                shown["day"] = literal(shown["day"])
        return shown | {"text": _short(text)}


def _short(text: str) -> Markup:
    """The start of what was typed, on one line and without signs that cannot be read."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: _SHOWN + 1]).split())
    return literal(line if len(text) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…")


def _packed_order(order: Order) -> str:
    return json.dumps(
        {
            "name": order.name,
            "at": order.at and int(order.at.timestamp()),
            "day": order.day and order.day.isoformat(),
            "last": order.last and order.last.isoformat(),
            "until": order.until and int(order.until.timestamp()),
            "project": order.project,
            "note": order.note,
            "minutes": order.minutes,
            "rest": order.rest,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _unpacked_order(value: str) -> Order:
    try:
        known = json.loads(value)
        return Order(
            Verb(known["name"]),
            at=known["at"] and datetime.fromtimestamp(known["at"], UTC),
            day=known["day"] and date.fromisoformat(known["day"]),
            last=known["last"] and date.fromisoformat(known["last"]),
            until=known["until"] and datetime.fromtimestamp(known["until"], UTC),
            project=known["project"],
            note=str(known["note"]),
            minutes=known["minutes"],
            rest=str(known["rest"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal("track.stale") from error


def _order_label(order: Order, t: Words) -> Markup:
    name = t(f"track.verb_{order.name}")
    what = " ".join(part for part in (f"#{order.project}" if order.project else "", order.note) if part)
    day = t.weekday(order.day) if order.day else ""
    return Markup(" ".join(part for part in (name, literal(what), day) if part))
