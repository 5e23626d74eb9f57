"""A channel: chosen in a form, approved with the texts, and told each thing once."""

from bot.mail import Fate
from tests.campaigns.console.conftest import House, agreed, approved, at, created, promised, ruled
from tests.speaker import Speaker


async def chosen(house: House, channel: str = "#general", **more: str) -> tuple[Speaker, str]:
    """Gita has chosen a channel. Gives her, and what she was told."""
    gita = house.gita
    await gita("/rollout")
    await gita.press("Set the channel")
    return gita, await gita.fill(channel=channel, **more)


async def begun(house: House, channel: str = "#general", day: str = "2026-12-22") -> Speaker:
    """A rollout with a channel that runs, and both leads have agreed."""
    await created(house, day=day)
    await chosen(house, channel)
    await promised(house)
    await ruled(house)
    await approved(house)
    gita = house.gita
    await gita("/rollout")
    await gita.press("Start")
    await gita.fill(sure="yes")
    await agreed(house)
    return gita


async def again(house: House) -> None:
    """Ratna has approved anew what is for the channel."""
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Texts")
    await ratna.press("Open 2")
    while (label := next((one for one in ratna.buttons() if one.startswith("Approve")), None)) is not None:
        await ratna.press(label)


async def test_what_is_for_everybody_is_said_there_once_in_both_languages(house: House) -> None:
    gita = await begun(house)
    await house.until(at(11, 24, 1, 59))
    assert house.post.there() == []
    await house.until(at(11, 24, 2, 0))
    (said,) = house.post.there()
    # At nine where the rollout is at home, though in Berlin it is the middle of the night.
    assert not [one for one in house.post.to("jonas") if "hear this from us" in one]
    assert "We would like you to hear this from us first" in said
    assert "Kami ingin Anda mendengarnya langsung dari kami" in said
    assert "Talk to HR" in said
    # Whoever reads it in Berlin sees where ten o'clock is.
    assert "10:00 (Jakarta)" in said
    assert "10.00 WIB" in said
    assert "Bicara dengan HR" in said
    # What is pressed for oneself alone is not there.
    assert "Got it" not in said
    await house.until(at(11, 30, 12))
    assert len(house.post.there()) == 1
    await gita("/rollout")
    status = await gita.press("Who got what")
    assert "In #general\n• First announcement: said on Tue 24 Nov 2026, 09:00 (Jakarta)" in status
    # Nine people were told, and a channel is nobody.
    assert "9" in next(line for line in status.splitlines() if line.startswith("First announcement"))


async def test_what_is_not_for_a_channel_never_gets_there(house: House) -> None:
    await begun(house)
    await house.until(at(12, 9, 12))
    assert len(house.post.there()) == 1


async def test_a_new_date_is_said_where_the_old_one_was(house: House) -> None:
    gita = await begun(house)
    await house.until(at(11, 25, 3))
    await gita("/rollout")
    await gita.press("Move")
    await gita.fill(day="2026-12-29")
    await house.until(at(11, 25, 4))
    soft, moved = house.post.there()
    assert "29 December" in moved
    assert "22 December" in soft
    await gita("/rollout")
    await gita.press("Cancel the rollout")
    await gita.fill(reason="Something else comes first.")
    await house.until(at(11, 26, 12))
    assert len(house.post.there()) == 3


async def test_on_a_holiday_at_home_it_is_said_on_the_last_working_day_before(house: House) -> None:
    # Four weeks before Sunday the 27th of December is a Sunday, too.
    await created(house)
    gita = house.gita
    await gita("/rollout")
    await gita.press("Move")
    await gita.fill(day="2026-12-27", time="10:00")
    await gita.fill(day="2026-12-27", time="10:00", sure="yes")
    await chosen(house)
    await gita("/rollout")
    timeline = await gita.press("Timeline")
    assert "In #general\n• First announcement: Fri 27 Nov 2026, 09:00 (Jakarta)" in timeline


