"""Questionnaires are data, and a mistake in one is told with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.surveys.questionnaire import Kind, Questionnaire, valid
from config.content import ContentError
from config.questionnaires import questionnaires

KNOWN = questionnaires()
Told = Callable[[str], list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    def load(text: str) -> list[str]:
        (tmp_path / "surveys").mkdir()
        (tmp_path / "surveys" / "here.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            questionnaires(tmp_path)
        return str(caught.value).splitlines()

    return load


def test_the_concern_survey_has_seven_choices_in_the_order_of_its_letters() -> None:
    concern = KNOWN["concern"].questions[0]
    assert concern.options == (*"ABCDEFG", "-")
    assert [choice.topic for choice in concern.choices] == [
        "unproductive",
        "wasted_time",
        "privacy",
        "real_work",
        "interruptions",
        "forgetting",
        "other",
    ]
    assert [choice.id for choice in concern.choices if choice.text] == ["G"]
    assert KNOWN["concern"].questions[1].kind is Kind.TEXT


def test_the_career_pulse_asks_for_seven_factors_and_three_conditions_on_one_scale() -> None:
    pulse = KNOWN["career_pulse"]
    assert len(pulse.counted) == 10
    assert {question.options for question in pulse.counted} == {(*"12345", "-")}
    assert pulse.label(pulse.counted[0], "5", "id") == "Ya, sepenuhnya"


@pytest.mark.parametrize("asked", KNOWN.values(), ids=list(KNOWN))
def test_every_question_can_be_declined(asked: Questionnaire) -> None:
    declined = {question.id: ("-",) for question in asked.counted}
    assert valid(asked, declined) is None
    first = asked.counted[0].id
    assert valid(asked, {**declined, first: ()}) == first
    assert valid(asked, {**declined, first: ("-", asked.counted[0].options[0])}) == first
    assert valid(asked, {**declined, first: ("Z",)}) == first


def test_mistakes_are_told_with_their_place(told: Told) -> None:
    assert told("""
title: {en: Hello}
purpose: {en: Why, id: Mengapa}
questions:
  - id: q
    kind: one
    wording: {en: What, id: Apa, fr: Quoi}
    choices:
      - {id: A, label: {en: Yes please, id: Ya}}
      - {id: B, label: {en: "", id: Tidak}}
""") == [
        "surveys/here.yaml: title.id: this language is missing",
        "surveys/here.yaml: questions[0].wording.fr: this language is not spoken here",
        "surveys/here.yaml: questions[0].choices[1].label.en: this language is missing",
    ]


@pytest.mark.parametrize(
    ("questions", "mistake"),
    [
        ("[{id: q, kind: text, wording: {en: a, id: a}}]", "at least one question with choices is needed"),
        ("[{id: q, kind: scale, wording: {en: a, id: a}}]", "a scale has 5 labels"),
        ("[{id: q, kind: one, wording: {en: a, id: a}}]", "at least two choices are needed"),
        ("[{id: '-', kind: text, wording: {en: a, id: a}}]", "one word of letters"),
        (
            "[{id: q, kind: one, wording: {}, choices: [{id: A, label: {}}, {id: A, label: {}}]}]",
            "two choices have one id",
        ),
        ("[{id: q, kind: yesno, wording: {}}]", "one of one, several, scale, text was expected"),
    ],
)
def test_what_could_not_be_counted_is_refused(told: Told, questions: str, mistake: str) -> None:
    assert mistake in "\n".join(told(f"title: {{}}\npurpose: {{}}\nquestions: {questions}"))
