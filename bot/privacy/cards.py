"""What people read about their own data.

The rule to keep: pure; what is held is shown as it is stored, and a sentence about it is true of this code, with a test
behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.campaigns.console.moments import moment
from bot.campaigns.promises import Promises, card
from bot.hours.rule import Rule, shown
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Facts, Message, Part, Prose
from bot.people import Act, Person
from bot.privacy.export import title
from bot.privacy.ports import Amended, Look, Shelf
from bot.privacy.retention import Kept, Periods, told
from bot.texts import Words
from bot.timesheet.guide import privacy_card

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "account": ("people", "accounts", "places"),
    "time": ("entries", "history", "timers", "offs", "shares"),
    "messages": ("prompts", "outbox", "journeys", "signups", "questions", "talks"),
    "surveys": ("survey_roster", "survey_marks", "survey_unasked", "survey_holders"),
    "work": ("audit", "versions", "approvals", "summaries", "campaigns", "agreements", "evidence", "additions"),
    "asked": ("requests", "looks"),
}
"""The tables under which heading they are told; what is under none is told last."""
_OTHER = "other"
_KEPT: Mapping[str, tuple[Kept, ...]] = {
    "account": (Kept.LEAVERS,),
    "time": (Kept.ENTRIES,),
    "messages": (Kept.ROLLOUTS,),
    "surveys": (Kept.RESULTS, Kept.COMMENTS),
    "work": (Kept.ROLLOUTS,),
    "asked": (Kept.REQUESTS, Kept.LOOKS),
}
_LONGEST = 300
"""Characters of a value that a chat shows; the file has it whole."""


def home(t: Words, person: Person, shelves: Sequence[Shelf], *, platform: str, program: str, figures: Rule) -> Message:
    """Everything in one place: what there is, who sees it, and what can be done about it."""
    promise = privacy_card(t, platform, figures)
    buttons = [
        Button(t("privacy.button_stored"), "privacy.stored"),
        Button(t("privacy.button_seen"), "privacy.seen"),
        Button(t("privacy.button_looks"), "privacy.looks"),
        Button(t("privacy.button_promises"), "privacy.promises"),
        Button(t("privacy.button_surveys"), "privacy.surveys"),
        Button(t("privacy.button_export"), "privacy.export", style="primary"),
        Button(t("privacy.button_requests"), "privacy.requests"),
    ]
    if person.may(Act.ANSWER_REQUESTS):
        buttons.append(Button(t("privacy.button_open"), "privacy.open"))
    parts: tuple[Part, ...] = (
        Facts(tuple((t(f"privacy.subject_{name}"), _listed(found, t)) for name, found in grouped(shelves).items())),
        Prose(promise.text),
        *promise.parts,
        Prose(t("privacy.program", program=program), quiet=True),
        Buttons(tuple(buttons)),
    )
    return Message(t("privacy.home"), parts)


def grouped(shelves: Sequence[Shelf]) -> dict[str, list[Shelf]]:
    """The tables under their headings, those without anything left out."""
    names = {table: subject for subject, tables in SUBJECTS.items() for table in tables}
    found: dict[str, list[Shelf]] = {}
    for subject in (*SUBJECTS, _OTHER):
        those = [shelf for shelf in shelves if names.get(shelf.table, _OTHER) == subject]
        if those:
            found[subject] = those
    return found


def stored(t: Words, shelves: Sequence[Shelf]) -> Message:
    """Which heading to open."""
    groups = grouped(shelves)
    facts = Facts(tuple((t(f"privacy.subject_{name}"), _listed(found, t)) for name, found in groups.items()))
    buttons = tuple(Button(t(f"privacy.subject_{name}"), "privacy.table", name) for name in groups)
    return Message(t("privacy.stored"), (facts, Buttons((*buttons, _export(t))), _back(t)))


def table(t: Words, subject: str, shelves: Sequence[Shelf], periods: Periods) -> Message:
    """The latest row of each table under a heading, column by column, as it is stored."""
    parts: list[Part] = []
    for shelf in grouped(shelves).get(subject, []):
        parts.append(Prose(t("privacy.shelf", name=shelf.table, what=Markup(title(shelf.table, t)), n=shelf.number)))
        if shelf.rows:
            row = shelf.rows[0]
            parts.append(Facts(tuple((Markup(f"`{name}`"), _value(value)) for name, value in row.items())))
    lengths = told(periods, t)
    parts += [
        Prose(t(f"privacy.kept_{kept.value}", period=lengths[kept.value]), quiet=True)
        for kept in _KEPT.get(subject, ())
    ]
    buttons = (_export(t), Button(t("privacy.button_stored_back"), "privacy.stored"))
    return Message(t("privacy.table", subject=t(f"privacy.subject_{subject}")), (*parts, Buttons(buttons)))


def looked(
    t: Words,
    looks: Sequence[Look],
    amended: Sequence[Amended],
    names: Mapping[int, str],
    zone: ZoneInfo,
) -> Message:
    """Who looked at something that includes this person, and who changed an entry of theirs, newest first."""
    lines = [(look.at, _look(t, look, names, zone)) for look in looks]
    lines += [
        (
            one.at,
            t(
                "privacy.look_amended",
                when=moment(t, one.at, zone),
                who=names.get(one.by or 0) or t("privacy.somebody"),
                day=t.dated(one.day) if one.day else "–",
            ),
        )
        for one in amended
    ]
    lines.sort(key=lambda line: line[0], reverse=True)
    parts: list[Part] = [Prose(line) for _, line in lines]
    parts.append(Prose(t("privacy.looks_not"), quiet=True))
    return Message(t("privacy.looks", n=len(lines)) if lines else t("privacy.looks_none"), (*parts, _back(t)))


def _look(t: Words, look: Look, names: Mapping[int, str], zone: ZoneInfo) -> Markup:
    facts = {
        "when": moment(t, look.at, zone),
        "who": names.get(look.by or 0) or t("privacy.somebody"),
        "what": shown(t, look.what) or literal(look.what),
        "group": look.division or t("privacy.everybody"),
    }
    return t("privacy.look_share" if look.kind == "share" else "privacy.look_group", **facts)


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised in a rollout, in the reader's language."""

    title: str
    """Raw."""
    said: Promises
    version: int
    who: str
    """Who signed it."""
    at: datetime


