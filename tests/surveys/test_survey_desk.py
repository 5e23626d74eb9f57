"""People and a survey, in the chat."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import Bot
from bot.composition.core import console_of, features_of
from bot.events import Actor
from bot.message import Form, Prose, Reply
from bot.surveys.ballot import read_code
from bot.surveys.duty import Duty
from bot.surveys.invitation import invitation
from bot.surveys.notes import AGAIN, Notes
from bot.surveys.survey import Custody, Rules, State
from bot.texts import Texts
from bot.timesheet.track import Track
from config.policies import policies
from config.settings import read as settings
from storage.store import Database
from tests.conftest import Moving
from tests.speaker import Speaker, told
from tests.surveys.house import ASKED, House

Meet = Callable[..., Awaitable[Speaker]]


@pytest.fixture
def house(store: Database, tmp_path: Path) -> House:
    return House(store, tmp_path / "keys")


@pytest.fixture
def person(house: House, store: Database, texts: Texts, clock: Moving) -> Meet:
    """`await person(0)`: the invited person of that number, with the invitation in front of them."""
    track, console = Track(store, texts, policies(), clock), console_of(settings({}), store, clock)
    bot = Bot(store, texts, features_of(track, store, clock, console))

    async def meet(number: int, locale: str = "en") -> Speaker:
        name = f"person{number}"
        speaker = Speaker(bot, Actor("local", "demo", name, name.capitalize(), f"dm:{name}", locale, "Asia/Jakarta"))
        await speaker.arrive()
        async with store.begin() as work:
            zone = (await work.people.meet(speaker.actor)).zone
        speaker.last = Reply(
            invitation(await house.found(), texts.to(locale), zone, company="Kopi Nusantara", platform="slack")
        )
        return speaker

    return meet


def code_in(form: object) -> str:
    assert isinstance(form, Form)
    said = " ".join(part.text for part in form.parts if isinstance(part, Prose))
    found = [word.strip("*.") for word in said.split() if read_code(word.strip("*."))]
    assert found, said
    return found[0]


async def test_somebody_answers_changes_and_withdraws_and_the_chat_holds_no_choice(house: House, person: Meet) -> None:
    await house.open(*("Ops",) * 12)
    ada = await person(0)
    message = ada.last.content
    said = await ada.press("Open the survey")
    assert "When you think of recording your time, what worries you most?" in said
    code = code_in(ada.last.content)
    said = await ada.fill(concern="C", before="Yes, on paper")
    assert said.splitlines() == [
        "[Your answer is in]",
        "It is stored encrypted, and this chat holds nothing of it.",
        f"Your code: {code}",
        "(Close)",
    ]
    ada.last = Reply(message)
    said = await ada.press("Open the survey")
    assert said.startswith("[Change or withdraw]\nOne answer of yours is in.")
    assert await ada.fill(code="AAAA-AAAA-AAAA-AAAA") == (
        "There is no answer with this code. Check each character: 0 and O count as the same, and so do 1 and I."
    )
    said = await ada.fill(code=code.lower(), do="change")
    assert "You are changing the answer that belongs to the code" in said
    assert "concern" not in said
    assert (await ada.fill(concern="A")).startswith("[Your answer is in]")
    ada.last = Reply(message)
    await ada.press("Change or withdraw")
    assert (await ada.fill(code=code, do="withdraw")).startswith("[Withdrawn]")
    async with house.store.begin() as work:
        assert await work.ballots.number(house.survey) == 0


async def test_what_is_answered_does_not_depend_on_the_choice(house: House, person: Meet) -> None:
    await house.open(*("Ops",) * 12)
    heard = set()
    for number, letter in enumerate("ABCDEFG-"):
        speaker = await person(number)
        await speaker.press("Open the survey")
        code = code_in(speaker.last.content)
        heard.add((await speaker.fill(concern=letter)).replace(code, "…"))
    assert len(heard) == 1


async def test_a_question_left_out_and_too_much_text_are_told_in_the_form(house: House, person: Meet) -> None:
    await house.open(*("Ops",) * 12)
    sari = await person(0, "id")
    await sari.press("Buka survei")
    assert await sari.fill() == "Pilih salah satu. “Saya memilih tidak menjawab” juga sebuah jawaban."
    assert (await sari.fill(concern="A", before="字" * 2000)).startswith("Teks ini terlalu panjang")
    assert (await sari.fill(concern="A", before="字" * 700)).startswith("[Jawaban sudah masuk]")


async def test_the_same_form_sent_twice_is_one_answer_and_another_one_is_told(house: House, person: Meet) -> None:
    await house.open(*("Ops",) * 12)
    ada, again = await person(0), await person(0)
    await ada.press("Open the survey")
    await again.press("Open the survey")
    form = ada.last
    first = await ada.fill(concern="C")
    ada.last = form
    assert await ada.fill(concern="C") == first
    assert (await again.fill(concern="D")).startswith("[Change or withdraw]\nOne answer of yours is in.")


async def test_an_answer_typed_in_the_chat_is_refused_kindly_and_kept_nowhere(house: House, person: Meet) -> None:
    await house.open(*("Ops",) * 12)
    sari = await person(0, "id")
    for typed in ("C", "c.", "Terlalu masuk ke urusan pribadi saya", "It goes too far into my privacy"):
        said = await sari(typed)
        assert said.startswith("Kalau ini dimaksudkan untuk survei: saya tidak menyimpannya")
        assert sari.buttons() == ["Buka survei", "Ubah atau tarik jawaban"]
    assert "2 jam" in await sari("2 jam rapat")
    await house.close()
    assert not (await sari("C")).startswith("Kalau ini")


async def test_not_now_tomorrow_and_never(house: House, person: Meet, clock: Moving) -> None:
    await house.open(*("Ops",) * 12)
    ada = await person(3)
    message = ada.last
    for label, said in (
        ("Not now", "All right."),
        ("Remind me tomorrow", "I will ask you again tomorrow, if the survey is still open."),
        ("Never ask me", "I will not ask you"),
    ):
        ada.last = message
        assert (await ada.press(label)).startswith(said)
    async with house.store.begin() as work:
        assert await work.surveys.to_remind(house.survey, clock.now().date()) == (house.people[3],)
        asked = [one for one in house.people if not await work.surveys.wants_none(one)]
        assert set(house.people) - set(asked) == {house.people[3]}


async def test_who_is_not_invited_and_who_comes_late_is_told_why(house: House, person: Meet) -> None:
    await house.open(*("Ops",) * 12)
    stranger, late = await person(50), await person(1)
    message = late.last
    assert (await stranger.press("Open the survey")).startswith("This survey was opened before you joined")
    await late.press("Open the survey")
    await house.close()
    assert await late.fill(concern="C") == "This survey has ended and takes no more answers."
    late.last = message
    assert await late.press("Open the survey") == "This survey has ended and takes no more answers."


async def test_nobody_answers_before_the_key_is_made(house: House, person: Meet) -> None:
    people = await house.invite(*("Ops",) * 12)
    await house.clerk.ask(house.survey, Rules(ASKED["concern"], None), [(one, "Ops") for one in people])
    ada = await person(0)
    assert await ada.press("Open the survey") == "This survey is not open yet. Try again in a few minutes."


def sentences(texts: Texts, locale: str, rules: Rules) -> str:
    from bot.surveys.survey import Survey  # noqa: PLC0415 - here alone

    survey = Survey("s", rules, State.OPEN, 512)
    return told(invitation(survey, texts.to(locale), ZoneInfo("Asia/Jakarta"), company="Kopi", platform="teams"))


def test_what_is_promised_is_what_is_configured(texts: Texts) -> None:
    rules = Rules(ASKED["concern"], datetime(2026, 12, 1, 11, tzinfo=UTC))
    said = sentences(texts, "en", rules)
    assert "after Tue 1 Dec, 18:00" in said
    assert "fewer than 5 answers" in said
    assert "the people who administer this server could technically open it" in said
    assert "this server itself" in sentences(texts, "en", replace(rules, separate=False))
    secret = sentences(texts, "en", replace(rules, custody=Custody.SECRET))
    assert "this server itself" in secret
    assert "later whoever has both this server's secret and a backup" in secret
    held = replace(rules, custody=Custody.CUSTODIANS, holders=("Rina", "Budi"))
    assert "nobody can open it without the two codes that Rina and Budi hold" in sentences(texts, "en", held)
    assert "dua kode yang dipegang Rina dan Budi" in sentences(texts, "id", held)
    # One process makes the key and takes answers: that it could have kept it, people read in every mode.
    assert "could technically have kept it" in sentences(texts, "en", replace(held, separate=False))
    assert "bisa saja menyimpan kunci" in sentences(texts, "id", replace(held, separate=False))
    assert "server ini sendiri" in sentences(texts, "id", replace(rules, separate=False))
    assert "fewer than 7 answers" in sentences(texts, "en", replace(rules, k=7))
    assert "Reminders go to everybody" in sentences(texts, "en", replace(rules, remind_everybody=True))
    assert "for the whole company only" in sentences(texts, "en", replace(rules, by_division=False))
    assert "Comments are not shown" in sentences(texts, "en", replace(rules, may_comment=False))
    assert "Microsoft Teams carries your click" in said
    assert rules.fingerprint in said
    for locale in ("en", "id"):
        assert "100" not in sentences(texts, locale, rules)


async def test_the_worker_opens_ends_and_counts_by_itself(house: House, store: Database, clock: Moving) -> None:
    people = await house.invite(*("Ops",) * 12)
    rules = Rules(ASKED["concern"], clock.now() + timedelta(hours=30))
    stirred: list[datetime] = []

    async def stir() -> None:
        stirred.append(clock.now())
        await store.stir()

    duty = Duty(store, house.clerk, stir, clock, Notes(store, clock), house.vault)
    await house.clerk.ask(house.survey, rules, [(one, "Ops") for one in people])
    await duty.tick()
    assert (await house.found()).state is State.OPEN
    for number in range(12):
        await house.vote(number, "AB"[number % 2])
    for _ in range(29 * 4):
        clock.advance(minutes=15)
        await duty.tick()
    assert (await house.found()).state is State.OPEN
    assert len(stirred) == 30
    clock.advance(hours=1)
    await duty.tick()
    found = await house.found()
    assert found.state is State.COUNTED
    assert found.released is not None
    assert found.released.answered == 12
    assert not list(house.folder.iterdir())


async def test_a_lost_key_is_told_to_the_operator_once_and_everything_else_goes_on(
    house: House, store: Database, clock: Moving, caplog: pytest.LogCaptureFixture
) -> None:
    await house.open(*("Ops",) * 12)
    await house.vote(0, "A")
    private = house.keys.find(house.survey)
    assert private is not None
    house.keys.shred(house.survey)
    await house.clerk.end(house.survey)
    duty = Duty(store, house.clerk, store.stir, clock, Notes(store, clock), house.vault)
    for _ in range(3):
        await duty.tick()
    assert [record.getMessage() for record in caplog.records] == [
        "the key of survey concern-1 is gone: bring its folder back, or repeat the survey"
    ]
    house.keys.keep(house.survey, private)
    await duty.tick()
    assert (await house.found()).state is State.COUNTED


async def test_whoever_says_tomorrow_is_asked_then_unless_they_have_answered(
    house: House, store: Database, texts: Texts, clock: Moving
) -> None:
    await house.open(*("Ops",) * 12)
    notes = Notes(store, clock, "Kopi")
    duty = Duty(store, house.clerk, store.stir, clock, notes, house.vault, ZoneInfo("Asia/Jakarta"))
    await duty.tick()
    async with store.begin() as work:
        for person in house.people[:2]:
            await work.surveys.remind_tomorrow(house.survey, person)
    await house.vote(1, "A")
    clock.advance(hours=5)
    await duty.tick()
    async with store.begin() as work:
        assert await work.outbox.claim(clock.now(), limit=9, lease=1) == (), "not on the same day"
    clock.advance(hours=19)
    await duty.tick()
    await duty.tick()
    async with store.begin() as work:
        rows = await work.outbox.claim(clock.now(), limit=9, lease=1)
        people = await work.people.these(house.people)
    assert [row.person for row in rows] == house.people[:2]
    said = [await notes.letters()[AGAIN](row, people[row.person or 0], texts.to("en"), clock.now()) for row in rows]
    assert [message is None for message in said] == [False, True]
