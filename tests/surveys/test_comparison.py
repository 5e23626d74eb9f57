"""A survey that was asked again shows what it was before and what it is now, as far as that may be told."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.message import Message, Part, Picture, Table
from bot.people import Person, Role
from bot.ports import Owed
from bot.surveys.comparison import compared
from bot.surveys.notes import RESULT, Notes
from bot.surveys.survey import Rules
from bot.texts import Texts
from storage.store import Database
from tests.speaker import told
from tests.surveys.house import ASKED, House


@pytest.fixture
def house(store: Database, tmp_path: Path) -> House:
    return House(store, tmp_path / "keys")


async def wave(house: House, name: str, answers: str, *, of: str | None = None, invited: int | None = None) -> None:
    """Everybody is asked and answers, a letter each."""
    people = house.people[:invited] if invited else house.people
    house.survey = name
    rules = Rules(ASKED["concern"], None, wave_of=of)
    assert await house.clerk.ask(name, rules, [(person, "Ops") for person in people])
    await house.clerk.open(name)
    for number, letter in enumerate(answers):
        await house.vote(number, letter)
    await house.close()


async def told_to_hr(house: House, texts: Texts, locale: str = "en") -> Message:
    person = Person(1, "Gita", locale, ZoneInfo("Asia/Jakarta"), roles=frozenset({Role.HR_DRAFTER}))
    owed = Owed(1, RESULT, house.survey, "", 1, house.clock.now(), 0, "local", "demo", "dm:gita")
    made = await Notes(house.store, house.clock).letters()[RESULT](owed, person, texts.to(locale), house.clock.now())
    assert isinstance(made, Message)
    return made


def tables(parts: tuple[Part, ...]) -> list[Table]:
    return [part for part in parts if isinstance(part, Table) and len(part.columns) == 4]


async def test_hr_reads_both_waves_side_by_side(house: House, texts: Texts) -> None:
    await house.invite(*("Ops",) * 20)
    await wave(house, "c1.survey", "A" * 14 + "BCDEFG")
    assert not tables((await told_to_hr(house, texts)).parts), "there was nothing before"
    await wave(house, "c1.reask", "A" * 4 + "B" * 12 + "CDEF", of="c1.survey")
    message = await told_to_hr(house, texts)
    (table,) = tables(message.parts)
    assert table.columns[1:] == ("Before", "Now", "Change")
    rows = {row[0]: row[1:] for row in table.rows}
    assert ("~70 %", "~20 %", "less") in rows.values()
    assert ("<=10 %", "~60 %", "more") in rows.values()
    pictures = [part for part in message.parts if isinstance(part, Picture)]
    assert "before and now" in pictures[-1].alt
    assert "before ~70 %, now ~20 %" in pictures[-1].alt
    assert "Sebelum dan sekarang." in told(await told_to_hr(house, texts, "id"))


async def test_nothing_is_compared_where_a_few_people_differ_or_too_few_answered(house: House, texts: Texts) -> None:
    await house.invite(*("Ops",) * 20)
    await wave(house, "c1.survey", "A" * 12 + "BCDE", invited=17)
    await wave(house, "c1.reask", "A" * 4 + "B" * 12 + "CDEF", of="c1.survey")
    message = await told_to_hr(house, texts)
    assert not tables(message.parts)
    assert "What has changed is not shown" in told(message)
    await wave(house, "c1.third", "ABCDEFG", of="c1.reask")
    assert not tables((await told_to_hr(house, texts)).parts), "seven answers"


async def test_a_wave_of_which_nothing_is_released_is_compared_with_nothing(house: House, texts: Texts) -> None:
    await house.invite(*("Ops",) * 20)
    await wave(house, "c1.survey", "ABC")
    await wave(house, "c1.reask", "A" * 12 + "BCDE", of="c1.survey")
    said = told(await told_to_hr(house, texts))
    assert "asked before" not in said


async def test_everybody_gets_the_company_alone(house: House, texts: Texts) -> None:
    await house.invite(*("Ops",) * 20)
    await wave(house, "c1.survey", "A" * 14 + "BCDEFG")
    first = await house.found()
    await wave(house, "c1.reask", "A" * 4 + "B" * 12 + "CDEF", of="c1.survey")
    second = await house.found()
    invited = dict.fromkeys(house.people, "Ops")
    parts = compared(second, first, invited, invited, texts.to("en"), company_only=True)
    assert [table.caption.partition(":")[0] for table in tables(parts)] == ["Everybody (20)"]
