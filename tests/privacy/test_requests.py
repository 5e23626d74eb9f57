"""Correct, restrict, erase: asked in a form that says what it means, with a clock, and done."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.campaigns.campaign import Campaign, State
from bot.people import Role
from bot.privacy.duty import PrivacyDuty
from bot.privacy.request import Law
from bot.surveys.ballot import size_of
from bot.surveys.release import Release
from bot.surveys.survey import Custody, Rules
from bot.texts import Texts
from bot.timesheet.policy import Policies
from config.questionnaires import questionnaires
from storage.schema import campaigns, metadata
from storage.store import Database
from tests.conftest import Moving
from tests.privacy.full import everything
from tests.privacy.office import Office
from tests.speaker import Speaker


@pytest.fixture
def office(store: Database, texts: Texts, policies: Policies, clock: Moving) -> Office:
    return Office(store, texts, policies, clock)


async def _asks(speaker: Speaker, button: str, **fields: str) -> str:
    await speaker("/privacy")
    await speaker.press("Correct, restrict, erase")
    await speaker.press(button)
    return await speaker.fill(**fields)


@pytest.mark.parametrize(
    ("law", "asked", "due"),
    [
        (Law.UU_PDP, datetime(2026, 11, 18, 9, 30, tzinfo=UTC), datetime(2026, 11, 21, 9, 30, tzinfo=UTC)),
        (Law.GDPR, datetime(2026, 11, 18, 9, 30, tzinfo=UTC), datetime(2026, 12, 18, 9, 30, tzinfo=UTC)),
        (Law.GDPR, datetime(2027, 1, 31, 9, 30, tzinfo=UTC), datetime(2027, 2, 28, 9, 30, tzinfo=UTC)),
        (Law.GDPR, datetime(2028, 1, 30, 9, 30, tzinfo=UTC), datetime(2028, 2, 29, 9, 30, tzinfo=UTC)),
        (Law.GDPR, datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2027, 1, 31, 23, 0, tzinfo=UTC)),
    ],
)
def test_each_law_has_its_clock(law: Law, asked: datetime, due: datetime) -> None:
    assert law.due(asked) == due


async def test_a_correction_is_asked_answered_and_told(office: Office) -> None:
    sari = await office.somebody("sari", division="Sales")
    hr = await office.somebody("hr", "id-ID", Role.HR_DRAFTER)
    said = await _asks(sari, "Ask for a correction", words="my division is Finance, not Sales")
    assert said.startswith("Request 1 is written down. HR and IT have it; an answer is due by Sat 21 Nov 2026, 09:00")
    await office.worker.tick()
    [told] = office.post.read("hr")
    assert "menunggu jawaban, paling lambat Sab 21 Nov 2026, 09.00 WIB" in told
    await hr("/privacy")
    page = await hr.press("Permintaan untuk dijawab")
    assert "Sari, permintaan 1, pembetulan: diminta Rab 18 Nov 2026, 09.00 WIB" in page
    assert "“my division is Finance, not Sales”" in page
    await hr.press("Jawab permintaan 1")
    assert (
        await hr.fill(outcome="done", answer="")
        == "Tulis apa yang akan dibaca peminta, misalnya: mulai hari ini divisi Anda Keuangan."
    )
    await hr.fill(outcome="done", answer="Finance from today")
    await office.worker.tick()
    assert office.post.read("sari") == ["Request 1: Hr says that it is corrected.\nFinance from today"]
    await sari("/privacy")
    page = await sari.press("Correct, restrict, erase")
    assert (
        "Request 1, correction: asked Wed 18 Nov 2026, 09:00 (Jakarta), done.\nThe answer: Finance from today" in page
    )


async def test_without_words_nothing_is_asked(office: Office) -> None:
    sari = await office.somebody("sari")
    said = await _asks(sari, "Ask for a correction", words="  ")
    assert said.startswith("Say what is wrong")
    async with office.store.begin() as work:
        assert not await work.requests.standing()


async def test_the_same_form_twice_is_one_request(office: Office) -> None:
    sari = await office.somebody("sari")
    await sari("/privacy")
    await sari.press("Correct, restrict, erase")
    await sari.press("Ask for a correction")
    form = sari.last
    for _ in range(2):
        sari.last = form
        await sari.fill(id="once", words="my name")
    async with office.store.begin() as work:
        assert len(await work.requests.standing()) == 1


async def test_those_who_answer_are_reminded_a_day_before_it_is_due_and_not_after(
    office: Office, clock: Moving
) -> None:
    sari = await office.somebody("sari")
    await office.somebody("it", "en-GB", Role.OPERATOR)
    await _asks(sari, "Ask for a correction", words="my name")
    await office.worker.tick()
    assert len(office.post.read("it")) == 1
    clock.advance(hours=47, minutes=59)
    await office.worker.tick()
    assert [line for line in office.post.read("it") if "request" in line] == []
    clock.advance(minutes=1)
    for _ in range(2):
        await office.worker.tick()
    told = [line for line in office.post.read("it") if "request" in line]
    [line] = told
    assert line.startswith(
        "A request about somebody's data waits for an answer, due by Sat 21 Nov 2026, 09:00 (Jakarta)."
    )


async def test_of_two_who_answer_at_once_one_is_told_that_the_other_was_faster(office: Office) -> None:
    sari = await office.somebody("sari")
    both = [await office.somebody(name, "en-GB", Role.HR_DRAFTER) for name in ("hr", "gita")]
    await _asks(sari, "Ask for a correction", words="my name")
    for hr in both:
        await hr("/privacy")
        await hr.press("Requests to answer")
        await hr.press("Answer request 1")
    said = await asyncio.gather(*(hr.fill(outcome="done", answer=f"by {hr.actor.id}") for hr in both))
    [late] = [words for words in said if "closed already" in words]
    [sent] = [words for words in said if words != late]
    await office.worker.tick()
    [told] = office.post.read("sari")
    assert told.endswith(f"by {both[said.index(sent)].actor.id}")


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.LEAD])
async def test_nobody_else_sees_or_answers_a_request(office: Office, role: Role) -> None:
    sari = await office.somebody("sari")
    hr = await office.somebody("hr", "en-GB", Role.HR_DRAFTER)
    other = await office.somebody("other", "en-GB", role)
    await _asks(sari, "Ask for a correction", words="zebra")
    await hr("/privacy")
    await hr.press("Requests to answer")
    page = hr.last.content
    assert "Requests about data are answered by HR and IT" in await other.press("Answer request 1", on=page)
    await hr.press("Answer request 1")
    other.last = hr.last
    assert "Requests about data are answered by HR and IT" in await other.fill(outcome="done", answer="no")
    async with office.store.begin() as work:
        [request] = await work.requests.standing()
    assert request.answer == ""


async def test_data_that_is_left_alone_can_still_be_used_by_its_owner(office: Office) -> None:
    sari = await office.somebody("sari")
    said = await _asks(sari, "Leave my data alone")
    assert said.startswith("Request 1 is done: from now on your data is kept and nothing else is done with it.")
    assert (await sari("/track 2h design")).startswith("Logged: 2 h design")
    async with office.store.begin() as work:
        assert (await work.people.meet(sari.actor)).restricted
    await sari("/privacy")
    page = await sari.press("Correct, restrict, erase")
    assert "(Leave my data alone)" not in page
    await sari.press("Use my data again")
    async with office.store.begin() as work:
        assert not (await work.people.meet(sari.actor)).restricted


async def test_an_answer_that_is_on_its_way_comes_also_to_whoever_wants_their_data_left_alone(office: Office) -> None:
    sari = await office.somebody("sari")
    hr = await office.somebody("hr", "en-GB", Role.HR_DRAFTER)
    await _asks(sari, "Ask for a correction", words="my name")
    await hr("/privacy")
    await hr.press("Requests to answer")
    await hr.press("Answer request 1")
    await hr.fill(outcome="done", answer="Sari it is")
    await _asks(sari, "Leave my data alone")
    await sari("/privacy")
    await sari.press("Correct, restrict, erase")
    await sari.press("Use my data again")
    await office.worker.tick()
    assert office.post.read("sari") == ["Request 1: Hr says that it is corrected.\nSari it is"]


async def test_the_form_of_an_erasure_says_what_goes_what_stays_and_why(office: Office) -> None:
    sari = await office.somebody("sari")
    await sari("/privacy")
    await sari.press("Correct, restrict, erase")
    form = await sari.press("Erase my data")
    for sentence in (
        "In 24 hours Lentera deletes your time entries with their history",
        "no open rollout or survey counts on you",
        "Backups of the database are kept for a length that nobody has named",
        "nobody can find yours",
        "with the two dates and no name, for 3 years",
        "download them first",
    ):
        assert sentence in form
    said = await sari.fill()
    assert said.startswith(
        "Request 1 is written down. The erasure begins Thu 19 Nov 2026, 09:00 (Jakarta) and is due by Sat 21 Nov 2026"
    )


async def test_an_erasure_can_be_taken_back_until_it_begins(office: Office, clock: Moving) -> None:
    sari = await office.somebody("sari")
    await sari("/track 2h design")
    await _asks(sari, "Erase my data")
    clock.advance(hours=23)
    await office.worker.tick()
    await sari("/privacy")
    page = await sari.press("Correct, restrict, erase")
    assert "(Erase my data)" not in page
    assert await sari.press("Take request 1 back") == "Request 1 is taken back. Nothing has changed."
    clock.advance(days=3)
    await office.worker.tick()
    assert "2 h" in await sari("/track week")


async def test_nobody_takes_back_what_somebody_else_has_asked(office: Office) -> None:
    sari, ada = await office.somebody("sari"), await office.somebody("ada")
    await _asks(sari, "Erase my data")
    await sari("/privacy")
    await sari.press("Correct, restrict, erase")
    assert "cannot be taken back any more" in await ada.press("Take request 1 back", on=sari.last.content)
    async with office.store.begin() as work:
        assert len(await work.requests.standing()) == 1


async def held_a_code(office: Office, *people: int) -> None:
    """Two people held the codes of a survey that has been counted since."""
    async with office.store.begin() as work:
        names = [(number, one.name) for number, one in (await work.people.these(people)).items()]
        asked = questionnaires()["concern"]
        rules = Rules(asked, None, custody=Custody.CUSTODIANS, holders=(names[0][1], names[1][1]))
        await work.surveys.ask("held", rules, size_of(asked))
        await work.holders.appoint("held", names)
        found = await work.surveys.get("held")
        assert found is not None
        assert found.rules == rules
    async with office.store.begin() as work:
        await work.holders.dismiss("held")
        await work.surveys.counted("held", Release(5, 52, None))


@pytest.mark.proves("erase")
async def test_whoever_asks_to_be_erased_leaves_no_trace(
    office: Office, clock: Moving, database_engine: AsyncEngine
) -> None:
    sari, made = await office.somebody("sari"), await office.somebody("made", "en-GB", Role.OPERATOR)
    await sari("/track 2h #acme zebra")
    await sari("/track edit 1", id="e")
    await sari("/track start zebra")
    await sari("/track off friday")
    number = await office.number(sari)
    await held_a_code(office, number, await office.number(made))
    await _asks(sari, "Erase my data")
    clock.advance(hours=24)
    await office.worker.tick()
    await made("/privacy")
    await made.press("Requests to answer")
    for _ in range(3):
        await office.worker.tick()
    [last] = [line for line in office.post.read("sari") if "last message" in line]
    assert "Request 1 is all that stays, without your name." in last
    found = await everything(database_engine)
    for table, column, value in found:
        said = str(value).casefold()
        assert "sari" not in said, f"{table}.{column}"
        assert "zebra" not in said, f"{table}.{column}"
        if any(key.column.table.name == "people" for key in metadata.tables[table].c[column].foreign_keys):
            assert value != number, f"{table}.{column}"
    assert ("erasures", "id", 1) in found
    assert "Made" in str(found)


async def test_what_an_open_rollout_needs_stays_until_it_is_over(
    office: Office, clock: Moving, database_engine: AsyncEngine
) -> None:
    sari = await office.somebody("sari")
    await sari("/track 2h zebra")
    number = await office.number(sari)
    async with office.store.begin() as work:
        draft = Campaign(
            id=0,
            playbook="time-tracking",
            title="Time at last",
            zone=ZoneInfo("UTC"),
            anchor=clock.now() + timedelta(days=90),
            survey_end=None,
            audience="all",
            calendar="default",
            created_at=clock.now(),
            created_by=None,
            key="k",
        )
        made = await work.campaigns.create(draft)
        await work.campaigns.turn(made.id, State.RUNNING)
    async with database_engine.begin() as connection:
        journey = {
            "campaign": made.id,
            "person": number,
            "void": False,
            "last_step": "",
            "prompts": "",
            "held": "",
            "done": "",
        }
        await connection.execute(metadata.tables["journeys"].insert().values(journey))
    await sari("/privacy")
    await sari.press("Correct, restrict, erase")
    assert "these are over, because you would otherwise get everything twice" in await sari.press("Erase my data")
    await sari.fill()
    clock.advance(hours=24)
    for _ in range(2):
        await office.worker.tick()
    [told] = [line for line in office.post.read("sari") if "As you asked" in line]
    assert told.endswith("when these are over:\n– the rollout “Time at last”")
    async with office.store.begin() as work:
        tables = {shelf.table for shelf in await work.held.of(number)}
    assert tables == {"people", "accounts", "journeys", "requests", "prompts"}
    async with database_engine.begin() as connection:
        await connection.execute(campaigns.update().values(state="closed"))
    for _ in range(3):
        await office.worker.tick()
    assert [line for line in office.post.read("sari") if "last message" in line]
    assert "sari" not in str(await everything(database_engine)).casefold()


async def test_two_workers_erase_once(office: Office, clock: Moving, database_engine: AsyncEngine) -> None:
    sari = await office.somebody("sari")
    await _asks(sari, "Erase my data")
    clock.advance(hours=24)
    other = PrivacyDuty(office.store, clock)
    for _ in range(6):
        await asyncio.gather(office.worker.tick(), other.tick())
    assert len([line for line in office.post.read("sari") if "last message" in line]) == 1
    assert [
        value for table, column, value in await everything(database_engine) if (table, column) == ("erasures", "id")
    ] == [1]
