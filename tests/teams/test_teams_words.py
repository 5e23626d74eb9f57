"""What HR reads of those whom Teams does not let Lentera reach."""

import pytest

from adapters.teams.errors import NOT_INSTALLED, UNREACHABLE
from bot.campaigns.console.timeline import why
from bot.markup import plain
from bot.texts import Texts


@pytest.mark.parametrize("locale", ["en", "id"])
@pytest.mark.parametrize("word", sorted(UNREACHABLE))
def test_hr_reads_what_to_do_and_not_what_teams_calls_it(texts: Texts, locale: str, word: str) -> None:
    said = plain(why(texts.to(locale), word))
    assert word not in said
    assert "Teams" in said
    assert ("Apps" in said) is (word in NOT_INSTALLED)


@pytest.mark.parametrize("locale", ["en", "id"])
def test_a_word_that_is_in_no_table_is_shown_as_it_is(texts: Texts, locale: str) -> None:
    assert "SomethingNew" in plain(why(texts.to(locale), "SomethingNew"))
