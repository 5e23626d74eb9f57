"""A survey as a step of a rollout, from the opening of its box to the word that it is counted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot.campaigns.campaign import EVERYBODY, Campaign
from bot.campaigns.campaign import State as Course
from bot.campaigns.playbook import Kind, Playbook
from bot.campaigns.ports import Outcome
from bot.message import Message, Picture, Table
from bot.people import Person, Role
from bot.ports import Work
from bot.surveys.ballot import new_code
from bot.surveys.duty import Duty
from bot.surveys.notes import RESULT, Notes
from bot.surveys.rollout import CODES, SEVERAL, RolloutSurveys, survey_id
from bot.surveys.steward import Steward
from bot.surveys.survey import Custody, State
from bot.texts import Texts
from config.playbooks import playbooks
from config.policies import policies
from config.questionnaires import questionnaires
from storage.sealing import Hpke
from storage.store import Database
from tests.conftest import Another, Moving, account
from tests.speaker import told
from tests.surveys.house import ASKED, House

ZONE = ZoneInfo("Asia/Jakarta")
MEETING = datetime(2026, 12, 9, 3, tzinfo=UTC)
BOOK = playbooks()["time-tracking"]
STEP = next(step for step in BOOK.steps if step.kind is Kind.SURVEY)


class Doors:
    """Gates that a test opens and shuts."""

    def __init__(self) -> None:
        self.shut: Mapping[str, str] = {}

    async def __call__(self, work: Work, campaign: Campaign, playbook: Playbook) -> Mapping[str, str]:
        del work, campaign, playbook
        return self.shut


class Scene:
    """A rollout whose meeting is in three weeks."""

    def __init__(self, store: Database, folder: Path, clock: Moving, *custodians: str) -> None:
        self.store, self.clock, self.doors = store, clock, Doors()
        self.house = House(store, folder, clock)
        self.notes = Notes(store, clock)
        self.house.clerk._told = self.notes.counted
        self.duty = Duty(store, self.house.clerk, store.stir, clock, self.notes, self.house.vault)
        self.surveys = RolloutSurveys(
            store,
            clock,
            playbooks={"time-tracking": BOOK},
            questionnaires=questionnaires(),
            gatekeeper=self.doors,
            company="Kopi Nusantara",
        )
        self.steward = Steward(
            store,
            clock,
            self.notes,
            playbooks={"time-tracking": BOOK},
            questionnaires=questionnaires(),
            calendar=policies().of,
            gatekeeper=self.doors,
            custody=Custody.CUSTODIANS if custodians else Custody.DIRECTORY,
            custodians=custodians,
        )
        self.campaign: Campaign

    async def start(self, people: int = 14) -> None:
        await self.house.invite(*("Ops",) * people)
        async with self.store.begin() as work:
            wanted = Campaign(
                id=0,
                key="k",
                playbook="time-tracking",
                title="Rollout",
                zone=ZONE,
                anchor=MEETING,
                survey_end=datetime(2026, 12, 1, 11, tzinfo=UTC),
                audience=EVERYBODY,
                calendar="default",
                created_at=self.clock.now(),
                created_by=self.house.people[0],
                state=Course.RUNNING,
                started_at=self.clock.now(),
            )
            self.campaign = await work.campaigns.create(wanted)
        self.house.survey = survey_id(self.campaign.id, STEP.name)

    async def tick(self) -> None:
        await self.steward.tick()
        await self.duty.tick()
        await self.steward.tick()

    async def state(self) -> State | None:
        async with self.store.begin() as work:
            survey = await work.surveys.get(self.house.survey)
        return survey.state if survey else None

    async def owed(self) -> list[str]:
        async with self.store.begin() as work:
            rows = await work.outbox.claim(self.clock.now() + timedelta(days=365), limit=99, lease=1)
            for row in rows:
                await work.outbox.done(row)
        return sorted(row.step for row in rows)


@pytest.fixture
def scene(store: Database, tmp_path: Path, clock: Moving) -> Scene:
    return Scene(store, tmp_path / "keys", clock)


async def test_a_survey_opens_a_day_before_its_step_once_its_gate_is_open(scene: Scene) -> None:
    await scene.start()
    await scene.tick()
    assert await scene.state() is None
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    scene.doors.shut = {STEP.name: f"gate:{STEP.name}"}
    await scene.tick()
    assert await scene.state() is None
    scene.doors.shut = {}
    await scene.tick()
    assert await scene.state() is State.OPEN


async def test_once_it_was_asked_again_what_everybody_gets_has_both_waves(scene: Scene, texts: Texts) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    for number in range(12):
        await scene.house.vote(number, "AAAAAAAACDEF"[number])
    scene.clock.to(datetime(2026, 12, 1, 11, tzinfo=UTC))
    await scene.tick()
    again = [step for step in BOOK.steps if step.kind is Kind.SURVEY][1]
    scene.house.survey = survey_id(scene.campaign.id, again.name)
    scene.clock.to(datetime(2027, 1, 20, 3, tzinfo=UTC))
    await scene.tick()
    assert await scene.state() is State.OPEN
    for number in range(12):
        await scene.house.vote(number, "ACCCCCCCCCEF"[number])
    scene.clock.to(datetime(2027, 2, 20, 11, tzinfo=UTC))
    await scene.tick()
    async with scene.store.begin() as work:
        parts = await scene.surveys.figures(work, scene.campaign, texts.to("id"))
    said = told(Message("", parts))
    assert "Jawaban | Sebelum | Sekarang | Perubahan" in said
    assert "| ~75 % | <=25 % | turun" in said


async def test_the_campaign_hears_that_it_is_counted_hr_gets_the_result_and_everybody_the_company(
    scene: Scene, texts: Texts
) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    for number in range(12):
        await scene.house.vote(number, "AAAACCCCDDFF"[number])
    assert [one.id for one in await scene.surveys.concerns(scene.campaign.id, "concern")] == ["A", "B"]
    scene.clock.to(datetime(2026, 12, 1, 11, tzinfo=UTC))
    await scene.tick()
    async with scene.store.begin() as work:
        assert await work.gates.counted(scene.campaign.id) == {STEP.name: Outcome.RELEASED}
        parts = await scene.surveys.figures(work, scene.campaign, texts.to("id"))
    assert [type(part) for part in parts[:2]] == [Picture, Table]
    assert [one.id for one in await scene.surveys.concerns(scene.campaign.id, "concern")] == ["A", "C"]
    assert await scene.owed() == [], "nobody is in HR here"


async def test_hr_is_told_the_result_once(another: Another, tmp_path: Path, clock: Moving, texts: Texts) -> None:
    store = another(appointed={"ratna@example.org": frozenset({Role.HR_APPROVER})})
    scene = Scene(store, tmp_path / "keys", clock)
    await scene.start()
    async with store.begin() as work:
        await work.people.meet(account("person0", email="ratna@example.org"))
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    for number in range(12):
        await scene.house.vote(number, "A")
    scene.clock.to(datetime(2026, 12, 1, 11, tzinfo=UTC))
    await scene.tick()
    await scene.tick()
    async with scene.store.begin() as work:
        rows = await work.outbox.claim(scene.clock.now(), limit=9, lease=1)
        hr = (await work.people.these({scene.house.people[0]}))[scene.house.people[0]]
    assert [row.step for row in rows] == [RESULT]
    message = await scene.notes.letters()[RESULT](rows[0], hr, texts.to("en"), scene.clock.now())
    assert told(message).startswith(f"{ASKED['concern'].title['en']}: 12 of 14 people answered.")  # type: ignore[arg-type]  # a message


async def test_a_move_takes_the_end_along(scene: Scene) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    fingerprint = (await scene.house.found()).rules.fingerprint
    later = replace(scene.campaign, survey_end=datetime(2026, 12, 4, 11, tzinfo=UTC))
    async with scene.store.begin() as work:
        await work.campaigns.save(later)
    scene.clock.to(datetime(2026, 12, 2, 3, tzinfo=UTC))
    await scene.steward.tick()
    await scene.tick()
    found = await scene.house.found()
    assert (found.state, found.ends_at) == (State.OPEN, later.survey_end)
    assert found.rules.fingerprint == fingerprint


@pytest.mark.parametrize("how", ["cancelled", "moved"])
async def test_however_the_end_comes_nearer_everybody_is_told_a_day_before(scene: Scene, how: str) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    for number in range(12):
        await scene.house.vote(number, "AB"[number % 2])
    scene.clock.advance(hours=1)
    nearer = replace(scene.campaign, survey_end=scene.clock.now() + timedelta(minutes=5))
    async with scene.store.begin() as work:
        cancelled = replace(scene.campaign, state=Course.CANCELLED)
        await work.campaigns.save(cancelled if how == "cancelled" else nearer)
    await scene.tick()
    await scene.tick()
    assert (await scene.house.found()).early_at == scene.clock.now() + timedelta(hours=24)
    assert await scene.owed() == ["survey_early"] * 14
    scene.clock.advance(hours=23)
    await scene.tick()
    assert await scene.state() is State.OPEN
    scene.clock.advance(hours=1)
    await scene.tick()
    assert await scene.state() is State.COUNTED
    assert await scene.owed() == [], "everybody is told once"


async def test_while_somebody_has_not_been_told_it_does_not_end_early(scene: Scene) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    at = scene.clock.now() + timedelta(hours=30)
    async with scene.store.begin() as work:
        assert await scene.surveys.end_early(work, scene.campaign, at)
        assert not await scene.surveys.end_early(work, scene.campaign, at - timedelta(hours=2)), "once"
        assert await scene.surveys.ends(work, scene.campaign) is None
    scene.clock.advance(hours=29)
    await scene.tick()
    last = scene.clock.now()
    assert len(await scene.owed()) == 14
    scene.clock.to(last + timedelta(hours=23))
    await scene.tick()
    assert await scene.state() is State.OPEN
    assert await scene.surveys.answered(scene.campaign.id, STEP.name, scene.house.people[0]) is False
    scene.clock.to(last + timedelta(hours=24))
    await scene.tick()
    assert await scene.state() is State.COUNTED
    assert await scene.surveys.answered(scene.campaign.id, STEP.name, scene.house.people[0]), "no reminder after it"


async def test_however_long_somebody_cannot_be_told_it_ends_as_planned(scene: Scene) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    async with scene.store.begin() as work:
        assert await scene.surveys.end_early(work, scene.campaign, scene.clock.now() + timedelta(hours=30))
    planned = scene.campaign.survey_end
    assert planned is not None
    while scene.clock.now() < planned - timedelta(hours=3):
        scene.clock.advance(hours=3)
        await scene.tick()
    assert await scene.state() is State.OPEN
    assert (await scene.house.found()).ends_at == planned
    scene.clock.to(planned)
    await scene.tick()
    assert await scene.state() is State.COUNTED


async def test_an_end_that_is_no_earlier_is_not_announced(scene: Scene) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 30, 12, tzinfo=UTC))
    await scene.tick()
    assert await scene.state() is State.OPEN
    async with scene.store.begin() as work:
        assert not await scene.surveys.end_early(work, scene.campaign, scene.clock.now())
    assert await scene.owed() == []


async def test_joiners_are_invited_until_three_working_days_before_the_end(scene: Scene) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    # The end is on Tuesday 1 December: Thursday 26 November is the last day.
    for day, invited in ((26, 15), (27, 15)):
        await scene.house.invite("Law")
        scene.clock.to(datetime(2026, 11, day, 3, tzinfo=UTC))
        await scene.tick()
        async with scene.store.begin() as work:
            assert len(await work.surveys.roster(scene.house.survey)) == invited


async def test_nobody_is_removed_or_moved_and_whoever_comes_is_put_where_they_are_that_day(scene: Scene) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    mover, leaver, *_ = scene.house.people
    async with scene.store.begin() as work:
        before = dict(await work.surveys.roster(scene.house.survey))
        await work.people.assign(mover, "Law", frozenset({Role.EMPLOYEE}))
        await work.staff.left("local", {("demo", "person1")})
        joiner = await work.people.enrol(account("new"), division="Law", roles=frozenset({Role.EMPLOYEE}))
        gone = await work.people.enrol(account("gone"), division="Law", roles=frozenset({Role.EMPLOYEE}))
        await work.staff.left("local", {("demo", "gone")})
        assert [one.active for one in (await work.people.these([leaver, gone.id])).values()] == [False, False]
    await scene.tick()
    async with scene.store.begin() as work:
        assert dict(await work.surveys.roster(scene.house.survey)) == before | {joiner.id: "Law"}
        await work.people.assign(joiner.id, None, frozenset({Role.EMPLOYEE}))
        await work.people.meet(account("gone"))
    await scene.tick()
    async with scene.store.begin() as work:
        both = {joiner.id: "Law", gone.id: "Law"}
        assert dict(await work.surveys.roster(scene.house.survey)) == before | both, "who is back was never invited"


async def test_into_a_survey_of_one_division_come_those_who_come_into_it(scene: Scene) -> None:
    await scene.start(people=2)
    team = [account(f"law{number}") for number in range(9)]
    async with scene.store.begin() as work:
        law = [(await work.people.enrol(one, division="Law", roles=frozenset({Role.EMPLOYEE}))).id for one in team]
        other = await work.people.enrol(account("other"), division="Ops", roles=frozenset({Role.EMPLOYEE}))
        await work.campaigns.save(replace(scene.campaign, audience="Law"))
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    async with scene.store.begin() as work:
        assert dict(await work.surveys.roster(scene.house.survey)) == dict.fromkeys(law, "Law")
        await work.people.enrol(account("another"), division="Ops", roles=frozenset({Role.EMPLOYEE}))
        await work.people.assign(other.id, "Law", frozenset({Role.EMPLOYEE}))
    await scene.tick()
    async with scene.store.begin() as work:
        assert dict(await work.surveys.roster(scene.house.survey)) == dict.fromkeys([*law, other.id], "Law")


async def test_while_it_is_open_and_nobody_comes_a_beat_reads_neither_people_nor_roster(scene: Scene) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    with statements(scene.store) as found:
        await scene.steward.tick()
    assert [one for one in found if "people" in one or "survey_roster" in one] == [
        one for one in found if one.startswith("INSERT INTO survey_roster")
    ]
    async with scene.store.begin() as work:
        assert await work.surveys.join(scene.house.survey, None) == 0
    scene.clock.to(datetime(2026, 11, 27, 3, tzinfo=UTC))
    with statements(scene.store) as found:
        await scene.steward.tick()
    assert [one for one in found if "people" in one or "survey_roster" in one] == []


@contextmanager
def statements(store: Database) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    found: list[str] = []

    def note(*context: object) -> None:
        found.append(str(context[2]))

    event.listen(store._engine.sync_engine, "before_cursor_execute", note)
    yield found
    event.remove(store._engine.sync_engine, "before_cursor_execute", note)


async def test_too_few_and_near_duplicates_are_not_opened(scene: Scene) -> None:
    await scene.start(people=7)
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    assert await scene.state() is None
    await scene.house.invite("Ops")
    scene.clock.advance(minutes=1)
    await scene.tick()
    assert await scene.state() is State.OPEN
    await scene.house.invite(*("Ops",) * 2)
    async with scene.store.begin() as work:
        second = await work.campaigns.create(replace(scene.campaign, id=0, key="another"))
    await scene.tick()
    scene.clock.advance(minutes=1)
    await scene.tick()
    async with scene.store.begin() as work:
        # The joiners are invited to the first one as well, so the audiences are the same.
        assert len(await work.surveys.roster(scene.house.survey)) == 10
        assert await work.surveys.get(survey_id(second.id, STEP.name)) is not None


async def test_one_that_may_not_open_is_looked_at_again_each_minute(scene: Scene) -> None:
    await scene.start(people=7)
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    with statements(scene.store) as found:
        await scene.steward.tick()
        assert [one for one in found if "FROM people" in one] == []
        scene.clock.advance(minutes=1)
        await scene.steward.tick()
    assert len([one for one in found if "FROM people" in one]) == 1
    scene.clock.advance(hours=-1)
    await scene.house.invite("Ops")
    await scene.tick()
    assert await scene.state() is State.OPEN, "whichever way a clock is wound"


async def test_why_a_survey_is_not_opened_hr_is_told_once(another: Another, tmp_path: Path, clock: Moving) -> None:
    store = another(appointed={"ratna@example.org": frozenset({Role.HR_APPROVER})})
    scene = Scene(store, tmp_path / "keys", clock)
    await scene.start(people=6)
    async with store.begin() as work:
        await work.people.meet(account("person0", email="ratna@example.org"))
    clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    told = []
    for _ in range(3):
        await scene.tick()
        told += await scene.owed()
    assert told == ["survey_check"]


async def test_reminders_are_for_those_who_have_not_answered_and_want_to_be_asked(scene: Scene) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    await scene.house.vote(0, "A")
    async with scene.store.begin() as work:
        await work.surveys.never_ask(scene.house.people[1])
    campaign, people = scene.campaign.id, scene.house.people
    assert [await scene.surveys.answered(campaign, STEP.name, person) for person in people[:3]] == [True, True, False]


async def test_with_custodians_the_step_is_held_until_both_have_their_codes(
    another: Another, tmp_path: Path, clock: Moving
) -> None:
    roles = {"ratna@example.org": frozenset({Role.HR_APPROVER})}
    roles["jakob@example.org"] = frozenset({Role.WORKS_REPRESENTATIVE})
    store = another(appointed=roles)
    scene = Scene(store, tmp_path / "keys", clock, "jakob@example.org", "ratna@example.org")
    await scene.start()
    clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    assert await scene.state() is None, "nobody is there yet who could hold a code"
    async with store.begin() as work:
        ratna = await work.people.meet(account("person0", email="ratna@example.org"))
        jakob = await work.people.meet(account("person1", email="jakob@example.org"))
    await scene.tick()
    assert await scene.state() is State.ASKED
    found = await scene.house.found()
    assert found.rules.holders == (ratna.name, jakob.name), "HR is the first, however they are named"
    async with store.begin() as work:
        assert await scene.surveys.gatekeeper(work, scene.campaign, BOOK) == {STEP.name: CODES}
        assert await scene.surveys.awaited(work, scene.campaign) == {STEP.name: [ratna.name, jakob.name]}
        campaign = await work.campaigns.get(scene.campaign.id)
    assert campaign is not None
    assert await scene.steward.next_due() == campaign.survey_end, "nothing to do meanwhile"
    with statements(store) as asked:
        await scene.steward.tick()
    assert all("IN (" in one for one in asked if "FROM people" in one), "of all people only the two are read"
    assert await scene.owed() == ["survey_code", "survey_code"]
    for person in (ratna, jakob):
        await put(scene, person)
    assert await scene.duty.next_due() == clock.now()
    await scene.tick()
    assert await scene.state() is State.OPEN
    async with store.begin() as work:
        assert await scene.surveys.gatekeeper(work, scene.campaign, BOOK) == {}


async def put(scene: Scene, person: Person) -> None:
    """Somebody's code is there, as the web process puts it."""
    survey = await scene.house.found()
    async with scene.store.begin() as work:
        holder = next(one for one in await work.holders.of(survey.id) if one.person == person.id)
        sealed = Hpke().seal(survey.codes_to, new_code().signs.encode(), holder.about(survey.id))
        await work.holders.put(survey.id, person.id, sealed, scene.clock.now() + timedelta(days=1), "d")


