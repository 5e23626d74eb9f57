"""What the FAQ says: an answer, some suggestions, or that it does not know.

The rule to keep: pure; where nothing is known, that is said first, and the way to a person stands under everything.
"""

from collections.abc import Iterable, Mapping

from bot.faq.addition import Beside, Where
from bot.faq.entry import Entry, Said
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Message, Prose
from bot.texts import Words

TOPIC, HELPED, MISSED, HR = "faq.topic", "faq.helped", "faq.missed", "faq.hr"
"""Presses: show a topic; it helped; it did not; take the question to HR. All but the last carry the topic, the last two
the question."""
GREAT = ("privacy_invasion", "eight_hours_productive", "punishment", "micromanagement")
"""What most people fear, and are offered first."""
LIMIT = 1200
"""Characters of a question that go along into HR's form."""
_ROOM = 75
"""Characters of a button, as Slack shows them."""


def answer_card(t: Words, entry: Entry, said: Said, question: str = "", own: Beside | None = None) -> Message:
    """The answer, where it comes from, what HR says beside it, and whether it helped."""
    first, *rest = answer(t, entry, said, own)
    buttons = (
        Button(t("faq.button_helped"), HELPED, entry.topic),
        Button(t("faq.button_missed"), MISSED, f"{entry.topic} {question[:LIMIT]}"),
    )
    return Message(first.text, (*rest, Prose(t("faq.helped")), Buttons(buttons)))


def answer(t: Words, entry: Entry, said: Said, own: Beside | None = None) -> tuple[Prose, ...]:
    """The answer with its source. HR's words are under HR's name, and what follows them says whose it is."""
    sources = Markup(", ".join(t(f"faq.source_{source}") for source in entry.sources))
    source = t("faq.source", sources=sources, owner=literal(entry.owner), day=t.day(entry.reviewed))
    facts = (*(Prose(words) for words in entry.paragraphs(t.locale, said)), Prose(source, quiet=True))
    if own is None:
        return facts
    key = "answers.own_words" if own.name else "answers.own_words_nameless"
    words = Prose(Markup(f"{t(key, name=own.name, day=t.day(own.day))}\n{literal(own.words)}"))
    if own.where is Where.AFTER:
        return (*facts, words)
    return (words, Prose(t("answers.generated"), quiet=True), *facts)


def near_card(t: Words, entries: Iterable[Entry], question: str) -> Message:
    """Up to three topics, one of which may be meant."""
    return Message(
        t("faq.near"),
        (Buttons((*(_topic(t, entry) for entry in entries), _hr(t, question))), Prose(t("faq.near_none"))),
    )


def unknown_card(t: Words, question: str) -> Message:
    """Nothing is known. What would work, and the way to HR."""
    return Message(t("faq.unknown"), (Prose(t("faq.unknown_do")), Buttons((_hr(t, question),))))


def asking_card(t: Words, entries: Mapping[str, Entry]) -> Message:
    """`/ask` alone."""
    buttons = tuple(_topic(t, entries[topic]) for topic in GREAT if topic in entries)
    return Message(t("faq.ask"), (Prose(t("faq.ask_often")), Buttons(buttons)))


def helped_card(t: Words, *, counted: bool = False) -> Message:
    """It helped."""
    return Message(t("faq.thanks"), _counted(t) if counted else ())


def missed_card(t: Words, question: str, *, counted: bool = False) -> Message:
    """It did not."""
    return Message(t("faq.sorry"), (Buttons((_hr(t, question),)), *(_counted(t) if counted else ())))


def _counted(t: Words) -> tuple[Prose, ...]:
    return (Prose(t("faq.counted"), quiet=True),)


def _topic(t: Words, entry: Entry) -> Button:
    return Button(literal(entry.title[t.locale][:_ROOM]), TOPIC, entry.topic)


def _hr(t: Words, question: str) -> Button:
    return Button(t("faq.button_hr"), HR, question[:LIMIT], opens_form=True)
