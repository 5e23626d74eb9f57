"""How a table looks in Slack: as Slack's own where it takes one, in columns where they fit, else row by row in words.

The rule to keep: pure, and no cell is lost, whatever its length.
"""

from collections.abc import Iterable, Iterator, Sequence

from adapters.slack.pieces import RUN, Piece, facts, paragraph, rich_text, section, texts
from adapters.slack.rich import Data, chunks, elements, size
from bot.markup import plain, spans
from bot.message import Table

_TABLE_COLUMNS = 20
_TABLE_ROWS = 99
_TABLE_WEIGHT = 6000
_CELL = 800
_WORD = 24
"""Characters in a cell that needs no second line."""
_SIGNS = "+-~<=>\N{MINUS SIGN}\N{LESS-THAN OR EQUAL TO} "
"""What may stand before a number: a share that is rounded on purpose is one too."""
_LINE = 72
"""Characters in a line of code that a laptop shows without wrapping."""


def pieces(table: Table, *, native: bool) -> Iterator[Piece]:
    """A table with its caption. Without `native`, Slack's own is not used."""
    if table.caption.strip():
        yield from texts([rich_text([section(elements(run, bold=True))]) for run in chunks(spans(table.caption), RUN)])
    said = [[plain(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(size(row[place]) for row in said if place < len(row)) for place in range(len(table.columns))]
    if not table.columns or not table.rows:
        yield from texts(paragraph(" \N{MIDDLE DOT} ".join(table.columns)))
    elif native and len(table.columns) <= _TABLE_COLUMNS and max(widths) <= _CELL:
        yield from _native(table)
    elif sum(widths) + 2 * len(widths) <= _LINE:
        yield from _aligned(said, widths, [_numbers(_below(table, place)) for place in range(len(widths))])
    else:
        yield from facts([_told(table.columns, row) for row in table.rows])


def _told(columns: Sequence[str], row: Sequence[str]) -> tuple[str, str]:
    """A row in words: its first cell, and what the others say of it."""
    said = (f"{column}: {cell}" for column, cell in zip(columns[1:], row[1:], strict=False) if plain(cell).strip())
    # As in Slack's own table: a row of which nothing is said is not left open.
    return next(iter(row), ""), " \N{MIDDLE DOT} ".join(said) or "\N{EN DASH}"


def _native(table: Table) -> Iterator[Piece]:
    """Slack's own table, or several below one another, each with its head."""
    head = [_cell(cell, bold=True) for cell in table.columns]
    settings = [_column(_below(table, place)) for place in range(len(table.columns))]
    top = sum(size(plain(cell)) + 20 for cell in table.columns)
    rows: list[list[Data]] = [head]
    weight = top

    def piece() -> Piece:
        return Piece({"type": "table", "rows": rows, "column_settings": settings}, weight)

    for row in table.rows:
        cost = sum(size(plain(cell)) + 20 for cell in row)
        if len(rows) > 1 and (len(rows) > _TABLE_ROWS or weight + cost > _TABLE_WEIGHT):
            yield piece()
            rows, weight = [head], top
        rows.append([_cell(cell) for cell in row])
        weight += cost
    yield piece()


def _below(table: Table, place: int) -> list[str]:
    """The cells of a column."""
    return [plain(row[place]).strip() for row in table.rows if place < len(row)]


def _column(cells: Sequence[str]) -> Data:
    # A day or a number is one word; only what is long may break.
    wraps = max(map(size, cells), default=0) > _WORD
    return {"align": "right" if _numbers(cells) else "left"} | ({"is_wrapped": True} if wraps else {})


def _cell(markup: str, *, bold: bool = False) -> Data:
    found = spans(markup)
    if not "".join(span.text for span in found).strip():
        # Slack refuses an empty cell.
        return rich_text([section([{"type": "text", "text": "\N{EN DASH}"}])])
    return rich_text([section(elements(found, bold=bold))])


def _numbers(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.lstrip(_SIGNS)[:1].isdigit() for cell in filled)


def _aligned(rows: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[bool]) -> Iterator[Piece]:
    """Columns of fixed width, for places that have no table; numbers are on the right."""
    lines = ["  ".join(map(_padded, row, widths, right)).rstrip() for row in rows]
    while lines:
        kept = [lines.pop(0)]
        while lines and sum(size(line) + 1 for line in (*kept, lines[0])) <= RUN:
            kept.append(lines.pop(0))
        code: Data = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "\n".join(kept)}]}
        yield from texts([rich_text([code])])


def _padded(cell: str, width: int, right: bool) -> str:
    said, blank = cell.replace("\n", " "), " " * (width - size(cell))
    return blank + said if right else said + blank
