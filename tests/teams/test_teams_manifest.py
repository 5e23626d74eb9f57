"""The app package: as Microsoft's newest schema wants it, the same to the byte, and modest in what it asks for."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from adapters.teams.errors import UNREACHABLE
from adapters.teams.manifest import COMMAND_LIST, SCHEMA_VERSION, language, manifest, package
from bot.__main__ import main
from bot.texts import Texts
from tests.teams.seen import LOCALES, NODE, run, tool
from tests.teams.table import table

URL, APP = "https://lentera.example.org", "11111111-2222-3333-4444-555555555555"
GUIDE = Path(__file__).parents[2] / "docs" / "teams.md"


def schemas() -> Path:
    return tool("@microsoft/app-manifest") / "build" / "json-schemas" / "teams"


def problems(schema: str, values: Mapping[str, object]) -> dict[str, list[str]]:
    done = run("node", NODE / "check.js", given={"schema": str(schemas() / schema), "values": values})
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_the_newest_schema_takes_the_package(texts: Texts, locale: str) -> None:
    first, other = texts.to(locale), texts.to("id" if locale == "en" else "en")
    made = manifest(first, URL, APP, [other])
    at = f"v{SCHEMA_VERSION}"
    assert problems(f"{at}/MicrosoftTeams.schema.json", {"manifest": made}) == {"manifest": []}
    assert problems(f"{at}/MicrosoftTeams.Localization.schema.json", {"words": language(other)}) == {"words": []}


def test_the_schema_is_the_newest_that_there_is() -> None:
    versions = [tuple(map(int, one.name[1:].split("."))) for one in schemas().glob("v*.*")]
    assert max(versions) == tuple(map(int, SCHEMA_VERSION.split(".")))


def test_the_schema_finds_what_is_wrong_with_a_manifest(texts: Texts) -> None:
    made = manifest(texts.to("en"), URL, APP)
    wrong = {"id": made | {"id": "lentera"}, "extra": made | {"extra": 1}, "scope": made | {"bots": [{"botId": APP}]}}
    found = problems(f"v{SCHEMA_VERSION}/MicrosoftTeams.schema.json", wrong)
    assert all(found[name] for name in wrong)


def test_the_package_holds_what_teams_looks_for_and_is_the_same_each_time(texts: Texts) -> None:
    en, indonesian = texts.to("en"), texts.to("id")
    made = package(en, URL, APP, [indonesian])
    assert made == package(en, URL, APP, [indonesian])
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert set(packed.namelist()) == {"manifest.json", "id.json", "color.png", "outline.png"}
        assert json.loads(packed.read("manifest.json"))["bots"][0]["botId"] == APP
        with Image.open(io.BytesIO(packed.read("color.png"))) as colour:
            assert colour.size == (192, 192)
        with Image.open(io.BytesIO(packed.read("outline.png"))) as outline:
            assert outline.size == (32, 32)
            pixels: list[Any] = list(outline.convert("RGBA").get_flattened_data())
    # White on nothing, and nothing but.
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {(255, 255, 255)}
    assert any(pixel[3] == 0 for pixel in pixels)
    assert any(pixel[3] == 255 for pixel in pixels)


def test_it_asks_to_read_nothing(texts: Texts) -> None:
    made = manifest(texts.to("en"), URL, APP)
    assert "authorization" not in made, "a permission to read channels would stand there"
    assert made["permissions"] == ["identity", "messageTeamMembers"]
    assert "webApplicationInfo" not in made


def test_only_who_asks_for_it_lets_owners_tell_who_owns_their_team(texts: Texts) -> None:
    made = manifest(texts.to("en"), URL, APP, owners=True)
    assert problems(f"v{SCHEMA_VERSION}/MicrosoftTeams.schema.json", {"manifest": made}) == {"manifest": []}
    (asked,) = made["authorization"]["permissions"]["resourceSpecific"]
    assert asked == {"name": "TeamMember.Read.Group", "type": "Application"}
    assert made["webApplicationInfo"]["id"] == APP


def test_what_teams_offers_to_write_is_understood(texts: Texts) -> None:
    (bot,) = manifest(texts.to("en"), URL, APP)["bots"]
    (offered,) = bot["commandLists"]
    assert [one["title"] for one in offered["commands"]] == [title for title, _ in COMMAND_LIST]
    assert {title.partition(" ")[0] for title, _ in COMMAND_LIST} <= {"track", "ask", "talk", "privacy"}


def test_the_command_writes_the_package(tmp_path: Path, texts: Texts, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "lentera.zip"
    words = ["manifest", "teams", "--url", f"{URL}/", "--app-id", APP.upper(), "--out", str(out), "--lang", "en"]
    assert main(words) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert out.read_bytes() == package(texts.to("en"), URL, APP, [texts.to("id")])
    assert main([*words, "--owners", "--version", "0.2.0"]) == 0
    assert out.read_bytes() == package(texts.to("en"), URL, APP, [texts.to("id")], owners=True, version="0.2.0")


@pytest.mark.parametrize(
    "wrong",
    [
        {"--url": "http://x"},
        {"--version": "2"},
        {"--version": "1.0.0-beta"},
        {"--url": "https://x/y"},
        {"--app-id": "lentera"},
        {"--out": ""},
    ],
)
def test_the_command_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, str]
) -> None:
    given = {"--url": URL, "--app-id": APP, "--out": str(tmp_path / "x.zip")} | wrong
    assert main(["manifest", "teams", *(word for pair in given.items() for word in pair)]) == 2
    assert "--app-id ID" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_guide_names_every_setting_and_permission() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert table() in guide, "python -m tests.teams.table"
    assert [word for word in sorted(UNREACHABLE - {"UserNotFound"}) if f"`{word}`" not in guide] == []
    for word in (
        "`identity`",
        "`messageTeamMembers`",
        "`TeamMember.Read.Group`",
        "setup polic",
        "/api/messages",
        "lentera manifest teams",
    ):
        assert word in guide, word
