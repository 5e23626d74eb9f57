"""How a message looks in Slack: pages of Block Kit, as many as its limits ask for.

The rule to keep: pure, every part of the union has its case, and nothing is too long: it is split, and where it cannot
be split it is shown in another way. https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.slack import tables
from adapters.slack.pieces import Piece, facts, paragraph, running, small, texts
from adapters.slack.rich import URL_LIMIT, Data, cut, plain_text, size, twin
from bot.markup import Span, plain, spans
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
_LABEL = 75
_VALUE = 2000
_ACTION = 240
_ROW = 25
_ALT = 2000


@dataclass(frozen=True, slots=True)
class Page:
    """One Slack message. `text` is its twin for notifications, escaped."""

    text: str
    blocks: tuple[Data, ...]


def pages(message: Message, *, pictures: Sequence[str] = (), native: bool = True) -> tuple[Page, ...]:
    """A message as one Slack message or several.

    `pictures` are file ids, in the order of the message's pictures; one that is missing or empty is told in words.
    Without `native` no block is used that Slack has been seen to refuse.
    """
    found: list[Page] = []
    blocks: list[Data] = []
    said = spans(message.text)
    words = twin(said, TEXT_LIMIT) if message.text.strip() else ""
    weight = 0
    for piece in _pieces(said, message.parts, pictures, native=native):
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
    for piece in _pieces(spans(message.text), message.parts, pictures, native=False):
        weight += piece.weight
        if weight <= _VIEW_WEIGHT or piece.block["type"] == "actions":
            blocks.append(piece.block)
    if len(blocks) <= VIEW_BLOCKS:
        return blocks
    actions = [block for block in blocks if block["type"] == "actions"][-10:]
    others = [block for block in blocks if block["type"] != "actions"]
    return others[: VIEW_BLOCKS - len(actions)] + actions


def pressed(action_id: str) -> str:
    """The action of a button, from the id that it has in Slack."""
    return action_id.partition(":")[2]


def opens_form(action_id: str) -> bool:
    """Whether a form answers this button."""
    return action_id.startswith("f")


def leads_away(action_id: str) -> bool:
    """Whether this button is a link, of which Slack tells us although there is nothing to do."""
    return action_id.startswith("l")


def _pieces(said: tuple[Span, ...], parts: Sequence[Part], pictures: Sequence[str], *, native: bool) -> Iterator[Piece]:
    yield from texts(running(said))
    ids = iter(pictures)
    tables = sum(isinstance(part, Table) for part in parts)
    for part in parts:
        yield from _part(part, next(ids, "") if isinstance(part, Picture) else "", native=native and tables == 1)


def _part(part: Part, picture: str, *, native: bool) -> Iterator[Piece]:
    match part:
        case Prose(text, quiet):
            yield from texts(small(text) if quiet else paragraph(text))
        case Facts(pairs):
            yield from facts(pairs)
        case Table():
            yield from tables.pieces(part, native=native)
        case Picture(_, alt) if picture:
            words = cut(plain(alt), _ALT)
            yield Piece({"type": "image", "alt_text": words, "slack_file": {"id": picture}}, size(words) + 100)
        case Picture(_, alt):
            yield from texts(small(alt))
        case File():
            # It is a message of its own in Slack; see `uploads`.
            return
        case Buttons(items):
            yield from _buttons(items)


def _buttons(items: Sequence[Button | Link]) -> Iterator[Piece]:
    shown = [_button(place, item) for place, item in enumerate(items)]
    for start in range(0, len(shown), _ROW):
        row = shown[start : start + _ROW]
        # What a button carries counts too, as far as anybody outside Slack knows.
        weight = sum(size(button["text"]["text"]) + size(button.get("value", "")) + 60 for button in row)
        if weight > WEIGHT:
            for button in row:
                yield Piece({"type": "actions", "elements": [button]}, min(weight, WEIGHT) // len(row))
        else:
            yield Piece({"type": "actions", "elements": row}, weight)


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
