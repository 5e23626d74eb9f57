"""`lentera amend`, as an operator types it."""

from datetime import UTC, datetime

import pytest

from bot.__main__ import main
from bot.events import Actor
from bot.timesheet.entry import Draft
from storage.store import Database
from tests.conftest import Another

SARI = Actor("slack", "T1", "U1", "Sari", "U1", "id-ID", "Asia/Jakarta", "sari@example.org")
MADE = Actor("slack", "T1", "U2", "Made", "U2", "en-GB", "Asia/Makassar", "made@example.org")


@pytest.fixture
async def number(another: Another) -> int:
    """An entry of Sari's: its number."""
    now = datetime.now(UTC)
    async with another().begin() as work:
        await work.people.meet(MADE)
        sari = await work.people.meet(SARI)
        (entry,) = await work.entries.add(
            sari.id, [Draft(now.date(), 120, note="desain")], by=sari.id, at=now, delivery="x"
        )
    return entry.id


def _typed(number: int, *more: str) -> list[str]:
    who = ["--for", "sari@example.org", "--by", "Made@example.org"]
    return ["amend", *who, "--entry", str(number), "--reason", "asked for by e-mail", *more]


def test_an_operator_corrects_an_entry_and_its_owner_is_owed_a_message(
    url: str, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("LENTERA_OPERATORS", "made@example.org")
    for _ in range(2):
        assert main(_typed(number, "--line", "3h desain")) == 0
    assert "gets a message" in capsys.readouterr().out

    async def look() -> tuple[int, int]:
        store = Database(url)
        async with store.begin() as work:
            sari = await work.people.meet(SARI)
            entry = await work.entries.get(sari.id, number)
            owed = await work.outbox.claim(datetime.now(UTC), limit=10, lease=60)
        await store.close()
        assert entry is not None
        return entry.draft.minutes, len(owed)

    import asyncio  # noqa: PLC0415 - `main` runs a loop of its own, so this test has none

    assert asyncio.run(look()) == (180, 1)


@pytest.mark.parametrize(
    ("operators", "more", "sentence"),
    [
        ("", ["--line", "3h desain"], "Only an operator may correct"),
        ("made@example.org", ["--line", "3h desain", "--entry", "9999"], "no longer there"),
        ("made@example.org", ["--line", "desain"], "could not read"),
        ("made@example.org", ["--remove", "--for", "nobody@example.org"], "Nobody is known here"),
    ],
)
def test_what_stands_in_the_way_is_said(
    url: str,
    number: int,
    operators: str,
    more: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("LENTERA_OPERATORS", operators)
    assert main(_typed(number, *more)) == 1
    assert sentence in capsys.readouterr().err


def test_a_half_typed_command_shows_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["amend", "--for", "sari@example.org"]) == 2
    assert main(_typed(1, "--line", "3h", "--remove")) == 2
    assert "lentera amend - " in capsys.readouterr().err
