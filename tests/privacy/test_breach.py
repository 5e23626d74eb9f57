"""The report for the worst day: whose data, which kinds, which surveys, and letters in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.__main__ import main
from bot.surveys.questionnaire import Choice, Kind, Question, Questionnaire
from bot.surveys.survey import Custody, Rules
from storage.store import Database
from tests.conftest import Meet

ASKED = Questionnaire(
    {"en": "Concerns", "id": "Kekhawatiran"},
    {"en": "", "id": ""},
    (
        Question(
            "q",
            Kind.ONE,
            {"en": "What?", "id": "Apa?"},
            (Choice("a", {"en": "A", "id": "A"}), Choice("b", {"en": "B", "id": "B"})),
        ),
    ),
)


@pytest.fixture
async def there(url: str, store: Database, meet: Meet, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with two people and an open survey."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("LENTERA_COMPANY", "Kopi Nusantara")
    await meet("sari", email="sari@example.com")
    person = await meet("ada", email="ada@example.com")
    ends = datetime.now(UTC) + timedelta(days=3)
    async with store.begin() as work:
        await work.surveys.ask("1:concerns", Rules(ASKED, ends, custody=Custody.DIRECTORY), 512)
        await work.surveys.opened("1:concerns", b"public", b"", datetime.now(UTC))
        await work.surveys.invite("1:concerns", [(person.id, "Finance")])
    return url


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["breach-report", *words]) == 0
    return capsys.readouterr().out


def test_the_report_says_whose_data_and_which_kinds(there: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert there
    said = _said(capsys, "--since", "2026-11-01", "--known", "2026-11-20T10:00+00:00")
    assert "Known Fri 20 Nov 2026, 10:00 UTC. Due in writing: Mon 23 Nov 2026, 10:00 UTC." in said
    assert "UU 27/2022, article 46" in said
    assert "Whose data: 2 people" in said
    assert "- Sari, sari@example.com" in said
    kinds = "company, delivery, identity, preference, technical"
    assert f"| your accounts on chat platforms (`accounts`) | {kinds} | 2 | 2 |" in said


def test_the_report_says_which_surveys_were_open_and_where_their_keys_lie(
    there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert there
    said = _said(capsys, "--since", "2026-11-01")
    assert "- Concerns (1:concerns), not counted yet, 1 invited." in said
    assert "exposed only if that folder was read as well" in said
    assert "nobody could read them" in said.casefold()
    with_keys = _said(capsys, "--since", "2026-11-01", "--keys")
    assert "take its answers, with who gave them" in with_keys
    assert "Please take it that those answers were read." in with_keys


def test_there_is_a_letter_in_each_language(there: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert there
    said = _said(capsys, "--since", "2026-11-01", "--lang", "id")
    assert said.startswith("# Kopi Nusantara: data yang mungkin dibaca orang yang tidak berhak")
    for word in ("Dear colleague,", "Rekan yang terhormat,", "3x24", "- akun di platform chat", "- your accounts on"):
        assert word in said


@pytest.mark.parametrize("typed", [[], ["--since", "yesterday"], ["--since", "2999-01-01"]])
def test_a_day_that_is_none_is_refused(there: str, typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert there
    assert main(["breach-report", *typed]) == 2
    assert "--since 2026-11-28" in capsys.readouterr().err


def test_the_processing_record_says_how_long_what_is_kept_here(
    there: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert there
    monkeypatch.setenv("LENTERA_KEEP_ENTRIES", "18 months")
    assert main(["processing-record", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "| time entries (`entries`) | identity, own words, technical, working time | 18 months |" in said
    assert "Kopi Nusantara" in said
