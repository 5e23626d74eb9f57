"""What HR sees of its own words beside answers, and the form for them.

The rule to keep: pure; a preview is drawn by what draws the answer itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from bot.faq.addition import Standing, Where
from bot.faq.entry import Entry
from bot.faq.ports import Deed
from bot.faq.tally import BANDS
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Choice, Form, Input, Message, Option, Part, Prose, Table, Text
from bot.people import Act, Person
from bot.texts import Words

CHOSEN, WRITTEN = "answers.chosen", "answers.written"
TOPIC, WHERE = "topic", "where"
LONGEST = 1200
"""Characters in one language."""
_WAITING = 5
"""As many that wait for an approver have a button."""


DEEDS = (Deed.ASKED, Deed.MISSED, Deed.HELPED)
"""In the order of their columns."""


@dataclass(frozen=True, slots=True)
class Often:
    """In a month that is over, so many people or more did this about a topic; None where they were too few to say."""

    month: date
    entry: Entry
    asked: int | None
    missed: int | None = None
    helped: int | None = None


def list_card(
    t: Words, there: Sequence[tuple[Entry, Standing]], asked: Sequence[Often] = (), *, others: int, zone: tzinfo
) -> Message:
    """Beside which answers HR says something, or is about to; and what many asked last month."""
    parts: list[Part] = []
    if there:
        rows = tuple((literal(entry.title[t.locale]), _state(t, one, zone)) for entry, one in there)
        parts.append(Table(t("answers.caption"), (t("answers.column_topic"), t("answers.column_state")), rows))
    parts.append(Prose(t("answers.others", n=others) if there else t("answers.none", n=others)))
    waiting = [entry for entry, one in there if one.draft][:_WAITING]
    parts.append(
        Buttons(
            (
                *(Button(literal(entry.title[t.locale][:75]), "answers.open", entry.topic) for entry in waiting),
                Button(t("answers.button_choose"), "answers.choose", opens_form=True),
            )
        )
    )
    if asked:
        # What did not help comes first: there HR can do something.
        first = sorted(asked, key=lambda one: (-(one.missed or 0), -(one.asked or 0), one.entry.topic))
        often = tuple(
            (literal(one.entry.title[t.locale]), *(_people(t, n) for n in (one.asked, one.missed, one.helped)))
            for one in first
        )
        columns = tuple(t(f"answers.asked_{name}") for name in ("topic", "how_many", "missed", "helped"))
        parts.append(Table(t("answers.asked_caption", month=t.month(asked[0].month)), columns, often))
        if any(one.missed for one in asked):
            parts.append(Prose(t("answers.asked_do")))
        parts.append(Prose(t("answers.asked_why"), quiet=True))
    return Message(t("answers.title"), tuple(parts))


def topic_card(
    t: Words, entry: Entry, there: Standing, previews: Mapping[str, Sequence[Prose]], person: Person
) -> Message:
    """One answer as people would read it, in every language, and what can be done."""
    parts: list[Part] = [Prose(_state(t, there, person.zone))]
    draft, shown = there.draft, there.shown
    for locale, answer in previews.items():
        # The reader's facts: whoever asks reads their own.
        parts.append(Prose(t("answers.preview", language=t(f"track.language_{locale}"))))
        parts += answer
    buttons = [Button(t("answers.button_write"), "answers.write", entry.topic, opens_form=True)]
    if draft and draft.by == person.id:
        parts.append(Prose(t("answers.own")))
    elif draft and person.may(Act.PUBLISH_ANSWERS):
        label = t("answers.button_publish", n=draft.number)
        buttons.insert(0, Button(label, "answers.publish", str(draft.id), "primary"))
    if shown:
        buttons.append(Button(t("answers.button_back", n=shown.number), "answers.back", str(shown.id)))
    buttons.append(Button(t("answers.button_list"), "answers.list"))
    parts.append(Buttons(tuple(buttons)))
    return Message(t("answers.topic", topic=entry.title[t.locale]), tuple(parts))


def choosing_form(t: Words, entries: Mapping[str, Entry]) -> Form:
    """Which answer it is about."""
    options = tuple(Option(topic, literal(entry.title[t.locale][:75])) for topic, entry in entries.items())
    chosen = options[0].value if options else ""
    choice = Choice(TOPIC, t("answers.column_topic"), options, value=chosen)
    return Form(t("answers.choosing_title"), CHOSEN, t("answers.choosing_submit"), (choice,))


def writing_form(t: Words, entry: Entry, there: Standing, locales: Sequence[str]) -> Form:
    """HR's words in every language, with the last ones in it. Its value says after which version they are written."""
    last = there.draft or there.published
    parts: list[Prose | Input] = [Prose(t("answers.writing_why", topic=entry.title[t.locale]))]
    parts += [
        Text(
            f"words_{locale}",
            t("answers.writing_words", language=t(f"track.language_{locale}")),
            last.words.get(locale, "") if last else "",
            required=False,
            multiline=True,
            limit=LONGEST,
        )
        for locale in locales
    ]
    options = tuple(Option(one.value, t(f"answers.where_{one.value}")) for one in Where)
    parts.append(Choice(WHERE, t("answers.writing_where"), options, value=last.where if last else Where.AFTER))
    value = f"{entry.topic}|{there.last}"
    return Form(t("answers.writing_title"), WRITTEN, t("answers.writing_submit"), tuple(parts), value)


def _people(t: Words, number: int | None) -> Markup:
    return t("answers.asked_people", n=number) if number else t("answers.asked_few", n=min(BANDS))


def _state(t: Words, there: Standing, zone: tzinfo) -> Markup:
    said = []
    published = there.published
    if published and published.approved_at:
        if published.taken_back_at:
            day = t.day(published.taken_back_at.astimezone(zone).date())
            said.append(t("answers.state_back", n=published.number, day=day))
        else:
            day = t.day(published.approved_at.astimezone(zone).date())
            said.append(t("answers.state_shown", n=published.number, day=day))
    if there.draft:
        said.append(t("answers.state_draft", n=there.draft.number))
    return Markup(" ".join(said)) if said else t("answers.state_none")
