"""Our markup as Slack's rich text, whose text nodes mean nothing but themselves.

The rule to keep: pure, and somebody's words never reach a place where Slack reads signs in them. Where only its older
`mrkdwn` is possible they are escaped, and signs that it cannot escape are made harmless.
https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from bot.markup import Span, plain

Data: TypeAlias = dict[str, Any]

URL_LIMIT = 3000
_SPANS = 100
"""Changes of style in one paragraph."""
_STYLES = {"strong": "bold", "gentle": "italic", "code": "code"}
_MARKS = {"strong": "*", "gentle": "_", "code": "`"}
_SIGNS = re.compile(r"([*_~`])")
_JOINER = "\N{WORD JOINER}"
"""Invisible; a sign followed by it opens and closes nothing."""


def size(text: str) -> int:
    """Characters as JavaScript counts them, which is never fewer than Slack does."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int, empty: str = "\N{HORIZONTAL ELLIPSIS}") -> str:
    """The text within a limit, with a sign that something is missing; never empty, which Slack refuses."""
    if not text.strip():
        return empty
    if size(text) <= limit:
        return text
    kept = text[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[: -max(1, (size(kept) - limit + 1) // 2)]
    return f"{kept}\N{HORIZONTAL ELLIPSIS}"


def plain_text(markup: str, limit: int) -> Data:
    """A label: shown as it stands."""
    return {"type": "plain_text", "text": cut(plain(markup), limit), "emoji": False}


def escaped(text: str) -> str:
    """Plain text for a place that reads `<…>` and `&…;`, such as the text of a notification."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def twin(found: tuple[Span, ...], limit: int) -> str:
    """The text without its styles, for notifications: escaped, and no longer than `limit` before that."""
    return escaped(cut("".join([span.text for span in found]), limit))


def elements(found: tuple[Span, ...], *, bold: bool = False) -> list[Data]:
    """Spans as the nodes of a rich text section."""
    return [_element(span, bold=bold) for span in found]


def chunks(found: tuple[Span, ...], limit: int) -> Iterator[tuple[Span, ...]]:
    """The spans in runs of at most `limit` characters, broken at a line's end or a space where there is one."""
    if found and len(found) <= _SPANS and sum([size(span.text) for span in found]) <= limit:
        yield found
        return
    run: list[Span] = []
    room = limit
    for span in found:
        text = span.text
        if len(run) == _SPANS:
            yield tuple(run)
            run, room = [], limit
        while size(text) > room:
            head = _head(text, room)
            if head or not run:
                head = head or _hard(text, room)
                run.append(Span(head, span.style, span.url))
                text = text[len(head) :]
            yield tuple(run)
            run, room = [], limit
        if text:
            run.append(Span(text, span.style, span.url))
            room -= size(text)
    if run:
        yield tuple(run)


def mrkdwn(found: tuple[Span, ...]) -> str:
    """Spans in Slack's older markup, for small print: the only place where rich text cannot go."""
    return "".join(_marked(span) for span in found)


def _element(span: Span, *, bold: bool) -> Data:
    style = {_STYLES[span.style]: True} if span.style in _STYLES else {}
    if bold:
        style["bold"] = True
    if span.style == "link" and size(span.url) <= URL_LIMIT:
        node: Data = {"type": "link", "url": span.url, "text": span.text}
    else:
        node = {"type": "text", "text": span.text}
    return node | ({"style": style} if style else {})


def _head(text: str, room: int) -> str:
    """As much of the text as fits, up to the end of a line or a word; empty if no such place is near."""
    fits = _hard(text, room) if room > 0 else ""
    ends = (fits.rfind("\n") + 1, fits.rfind(" ") + 1)
    return next((fits[:end] for end in ends if end > len(fits) // 2), "")


def _hard(text: str, room: int) -> str:
    fits = text[:room]
    while size(fits) > room:
        fits = fits[: -max(1, (size(fits) - room) // 2)]
    return fits or text[:1]


def _marked(span: Span) -> str:
    match span.style:
        case "plain":
            return _harmless(span.text)
        case "link":
            return f"<{escaped(span.url).replace('|', '%7C')}|{_harmless(span.text)}>"
        case "code":
            return f"`{escaped(span.text).replace('`', chr(39))}`"
        case "strong" | "gentle":
            mark = _MARKS[span.style]
            return mark + _harmless(span.text) + mark


def _harmless(text: str) -> str:
    return _SIGNS.sub(rf"\1{_JOINER}", escaped(text))
