import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timesheet.entry import Draft, Entry
from bot.timesheet.export import COLUMNS, as_csv, as_json

DAY = date(2026, 11, 18)


def rows(note: str, project: str | None = "acme") -> list[list[str]]:
    file = as_csv([Entry(7, 1, Draft(DAY, 90, project, note))], "mine")
    return list(csv.reader(StringIO(file.data.decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_gets_columns_it_understands() -> None:
    at = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
    entry = Entry(
        7, 1, Draft(DAY, 90, "acme", 'rapat "klien", kedua', at, at.replace(hour=3, minute=30), "Asia/Jakarta")
    )
    file = as_csv([entry], "mine")
    assert (file.name, file.media_type) == ("mine.csv", "text/csv")
    assert file.data == (
        b"\xef\xbb\xbfid,day,minutes,project,note,start,end,zone,kind\r\n"
        b'7,2026-11-18,90,acme,"rapat ""klien"", kedua",'
        b"2026-11-18T09:00+07:00,2026-11-18T10:30+07:00,Asia/Jakarta,work\r\n"
    )


@pytest.mark.parametrize("note", ["=1+1", "+62 811", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_no_note_and_no_project_becomes_a_formula(note: str) -> None:
    assert rows(note, note)[1][3:5] == [f"'{note}", f"'{note}"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_was_written_arrives_unless_it_would_run(note: str) -> None:
    (head, row) = rows(note)
    assert tuple(head) == COLUMNS
    assert not row[4].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row[4].removeprefix("'") == note.removeprefix("'")


def test_a_program_gets_the_words_as_they_are() -> None:
    entry = Entry(7, 1, Draft(DAY, 15, None, "=1+1 😀", kind="interruption"))
    file = as_json([entry], "mine")
    assert (file.name, file.media_type) == ("mine.json", "application/json")
    assert json.loads(file.data) == {
        "entries": [
            {
                "id": 7,
                "day": "2026-11-18",
                "minutes": 15,
                "project": None,
                "note": "=1+1 😀",
                "start": None,
                "end": None,
                "zone": "UTC",
                "kind": "interruption",
            }
        ]
    }
