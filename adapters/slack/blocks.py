"""How a message looks in Slack: pages of Block Kit, as many as its limits ask for.

The rule to keep: pure, every part of the union has its case, and nothing is too long: it is split, and where it cannot
be split it is shown in another way. https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from adapters.slack.rich import URL_LIMIT, Data, chunks, cut, elements, escaped, mrkdwn, plain_text, size, twin
from bot.markup import plain, spans
from bot.message import Button, Buttons, Facts, File, Link, Message, Part, Picture, Prose, Table

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
WEIGHT = 8000
"""Characters in one message. Slack says 12,000, and counts more than the text."""
TEXT_LIMIT = 3000
"""Characters of the text that stands for a message where its blocks cannot be shown."""
_VIEW_WEIGHT = 40_000
"""Characters in one view, of which Slack takes 250 KB."""
_NOTHING = "\N{HORIZONTAL ELLIPSIS}"
_GLIMPSE = 150
"""Characters that a notification shows of a page that is not the first."""
_RUN = 2500
"""Characters in one paragraph."""
_SMALL = 1500
_LABEL = 75
_VALUE = 2000
_ACTION = 240
_ROW = 25
_ALT = 2000
_TABLE_COLUMNS = 20
_TABLE_ROWS = 99
_TABLE_WEIGHT = 6000
_CELL = 800
_WORD = 24
"""Characters in a cell that needs no second line."""
_LINE = 72
"""Characters in a line of code that a laptop shows without wrapping."""


@dataclass(frozen=True, slots=True)
class Page:
    """One Slack message. `text` is its twin for notifications, escaped."""

    text: str
    blocks: tuple[Data, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block with what it weighs, and what it says to those who do not see it."""

    block: Data
    weight: int
    words: str = field(default="", compare=False)


def pages(message: Message, *, pictures: Sequence[str] = (), native: bool = True) -> tuple[Page, ...]:
    """A message as one Slack message or several.

    `pictures` are file ids, in the order of the message's pictures; one that is missing or empty is told in words.
    Without `native` no block is used that Slack has been seen to refuse.
    """
    found: list[Page] = []
    blocks: list[Data] = []
    words = twin(message.text, TEXT_LIMIT) if message.text.strip() else ""
    weight = 0
    for piece in _pieces(message, pictures, native=native):
        # Slack takes one table in a message.
        second = piece.block["type"] == "table" and any(block["type"] == "table" for block in blocks)
        if blocks and (len(blocks) == MESSAGE_BLOCKS or weight + piece.weight > WEIGHT or second):
            found.append(Page(words or _NOTHING, tuple(blocks)))
            blocks, weight, words = [], 0, piece.words
        blocks.append(piece.block)
        weight += piece.weight
        words = words or piece.words
    return (*found, Page(words or _NOTHING, tuple(blocks)))


def shown(message: Message, *, pictures: Sequence[str] = ()) -> list[Data]:
    """A message inside a view, where there is one page only: what does not fit is left out, buttons last of all."""
    blocks: list[Data] = []
    weight = 0
    for piece in _pieces(message, pictures, native=False):
        weight += piece.weight
        if weight <= _VIEW_WEIGHT or piece.block["type"] == "actions":
            blocks.append(piece.block)
    if len(blocks) <= VIEW_BLOCKS:
        return blocks
    actions = [block for block in blocks if block["type"] == "actions"][-10:]
    others = [block for block in blocks if block["type"] != "actions"]
    return others[: VIEW_BLOCKS - len(actions)] + actions


def paragraph(markup: str) -> Iterator[Data]:
    """A text of any length, as rich text."""
    for run in chunks(spans(markup), _RUN):
        yield _rich([_section(elements(run))])


def small(markup: str) -> Iterator[Data]:
    """Small print."""
    for run in chunks(spans(markup), _SMALL):
        said = "".join(span.text for span in run)
        if not said.strip():
            continue
        if all(span.style == "plain" for span in run):
            element: Data = {"type": "plain_text", "text": said, "emoji": False}
        else:
            element = {"type": "mrkdwn", "text": mrkdwn(run), "verbatim": True}
        yield {"type": "context", "elements": [element]}


def pressed(action_id: str) -> str:
    """The action of a button, from the id that it has in Slack."""
    return action_id.partition(":")[2]


def opens_form(action_id: str) -> bool:
    """Whether a form answers this button."""
    return action_id.startswith("f")


def leads_away(action_id: str) -> bool:
    """Whether this button is a link, of which Slack tells us although there is nothing to do."""
    return action_id.startswith("l")


def _pieces(message: Message, pictures: Sequence[str], *, native: bool) -> Iterator[_Piece]:
    yield from _texts(paragraph(message.text))
    ids = iter(pictures)
    tables = sum(isinstance(part, Table) for part in message.parts)
    for part in message.parts:
        yield from _part(part, next(ids, "") if isinstance(part, Picture) else "", native=native and tables == 1)


def _part(part: Part, picture: str, *, native: bool) -> Iterator[_Piece]:
    match part:
        case Prose(text, quiet):
            yield from _texts(small(text) if quiet else paragraph(text))
        case Facts(pairs):
            yield from _facts(pairs)
        case Table():
            yield from _table(part, native=native)
        case Picture(_, alt) if picture:
            words = cut(plain(alt), _ALT)
            yield _Piece({"type": "image", "alt_text": words, "slack_file": {"id": picture}}, size(words) + 100)
        case Picture(_, alt):
            yield from _texts(small(alt))
        case File():
            # It is a message of its own in Slack; see `uploads`.
            return
        case Buttons(items):
            yield from _buttons(items)


