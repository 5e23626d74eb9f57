"""An example of HR's own words beside an answer, and of how HR writes them. Nobody in it is real."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.faq import cards, desk_cards
from bot.faq.addition import Addition, Beside, Standing, Where, beside
from bot.faq.entry import Entry, Paragraph
from bot.message import Message, Prose
from bot.people import Person, Role
from bot.texts import Words

_ZONE = ZoneInfo("Asia/Jakarta")
_RATNA = Person(1, "Ratna", "id", _ZONE, roles=frozenset({Role.EMPLOYEE, Role.HR_APPROVER}))
_GITA, _NAMES = 2, {1: "Ratna", 2: "Gita"}
_NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
_WORDS = {
    "en": "We in HR are on the third floor. Come by on Tuesdays, or call 1234.",
    "id": "Kami di HR ada di lantai tiga. Mampir saja setiap Selasa, atau telepon 1234.",
}
_DRAFT = Addition("get_help_training", 2, Where.AFTER, _WORDS, _GITA, _NOW, id=2)
_SHOWN = replace(_DRAFT, number=1, id=1, approved_by=1, approved_at=_NOW - timedelta(days=9))
_BACK = replace(_SHOWN, taken_back_by=1, taken_back_at=_NOW)
_ENTRY = Entry(
    title={"en": "Where do I get help?", "id": "Ke mana minta bantuan?"},
    sources=("program",),
    owner="HR",
    reviewed=date(2026, 11, 28),
    answer=(Paragraph("`/track help` shows what there is.", "`/track bantuan` menampilkan yang bisa dipakai."),),
    questions={},
    topic="get_help_training",
)
_OTHER = replace(_ENTRY, title={"en": "Why record time?", "id": "Untuk apa mencatat waktu?"}, topic="why_track")


def _own(t: Words, where: Where, *, name: bool = True) -> Beside | None:
    return beside(replace(_SHOWN, where=where), t.locale, _NAMES if name else {}, _ZONE)


def _examples() -> Iterator[Example]:
    def answer(t: Words, where: Where, *, name: bool = True) -> Message:
        return cards.answer_card(t, _ENTRY, {}, "", _own(t, where, name=name))

    yield Example("answers.before", lambda t: answer(t, Where.BEFORE))
    yield Example("answers.after", lambda t: answer(t, Where.AFTER))
    yield Example("answers.nameless", lambda t: answer(t, Where.AFTER, name=False))

    both, back = Standing(2, _SHOWN, _DRAFT), Standing(1, _BACK)
    there = [(_ENTRY, both), (_OTHER, back)]
    yield Example("answers.list", lambda t: desk_cards.list_card(t, there, others=29, zone=_ZONE))
    october = date(2026, 10, 1)
    asked = [desk_cards.Often(october, _ENTRY, 10, None, 5), desk_cards.Often(october, _OTHER, 20, 5)]
    yield Example("answers.list_asked", lambda t: desk_cards.list_card(t, there, asked, others=29, zone=_ZONE))
    yield Example("answers.list_empty", lambda t: desk_cards.list_card(t, [], others=31, zone=_ZONE))

    def topic(t: Words, standing: Standing) -> Message:
        own = _own(t, Where.AFTER) if standing.draft or standing.shown else None
        previews: dict[str, tuple[Prose, ...]] = {t.locale: cards.answer(t, _ENTRY, {}, own)}
        return desk_cards.topic_card(t, _ENTRY, standing, previews, _RATNA)

    yield Example("answers.topic", lambda t: topic(t, both))
    yield Example("answers.topic_own", lambda t: topic(t, Standing(2, _SHOWN, replace(_DRAFT, by=1))))
    yield Example("answers.topic_none", lambda t: topic(t, Standing()))
    yield Example(
        "answers.choosing", lambda t: desk_cards.choosing_form(t, {one.topic: one for one in (_ENTRY, _OTHER)})
    )
    yield Example("answers.writing", lambda t: desk_cards.writing_form(t, _ENTRY, both, (t.locale,)))
    for name in ("not_yours", "not_yours_to_publish", "stale", "empty", "meanwhile"):
        yield Example(f"answers.{name}", lambda t, name=name: Message(t(f"answers.{name}")))  # type: ignore[misc]  # bound now
    yield Example("answers.too_long", lambda t: Message(t("answers.too_long", n=desk_cards.LONGEST)))


EXAMPLES = tuple(_examples())
