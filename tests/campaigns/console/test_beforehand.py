"""What people ask of a rollout: questions for the meeting, and help."""

import logging

import pytest

from bot.events import Press
from bot.message import Reply
from tests.campaigns.console.conftest import House, agreed, at, started
from tests.speaker import Speaker, told

_QUESTION = "Does my lead see my coffee breaks?"


async def announced(house: House) -> None:
    """Everybody has had the first announcement of a meeting on the 22nd of December at ten in Jakarta."""
    await started(house)
    await agreed(house)
    await house.until(at(11, 25))


async def asks(house: House, who: str, button: str, send: dict[str, str], index: int = -1) -> str:
    speaker = house.post_of(who, index)
    await speaker.press(button)
    return await speaker.fill(**send)


async def test_a_question_without_a_name_is_the_question_alone(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await announced(house)
    thanks = await asks(house, "jonas", "Ask a question for the meeting", {"question": _QUESTION})
    assert "Your question is there, without your name." in thanks
    async with house.store.begin() as work:
        (kept,) = await work.beforehand.questions(1)
    assert (kept.words, kept.person, kept.left_out) == (_QUESTION, None, False)
    # Neither the chat nor the log has its words.
    assert not any(_QUESTION in text for name in ("jonas", "gita") for text in house.post.to(name))
    assert _QUESTION not in caplog.text


async def test_hr_sees_all_questions_at_once_a_day_before_the_meeting(house: House) -> None:
    await announced(house)
    await asks(house, "jonas", "Ask a question for the meeting", {"question": _QUESTION})
    await asks(house, "sari", "Ajukan pertanyaan untuk pertemuan", {"question": "Lembur dibayar?", "name": "named"})
    gita = house.gita
    await gita("/rollout")
    pack = await gita.press("For the meeting")
    assert "Questions that people send beforehand come here on Monday 21 December 2026, 10:00" in pack
    assert _QUESTION not in pack
    assert "Leave a question out" not in gita.buttons()
    await house.until(at(12, 21, 3))
    await gita("/rollout")
    pack = await gita.press("For the meeting")
    assert f"• {_QUESTION}" in pack
    # Who gave a name wished it to be read.
    assert "• Lembur dibayar? (Sari)" in pack
    late = house.post_of("maya", 1)
    assert "Questions for the meeting are with HR already." in await late.press("Ask a question for the meeting")


async def test_hr_leaves_one_out_with_a_reason_and_changes_no_word(house: House) -> None:
    await announced(house)
    await asks(house, "jonas", "Ask a question for the meeting", {"question": _QUESTION})
    await asks(house, "maya", "Ask a question for the meeting", {"question": "What about *breaks*?"})
    await house.until(at(12, 21, 3))
    gita = house.gita
    await gita("/rollout")
    await gita.press("For the meeting")
    await gita.press("Leave a question out")
    async with house.store.begin() as work:
        key = next(one.key for one in await work.beforehand.questions(1) if one.words == _QUESTION)
    form = gita.last
    await gita.fill(question=key, reason=" ")
    gita.last = form
    await gita.fill(question=key, reason="It names a person.")
    await gita("/rollout")
    pack = await gita.press("For the meeting")
    assert _QUESTION not in pack
    assert "• What about *breaks*?" in pack
    log = await house.jakob("/rollout log")
    assert "Gita left a question out of the meeting. Reason: “It names a person.”" in log
    assert "coffee" not in log


async def test_sent_twice_it_is_one_question(house: House) -> None:
    await announced(house)
    jonas = house.post_of("jonas")
    await jonas.press("Ask a question for the meeting")
    form = jonas.last
    await jonas.fill(question=_QUESTION)
    jonas.last = form
    await jonas.fill(question=_QUESTION)
    async with house.store.begin() as work:
        assert len(await work.beforehand.questions(1)) == 1


async def helped(house: House) -> None:
    """HR has said who helps, and the offer of help has gone out."""
    await started(house)
    gita = house.gita
    await gita("/rollout")
    await gita.press("Promises and facts")
    await gita.press("Who helps, and where")
    await gita.fill(
        helpers="Maya",
        helper_emails="maya@example.org, nobody@example.org",
        course_day="2026-12-30",
        course_time="10:00",
        course_place="Gayo",
    )


async def offered(house: House, who: str) -> Speaker:
    """Somebody in front of the offer of help, as HR tries it out."""
    speaker: Speaker = getattr(house, who)
    async with house.store.begin() as work:
        campaign = await work.campaigns.get(1)
        person = await work.people.meet(speaker.actor)
    assert campaign is not None
    step = house.desk.playbooks[campaign.playbook].by_name["help"]
    message = await house.letters.write(campaign, step, "", person, house.desk.texts.to(person.locale))
    speaker.last = Reply(message)
    return speaker


async def test_whoever_asks_for_help_is_known_to_helpers_and_hr_alone(house: House) -> None:
    await helped(house)
    jonas = await offered(house, "jonas")
    said = await jonas.press("Have it shown to me")
    assert "Your request is passed on to Maya" in said
    assert "Nobody sees who did not." in said
    sari = await offered(house, "sari")
    assert "Anda terdaftar untuk kursus kilat pada Rabu, 30 Desember 2026 pukul 10.00" in await sari.press(
        "Ikut kursus kilat"
    )
    await house.metronome.tick()
    asked = [text for text in house.post.to("maya") if "would like somebody to show them" in text]
    assert len(asked) == 1
    assert "Jonas" in asked[0]
    assert not any("Jonas" in text for text in house.post.to("bagus"))
    gita = house.gita
    await gita("/rollout")
    card = await house.bot.handle(Press("d-list", gita.actor, "rollout.helped", "1"))
    assert "Crash course\n• Sari" in told(card.content)
    assert "One to one\n• Jonas" in told(card.content)
    assert "Maya" not in told(card.content)
    for other in (house.jakob, house.maya, house.jonas):
        refused = await house.bot.handle(Press(f"d-{other.actor.id}", other.actor, "rollout.helped", "1"))
        assert "Jonas" not in told(refused.content)


async def test_a_name_is_taken_off_again_and_a_helper_who_has_not_read_it_never_does(house: House) -> None:
    await helped(house)
    jonas = await offered(house, "jonas")
    await jonas.press("Have it shown to me")
    assert "Your name is off the list." in await jonas.press("Take my name off")
    await house.metronome.tick()
    assert not any("would like somebody to show them" in text for text in house.post.to("maya"))
    async with house.store.begin() as work:
        assert await work.beforehand.signed_up(1) == ()


async def test_two_clicks_are_one_name_and_one_word_to_the_helper(house: House) -> None:
    await helped(house)
    jonas = await offered(house, "jonas")
    card = jonas.last.content
    await jonas.press("Have it shown to me", on=card)
    await jonas.press("Have it shown to me", on=card)
    await house.metronome.tick()
    assert len([text for text in house.post.to("maya") if "would like somebody to show them" in text]) == 1
