"""How a message looks in Teams: one Adaptive Card 1.5 or several, each with its text twin.

The rule to keep: pure, every part of the union has its case, and nothing is too long: it is split, and where it cannot
be split it is shown in another way. https://adaptivecards.io/explorer/
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from adapters.teams import pictures
from adapters.teams.charts import charts
from adapters.teams.offers import Offers
from adapters.teams.rich import Data, blocks, cut, label, opening, paragraph, size, twin, weight
from bot.markup import plain, spans
from bot.message import Button, Buttons, Facts, File, Link, Message, Part, Picture, Prose, Table

Sight = Literal["charts", "pictures", "words"]
"""How a picture is shown: drawn by Teams where it has figures, as the picture it is, or told."""
SIGHTS: tuple[Sight, ...] = ("charts", "pictures", "words")
VERSION = "1.5"
MEDIA = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
WEIGHT = 17_000
"""UTF-16 units in one card. Teams took 40 KB of them in a message for years, takes 100 KB in some places and 28 in
others, and does not count the pictures.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages"""
TWIN = 2000
_GLIMPSE = 150
"""Characters that a notification shows of a page that is not the first."""
_LABEL = 100
_URL = 2000
_VALUE = 2000
_ROW = 6
"""Buttons that Teams shows in one set."""
_WIDE = 60
"""Characters in a row of buttons, with what is around them, that a chat shows without cutting one off."""
_AROUND = 5
_ALT = 2000
_COLUMNS = 8
_CELL = 400


@dataclass(frozen=True, slots=True)
class Page:
    """One Teams message. `text` is its twin for notifications; plain."""

    text: str
    body: tuple[Data, ...]

    @property
    def card(self) -> Data:
        """The card."""
        return card(self.body, self.text)

    @property
    def attachment(self) -> Data:
        """The card as a message carries it."""
        return {"contentType": MEDIA, "content": self.card}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block with what it weighs, and what it says to those who do not see it."""

    block: Data
    weight: int
    words: str = field(default="", compare=False)


def card(body: Iterable[Data], text: str) -> Data:
    """An Adaptive Card of these blocks."""
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": cut(text, TWIN),
        "body": list(body),
        # Ignored by everybody else; in Teams a table needs the width.
        "msteams": {"width": "full"},
    }


def pages(message: Message, offers: Offers, *, sight: Sight = "charts") -> tuple[Page, ...]:
    """A message as one Teams message or several."""
    found: list[Page] = []
    body: list[Data] = []
    words = twin(message.text, TWIN) if message.text.strip() else ""
    heavy = 0
    for piece in _pieces(message, offers, sight):
        if body and heavy + piece.weight > WEIGHT:
            found.append(Page(words or cut("", 1), tuple(body)))
            body, heavy, words = [], 0, piece.words
        body.append(piece.block)
        heavy += piece.weight
        words = words or piece.words
    return (*found, Page(words or cut("", 1), tuple(body)))


def shown(message: Message, offers: Offers) -> list[Data]:
    """A message inside a dialog, where there is one page only: what does not fit is left out, buttons last of all."""
    body: list[Data] = []
    heavy = 0
    for piece in _pieces(message, offers, "charts"):
        heavy += piece.weight
        if heavy <= WEIGHT or (piece.block["type"] == "ActionSet" and heavy <= 2 * WEIGHT):
            body.append(piece.block)
    return body


def _pieces(message: Message, offers: Offers, sight: Sight) -> Iterator[_Piece]:
    yield from _texts(paragraph(message.text))
    for part in message.parts:
        yield from _part(part, offers, sight)


def _part(part: Part, offers: Offers, sight: Sight) -> Iterator[_Piece]:
    match part:
        case Prose(text, quiet):
            yield from _texts(paragraph(text, size="small", isSubtle=True) if quiet else paragraph(text))
        case Facts(pairs):
            yield from _facts(pairs)
        case Table():
            yield from _table(part)
        case Picture():
            yield from _picture(part, sight)
        case File(instead=Link() as page):
            yield from _buttons((page,), offers)
        case File():
            # It is handed over by a card of its own; see `files`.
            return
        case Buttons(items):
            yield from _buttons(items, offers)


def _texts(found: Iterable[Data]) -> Iterator[_Piece]:
    for block in found:
        words = "".join(run if isinstance(run, str) else run["text"] for run in block["inlines"])
        yield _Piece(block, weight(block), cut(words, _GLIMPSE))


def _picture(picture: Picture, sight: Sight) -> Iterator[_Piece]:
    url = "" if sight == "words" else pictures.inline(picture.png)
    if not url:
        yield from _texts(paragraph(picture.alt, size="small", isSubtle=True))
        return
    words = cut(plain(picture.alt), _ALT)
    # The picture itself is not counted.
    image, heavy = {"type": "Image", "url": url, "altText": words, "size": "stretch"}, size(words) + 80
    if sight == "pictures" or not picture.bars:
        yield _Piece(image, heavy)
        return
    block = charts(picture.bars, image)
    yield _Piece(block, heavy + weight(block) - weight(image))


