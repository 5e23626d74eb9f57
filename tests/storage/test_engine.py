"""Database URLs as people write them."""

from pathlib import Path

import pytest

from storage import migrate
from storage.engine import _asyncpg_query, engine


@pytest.mark.parametrize("prefix", ["", "sqlite:///", "sqlite+aiosqlite:///"])
async def test_a_file_is_made_with_its_folder_for_its_owner_only(tmp_path: Path, prefix: str) -> None:
    file = tmp_path / "new" / "folder" / "lentera.db"
    await migrate.upgrade(f"{prefix}{file}")
    assert file.stat().st_mode & 0o777 == 0o600
    assert await migrate.current(str(file)) == migrate.revisions()[-1]


async def test_a_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await migrate.upgrade("sqlite:///var/lentera.db")
    assert (tmp_path / "var" / "lentera.db").exists()


@pytest.mark.parametrize("url", ["mysql://u:secret@h/db", "redis://secret"])
def test_another_kind_of_database_is_refused_without_showing_the_url(url: str) -> None:
    with pytest.raises(ValueError, match="begins with postgresql:// or sqlite:///") as caught:
        engine(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", ":memory:", ""])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="needs a file"):
        engine(url)


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("u:p%40ss@h:5432/db", "u:p%40ss@h:5432/db"),
        ("u@h/db?sslmode=require&channel_binding=require", "u@h/db?sslmode=require"),
        ("u@h/db?ssl=require", "u@h/db?sslmode=require"),
        ("/db?host=/var/run/postgresql", "/db?host=/var/run/postgresql"),
        ("u@h/db?connect_timeout=10", "u@h/db"),
    ],
)
def test_what_only_other_drivers_understand_is_left_out(given: str, understood: str) -> None:
    assert _asyncpg_query(given) == understood


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_postgres_is_known_by_every_name(url: str, scheme: str) -> None:
    assert await migrate.current(f"{scheme}://{url.partition('://')[2]}") == migrate.revisions()[-1]
