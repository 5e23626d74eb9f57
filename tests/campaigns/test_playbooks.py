"""Playbooks are data: what they say, and how a mistake in one is told."""

import re
from pathlib import Path

import pytest
import yaml

from bot.campaigns.playbook import Anchor, End, Playbook
from config.content import HERE, ContentError
from config.playbooks import playbook, playbooks

PLAYBOOKS = playbooks()
ROOT = Path(__file__).parents[2]

STEP: dict[str, object] = {
    "title": {"en": "A step", "id": "Langkah"},
    "kind": "message",
    "when": {"days": -7},
    "wording": {"en": {"text": "Hello."}, "id": {"text": "Halo."}},
}


def words(en: str, id: str | None = None, body: str = "") -> dict[str, object]:  # noqa: A002 - the language's own name
    return {"en": {"text": en, "body": body}, "id": {"text": en if id is None else id, "body": body}}


CALLS: list[dict[str, object]] = [
    {**STEP, "name": call, "when": {"call": call}, "wording": words("-", body=body)}
    for call, body in (("moved", "{day}"), ("cancelled", ""), ("changed", "{changes}"))
]


def shape(read: Playbook) -> list[str]:
    """Each step in a line: name, kind, when, needs."""
    lines = []
    for step in read.steps:
        when = step.when
        said = {
            "start": "at start" if when.start else None,
            "days": None if when.days is None else f"{when.days:+d}",
            "end": None if when.working_days_before_end is None else f"end-{when.working_days_before_end}",
            "hours": None if when.hours_before is None else f"-{when.hours_before} h",
            "call": when.call and f"on {when.call}",
        }
        needs = f" needs {', '.join(step.needs)}" if step.needs else ""
        lines.append(f"{step.name} {step.kind} {next(filter(None, said.values()))}{needs}")
    return lines


def told(tmp_path: Path, *steps: dict[str, object], **more: object) -> list[str]:
    """What is wrong with a playbook of these steps, without its name in front."""
    content = {"title": {"en": "Title", "id": "Judul"}, "anchor": "meeting", "steps": [*steps, *CALLS], **more}
    path = tmp_path / "playbooks" / "x.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        playbook(path, tmp_path)
    lines = [mistake.told() for mistake in caught.value.mistakes]
    assert all(line.startswith("playbooks/x.yaml: ") for line in lines)
    return [line.removeprefix("playbooks/x.yaml: ") for line in lines]


def test_the_time_tracking_rollout_has_the_steps_of_the_mission_in_campaign_order() -> None:
    read = PLAYBOOKS["time-tracking"]
    assert (read.anchor, read.survey_ends, read.follow_up) == (Anchor.MEETING, End(-8), "follow_up")
    assert shape(read) == [
        "ground_rules form at start",
        "soft message -28 needs ground_rules",
        "survey survey -14",
        "survey_reminder reminder end-3",
        "survey_last reminder end-0",
        "agenda message -7 needs survey",
        "reminder_day reminder -1",
        "reminder_hour reminder -1 h",
        "follow_up summary +1",
        "resources message +3",
        "help message +7",
        "go_live message +10",
        "reask survey +42",
        "moved message on moved",
        "cancelled message on cancelled",
        "changed message on changed",
    ]
    assert [step.name for step in read.steps if step.talk] == ["soft", "survey", "agenda", "follow_up"]


def test_the_career_pulse_is_a_playbook_of_its_own() -> None:
    read = PLAYBOOKS["career-pulse"]
    assert (read.anchor, read.survey_ends, read.follow_up) == (Anchor.OPENING, End(10), "follow_up")
    assert shape(read) == [
        "soft message -7",
        "survey survey +0",
        "survey_reminder reminder end-3",
        "survey_last reminder end-0",
        "follow_up summary +17 needs survey",
        "moved message on moved",
        "cancelled message on cancelled",
        "changed message on changed",
    ]


def test_no_code_knows_a_playbook_or_a_step_by_name() -> None:
    # What a call is named after is a kind of step, and `help` and `survey` are words of the language.
    ordinary = {"survey", "help", "moved", "cancelled", "changed"}
    steps = {step.name for read in PLAYBOOKS.values() for step in read.steps} - ordinary
    names = {*PLAYBOOKS, *(name.replace("-", "_") for name in PLAYBOOKS), *steps}
    quoted = re.compile(rf"""["']({"|".join(sorted(names))})["']""")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for ring in ("bot", "adapters", "storage")
        for path in sorted((ROOT / ring).rglob("*.py"))
        for match in quoted.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_step_that_waits_for_one_that_is_not_there_is_told_with_its_place(tmp_path: Path) -> None:
    first, second = {**STEP, "name": "first"}, {**STEP, "name": "second", "needs": ["survy"]}
    assert told(tmp_path, first, second) == ['steps[1].needs: unknown step "survy"']


