"""What a person sees of their own time: today, week, month, a project, why, pattern, export and statement.

The rule to keep: it reads the entries of whoever asks and of nobody else, and writes nothing; every reply is private.
"""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import Refusal
from bot.events import Press
from bot.message import File, Message, Reply
from bot.people import Person
from bot.ports import Clock, Store, Work
from bot.texts import Words
from bot.timesheet import export, report_cards
from bot.timesheet.figures import Figures, month_of, week_of, weeks_of
from bot.timesheet.grammar import Order, Verb
from bot.timesheet.hours import Ledger
from bot.timesheet.pattern import WEEKS, pattern
from bot.timesheet.pattern_card import pattern_card
from bot.timesheet.period import month
from bot.timesheet.policy import Policies, Rounding
from bot.timesheet.statement import Statement, rows
from bot.timesheet.why import why_card

_FIRST, _LAST = date(1970, 1, 1), date(9999, 12, 31)
"""Wide enough for every entry."""
_WEEK = timedelta(days=7)
_SPANS = frozenset({"week", "month", "day"})
_WEEKS = frozenset({"week", "minggu", "this week", "minggu ini", "pekan ini"})
_LAST_WEEK = frozenset({"last week", "minggu lalu", "pekan lalu", "minggu kemarin"})


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of whoever asks."""

    store: Store
    policies: Policies
    clock: Clock

    async def show(self, order: Order, person: Person, t: Words) -> Reply:  # noqa: PLR0911 - one line a verb
        """Answer an order that looks at time. Raises `Refusal`, and ValueError for an order that does not."""
        today = self._today(person)
        day = order.day or today
        match order.name:
            case Verb.TODAY:
                return Reply(await self._day(day, person, t))
            case Verb.WEEK:
                return Reply(await self._week(day, person, t))
            case Verb.MONTH:
                return Reply(await self._month(day, person, t))
            case Verb.PROJECT:
                return Reply(await self._project(order.project, person, t))
            case Verb.WHY:
                return Reply(await self._why(*_asked(order, today, person), person, t))
            case Verb.PATTERN:
                return Reply(await self._pattern(person, t))
            case Verb.EXPORT:
                return Reply(await self._export(order, person, t))
            case Verb.STATEMENT:
                return Reply(await self._statement(order, person, t))
            case _:
                raise ValueError(order.name)

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button `track.today`, `track.week`, `track.month` (value: a day, or empty) or `track.why` (`week:DAY`)."""
        name = event.action.partition(".")[2]
        span, _, value = event.value.rpartition(":")
        try:
            day = date.fromisoformat(value) if value else self._today(person)
        except ValueError:
            raise Refusal("common.unknown_action") from None
        match name:
            case "today":
                return Reply(await self._day(day, person, t))
            case "week":
                return Reply(await self._week(day, person, t), settles=True)
            case "month":
                return Reply(await self._month(day, person, t), settles=True)
            case "why" if span in _SPANS:
                return Reply(await self._why(*_span(span, day, person), person, t))
            case _:
                raise Refusal("common.unknown_action")

    async def _day(self, day: date, person: Person, t: Words) -> Message:
        async with self.store.begin() as work:
            entries = await work.entries.between(person.id, day, day)
            running = await work.timers.running(person.id)
        return report_cards.day_card(t, day, entries, today=self._today(person), running=running)

    async def _week(self, day: date, person: Person, t: Words) -> Message:
        figures = _over(await self._ledger(person), *week_of(day, person.week_start))
        return report_cards.week_card(t, figures)

    async def _month(self, day: date, person: Person, t: Words) -> Message:
        ledger = await self._ledger(person)
        first, last = month_of(day)
        weeks = [ledger.span(*week) for week in weeks_of(first, last, person.week_start)]
        return report_cards.month_card(t, _over(ledger, first, last), weeks)

    async def _project(self, project: str | None, person: Person, t: Words) -> Message:
        entries = [entry for entry in (await self._ledger(person)).entries if entry.draft.kind == "work"]
        if project is None:
            totals = Counter[str]()
            for entry in entries:
                if entry.draft.project:
                    totals[entry.draft.project] += entry.draft.minutes
            return report_cards.projects_card(t, totals)
        mine = [entry for entry in entries if _belongs(entry.draft.project, project)]
        weeks: dict[date, int] = defaultdict(int)
        for entry in mine:
            weeks[week_of(entry.draft.day, person.week_start)[0]] += entry.draft.minutes
        version = self.policies.of(person.policy).on(self._today(person))
        rounding = version.rounding if version else Rounding()
        return report_cards.project_card(t, project, mine, sorted(weeks.items()), rounding)

    async def _why(self, first: date, last: date, person: Person, t: Words) -> Message:
        return why_card(t, _over(await self._ledger(person), first, last))

    async def _pattern(self, person: Person, t: Words) -> Message:
        today = self._today(person)
        first, _ = week_of(today, person.week_start)
        first -= WEEKS * _WEEK
        async with self.store.begin() as work:
            entries = await work.entries.between(person.id, first, today)
        return pattern_card(t, pattern(entries, first, today))

    async def _export(self, order: Order, person: Person, t: Words) -> Message:
        today = self._today(person)
        entries = (await self._ledger(person)).entries
        if not entries:
            return Message(t("reports.export_empty"))
        if span := _meant(order, today, person):
            first, last = span
            entries = tuple(entry for entry in entries if first <= entry.draft.day <= last)
            if not entries:
                return Message(t("reports.export_none", first=t.day(first), last=t.day(last)))
        name = f"lentera-{today}"
        files = (export.as_csv(entries, name), export.as_json(entries, name))
        chosen = tuple(file for file in files if file.name.endswith(f".{order.rest}")) or files
        return report_cards.export_card(t, entries, chosen)

    async def _statement(self, order: Order, person: Person, t: Words) -> Message:
        today = self._today(person)
        span = _meant(order, today, person)
        if span is None:
            raise Refusal("reports.statement_period", text=order.rest[:60])
        first, last = span
        if first > today:
            raise Refusal("reports.statement_future", month=t.month(first))
        last = min(last, today)
        async with self.store.begin() as work:
            ledger = await self._read(work, person)
            changes = await work.entries.history(person.id, first, last)
            others = await work.people.these({change.by for change in changes} - {person.id})
        entries = [entry for entry in ledger.entries if first <= entry.draft.day <= last]
        if not entries and not changes:
            return Message(t("reports.statement_empty", first=t.day(first), last=t.day(last)))
        stated = Statement(
            name=person.name,
            person=person.id,
            figures=_over(ledger, first, last),
            entries=entries,
            history=changes,
            names={number: other.name for number, other in others.items()},
            made=self.clock.now(),
            zone=person.zone,
        )
        # Setting a long month takes a good part of a second, in which everybody else is to be answered.
        paper = await asyncio.to_thread(_pdf, t, stated)
        files = (
            File(f"{stated.file}.pdf", "application/pdf", paper),
            File(f"{stated.file}.jsonl", "application/jsonl", rows(stated)),
        )
        return report_cards.statement_card(t, first, last, made=today, files=files)

    async def _ledger(self, person: Person) -> Ledger:
        async with self.store.begin() as work:
            return await self._read(work, person)

    async def _read(self, work: Work, person: Person) -> Ledger:
        entries = await work.entries.between(person.id, _FIRST, _LAST)
        offs = await work.offs.between(person.id, _FIRST, _LAST)
        policy = self.policies.of(person.policy)
        return Ledger(policy, entries, offs, today=self._today(person))

    def _today(self, person: Person) -> date:
        """The date where this person is."""
        return self.clock.now().astimezone(person.zone).date()


