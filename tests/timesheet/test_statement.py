import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fpdf import FPDF
from fpdf.fonts import TTFFont
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts import Texts
from bot.timesheet.entry import Change, Draft, Entry
from bot.timesheet.figures import Figures, month_of
from bot.timesheet.hours import Ledger
from bot.timesheet.paper import pdf
from bot.timesheet.statement import Statement, rows
from bot.timesheet.typeface import BOLD, BOX, REGULAR, THAI
from config.content import texts as every_language
from tests.timesheet.office import MON, WED, office

WORDS = every_language().to("id")
MADE = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)


def statement(*drafts: Draft, name: str = "Sari", repeat: int = 1) -> Statement:
    entries = [Entry(n, 1, draft) for n, draft in enumerate(drafts * repeat)]
    ledger = Ledger(office(), entries, [], today=WED)
    history = [Change(n, n, 1, 1, MADE, None, entry.draft, "d") for n, entry in enumerate(entries)]
    if entries:
        history.append(Change(len(history), 0, 1, 2, MADE, entries[0].draft, None, "d"))
    figures = Figures(ledger, ledger.span(month_of(WED)[0], WED))
    return Statement(name, 1, figures, entries, history, {2: "Budi (IT)"}, MADE, ZoneInfo("Asia/Jakarta"))


def pages(paper: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", paper))


def test_a_statement_is_a_pdf_that_the_same_facts_make_again(texts: Texts) -> None:
    stated = statement(Draft(MON, 90, "acme", "rapat klien"))
    paper = pdf(texts.to("en"), stated)
    assert paper.startswith(b"%PDF-1.")
    assert pages(paper) == 1
    assert paper == pdf(texts.to("en"), stated)
    assert paper != pdf(texts.to("id"), stated)
    assert b"20261118" in paper


def test_a_long_history_goes_on_over_the_pages(texts: Texts) -> None:
    assert pages(pdf(texts.to("id"), statement(Draft(MON, 1, None, "rapat"), repeat=50))) > 2


@pytest.mark.proves("statement")
def test_the_rows_behind_it_hold_everything_and_their_code_is_that_of_the_file() -> None:
    stated = statement(Draft(MON, 90, "acme", "设计评审 😀"))
    head, entry, written, removed = (json.loads(line) for line in rows(stated).decode().splitlines())
    assert head["statement"]["name"] == "Sari"
    assert (head["statement"]["worked"], head["statement"]["expected"]) == (90, 1440)
    assert entry["entry"]["note"] == "设计评审 😀"
    assert (written["by"], written["old"], written["new"]["minutes"]) == ("Sari", None, 90)
    assert (removed["by"], removed["new"]) == ("Budi (IT)", None)
    assert rows(stated) == rows(stated)
    changed = replace(stated, entries=[Entry(0, 1, Draft(MON, 91, "acme", "设计评审 😀"))])
    assert hashlib.sha256(rows(stated)).digest() != hashlib.sha256(rows(changed)).digest()


@settings(max_examples=6, deadline=None)
@given(st.text(max_size=80), st.text(min_size=1, max_size=40))
def test_no_note_and_no_name_breaks_it(note: str, name: str) -> None:
    stated = statement(Draft(MON, 90, None, note), name=name)
    assert pages(pdf(WORDS, stated)) >= 1
    assert rows(stated).endswith(b"\n")


def test_notes_that_were_hard_on_other_statements_are_set(texts: Texts) -> None:
    notes = (
        "\ud800",
        "\x00\x1b[31m",
        "ทบทวนการออกแบบ",
        "مرحبا",
        "x" * 500,
        "*_`[a](https://b)`_*",
        "{nb}",
        "👩‍👩‍👧",
        "",
    )
    assert pdf(texts.to("en"), statement(*(Draft(MON, 5, None, note) for note in notes)))


def signs(path: Path) -> set[int]:
    paper = FPDF()
    paper.add_font("one", "", path)
    (font,) = paper.fonts.values()
    assert isinstance(font, TTFFont)
    known = set(font.cmap)
    font.close()
    return known


def test_the_typeface_holds_what_our_people_write_and_a_box_for_the_rest() -> None:
    known = signs(REGULAR) | signs(THAI)
    for words in ("Rapat & évaluasi – “déjà vu” 1.5 × −2 €", "Ngữ Ελλάδα Привет", "สวัสดีครับ", BOX):
        assert {ord(sign) for sign in words} <= known
    assert {ord(sign) for sign in f"Statement 0123456789 {BOX}"} <= signs(BOLD)
    assert all(path.stat().st_size < 300_000 for path in (REGULAR, BOLD, THAI))
