import pytest

from bot.message import Form
from bot.texts import Texts
from bot.timesheet.report_examples import EXAMPLES
from tests.timesheet.spoken import spoken


@pytest.mark.parametrize("locale", ["en", "id"])
def test_every_report_has_an_example_in_every_language(texts: Texts, locale: str) -> None:
    for example in EXAMPLES:
        shown = example.show(texts.to(locale))
        assert not isinstance(shown, Form)
        assert spoken(shown), example.name


def test_the_examples_have_names_of_their_own() -> None:
    names = [example.name for example in EXAMPLES]
    assert len(names) == len(set(names))
