"""HR asks back about a comment whose author has ticked that it may, and nobody learns who that is."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from bot.app import Bot
from bot.composition.core import console_of, features_of, home_of
from bot.composition.talk import door_of
from bot.events import Actor, Press
from bot.message import Choice, Form, Reply
from bot.people import Role
from bot.surveys.ballot import LONG, SHORT, Code, new_code, packed, unpacked
from bot.surveys.invitation import invitation
from bot.surveys.release import Ballot, release, threads_of
from bot.talk.sorter import Sorter
from bot.talk.thread import thread_of
from bot.texts import Texts
from bot.timesheet.track import Track
from config.policies import policies
from config.settings import read as settings
from storage.sealing import Hpke
from storage.store import Database
from tests.conftest import Moving
from tests.speaker import Speaker, told
from tests.surveys.house import ASKED, House

Meet = Callable[..., Awaitable[Speaker]]
MINE, THEIRS = "What becomes of my notes from home?", "Will my lead read this?"


@pytest.fixture
def house(store: Database, tmp_path: Path, clock: Moving) -> House:
    return House(store, tmp_path / "keys", clock)


@pytest.fixture
def sorter(house: House, store: Database, clock: Moving) -> Sorter:
    return Sorter(store, Hpke(), house.keys, store.stir, clock, UTC)


@pytest.fixture
def meet(house: House, store: Database, texts: Texts, clock: Moving) -> Meet:
    """`await meet("person0")`: one of those invited, with the invitation in front of them; `hr`: somebody in HR."""
    track, console = Track(store, texts, policies(), clock), console_of(settings({}), store, clock)
    bot = Bot(store, texts, features_of(track, store, clock, console))
    page = home_of(track, console, door_of(store, clock))

    async def found(name: str, locale: str = "en", *, hr: bool = False) -> Speaker:
        speaker = Speaker(bot, Actor("local", "demo", name, name.capitalize(), f"dm:{name}", locale, "Asia/Jakarta"))
        await speaker.arrive()
        if hr:
            async with store.begin() as work:
                roles = frozenset({Role.EMPLOYEE, Role.HR_DRAFTER})
                await work.people.enrol(speaker.actor, division="HR", roles=roles)
            speaker.last = Reply(await page(speaker.actor))
            return speaker
        async with store.begin() as work:
            zone = (await work.people.meet(speaker.actor)).zone
        speaker.last = Reply(invitation(await house.found(), texts.to(locale), zone, company="Kopi", platform="slack"))
        return speaker

    return found


async def answered(speaker: Speaker, comment: str, label: str = "Open the survey", *, tick: bool = True) -> str:
    """Somebody has answered, with a comment; their code."""
    said = await speaker.press(label)
    code = re.search(r"(?:\w{4}-){3}\w{4}", said)
    assert code, said
    done = await speaker.fill(concern="C", before=comment, ask_back="may" if tick else "")
    assert done.startswith(("[Your answer is in]", "[Jawaban sudah masuk]")), done
    return code[0]


async def again(speaker: Speaker, code: str) -> str:
    """Somebody comes to the door with a code."""
    await speaker("/talk")
    await speaker.fill(way="code")
    return await speaker.fill(code=code, do="read")


async def test_hr_asks_back_and_the_author_answers_with_the_code_of_their_ballot(
    house: House, meet: Meet, clock: Moving, sorter: Sorter
) -> None:
    await sorter.tick()
    await house.open(*("Ops",) * 12)
    ada, sari = await meet("person0"), await meet("person1", "id")
    assert "the code is the only way back" in await ada.press("Open the survey")
    ada = await meet("person0")
    code, other = await answered(ada, MINE), await answered(sari, THEIRS, "Buka survei", tick=False)
    for number in range(2, 12):
        await house.vote(number, "A", f"Comment {number}")
    assert "There is no thread with this code" in await again(ada, code)
    assert "waiting" not in told((await meet("gita", hr=True)).last.content)
    released = await house.close()
    assert released is not None
    assert {MINE, THEIRS} < {*released.comments}, "everybody reads every comment, ticked or not"
    assert len(released.comments) == 12
    gita = await meet("gita", hr=True)
    assert "There are comments from a survey about which you may ask back" in told(gita.last.content)
    assert "There are comments from a survey" in await gita("/rollout")
    await gita("/talk")
    said = await gita.press("Ask back about comments")
    assert "Do not ask who, when, where exactly." in said
    assert isinstance(gita.last.content, Form)
    (choice,) = (part for part in gita.last.content.parts if isinstance(part, Choice))
    assert [option.label for option in choice.options] == [MINE], "only what was ticked is offered"
    said = await gita.fill()
    assert f"The author, {clock.now():%-d %b %Y}: {MINE}" in said
    assert "person0" not in said.lower()
    assert "It is in the thread." in await gita.fill(text="Nobody reads them. What do you fear?")
    said = await again(ada, code.lower())
    assert f"You, {clock.now():%-d %b %Y}: {MINE}" in said
    assert "HR, " in said
    assert "Nobody reads them. What do you fear?" in said
    assert "Every detail narrows down who you are. You may stop at any time." in said
    assert "On its way" in await ada.fill(text="That they are kept.")
    assert "Tidak ada percakapan dengan kode ini" in await again(sari, other)
    assert "waiting" not in told((await meet("gita", hr=True)).last.content), "not before the morning's post"
    for _ in range(2):
        clock.advance(days=1)
        clock.to(clock.now().replace(hour=7, minute=30))
        await sorter.tick()
    gita = await meet("gita", hr=True)
    assert "Messages without a name are waiting" in told(gita.last.content)
    assert "Messages without a name are waiting" not in told((await meet("person5")).last.content)
    said = await gita("/talk")
    assert said.startswith("One anonymous thread waits for an answer.")
    assert "Ask back about comments" not in gita.buttons()
    await gita.press("Read anonymous threads")
    assert "That they are kept." in await gita.fill()


async def test_the_newest_tick_holds_and_a_withdrawn_answer_has_no_thread(house: House) -> None:
    await house.open(*("Ops",) * 14)
    for number in range(14):
        await house.vote(number, "A", f"Comment {number}", ask_back=number < 3)
    people, answers = house.people, {"concern": ("B",)}
    await house.box.change(house.survey, people[0], house.codes[people[0]], answers, ("Not any more",))
    await house.box.change(house.survey, people[4], house.codes[people[4]], answers, ("Now", "and more"), ask_back=True)
    await house.box.withdraw(house.survey, people[1], house.codes[people[1]])
    assert await house.close() is not None
    assert await threads(house) == {
        thread_of(house.codes[people[2]]): ["Comment 2"],
        thread_of(house.codes[people[4]]): ["Now", "and more"],
    }


async def test_without_comments_that_are_shown_there_is_no_thread(house: House) -> None:
    await house.open(*("Ops",) * 12)
    for number in range(9):
        await house.vote(number, "A", f"Comment {number}", ask_back=True)
    released = await house.close()
    assert released is not None
    assert released.comments == ()
    assert await threads(house) == {}


async def test_nothing_of_a_thread_is_stored_before_the_count_and_every_seal_has_one_length(house: House) -> None:
    await house.open(*("Ops",) * 12)
    for number in range(12):
        await house.vote(number, "A", *(("Comment",) if number % 3 else ()), ask_back=number % 2 == 0)
    async with house.store.begin() as work:
        box = await work.ballots.all(house.survey)
    assert {len(sealed) for _, sealed in box} == {LONG + 48}
    assert await threads(house) == {}


async def test_only_hr_asks_back_and_after_ninety_days_it_is_over(house: House, meet: Meet, sorter: Sorter) -> None:
    await house.open(*("Ops",) * 12)
    for number in range(12):
        await house.vote(number, "A", f"Comment {number}", ask_back=True)
    await house.close()
    ada, gita = await meet("person0"), await meet("gita", hr=True)
    reply = await ada.bot.handle(Press("x", ada.actor, "talk.comments", ""))
    assert reply is not None
    assert "This is for people in HR" in told(reply.content)
    async with house.store.begin() as work:
        assert len(await work.threads.comments(50)) == 12
        assert len({tuple(one.text for one in await work.threads.comments(50)) for _ in range(5)}) > 1, "in no order"
    house.clock.advance(days=91)
    house.clock.to(house.clock.now().replace(hour=8))
    await sorter.tick()
    assert await threads(house) == {}
    reply = await gita.bot.handle(Press("y", gita.actor, "talk.comments", ""))
    assert reply is not None
    assert "At the moment there is no comment" in told(reply.content)


def test_a_forged_place_spoils_no_count() -> None:
    asked = ASKED["concern"]
    ballot = Ballot("Ops", {"concern": ("A",)}, ("  Hello ", " "), thread_of(new_code()))
    assert len(packed(ballot, LONG)) == LONG
    assert unpacked(packed(ballot, LONG), asked) == ballot
    assert len(packed(replace(ballot, comments=()), SHORT)) == SHORT
    with pytest.raises(ValueError, match="not a ballot"):
        unpacked(packed(replace(ballot, thread=b"short"), LONG), asked)
    twelve = [ballot] * 11 + [replace(ballot, thread=thread_of(Code("A" * 16)), comments=())]
    assert threads_of(twelve, release(twelve, asked, ("Ops",) * 12)) == [(ballot.thread, ("Hello",))]


async def threads(house: House) -> dict[bytes, list[str]]:
    """Every thread that there is for one of these codes, and what stands in it."""
    async with house.store.begin() as work:
        found = {thread: await work.threads.of(thread) for thread in map(thread_of, house.codes.values())}
        waiting = await work.threads.comments(50)
    assert {one.thread for one in waiting} == {thread for thread, lines in found.items() if lines}
    return {thread: [line.text for line in lines] for thread, lines in found.items() if lines}
