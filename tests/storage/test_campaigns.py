"""Campaigns, what opens their gates, and everybody's way through them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update

from bot.campaigns.campaign import Campaign, Move, State
from bot.campaigns.ports import Agreement, Approval, Journey, Notice, Outcome, Summary, Told
from bot.mail import Care, Fate, Parcel
from bot.people import Role
from bot.ports import Work
from storage.schema import people
from storage.store import Database
from tests.conftest import START, Meet, account

JAKARTA = ZoneInfo("Asia/Jakarta")
HOUR = timedelta(hours=1)


def drafted(key: str = "click", **given: object) -> Campaign:
    usual = Campaign(
        id=0,
        playbook="time-tracking",
        title="Catat waktu",
        zone=JAKARTA,
        anchor=datetime(2026, 12, 15, 10, tzinfo=JAKARTA),
        survey_end=None,
        audience="all",
        calendar="default",
        created_at=START,
        created_by=None,
        key=key,
    )
    return replace(usual, **given)  # type: ignore[arg-type]


async def started(work: Work, **given: object) -> Campaign:
    usual = {"state": State.RUNNING, "started_at": START}
    return await work.campaigns.create(drafted(**(usual | given)))  # type: ignore[arg-type]


async def test_a_second_click_finds_the_campaign_that_the_first_one_made(store: Database) -> None:
    async with store.begin() as work:
        first = await work.campaigns.create(drafted())
        second = await work.campaigns.create(drafted(title="Something else"))
        other = await work.campaigns.create(drafted("another click"))
        assert first == second
        assert other.id != first.id
        assert await work.campaigns.get(first.id) == first
        assert await work.campaigns.get(0) is None
        assert await work.campaigns.page() == (other, first)
        assert await work.campaigns.page([State.RUNNING]) == ()


async def test_a_campaign_comes_back_as_it_was_saved(store: Database) -> None:
    async with store.begin() as work:
        made = await work.campaigns.create(drafted())
    changed = replace(
        made, state=State.PAUSED, hour=time(2, 30), weekends=True, moves=1, previous=made.anchor, survey_end=START
    )
    async with store.begin() as work:
        await work.campaigns.save(changed)
    async with store.begin() as work:
        assert await work.campaigns.lock(made.id) == changed
        with pytest.raises(LookupError):
            await work.campaigns.lock(0)


async def test_whoever_made_a_campaign_may_be_erased(store: Database, meet: Meet) -> None:
    gita = await meet("gita")
    async with store.begin() as work:
        made = await work.campaigns.create(drafted(created_by=gita.id))
        assert made.created_by == gita.id
        await work.campaigns._transaction.run(delete(people))  # type: ignore[attr-defined]
        found = await work.campaigns.get(made.id)
    assert found is not None
    assert found.created_by is None


async def test_moves_are_remembered_in_order(store: Database) -> None:
    async with store.begin() as work:
        made = await work.campaigns.create(drafted())
        first = Move(1, START, made.anchor, made.anchor + HOUR)
        second = Move(2, START + HOUR, made.anchor + HOUR, made.anchor)
        await work.campaigns.moved(made.id, first)
        await work.campaigns.moved(made.id, second)
        assert await work.campaigns.moves(made.id) == (first, second)


async def test_hr_is_told_once_for_each_reason(store: Database) -> None:
    async with store.begin() as work:
        made = await work.campaigns.create(drafted())
        late = Notice(made.id, Told.NOTE, "soft", "late", START)
        assert await work.campaigns.notice(late)
        assert not await work.campaigns.notice(replace(late, at=START + HOUR))
        assert await work.campaigns.notice(replace(late, reason="meeting_started"))
        assert await work.campaigns.notice(replace(late, told=Told.HELD))
        told = await work.campaigns.notices(made.id)
        assert replace(told[0], id=0) == late
        assert len(told) == 3
        assert await work.campaigns.notices(made.id, after=told[1].id) == told[2:]


async def test_the_last_word_of_a_lead_holds_for_the_text_it_is_about(store: Database, meet: Meet) -> None:
    made = await _made(store)
    lead = await meet("budi")
    said = Agreement(made.id, "v1", lead.id, agrees=False, reason="Too often", at=START)
    async with store.begin() as work:
        await work.gates.answer(said)
        assert await work.gates.agreements(made.id, "v1") == (said,)
        await work.gates.answer(replace(said, agrees=True, reason=""))
        assert await work.gates.agreements(made.id, "v1") == (replace(said, agrees=True, reason=""),)
        assert await work.gates.agreements(made.id, "v2") == ()


async def test_an_approval_is_given_once_and_stays(store: Database) -> None:
    made = await _made(store)
    given = Approval(made.id, "soft", "seal", None, START)
    async with store.begin() as work:
        assert await work.gates.approve(given)
        assert not await work.gates.approve(replace(given, at=START + HOUR))
        assert await work.gates.approve(replace(given, note="budget"))
        assert await work.gates.approve(replace(given, seal="edited"))
        assert (await work.gates.approvals(made.id))[0] == given
        assert len(await work.gates.approvals(made.id)) == 3


async def test_the_last_summary_holds(store: Database) -> None:
    made = await _made(store)
    first = Summary(made.id, 1, {"privacy": "We heard"}, None, START, "one")
    async with store.begin() as work:
        assert await work.gates.summary(made.id) is None
        assert await work.gates.summarise(first)
        assert not await work.gates.summarise(replace(first, number=2))
        assert not await work.gates.summarise(replace(first, delivery="two"))
        assert await work.gates.summarise(replace(first, number=2, content={}, delivery="three"))
        assert await work.gates.summary(made.id) == replace(first, number=2, content={}, delivery="three")


async def test_a_survey_is_counted_once(store: Database) -> None:
    made = await _made(store)
    async with store.begin() as work:
        assert await work.gates.count(made.id, "survey", Outcome.TOO_FEW, START)
        assert not await work.gates.count(made.id, "survey", Outcome.RELEASED, START)
        assert await work.gates.counted(made.id) == {"survey": Outcome.TOO_FEW}


async def test_leads_are_those_of_the_audience_who_are_still_here(store: Database) -> None:
    made = await _made(store)
    async with store.begin() as work:
        found = {}
        for name, division, role in [
            ("ada", "Finance", Role.LEAD),
            ("budi", "Sales", Role.LEAD),
            ("cem", "Finance", Role.EMPLOYEE),
            ("dewi", "Finance", Role.LEAD),
        ]:
            roles = frozenset({Role.EMPLOYEE, role})
            found[name] = (await work.people.enrol(account(name), division=division, roles=roles)).id
        await _place(work, found["dewi"], active=False)
        assert await work.gates.leads(made) == {found["ada"], found["budi"]}
        assert await work.gates.leads(replace(made, audience="Finance")) == {found["ada"]}


async def test_everybody_of_the_audience_is_on_the_way_once(store: Database, meet: Meet) -> None:
    ada, budi = await meet("ada"), await meet("budi")
    async with store.begin() as work:
        made = await started(work)
        assert await work.journeys.enter(made, START, joins=False) == 2
        assert await work.journeys.enter(made, START + HOUR, joins=True) == 0
    cem = await meet("cem")
    async with store.begin() as work:
        assert await work.journeys.enter(made, START + HOUR, joins=True) == 1
        due = await work.journeys.due(START, 10)
        assert [(one.person, one.joined_at, one.void) for one in due] == [
            (ada.id, None, True),
            (budi.id, None, True),
            (cem.id, START + HOUR, True),
        ]


async def test_a_division_is_an_audience_and_whoever_leaves_it_is_planned_anew(store: Database, meet: Meet) -> None:
    ada = await meet("ada")
    await meet("budi")
    async with store.begin() as work:
        await _place(work, ada.id, division="Finance")
        made = await started(work, audience="Finance")
        assert await work.journeys.enter(made, START, joins=False) == 1
        await work.journeys.put([Journey(made.id, ada.id, due_at=START)])
        assert await work.journeys.leave(made) == 0
        await _place(work, ada.id, division="Sales")
        assert await work.journeys.leave(made) == 1
        await work.journeys.put([Journey(made.id, ada.id, done="left")])
        assert await work.journeys.leave(made) == 0
        await _place(work, ada.id, division="Finance")
        assert await work.journeys.leave(made) == 1
        await work.journeys.put([Journey(made.id, ada.id)])
        await _place(work, ada.id, active=False)
        assert await work.journeys.leave(made) == 1


async def test_a_journey_is_due_when_it_says_so_or_when_its_plan_is_void(store: Database, meet: Meet) -> None:
    ada = await meet("ada")
    async with store.begin() as work:
        assert await work.journeys.next_due() is None
        made = await started(work)
        await work.journeys.enter(made, START, joins=False)
        assert (await work.journeys.next_due() or START) < START
        there = Journey(
            made.id,
            ada.id,
            None,
            START + HOUR,
            START,
            False,
            "soft",
            date(2026, 11, 18),
            frozenset({"a@b", "c@"}),
            frozenset({"agenda"}),
        )
        await work.journeys.put([there])
        assert await work.journeys.lock(made.id, [ada.id, 0]) == {ada.id: there}
        assert await work.journeys.next_due() == START + HOUR
        assert await work.journeys.due(START, 10) == []
        assert await work.journeys.due(START + HOUR, 10) == [there]
        await work.journeys.void_person(ada.id)
        assert await work.journeys.due(START, 10) == [replace(there, void=True, since=None)]
        await work.journeys.put([there])
        await work.campaigns.turn(made.id, State.PAUSED)
        assert await work.journeys.due(START, 10) == [replace(there, void=True)]
        await work.journeys.put([there])
        await work.campaigns.save(replace(made, state=State.PAUSED))
        assert await work.journeys.due(START, 10) == [replace(there, void=True, since=None)]
        await work.campaigns.save(replace(made, state=State.CLOSED))
        assert await work.journeys.due(START, 10) == []
        assert await work.journeys.next_due() is None
        assert await work.journeys.lock(made.id, []) == {}


async def test_what_is_owed_is_taken_back_unless_somebody_is_handing_it_over(store: Database, meet: Meet) -> None:
    ada, budi = await meet("ada"), await meet("budi")
    async with store.begin() as work:
        made = await started(work)
        name = str(made.id)
        await work.mail.owe(
            [
                Parcel(name, "soft", "", ada.id, START),
                Parcel(name, "reminder", "2026-12-07", ada.id, START, care=Care.PROMPT),
                Parcel(name, "soft", "", budi.id, START),
            ]
        )
        assert await work.journeys.withdraw(made.id, [ada.id]) == {ada.id: frozenset({"reminder@2026-12-07"})}
        assert await work.mail.had(name, [ada.id]) == {}
        assert (await work.mail.had(name, [budi.id]))[budi.id][0].fate is Fate.QUEUED
        (owed,) = await work.outbox.claim(START, limit=1, lease=60)
        await work.outbox.sending(owed)
        assert await work.journeys.withdraw(made.id, [budi.id]) == {}
        assert budi.id in await work.mail.had(name, [budi.id])
        assert await work.journeys.withdraw(made.id, []) == {}


async def _made(store: Database) -> Campaign:
    async with store.begin() as work:
        return await work.campaigns.create(drafted())


async def _place(work: Work, person: int, **values: object) -> None:
    await work.journeys._transaction.run(update(people).where(people.c.id == person).values(values))  # type: ignore[attr-defined]