def _facts(pairs: Sequence[tuple[str, str]]) -> Iterator[_Piece]:
    """Label and value, a line each. Not a `FactSet`, which reads Markdown in them."""
    for place, (name, value) in enumerate(pairs):
        sign = "" if plain(name).rstrip().endswith((":", "?")) else ":"
        lines = list(blocks(spans(value))) or [{"type": "RichTextBlock", "inlines": []}]
        if plain(name).strip():
            head = label(name) | {"text": f"{plain(name)}{sign} "}
            lines[0] = lines[0] | {"inlines": [head, *lines[0]["inlines"]]}
        if not lines[0]["inlines"]:
            continue
        lines[0] = lines[0] | ({"spacing": "small"} if place else {})
        yield from _texts(lines)


def _table(table: Table) -> Iterator[_Piece]:
    if table.caption.strip():
        yield from _texts(paragraph(table.caption, weight="bolder"))
    said = [[plain(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(size(row[place]) for row in said if place < len(row)) for place in range(len(table.columns))]
    if not table.columns or not table.rows:
        yield from _texts(paragraph(" \N{MIDDLE DOT} ".join(table.columns)))
    elif len(table.columns) <= _COLUMNS and max(widths) <= _CELL:
        yield from _native(table, widths)
    else:
        yield from _facts([_told(table.columns, row) for row in table.rows])


def _told(columns: Sequence[str], row: Sequence[str]) -> tuple[str, str]:
    """A row in words: its first cell, and what the others say of it."""
    said = (f"{column}: {cell}" for column, cell in zip(columns[1:], row[1:], strict=False) if plain(cell).strip())
    return next(iter(row), ""), " \N{MIDDLE DOT} ".join(said)


def _native(table: Table, widths: Sequence[int]) -> Iterator[_Piece]:
    """A table of the card's own, or several below one another, each with its head."""
    # The first column names its row: it stands on the left also where it is a date or an hour.
    columns = [_column(_below(table, place) if place else [], width) for place, width in enumerate(widths)]
    right = ["horizontalCellContentAlignment" in column for column in columns]
    head = _cells(table.columns, right, weight="bolder")
    top = weight(head) + weight(columns) + 120
    rows: list[Data] = [head]
    heavy = top
    words = ""

    def piece() -> _Piece:
        block: Data = {
            "type": "Table",
            "columns": columns,
            "firstRowAsHeader": True,
            "showGridLines": False,
            "rows": rows,
        }
        return _Piece(block, heavy, words)

    for row in table.rows:
        cells = _cells(row, right)
        cost = weight(cells)
        if len(rows) > 1 and heavy + cost > WEIGHT:
            yield piece()
            rows, heavy, words = [head], top, ""
        words = words or cut(plain(next(iter(row), "")), _GLIMPSE)
        rows.append(cells)
        heavy += cost
    yield piece()


def _below(table: Table, place: int) -> list[str]:
    """The cells of a column."""
    return [plain(row[place]).strip() for row in table.rows if place < len(row)]


def _column(cells: Sequence[str], width: int) -> Data:
    share = {"width": max(2, min(round(width**0.75), 20))}
    filled = [cell for cell in cells if cell]
    numbers = bool(filled) and all(cell.lstrip("+-\N{MINUS SIGN}")[:1].isdigit() for cell in filled)
    return share | ({"horizontalCellContentAlignment": "right"} if numbers else {})


def _cells(row: Sequence[str], right: Sequence[bool], **look: object) -> Data:
    return {
        "type": "TableRow",
        "cells": [{"type": "TableCell", "items": _cell(cell, at, look)} for cell, at in zip(row, right, strict=False)],
    }


def _cell(markup: str, right: bool, look: dict[str, object]) -> list[Data]:
    """A cell's text. Every block says where it stands, because not every client gives a cell's own place to it."""
    found = list(blocks(spans(markup), **look)) or [{"type": "RichTextBlock", "inlines": ["\N{EN DASH}"]}]
    return [block | {"horizontalAlignment": "right"} for block in found] if right else found


def _buttons(items: Sequence[Button | Link], offers: Offers) -> Iterator[_Piece]:
    made = [(_button(item, offers), plain(item.label)) for item in items]
    row: list[Data] = []
    heavy, wide, further = 0, 0, False
    for place, (action, _) in enumerate(made):
        row.append(action)
        heavy += weight(action)
        wide += size(action["title"]) + _AROUND
        after, wider = (weight(made[place + 1][0]), size(made[place + 1][1])) if place + 1 < len(made) else (0, 0)
        full = len(row) == _ROW or heavy + after > WEIGHT or wide + wider + _AROUND > _WIDE
        if full or place + 1 == len(made):
            words = " \N{MIDDLE DOT} ".join(action["title"] for action in row)
            block: Data = {"type": "ActionSet", "actions": row} | ({"spacing": "small"} if further else {})
            yield _Piece(block, heavy + 60, cut(words, _GLIMPSE))
            row, heavy, wide, further = [], 0, 0, True


def _button(item: Button | Link, offers: Offers) -> Data:
    match item:
        case Button(name, action, value, style, form):
            data = offers.button(action, value[:_VALUE])
            if form:
                data["msteams"] = {"type": "task/fetch"}
            shown: Data = {"type": "Action.Submit", "title": cut(plain(name), _LABEL), "data": data}
            match style:
                case "primary":
                    return shown | {"style": "positive"}
                case "danger":
                    return shown | {"style": "destructive"}
                case "plain":
                    return shown
        case Link(name, url):
            # Without its page a button would do nothing at all.
            target = url if size(url) <= _URL else "about:blank"
            return opening(target) | {"title": cut(plain(name), _LABEL)}
