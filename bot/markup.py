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
    ordinary, at = "", 0
    for match in _SPAN.finditer(markup):
        ordinary, at = ordinary + markup[at : match.start()], match.end()
        if match["escaped"]:
            ordinary += match["escaped"]
            continue
        if ordinary:
            found.append(Span(ordinary))
            ordinary = ""
        match match.lastgroup:
            case "strong" | "gentle" | "code" as style:
                found.append(Span(_unescaped(match[style]), style))
            case _:
                found.append(Span(_unescaped(match["link"]), "link", match["url"]))
    if ordinary := ordinary + markup[at:]:
        found.append(Span(ordinary))
    return tuple(found)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def plain(markup: str) -> str:
    """The text without its signs, for places that show no styles."""
    return "".join(span.text for span in spans(markup)) if _SIGNS.search(markup) else str(markup)
