"""The gallery as Teams gets it, and the Node programs that look at it.

Without Node's packages (`npm ci --ignore-scripts` in `tests/teams/node`) whoever needs them is skipped with one loud
line; never in CI.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from adapters.teams import cards, dialogs
from adapters.teams.offers import Offers
from adapters.teams.packing import NOWHERE
from adapters.teams.rich import Data
from bot.gallery import gallery
from bot.message import Correction, Form, Message, Prose
from bot.texts import Texts
from config.faq import entries
from config.playbooks import playbooks

LOCALES = ("en", "id")
NODE = Path(__file__).parent / "node"
OFFERS = Offers("a secret that signs buttons")


@dataclass(frozen=True)
class Seen:
    """One card that Teams shows."""

    name: str
    card: Data
    dialog: bool = False


def tool(name: str) -> Path:
    """Where something of Node's is; skips the test where there is none."""
    found = NODE / "node_modules" / name
    if not found.exists():
        if os.environ.get("CI"):
            pytest.fail("Node's packages are missing: CI must have them")
        pytest.skip(f"NO {name}: Teams' view was NOT checked (npm ci --ignore-scripts in tests/teams/node)")
    return found


def run(*words: str | Path, given: object = None) -> subprocess.CompletedProcess[str]:
    """Run one of Node's programs, with something as JSON on its standard input."""
    said = None if given is None else json.dumps(given)
    return subprocess.run(words, cwd=NODE, capture_output=True, text=True, check=False, timeout=120, input=said)


@cache
def everything(texts: Texts, locale: str) -> tuple[Seen, ...]:
    """Every message as messages, with its pictures and without, and in a dialog; every form, new and corrected."""
    t = texts.to(locale)
    found: list[Seen] = []
    for example in gallery(playbooks().values(), entries().values()):
        shown = example.show(t)
        if isinstance(shown, Form):
            found.append(Seen(example.name, _card(dialogs.dialog(shown, OFFERS, NOWHERE, t)), dialog=True))
            names = [part.name for part in shown.parts if not isinstance(part, Prose)]
            wrong = Correction(t("common.unknown_action"), {name: t("teams.stale") for name in names[:1]})
            again = dialogs.corrected(shown, OFFERS, NOWHERE, t, {}, wrong)
            found.append(Seen(f"{example.name} corrected", _card(again), dialog=True))
            continue
        found += _messages(example.name, shown)
        notice = dialogs.notice(shown, t("teams.name"), OFFERS)
        found.append(Seen(f"{example.name} as dialog", _card(notice), dialog=True))
    return tuple(found)


def _messages(name: str, shown: Message) -> list[Seen]:
    ways: list[tuple[str, cards.Sight]] = [(name, "charts"), (f"{name} plainly", "words")]
    return [
        Seen(f"{way} {place}" if place else way, page.card)
        for way, sight in ways
        for place, page in enumerate(cards.pages(shown, OFFERS, sight=sight))
    ]


def _card(told: Data) -> Data:
    card: Data = told["task"]["value"]["card"]["content"]
    return card


def words(found: object) -> list[str]:  # noqa: PLR0911 - one line a kind
    """All that a reader should see of a card, in order, without blanks: drawing breaks lines where it likes."""
    match found:
        case {"type": "RichTextBlock", "inlines": list(runs)}:
            return ["".join("".join(run if isinstance(run, str) else run["text"] for run in runs).split())]
        case {"type": "Image"}:
            # Its words are for those who do not see it.
            return []
        case {"type": "Input.ChoiceSet", "label": str(label), "choices": list(choices), "style": "expanded"}:
            return ["".join(text.split()) for text in (label, *(choice["title"] for choice in choices))]
        case {"type": str(kind), "label": str(label)} if kind.startswith("Input."):
            return ["".join(label.split())]
        case {"type": str(kind), "title": str(title)} if kind.startswith("Action."):
            return ["".join(title.split())]
        case Mapping():
            return [word for name in ("body", "rows", "cells", "items", "actions") for word in words(found.get(name))]
        case list() | tuple():
            return [word for inner in found for word in words(inner)]
        case _:
            return []
