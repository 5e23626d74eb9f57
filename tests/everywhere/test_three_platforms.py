"""One campaign and one survey across Slack, Teams and the playground at once: each human is reached once."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.texts import Texts
from config.playbooks import playbooks
from tests.conftest import Moving
from tests.everywhere.company import PEOPLE, Everywhere, everywhere

pytestmark = pytest.mark.slow

WHERE = {
    **{name: platforms[0] for name, platforms in PEOPLE.items() if len(platforms) == 1},
    # What they have set, whatever they used last.
    "ana": "teams",
    "citra": "local",
    "eko": "slack",
    # Who has set nothing is written to where they were last.
    "bo": "slack",
    "dewi": "local",
}
"""Where each human is to be reached."""
STEPS = {step.name: step for step in playbooks()["time-tracking"].steps}
TAKEN = "One answer of yours is in."


@pytest.fixture
async def company(url: str, tmp_path: Path, clock: Moving, texts: Texts) -> AsyncIterator[Everywhere]:
    async with everywhere(url, tmp_path / "keys", clock, texts) as made:
        yield made


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def got(company: Everywhere, step: str) -> dict[str, list[str]]:
    """Where each human was told a step: once for each time. It is recognised by how it begins."""
    return company.got(STEPS[step].wording["en"].text.partition("{")[0])


def once(*names: str) -> dict[str, list[str]]:
    """Each of these humans one time, where they are to be reached; the others not at all."""
    return {name: [WHERE[name]] if name in names else [] for name in PEOPLE}


async def prefers(company: Everywhere, name: str, platform: str, *, asked: str) -> None:
    """Somebody sets, on one platform, that Lentera writes to them on another."""
    there = company.at(name, asked)
    await there.types("/track settings")
    if there.dialog() is None:
        # In Teams only a button opens a form.
        await there.presses("Open the form")
    await there.fills(platform=platform)


async def started(company: Everywhere, prepare: Callable[[Everywhere], Awaitable[None]] | None = None) -> None:
    """HR writes in the playground, approves in Teams, and the lead agrees in Slack.

    `prepare` is done once it is set up and before anybody has approved anything.
    """
    gita, ratna, bagus = company.at("gita"), company.at("ratna"), company.at("bagus")
    await gita.types("/rollout")
    await gita.presses("Set up a rollout")
    await gita.fills(playbook="time-tracking", day="2026-12-22", time="10:00")
    if prepare is not None:
        await prepare(company)
    await gita.types("/rollout")
    await gita.presses("Promises and facts")
    await gita.presses("Write the promises")
    names = ("problem", "tried", "purpose", "recorded", "seen", "never", "managers")
    await gita.fills(**{f"{name}_{locale}": f"{name} in {locale}" for name in names for locale in ("en", "id")})
    await ratna.types("/rollout")
    await ratna.presses("Promises and facts")
    await ratna.presses("Read and sign")
    await ratna.fills(sure=["yes"])
    await gita.types("/rollout")
    await gita.presses("Write the ground rules")
    await gita.fills(divisions_en="Product: Not at month end.", divisions_id="Product: Tidak di akhir bulan.")
    await ratna.types("/rollout")
    await ratna.presses("Texts")
    await ratna.presses("Open 1")
    while found := re.findall(r"\((Approve[^)]*)\)", ratna.reads()[-1]):
        await ratna.presses(found[0])
    await gita.types("/rollout")
    await gita.presses("Start")
    await gita.fills(sure=["yes"])
    await company.metronome.tick()
    await bagus.presses("Read and answer")
    await bagus.fills(answer="agree")


async def votes(company: Everywhere, name: str, concern: str, platform: str = "") -> str:
    """Somebody answers the survey. What they read then."""
    there = company.at(name, platform or WHERE[name])
    await there.presses("Open the survey")
    await there.fills(concern=concern)
    return there.dialog() or ""


async def test_one_campaign_and_one_survey_reach_every_human_once(company: Everywhere) -> None:
    await prefers(company, "ana", "teams", asked="slack")
    await prefers(company, "citra", "local", asked="teams")
    await prefers(company, "eko", "slack", asked="teams")
    await company.at("bo", "slack").types("/track 2h design")
    await company.at("dewi", "local").types("/track 2h design")
    await started(company)
    await company.until(at(11, 24, 12), since=at(11, 23, 20))
    assert got(company, "soft") == once(*PEOPLE)
    # What lists say again of people moves nobody, and what is due again is nobody's twice.
    await company.roll_call()
    await company.until(at(12, 8, 12), since=at(12, 6, 20))
    assert got(company, "survey") == once(*PEOPLE)

    # Both platforms show the form before anything is sent; one of the two answers counts, whichever comes first.
    ana_too = company.at("ana", "slack")
    await ana_too.types("C")
    await ana_too.presses("Open the survey")
    assert "Your answer is in" in await votes(company, "ana", "A")
    await ana_too.fills(concern="B")
    assert TAKEN in (ana_too.dialog() or "")
    # Whoever has answered on one platform is told so on the other, whether they ask there or not.
    assert "Your answer is in" in await votes(company, "bo", "A")
    bo_too = company.at("bo", "teams")
    await bo_too.types("C")
    await bo_too.presses("Open the survey")
    assert TAKEN in (bo_too.dialog() or "")
    late = {"eko", "kiki"}
    for number, name in enumerate(sorted(PEOPLE.keys() - {"ana", "bo", *late})):
        assert "Your answer is in" in await votes(company, name, "AACC"[number % 4])

    # Who has answered anywhere is reminded nowhere, and who has not, once.
    await company.until(at(12, 9, 12), since=at(12, 8, 20))
    assert got(company, "survey_reminder") == once(*late)
    assert "Your answer is in" in await votes(company, "eko", "A")
    await company.until(at(12, 14, 12), since=at(12, 13, 20))
    async with company.store.begin() as work:
        survey = await work.surveys.get("c1.survey")
        employed = await work.staff.everyone()
    assert survey is not None
    assert survey.released is not None
    # Thirteen humans have answered, five of them with more than one account; and no account is a human of its own.
    assert survey.released.answered == len(PEOPLE) - 1
    assert len(employed) == len(PEOPLE)

    await company.until(at(12, 15, 12), since=at(12, 14, 20))
    await company.until(at(12, 22, 4), since=at(12, 20, 20))
    assert got(company, "survey_last") == once("kiki")
    for step in ("agenda", "reminder_day", "reminder_hour"):
        # Bo has set nothing, and was in Teams last.
        assert got(company, step) == once(*PEOPLE) | {"bo": ["teams"]}, step
    for step in ("soft", "survey"):
        assert got(company, step) == once(*PEOPLE), step
