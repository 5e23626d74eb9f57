"""Coded notes beside a survey: from three sides, where they agree and where they do not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import Bot
from bot.campaigns.campaign import Campaign, State
from bot.evidence.desk import EvidenceDesk
from bot.evidence.sides import Agreement, Direction, Note, Source, factor
from bot.hours.desk import HoursDesk
from bot.hours.rule import Rule
from bot.message import Choice, Form, Prose
from bot.people import Role
from bot.staff.rollout import Rollout
from bot.surveys.bands import Band
from bot.surveys.release import Ballot, Result, release
from bot.surveys.survey import Custody, Rules
from bot.texts import Texts
from bot.timesheet.track import Track
from config.questionnaires import questionnaires
from storage.store import Database
from tests.conftest import Moving
from tests.hours.team import PLAYBOOKS, POLICIES, Office
from tests.speaker import Speaker

UP, MIXED, DOWN = Direction.FAVOURABLE, Direction.MIXED, Direction.UNFAVOURABLE
HEARD, SEEN = Source.INTERVIEW, Source.OBSERVATION


def result(favourable: int, unfavourable: int) -> Result:
    bands = {"favourable": Band("~", favourable), "neutral": Band("~", 10), "unfavourable": Band("~", unfavourable)}
    return Result("growth", bands)


@pytest.mark.parametrize(
    ("survey", "heard", "seen", "together"),
    [
        (result(50, 25), [UP, UP, DOWN], [], Agreement.AGREE),
        (result(25, 50), [UP], [], Agreement.DIFFER),
        (result(50, 25), [UP], [DOWN], Agreement.DIFFER),
        (None, [DOWN], [DOWN], Agreement.AGREE),
        (None, [DOWN], [], Agreement.OPEN),
        (result(50, 50), [UP, DOWN], [MIXED], Agreement.AGREE),
        (None, [], [], Agreement.OPEN),
    ],
)
def test_a_factor_says_whether_its_sides_agree(
    survey: Result | None, heard: list[Direction], seen: list[Direction], together: Agreement
) -> None:
    notes = [Note(HEARD, "growth", one) for one in heard] + [Note(SEEN, "growth", one) for one in seen]
    notes += [Note(HEARD, "team", DOWN)] * 5
    assert factor("growth", notes, survey).agreement is together


def test_a_survey_point_by_point_counts_both_ends() -> None:
    fine = Result(
        "growth", {str(point): Band("~", share) for point, share in zip(range(1, 6), (5, 20, 25, 30, 20), strict=True)}
    )
    assert factor("growth", [], fine).survey.direction is UP


@pytest.fixture
async def office(store: Database, texts: Texts, clock: Moving, tmp_path: Path) -> Office:
    made = Office(store, texts, clock, tmp_path / "keys")
    await made.enrol("gita", "HR", Role.HR_DRAFTER)
    await made.enrol("sari", "Ops")
    return made


async def pulse(office: Office) -> int:
    """A career pulse that runs."""
    now = office.clock.now()
    wanted = Campaign(
        id=0,
        playbook="career-pulse",
        title="Growing here",
        zone=ZoneInfo("Asia/Jakarta"),
        anchor=datetime(2026, 11, 16, 3, tzinfo=UTC),
        survey_end=datetime(2026, 11, 26, 3, tzinfo=UTC),
        audience="all",
        calendar="default",
        created_at=now,
        created_by=None,
        key="pulse",
        state=State.RUNNING,
        started_at=now,
    )
    async with office.store.begin() as work:
        return (await work.campaigns.create(wanted)).id


def gita(office: Office, name: str = "gita") -> Speaker:
    hours = HoursDesk(office.store, office.clock, PLAYBOOKS)
    desk = EvidenceDesk(office.store, PLAYBOOKS, questionnaires(), hours)
    found = Track(office.store, office.texts, POLICIES, office.clock, hours).features()
    features = replace(
        found,
        commands={**found.commands, "rollout": Rollout({"evidence": desk.command})},
        presses={**found.presses, "evidence": desk.press},
        forms={**found.forms, "evidence": desk.submit},
    )
    return Speaker(Bot(office.store, office.texts, features), office.actor(name))


GROWTH = "I get chances to learn and to take on more."


async def test_hr_enters_codes_and_sees_them_side_by_side(office: Office) -> None:
    await pulse(office)
    hr = gita(office)
    said = await hr("/rollout evidence")
    assert f"{GROWTH} | nothing yet | nothing yet | nothing yet | one side alone" in said
    assert "The survey has not been counted" in said
    await hr.press("Add a note")
    await hr.fill(source="interview", factor="growth", direction="favourable")
    await hr.press("Add a note")
    said = await hr.fill(source="observation", factor="growth", direction="unfavourable")
    assert f"{GROWTH} | nothing yet | favourable (1 note) | unfavourable (1 note) | they differ" in said
    said = await hr.press("Take my last note back")
    assert f"{GROWTH} | nothing yet | favourable (1 note) | nothing yet | one side alone" in said


async def test_two_presses_take_back_one_note_and_only_ones_own(office: Office) -> None:
    campaign = await pulse(office)
    await office.enrol("nita", "HR", Role.HR_DRAFTER)
    hr, other = gita(office), gita(office, "nita")
    await hr("/rollout evidence")
    for direction in ("favourable", "unfavourable"):
        await hr.press("Add a note")
        await hr.fill(source="interview", factor="growth", direction=direction)
    first, last = 1, 2
    for _ in range(2):
        await hr.forge("evidence.back", f"{campaign} {last}")
    await other.forge("evidence.back", f"{campaign} {first}")
    await hr.forge("evidence.back", f"{campaign} {'9' * 40}")
    assert f"{GROWTH} | nothing yet | favourable (1 note)" in await hr("/rollout evidence")


async def test_a_note_has_no_field_for_words(office: Office) -> None:
    await pulse(office)
    hr = gita(office)
    await hr("/rollout evidence")
    await hr.press("Add a note")
    form = hr.last.content
    assert isinstance(form, Form)
    assert {type(part) for part in form.parts} == {Prose, Choice}
    forged = await hr.forge_form("evidence.noted", "1")
    assert "Something has changed" in forged


async def test_a_second_delivery_is_one_note(office: Office) -> None:
    await pulse(office)
    hr = gita(office)
    for _ in range(2):
        await hr("/rollout evidence")
        await hr.press("Add a note")
        await hr.fill(id="once", factor="growth", direction="favourable")
    assert "favourable (1 note)" in await hr("/rollout evidence")


async def test_the_surveys_column_is_what_was_released_of_the_whole_company(office: Office) -> None:
    campaign = await pulse(office)
    asked = questionnaires()["career_pulse"]
    answers = {question.id: ("5",) for question in asked.counted}
    cast = [(answers if number % 3 else dict.fromkeys(answers, ("1",))) for number in range(12)]
    released = release([Ballot("Ops", one) for one in cast], asked, ["Ops"] * 12)
    rules = Rules(questionnaire=asked, ends_at=office.clock.now(), k=5, custody=Custody.DIRECTORY)
    async with office.store.begin() as work:
        name = f"c{campaign}.survey"
        await work.surveys.ask(name, rules, 512)
        await work.surveys.counted(name, released)
    said = await gita(office)("/rollout evidence")
    assert f"{GROWTH} | favourable | nothing yet" in said
    assert "has not been counted" not in said


async def test_hours_on_growth_stand_beside_it_and_to_see_them_is_a_look(office: Office) -> None:
    await office.team("Lab", 8)
    labs = [f"lab{number}" for number in range(1, 9)]
    await office.logged(dict.fromkeys(labs, 20.0), project="acme")
    await office.logged(dict.fromkeys(labs, 2.0), project="growth/course")
    await office.rules(Rule.WEEKLY)
    await office.count()
    await pulse(office)
    said = await gita(office)("/rollout evidence")
    assert "Lab: 2 h" in said
    assert "Gita, " in await office.speaker("lab3")("/track team")


async def test_nobody_else_reads_or_writes_notes(office: Office) -> None:
    await pulse(office)
    sari = gita(office, "sari")
    assert "Notes beside a survey are for HR." in await sari("/rollout evidence")
    assert "Notes beside a survey are for HR." in await sari.forge("evidence.add", "1")
    assert "Notes beside a survey are for HR." in await sari.forge_form("evidence.noted", "1")


async def test_without_such_a_survey_it_says_so(office: Office) -> None:
    assert "There is no rollout with a survey about factors" in await gita(office)("/rollout evidence")