async def test_other_custodians_in_the_settings_are_asked_instead_and_a_cancelled_rollout_asks_nobody(
    another: Another, tmp_path: Path, clock: Moving
) -> None:
    roles = {f"{name}@example.org": frozenset({Role.HR_DRAFTER}) for name in ("ratna", "gita")}
    roles["jakob@example.org"] = frozenset({Role.WORKS_REPRESENTATIVE})
    store = another(appointed=roles)
    scene = Scene(store, tmp_path / "keys", clock, "ratna@example.org", "jakob@example.org")
    await scene.start()
    async with store.begin() as work:
        for number, name in enumerate(("ratna", "jakob", "gita")):
            await work.people.meet(account(f"person{number}", email=f"{name}@example.org"))
    clock.to(datetime(2026, 11, 22, 3, tzinfo=UTC))
    await scene.tick()
    first = (await scene.house.found()).rules.holders
    scene.steward._custodians = ("gita@example.org", "jakob@example.org")
    await scene.tick()
    await scene.tick()
    assert (await scene.house.found()).rules.holders != first
    async with store.begin() as work:
        await work.campaigns.save(replace(scene.campaign, state=Course.CANCELLED))
    await scene.tick()
    assert await scene.state() is None


async def test_the_invitation_names_the_platform_that_carries_the_answer(scene: Scene, texts: Texts) -> None:
    await scene.start()
    scene.clock.to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    await scene.tick()
    scene.surveys._platform = SEVERAL
    async with scene.store.begin() as work:
        ada = await work.people.meet(account("ada", platform="teams", workspace="T", email="ada@example.org"))
    assert "Microsoft Teams carries your click" in await promised(scene, texts, ada)
    async with scene.store.begin() as work:
        ada = await work.people.meet(account("ada2", platform="slack", workspace="S", email="ada@example.org"))
    assert "Slack or Microsoft Teams carries your click" in await promised(scene, texts, ada)
    async with scene.store.begin() as work:
        wishes = replace(await work.people.preferences(ada.id), platform="slack")
        await work.people.prefer(ada.id, wishes)
    said = await promised(scene, texts, ada)
    assert "Slack carries your click" in said
    assert "exported by those who administer Slack." in said


async def promised(scene: Scene, texts: Texts, person: Person) -> str:
    async with scene.store.begin() as work:
        parts, _ = await scene.surveys.invitation(work, scene.campaign, STEP, person, texts.to("en"))
    return told(Message("", parts))
