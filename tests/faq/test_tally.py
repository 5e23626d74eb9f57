"""Questions are counted by month and topic, of five people and more, and nothing says whose they were."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.composition.core import console_of, features_of, track_of
from bot.composition.faq import Installed, tally_of
from bot.faq.matcher import Verdict
from bot.faq.tally import Tally, band
from bot.people import Role
from bot.surveys.survey import Rules
from bot.texts import Texts
from config.lessons import matcher
from config.questionnaires import questionnaires
from config.settings import read
from storage.engine import engine
from storage.sealing import Hpke, KeyFolder
from tests.conftest import Another, Moving
from tests.hours.team import Office
from tests.privacy.full import everything
from tests.speaker import Speaker

ASK = "/ask who sees my entries?"
TOPIC = "who_sees_my_entries"
DECEMBER = datetime(2026, 12, 1, 1, tzinfo=UTC)
FEW = "fewer than 5, or none"
CAPTION = "What many people asked about in November 2026"


@dataclass
class Company:
    """Six who ask, and Gita of HR."""

    office: Office
    bot: Bot
    tally: Tally
    engine: AsyncEngine
    folder: Path

    def __call__(self, name: str, locale: str = "en") -> Speaker:
        return Speaker(self.bot, replace(self.office.actor(name), locale=locale))

    async def ask(self, number: int, words: str = ASK) -> None:
        for place in range(1, number + 1):
            await self(f"ops{place}")(words)

    async def tags(self) -> int:
        return sum((table, column) == ("asked", "tag") for table, column, _ in await everything(self.engine))

    async def december(self) -> None:
        self.office.clock.to(DECEMBER)
        await self.tally.tick()

    @property
    def keys(self) -> list[Path]:
        return list(self.folder.glob("*.key"))


@pytest.fixture
async def company(url: str, another: Another, texts: Texts, clock: Moving, tmp_path: Path) -> AsyncIterator[Company]:
    store = another(appointed={"gita@example.org": frozenset({Role.HR_DRAFTER})})
    office = Office(store, texts, clock, tmp_path / "keys")
    await office.team("Ops", 6)
    await office.enrol("gita", "HR", Role.HR_DRAFTER)
    folder = tmp_path / "count"
    settings = read({"DATABASE_URL": url, "LENTERA_COUNT_DIR": f"{folder}", "LENTERA_ZONE": "Asia/Jakarta"})
    track, console = track_of(settings, store, clock), console_of(settings, store, clock)
    tally = tally_of(settings, store, clock)
    bot = Bot(store, texts, features_of(track, store, clock, console, installed=Installed(tally=tally)))
    made = engine(url)
    yield Company(office, bot, tally, made, folder)
    await made.dispose()


async def test_each_person_counts_once_a_topic_however_often_they_ask(company: Company) -> None:
    for _ in range(2):
        await company.ask(2)
    assert await company.tags() == 2
    await company("ops1")("can i prove my overtime with it?")
    assert await company.tags() == 3


@pytest.mark.proves("asked_counted")
async def test_five_are_shown_once_the_month_is_over_and_not_before(company: Company) -> None:
    await company.ask(5)
    await company.tally.tick()
    assert CAPTION not in await company("gita")("/rollout answers")
    await company.december()
    said = await company("gita")("/rollout answers")
    assert CAPTION in said
    assert "5 people or more" in said
    assert "5 orang atau lebih" in await company("gita", "id")("/rollout jawaban")


@pytest.mark.proves("asked_counted")
async def test_of_fewer_than_five_nothing_is_left(company: Company) -> None:
    await company.ask(4)
    await company.december()
    assert CAPTION not in await company("gita")("/rollout answers")
    assert not [table for table, _, _ in await everything(company.engine) if table.startswith("asked")]


@pytest.mark.proves("asked_counted")
async def test_hr_sees_which_answers_miss_once_five_people_have_said_so(company: Company) -> None:
    for place in range(1, 7):
        for button in ("Not what I asked", "Not what I asked") if place < 6 else ("It helped",):
            person = company(f"ops{place}")
            await person(ASK)
            await person.press(button)
    assert "Not what they asked" not in await company("gita")("/rollout answers")
    await company.december()
    said = await company("gita")("/rollout answers")
    assert "Not what they asked" in said
    assert "Where an answer missed" in said
    table = next(line for line in said.splitlines() if line.startswith("Who sees"))
    assert [cell.strip() for cell in table.split("|")][1:] == ["5 people or more", "5 people or more", FEW]
    assert [value for name, _, value in await everything(company.engine) if name == "asked_counts"] == [
        *("2026-11", TOPIC, "asked", 5),
        *("2026-11", TOPIC, "missed", 5),
    ]
    assert "Bukan itu maksudnya" in await company("gita", "id")("/rollout jawaban")


@pytest.mark.proves("asked_counted")
async def test_whoever_says_whether_it_helped_is_told_that_it_counts_and_only_where_it_does(company: Company) -> None:
    person = company("ops1")
    await person(ASK)
    counted = await person.press("It helped")
    assert "It is counted without your name." in counted
    assert await company.tags() == 2
    assert "It is counted" not in await person.forge("faq.helped", "no_such_topic")
    assert "It is counted" not in await person.forge("faq.missed", "a question alone")
    async with company.office.store.begin() as work:
        invited = await work.people.meet(company.office.actor("ops1"))
        await work.surveys.ask("1:concerns", Rules(questionnaires()["concern"], None), 512)
        await work.surveys.invite("1:concerns", [(invited.id, "Ops")])
        await work.surveys.opened("1:concerns", Hpke().pair()[1], b"", company.office.clock.now())
    await person(ASK)
    assert "It is counted" not in await person.press("Not what I asked")
    assert await company.tags() == 2


async def test_a_question_that_was_missed_goes_along_to_hr(company: Company) -> None:
    person = company("ops1")
    await person(ASK)
    await person.press("Not what I asked")
    form = await person.press("Ask HR")
    assert "Talk to HR" in form
    assert TOPIC not in form


async def test_once_the_month_is_over_tags_and_key_are_gone(company: Company) -> None:
    await company.ask(6)
    assert len(company.keys) == 1
    await company.december()
    assert company.keys == []
    assert [value for table, _, value in await everything(company.engine) if table.startswith("asked")] == [
        "2026-11",
        TOPIC,
        "asked",
        5,
    ]
    await company.tally.tick()
    company.office.clock.advance(days=31)
    await company.tally.tick()
    assert CAPTION not in await company("gita")("/rollout answers"), "only of the month before"


async def test_a_key_that_a_stopped_process_has_left_goes_too(company: Company) -> None:
    KeyFolder(company.folder).keep("2026-09", b"k" * 32)
    await company.tally.tick()
    assert company.keys == []


async def test_the_words_of_a_question_and_who_asked_are_nowhere(company: Company) -> None:
    before = len([value for _, _, value in await everything(company.engine) if isinstance(value, bytes)])
    await company("ops1")("/ask who sees my entries, zebra?")
    found = await everything(company.engine)
    assert not [value for _, _, value in found if "zebra" in str(value)]
    assert {column for table, column, _ in found if table == "asked"} == {"month", "topic", "deed", "tag"}
    assert len([value for _, _, value in found if isinstance(value, bytes)]) == before + 2, (
        "the tag and the key's proof"
    )


@pytest.mark.proves("asked_counted")
async def test_while_a_survey_is_open_for_somebody_nothing_of_theirs_is_counted(company: Company) -> None:
    async with company.office.store.begin() as work:
        invited = await work.people.meet(company.office.actor("ops1"))
        await work.surveys.ask("1:concerns", Rules(questionnaires()["concern"], None), 512)
        await work.surveys.invite("1:concerns", [(invited.id, "Ops")])
        await work.surveys.opened("1:concerns", Hpke().pair()[1], b"", company.office.clock.now())
    await company.ask(2)
    assert await company.tags() == 1
    async with company.office.store.begin() as work:
        await work.surveys.ended("1:concerns")
    await company.ask(2)
    assert await company.tags() == 2


async def test_whoever_has_restricted_their_data_is_not_counted(company: Company) -> None:
    async with company.office.store.begin() as work:
        person = await work.people.meet(company.office.actor("ops1"))
        await work.erasure.restrict(person.id, company.office.clock.now().date())
    await company.ask(2)
    assert await company.tags() == 1


async def test_what_has_no_word_is_not_counted_and_what_nobody_understands_is_by_the_nearest(company: Company) -> None:
    await company("ops1")("/ask ???")
    assert await company.tags() == 0
    await company("ops1")("/ask where do I find the lunch menu")
    assert await company.tags() == 1


async def test_under_a_second_key_nobody_is_counted_twice(company: Company, tmp_path: Path) -> None:
    await company.ask(2)
    another = Tally(
        company.office.store, company.office.clock, KeyFolder(tmp_path / "another"), ZoneInfo("Asia/Jakarta")
    )
    async with company.office.store.begin() as work:
        person = await work.people.meet(company.office.actor("ops1"))
    await another.count(person, TOPIC)
    KeyFolder(tmp_path / "another").keep("2026-11", b"k" * 32)
    await another.count(person, TOPIC)
    assert await company.tags() == 2


async def test_where_no_key_can_be_kept_the_answer_comes_and_nothing_is_counted(company: Company) -> None:
    company.folder.write_text("a file where the folder should be", encoding="utf-8")
    assert "Lentera shows your entries" in await company("ops1")(ASK)
    assert await company.tags() == 0


def test_numbers_are_told_in_bands() -> None:
    assert [band(people) for people in (0, 4, 5, 9, 10, 19, 20, 300)] == [None, None, 5, 5, 10, 10, 20, 20]


def test_a_question_without_words_says_so() -> None:
    assert isinstance(matcher().judge("?!"), Verdict)
    assert not matcher().judge("?!").words
