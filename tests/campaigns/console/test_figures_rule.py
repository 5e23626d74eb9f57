"""The part of the ground rules that Lentera itself holds to: which figures of people's hours are shown."""

from bot.message import Form
from tests.campaigns.console.conftest import House, agreed, at, created, promised, started


async def choose(house: House, figures: str) -> str:
    gita = house.gita
    await gita("/rollout")
    for label in ("Write the ground rules", "Leads"):
        if label in gita.buttons():
            await gita.press(label)
            break
    if not isinstance(gita.last.content, Form):
        await gita.press("Edit the ground rules")
    return await gita.fill(figures=figures)


async def test_rules_show_no_figures_unless_hr_chooses_otherwise(house: House) -> None:
    gita = await created(house)
    await gita.press("Write the ground rules")
    assert gita.last.content is not None
    await gita.fill()
    async with house.store.begin() as work:
        assert (await work.versions.latest(1))["rules"].content["figures"] == "never"


async def test_leads_read_which_figures_they_agree_to(house: House) -> None:
    await started(house)
    await house.metronome.tick()
    bagus = house.post_of("bagus")
    assert "Lentera tidak menampilkan angka apa pun" in await bagus.press("Baca dan jawab")
    await choose(house, "weekly")
    await house.metronome.tick()
    maya = house.post_of("maya")
    assert "Your lead sees your team's average per week, from six people up" in await maya.press("Read and answer")


async def test_who_sees_what_is_said_with_the_promise_wherever_it_is_quoted(house: House) -> None:
    gita = await created(house)
    await promised(house)
    await choose(house, "monthly")
    await gita("/rollout")
    said = await gita.press("Promises and facts")
    assert "seen in en Your lead sees your team's average per month, from six people up" in said


async def test_once_people_were_told_the_rules_can_only_show_less(house: House) -> None:
    await started(house)
    await agreed(house)
    await house.until(at(11, 25, 3))
    assert house.post.to("sari"), "the announcement is out"
    assert "already been told that less would be shown" in await choose(house, "weekly")
    async with house.store.begin() as work:
        assert (await work.versions.latest(1))["rules"].number == 1
