import re
from pathlib import Path

import pytest

from bot.people import MAY
from config import manual
from storage.schema import metadata
from tests.ops import roles
from tests.ops.table import BETWEEN, PAGE
from tests.storage import table as stored

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


def test_the_operators_manual_shows_the_settings_as_they_are() -> None:
    found = BETWEEN.search(PAGE.read_text(encoding="utf-8"))
    assert found, "the two comments around the settings are gone"
    assert found[2].strip() == manual.table(), "make docs writes them anew"


def test_the_works_council_reads_what_is_stored_as_it_is() -> None:
    found = stored.BETWEEN.search(stored.PAGE.read_text(encoding="utf-8"))
    assert found, "the two comments around what is stored are gone"
    assert found[2].strip() == stored.section(), "make docs writes it anew"


def test_what_is_stored_says_of_every_table_what_its_rows_are() -> None:
    assert stored.HOLDS.keys() == metadata.tables.keys()


def test_who_may_do_what_is_written_as_it_is() -> None:
    assert roles.DOES.keys() == MAY.keys(), "an act without a line"
    assert roles.PAGE.read_text(encoding="utf-8") == roles.page(), "make docs writes it anew"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_our_own_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        found = page.parent / path if path else page
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found), target


def test_the_first_screen_of_the_readme_has_both_commands_and_a_picture() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:20]
    assert any(line.startswith("    make demo") for line in first)
    assert any(line.startswith("    make test") for line in first)
    assert any("docs/pictures/playground.png" in line for line in first)
