"""The door's forms: how to talk, and by name what about.

The rule to keep: pure; and whoever has written something elsewhere, such as a question, finds it in the next form.
"""

from collections.abc import Sequence
from datetime import date

from bot.markup import Markup, literal
from bot.message import Choice, Day, Form, Option, Prose, Text, Time
from bot.people import Person
from bot.talk.ports import Talk
from bot.texts import Words

OPEN, ANSWERING = "talk.open", "talk.answering"
"""Presses: the door itself, and for HR the form in which a wish to talk is answered."""
WAY, NAMED, ANSWERED = "talk.way", "talk.named", "talk.answered"
BY_NAME, NAMELESS, CODE = "name", "nameless", "code"
"""The ways."""
LIMIT = 1200
"""Characters of a text."""
_SHOWN = 10
"""People in HR who are named."""


def way_form(
    t: Words, text: str = "", *, typed: bool = False, answered_on: date | None = None, emergency: str = ""
) -> Form:
    """How somebody would like to talk. `text` goes along into the next form; `typed`: it stands in the chat."""
    options = tuple(Option(way, t(f"talk.way_{way}")) for way in (BY_NAME, NAMELESS, CODE))
    return Form(
        t("talk.title"),
        WAY,
        t("talk.button_next"),
        (
            Prose(t("talk.you_decide")),
            *((Prose(t("talk.typed")),) if typed else ()),
            Choice("way", t("talk.way"), options),
            *((Prose(t("talk.answered_on", day=t.day(answered_on))),) if answered_on else ()),
            *((Prose(emergency),) if emergency else ()),
            Prose(t("talk.unseen"), quiet=True),
        ),
        value=text[:LIMIT],
        discreet=True,
    )


def named_form(t: Words, people: Sequence[Person], text: str = "") -> Form:
    """By name: what about, and when. `people` are those whom it reaches."""
    lines = [
        t("talk.line", name=person.name, email=literal(person.email)) if person.email else literal(person.name)
        for person in people[:_SHOWN]
    ]
    return Form(
        t("talk.named_title"),
        NAMED,
        t("talk.button_ask"),
        (
            Prose(t("talk.named_who")),
            Prose(Markup("\n".join(lines))),
            Text(
                "topic", t("talk.topic"), text, hint=t("talk.topic_hint"), required=False, multiline=True, limit=LIMIT
            ),
            Day("day", t("talk.day"), hint=t("talk.day_hint"), required=False),
            Time("time", t("talk.time"), required=False),
        ),
    )


def asked_form(t: Words) -> Form:
    """It is on its way."""
    return done_form(t, t("talk.asked_title"), t("talk.asked"))


def answer_form(t: Words, talk: Talk, name: str) -> Form:
    """HR answers somebody, by name."""
    about = (Prose(t("talk.quoted", text=talk.topic)),) if talk.topic else ()
    return Form(
        t("talk.answer_title"),
        ANSWERED,
        t("talk.button_answer"),
        (
            Prose(t("talk.answer_to", name=name)),
            *about,
            Text("answer", t("talk.answer"), hint=t("talk.answer_hint"), multiline=True, limit=LIMIT),
        ),
        value=f"{talk.id}",
    )


def answered_form(t: Words, name: str) -> Form:
    """HR's answer is on its way."""
    return done_form(t, t("talk.answered_title"), t("talk.answered", name=name))


def done_form(t: Words, title: str, *said: str, discreet: bool = False) -> Form:
    """Something is done; it can only be closed."""
    return Form(title, WAY, t("talk.button_close"), tuple(Prose(text) for text in said), discreet=discreet)
