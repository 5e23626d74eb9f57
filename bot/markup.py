"""The four-rule markup: `*strong*`, `_gentle_`, `` `code` ``, `[label](https://…)`. A backslash makes a sign ordinary.

The rule to keep: words of other people pass through `literal`, so that nobody's note can forge a link or a mention.
"""

import re
from dataclasses import dataclass
from typing import Literal


class Markup(str):
    """Text that is markup already; everything else is somebody's words."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. `text` is plain; `url` is set on links only."""

    text: str
    style: Literal["plain", "strong", "gentle", "code", "link"] = "plain"
    url: str = ""


_SPAN = re.compile(
    r"\*(?P<strong>(?:\\.|[^*\\\n])+)\*"
    r"|(?<!\w)_(?P<gentle>(?:\\.|[^_\\\n])+)_(?!\w)"
    r"|`(?P<code>(?:\\.|[^`\\\n])+)`"
    r"|\[(?P<link>(?:\\.|[^\]\\\n])+)\]\((?P<url>https?://[^)\s]+)\)"
    r"|\\(?P<escaped>.)",
    re.DOTALL,
)
_SIGNS = re.compile(r"([\\*_`\[\]])")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def literal(words: str) -> Markup:
    """Somebody's words, as they stand: no sign in them means anything."""
    return Markup(_SIGNS.sub(r"\\\1", words))


def spans(markup: str) -> tuple[Span, ...]:
    """The runs of a markup text, in order, neighbours of one style joined."""
    if not _SIGNS.search(markup):
        return (Span(str(markup)),) if markup else ()
    found: list[Span] = []

    def add(span: Span) -> None:
        if found and found[-1].style == "plain" == span.style:
            span = Span(found.pop().text + span.text)
        if span.text:
            found.append(span)

    at = 0
    for match in _SPAN.finditer(markup):
        add(Span(markup[at : match.start()]))
        at = match.end()
        match match.lastgroup:
            case "strong" | "gentle" | "code" as style:
                add(Span(_ESCAPED.sub(r"\1", match[style]), style))
            case "url":
                add(Span(_ESCAPED.sub(r"\1", match["link"]), "link", match["url"]))
            case _:
                add(Span(match["escaped"]))
    add(Span(markup[at:]))
    return tuple(found)


def plain(markup: str) -> str:
    """The text without its signs, for places that show no styles."""
    return "".join(span.text for span in spans(markup)) if _SIGNS.search(markup) else str(markup)