def test_what_steps_say_of_one_another_must_fit(tmp_path: Path) -> None:
    survey = {**STEP, "name": "asked", "kind": "survey", "wording": words("Asked", body="{survey}")}
    assert told(
        tmp_path,
        {**STEP, "name": "a", "needs": ["a", "b", "asked"]},
        {**STEP, "name": "b", "when": {"days": -8}},
        {**STEP, "name": "b", "when": {"days": 3, "hour": "10:00"}},
        survey,
        follow_up="b",
    ) == [
        'steps[0].needs: "a" is a message; a step can wait for a form or a survey',
        'steps[0].needs: "b" is a message; a step can wait for a form or a survey',
        'steps[0].needs: "asked" does not come before this step',
        'steps[2].name: there are two steps "b"',
        "steps[3].questionnaire: a survey needs one: the name of a file in surveys/",
        "steps[1].when.days: this is before the step above it; steps stand in campaign order",
        "steps[3].when.days: this is before the step above it; steps stand in campaign order",
        'follow_up: "b" is a message; a summary was expected',
    ]


def test_times_that_cannot_be_are_told(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        {**STEP, "name": "a", "when": {"hours_before": 0, "hour": "09:00"}},
        {**STEP, "name": "b", "when": {"working_days_before_end": 2}, "until": ["survey_end"]},
        {**STEP, "name": "c-d", "audience": "leads"},
        {**STEP, "name": "e", "kind": "form", "via": "both", "wording": words("-", body="{rules}")},
        follow_up="nobody",
    ) == [
        "steps[0].when.hour: only a step with days or working_days_before_end has an hour",
        "steps[0].when.hours_before: a whole number from 1 on was expected",
        "steps[1].when.working_days_before_end: the playbook has no survey_ends",
        "steps[1].kind: what hangs on the survey's end is a reminder",
        "steps[1].until: the playbook has no survey_ends",
        "steps[2].name: a name is one word of letters, digits and underscores",
        "steps[3].audience: a form goes to leads",
        "steps[3].via: what somebody answers goes to them alone: dm",
        'follow_up: unknown step "nobody"',
    ]
    two = {**STEP, "name": "a", "when": {"days": 1, "start": True}}
    assert told(tmp_path, two) == ["steps[0].when: say one of start, days, working_days_before_end, hours_before, call"]


def test_a_text_quotes_only_what_there_is_and_leaves_out_nothing_that_it_needs(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        {**STEP, "name": "a", "wording": words("{dya} {figures}")},
        {**STEP, "name": "b", "wording": words("{0}", body="{day")},
        {**STEP, "name": "c", "kind": "summary", "wording": words("Heard", body="So: {heard}")},
        {**STEP, "name": "d", "kind": "summary", "wording": words("Heard", body="Much.")},
        {**STEP, "name": "e", "wording": {"en": {"text": "On {day}", "body": "at {time}"}, "id": {"text": "{day}"}}},
        {**STEP, "name": "f", "wording": {"id": {"text": "\n"}, "de": {"text": "Hallo"}}},
    ) == [
        "steps[0].wording.en.text: {dya} means nothing in this step",
        "steps[0].wording.en.text: {figures} means nothing in this step",
        "steps[0].wording.id.text: {dya} means nothing in this step",
        "steps[0].wording.id.text: {figures} means nothing in this step",
        *(
            f"steps[1].wording.{language}.text: braces hold the name of something that is quoted, such as {{day}};"
            " write {{ for a brace"
            for language in ("en", "id")
        ),
        "steps[2].wording.en.body: {heard} has to stand alone as a paragraph of the body",
        "steps[2].wording.id.body: {heard} has to stand alone as a paragraph of the body",
        "steps[3].wording.en.body: {heard} is missing; this step cannot do without it",
        "steps[3].wording.id.body: {heard} is missing; this step cannot do without it",
        "steps[4].wording.id: {time} is quoted in the other language only",
        "steps[5].wording.de: this language is not spoken here",
        "steps[5].wording.en: this language is missing",
        "steps[5].wording.id.text: this is empty",
    ]


def test_a_playbook_says_what_happens_when_it_is_moved_cancelled_or_changed(tmp_path: Path) -> None:
    known = "name, anchor, title, steps, survey_ends, follow_up, promises, pack"
    assert told(tmp_path, steps=[{**STEP, "name": "a"}], name="x", colour="red") == [
        "name: this is known from the file itself; leave it out",
        f"colour: this key is not known here; known are {known}",
    ]
    assert told(tmp_path, steps=[{**STEP, "name": "a"}], title={"en": "Title"}) == [
        "title.id: this language is missing",
        *(f"steps: one step with `when: {{call: {call}}}` is needed" for call in ("moved", "cancelled", "changed")),
    ]


def test_every_mistake_of_every_playbook_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "a.yaml").write_text("anchor: lunch\n", encoding="utf-8")
    (folder / "b.yaml").write_text("title: [\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        playbooks(tmp_path)
    assert [mistake.told() for mistake in caught.value.mistakes] == [
        "playbooks/a.yaml: anchor: one of meeting, opening was expected",
        "playbooks/a.yaml: title: this key is missing",
        "playbooks/a.yaml: steps: this key is missing",
        "playbooks/b.yaml: did not find expected node content (line 2)",
    ]


def test_both_playbooks_are_where_the_engine_looks_for_them() -> None:
    assert {path.stem for path in (HERE / "playbooks").glob("*.yaml")} == PLAYBOOKS.keys()
