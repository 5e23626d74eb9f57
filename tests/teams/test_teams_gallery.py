"""Every message of the gallery, in every language, as Teams would take it."""

import json
from pathlib import Path

import pytest

from adapters.teams import cards
from bot.gallery import gallery
from bot.message import Message
from bot.texts import Texts
from config.content import catalogues
from config.faq import entries
from config.playbooks import playbooks
from tests.pretend.teams import kit
from tests.teams.seen import LOCALES, NODE, OFFERS, everything, run, tool

SCHEMAS = [
    file for up in Path(__file__).parents for file in (up / "shared" / "schemas").glob("adaptive-card-1.5.0.json")
]
"""Other people's data: checked against where it is there."""


@pytest.mark.parametrize("locale", LOCALES)
def test_teams_takes_every_example(texts: Texts, locale: str) -> None:
    for seen in everything(texts, locale):
        assert kit.card(seen.card, dialog=seen.dialog) == [], seen.name


@pytest.mark.parametrize("locale", LOCALES)
def test_an_everyday_answer_is_one_message(texts: Texts, locale: str) -> None:
    for example in gallery(playbooks().values(), entries().values()):
        shown = example.show(texts.to(locale))
        if isinstance(shown, Message) and "long" not in example.name:
            assert len(cards.pages(shown, OFFERS)) == 1, example.name


@pytest.mark.parametrize("locale", LOCALES)
def test_every_card_is_as_the_schema_of_1_5_wants_it(texts: Texts, locale: str) -> None:
    tool("ajv")
    # The schema allows no element that it does not know; what a client of 1.5 shows instead is what has to fit.
    values = {
        seen.name: json.loads(json.dumps(seen.card | {"body": kit.older(seen.card["body"])}))
        for seen in everything(texts, locale)
    }
    assert len(values) > 100
    for schema in SCHEMAS:
        # What Teams adds to a card the schema does not know.
        done = run("node", NODE / "check.js", given={"schema": str(schema), "values": values, "strip": ["msteams"]})
        assert done.returncode == 0, done.stderr
        assert {name: problems for name, problems in json.loads(done.stdout).items() if problems} == {}


def test_the_schema_finds_what_is_wrong() -> None:
    tool("ajv")
    wrong = {
        "no inlines": {"type": "RichTextBlock"},
        "unknown": {"type": "RichTextBlock", "inlines": [], "colour": "red"},
        "kind": {"type": "Paragraph", "text": "x"},
        "size": {"type": "Image", "url": "data:image/png;base64,AA", "size": "vast"},
    }
    values = {name: {"type": "AdaptiveCard", "version": "1.5", "body": [block]} for name, block in wrong.items()}
    for schema in SCHEMAS:
        done = run("node", NODE / "check.js", given={"schema": str(schema), "values": values})
        assert done.returncode == 0, done.stderr
        assert all(json.loads(done.stdout)[name] for name in wrong)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_adapters_own_labels_are_not_cut_off(texts: Texts, locale: str) -> None:
    t = texts.to(locale)
    for key, most in (("name", 30), ("button_form", 100), ("quick_title", 32), ("quick_submit", 100),
                      ("manifest_short", 80), ("manifest_quick", 128)):  # fmt: skip
        assert len(t(f"teams.{key}")) <= most
    assert set(catalogues()["en"]) == set(catalogues()["id"])
