"""What somebody wrote stays text in a spreadsheet."""

import csv
from io import StringIO

import pytest

from bot.spreadsheet import runs, spreadsheet

FORMULAS = ["=1+1", "+62 21", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_text_to_it(text: str) -> None:
    assert runs(text)
    [_, [cell]] = csv.reader(StringIO(spreadsheet([["note"], [text]]).decode("utf-8-sig"), newline=""))
    assert cell == f"'{text}"


def test_everything_else_is_as_it_was_written() -> None:
    made = spreadsheet([["a", "b"], ["kopi; “teh”, susu", -5], [None, 'say "hi"']])
    assert made == '\ufeffa,b\r\n"kopi; “teh”, susu",-5\r\n,"say ""hi"""\r\n'.encode()
    assert not runs("kopi = teh")


def test_where_the_comma_is_the_decimal_sign_cells_are_parted_by_semicolons() -> None:
    assert spreadsheet([["a,b", "c"]], delimiter=";") == "\ufeffa,b;c\r\n".encode()
