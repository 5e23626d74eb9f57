"""A note that is sure to be read as a note is read as one, and a word that any rule mentions makes nobody sure."""

import ast
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.timesheet import grammar
from bot.timesheet.grammar import Entries, Line, canonical, read
from bot.timesheet.grammar.durations import ACTIVITIES
from bot.timesheet.grammar.quiet import quiet

RULES = Path(grammar.__path__[0])
DAY = date(2026, 11, 17)
PROJECTS = st.sampled_from([None, "acme", "app/web", "x-1", "2go"])
WORDS = st.one_of(st.from_regex("[A-Za-z]{1,11}", fullmatch=True), st.sampled_from(sorted(ACTIVITIES)))
NUMBERS = st.integers(0, 99_999).map(str)


def source_words() -> set[str]:
    """Every word in the source of the rules: of their tables and their code, and not of what they say about it."""
    found: set[str] = set()
    for file in RULES.glob("*.py"):
        if file.name == "quiet.py":
            continue
        nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
        told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        texts = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in told]
        found |= {word for text in texts if isinstance(text, str) for word in re.findall(r"[a-z]+", text.lower())}
    return found


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(WORDS, NUMBERS), min_size=1, max_size=6), st.integers(1, 1440), PROJECTS)
def test_a_quiet_note_is_read_as_itself_on_every_day_and_in_both_languages(
    words: list[str], minutes: int, project: str | None
) -> None:
    line = Line(minutes, DAY, project, " ".join(words))
    assume(quiet(line))
    for locale in ("en", "id"):
        text = canonical(line, locale)
        assert '"' not in text
        for ahead in range(1, 8):
            now = datetime(2026, 11, 17, 12, tzinfo=ZoneInfo("Asia/Jakarta")) + timedelta(days=ahead)
            assert read(text, now=now, locale=locale) == Entries((line,))


def test_a_word_that_any_rule_mentions_is_not_quiet() -> None:
    # One word was taken out of its table again, and one is what a reading is where there is none.
    rest = source_words() - ACTIVITIES - {"jams", "none"}
    assert len(rest) > 1000
    assert [word for word in sorted(rest) if quiet(Line(45, DAY, None, word))] == []


@pytest.mark.parametrize("note", ["review 123", "Design login 7 bug", "meeting klien", "server 404 api 2 code"])
def test_what_most_people_write_is_quiet(note: str) -> None:
    assert quiet(Line(45, DAY, "acme", note))


@pytest.mark.parametrize(
    "note", ["123 review", "server 4 5", "yesteday", "server  api", "server, api", "", "kemarin", "v2", "½", "rüben"]
)
def test_whatever_else_is_read(note: str) -> None:
    assert not quiet(Line(45, DAY, "acme", note))


@pytest.mark.parametrize(
    "line",
    [
        Line(0, DAY, None, "server"),
        Line(1441, DAY, None, "server"),
        Line(45, DAY, "123", "server"),
        Line(45, DAY, "Acme", "server"),
        Line(45, date(1800, 1, 1), None, "server"),
        Line(60, DAY, None, "server", datetime(2026, 11, 17, 9), datetime(2026, 11, 17, 10)),  # noqa: DTZ001 - as good
        Line(45, DAY, None, "server " * 200 + "server"),
    ],
)
def test_only_a_length_on_a_day_is_quiet(line: Line) -> None:
    assert not quiet(line)
