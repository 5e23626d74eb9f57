"""The ballot box and the clerk, on both databases."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.surveys.ballot import LONG, SHORT, TooLong, new_code, packed, read_code, size_of, unpacked
from bot.surveys.box import Outcome
from bot.surveys.clerk import KeyGone
from bot.surveys.others import others
from bot.surveys.release import Ballot, Reason, Withheld
from bot.surveys.survey import Custody, Rules, State
from bot.surveys.survey import packed as packed_rules
from bot.surveys.survey import unpacked as unpacked_rules
from storage.schema import ballots, marks, metadata, roster
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.surveys.house import ASKED, House

TWELVE = ("Ops",) * 6 + ("Sales",) * 6


@pytest.fixture
def house(store: Database, tmp_path: Path) -> House:
    return House(store, tmp_path / "keys")


async def boxed(house: House) -> tuple[tuple[bytes, bytes], ...]:
    async with house.store.begin() as work:
        return await work.ballots.all(house.survey)


def test_the_box_holds_no_time_no_order_no_default_and_nothing_that_leads_to_a_person() -> None:
    assert [column.name for column in ballots.columns] == ["survey", "slot", "sealed"]
    assert [column.name for column in marks.columns] == ["survey", "person"]
    for table in (ballots, marks, roster):
        assert table.dialect_options["sqlite"]["with_rowid"] is False
        for column in table.columns:
            assert column.autoincrement in {False, "auto"}
            assert column.default is None
            assert column.server_default is None
            assert column.onupdate is None
            assert not {"date", "time", "datetime"} & {column.type.__visit_name__.lower()}
    assert {key.column.table.name for key in ballots.foreign_keys} == {"surveys"}
    holders = {table.name for table in metadata.sorted_tables if {"slot", "sealed"} & {*table.columns.keys()}}
    # A thread is sealed as well, and has nothing to do with any survey.
    assert holders == {"survey_ballots", "talks", "talk_waiting"}, "no other table keeps what leads to a ballot"


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code()
    assert len(f"{code}") == 19
    assert read_code(f" {f'{code}'.lower().replace('-', ' ')} ") == code
    assert read_code(f"{code}".replace("0", "O").replace("1", "l")) == code
    assert read_code(f"{code}"[:-1]) is None
    assert read_code("UUUU-UUUU-UUUU-UUUU") is None
    assert "-" not in repr(code)
    assert f"{code}" not in repr(code)
    assert code.slot("a") != code.slot("b") != code.slot("a", "thread")
    assert len({new_code() for _ in range(1000)}) == 1000


def test_every_ballot_of_a_survey_is_of_one_length() -> None:
    asked = ASKED["concern"]
    assert size_of(asked) == LONG
    short = packed(Ballot("Ops", {"concern": ("A",)}), SHORT)
    long = packed(Ballot("Öps", {"concern": ("G",)}, ("naïve\n" * 60,)), LONG)
    assert (len(short), len(long)) == (SHORT, LONG)
    assert unpacked(long, asked) == Ballot("Öps", {"concern": ("G",)}, ("naïve\n" * 60,))
    with pytest.raises(TooLong):
        packed(Ballot("Ops", {"concern": ("A",)}, ("é" * LONG,)), LONG)
    for none in (b"", b"\0\2[]", b"\0\4null", b"\xff" * 600, packed(Ballot("Ops", {"concern": ("Z",)}), SHORT)):
        with pytest.raises(ValueError, match="not a ballot"):
            unpacked(none, asked)


def test_rules_come_back_as_they_were_and_any_change_shows_in_the_fingerprint() -> None:
    rules = Rules(ASKED["career_pulse"], None)
    assert unpacked_rules(packed_rules(rules)) == rules
    assert len(rules.fingerprint) == 8
    assert rules.fingerprint != Rules(ASKED["career_pulse"], None, k=6).fingerprint
    with pytest.raises(ValueError, match="only be raised"):
        Rules(ASKED["concern"], None, k=4)


@pytest.mark.proves("survey_change")
async def test_a_survey_is_answered_changed_withdrawn_and_counted_once(house: House) -> None:
    await house.open(*TWELVE)
    for number in range(11):
        assert await house.vote(number, "ABC"[number % 3], f"comment {number}") is Outcome.DONE
    assert await house.vote(0, "B") is Outcome.ALREADY
    person = house.people[1]
    code = house.codes[person]
    changed = await house.box.change(house.survey, person, code, {"concern": ("G",)}, ("changed",))
    assert changed is Outcome.DONE
    assert await house.box.withdraw(house.survey, house.people[2], house.codes[house.people[2]]) is Outcome.DONE
    assert await house.box.withdraw(house.survey, house.people[2], house.codes[house.people[2]]) is Outcome.NOT_THERE
    assert await house.box.change(house.survey, person, new_code(), {"concern": ("G",)}, ()) is Outcome.NOT_THERE
    sealed = [content for _, content in await boxed(house)]
    assert {len(content) for content in sealed} == {LONG + 48}
    counted = await house.close()
    assert counted is not None
    assert (counted.answered, counted.invited) == (10, 12)
    assert set(counted.comments) == {"changed", *(f"comment {number}" for number in (0, *range(3, 11)))}
    found = await house.found()
    assert found.released is not None
    assert (found.state, found.released) == (State.COUNTED, counted)
    assert await boxed(house) == ()
    async with house.store.begin() as work:
        assert not [person for person in house.people if await work.ballots.has_answered(house.survey, person)]
    assert not list(house.folder.iterdir())
    assert await house.vote(11, "A") is Outcome.CLOSED
    assert await house.clerk.count(house.survey) == counted


async def test_the_same_code_again_is_the_same_answer(house: House) -> None:
    await house.open(*TWELVE)
    code, person = new_code(), house.people[0]
    for _ in range(3):
        assert await house.box.vote(house.survey, person, code, {"concern": ("A",)}, ()) is Outcome.DONE
    assert len(await boxed(house)) == 1
    assert await house.box.vote(house.survey, person, new_code(), {"concern": ("A",)}, ()) is Outcome.ALREADY


async def test_only_whoever_is_invited_answers_and_only_while_it_is_open(house: House) -> None:
    await house.open(*TWELVE)
    await house.invite("Board")
    assert await house.vote(12, "A") is Outcome.NOT_INVITED
    await house.clerk.join(house.survey, house.people[12], "Board")
    assert await house.vote(12, "A") is Outcome.DONE
    await house.clerk.join(house.survey, house.people[0], "Board")
    async with house.store.begin() as work:
        assert await work.surveys.division(house.survey, house.people[0]) == "Ops", "nobody is moved"
    assert await house.box.vote("no such survey", house.people[0], new_code(), {}, ()) is Outcome.CLOSED


async def test_sixty_people_who_click_eight_times_at_once_have_sixty_ballots(house: House) -> None:
    await house.open(*("Ops",) * 60)
    outcomes = await asyncio.gather(*(house.vote(number, "A") for number in range(60) for _ in range(8)))
    assert sum(outcome is Outcome.DONE for outcome in outcomes) == 60
    assert sum(outcome is Outcome.ALREADY for outcome in outcomes) == 7 * 60
    assert len(await boxed(house)) == 60


async def test_counting_finishes_wherever_it_was_stopped(house: House) -> None:
    await house.open(*TWELVE)
    for number in range(8):
        await house.vote(number, "A")

    class StoppedError(Exception):
        pass

    async def stopped() -> None:
        raise StoppedError

    await house.clerk.end(house.survey)
    house.clerk._rewrite = stopped
    with pytest.raises(StoppedError):
        await house.clerk.count(house.survey)
    async with house.store.begin() as work:
        assert [survey.id for survey in await work.surveys.unswept()] == [house.survey]
    again = House(house.store, house.folder)
    counted = await again.clerk.count(house.survey)
    assert counted is not None
    assert counted.answered == 8
    async with house.store.begin() as work:
        assert await work.surveys.unswept() == ()
    assert not list(house.folder.iterdir())


async def test_two_who_count_at_once_count_once(house: House) -> None:
    await house.open(*TWELVE)
    for number in range(8):
        await house.vote(number, "A")
    await house.clerk.end(house.survey)
    first, second = await asyncio.gather(house.clerk.count(house.survey), house.clerk.count(house.survey))
    assert first == second is not None


async def test_without_its_key_a_survey_is_not_counted_and_nothing_is_lost(house: House) -> None:
    await house.open(*TWELVE)
    for number in range(8):
        await house.vote(number, "A")
    private = house.keys.find(house.survey)
    house.keys.shred(house.survey)
    with pytest.raises(KeyGone):
        await house.close()
    assert len(await boxed(house)) == 8
    house.keys.keep(house.survey, Hpke().pair()[0])
    with pytest.raises(KeyGone):
        await house.close()
    assert len(await boxed(house)) == 8
    assert private is not None
    house.keys.shred(house.survey)
    house.keys.keep(house.survey, private)
    counted = await house.close()
    assert counted is not None
    assert counted.answered == 8


async def test_custodians_need_both_codes_and_are_not_told_which_is_wrong(house: House) -> None:
    hr, representative = str(new_code()), str(new_code())
    await house.open(*TWELVE, custody=Custody.CUSTODIANS, codes=(hr, representative))
    for number in range(8):
        await house.vote(number, "A")
    assert not house.folder.exists(), "no key lies anywhere"
    for wrong in ((hr, hr), (representative, hr), (hr,), (hr, str(new_code())), ()):
        with pytest.raises(ValueError, match="a secret is wrong"):
            await house.close(wrong)
    assert (await house.found()).state is State.ENDED
    counted = await house.close((hr, representative))
    assert counted is not None
    assert counted.answered == 8
    assert (await house.found()).wrapped == b""


async def test_a_secret_of_the_environment_wraps_the_key_where_no_folder_lasts(house: House) -> None:
    await house.open(*TWELVE, custody=Custody.SECRET)
    for number in range(8):
        await house.vote(number, "A")
    assert not house.folder.exists()
    other = House(house.store, house.folder, secret="another one")  # noqa: S106 - of a test
    with pytest.raises(KeyGone):
        await other.close()
    counted = await house.close()
    assert counted is not None
    assert counted.answered == 8


async def test_what_somebody_has_put_into_the_database_is_not_counted(house: House) -> None:
    await house.open(*TWELVE)
    for number in range(8):
        await house.vote(number, "A")
    survey, real = await house.found(), await boxed(house)
    forged = Hpke().seal(survey.public, b"\0\2[]".ljust(LONG, b"\0"), b"f" * 32)
    async with house.store.begin() as work:
        # Rubbish, a ballot of another shape, and somebody's ballot copied to another slot.
        await work.ballots.cast(house.survey, house.people[8], b"r" * 32, b"rubbish")
        await work.ballots.cast(house.survey, house.people[9], b"f" * 32, forged)
        await work.ballots.cast(house.survey, house.people[10], b"c" * 32, real[0][1])
    counted = await house.close()
    assert counted is not None
    assert counted.answered == 8


async def opened_beside(house: House, name: str, people: list[int]) -> None:
    """Another survey with the same question, among some of the same people."""
    rules = Rules(ASKED["concern"], None)
    assert await house.clerk.ask(name, rules, [(person, "Ops") for person in people])
    await house.clerk.open(name)


@pytest.mark.parametrize(("joiners", "shown"), [(0, 3), (1, 1), (4, 1), (5, 3)])
async def test_whoever_joined_since_may_leave_the_company_row_alone(house: House, joiners: int, shown: int) -> None:
    await house.open(*("Ops",) * 8, *("Law",) * 8)
    await opened_beside(house, "another", house.people)
    house.clock.advance(days=2)
    for number in range(joiners):
        await house.invite("Law")
        await house.clerk.join(house.survey, house.people[16 + number], "Law")
    for number in range(16):
        await house.vote(number, "ABC"[number % 3])
    counted = await house.close()
    assert counted is not None
    assert len(counted.groups) == shown
    assert (Withheld(Reason.NOT_ALLOWED) in counted.withheld) is (shown == 1)


async def test_a_survey_that_closed_within_ninety_days_still_counts_however_long_it_was_open(house: House) -> None:
    people = await house.invite(*("Ops",) * 12)
    rules = Rules(ASKED["concern"], house.clock.now() + timedelta(days=30))
    await house.clerk.ask("long", rules, [(person, "Ops") for person in people])
    await house.clerk.open("long")
    for days, known in ((100, ["long"]), (30, [])):
        house.clock.advance(days=days)
        await house.clerk.end("long")
        await house.clerk.count("long")
        async with house.store.begin() as work:
            found = await others(work, "new", ASKED["concern"], house.clock.now())
        assert [one.id for one in found] == known


async def test_a_copy_of_a_questionnaire_under_another_name_asks_the_same(house: House) -> None:
    await house.open(*TWELVE)
    copy = replace(ASKED["concern"], name="my own")
    (asked, *more) = copy.questions
    reworded = replace(copy, questions=(replace(asked, wording={"en": "Another one?", "id": "Yang lain?"}), *more))
    async with house.store.begin() as work:
        assert await others(work, "new", copy, house.clock.now())
        assert not await others(work, "new", reworded, house.clock.now())
        assert not await others(work, "new", ASKED["career_pulse"], house.clock.now())


async def test_ask_me_tomorrow_is_one_bit_that_goes_when_it_has_been_used(house: House) -> None:
    await house.open(*TWELVE)
    async with house.store.begin() as work:
        await work.surveys.remind_tomorrow(house.survey, house.people[3])
        await work.surveys.remind_tomorrow(house.survey, house.people[3])
    async with house.store.begin() as work:
        assert await work.surveys.to_remind(house.survey, date(2026, 11, 18)) == (house.people[3],)
        await work.surveys.remind_tomorrow(house.survey, house.people[3])
        assert await work.surveys.to_remind(house.survey, date(2026, 11, 18)) == (), "the day's run has been"
        assert await work.surveys.to_remind(house.survey, date(2026, 11, 19)) == (house.people[3],)
        assert await work.surveys.to_remind(house.survey, date(2026, 11, 20)) == ()


async def test_stirring_changes_no_row(house: House) -> None:
    await house.open(*TWELVE)
    for number in range(8):
        await house.vote(number, "A")
    before = await boxed(house)
    for rewrite in (False, True):
        await house.store.stir(rewrite=rewrite)
        assert await boxed(house) == before
    assert await house.vote(8, "A") is Outcome.DONE


async def test_stirring_turns_away_nobody_who_is_in_the_middle_of_an_answer_or_a_thread(house: House) -> None:
    await house.open(*TWELVE)
    async with house.store.begin() as work:
        assert not await work.ballots.has_answered(house.survey, 1)
        assert await work.threads.of(b"t" * 32) == []
        stirring = asyncio.create_task(house.store.stir())
        await asyncio.sleep(0.2)
        assert await work.ballots.number(house.survey) == 0
        assert await work.threads.number_waiting() == 0
    await stirring
    assert await house.vote(1, "A") is Outcome.DONE


def test_a_key_is_kept_once_found_and_shredded(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    keys.keep("../../etc/x", b"k" * 32)
    assert keys.find("../../etc/x") == b"k" * 32
    assert [path.parent for path in tmp_path.rglob("*.key")] == [tmp_path / "keys"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.key")} == {0o600}
    with pytest.raises(FileExistsError):
        keys.keep("../../etc/x", b"other")
    keys.shred("../../etc/x")
    keys.shred("../../etc/x")
    assert keys.find("../../etc/x") is None
    assert not list((tmp_path / "keys").iterdir())
