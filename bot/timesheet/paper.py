"""The statement on paper: a PDF.

The rule to keep: no sign that somebody typed can break it. What the typeface lacks becomes a box, which is explained,
and the rows beside the PDF hold it as it was written.
"""

import hashlib
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.markup import Markup, literal
from bot.paper import SOFT, Paper, has_thai
from bot.texts import Words
from bot.timesheet.cards import shown
from bot.timesheet.entry import Change, Draft
from bot.timesheet.report_cards import clock, moment, signed
from bot.timesheet.statement import Statement, rows
from bot.timesheet.why import overtime_rule


def pdf(t: Words, statement: Statement) -> bytes:
    """The statement on A4, in the reader's language."""
    title = f"{t('reports.pdf_title')} {statement.figures.hours.first}"
    paper = Paper(t.locale, title, made=statement.made, thai=_has_thai(t, statement))
    paper.add_page()
    _head(paper, t, statement)
    _summary(paper, t, statement)
    _entries(paper, t, statement)
    _history(paper, t, statement)
    _notes(paper, t, statement)
    paper.number(
        t("reports.pdf_by", name=statement.name),
        lambda page, pages: t("reports.pdf_page", page=page, pages=pages),
    )
    return bytes(paper.output())


def _head(paper: Paper, t: Words, statement: Statement) -> None:
    hours = statement.figures.hours
    paper.write_line(t("reports.pdf_title"), size=20, strong=True)
    paper.write_line(t("reports.span", first=t.day(hours.first), last=t.day(hours.last)), size=12, ink=SOFT)
    paper.ln(4)
    policy = statement.figures.ledger.policy
    version = policy.on(hours.last)
    zone = version.zone.key if version else ""
    local = statement.made.astimezone(statement.zone)
    made = {"day": t.day(local.date()), "time": t.clock(local), "zone": statement.zone.key}
    facts = (
        (t("reports.pdf_name"), literal(statement.name)),
        (t("reports.pdf_policy"), t("reports.pdf_policy_value", name=policy.name, zone=zone)),
        (t("reports.pdf_made"), t("reports.pdf_made_value", **made)),
    )
    paper.rows((52, 122), (), iter(facts), right=frozenset())


def _summary(paper: Paper, t: Words, statement: Statement) -> None:
    hours = statement.figures.hours
    paper.section(t("reports.pdf_summary"))
    facts = [
        (t("reports.expected"), t.duration(hours.expected)),
        (t("reports.worked"), t.duration(hours.worked)),
        (t("reports.credited"), t.duration(hours.credited)),
        (t("reports.balance"), signed(t, hours.balance)),
        (t("reports.overtime"), t.duration(hours.overtime)),
    ]
    if hours.taken:
        facts.append((t("reports.taken"), t.duration(hours.taken)))
    if back := statement.figures.shown.time_back:
        facts.append((t("reports.time_left"), t.duration(back.left)))
    paper.rows((122, 52), (), iter(facts), right=frozenset({1}))


def _entries(paper: Paper, t: Words, statement: Statement) -> None:
    paper.section(t("reports.pdf_entries"))
    head = (t("reports.pdf_day"), t("reports.pdf_time"), t("reports.pdf_duration"), t("reports.pdf_what"))
    paper.rows((34, 28, 20, 92), head, _day_rows(t, statement), right=frozenset({2}))


def _day_rows(t: Words, statement: Statement) -> Iterator[tuple[str, ...]]:
    for day in statement.figures.hours.days:
        mine = [entry.draft for entry in statement.entries if entry.draft.day == day.day]
        name = day.planned.name(t.locale)
        if not mine and not name and not day.off and not day.taken:
            continue
        label = t.weekday(day.day)
        for draft in mine:
            yield label, _times(t, draft), clock(draft.minutes), _what(t, draft)
            label = Markup("")
        remarks = [literal(name)] if name else []
        if day.off:
            remarks.append(t("reports.remark_off", duration=t.duration(day.off)))
        if day.taken:
            remarks.append(t("reports.remark_taken", duration=t.duration(day.taken)))
        if day.overtime:
            remarks.append(t("reports.remark_overtime", duration=t.duration(day.overtime)))
        if remarks or len(mine) > 1:
            yield label, t("reports.pdf_total"), clock(day.worked), "; ".join(remarks)


def _history(paper: Paper, t: Words, statement: Statement) -> None:
    paper.section(t("reports.pdf_history"))
    paper.write_line(t("reports.pdf_history_note"), size=8.5, ink=SOFT)
    paper.ln(1)
    head = (t("reports.pdf_when"), t("reports.pdf_who"), t("reports.pdf_change"))
    body = (
        (
            moment(t, change.at, statement.zone),
            literal(statement.who(change)),
            _changed(t, change),
        )
        for change in statement.history
    )
    paper.rows((36, 34, 104), head, body, right=frozenset())


def _notes(paper: Paper, t: Words, statement: Statement) -> None:
    paper.section(t("reports.pdf_notes"))
    paper.write_line(t("reports.pdf_own"), size=8.5)
    paper.write_line(overtime_rule(t, statement.figures), size=8.5)
    paper.write_line(t("reports.law"), size=8.5)
    hours = statement.figures.hours
    if hours.first < statement.figures.ledger.since <= hours.last:
        paper.write_line(t("reports.since", day=t.weekday(statement.figures.ledger.since)), size=8.5)
    paper.ln(2)
    paper.write_line(t("reports.pdf_code"), size=8.5, strong=True)
    paper.write_line(hashlib.sha256(rows(statement)).hexdigest(), size=8.5)
    paper.write_line(t("reports.pdf_code_note", file=f"{statement.file}.jsonl"), size=8.5, ink=SOFT)
    if paper.boxed:
        paper.ln(2)
        paper.write_line(t("reports.pdf_box"), size=8.5)


def _has_thai(t: Words, statement: Statement) -> bool:
    """Whether the Thai typeface is needed; reading it takes time."""
    names = (day.planned.name(t.locale) for day in statement.figures.hours.days)
    return has_thai(rows(statement).decode(), *names)


def _times(t: Words, draft: Draft) -> str:
    if draft.start is None or draft.end is None:
        return ""
    zone = ZoneInfo(draft.zone)
    ends = {"first": t.clock(draft.start.astimezone(zone)), "last": t.clock(draft.end.astimezone(zone))}
    return t("reports.span", **ends)


def _what(t: Words, draft: Draft) -> str:
    words = " ".join(part for part in (draft.project and f"#{draft.project}", draft.note) if part)
    said = [t("reports.pdf_interruption")] if draft.kind == "interruption" else []
    return ": ".join([*said, *([literal(words)] if words else [])])


def _changed(t: Words, change: Change) -> str:
    if change.old and change.new:
        return t("reports.pdf_changed", old=shown(change.old, t), new=shown(change.new, t))
    if change.new:
        return t("reports.pdf_written", new=shown(change.new, t))
    return t("reports.pdf_removed", old=shown(change.old, t)) if change.old else ""
