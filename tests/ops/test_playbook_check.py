"""`lentera playbook check FILE`."""

from pathlib import Path

import pytest

from bot.__main__ import main
from config.content import HERE

GOOD = (HERE / "playbooks" / "time-tracking.yaml").read_text(encoding="utf-8")


def test_a_playbook_without_mistakes_is_told_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "check", f"{HERE / 'playbooks' / 'career-pulse.yaml'}"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("career-pulse.yaml: nothing is wrong. 8 steps: soft, survey, ")
    assert not said.err


@pytest.mark.parametrize(("folder", "named"), [("playbooks", "playbooks/x.yaml"), ("elsewhere", "x.yaml")])
def test_every_mistake_is_told_with_its_path(
    folder: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / folder / "x.yaml"
    file.parent.mkdir()
    wrong = GOOD.replace("needs: [survey]", "needs: [survy]").replace("*Where:* {place}", "*Where:* {palce}", 1)
    file.write_text(wrong, encoding="utf-8")
    assert main(["playbook", "check", f"{file}"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{named}: steps[1].wording.en.body: {{palce}} means nothing in this step",
        f'{named}: steps[5].needs: unknown step "survy"',
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "check", f"{tmp_path / 'no.yaml'}"]) == 1
    assert capsys.readouterr().err == "no.yaml: No such file or directory\n"
    with pytest.raises(SystemExit, match="2"):
        main(["playbook", "check"])
    assert main(["playbook"]) == 2
