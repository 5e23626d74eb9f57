"""The gallery as Slack gets it, and the Node programs that look at it.

Without Node's packages (`npm ci --ignore-scripts` in `tests/slack/node`) whoever needs them is skipped with one loud
line; never in CI.
"""

import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from adapters.slack import blocks, views
from adapters.slack.rich import Data
from bot.gallery import gallery
from bot.message import Form, Message, Picture
from bot.texts import Texts
from config.faq import entries
from config.playbooks import playbooks

LOCALES = ("en", "id")
NODE = Path(__file__).parent / "node"
PICTURE = "F0123456789"


@dataclass(frozen=True)
class Seen:
    """One thing that Slack shows. `kind` is `message`, `modal` or `home`."""

    name: str
    kind: str
    blocks: list[Data]
    view: Data
    """Empty for a message."""


def tool(name: str) -> Path:
    """Where one of Node's programs is; skips the test where there is none."""
    found = NODE / "node_modules" / ".bin" / name
    if not found.exists():
        if os.environ.get("CI"):
            pytest.fail("Node's packages are missing: CI must have them")
        pytest.skip(f"NO {name}: Slack's view was NOT checked (npm ci --ignore-scripts in tests/slack/node)")
    return found


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one of Node's programs."""
    return subprocess.run(words, cwd=NODE, capture_output=True, text=True, check=False, timeout=120)


@cache
def everything(texts: Texts, locale: str) -> tuple[Seen, ...]:
    """Every message as messages, with Slack's own tables and without, and as views; every form as a modal."""
    t = texts.to(locale)
    found: list[Seen] = []
    for example in gallery(playbooks().values(), entries().values()):
        shown = example.show(t)
        if isinstance(shown, Form):
            view = views.modal(shown, t("slack.cancel"), views.NOWHERE)
            found.append(Seen(example.name, "modal", view["blocks"], view))
            continue
        found += _messages(example.name, shown)
        pictures = _pictures(shown)
        for view in (
            views.home(shown, pictures=pictures),
            views.notice(shown, t("slack.name"), t("slack.close"), pictures=pictures),
        ):
            found.append(Seen(f"{example.name} as {view['type']}", view["type"], view["blocks"], view))
    return tuple(found)


def _messages(name: str, shown: Message) -> list[Seen]:
    ways = {name: True} | (
        {f"{name} aligned": False} if blocks.pages(shown) != blocks.pages(shown, native=False) else {}
    )
    return [
        Seen(f"{way} {place}" if place else way, "message", list(page.blocks), {})
        for way, native in ways.items()
        for place, page in enumerate(blocks.pages(shown, pictures=_pictures(shown), native=native))
    ]


def _pictures(shown: Message) -> list[str]:
    return [PICTURE for part in shown.parts if isinstance(part, Picture)]


def words(found: object) -> list[str]:
    """All that a reader should see of blocks, in order, without blanks: drawing breaks lines where it likes."""
    match found:
        case {"type": "input", "label": label, "element": element, **rest}:
            typed = {"text": element.get("initial_value", "")}
            return [*words(label), *words(typed), *words(rest.get("hint"))]
        case {"type": "image"}:
            # Its words are for those who do not see it.
            return []
        case {"text": str() as text}:
            return ["".join(text.split())]
        case dict():
            return [word for name, inner in found.items() if name != "column_settings" for word in words(inner)]
        case list() | tuple():
            return [word for inner in found for word in words(inner)]
        case _:
            return []
