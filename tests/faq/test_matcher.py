import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.faq.batch import measured, samples
from bot.faq.matcher import Matcher
from config import lessons

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return lessons.matcher()


def test_what_was_learnt_is_up_to_date() -> None:
    taught, known = lessons.lessons(), lessons.matcher()
    assert lessons.learnt_seal() == taught.seal(), "make faq teaches the matcher anew"
    assert (known._answer, known._suggest) == (taught.answer, taught.suggest), "the same"


def test_what_is_kept_is_read_back_as_it_was(matcher: Matcher, tmp_path: Path) -> None:
    (tmp_path / "faq" / "matching").mkdir(parents=True)
    lessons.keep(lessons.lessons(), matcher._reader, matcher._weights, tmp_path)
    again = lessons.matcher(tmp_path)
    assert again._weights == matcher._weights
    assert (again._reader, again._answer, again._suggest) == (matcher._reader, matcher._answer, matcher._suggest)
    assert lessons.learnt_seal(tmp_path) == lessons.learnt_seal()


def test_there_are_thirty_one_topics(matcher: Matcher) -> None:
    assert len(matcher.topics) == 31
    assert set(matcher.topics) == set(lessons.topics())


@pytest.mark.parametrize("name", ["held_out.tsv", "looked_at.tsv", "unseen.tsv"])
def test_it_was_taught_with_nothing_that_it_is_measured_with(name: str) -> None:
    taught = {question.lower() for asked in lessons.lessons().questions.values() for question in asked}
    asked, wrong = samples((HERE / name).read_text(encoding="utf-8"), lessons.topics())
    assert not wrong
    assert not taught & {sample.question.lower() for sample in asked}


@pytest.mark.parametrize(
    ("name", "right", "near", "bluffed"),
    [("held_out.tsv", 0.93, 0.96, 0.03), ("looked_at.tsv", 0.94, 0.98, 0.03), ("unseen.tsv", 0.94, 0.96, 0.05)],
)
def test_it_answers_enough_of_what_it_has_not_seen_and_little_of_what_is_not_ours(
    matcher: Matcher, name: str, right: float, near: float, bluffed: float
) -> None:
    """A little below what `docs/faq.md` says was measured, and nowhere below the aims."""
    asked, _ = samples((HERE / name).read_text(encoding="utf-8"), matcher.topics)
    found = measured(matcher, asked)
    assert found.on >= 150
    assert found.off >= 60
    assert found.enough, found.told()
    assert found.right >= right * found.on
    assert found.near >= near * found.on
    assert found.bluffed <= bluffed * found.off


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("ini buat mata-matain kita ya", "privacy_invasion"),
        ("can my boss see what i do all day", "manager_view"),
        ("does this invade my privacy", "privacy_invasion"),
        ("am I expected to be fully productive for 8 hours", "eight_hours_productive"),
        ("apakah ini hukuman karena kerja saya jelek", "punishment"),
        ("will i be micromanaged", "micromanagement"),
        ("HAPUS DATA SAYA", "delete_my_data"),
        ("kpn rapatnya bos", "meeting_when_what"),
    ],
)
def test_it_knows_the_great_questions(matcher: Matcher, question: str, topic: str) -> None:
    assert matcher.judge(question).topic == topic


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("kmrn lupa catt jm krja", "forgot_to_track"),
        ("apkh srvei ini annim", "survey_anonymous"),
        ("jamlembur bisa diganti libur", "comp_time"),
        ("whosees my entries", "who_sees_my_entries"),
        ("wherecan i donwload my data", "export_my_data"),
        ("surat skt dlht siapa", None),
        ("slipgaji bulan ini", None),
    ],
)
def test_it_reads_what_is_typed_in_haste(matcher: Matcher, question: str, topic: str | None) -> None:
    assert matcher.judge(question).topic == topic


@pytest.mark.parametrize(
    ("topic", "question"),
    [
        ("manager_view", "can my boss see my {}"),
        ("who_sees_my_entries", "siapa yang bisa lihat {} saya"),
        ("data_retention", "{} saya disimpan berapa lama"),
        ("delete_my_data", "hapus semua {} saya dong"),
        ("export_my_data", "how do i download my {}"),
    ],
)
def test_the_same_words_about_other_things_are_not_ours(matcher: Matcher, topic: str, question: str) -> None:
    ours = "entries" if question.endswith("my {}") else "catatan waktu"
    others = ("payslip", "sick note") if question.endswith("my {}") else ("slip gaji", "surat sakit", "foto")
    assert matcher.judge(question.format(ours)).topic == topic
    assert {matcher.judge(question.format(other)).topic for other in others} == {None}


@pytest.mark.parametrize(
    "question",
    ["", "   ", "?!", "🙂", "where is my payslip", "password wifi dong", "who sees my sick notes", "\x00" * 9],
)
def test_it_does_not_answer_what_it_does_not_know(matcher: Matcher, question: str) -> None:
    assert matcher.judge(question).topic is None


def test_no_text_is_too_long_or_too_strange(matcher: Matcher) -> None:
    for text in ("a" * 100_000, "mata " * 20_000, "<@U1> https://x.example/a?b=c", "ﬁ ０１２", "'" * 500):
        assert len(matcher.judge(text).suggestions) <= 3


def ask(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "bot", "faq", *words],
        input=given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
def test_a_batch_is_answered_line_by_line_and_in_order() -> None:
    lines = [
        json.dumps({"id": 1, "lang": "id", "question": "ini buat mata-matain kita ya"}),
        "not json",
        json.dumps({"id": "b", "lang": "en", "question": "where is my payslip"}),
        json.dumps({"id": 3, "lang": "en", "question": 7}),
        "",
        json.dumps([1]),
    ]
    began = time.monotonic()
    done = ask("ask", "--batch", given="\n".join(lines))
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in found] == [1, None, "b", 3, None]
    assert found[0] == {"id": 1, "topic": "privacy_invasion", "suggestions": []}
    assert found[2]["topic"] is None
    assert {one.get("error") for one in (found[1], found[3], found[4])} == {"bad_record"}
    assert time.monotonic() - began < 20, "a cold start takes about a second on an idle machine"


@pytest.mark.slow
def test_hr_tries_its_own_table_of_questions(tmp_path: Path) -> None:
    table = tmp_path / "ours.tsv"
    table.write_text("privacy_invasion\tini buat mata-matain kita ya\noff\twhere is my payslip\n", encoding="utf-8")
    done = ask("test", f"{table}")
    assert (done.returncode, done.stdout.count("1 of 1")) == (0, 2)
    table.write_text("punishment\tini buat mata-matain kita ya\n", encoding="utf-8")
    done = ask("test", f"{table}")
    assert done.returncode == 1
    assert "punishment\tprivacy_invasion\tini buat" in done.stdout
    table.write_text("spying\tini buat mata-matain kita ya\n", encoding="utf-8")
    assert "line 1" in ask("test", f"{table}").stderr