def _pdf(t: Words, stated: Statement) -> bytes:
    # What sets paper takes most of a second to load, and most days nobody asks for it.
    from bot.timesheet.paper import pdf  # noqa: PLC0415 - see above

    return pdf(t, stated)


def _over(ledger: Ledger, first: date, last: date) -> Figures:
    return Figures(ledger, ledger.span(first, last))


def _asked(order: Order, today: date, person: Person) -> tuple[date, date]:
    """Which days `/track why` is about: the day named, the week or month where that was said, else this week."""
    if order.rest.casefold() in _LAST_WEEK:
        return week_of(today - _WEEK, person.week_start)
    if order.day is not None:
        return order.day, order.day
    return (order.rest and _meant(order, today, person)) or week_of(today, person.week_start)


def _meant(order: Order, today: date, person: Person) -> tuple[date, date] | None:
    """The first and last day that an order names; None where it names none that can be read."""
    day, words = order.day or today, order.rest.casefold()
    if words in _WEEKS:
        return week_of(day, person.week_start)
    if order.day is not None:
        # The name of a month comes as its first day, and so does that day itself beside a file's format.
        return month_of(day) if words else (day, day)
    meant = month(words, today)
    if meant is None or (order.name is Verb.EXPORT and not words):
        return None
    return month_of(meant)


def _span(span: str, day: date, person: Person) -> tuple[date, date]:
    match span:
        case "month":
            return month_of(day)
        case "day":
            return day, day
        case _:
            return week_of(day, person.week_start)


def _belongs(project: str | None, wanted: str) -> bool:
    """Whether it is that project or a part of it: acme/design belongs to acme."""
    return project is not None and (project == wanted or project.startswith(f"{wanted}/"))
