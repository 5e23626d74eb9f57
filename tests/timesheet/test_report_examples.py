import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.message import Form
from bot.texts import Texts
from bot.timesheet.grammar import Ask, Wrong, read
from bot.timesheet.report_examples import EXAMPLES
from config.content import catalogues
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


@pytest.mark.parametrize("locale", ["en", "id"])
def test_every_command_that_a_report_recommends_is_one_that_works(locale: str) -> None:
    now = datetime(2026, 11, 18, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
    sentences = [str(sentence) for key, sentence in catalogues()[locale].items() if key.startswith("reports.")]
    found = [typed for sentence in sentences for typed in re.findall(r"`/track ?([^`]*)`", sentence)]
    assert len(found) > 10
    for typed in found:
        reading = read(typed.replace("{project}", "acme"), now=now, locale=locale)
        assert not isinstance(reading, Ask | Wrong), typed
