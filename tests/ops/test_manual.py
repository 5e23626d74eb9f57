import pytest

from bot.__main__ import main
from config import manual
from config.settings import VARIABLES


def entries() -> list[manual.Entry]:
    return [entry for _, found in manual.READERS for entry in found]


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"], []])
def test_the_manual_page_names_every_command_and_every_setting(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    page = capsys.readouterr().out
    for entry in entries():
        assert f"\n  {entry.name} " in page
    for variable in VARIABLES:
        assert f"\n  {variable.name} " in page
    assert "Exit codes:" in page
    assert "Examples:" in page


def page_of(entry: manual.Entry) -> None:
    try:
        code = main([*entry.name.split(), "--help"])
    except SystemExit as left:
        code = left.code  # type: ignore[assignment]
    assert code == 0


def test_the_manual_page_fits_a_terminal() -> None:
    pages = [manual.page("0.1.0"), *(manual.command(entry, "INPUT") for entry in entries())]
    assert not [line for page in pages for line in page.splitlines() if len(line) > manual.WIDTH]
    assert not [line for page in pages for line in page.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_command_has_a_page_of_its_own_and_refuses_what_it_does_not_know(
    entry: manual.Entry, capsys: pytest.CaptureFixture[str]
) -> None:
    page_of(entry)
    page = capsys.readouterr().out
    assert page.startswith(f"lentera {entry.name} - ")
    assert all(f"\n  {option.name} " in page for option in entry.options)
    with pytest.raises(SystemExit, match="2"):
        main([*entry.name.split(), "--no-such-option"])


def test_a_command_that_does_not_exist_is_told_with_a_way_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wrker"]) == 2
    assert "Did you mean worker? `lentera --help` lists them." in capsys.readouterr().err
