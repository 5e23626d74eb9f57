"""A rollout that is over is set up once more, with all that was written for it and nothing of what was agreed."""

from bot.campaigns.campaign import State
from bot.campaigns.console.dossier import PRACTICAL, PROMISES, RULES
from tests.campaigns.console.conftest import House, at, started
from tests.speaker import Speaker


async def cancelled(house: House) -> Speaker:
    """Gita has started a rollout with a text of her own, and cancelled it. She looks at it."""
    gita = await started(house)
    async with house.store.begin() as work:
        campaign = await work.campaigns.get(1)
    assert campaign is not None
    await gita("/rollout")
    await gita.press("Promises and facts")
    await gita.press("Who helps, and where")
    await gita.fill(hr="Gita", helpers="Oskar", course_day="2026-12-23", course_time="10:00", course_place="Room 4")
    await gita("/rollout")
    await gita.press("Cancel the rollout")
    await gita.fill(reason="A code is lost.")
    assert await house.state() is State.CANCELLED
    await gita("/rollout")
    return gita


async def test_all_that_was_written_comes_along_as_drafts_and_nothing_that_was_agreed(house: House) -> None:
    gita = await cancelled(house)
    assert "What was written for Recording working time comes along as drafts" in await gita.press("Set it up again")
    await gita.fill(day="2027-02-16", time="10:00")
    async with house.store.begin() as work:
        old, new = await work.versions.latest(1), await work.versions.latest(2)
        approvals = await work.gates.approvals(2)
        made = await work.campaigns.get(2)
    assert made is not None
    assert (made.state, made.playbook, made.title) == (State.DRAFT, "time-tracking", "Recording working time")
    assert {PROMISES, PRACTICAL, RULES} <= new.keys() == old.keys()
    assert {version.number for version in new.values()} == {1}
    assert {version.signed_by for version in new.values()} == {None}
    assert new[PROMISES].content == old[PROMISES].content
    assert new[RULES].content == old[RULES].content
    assert new[PRACTICAL].content == {**old[PRACTICAL].content, "course": ""}
    assert approvals == ()
    log = await house.jakob("/rollout")
    assert "Gita took what was written for Recording working time along to Recording working time." in log
    await house.until(at(12, 1))
    assert await house.state(2) is State.DRAFT


async def test_one_form_sets_up_one_rollout_and_asks_what_is_odd_first(house: House) -> None:
    gita = await cancelled(house)
    await gita.press("Set it up again")
    form = gita.last
    said = await gita.fill(day="2027-02-14", time="10:00")
    assert "comes along as drafts" in said, "a Sunday is asked about, and the form still says what it does"
    for _ in range(2):
        gita.last = form
        await gita.fill(day="2027-02-16", time="10:00")
    async with house.store.begin() as work:
        assert len(await work.campaigns.page()) == 2
        assert {version.number for version in (await work.versions.latest(2)).values()} == {1}


async def test_it_is_no_button_while_a_rollout_runs_and_nothing_comes_along_by_a_forged_one(house: House) -> None:
    gita = await started(house)
    await gita("/rollout")
    assert "Set it up again" not in gita.buttons()
    assert "Set it up, send nothing" not in await gita.forge("rollout.again", "1")
    await gita.forge_form("rollout.created", "k|again:1|")
    async with house.store.begin() as work:
        assert len(await work.campaigns.page()) == 1
