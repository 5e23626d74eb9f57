"""What HR takes to the meeting, and what a text says of what the console knows."""

from bot.events import Press
from bot.message import File, Message
from tests.campaigns.console.conftest import House, agreed, at, created, promised, started
from tests.speaker import told


async def test_hr_takes_the_meeting_along_as_a_message_and_on_paper(house: House) -> None:
    gita = await created(house)
    await promised(house)
    await gita("/rollout")
    said = await gita.press("For the meeting")
    assert said.startswith("Recording working time: what to take to the meeting on Tuesday 22 December 2026, 10:00.")
    assert "The figures come here once the survey is counted." in said
    assert "The problem: problem in en" in said
    # Questions are shown all at once, a day before, so that nobody is told by the hour at which theirs came.
    assert "come here on Monday 21 December 2026, 10:00, all at once" in said
    message = gita.last.content
    assert isinstance(message, Message)
    (file,) = (part for part in message.parts if isinstance(part, File))
    assert file.name == "for-the-meeting.pdf"
    assert file.data.startswith(b"%PDF-")


async def test_it_says_so_when_too_few_have_answered_and_so_does_the_agenda(house: House) -> None:
    gita = await started(house)
    await agreed(house)
    await house.until(at(12, 14, 12))
    await house.count()
    await gita("/rollout")
    assert "Fewer than five people have answered, so there are no figures. Ask in the room" in (
        await gita.press("For the meeting")
    )
    await house.until(at(12, 15, 20))
    assert "Fewer than five people have answered, so there are no figures to show." in house.post.to("jonas")[-1]


async def test_a_rollout_without_a_meeting_has_no_pack(house: House) -> None:
    gita = house.gita
    await gita("/rollout")
    await gita.press("Set up a rollout")
    await gita.fill(playbook="career-pulse", day="2026-12-22", time="10:00")
    await gita("/rollout")
    assert "For the meeting" not in gita.buttons()
    forged = await house.bot.handle(Press("forged", gita.actor, "rollout.pack", "1"))
    assert told(forged.content).startswith("This button is from an older version")


async def test_a_changed_promise_names_who_signed_it(house: House) -> None:
    gita = await started(house)
    await agreed(house)
    await house.until(at(11, 24, 12))
    await gita("/rollout")
    await gita.press("Promises and facts")
    await gita.press("Write the promises")
    await gita.fill(never_en="Bonuses.", never_id="Bonus.")
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Promises and facts")
    await ratna.press("Read and sign")
    await ratna.fill(sure="yes")
    before = len(house.post.to("jonas"))
    await house.until(at(11, 25, 12))
    (changed,) = house.post.to("jonas")[before:]
    assert "Signed by Ratna." in changed