def _texts(blocks: Iterable[Data]) -> Iterator[_Piece]:
    for block in blocks:
        words = [node["text"] for node in _nodes(block)]
        if said := "".join(words).strip():
            yield _Piece(block, size("".join(words)) + 20 * len(words) + 40, escaped(cut(said, _GLIMPSE)))


def _nodes(block: Data) -> list[Data]:
    """The texts of a block of paragraphs."""
    return [node for element in block["elements"] for node in element.get("elements", (element,))]


def _facts(pairs: Sequence[tuple[str, str]]) -> Iterator[_Piece]:
    """Label and value, as many lines in a block as fit."""
    lines: list[list[Data]] = []
    weight = 0
    for label, value in pairs:
        head = elements(spans(label), bold=True)
        sign = "" if plain(label).rstrip().endswith((":", "?")) else ":"
        for place, run in enumerate(list(chunks(spans(value), _RUN)) or [()]):
            opening = [*head, {"type": "text", "text": f"{sign} "}] if head and not place else []
            line = [*opening, *elements(run)]
            cost = sum(size(node["text"]) for node in line) + 20
            if lines and weight + cost > _RUN:
                yield from _texts([_lines(lines)])
                lines, weight = [], 0
            lines.append(line)
            weight += cost
    if lines:
        yield from _texts([_lines(lines)])


def _lines(lines: Sequence[list[Data]]) -> Data:
    """One section with breaks in it: sections after one another begin no new line."""
    nodes: list[Data] = []
    for line in lines:
        nodes += [*([{"type": "text", "text": "\n"}] if nodes else []), *line]
    return _rich([_section(nodes)])


def _table(table: Table, *, native: bool) -> Iterator[_Piece]:
    if table.caption.strip():
        yield from _texts([_rich([_section(elements(run, bold=True))]) for run in chunks(spans(table.caption), _RUN)])
    said = [[plain(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(size(row[place]) for row in said if place < len(row)) for place in range(len(table.columns))]
    if not table.columns or not table.rows:
        yield from _texts(paragraph(" \N{MIDDLE DOT} ".join(table.columns)))
    elif native and len(table.columns) <= _TABLE_COLUMNS and max(widths) <= _CELL:
        yield from _native(table)
    elif sum(widths) + 2 * len(widths) <= _LINE:
        yield from _aligned(said, widths, [_numbers(_below(table, place)) for place in range(len(widths))])
    else:
        yield from _facts([_told(table.columns, row) for row in table.rows])


def _told(columns: Sequence[str], row: Sequence[str]) -> tuple[str, str]:
    """A row in words: its first cell, and what the others say of it."""
    said = (f"{column}: {cell}" for column, cell in zip(columns[1:], row[1:], strict=False) if plain(cell).strip())
    return next(iter(row), ""), " \N{MIDDLE DOT} ".join(said)


def _native(table: Table) -> Iterator[_Piece]:
    """Slack's own table, or several below one another, each with its head."""
    head = [_cell(cell, bold=True) for cell in table.columns]
    settings = [_column(_below(table, place)) for place in range(len(table.columns))]
    top = sum(size(plain(cell)) + 20 for cell in table.columns)
    rows: list[list[Data]] = [head]
    weight = top

    def piece() -> _Piece:
        return _Piece({"type": "table", "rows": rows, "column_settings": settings}, weight)

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
        return _rich([_section([{"type": "text", "text": "\N{EN DASH}"}])])
    return _rich([_section(elements(found, bold=bold))])


def _numbers(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.lstrip("+-\N{MINUS SIGN}")[:1].isdigit() for cell in filled)


def _aligned(rows: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[bool]) -> Iterator[_Piece]:
    """Columns of fixed width, for places that have no table; numbers are on the right."""
    lines = ["  ".join(map(_padded, row, widths, right)).rstrip() for row in rows]
    while lines:
        kept = [lines.pop(0)]
        while lines and sum(size(line) + 1 for line in (*kept, lines[0])) <= _RUN:
            kept.append(lines.pop(0))
        code: Data = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "\n".join(kept)}]}
        yield from _texts([_rich([code])])


def _padded(cell: str, width: int, right: bool) -> str:
    said, blank = cell.replace("\n", " "), " " * (width - size(cell))
    return blank + said if right else said + blank


def _buttons(items: Sequence[Button | Link]) -> Iterator[_Piece]:
    shown = [_button(place, item) for place, item in enumerate(items)]
    for start in range(0, len(shown), _ROW):
        row = shown[start : start + _ROW]
        # What a button carries counts too, as far as anybody outside Slack knows.
        weight = sum(size(button["text"]["text"]) + size(button.get("value", "")) + 60 for button in row)
        if weight > WEIGHT:
            for button in row:
                yield _Piece({"type": "actions", "elements": [button]}, min(weight, WEIGHT) // len(row))
        else:
            yield _Piece({"type": "actions", "elements": row}, weight)


def _button(place: int, item: Button | Link) -> Data:
    match item:
        case Button(label, action, value, style, form):
            shown: Data = {
                "type": "button",
                "text": plain_text(label, _LABEL),
                # Two buttons of a row may do the same to different things; Slack wants their ids different.
                "action_id": f"{'f' if form else 'b'}{place}:{action[:_ACTION]}",
            }
            if value:
                shown["value"] = value[:_VALUE]
            if style != "plain":
                shown["style"] = style
            return shown
        case Link(label, url):
            shown = {"type": "button", "text": plain_text(label, _LABEL), "action_id": f"l{place}:"}
            return shown | ({"url": url} if size(url) <= URL_LIMIT else {})


def _section(nodes: list[Data]) -> Data:
    return {"type": "rich_text_section", "elements": nodes}


def _rich(sections: list[Data]) -> Data:
    return {"type": "rich_text", "elements": sections}
