"""What the doctor says of the survey keys, and of the key of the month."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.composition.keys import keys_there
from config.content import texts
from config.doctor import Finding, State, sentence
from config.keys import keys, writable
from config.settings import Settings, SettingsError, read
from storage.sealing import KeyFolder
from storage.store import Database
from tests.surveys.house import House

Saw = Callable[..., dict[str, State]]
TWO = {"LENTERA_CUSTODIANS": "ratna@example.org, jakob@example.org"}


@pytest.fixture
def saw(tmp_path: Path) -> Saw:
    def look(
        cores: str = "core", of: str = "keys", may_write: Callable[[Path], bool] = writable, **given: str
    ) -> dict[str, State]:
        (tmp_path / "cores").write_text(cores)
        folders = {"LENTERA_KEY_DIR": f"{tmp_path / 'keys'}", "LENTERA_COUNT_DIR": f"{tmp_path / 'count'}"}
        usual = {**folders, "DATABASE_URL": f"sqlite:///{tmp_path / 'db' / 'l.db'}"}
        found = keys(read(usual | given), tmp_path / "cores", may_write)
        told_in_both(found)
        return {finding.key: finding.state for finding in found if finding.key.startswith(of)}

    return look


def told_in_both(found: tuple[Finding, ...]) -> None:
    for locale in ("en", "id"):
        for finding in found:
            assert sentence(finding, texts().to(locale))


FOLDERS = pytest.mark.parametrize(
    ("of", "variable", "name"), [("keys", "LENTERA_KEY_DIR", "keys"), ("counts", "LENTERA_COUNT_DIR", "count")]
)


@FOLDERS
def test_a_folder_is_its_owners_alone_or_something_is_wrong(
    saw: Saw, tmp_path: Path, of: str, variable: str, name: str
) -> None:
    del variable
    further = {"keys_one_process": State.NOTE} if of == "keys" else {}
    assert saw(of=of) == {f"{of}_none": State.NOTE, **further}
    assert not (tmp_path / name).exists(), "to look must not be to make"
    KeyFolder(tmp_path / name).keep("one", b"k" * 32)
    assert saw(of=of) == {f"{of}_folder": State.FINE, **further}
    (tmp_path / name).chmod(0o750)
    assert saw(of=of)[f"{of}_open"] is State.WRONG
    (tmp_path / name).chmod(0o700)
    next((tmp_path / name).iterdir()).chmod(0o644)
    assert saw(of=of)[f"{of}_open"] is State.WRONG


@FOLDERS
def test_a_folder_beside_the_database_or_in_a_place_that_is_copied_is_noted(
    saw: Saw, tmp_path: Path, of: str, variable: str, name: str
) -> None:
    assert saw(of=of, **{variable: f"{tmp_path / 'db' / name}"})[f"{of}_beside"] is State.NOTE
    assert f"{of}_beside" not in saw(of=of, DATABASE_URL="postgresql://localhost/x")
    for place in ("backups", "Dropbox", "var.bak", "lentera-snapshots", "OneDrive - Company"):
        assert saw(of=of, **{variable: f"{tmp_path / place / name}"})[f"{of}_copied"] is State.NOTE


@FOLDERS
def test_a_folder_that_cannot_be_written_or_made_is_told(
    saw: Saw, tmp_path: Path, of: str, variable: str, name: str
) -> None:
    place = tmp_path / "not" / "yet" / name
    assert f"{of}_unwritable" not in saw(of=of, **{variable: f"{place}"})
    refused = saw(of=of, may_write=lambda folder: folder != place, **{variable: f"{place}"})
    assert refused[f"{of}_unwritable"] is State.NOTE
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError) as mistaken:
        read({variable: f"{tmp_path / 'file' / name}"})
    assert [(one.variable, one.key) for one in mistaken.value.mistakes] == [(variable, "wrong_folder")]


def test_the_web_servers_folder_is_not_the_workers(saw: Saw, tmp_path: Path) -> None:
    assert "counts_with_keys" not in saw(of="counts")
    for ours, theirs in (("one", "one"), ("one", "one/two"), ("one/two", "one")):
        both = {"LENTERA_COUNT_DIR": f"{tmp_path / ours}", "LENTERA_KEY_DIR": f"{tmp_path / theirs}"}
        assert saw(of="counts", **both)["counts_with_keys"] is State.WRONG


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
