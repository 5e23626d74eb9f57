"""A rollout is not over before its last step, also where that is for some, or is said in a channel alone."""

from collections.abc import Mapping
from dataclasses import replace

from bot.campaigns.playbook import Audience, Playbook, Step, Via
from bot.texts import Texts
from config.playbooks import playbooks
from storage.store import Database
from tests.campaigns.console.conftest import House, agreed, at, at_work, started
from tests.campaigns.console.test_channels import begun, chosen
from tests.campaigns.console.test_rollout_from_start_to_end import summarised
from tests.conftest import Moving


def ending(**last: Audience | Via) -> Mapping[str, Playbook]:
    """The start of recording comes last, and is altered."""
    known = playbooks()["time-tracking"]

    def altered(step: Step) -> Step:
        return replace(step, **last) if step.name == "go_live" else step  # type: ignore[arg-type]

    steps = tuple(altered(step) for step in known.steps if step.name != "reask")
    return {"time-tracking": replace(known, steps=steps)}


async def helped(house: House) -> None:
    """It has gone so far that help has been offered."""
    await house.until(at(12, 14, 12))
    await house.count()
    await house.until(at(12, 23, 12))
    await summarised(house)
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Read and approve")
    await ratna.press("Approve for 9 people")
    await house.until(at(12, 31, 12))


async def test_what_is_for_whoever_has_signed_up_is_still_to_come(
    company_store: Database, texts: Texts, clock: Moving
) -> None:
    house = await at_work(company_store, texts, clock, ending(audience=Audience.SIGNED_UP))
    gita = await started(house)
    await agreed(house)
    await helped(house)
    assert "Next: Start of recording on Fri 1 Jan 2027" in await gita("/rollout")
    assert "Close" not in gita.buttons()
    assert "to whoever has asked for help by then" in await gita.press("Timeline")
    # Nobody has signed up, and it is over where the day begins last as well.
    await house.until(at(1, 1, 9, year=2027))
    assert "Everything has gone out." in await gita("/rollout")
    assert "Close" in gita.buttons()


async def test_what_is_said_in_a_channel_alone_is_still_to_come_in_whichever_channel(
    company_store: Database, texts: Texts, clock: Moving
) -> None:
    house = await at_work(company_store, texts, clock, ending(via=Via.CHANNEL))
    gita = await begun(house)
    await helped(house)
    assert "Next: Start of recording on Fri 1 Jan 2027, 09:00 (Jakarta)" in await gita("/rollout")
    assert "Close" not in gita.buttons()
    await chosen(house, "")
    await house.until(at(1, 4, 12, year=2027))
    said = await gita("/rollout")
    assert "Start of recording was due on Fri 1 Jan 2027, 09:00 (Jakarta)" in said
    assert "Close" not in gita.buttons()
    await chosen(house, "#design")
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Read and approve")
    while (label := next((one for one in ratna.buttons() if one.startswith("Approve")), None)) is not None:
        # All nine read it there.
        assert label == "Approve for 9 people"
        await ratna.press(label)
    await house.until(at(1, 5, 12, year=2027))
    assert len(house.post.there("design")) == 1
    await gita("/rollout")
    assert "Close" in gita.buttons()
    await chosen(house, "#general")
    await gita("/rollout")
    assert "Close" in gita.buttons()
