"""The open door, by name and without one."""

import re
from collections.abc import Callable

from bot.events import Press
from bot.metronome import Metronome
from bot.people import Role
from bot.ports import Store
from bot.talk.sorter import Sorter
from tests.conftest import Moving
from tests.dialogues.conftest import Mail
from tests.speaker import Speaker, told

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
    assert "orang HR berikut diberi tahu" in form
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
    assert "has answered already. If you have something to add, tell" in await gita.press("Answer", on=message)


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


async def begun(speaker: Speaker, text: str, id: str = "") -> str:  # noqa: A002 - as in Speaker
    """A thread has been begun; its code."""
    form = await opened(speaker, "nameless")
    code = re.search(r"(?:\w{4}-){3}\w{4}", form)
    assert code, form
    await speaker.fill(text=text, **({"id": id} if id else {}))
    return code[0]


async def again(speaker: Speaker, code: str, do: str = "read") -> str:
    """Somebody comes back with a code."""
    await opened(speaker, "code")
    return await speaker.fill(code=code, do=do)


async def inbox(speaker: Speaker) -> str:
    """HR looks which threads there are."""
    await speaker("/talk")
    return await speaker.press("Read anonymous threads")


async def mornings(clock: Moving, sorter: Sorter, number: int = 2) -> None:
    """So many mornings have come."""
    for _ in range(number):
        clock.advance(days=1)
        clock.to(clock.now().replace(hour=7, minute=30))
        await sorter.tick()


async def test_a_thread_without_a_name_goes_to_and_fro(
    store: Store, sari: Speaker, person: Meet, clock: Moving, sorter: Sorter, mail: Mail, metronome: Metronome
) -> None:
    gita = await hr(store, person)
    await sorter.tick()
    form = await opened(sari, "nameless")
    assert form.index("HR menerima tulisan Anda tanpa nama") < form.index("Kode Anda"), "first who reads it"
    for said in (
        "Catat dulu sebelum mengirim",
        "bisa meneruskan yang sudah dibacanya",
        "paling lambat dua hari lagi",
        "mungkin mengenali Anda",
        "terancam",
    ):
        assert said in form
    code = await begun(sari, "Saya takut catatan jam dipakai menilai saya.")
    assert "1 pesan Anda sedang menuju HR" in await again(sari, code)
    assert "There is no thread at the moment" in await inbox(gita)
    await mornings(clock, sorter)
    assert "Which thread?" in await inbox(gita)
    shown = await gita.fill()
    assert "Saya takut catatan jam dipakai menilai saya." in shown
    assert "Do not ask who, when, where exactly." in shown
    assert "sari" not in shown.lower()
    assert "It is in the thread." in await gita.fill(text="Nobody but you sees your entries. Who said otherwise?")
    said = await again(sari, code.lower())
    assert "HR, 20 Nov 2026: Nobody but you sees your entries." in said
    assert "Setiap rincian membuat Anda makin mudah dikenali." in said
    assert "bukan hari Anda menulis" in said
    await sari.fill(text="Di rapat.")
    await mornings(clock, sorter)
    await inbox(gita)
    assert re.search(r"The author, 2[12] Nov 2026: Di rapat\.", await gita.fill())
    await metronome.tick()
    heard = mail.read()
    assert not [one for one in heard if "rapat" in one or "takut" in one or code in one], "nothing is told in a chat"


async def test_everybody_reads_the_same_line_once_hr_has_answered(
    store: Store, ada: Speaker, sari: Speaker, person: Meet, clock: Moving, sorter: Sorter
) -> None:
    gita = await hr(store, person)
    await sorter.tick()
    await begun(sari, "Satu")
    await mornings(clock, sorter)
    await inbox(gita)
    await gita.fill()
    await gita.fill(text="Yes.")
    said = await ada("/talk")
    if "(Open the form)" in said:
        said = await ada.press("Open the form")
    assert "HR answered anonymous threads on 20 Nov 2026." in said


async def test_the_author_deletes_a_thread_and_hr_finds_it_gone(
    store: Store, ada: Speaker, person: Meet, clock: Moving, sorter: Sorter
) -> None:
    gita = await hr(store, person)
    await sorter.tick()
    code = await begun(ada, "Too loud here.")
    await mornings(clock, sorter)
    await inbox(gita)
    await gita.fill()
    assert "The thread is deleted" in await again(ada, code, "erase")
    assert "This thread is gone" in await gita.fill(text="Where?")
    assert "There is no thread with this code" in await again(ada, code)


async def test_a_wrong_code_opens_nothing_and_only_hr_reads(
    store: Store, ada: Speaker, person: Meet, sorter: Sorter
) -> None:
    await hr(store, person)
    await sorter.tick()
    await begun(ada, "Hello")
    for wrong in ("7M3K-X0QZ-4T9B-HW2C", "hello", "7M3K-X0QZ"):
        assert "There is no thread with this code" in await again(ada, wrong)
    for action in ("talk.inbox", "talk.answering"):
        reply = await ada.bot.handle(Press("x", ada.actor, action, "1")) if hasattr(ada, "bot") else None
        assert reply is None or "This is for people in HR" in told(reply.content)


async def test_before_the_worker_has_run_nothing_is_taken_without_a_name(
    store: Store, ada: Speaker, person: Meet
) -> None:
    await hr(store, person)
    assert "do not work yet" in await opened(ada, "nameless")
