"""A table as a file that a spreadsheet opens.

The rule to keep: what somebody wrote is data; no cell can become a formula.
"""

import csv
from collections.abc import Iterable
from io import StringIO

# Excel, LibreOffice and Google Sheets run what begins like this, quoted or not.
# https://owasp.org/www-community/attacks/CSV_Injection
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def spreadsheet(rows: Iterable[Iterable[object]], *, delimiter: str = ",") -> bytes:
    """RFC 4180, UTF-8 with the mark by which Excel knows it; the first row is the head, None an empty cell."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", delimiter=delimiter)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def runs(text: str) -> bool:
    """Whether a spreadsheet would take it for a formula."""
    return text.startswith(_RUNS)


def _cell(value: object) -> object:
    if isinstance(value, str) and runs(value):
        return f"'{value}"
    return "" if value is None else value
