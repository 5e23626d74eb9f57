"""The post without names: its key, its mornings, its ninety days."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.errors import Refusal
from bot.surveys.ballot import Code, TooLong, new_code
from bot.talk.postbox import MOST_WRONG, Postbox
from bot.talk.sorter import Sorter
from bot.talk.thread import Letter, packed, thread_of, unpacked
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.conftest import Meet, Moving


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def postbox(store: Database, clock: Moving) -> Postbox:
    return Postbox(store, Hpke(), clock, UTC)


@pytest.fixture
def sorter(store: Database, keys: KeyFolder, clock: Moving) -> Sorter:
    return sorting(store, keys, clock)


def sorting(store: Database, keys: KeyFolder, clock: Moving, secret: str = "") -> Sorter:
    return Sorter(store, Hpke(), keys, store.stir, clock, UTC, secret=secret)


async def morning(clock: Moving, sorter: Sorter, days: int = 1) -> None:
    for _ in range(days):
        clock.advance(days=1)
        clock.to(clock.now().replace(hour=7, minute=30))
        await sorter.tick()


async def arrived(store: Database, code: Code) -> list[tuple[date, str]]:
    async with store.begin() as work:
        return [(line.day, line.text) for line in await work.threads.of(thread_of(code))]


@pytest.fixture
def codes() -> list[Code]:
    return [new_code() for _ in range(40)]


async def test_the_post_comes_on_one_of_the_next_two_mornings_and_never_the_same_day(
    store: Database, postbox: Postbox, sorter: Sorter, clock: Moving, codes: list[Code]
) -> None:
    await sorter.tick()
    for code in codes:
        await postbox.put(code, "hello", 0)
    clock.to(clock.now().replace(hour=23))
    await sorter.tick()
    assert not any([await arrived(store, code) for code in codes])
    await morning(clock, sorter)
    await sorter.tick()
    first = sum([bool(await arrived(store, code)) for code in codes])
    assert 5 < first < 35, "a coin for each"
    await morning(clock, sorter)
    assert [len(await arrived(store, code)) for code in codes] == [1] * len(codes)


async def test_messages_of_one_thread_come_together_and_in_order(
    store: Database, postbox: Postbox, sorter: Sorter, clock: Moving
) -> None:
    await sorter.tick()
    code = new_code()
    for text in ("one", "two", "three"):
        await postbox.put(code, text, 0)
    await morning(clock, sorter, 2)
    assert [text for _, text in await arrived(store, code)] == ["one", "two", "three"]
    assert len({day for day, _ in await arrived(store, code)}) == 1


async def test_two_workers_sort_the_post_once(
    store: Database, keys: KeyFolder, postbox: Postbox, sorter: Sorter, clock: Moving
) -> None:
    other = sorting(store, keys, clock)
    await sorter.tick()
    await other.tick()
    async with store.begin() as work:
        assert len(await work.threads.inboxes()) == 1
    code = new_code()
    await postbox.put(code, "hello", 0)
    await morning(clock, sorter, 2)
    await other.tick()
    assert len(await arrived(store, code)) == 1


async def test_each_year_has_a_key_and_the_old_one_is_destroyed_once_nothing_is_sealed_to_it(
    store: Database, keys: KeyFolder, postbox: Postbox, sorter: Sorter, clock: Moving
) -> None:
    clock.to(datetime(2026, 12, 31, 9, tzinfo=UTC))
    await sorter.tick()
    assert keys.find("talk-1") is not None
    code = new_code()
    await postbox.put(code, "before midnight", 0)
    await morning(clock, sorter, 2)
    assert await arrived(store, code)
    assert keys.find("talk-1") is None
    assert keys.find("talk-2") is not None
    async with store.begin() as work:
        assert [one.year for one in await work.threads.inboxes()] == [2027]


async def test_a_lost_key_costs_what_was_sealed_to_it_and_nothing_else(
    store: Database, keys: KeyFolder, postbox: Postbox, sorter: Sorter, clock: Moving, caplog: pytest.LogCaptureFixture
) -> None:
    await sorter.tick()
    lost, private = new_code(), keys.find("talk-1")
    assert private is not None
    await postbox.put(lost, "sealed to the first key", 0)
    keys.shred("talk-1")
    await morning(clock, sorter, 2)
    assert "key talk-1 is gone" in caplog.text
    code = new_code()
    await postbox.put(code, "sealed to the second key", 0)
    await morning(clock, sorter, 2)
    assert await arrived(store, code)
    assert not await arrived(store, lost)
    keys.keep("talk-1", private)
    await morning(clock, sorter)
    assert await arrived(store, lost), "the folder was brought back"


async def test_where_no_folder_lasts_a_secret_of_the_environment_wraps_the_key(
    store: Database, keys: KeyFolder, postbox: Postbox, clock: Moving, tmp_path: Path
) -> None:
    sorter = sorting(store, keys, clock, "a secret of the environment")
    await sorter.tick()
    assert not (tmp_path / "keys").exists()
    code = new_code()
    await postbox.put(code, "hello", 0)
    await morning(clock, sorting(store, keys, clock, "a secret of the environment"), 2)
    assert await arrived(store, code)


async def test_a_folder_that_cannot_be_written_is_told_once_and_stops_nothing_else(
    store: Database, postbox: Postbox, clock: Moving, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file")
    sorter = sorting(store, KeyFolder(tmp_path / "taken"), clock)
    for _ in range(3):
        await sorter.tick()
    assert caplog.text.count("the post without names") == 1
    assert not await postbox.ready()
    (tmp_path / "taken").unlink()
    await sorter.tick()
    assert await postbox.ready()


async def test_a_thread_lives_for_ninety_days_after_its_last_message(
    store: Database, postbox: Postbox, sorter: Sorter, clock: Moving
) -> None:
    await sorter.tick()
    code = new_code()
    await postbox.put(code, "hello", 0)
    await morning(clock, sorter, 2)
    clock.advance(days=80)
    await postbox.answer(thread_of(code), "and hello", 1)
    clock.advance(days=80)
    await morning(clock, sorter)
    assert len(await arrived(store, code)) == 2
    clock.advance(days=12)
    await morning(clock, sorter)
    assert not await arrived(store, code)


async def test_a_wish_to_talk_by_name_is_forgotten_as_well(
    store: Database, sorter: Sorter, clock: Moving, meet: Meet
) -> None:
    sari = await meet("sari")
    async with store.begin() as work:
        number = await work.talks.ask(sari.id, "topic", None, clock.now().date(), delivery="d1")
    assert number is not None
    await morning(clock, sorter)
    async with store.begin() as work:
        assert await work.talks.get(number)
    clock.advance(days=91)
    await morning(clock, sorter)
    async with store.begin() as work:
        assert await work.talks.get(number) is None


async def test_wrong_codes_of_one_person_shut_nobody_out(postbox: Postbox, sorter: Sorter) -> None:
    await sorter.tick()
    code = new_code()
    await postbox.put(code, "hello", 0)
    for _ in range(250):
        with pytest.raises(Refusal, match=r"talk\.wrong_code"):
            await postbox.read(new_code())
    assert (await postbox.read(code)).waiting == 1


async def test_too_many_wrong_codes_shut_the_threads_for_an_hour_whoever_it_was(
    store: Database, sorter: Sorter, clock: Moving
) -> None:
    postbox = Postbox(store, Hpke(), clock, UTC, most_wrong=5)
    await sorter.tick()
    code = new_code()
    await postbox.put(code, "hello", 0)
    for _ in range(5):
        with pytest.raises(Refusal, match=r"talk\.wrong_code"):
            await postbox.read(new_code())
    with pytest.raises(Refusal, match=r"talk\.too_many"):
        await postbox.read(code)
    clock.advance(hours=1)
    assert (await postbox.read(code)).waiting == 1


def test_a_year_at_the_limit_finds_no_thread() -> None:
    codes = len({*"0123456789ABCDEFGHJKMNPQRSTVWXYZ"}) ** len(new_code().signs)
    assert MOST_WRONG * 24 * 366 * 1000 / codes < 1e-11


async def test_the_same_answer_of_hr_twice_is_one(
    store: Database, postbox: Postbox, sorter: Sorter, clock: Moving
) -> None:
    await sorter.tick()
    code = new_code()
    await postbox.put(code, "hello", 0)
    await morning(clock, sorter, 2)
    for _ in range(2):
        await postbox.answer(thread_of(code), "hello yourself", 1)
    assert len(await arrived(store, code)) == 2
    assert await postbox.unanswered() == 0


@pytest.mark.parametrize("text", ["", "a", "é" * 1200, "字" * 1300])
def test_a_message_has_one_length_whatever_it_says(text: str) -> None:
    letter = Letter(b"t" * 32, 3, text)
    assert len(packed(letter)) == 4096
    assert unpacked(packed(letter)) == letter


def test_a_text_that_does_not_fit_is_refused_and_nonsense_is_no_message() -> None:
    with pytest.raises(TooLong):
        packed(Letter(b"t" * 32, 0, "字" * 1400))
    for content in (b"", b"\0" * 4096, b"\xff" * 4096, b"\0\2[]" + b"\0" * 4092):
        with pytest.raises(ValueError, match="not a message"):
            unpacked(content)
