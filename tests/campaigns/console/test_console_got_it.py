"""What an employee does with an announcement, and what HR sees of it; and the meeting in their calendar."""

from bot.mail import Fate, Parcel, Settled
from bot.message import File, Link, Message
from tests.campaigns.console.conftest import House, agreed, at, started
from tests.conftest import account

MORE = 20


async def announced(house: House) -> None:
    """The first announcement has gone out, also to twenty more people."""
    await started(house)
    await agreed(house)
    await house.until(at(11, 24, 17))
    async with house.store.begin() as work:
        now = house.clock.now()
        people = [(await work.people.meet(account(f"p{n}"))).id for n in range(MORE)]
        await work.mail.owe([Parcel("1", "soft", "", person, now) for person in people])
        claimed = await work.outbox.claim(now, limit=MORE, lease=60)
        await work.mail.settle([Settled(owed.id, Fate.SENT, now) for owed in claimed])


async def test_got_it_closes_the_card_and_hr_sees_one_figure_the_day_after(house: House) -> None:
    await announced(house)
    jonas, sari = house.post_of("jonas"), house.post_of("sari")
    before = jonas.last.content
    assert isinstance(before, Message)
    after = await jonas.press("Got it")
    assert after.startswith(before.text)
    assert "Got it" not in jonas.buttons()
    assert "Talk to HR" in jonas.buttons()
    await sari.press("Sudah saya baca")
    gita = house.gita
    await gita("/rollout")
    assert "had pressed" not in await gita.press("Who got what")
    house.clock.advance(days=1)
    await gita("/rollout")
    said = await gita.press("Who got what")
    assert "First announcement: until last night, at least 0 % had pressed Got it." in said
    assert "onas" not in said


async def test_the_reminder_brings_the_meeting_for_the_calendar(house: House) -> None:
    await announced(house)
    await house.count()
    await house.until(at(12, 21, 17))
    files = [part for address, message in house.post.sent if address == "dm:jonas" for part in message.parts]
    (meeting, *_) = [part for part in files if isinstance(part, File)]
    assert (meeting.name, meeting.media_type) == ("lentera.ics", "text/calendar")
    assert b"DTSTART;TZID=Asia/Jakarta:20261222T100000" in meeting.data
    assert isinstance(meeting.instead, Link)
