"""`lentera campaign rehearse`: what it prints, and what it says of a scenario that it cannot play."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from config.scenario import ScenarioError, parsed
from tests.campaigns.play import known

GOOD = """
people:
  - {id: b, zone: Asia/Jakarta}
  - {id: a, zone: Europe/Berlin}
campaigns:
  - {id: A, playbook: time-tracking, created: "2026-11-16T10:00+07:00", zone: Asia/Jakarta, meeting: "2026-12-15T10:00"}
until: "2026-11-18T00:00Z"
"""


def test_each_line_is_json_in_utc_and_local_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(GOOD)
    assert main(["campaign", "rehearse", str(file)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in out] == [
        {
            "at": "2026-11-17T02:00:00Z",
            "local": "2026-11-17T09:00:00+07:00",
            "person": "b",
            "campaign": "A",
            "step": "soft",
            "event": "sent",
            "reason": None,
        },
        {
            "at": "2026-11-17T08:00:00Z",
            "local": "2026-11-17T09:00:00+01:00",
            "person": "a",
            "campaign": "A",
            "step": "soft",
            "event": "sent",
            "reason": None,
        },
    ]


EVENT = 'events:\n  - {at: "2026-11-17T10:00", %s}\nuntil:'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('until: "2026-11-18T00:00Z"', "", "until: this key is missing"),
        ("until:", "untill:", "untill: unknown here; known are holidays, people, campaigns, events, until"),
        ("2026-11-18T00:00Z", "soon", "until: a moment was expected"),
        ("2026-11-18T00:00Z", "2026-02-30T00:00Z", "until: a moment was expected"),
        ("time-tracking", "carrots", "campaigns[0].playbook: there is no playbook carrots; known: career-pulse,"),
        ("playbook: time-tracking, ", "", "campaigns[0].playbook: this key is missing"),
        ("meeting:", "meting:", "campaigns[0].meting: unknown here"),
        (', meeting: "2026-12-15T10:00"', "", "campaigns[0].meeting: say when the meeting is"),
        ("{id: b,", "{id: a,", "people[1].id: there are two people called a"),
        ("{id: b,", "{id: b, holidays: ID,", "people[0].holidays: there are no holidays called ID"),
        ("{id: b,", "{", "people[0].id: a name was expected"),
        ("{id: b,", "{id: b, id: c,", "people[0].id: this key is there twice"),
        ("{id: b,", "{id: b, lead: perhaps,", "people[0].lead: true or false was expected"),
        ("until:", EVENT % "agree: zoe", "events[0].agree: there is nobody called zoe"),
        ("until:", EVENT % "zone: {zoe: Asia/Jakarta}", "events[0].zone.zoe: there is nobody called zoe"),
        ("until:", EVENT % "pause: B", "events[0].pause: there is no campaign B; known: A"),
        ("until:", EVENT % "approve: pizza", "events[0].approve: there is no step pizza in time-tracking"),
        ("until:", EVENT % "crash_after: many", "events[0].crash_after: a number of deliveries was expected"),
        ("until:", EVENT % "counted: false", "events[0].counted: what is there cannot be taken back"),
        ("until:", EVENT % "campaign: A", "events[0]: one of these was expected: move_meeting, pause,"),
        ("until:", EVENT % "move_meeting: later", "events[0].move_meeting: a moment was expected"),
        ("until:", "events: never\nuntil:", "events: a list was expected"),
        ("people:", "people: [", "this is not YAML"),
        ("people:", "holidays: {ID: [Christmas]}\npeople:", "holidays.ID[0]: a day was expected"),
        ('created: "', 'hour: noon, created: "', "campaigns[0].hour: a clock time was expected"),
        ('created: "', 'gates: shut, created: "', "campaigns[0].gates: manual was expected, or nothing"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_path(
    old: str, new: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert old in GOOD
    file = tmp_path / "scenario.yaml"
    file.write_text(GOOD.replace(old, new, 1))
    assert main(["campaign", "rehearse", str(file)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{file}: {said}")
    assert len(printed.err.splitlines()) == 1


@pytest.mark.parametrize("text", ["", "- a", "just words", "people: {a: b}", "\x00", "&a [*a]", "? [a]\n: b"])
def test_whatever_is_in_the_file_there_is_no_traceback(text: str) -> None:
    with pytest.raises(ScenarioError):
        parsed(text, known())


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["campaign", "rehearse", str(tmp_path / "nowhere.yaml")]) == 2
    assert "this file cannot be read: No such file or directory" in capsys.readouterr().err
    (tmp_path / "latin.yaml").write_bytes(b"until: \xe9")
    assert main(["campaign", "rehearse", str(tmp_path / "latin.yaml")]) == 2
    assert "this is not YAML in UTF-8" in capsys.readouterr().err


def test_two_campaigns_of_one_name_that_differ_are_told() -> None:
    second = GOOD.splitlines()[5].replace("2026-12-15", "2026-12-16")
    with pytest.raises(ScenarioError, match=r"campaigns\[1\].id: there are two campaigns called A, and they differ"):
        parsed(GOOD.replace("until:", f"{second}\nuntil:"), known())


def test_with_two_campaigns_an_event_must_say_which() -> None:
    second = GOOD.splitlines()[5].replace("id: A", "id: B")
    event = 'events:\n  - {at: "2026-11-17T10:00", move_meeting: "2026-12-16T10:00"}\nuntil:'
    with pytest.raises(ScenarioError, match=r"events\[0\].move_meeting: say which campaign: A, B"):
        parsed(GOOD.replace("until:", f"{second}\n{event}"), known())


def test_the_scenario_in_the_manual_for_hr_is_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "hr.md").read_text(encoding="utf-8")
    example = page.partition("## Rehearse it")[2].partition("```yaml\n")[2].partition("```")[0]
    read = parsed(example, known())
    assert [one.id for one in read.people] == ["sari", "jonas"]
    assert len(read.events) == 5
