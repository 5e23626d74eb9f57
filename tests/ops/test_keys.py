"""What the doctor says of the survey keys."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.composition.keys import keys_there
from config.content import texts
from config.doctor import Finding, State, sentence
from config.keys import keys
from config.settings import Settings, read
from storage.sealing import KeyFolder
from storage.store import Database
from tests.surveys.house import House

Saw = Callable[..., dict[str, State]]
TWO = {"LENTERA_CUSTODIANS": "ratna@example.org, jakob@example.org"}


@pytest.fixture
def saw(tmp_path: Path) -> Saw:
    def look(cores: str = "core", **given: str) -> dict[str, State]:
        (tmp_path / "cores").write_text(cores)
        usual = {"LENTERA_KEY_DIR": f"{tmp_path / 'keys'}", "DATABASE_URL": f"sqlite:///{tmp_path / 'db' / 'l.db'}"}
        found = keys(read(usual | given), tmp_path / "cores")
        told_in_both(found)
        return {finding.key: finding.state for finding in found}

    return look


def told_in_both(found: tuple[Finding, ...]) -> None:
    for locale in ("en", "id"):
        for finding in found:
            assert sentence(finding, texts().to(locale))


def test_a_folder_is_its_owners_alone_or_something_is_wrong(saw: Saw, tmp_path: Path) -> None:
    assert saw() == {"keys_none": State.NOTE, "keys_one_process": State.NOTE}
    assert not (tmp_path / "keys").exists(), "to look must not be to make"
    KeyFolder(tmp_path / "keys").keep("one", b"k" * 32)
    assert saw() == {"keys_folder": State.FINE, "keys_one_process": State.NOTE}
    (tmp_path / "keys").chmod(0o750)
    assert saw()["keys_open"] is State.WRONG
    (tmp_path / "keys").chmod(0o700)
    next((tmp_path / "keys").iterdir()).chmod(0o644)
    assert saw()["keys_open"] is State.WRONG


def test_a_folder_beside_the_database_or_in_a_place_that_is_copied_is_noted(saw: Saw, tmp_path: Path) -> None:
    assert saw(LENTERA_KEY_DIR=f"{tmp_path / 'db' / 'keys'}")["keys_beside"] is State.NOTE
    assert "keys_beside" not in saw(DATABASE_URL="postgresql://localhost/x")
    for name in ("backups", "Dropbox", "var.bak", "lentera-snapshots", "OneDrive - Company"):
        assert saw(LENTERA_KEY_DIR=f"{tmp_path / name / 'keys'}")["keys_copied"] is State.NOTE


def test_it_says_who_could_open_answers(saw: Saw) -> None:
    secret = {"LENTERA_KEY_SECRET": "x" * 32}
    assert saw(**secret) == {"keys_secret": State.NOTE}
    assert saw(**TWO)["keys_custodians_wrong"] is State.WRONG
    works = {"LENTERA_REPRESENTATIVES": "jakob@example.org"}
    assert saw(**TWO, **works)["keys_custodians_hr"] is State.NOTE
    assert saw(**TWO, **works, **secret, LENTERA_DRAFTERS="ratna@example.org")["keys_custodians"] is State.FINE
    alone = {"LENTERA_APPROVERS": "ratna@example.org", "LENTERA_REPRESENTATIVES": "ratna@example.org"}
    assert saw(**TWO, **alone)["keys_custodians_hr"] is State.NOTE
    assert saw("|/usr/lib/systemd/systemd-coredump %P")["keys_core"] is State.NOTE


async def test_it_counts_the_surveys_whose_key_is_there(url: str, store: Database, tmp_path: Path) -> None:
    house = House(store, tmp_path / "keys")

    async def look(**given: str) -> dict[str, State]:
        settings: Settings = read({"DATABASE_URL": url, "LENTERA_KEY_DIR": f"{house.folder}", **given})
        found = await keys_there(settings)
        told_in_both(found)
        return {finding.key: finding.state for finding in found}

    assert await look() == {}
    await house.open(*("Ops",) * 12)
    assert await look() == {"keys_there": State.FINE}
    house.keys.shred(house.survey)
    assert await look() == {"keys_gone": State.WRONG}
