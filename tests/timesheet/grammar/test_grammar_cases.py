"""Every row of the published table is read as the table says, and the table is up to date."""

import pytest

from bot.timesheet.grammar import ASKS, WRONGS, Ask, Entries, Line, Order, Verb, canonical, read
from bot.timesheet.parse_command import moment
from config.content import texts
from tests.timesheet.grammar.cases import AFTERNOON, GROUPS, Case
from tests.timesheet.grammar.shown import shown
from tests.timesheet.grammar.table import PAGE, page

NOW = moment(AFTERNOON)
CASES = [case for group in GROUPS for case in group.cases]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.typed[:40]!r} {case.now[:16]}")
def test_a_row_of_the_table_is_read_as_the_table_says(case: Case) -> None:
    now = moment(case.now)
    assert shown(read(case.typed, now=now, locale=case.lang), now.date()) == case.read


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.typed[:40]!r} {case.now[:16]}")
def test_every_entry_of_the_table_is_echoed_as_a_line_that_is_read_the_same(case: Case) -> None:
    now = moment(case.now)
    reading = read(case.typed, now=now, locale=case.lang)
    for line in reading.lines if isinstance(reading, Entries) else ():
        for locale in ("en", "id"):
            assert read(canonical(line, locale), now=now, locale=case.lang) == Entries((line,))


def test_the_published_table_is_made_of_the_cases() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.timesheet.grammar.table"


def test_the_language_of_the_person_changes_nothing_that_is_clear() -> None:
    for case in CASES:
        now = moment(case.now)
        readings = {shown(read(case.typed, now=now, locale=locale), now.date()) for locale in ("en", "id")}
        assert case.read in readings
        if case.read.startswith(("ask", "refuse")):
            continue
        assert len(readings) == 1, case.typed


def test_the_canonical_line_is_the_one_that_was_promised() -> None:
    line = Line(150, moment(AFTERNOON).date().replace(day=17), "acme", "code review")
    assert canonical(line, "en") == "2 h 30 min #acme code review, 17 Nov 2026"
    assert (
        canonical(Line(150, line.day, "acme", "rapat klien"), "id") == "2 jam 30 menit #acme rapat klien, 17 Nov 2026"
    )
    assert (
        canonical(Line(150, line.day, None, "Friday demo prep"), "en") == '2 h 30 min "Friday demo prep", 17 Nov 2026'
    )
    start, end = NOW.replace(day=17, hour=9), NOW.replace(day=17, hour=11, minute=30)
    assert canonical(Line(150, line.day, None, "x", start, end), "id") == "09.00-11.30 (2 jam 30 menit) x, 17 Nov 2026"


def options(text: str, *, projects: tuple[str, ...] = ()) -> list[str]:
    reading = read(text, now=NOW, projects=projects)
    assert isinstance(reading, Ask), reading
    return [shown(option, NOW.date()) for option in reading.options]


def test_a_question_offers_what_may_have_been_meant() -> None:
    assert options("5 design") == ["300 min, today, “design”", "5 min, today, “design”"]
    assert options("9-5")[0] == "480 min, today, 09:00-17:00"
    assert options("2-4 review") == ["120 min, today, 14:00-16:00, “review”", "120 min, today, 02:00-04:00, “review”"]
    assert options("Friday demo prep 1h") == ["60 min, Fri 13 Nov, “demo prep”", "60 min, today, “Friday demo prep”"]
    assert options("minggu lalu") == ["command: week Wed 11 Nov", "command: today Sun 15 Nov"]
    assert options("2-3 hours") == ["180 min, today", "120 min, today"]
    assert options("9-17 with 1h lunch") == ["420 min, today, “with lunch”"]


def test_a_project_that_looks_like_a_slip_is_asked_about() -> None:
    slip = read("2h #amce", now=NOW, projects=("acme",))
    assert isinstance(slip, Ask)
    assert slip.params == {"typed": "amce", "known": "acme"}
    known = ("acme", "marketing", "team1", "acme/backend")
    assert options("2h #amce design", projects=known) == [
        "120 min, today, #acme, “design”",
        "120 min, today, #amce, “design”",
    ]
    assert options("2h #acme/backnd", projects=known)[0] == "120 min, today, #acme/backend"
    assert options("start #acm design", projects=known)[0] == "command: start #acme “design”"
    for welcome in ("acme", "ACME", "growth", "team2", "acme/frontend", "b"):
        assert isinstance(read(f"2h #{welcome}", now=NOW, projects=known), Entries), welcome


def test_a_number_behind_a_hash_is_a_ticket_unless_a_project_is_called_so() -> None:
    ticket = read("2h #123", now=NOW)
    project = read("2h #123", now=NOW, projects=("123",))
    assert isinstance(ticket, Entries)
    assert isinstance(project, Entries)
    assert (ticket.lines[0].project, ticket.lines[0].note) == (None, "#123")
    assert (project.lines[0].project, project.lines[0].note) == ("123", "")


def test_a_day_off_may_lie_ahead() -> None:
    off = read("cuti senin sampai rabu", now=NOW, locale="id")
    assert isinstance(off, Order)
    assert off.name is Verb.OFF
    assert off.day is not None
    assert off.last is not None
    assert (off.day.isoformat(), off.last.isoformat()) == ("2026-11-23", "2026-11-25")


@pytest.mark.parametrize("locale", ["en", "id"])
def test_every_question_and_refusal_has_its_own_sentence(locale: str) -> None:
    t = texts().to(locale)
    missing = [f"ask_{reason}" for reason in ASKS if not t.has(f"track.ask_{reason}")]
    missing += [f"wrong_{reason}" for reason in WRONGS if not t.has(f"track.wrong_{reason}")]
    assert not missing
