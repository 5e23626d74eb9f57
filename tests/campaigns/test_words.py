"""The words of the playbooks: how Lentera speaks where it speaks for HR."""

import re
from collections.abc import Iterator

import pytest

from bot.campaigns.playbook import Kind, Playbook, Step
from bot.markup import plain, spans
from bot.timesheet.grammar import Ask, Wrong, read
from bot.timesheet.parse_command import moment
from config.playbooks import playbooks
from tests.ops.test_content import FORBIDDEN, without_code
from tests.timesheet.grammar.cases import AFTERNOON

PLAYBOOKS = playbooks()
STEPS = [(playbook, step) for playbook in PLAYBOOKS.values() for step in playbook.steps]
RELATIVE = {"en": ("today", "tomorrow", "yesterday", "next week"), "id": ("hari ini", "besok", "kemarin", "lusa")}


def written() -> Iterator[tuple[str, str, str]]:
    """Every text: where it stands, its language, and the words."""
    for playbook, step in STEPS:
        for language, words in step.wording.items():
            yield f"{playbook.name}.{step.name}.text", language, words.text
            yield f"{playbook.name}.{step.name}.body", language, words.body
    for playbook in PLAYBOOKS.values():
        for section in playbook.pack:
            yield from ((f"{playbook.name}.pack", language, body) for language, body in section.body.items())
        for name, said in playbook.promises.items():
            yield from ((f"{playbook.name}.promises.{name}", language, words) for language, words in said.items())


def test_words_that_we_do_not_use() -> None:
    for where, language, words in written():
        said = without_code(words).lower()
        found = [word for word in FORBIDDEN[language] if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said)]
        assert not found, (where, language)


def test_nobody_shouts_and_nobody_shortens() -> None:
    for where, language, words in written():
        assert "!" not in words, where
        assert not re.search(
            r"\b\w+(n't|'ll|'re|'ve|'m)\b|\b(it|that|there|here|what|who)'s\b", words, re.IGNORECASE
        ), where
        assert not re.search(r"\b\d{1,2}:\d\d\b", without_code(words)) or language == "en", where
        assert not re.search(r" $|  ", words, re.MULTILINE), where


def test_the_signs_of_the_markup_come_in_pairs() -> None:
    for where, _, words in written():
        left = "".join(span.text for span in spans(words) if span.style == "plain")
        assert not re.search(r"[*`]|\]\(", left), (where, left)


def test_announcements_say_anda_and_nothing_else() -> None:
    for where, language, words in written():
        if language == "id":
            assert not re.search(r"\b(kamu|kau|lo|elo)\b", words.lower()), where
            assert "anda" not in re.findall(r"\b[Aa]nda\b", words), where


def test_every_command_that_a_text_shows_is_understood() -> None:
    shown = {
        (language, span.text.removeprefix("/track ").strip())
        for _, language, words in written()
        for span in spans(words)
        if span.style == "code" and span.text.startswith("/track ")
    }
    assert len(shown) > 15
    for language, typed in shown:
        assert not isinstance(read(typed, now=moment(AFTERNOON), locale=language), Ask | Wrong), typed


@pytest.mark.parametrize(("playbook", "step"), STEPS, ids=lambda one: getattr(one, "name", ""))
def test_both_languages_say_as_much(playbook: Playbook, step: Step) -> None:
    en, id_ = (step.wording[language] for language in ("en", "id"))
    assert [line.count("\n") for line in en.body.split("\n\n")] == [line.count("\n") for line in id_.body.split("\n\n")]
    assert 0.6 < len(en.body + en.text) / len(id_.body + id_.text) < 1.4, playbook.name


def test_a_reminder_names_the_day_and_never_counts_from_now() -> None:
    for playbook, step in STEPS:
        if step.kind is not Kind.REMINDER:
            continue
        for language, words in step.wording.items():
            said = plain(f"{words.text} {words.body}").lower()
            assert not [word for word in RELATIVE[language] if word in said], (playbook.name, step.name)
            assert "{time}" in words.text or "{end_time}" in words.text
            assert "day}" in words.text or step.when.hours_before


def test_the_agenda_is_six_short_lines() -> None:
    agendas = [step for _, step in STEPS if step.kind is Kind.MESSAGE and "{figures}" in step.wording["en"].body]
    assert agendas
    for step in agendas:
        for words in step.wording.values():
            points = re.findall(r"^\d\. (.*)$", words.body, re.MULTILINE)
            assert len(points) == 6
            assert max(map(len, points)) <= 80


def test_the_meeting_has_five_key_points_and_the_concerns_come_before_them() -> None:
    for playbook in PLAYBOOKS.values():
        for language in ("en", "id") if playbook.pack else ():
            bodies = [section.body[language] for section in playbook.pack]
            points = next(number for number, body in enumerate(bodies) if re.search(r"^5\. ", body, re.MULTILINE))
            figures = next(number for number, body in enumerate(bodies) if "{figures}" in body)
            assert figures < points < next(number for number, body in enumerate(bodies) if "{questions}" in body)
            assert not re.search(r"^6\. ", bodies[points], re.MULTILINE)
