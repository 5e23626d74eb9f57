"""What HR takes to the meeting."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from bot.campaigns import sample
from bot.campaigns.handout import pdf
from bot.campaigns.pack import Pack, card, pack
from bot.message import Facts, Part, Picture, Table
from bot.texts import Texts
from config.playbooks import playbooks
from tests.speaker import told

MEETING = next(playbook for playbook in playbooks().values() if playbook.pack)
AT = datetime(2026, 12, 14, 3, tzinfo=UTC)


def made(
    texts: Texts, locale: str, figures: tuple[Part, ...] | None = None, questions: tuple[str, ...] | None = None
) -> Pack:
    t = texts.to(locale)
    return pack(
        MEETING,
        t,
        sample.JAKARTA,
        sample.quoted(t, MEETING),
        title=MEETING.title[locale],
        figures=sample.figures(t, MEETING) if figures is None else figures,
        questions=sample.questions(t) if questions is None else questions,
    )


def not_counted(texts: Texts) -> Pack:
    t = texts.to("id")
    quoted = sample.quoted(t, MEETING)
    return pack(MEETING, t, sample.JAKARTA, quoted, title="x", figures=None, questions=())


def pages(document: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", document))


@pytest.mark.parametrize("locale", ["en", "id"])
def test_the_paper_is_a_few_pages_that_the_same_pack_makes_again(texts: Texts, locale: str) -> None:
    t = texts.to(locale)
    document = pdf(t, made(texts, locale), at=AT)
    assert document.startswith(b"%PDF-1.")
    assert 2 <= pages(document) <= 4
    assert document == pdf(t, made(texts, locale), at=AT)


def test_every_section_is_on_the_paper(texts: Texts) -> None:
    t = texts.to("en")
    ready = made(texts, "en")
    whole = len(pdf(t, ready, at=AT))
    for number in range(len(ready.sections)):
        without = replace(ready, sections=ready.sections[:number] + ready.sections[number + 1 :])
        assert len(pdf(t, without, at=AT)) < whole


def test_the_concerns_come_first_and_the_questions_last(texts: Texts) -> None:
    said = told(card(texts.to("en"), made(texts, "en"), b""))
    order = ["A short opening", "~35 %", "We halved the weekly meetings", "You can show your overtime", "one where it"]
    order += ["Bagus Prasetyo", "Can my lead see my hours?", "Does this invade my privacy?"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert "All 9 team leads have agreed" in said


def test_without_answers_and_questions_hr_is_told_what_to_do_instead(texts: Texts) -> None:
    said = told(card(texts.to("id"), made(texts, "id", (), ()), b""))
    assert "Kurang dari lima orang menjawab, jadi tidak ada angka. Tanyakan di ruangan" in said
    assert "Angkanya tampil di sini setelah survei dihitung." in told(card(texts.to("id"), not_counted(texts), b""))
    assert "Tidak ada pertanyaan yang dikirim sebelumnya." in said


def test_a_question_is_printed_as_it_was_asked(texts: Texts) -> None:
    t = texts.to("en")
    ready = made(texts, "en", questions=("Is *this* {place} ใคร 🙂?",))
    assert "• Is *this* {place} ใคร 🙂?" in told(card(t, ready, b""))
    assert pdf(t, ready, at=AT).startswith(b"%PDF-")


def test_a_picture_and_facts_of_the_survey_are_printed_too(texts: Texts) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(drawn, "PNG")
    chart, facts = Picture(drawn.getvalue(), "A chart"), Facts((("Answered", "64"),))
    table = Table("All", ("A", "B"), (("1", "2"),))
    t = texts.to("en")
    shown = ((table,), (table, facts), (table, facts, chart))
    sizes = [len(pdf(t, made(texts, "en", parts), at=AT)) for parts in shown]
    assert sizes == sorted(set(sizes))
    assert b"/Subtype /Image" in pdf(t, made(texts, "en", (chart,)), at=AT)
