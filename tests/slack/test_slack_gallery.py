"""Every message of the gallery, in every language, as Slack would take it."""

import pytest

from adapters.slack import blocks, views
from bot.example import Example
from bot.gallery import gallery
from bot.message import Form, Message, Picture
from bot.texts import Texts
from config.content import catalogues
from config.faq import entries
from config.playbooks import playbooks
from tests.pretend.slack import kit
from tests.slack import limits

PICTURE = "F0123456789"


@pytest.mark.parametrize("locale", ["en", "id"])
@pytest.mark.parametrize("example", gallery(playbooks().values(), entries().values()), ids=lambda example: example.name)
def test_slack_takes_every_example(texts: Texts, locale: str, example: Example) -> None:
    shown = example.show(texts.to(locale))
    if isinstance(shown, Form):
        view = views.modal(shown, texts.to(locale)("slack.cancel"), views.Origin())
        limits.view(view)
        kit.check_view(view, "modal", usable=lambda _: True)
        return
    pictures = [PICTURE for part in shown.parts if isinstance(part, Picture)]
    for native in (True, False):
        for page in blocks.pages(shown, pictures=pictures, native=native):
            limits.message(page.text, page.blocks)
            kit.check_message(list(page.blocks), usable=lambda _: True)
    for view, kind in ((views.home(shown, pictures=pictures), "home"), (views.notice(shown, "Lentera", "x"), "modal")):
        limits.view(view)
        kit.check_view(view, kind, usable=lambda _: True)


@pytest.mark.parametrize("locale", ["en", "id"])
def test_an_everyday_answer_is_one_message(texts: Texts, locale: str) -> None:
    for example in gallery(playbooks().values(), entries().values()):
        shown = example.show(texts.to(locale))
        if isinstance(shown, Message) and "long" not in example.name:
            assert len(blocks.pages(shown)) == 1, example.name


@pytest.mark.parametrize("locale", ["en", "id"])
def test_the_adapters_own_labels_are_not_cut_off(texts: Texts, locale: str) -> None:
    t = texts.to(locale)
    for key, most in (("name", 24), ("close", 24), ("cancel", 24), ("button_form", 75)):
        assert len(t(f"slack.{key}")) <= most
    assert set(catalogues()["en"]) == set(catalogues()["id"])
