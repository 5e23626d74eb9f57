"""Our markup as runs of an Adaptive Card, whose text means nothing but itself.

The rule to keep: pure, and no words ever reach a place where Teams reads Markdown in them: `TextBlock` and `FactSet`
do, `RichTextBlock` does not. A line is a block of its own, because clients differ in what they do with a line break.
https://adaptivecards.io/explorer/RichTextBlock.html
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from bot.markup import Span, plain, spans

Data: TypeAlias = dict[str, Any]

_RUN = 2500
"""Characters in one block."""
_NOTHING = "\N{HORIZONTAL ELLIPSIS}"
_STYLES: dict[str, Data] = {
    "strong": {"weight": "bolder"},
    "gentle": {"italic": True},
    "code": {"fontType": "monospace"},
}


def size(text: str) -> int:
    """Characters as UTF-16 counts them, which is how Teams does."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def weight(data: object) -> int:
    """What something weighs in a message."""
    return size(json.dumps(data, ensure_ascii=False))


def cut(text: str, limit: int, empty: str = _NOTHING) -> str:
    """The text within a limit, with a sign that something is missing; never empty."""
    if not text.strip():
        return empty
    if size(text) <= limit:
        return text
    kept = text[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[: -max(1, (size(kept) - limit + 1) // 2)]
    return f"{kept}{_NOTHING}"


def twin(markup: str, limit: int) -> str:
    """The text without its signs, for notifications and for clients that show no cards."""
    return cut(plain(markup), limit)


def paragraph(markup: str, **look: object) -> Iterator[Data]:
    """A text of any length: a block for each line. `look` is given to each run, such as `size="small"`."""
    return blocks(spans(markup), **look)


def blocks(found: Sequence[Span], **look: object) -> Iterator[Data]:
    """Runs as blocks: the first stands apart from what is above, the others close below it."""
    first = True
    gap = False
    for line in _lines(found):
        if not "".join(span.text for span in line).strip():
            gap = True
            continue
        for part in _short(line):
            block: Data = {"type": "RichTextBlock", "inlines": [_inline(span, look) for span in part]}
            if not first:
                block["spacing"] = "medium" if gap else "none"
            yield block
            first, gap = False, False


def label(markup: str) -> Data:
    """A label's own run, in bold."""
    return {"type": "TextRun", "text": plain(markup), "weight": "bolder"}


def _inline(span: Span, look: dict[str, object]) -> Data | str:
    style = {**look, **_STYLES.get(span.style, {})}
    if span.style == "link":
        return {"type": "TextRun", "text": span.text, **style, "selectAction": opening(span.url)}
    # A bare text is a run too, and weighs less.
    return {"type": "TextRun", "text": span.text, **style} if style else span.text


def opening(url: str) -> Data:
    """The action that leads to a page."""
    return {"type": "Action.OpenUrl", "url": url}


def _lines(found: Sequence[Span]) -> Iterator[list[Span]]:
    line: list[Span] = []
    for span in found:
        first, *others = span.text.split("\n")
        if first:
            line.append(Span(first, span.style, span.url))
        for other in others:
            yield line
            line = [Span(other, span.style, span.url)] if other else []
    yield line


def _short(line: list[Span]) -> Iterator[list[Span]]:
    """A line in pieces that a block can hold, broken at a space where there is one near."""
    piece: list[Span] = []
    room = _RUN
    for span in line:
        text = span.text
        while size(text) > room:
            head = _head(text, room) if room > 0 else ""
            if head:
                piece.append(Span(head, span.style, span.url))
                text = text[len(head) :]
            yield piece
            piece, room = [], _RUN
        if text:
            piece.append(Span(text, span.style, span.url))
            room -= size(text)
    if piece:
        yield piece


def _head(text: str, room: int) -> str:
    fits = text[:room]
    while size(fits) > room:
        fits = fits[: -max(1, (size(fits) - room) // 2)]
    end = fits.rfind(" ") + 1
    return fits[:end] if end > len(fits) // 2 else fits
