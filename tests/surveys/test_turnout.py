"""How many have answered so far: once a day, roughly, for HR, and no more than that."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.campaigns.atlas import gatekeeper
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.console.status import turnout as said
from bot.surveys.duty import Duty
from bot.surveys.notes import Notes
from bot.surveys.rollout import RolloutSurveys
from bot.surveys.turnout import Turnout, floored
from bot.texts import Texts
from config.playbooks import playbooks
from config.questionnaires import questionnaires
from storage.store import Database
from tests.conftest import Moving
from tests.surveys.house import House

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = date(2026, 11, 19)
CAMPAIGN = Campaign(
    id=1,
    key="k",
    playbook="time-tracking",
    title="Rollout",
    zone=JAKARTA,
    anchor=datetime(2026, 12, 9, 3, tzinfo=UTC),
    survey_end=None,
    audience="all",
    calendar="default",
    created_at=datetime(2026, 11, 1, tzinfo=UTC),
    created_by=None,
    state=State.RUNNING,
    started_at=datetime(2026, 11, 1, tzinfo=UTC),
)


@pytest.fixture
def house(store: Database, tmp_path: Path, clock: Moving) -> House:
    return House(store, tmp_path / "keys", clock, survey="c1.survey")


def duty(house: House) -> Duty:
    notes = Notes(house.store, house.clock)
    return Duty(house.store, house.clerk, house.store.stir, house.clock, notes, house.vault, JAKARTA)


async def seen(house: House) -> Turnout | None:
    """What HR's screens read."""
    surveys = RolloutSurveys(
        house.store,
        house.clock,
        playbooks=playbooks(),
        questionnaires=questionnaires(),
        gatekeeper=gatekeeper,
        company="Kopi Nusantara",
    )
    async with house.store.begin() as work:
        return await surveys.turnout(work, CAMPAIGN)


@pytest.mark.parametrize(
    ("invited", "answered", "told"),
    [(49, 49, None), (50, 4, None), (50, 5, 10), (60, 17, 20), (60, 18, 30), (100, 5, 0), (60, 60, 100)],
)
def test_the_share_is_rounded_down_and_not_told_of_few(invited: int, answered: int, told: int | None) -> None:
    assert floored(invited, answered) == told


@pytest.mark.proves("survey_turnout")
async def test_hr_is_told_once_a_day_and_looking_again_tells_nothing_more(house: House) -> None:
    assert await seen(house) is None, "nothing is open"
    worker, second = duty(house), duty(house)
    await house.open(*("Ops",) * 60)
    await worker.tick()
    assert await seen(house) == Turnout(None, date(2026, 11, 18))
    for number in range(18):
        await house.vote(number, "A")
    for one in (worker, second, duty(house)):
        await one.tick()
    assert await seen(house) == Turnout(None, date(2026, 11, 18)), "neither votes nor a restart make a new figure"
    house.clock.to(datetime(2026, 11, 19, 5, 59, tzinfo=JAKARTA))
    await worker.tick()
    assert await seen(house) == Turnout(None, date(2026, 11, 18)), "not before six in the morning"
    house.clock.advance(minutes=1)
    await worker.tick()
    assert await seen(house) == Turnout(30, DAY)
    for number in range(18, 60):
        await house.vote(number, "B")
        await second.tick()
        assert await seen(house) == Turnout(30, DAY)
    await duty(house).tick()
    assert await seen(house) == Turnout(30, DAY), "a worker that begins anew finds the figure of the day"
    house.clock.to(datetime(2026, 11, 20, 11, tzinfo=JAKARTA))
    await worker.tick()
    assert await seen(house) == Turnout(100, date(2026, 11, 20)), "late, where no worker was there in the morning"


async def test_of_fewer_than_fifty_hr_is_told_nothing(house: House) -> None:
    await house.open(*("Ops",) * 49)
    for number in range(49):
        await house.vote(number, "A")
    for day in (19, 20):
        house.clock.to(datetime(2026, 11, day, 9, tzinfo=JAKARTA))
        await duty(house).tick()
        assert await seen(house) == Turnout(None, date(2026, 11, day))


async def test_with_the_end_the_figure_goes(house: House) -> None:
    await house.open(*("Ops",) * 60)
    for number in range(30):
        await house.vote(number, "A")
    house.clock.to(datetime(2026, 11, 19, 9, tzinfo=JAKARTA))
    worker = duty(house)
    await worker.tick()
    assert await seen(house) == Turnout(50, DAY)
    await house.clerk.end(house.survey)
    await worker.tick()
    assert await seen(house) is None
    async with house.store.begin() as work:
        assert await work.surveys.response(house.survey) == (None, None)


@pytest.mark.parametrize(
    ("locale", "percent", "words"),
    [
        ("en", 30, "30 % or a little more had answered as of 19 Nov 2026."),
        ("en", 0, "fewer than 10 % had answered as of 19 Nov 2026."),
        ("en", None, "From 50 people invited and 5 answers up"),
        ("id", 30, "per 19 Nov 2026, 30 % atau sedikit lebih sudah menjawab."),
        ("id", 0, "per 19 Nov 2026, yang sudah menjawab belum sampai 10 %."),
        ("id", None, "Mulai dari 50 orang yang diundang dan 5 jawaban"),
    ],
)
def test_it_is_said_in_both_languages(texts: Texts, locale: str, percent: int | None, words: str) -> None:
    assert words in said(texts.to(locale), Turnout(percent, DAY))