def promised(t: Words, found: Sequence[Promised], program: str, zone: ZoneInfo) -> Message:
    """The promises that hold for this person, with their versions."""
    parts: list[Part] = []
    for one in found:
        signed = t(
            "privacy.promised_by",
            title=one.title,
            n=one.version,
            who=one.who or t("privacy.somebody"),
            day=t.dated(one.at.astimezone(zone).date()),
        )
        parts += [Prose(signed), card(t, one.said)]
    parts.append(Prose(t("privacy.program", program=program), quiet=True))
    return Message(t("privacy.promises" if found else "privacy.promises_none"), (*parts, _back(t)))


@dataclass(frozen=True, slots=True)
class Receipt:
    """A survey that somebody was invited to."""

    title: str
    """Raw."""
    ends_at: datetime | None
    answered: bool | None
    """None once it was counted, and nobody knows any more."""


def receipts(t: Words, found: Sequence[Receipt], zone: ZoneInfo) -> Message:
    """Which surveys, and whether there is an answer in the box while it is open."""
    lines = []
    for one in found:
        day = t.dated(one.ends_at.astimezone(zone).date()) if one.ends_at else "–"
        state = "counted" if one.answered is None else "answered" if one.answered else "open"
        lines.append((literal(one.title), t(f"privacy.receipt_{state}", day=day)))
    parts: list[Part] = [Facts(tuple(lines))] if lines else []
    parts.append(Prose(t("privacy.receipts_code")))
    return Message(t("privacy.receipts" if lines else "privacy.receipts_none"), (*parts, _back(t)))


def seen(t: Words, parts: Sequence[Part]) -> Message:
    """What lead and HR can see of this person, as they see it."""
    return Message(t("privacy.seen"), (*parts, Prose(t("privacy.seen_all"), quiet=True), _back(t)))


def back(t: Words) -> Button:
    """The way to the beginning."""
    return Button(t("privacy.button_back"), "privacy.home")


def _back(t: Words) -> Buttons:
    return Buttons((back(t),))


def _export(t: Words) -> Button:
    return Button(t("privacy.button_export"), "privacy.export", style="primary")


def _listed(shelves: Sequence[Shelf], t: Words) -> Markup:
    return Markup("; ".join(t("privacy.rows", what=Markup(title(shelf.table, t)), n=shelf.number) for shelf in shelves))


def _value(value: object) -> Markup:
    """A value as it is stored; nothing is shown as a dash."""
    text = "–" if value is None or value == "" else str(value)
    return literal(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
