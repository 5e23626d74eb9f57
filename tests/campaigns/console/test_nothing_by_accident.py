"""What goes wrong on a busy Monday: two clicks, two people, a wrong date, a change of mind."""

from bot.campaigns.campaign import State
from bot.message import Form, Text
from tests.campaigns.console.conftest import House, agreed, at, created, promised, ruled, started
from tests.speaker import Speaker, told


async def opened(house: House) -> Speaker:
    gita = house.gita
    await gita("/rollout")
    await gita.press("Set up a rollout")
    return gita


async def campaigns(house: House) -> int:
    async with house.store.begin() as work:
        return len(await work.campaigns.page())


async def test_two_clicks_on_one_form_make_one_campaign(house: House) -> None:
    gita = await opened(house)
    form = gita.last
    for _ in range(2):
        gita.last = form
        await gita.fill(playbook="time-tracking", day="2026-12-22", time="10:00")
    assert await campaigns(house) == 1
    assert (await house.jakob("/rollout")).count("set up") == 1


async def test_what_cannot_be_is_said_at_its_field_and_the_form_stays_as_it_was(house: House) -> None:
    gita = await opened(house)
    for wrong, sentence in (
        ({"day": "2026-11-17"}, "That moment has passed."),
        ({"zone": "Atlantis"}, "I do not know a time zone by that name."),
        ({"day": "2026-02-31"}, "That day is not in the calendar."),
        ({"end_day": "2026-12-14"}, "A day and a time belong together"),
        ({"audience": "division:Nobody"}, "Choose one from the list."),
    ):
        said = await gita.fill(**({"day": "2026-12-22", "time": "10:00", "title": "Ours"} | wrong))
        assert said.startswith(sentence)
    assert await campaigns(house) == 0


async def test_an_odd_date_is_asked_about_with_everything_still_there(house: House) -> None:
    gita = await opened(house)
    asked = await gita.fill(day="2026-12-20", time="10:00", title="Ours")
    assert "Sun 20 Dec 2026, 10:00 (Jakarta) is not a working day. Keep it?" in asked
    assert "What it is called here: Ours" in asked
    assert await campaigns(house) == 0
    assert "is not a working day" in await gita.fill()
    assert await campaigns(house) == 0
    assert "Ours: being prepared" in await gita.fill(sure="yes")
    assert await campaigns(house) == 1


async def test_another_odd_date_is_asked_about_anew(house: House) -> None:
    gita = await opened(house)
    await gita.fill(playbook="time-tracking", day="2026-12-20", time="10:00")
    assert "no time left for the survey" in await gita.fill(day="2026-11-22", sure="yes")
    assert await campaigns(house) == 0


async def test_of_two_who_edit_at_once_the_second_keeps_their_words_and_is_told(house: House) -> None:
    await created(house)
    gita, ratna = house.gita, house.ratna
    for speaker in (gita, ratna):
        await speaker("/rollout")
        await speaker.press("Texts")
        await speaker.press("Open 2")
        await speaker.press("Edit")
    await gita.fill(text_en="Gita's line.")
    assert (await ratna.fill(text_en="Ratna's line.")).startswith("Gita has saved a newer version")
    assert isinstance(ratna.last.content, Form)


async def test_a_text_that_cannot_be_filled_in_is_told_at_its_field(house: House) -> None:
    await created(house)
    gita = house.gita
    await gita("/rollout")
    await gita.press("Texts")
    await gita.press("Open 2")
    await gita.press("Edit")
    form = gita.last.content
    assert isinstance(form, Form)
    assert {part.name for part in form.parts if isinstance(part, Text)} == {"text_en", "body_en", "text_id", "body_id"}
    said = await gita.fill(text_en="", body_id="{nonsense}")
    assert said == "2 things have to be put right. Everything you typed is still here."


async def test_without_a_survey_that_can_be_held_it_does_not_start_and_says_why(house: House) -> None:
    await created(house)
    await promised(house)
    await ruled(house)
    house.surveys.missing = "not_ready"
    gita = house.gita
    await gita("/rollout")
    assert "cannot hold the anonymous survey" in await gita.press("Start")
    assert await house.state() is State.DRAFT


