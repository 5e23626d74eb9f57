"""What messages and views are put together from: blocks of text, with what each weighs and says.

The rule to keep: pure; a text of any length is split at a line or a word, and nothing of it is lost.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from adapters.slack.rich import Data, chunks, cut, elements, escaped, mrkdwn, size
from bot.markup import Span, plain, spans

_GLIMPSE = 150
"""Characters that a notification shows of a page that is not the first."""
RUN = 2500
"""Characters in one paragraph."""
_SMALL = 1500


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with what it weighs, and what it says to those who do not see it."""

    block: Data
    weight: int
    said: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """What a notification shows of it."""
        return escaped(cut(self.said, _GLIMPSE)) if self.said else ""


def paragraph(markup: str) -> Iterator[Data]:
    """A text of any length, as rich text."""
    return running(spans(markup))


def running(found: tuple[Span, ...]) -> Iterator[Data]:
    """The same, read already."""
    for run in chunks(found, RUN):
        yield rich_text([section(elements(run))])


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


def texts(blocks: Iterable[Data]) -> Iterator[Piece]:
    """Blocks of text as pieces; those that say nothing are left out."""
    for block in blocks:
        words = [node["text"] for node in _nodes(block)]
        whole = "".join(words)
        if said := whole.strip():
            yield Piece(block, size(whole) + 20 * len(words) + 40, said)


def _nodes(block: Data) -> list[Data]:
    """The texts of a block of paragraphs."""
    return [node for element in block["elements"] for node in element.get("elements", (element,))]


def facts(pairs: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    """Label and value, as many lines in a block as fit."""
    lines: list[list[Data]] = []
    weight = 0
    for label, value in pairs:
        head = elements(spans(label), bold=True)
        closed = plain(label).rstrip().endswith((":", "?"))
        # After a label that nothing follows, a colon would leave the reader waiting.
        sign = (" " if closed else ": ") if plain(value).strip() else ""
        for place, run in enumerate(list(chunks(spans(value), RUN)) or [()]):
            opening = [*head, *([{"type": "text", "text": sign}] if sign else [])] if head and not place else []
            line = [*opening, *elements(run)]
            cost = sum(size(node["text"]) for node in line) + 20
            if lines and weight + cost > RUN:
                yield from texts([_lines(lines)])
                lines, weight = [], 0
            lines.append(line)
            weight += cost
    if lines:
        yield from texts([_lines(lines)])


def _lines(lines: Sequence[list[Data]]) -> Data:
    """One section with breaks in it: sections after one another begin no new line."""
    nodes: list[Data] = []
    for line in lines:
        nodes += [*([{"type": "text", "text": "\n"}] if nodes else []), *line]
    return rich_text([section(nodes)])


def section(nodes: list[Data]) -> Data:
    """Nodes as a section of rich text."""
    return {"type": "rich_text_section", "elements": nodes}


def rich_text(sections: list[Data]) -> Data:
    """Sections as a block."""
    return {"type": "rich_text", "elements": sections}
