"""The meeting pack on paper: a PDF.

The rule to keep: everything that the message says is on the paper too; `bot.paper` keeps it legible.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import chain

from bot.campaigns.pack import Pack
from bot.message import Buttons, Facts, File, Part, Picture, Prose, Table
from bot.paper import SOFT, Paper, has_thai
from bot.texts import Words

_SIZE = 10.5


def pdf(t: Words, made: Pack, *, at: datetime) -> bytes:
    """The pack on A4, made `at` this instant."""
    title = t("campaigns.pack_title", campaign=made.campaign)
    words = (text for head, parts in made.sections for text in (head, *chain.from_iterable(map(_words, parts))))
    paper = Paper(t.locale, title, made=at, thai=has_thai(title, *words))
    paper.add_page()
    paper.write_line(title, size=20, strong=True)
    paper.write_line(t("campaigns.pack_when", day=made.day, time=made.time), size=12, ink=SOFT)
    for head, parts in made.sections:
        paper.section(head)
        for part in parts:
            _print(paper, part)
    paper.number(title, lambda page, pages: t("campaigns.pack_page", page=page, pages=pages))
    return bytes(paper.output())


def _print(paper: Paper, part: Part) -> None:
    match part:
        case Prose(text):
            paper.write_styled(text, size=_SIZE)
            paper.ln(1.6)
        case Facts(pairs):
            for label, value in pairs:
                paper.write_styled(f"*{label}:* {value}", size=_SIZE)
        case Table(caption, columns, rows):
            paper.write_line(caption, size=9, ink=SOFT)
            first, other = paper.epw * 2 / (len(columns) + 1), paper.epw / (len(columns) + 1)
            widths = (first, *(other for _ in columns[1:]))
            paper.rows(widths, columns, iter(rows), right=frozenset(range(1, len(columns))))
            paper.ln(2)
        case Picture(png):
            paper.image(BytesIO(png), w=paper.epw)
            paper.ln(2)
        case File() | Buttons():
            pass


def _words(part: Part) -> Iterator[str]:
    match part:
        case Prose(text):
            yield text
        case Facts(pairs):
            yield from chain.from_iterable(pairs)
        case Table(caption, columns, rows):
            yield caption
            yield from columns
            yield from chain.from_iterable(rows)
        case Picture() | File() | Buttons():
            pass
