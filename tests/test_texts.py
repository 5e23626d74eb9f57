from datetime import date, time

import pytest

from bot.markup import Markup
from bot.texts import Texts, Words


@pytest.fixture
def en(texts: Texts) -> Words:
    return texts.to("en-US")


@pytest.fixture
def id_(texts: Texts) -> Words:
    return texts.to("id_ID")


def test_durations_as_people_say_them(en: Words, id_: Words) -> None:
    assert [en.duration(minutes) for minutes in (150, 60, 45, 0, -90)] == [
        "2 h 30 min",
        "1 h",
        "45 min",
        "0 min",
        "-1 h 30 min",
    ]
    assert [id_.duration(minutes) for minutes in (150, 60, 45)] == ["2 jam 30 menit", "1 jam", "45 menit"]
    assert (en.hours(90), id_.hours(90)) == ("1.5 h", "1,5 jam")


def test_days_and_clocks_as_people_read_them(en: Words, id_: Words) -> None:
    day = date(2026, 9, 1)
    assert (en.day(day), id_.day(day)) == ("1 Sep 2026", "1 Sep 2026")
    assert (en.weekday(day), id_.weekday(day)) == ("Tue 1 Sep", "Sel 1 Sep")
    assert (en.dated(day), id_.dated(day)) == ("Tue 1 Sep 2026", "Sel 1 Sep 2026")
    assert en.span(day, date(2026, 9, 7)) == id_.span(day, date(2026, 9, 7)) == "1–7 Sep"
    assert id_.span(date(2026, 11, 30), date(2026, 12, 6)) == "30 Nov – 6 Des"
    assert (en.month(day), id_.month(day)) == ("September 2026", "September 2026")
    assert (en.clock(time(9, 30)), id_.clock(time(9, 30))) == ("09:30", "09.30")


def test_somebodys_words_are_made_literal_and_markup_is_not(en: Words) -> None:
    assert en("track.deleted", line="*2 h*") == "Deleted: \\*2 h\\*"
    assert en("track.deleted", line=Markup("*2 h*")) == "Deleted: *2 h*"


def test_plural_forms(en: Words, id_: Words) -> None:
    assert [en("track.logged_several", n=n) for n in (1, 2)] == ["Logged 1 entry:", "Logged 2 entries:"]
    assert id_("track.logged_several", n=1) == "Tercatat 1 catatan:"


def test_an_unknown_language_gets_the_fallback(texts: Texts) -> None:
    assert texts.to("fr-FR").locale == "en"
    assert texts.to(None).locale == "en"
    assert texts.to("in").locale == "id"


def test_an_unknown_key_is_a_mistake(en: Words) -> None:
    with pytest.raises(KeyError):
        en("track.no_such_key")
