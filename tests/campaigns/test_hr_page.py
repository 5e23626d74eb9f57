"""What HR reads about playbooks holds."""

import re
from pathlib import Path

import pytest

from bot.campaigns.playbook import When
from bot.campaigns.wording import BLOCKS, may_quote, must_quote
from config.playbooks import playbook, playbooks

PAGE = (Path(__file__).parents[2] / "docs" / "hr.md").read_text(encoding="utf-8")
PLAYBOOKS = playbooks()


def told(when: When) -> str:  # noqa: PLR0911 - a line a case
    match when:
        case When(start=True):
            return "at the start"
        case When(days=-1):
            return "the day before"
        case When(days=int(days)):
            return f"{abs(days)} day{'s' if abs(days) > 1 else ''} {'after' if days > 0 else 'before'}"
        case When(working_days_before_end=0):
            return "on the survey's last day"
        case When(working_days_before_end=int(days)):
            return f"{days} working days before the survey's end"
        case When(hours_before=1):
            return "one hour before"
        case _:
            return "outside the order"


def test_the_table_of_steps_is_the_playbook() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|([^|]*)\|$", PAGE, re.MULTILINE)
    steps = [step for step in PLAYBOOKS["time-tracking"].steps if step.when.call is None]
    assert [(name, when) for name, when, _ in rows] == [(step.name, told(step.when)) for step in steps]
    assert [bool(waits.strip()) for _, _, waits in rows] == [
        bool(step.needs) or step.kind.value == "summary" for step in steps
    ]


def test_every_placeholder_is_explained_and_none_besides() -> None:
    table = PAGE[PAGE.index("| placeholder |") : PAGE.index("A line that quotes something")]
    known = {name for read in PLAYBOOKS.values() for step in read.steps for name in may_quote(read, step)}
    assert set(re.findall(r"`\{(\w+)\}`", table)) == known | BLOCKS


def test_what_a_step_cannot_do_without_is_named() -> None:
    said = PAGE[PAGE.index("Five steps cannot do") : PAGE.index("Any change to a text")]
    needed = {name for read in PLAYBOOKS.values() for step in read.steps for name in must_quote(step)}
    assert set(re.findall(r"`\{(\w+)\}`", said)) == needed
    assert len(needed) == 5


def test_the_playbook_on_the_page_can_be_run(tmp_path: Path) -> None:
    chapter = PAGE[PAGE.index("## A playbook of your own") :]
    found = re.search(r"```yaml\n(.*?)```", chapter, re.DOTALL)
    assert found
    file = tmp_path / "canteen.yaml"
    file.write_text(found[1], encoding="utf-8")
    read = playbook(file, tmp_path)
    assert read.follow_up == "answers"
    assert [step.name for step in read.steps][:4] == ["hello", "question", "last_call", "answers"]


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_playbook_is_mentioned(name: str) -> None:
    assert f"`{name}`" in PAGE
