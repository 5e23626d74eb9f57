"""Reads HR's table of divisions: a CSV with `email`, `division` and, if there are any, `lead`.

The rule to keep: pure, and whatever the file holds is hostile until read: nothing of it is guessed, and every mistake
is told with the line it is in, as a spreadsheet counts it.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.people import Place
from bot.spreadsheet import runs

LINES = 20_000
"""At most."""
NAME = 60
"""Characters of a division's name at most."""
_CELLS = 50
_CELL = 1000
_EMAIL = 254

COLUMNS = {
    "email": frozenset({"email", "e-mail", "mail", "surel", "alamat email"}),
    "division": frozenset({"division", "divisi", "department", "departemen"}),
    "lead": frozenset({"lead", "team lead", "ketua", "ketua tim"}),
}
_YES = frozenset({"1", "true", "x", "y", "ya", "yes", "✓"})
_NO = frozenset({"", "0", "false", "n", "no", "tidak", "-"})
_ADDRESS = re.compile(r'[^@\s<>,;:"=()\\]+@[^@\s<>,;:"=()\\]+\.[^@\s<>,;:"=()\\]+')


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a line. `key` is the end of its sentence's: `people.wrong_{key}`."""

    line: int
    key: str
    params: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `email` is in small letters."""

    number: int
    email: str
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """What could be read, and what is wrong with the rest."""

    lines: tuple[Line, ...]
    mistakes: tuple[Mistake, ...] = ()


def read(data: bytes) -> Table:
    """The table in a file. Raises nothing: a file that is no table is one mistake."""
    try:
        text = _text(data)
    except UnicodeError as error:
        before = data[: error.start] if isinstance(error, UnicodeDecodeError) else b""
        return Table((), (Mistake(before.count(b"\n") + 1, "encoding"),))
    try:
        return _table(_rows(text))
    except _OpenError as error:
        return Table((), (Mistake(error.line, "quotes"),))


class _OpenError(Exception):
    """A quotation mark that is never closed. `line` is where its row begins."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


def _text(data: bytes) -> str:
    """The characters. Spreadsheets write UTF-8, with a mark or without, or UTF-16, always with one."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with the line it begins in. Raises `_OpenError`."""
    lines = list(io.StringIO(text, newline=""))
    # Excel reads this, and does not show it.
    skipped = 1 if lines and re.fullmatch(r"sep=[,;\t]\s*", lines[0]) else 0
    head = next((line for line in lines[skipped:] if line.strip()), "")
    # Where the comma is the decimal sign, as in Indonesia, Excel separates with semicolons.
    reader = csv.reader(lines[skipped:], delimiter=max(";,\t", key=head.count), strict=True)
    line = skipped + 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _OpenError(line) from None
        if any(cell.strip() for cell in row):
            yield line, row
        line = skipped + reader.line_num + 1


def _table(rows: Iterator[tuple[int, list[str]]]) -> Table:
    number, head = next(rows, (1, []))
    columns = _columns(head)
    if columns is None:
        return Table((), (Mistake(number, "columns"),))
    lines: dict[str, Line] = {}
    mistakes: list[Mistake] = []
    names: dict[str, str] = {}
    for count, (line, row) in enumerate(rows, start=1):
        if count > LINES:
            return Table((), (Mistake(line, "many", {"n": LINES}),))
        found = _line(line, [_cell(row, columns.get(name)) for name in COLUMNS], row, names)
        if isinstance(found, Line) and found.email in lines:
            found = Mistake(line, "twice", {"first": lines[found.email].number})
        if isinstance(found, Mistake):
            mistakes.append(found)
        else:
            lines[found.email] = found
    if not lines and not mistakes:
        mistakes.append(Mistake(number + 1, "empty"))
    return Table(tuple(lines.values()), tuple(mistakes))


def _columns(head: Sequence[str]) -> dict[str, int] | None:
    """Which column is which; None where one is missing or there twice."""
    named = [" ".join(cell.split()).casefold() for cell in head[:_CELLS]]
    found: dict[str, int] = {}
    for place, cell in enumerate(named):
        for name, words in COLUMNS.items():
            if cell in words:
                if name in found:
                    return None
                found[name] = place
    return found if {"email", "division"} <= found.keys() else None


def _line(line: int, cells: Sequence[str], row: Sequence[str], names: dict[str, str]) -> Line | Mistake:
    email, division, lead = cells
    if wrong := _wrong(cells, row):
        return Mistake(line, wrong, {"n": NAME} if wrong == "long" else {})
    # One division, however it is written: a second spelling would split it, and make two small groups of it.
    name = names.setdefault(division.casefold(), division)
    return Line(line, email.casefold(), Place(name or None, lead.casefold() in _YES))


def _wrong(cells: Sequence[str], row: Sequence[str]) -> str:  # noqa: PLR0911 - one line a mistake
    """The first thing that is wrong with a line; empty for nothing."""
    email, division, lead = cells
    if len(row) > _CELLS or any(len(cell) > _CELL for cell in row):
        return "quotes"
    if not _printable("".join(cells)):
        return "signs"
    if len(email) > _EMAIL or not _ADDRESS.fullmatch(email):
        return "email"
    if runs(division):
        return "formula"
    if len(division) > NAME:
        return "long"
    if lead.casefold() not in _YES | _NO:
        return "lead"
    if lead.casefold() in _YES and not division:
        return "leads_nothing"
    return ""


def _cell(row: Sequence[str], place: int | None) -> str:
    return " ".join(row[place].split()) if place is not None and place < len(row) else ""


def _printable(text: str) -> bool:
    """Whether all of it is seen: signs that hide, or that turn the direction of writing, are nobody's division."""
    return not any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn"} for sign in text)