async def test_it_does_not_start_before_the_promises_are_signed_and_the_rules_written(house: House) -> None:
    await created(house)
    gita = house.gita
    await gita("/rollout")
    assert "Some promises are still empty" in await gita.press("Start")
    await promised(house)
    await gita("/rollout")
    assert "The ground rules are not written yet." in await gita.press("Start")


async def test_paused_nothing_goes_and_only_a_sender_lets_it_go_on(house: House) -> None:
    await started(house)
    await agreed(house)
    ratna, gita = house.ratna, house.gita
    await ratna("/rollout")
    assert "paused, nothing goes out" in await ratna.press("Pause")
    assert "Resume" not in ratna.buttons()
    await house.until(at(11, 24, 12))
    assert house.post.to("sari") == []
    await gita("/rollout")
    assert "(Resume for 9 people)" in await gita.press("Resume")
    await gita.fill(sure="yes")
    await house.until(at(11, 25, 12))
    assert len(house.post.to("sari")) == 1


async def test_everything_can_be_stopped_at_once(house: House) -> None:
    await started(house)
    await created(house)
    ratna = house.ratna
    assert (await ratna("/rollout")).startswith("2 rollouts:")
    assert "(Stop one rollout)" in await ratna.press("Stop everything")
    await ratna.fill(sure="yes")
    assert await house.state() is State.PAUSED


async def test_cancelled_after_people_have_heard_they_are_told_once(house: House) -> None:
    gita = await started(house)
    await agreed(house)
    await house.until(at(11, 24, 12))
    await gita("/rollout")
    assert "(Cancel, tell 9 people)" in await gita.press("Cancel the rollout")
    assert "Say why in a sentence." in await gita.fill()
    form = gita.last
    await gita.fill(reason="The vendor has left.")
    gita.last = form
    await gita.fill(reason="The vendor has left.")
    await house.until(at(11, 25, 12))
    assert len(house.post.to("sari")) == 2
    assert await house.state() is State.CANCELLED
    log = await house.jakob("/rollout")
    assert log.count("cancelled") == 1
    assert "Reason: “The vendor has left.”" in log


async def test_a_test_goes_to_oneself_and_to_nobody_else(house: House) -> None:
    gita = await created(house)
    await gita("/rollout")
    card = gita.last.content
    assert "16 messages are on their way to you" in await gita.press("Send me all of it", on=card)
    await gita.press("Send me all of it", on=card)
    house.clock.advance(seconds=1)
    await house.metronome.tick()
    assert {address for address, _ in house.post.sent} == {"dm:gita"}
    assert len(house.post.sent) == 16
    assert all("A test, for you alone" in text for text in house.post.to("gita"))


async def test_only_those_who_were_not_reached_get_it_again(house: House) -> None:
    gita = await started(house)
    await agreed(house)
    house.post.closed = {"dm:sari", "dm:jonas"}
    await house.until(at(11, 24, 12))
    await gita("/rollout")
    said = await gita.press("Who got what")
    assert "2 messages did not arrive." in said
    assert "Sari, First announcement: the platform says user_disabled" in said
    house.post.closed = set()
    card = gita.last.content
    before = len(house.post.sent)
    await gita.press("Send 2 messages again", on=card)
    await gita.press("Send 2 messages again", on=card)
    # For Sari it is evening: to her it goes in the morning.
    await house.until(at(11, 25, 12))
    told_so = {"dm:gita", "dm:ratna", "dm:budi"}
    assert sorted({address for address, _ in house.post.sent[before:]} - told_so) == ["dm:jonas", "dm:sari"]
    assert [len(house.post.to(name)) for name in ("sari", "jonas", "maya")] == [1, 1, 2]
    assert (await house.jakob("/rollout")).count("sent again what had not arrived") == 1


