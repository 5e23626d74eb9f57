"""What `/track` says about entries, timers and settings: pure functions from facts to messages.

The rule to keep: no fact is looked up here, and no sentence is written here; sentences are the catalogue's.
"""

import json
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.markup import Markup, literal, plain
from bot.message import Button, Buttons, Day, Form, Message, Prose, Text
from bot.texts import Words
from bot.timesheet.entry import Draft, Entry, packed
from bot.timesheet.grammar import Line, canonical
from bot.timesheet.limits import Doubt

VALUE_LIMIT = 2000
"""Characters that a button carries. https://docs.slack.dev/reference/block-kit/block-elements/button-element"""


def as_draft(line: Line, zone: ZoneInfo) -> Draft:
    """What the grammar read, as it is stored."""
    return Draft(
        day=line.day,
        minutes=line.minutes,
        project=line.project,
        note=line.note,
        start=line.start,
        end=line.end,
        zone=zone.key,
    )


def as_line(draft: Draft) -> Line:
    """A draft as the grammar says it, in the zone it was written in."""
    zone = ZoneInfo(draft.zone)
    return Line(
        minutes=draft.minutes,
        day=draft.day,
        project=draft.project,
        note=draft.note,
        start=draft.start and draft.start.astimezone(zone),
        end=draft.end and draft.end.astimezone(zone),
    )


def shown(draft: Draft, t: Words) -> Markup:
    """The canonical line: what was understood, and itself valid input."""
    return literal(canonical(as_line(draft), t.locale))


def offer(delivery: str, drafts: Sequence[Draft], *, sure: bool) -> str:
    """The value of a button that writes these drafts once, however often it is pressed.

    `delivery` is the one that asked, so that two presses are one entry. Raises a refusal where it does not fit.
    """
    value = json.dumps([delivery, sure, packed(drafts)], ensure_ascii=False, separators=(",", ":"))
    if len(value) > VALUE_LIMIT:
        raise Refusal("track.too_many")
    return value


def logged(
    t: Words, entries: Sequence[Entry], *, delivery: str, totals: Sequence[tuple[date, int]], today: date
) -> Message:
    """What was saved, the day's total, and the way back."""
    lines = [shown(entry.draft, t) for entry in entries]
    if len(lines) == 1:
        key = "track.logged_interruption" if entries[0].draft.kind == "interruption" else "track.logged"
        text = t(key, line=lines[0])
    else:
        text = Markup("\n".join([t("track.logged_several", n=len(lines)), *(f"*{line}*" for line in lines)]))
    if any(entry.draft.kind == "work" for entry in entries):
        text = Markup("\n".join([text, *(total(t, day, minutes, today) for day, minutes in totals)]))
    undo = Button(t("track.button_undo"), "track.undo", delivery)
    edits = (edit_button(t, entries[0]),) if len(entries) == 1 else (Button(t("track.button_today"), "track.today"),)
    return Message(text, (Buttons((undo, *edits)),))


def total(t: Words, day: date, minutes: int, today: date) -> Markup:
    """The total of a day."""
    if day == today:
        return t("track.total_today", total=t.duration(minutes))
    return t("track.total_day", day=t.weekday(day), total=t.duration(minutes))


def edit_button(t: Words, entry: Entry) -> Button:
    """Opens the form of an entry."""
    return Button(t("track.button_edit"), "track.edit", str(entry.id), opens_form=True)


def removed(t: Words, key: str, drafts: Sequence[Draft], *, delivery: str) -> Message:
    """What was taken away (`undone` or `deleted`), and the way back."""
    lines = Markup(", ".join(shown(draft, t) for draft in drafts))
    back = Button(t("track.button_put_back"), "track.restore", delivery)
    return Message(t(f"track.{key}", line=lines), (Buttons((back,)),))


def changed(t: Words, entry: Entry, old: Draft, *, delivery: str, day_total: int, today: date) -> Message:
    """What an entry is now and was before."""
    text = t("track.changed", line=shown(entry.draft, t), old=shown(old, t))
    undo = Button(t("track.button_undo"), "track.undo", delivery)
    return Message(
        Markup(f"{text}\n{total(t, entry.draft.day, day_total, today)}"), (Buttons((undo, edit_button(t, entry))),)
    )


def doubted(t: Words, found: Doubt, drafts: Sequence[Draft], *, delivery: str) -> Message:
    """Asks before it writes."""
    sure = offer(delivery, drafts, sure=True)
    label = (
        t("track.button_log", duration=t.duration(drafts[0].minutes)) if len(drafts) == 1 else t("track.button_log_all")
    )
    buttons = Buttons(
        (Button(label, "track.log", sure, style="primary"), Button(t("track.button_dismiss"), "track.dismiss"))
    )
    return Message(doubt_text(t, found, drafts), (buttons,))


def doubt_text(t: Words, found: Doubt, drafts: Sequence[Draft]) -> Markup:
    """The question itself."""
    line = shown(found.draft, t)
    match found.reason:
        case "long_entry":
            return t("track.ask_long_entry", line=line, duration=t.duration(found.draft.minutes))
        case "overlap":
            other = shown(found.other, t) if found.other else Markup("")
            return t("track.ask_overlap", line=line, other=other)
        case "long_day":
            lines = Markup("\n".join(shown(draft, t) for draft in drafts))
            return t("track.ask_long_day", lines=lines, day=t.weekday(found.draft.day), total=t.duration(found.total))


def when(draft: Draft, t: Words) -> str:
    """What the form of an entry shows for how long it took: from when to when, or the duration."""
    line = as_line(draft)
    if line.start and line.end:
        return f"{t.clock(line.start)}-{t.clock(line.end)}"
    return plain(t.duration(line.minutes))


def entry_form(t: Words, draft: Draft | None, *, action: str, value: str, today: date) -> Form:
    """The form of a new entry, or of one that stands."""
    new = draft is None
    return Form(
        title=t("track.form_log") if new else t("track.form_edit"),
        action=action,
        submit=t("track.form_send") if new else t("track.form_save"),
        value=value,
        parts=(
            Text(
                "time",
                t("track.form_time"),
                value=when(draft, t) if draft else "",
                hint=t("track.form_time_hint"),
                limit=60,
            ),
            Day("day", t("track.form_day"), value=draft.day if draft else today),
            Text(
                "project",
                t("track.form_project"),
                value=(draft.project or "") if draft else "",
                hint=t("track.form_project_hint"),
                required=False,
                limit=60,
            ),
            Text("note", t("track.form_note"), value=draft.note if draft else "", required=False, limit=500),
        ),
    )


def doubt_form(t: Words, found: Doubt, drafts: Sequence[Draft], *, action: str, value: str) -> Form:
    """The same question as `doubted`, where a form asked it."""
    return Form(
        title=t("track.form_confirm"),
        action=action,
        submit=t("track.button_log_it"),
        value=value,
        parts=(Prose(doubt_text(t, found, drafts)),),
        confirms=True,
    )
