"""The open door, by name and without one."""

from collections.abc import Callable

from bot.metronome import Metronome
from bot.people import Role
from bot.ports import Store
from tests.dialogues.conftest import Mail
from tests.speaker import Speaker

Meet = Callable[..., Speaker]


async def hr(store: Store, person: Meet, name: str = "gita", locale: str = "en-GB") -> Speaker:
    """Somebody in HR, who has an account."""
    made = person(name, locale, "Asia/Jakarta")
    await made.arrive()
    async with store.begin() as work:
        await work.people.enrol(made.actor, division="HR", roles=frozenset({Role.EMPLOYEE, Role.HR_DRAFTER}))
    return made


async def opened(speaker: Speaker, way: str) -> str:
    """The door is open, and the way is chosen. In Teams a form opens from a button."""
    said = await speaker("/talk")
    for label in ("Open the form", "Buka formulir"):
        if f"({label})" in said:
            await speaker.press(label)
    return await speaker.fill(way=way)


async def test_somebody_talks_by_name_and_is_answered_by_name(
    store: Store, sari: Speaker, person: Meet, metronome: Metronome, mail: Mail
) -> None:
    gita = await hr(store, person)
    mail.read()
    form = await opened(sari, "name")
    assert "Orang HR berikut akan diberi tahu" in form
    assert "gita" in form.lower()
    assert "HR menerima nama Anda" in await sari.fill(
        topic="Lembur bulan ini", day="2026-11-20", time="14:00", id="once"
    )
    await metronome.tick()
    ((_, message),) = mail.sent
    (said,) = mail.read()
    assert said.splitlines()[0].lower() == "sari would like to talk with hr."
    assert "Lembur bulan ini" in said
    assert "Fri 20 Nov 2026, 14:00" in said
    assert "Your answer goes to" in await gita.press("Answer", on=message)
    assert "gets it in the chat" in await gita.fill(answer="Friday is fine. In my office?")
    await metronome.tick()
    (told,) = mail.read()
    assert told.lower().startswith("gita dari hr menjawab anda.\n“friday is fine. in my office?”")
    assert "has answered already. Talk to each other if something is to be added." in await gita.press(
        "Answer", on=message
    )


async def test_half_a_time_and_one_that_is_over_are_told_in_the_form(store: Store, ada: Speaker, person: Meet) -> None:
    await hr(store, person)
    await opened(ada, "name")
    assert "needs a day and a time" in await ada.fill(day="2026-11-20")
    assert "That time is over" in await ada.fill(day="2026-11-17", time="10:00")
    assert "HR gets your name" in await ada.fill()


async def test_without_anybody_in_hr_nothing_is_promised(ada: Speaker) -> None:
    assert "Nobody in HR is named" in await opened(ada, "name")


async def test_two_in_hr_are_told_and_the_first_answer_stands(
    store: Store, ada: Speaker, person: Meet, metronome: Metronome, mail: Mail
) -> None:
    gita, ratna = await hr(store, person), await hr(store, person, "ratna")
    mail.read()
    await opened(ada, "name")
    await ada.fill()
    await metronome.tick()
    cards = dict(mail.sent)
    assert len(mail.read()) == 2
    await gita.press("Answer", on=cards["gita"])
    await ratna.press("Answer", on=cards["ratna"])
    await gita.fill(answer="Come by at any time.")
    assert "has answered already" in await ratna.fill(answer="Tomorrow?")
    await metronome.tick()
    (said,) = mail.read()
    assert "“Come by at any time.”" in said


async def test_what_is_typed_after_the_command_is_not_lost(store: Store, ada: Speaker, person: Meet) -> None:
    await hr(store, person)
    said = await ada("/talk about my hours in March")
    if "(Open the form)" in said:
        said = await ada.press("Open the form")
    assert "In the chat it may stay readable" in said
    assert "What is it about?: about my hours in March" in await ada.fill(way="name")