async def test_a_changed_promise_is_signed_and_told_to_everybody_with_the_difference(house: House) -> None:
    gita = await started(house)
    await agreed(house)
    await house.until(at(11, 24, 12))
    await gita("/rollout")
    await gita.press("Promises and facts")
    await gita.press("Write the promises")
    await gita.fill(never_en="Pay, appraisals, and bonuses.", never_id="Gaji, penilaian, dan bonus.")
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Promises and facts")
    assert "(Sign, and tell 9 people)" in await ratna.press("Read and sign")
    await ratna.fill(sure="yes")
    before = len(house.post.to("jonas"))
    await house.until(at(11, 25, 12))
    (changed,) = house.post.to("jonas")[before:]
    assert "Until now: never in en" in changed
    assert "Pay, appraisals, and bonuses." in changed
    assert "purpose in en" not in changed


async def test_leads_who_have_not_answered_are_asked_again_and_a_new_version_asks_all(house: House) -> None:
    gita = await started(house)
    await house.metronome.tick()
    bagus = house.post_of("bagus")
    await bagus.press("Baca dan jawab")
    await bagus.fill(answer="agree")
    await gita("/rollout")
    await gita.press("Leads")
    assert await gita.press("Ask one lead again") == "One lead is asked once more."
    await house.metronome.tick()
    assert (len(house.post.to("maya")), len(house.post.to("bagus"))) == (2, 1)
    maya = house.post_of("maya")
    await maya.press("Read and answer")
    await gita("/rollout")
    await gita.press("Leads")
    await gita.press("Edit the ground rules")
    assert "0 of 2 team leads agree" in await gita.fill(text_en="Other rules.")
    again = await maya.fill(answer="object", reason="Not at month end")
    assert "Other rules." in again
    assert "Not at month end" in again
    await maya.fill()
    assert "objects | Not at month end" in await leads(house)


async def leads(house: House) -> str:
    gita = house.gita
    await gita("/rollout")
    return await gita.press("Leads")


async def test_a_quorum_needs_an_approver_and_is_said_in_the_announcement(house: House) -> None:
    gita = await started(house)
    await house.metronome.tick()
    bagus = house.post_of("bagus")
    await bagus.press("Baca dan jawab")
    await bagus.fill(answer="agree")
    await leads(house)
    assert not any(label.startswith("Go on") for label in gita.buttons())
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Leads")
    await ratna.press("Go on with 1 of 2")
    assert "Say why in a sentence." in await ratna.fill()
    await ratna.fill(reason="Maya is away until January.")
    await house.until(at(11, 24, 12))
    assert "1 of 2 team leads have agreed" in house.post.to("jonas")[0]


async def test_a_step_beyond_the_budget_needs_a_reason(house: House) -> None:
    await created(house)
    await created(house)
    await created(house)
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Open 1")
    await ratna.press("Texts")
    said = await ratna.press("Open 2")
    assert "more than two messages to the same people" in said
    form = await ratna.press("Approve for 9 people")
    assert "Tue 24 Nov 2026: 3 messages to the same person, 9 people." in form
    assert "Say why in a sentence." in await ratna.fill()
    await ratna.fill(reason="All three begin with the new year.")
    assert "in spite of more than two messages a day. Reason: “All three" in await house.jakob("/rollout")
    await ratna("/rollout")
    await ratna.press("Open 1")
    assert "on" in await ratna.press("Messages a week")


async def test_a_card_is_read_and_the_door_is_open(house: House) -> None:
    await started(house)
    await agreed(house)
    await house.until(at(11, 24, 12))
    jonas = house.post_of("jonas")
    card = jonas.last.content
    assert "Thank you for reading." in await jonas.press("Got it")
    await jonas.press("Talk to HR", on=card)
    assert "gita@example.org" in await jonas.fill(way="name")


async def test_a_preview_is_as_somebody_elsewhere_gets_it_and_cannot_be_pressed(house: House) -> None:
    gita = await created(house)
    await gita("/rollout")
    await gita.press("Texts")
    await gita.press("Open 2")
    await gita.press("See it as somebody else")
    said = await gita.fill(language="id", zone="Europe/Berlin")
    assert "Selasa, 22 Desember 2026" in said
    assert "Tombol" not in said
    assert "Buttons: Mengerti" in said or "Buttons:" in said
    assert told(gita.last.content).count("(") == told(gita.last.content).count(")")
