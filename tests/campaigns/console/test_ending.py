"""The survey is ended earlier than planned, by whoever may send, a day after everybody was told."""

from datetime import date, timedelta

from bot.surveys.turnout import Turnout
from tests.campaigns.console.conftest import House, started
from tests.conftest import START

BUTTON = "End the survey earlier"


async def test_a_sender_ends_the_survey_earlier_and_the_log_says_so(house: House) -> None:
    gita = await started(house)
    await gita("/rollout")
    assert BUTTON not in gita.buttons(), "no survey is open"
    house.surveys.until = START + timedelta(days=5)
    await gita("/rollout")
    said = await gita.press(BUTTON)
    assert "As planned, the survey ends Mon 23 Nov 2026, 09:00 (Jakarta)." in said
    assert "9 people are told at once, by day where they are." in said
    assert said.endswith("The survey ends on: 2026-11-19\nTime: 10:00\n(Tell 9 people)")
    form = gita.last
    assert (await gita.fill(time="08:59")).startswith(
        "At least 24 hours must lie between telling everybody and the end."
    )
    assert await gita.fill(day="2026-11-24") == (
        "The survey ends before that as it is. Choose an earlier time, or leave it as it is."
    )
    assert house.surveys.early == []
    for _ in range(2):
        gita.last = form
        await gita.fill(day="2026-11-20", time="18:30")
    assert house.surveys.early == [START.replace(day=20, hour=11, minute=30)]
    log = await house.jakob("/rollout log")
    assert log.count("Gita announced that the survey of ") == 1
    assert "ends Fri 20 Nov 2026, 12:30 (Berlin) instead of Mon 23 Nov 2026, 03:00 (Berlin)." in log
    await gita("/rollout")
    assert BUTTON not in gita.buttons(), "an earlier end is announced once"


async def test_while_it_is_open_hr_reads_roughly_how_many_have_answered_and_nobody_else_does(house: House) -> None:
    gita = await started(house)
    await gita("/rollout")
    assert "Survey:" not in await gita.press("Who got what"), "no survey is open"
    house.surveys.answered = Turnout(30, date(2026, 11, 19))
    said = await gita("/rollout")
    assert "Answered so far: 30 % or a little more, as of 19 Nov 2026" in said
    assert "Survey: 30 % or a little more had answered as of 19 Nov 2026." in await gita.press("Who got what")
    house.surveys.answered = Turnout(0, date(2026, 11, 19))
    assert "Answered so far" not in await gita("/rollout")
    assert "Survey: fewer than 10 % had answered as of 19 Nov 2026." in await gita.press("Who got what")
    house.surveys.answered = Turnout(None, date(2026, 11, 19))
    await gita("/rollout")
    assert "Survey: no figure yet of how many have answered." in await gita.press("Who got what")
    house.surveys.answered = Turnout(30, date(2026, 11, 19))
    for other in (house.jakob, house.bagus):
        assert "30 %" not in await other("/rollout")


async def test_who_may_not_send_does_not_end_it_and_in_its_last_day_nobody_does(house: House) -> None:
    gita = await started(house)
    house.surveys.until = START + timedelta(days=5)
    ratna = house.ratna
    await ratna("/rollout")
    assert BUTTON not in ratna.buttons()
    house.surveys.until = START + timedelta(hours=25)
    await gita("/rollout")
    assert await gita.press(BUTTON) == "The survey ends within the next 25 hours as it is."
