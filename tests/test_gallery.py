"""The gallery shows every message, and every message of the gallery can be read."""

import re

import pytest
from typing_extensions import override

from bot.gallery import gallery
from bot.markup import Markup, plain
from bot.message import Buttons, Form, Message
from bot.texts import Catalogue, Texts, Words
from config.content import catalogues
from config.faq import entries
from config.playbooks import playbooks
from tests.rights import FORMS, PRESSES, forms, presses
from tests.speaker import told

LOCALES = ("en", "id")
ELSEWHERE = re.compile(
    r"(units|playground|doctor|slack|teams|breach)\."  # no messages of the bot's own
    r"|reports\.(pdf|why|remark)_"  # lines of the statement and of the arithmetic, which have tests of their own
    r"|campaigns\.pack_"  # lines of what HR prints, which has tests of its own
    r"|track\.(verb|platform)_"  # one word each, for a case that an example shows once
    r"|reasons\."  # a platform's word each, for which the same holds
    r"|faq\.(role|overtime|carrier|source)_"  # a word each, of which an example shows what holds there
    r"|\w+\.button_"  # labels
)


class Noting(Words):
    """Words that note which keys were asked for."""

    def __init__(self, locale: str, chain: tuple[Catalogue, ...]) -> None:
        super().__init__(locale, chain)
        self.asked: set[str] = set()

    @override
    def __call__(self, key: str, /, **params: str | int) -> Markup:
        self.asked.add(key)
        return super().__call__(key, **params)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_of_the_catalogue_is_shown_by_an_example(locale: str) -> None:
    catalogue = catalogues()[locale]
    words = Noting(locale, (catalogue,))
    for example in gallery(playbooks().values(), entries().values()):
        example.show(words)
    assert sorted(key for key in catalogue if key not in words.asked and not ELSEWHERE.match(key)) == []


def test_every_button_and_form_says_what_it_needs(texts: Texts) -> None:
    """A missing one is a line in `tests/rights.py`; then `tests/test_matrix.py` tries it as every role."""
    t = texts.to("en")
    for table, actions in ((PRESSES, presses(t)), (FORMS, forms(t))):
        missing = [one for one in actions if one not in table and one.partition(".")[0] not in {*table, "rollout"}]
        assert missing == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_example_is_silent_and_names_are_unique(texts: Texts, locale: str) -> None:
    names = [example.name for example in gallery(playbooks().values(), entries().values())]
    assert len(names) == len(set(names))
    for example in gallery(playbooks().values(), entries().values()):
        shown = example.show(texts.to(locale))
        assert told(shown).strip(), example.name
        match shown:
            case Message():
                assert plain(shown.text).strip(), example.name
                labels = [item.label for part in shown.parts if isinstance(part, Buttons) for item in part.items]
                assert len(labels) == len(set(labels)), example.name
            case Form():
                assert len(plain(shown.title)) <= 24, example.name
                assert plain(shown.submit).strip(), example.name
