"""Questions in a chat: an answer, suggestions, or a plain word that it is not known."""

from tests.speaker import Speaker


async def test_a_question_is_answered_with_its_source(ada: Speaker) -> None:
    said = await ada("/ask can my boss see what i do all day")
    assert said.startswith("In Lentera your lead sees none of your entries")
    assert "From: the table of who may do what" in said
    assert ada.buttons() == ["It helped", "Not what I asked"]
    assert await ada.press("It helped") == "Good. You can ask me anything else about recording time."


async def test_the_same_in_slang_and_without_a_slash(sari: Speaker) -> None:
    said = await sari("ini buat mata-matain kita ya")
    assert said.startswith("Lentera tidak mengamati Anda bekerja")
    assert "beri tahu HR" in said


async def test_what_is_not_known_is_said_and_may_go_to_hr(ada: Speaker) -> None:
    said = await ada("where is my payslip")
    assert said.startswith("I do not know that.")
    assert "payslip" not in said
    form = await ada.press("Ask HR")
    assert form.startswith("[Talk to HR]")
    assert "payslip" not in form, "it waits in the next form"


async def test_an_answer_that_misses_leads_to_hr(sari: Speaker) -> None:
    await sari("/ask siapa yang bisa lihat catatan saya")
    assert (await sari.press("Bukan itu maksud saya")).startswith("Kalau begitu, sebaiknya orang yang menjawab.")
    assert sari.buttons() == ["Tanya HR"]


async def test_nearly_brings_suggestions_that_answer(ada: Speaker) -> None:
    said = await ada("/ask is it seen")
    assert said.startswith("I am not sure what you mean.")
    first, *others = ada.buttons()
    assert others[-1] == "Ask HR"
    assert len(others) <= 3
    assert "Did this help?" in await ada.press(first)


async def test_ask_alone_offers_what_most_people_fear(ada: Speaker) -> None:
    assert "Ask in your own words" in await ada("/ask")
    assert ada.buttons() == [
        "Does this invade my privacy?",
        "Must I be productive for eight hours?",
        "Is this a punishment? Can it hurt me?",
        "Will I be micromanaged?",
    ]
    assert "gives no marks, sets no target" in await ada.press("Must I be productive for eight hours?")


async def test_time_is_logged_as_before_and_a_question_about_hours_is_not(ada: Speaker) -> None:
    assert "Logged" in await ada("2h meeting about the report")
    assert "Logged" in await ada("1h help colleague with survey")
    said = await ada("do I have to be productive 8 hours a day?")
    assert "gives no marks, sets no target" in said
    assert "3 h" in await ada("today")


async def test_a_setting_of_ones_own_changes_the_answer(ada: Speaker) -> None:
    assert "at 16:30" in await ada("/ask what if i forget to log")
    await ada("/track off reminders")
    assert "Your reminders are off." in await ada("/ask what if i forget to log")