async def test_whoever_chooses_is_told_there_that_lentera_can_speak(house: House) -> None:
    await created(house)
    gita, told = await chosen(house, name="#everybody")
    assert "Channel: #everybody" in told
    assert any("Only you see this" in one for one in house.post.to("gita"))
    await gita("/rollout")
    await gita.press("Log")
    assert any("Gita chose the channel #everybody." in line for line in (await gita("/rollout log")).splitlines())


async def test_where_it_cannot_speak_the_form_stays_and_says_what_to_do(house: House) -> None:
    await created(house)
    gita, told = await chosen(house, "#shut")
    assert "Lentera cannot speak there (not_in_channel). Add Lentera to the channel first" in told
    assert "That is no channel Lentera can find" in await gita.fill(channel="#nonsense")
    assert "Channel: #general" in await gita.fill(channel="#general")


async def test_another_channel_is_another_audience_and_is_approved_anew(house: House) -> None:
    await begun(house)
    await chosen(house, "#design")
    ratna = house.ratna
    await ratna("/rollout")
    shown = await ratna.press("Read and approve")
    assert [line for line in shown.splitlines() if line.startswith("Channel")] == ["Channel: #design"]
    await house.until(at(11, 25, 12))
    # Neither in the old one, nor yet in the new one, nor to anybody by chat.
    assert house.post.there() == []
    assert house.post.there("design") == []
    assert not [one for one in house.post.to("sari") if "mendengarnya" in one]
    await again(house)
    await house.until(at(11, 26, 12))
    assert len(house.post.there("design")) == 1
    await chosen(house, "#general")
    await again(house)
    await house.until(at(12, 1, 12))
    # What was said in one is not said in another.
    assert house.post.there() == []


async def test_without_a_channel_it_goes_by_chat_alone(house: House) -> None:
    gita = await begun(house)
    _, told = await chosen(house, "")
    assert "Channel: none: everybody is told by chat alone" in told
    await again(house)
    await house.until(at(11, 25, 12))
    assert house.post.there() == []
    assert any("hear this from us" in one for one in house.post.to("maya"))
    await gita("/rollout")
    assert "In #general" not in await gita.press("Timeline")


async def test_a_channel_that_is_shut_meanwhile_is_listed_and_can_be_tried_again(house: House) -> None:
    gita = await begun(house)
    house.post.closed.add("channel:general")
    await house.until(at(11, 24, 4))
    await gita("/rollout")
    status = await gita.press("Who got what")
    assert "• First announcement: did not get there (the platform says user_disabled)" in status
    house.post.closed.clear()
    await gita.press(next(label for label in gita.buttons() if label.endswith("again")))
    await house.until(at(11, 24, 5))
    assert len(house.post.there()) == 1


async def test_two_workers_and_a_restart_say_it_once(house: House) -> None:
    await begun(house)
    await house.until(at(11, 24, 2))
    for _ in range(3):
        await house.metronome.tick()
        house.clock.advance(minutes=1)
    async with house.store.begin() as work:
        (post,) = await work.mail.posts("1")
    assert (post.channel, post.step, post.fate) == ("local::channel:general", "soft", Fate.SENT)
    assert len(house.post.there()) == 1


async def test_hr_reads_and_tries_out_what_the_channel_will_read(house: House) -> None:
    await begun(house)
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Texts")
    card = await ratna.press("Open 2")
    chat, _, channel = card.partition("As everybody reads it in #general:")
    # As people get it by chat, and as the channel says it: in both languages, with where ten o'clock is.
    assert "Got it" in chat
    assert "Got it" not in channel
    assert "10:00 (Jakarta)" in channel
    assert "10.00 WIB" in channel
    assert "Bicara dengan HR" in channel
    await ratna.press("Send me this one")
    await house.metronome.tick()
    tried = house.post.to("ratna")[-1]
    assert "As everybody reads it in #general:" in tried
    assert "Kami ingin Anda mendengarnya langsung dari kami" in tried
    await ratna("/rollout")
    await ratna.press("Texts")
    # What goes by chat alone is shown as that.
    assert "As everybody reads it" not in await ratna.press("Open 3")
