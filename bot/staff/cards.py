"""What HR reads about the table of divisions.

The rule to keep: pure; it shows who belongs where and never what anybody does.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.markup import Markup, literal
from bot.message import Button, Buttons, Correction, Facts, Form, Message, Part, Prose, Upload
from bot.message import Table as Shown
from bot.people import Person, Place, Role
from bot.staff.table import Line, Mistake
from bot.texts import Words

FIELD = "table"
_TOLD = 5
"""Mistakes told at once: nobody keeps more in mind while going back to the spreadsheet."""
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would do."""

    upload: str
    """Names the table, for the button that applies it."""
    places: Mapping[int, Place]
    """By person."""
    unknown: Sequence[Line]
    """Whose address belongs to nobody who is known."""
    missing: int
    """People who are not in the table."""
    changes: int
    """People whose division or lead would be another."""


def overview(t: Words, people: Sequence[Person], *, table: int) -> Message:
    """Who is known, and where they are. `table` is how many people HR's own table names."""
    places = [Place(person.division, Role.LEAD in person.roles) for person in people]
    without = sum(person.email is None for person in people)
    source = t("people.from_table", n=table) if table else t("people.from_groups")
    buttons = (
        Button(t("people.button_upload"), "people.form", style="primary", opens_form=True),
        Button(t("people.button_download"), "people.download"),
    )
    parts: list[Part] = [*_divisions(t, places), Prose(source, quiet=True)]
    if without:
        parts.append(Prose(t("people.without_email", n=without), quiet=True))
    return Message(t("people.overview", n=len(people)), (*parts, Buttons(buttons)))


def form(t: Words) -> Form:
    """Where the table is put."""
    return Form(
        title=t("people.form_title"),
        action="people.table",
        submit=t("people.form_show"),
        parts=(
            Prose(t("people.form_about")),
            Upload(FIELD, t("people.form_table"), ("csv", "txt"), hint=t("people.form_hint")),
        ),
    )


def wrong(t: Words, mistakes: Sequence[Mistake]) -> Correction:
    """The first few mistakes, each with its line."""
    lines = [t(f"people.wrong_{mistake.key}", line=mistake.line, **mistake.params) for mistake in mistakes[:_TOLD]]
    if more := len(mistakes) - _TOLD:
        lines += [t("people.wrong_more", n=more)] if more > 0 else []
    return _correction(lines)


def nobody(t: Words) -> Correction:
    """Where all the addresses are unknown."""
    return _correction([t("people.wrong_nobody")])


def preview(t: Words, shown: Preview) -> Message:
    """What would change, before it does."""
    parts: list[Part] = [*_divisions(t, shown.places.values())]
    facts = [(t("people.changes"), t("people.persons", n=shown.changes))]
    if shown.missing:
        facts.append((t("people.missing"), t("people.missing_are", n=shown.missing)))
    parts.append(Facts(tuple(facts)))
    if shown.unknown:
        parts.append(Prose(_unknown(t, shown.unknown)))
    apply = Button(t("people.button_apply"), "people.apply", shown.upload, style="primary")
    parts.append(Buttons((apply, Button(t("people.button_discard"), "people.discard", shown.upload))))
    return Message(t("people.preview", n=len(shown.places)), tuple(parts))


def applied(t: Words, *, people: int, divisions: int) -> Message:
    """It holds."""
    return Message(t("people.applied", n=people, divisions=divisions))


def _unknown(t: Words, lines: Sequence[Line]) -> Markup:
    named = [t("people.unknown_line", line=line.number, email=literal(line.email)) for line in lines[:_NAMED]]
    if len(lines) > _NAMED:
        named.append(t("people.wrong_more", n=len(lines) - _NAMED))
    return Markup("\n".join([t("people.unknown", n=len(lines)), *named]))


def _divisions(t: Words, places: Iterable[Place]) -> tuple[Shown, ...]:
    """A row for each division, by name; who is in none, last."""
    people: Counter[str] = Counter()
    leads: Counter[str] = Counter()
    for place in places:
        people[place.division or ""] += 1
        leads[place.division or ""] += place.lead
    rows = [
        (literal(name) if name else t("people.no_division"), t.number(people[name]), t.number(leads[name]))
        for name in sorted(people, key=_by_name)
    ]
    columns = (t("people.column_division"), t("people.column_people"), t("people.column_leads"))
    caption = t("people.divisions", n=sum(bool(name) for name in people))
    return (Shown(caption, columns, tuple(rows)),) if rows else ()


def _by_name(name: str) -> tuple[bool, str]:
    return (not name, name.casefold())


def _correction(lines: Collection[str]) -> Correction:
    text = Markup("\n".join(lines))
    return Correction(text, {FIELD: text})
