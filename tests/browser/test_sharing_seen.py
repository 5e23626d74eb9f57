"""A shared week and a team's figures in a real Chromium, as owner, lead, team and HR see them, in both languages."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.campaigns.campaign import State
from bot.hours.ports import Decision
from bot.hours.release import Row, Told
from bot.hours.rule import Rule, Span, latest
from bot.surveys.bands import Band
from bot.texts import Texts
from storage.store import Database
from tests.browser.hand import column, fill, press, settled, tell
from tests.browser.look import contrast, names, opened
from tests.browser.served import served
from tests.conftest import Moving
from tests.hours.team import Office

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

TEAM = "Product & IT"
TOLD = Told(
    32 * 60 + 30,
    (Row("growth", 90), Row("mobile", 12 * 60), Row("portal", 16 * 60), Row("*", 180)),
    Band("~", 75),
)
WORDS = {
    "sari": {
        "week": "/track minggu ini",
        "share": "Bagikan ke ketua tim",
        "sees": "Bagus Prasetyo akan bisa melihat ini",
        "send": "Bagikan jam ini",
        "shared": "sekarang dibagikan kepada Bagus Prasetyo",
        "letter": "Sari Wulandari membagikan jam kerjanya",
        "open": "Buka minggunya",
        "close": "Tutup",
        "hours": "2 jam",
        "team": "/track tim",
        "read": "Bagus Prasetyo membuka minggu",
        "mean": "rata-rata 32,5 jam per orang",
        "privacy": "Siapa yang melihat",
        "looks": "Bagus Prasetyo melihat yang Anda bagikan",
        "back": "Tarik kembali",
        "taken": "tidak bisa lagi membuka jam kerja",
        "gone": "Jam itu tidak bisa dibuka lagi",
        "overview": "Angka tim",
    },
    "jonas": {
        "week": "/track week",
        "share": "Share with my lead",
        "sees": "Bagus Prasetyo will be able to see this",
        "send": "Share these hours",
        "shared": "You share your hours",
        "letter": "Jonas Brandt shares their hours",
        "open": "Open the week",
        "close": "Close",
        "hours": "2 h",
        "team": "/track team",
        "read": "Bagus Prasetyo opened your week",
        "mean": "32.5 h",
        "privacy": "Who looked",
        "looks": "Bagus Prasetyo saw what you shared",
        "back": "Take it back",
        "taken": "can no longer open your hours",
        "gone": "They can no longer be opened",
        "overview": "Team figures",
    },
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(texts: Texts, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    folder = tmp_path_factory.mktemp("sharing")
    given = {"DATABASE_URL": f"sqlite:///{folder / 'demo.db'}", "LENTERA_KEY_DIR": f"{folder / 'keys'}"}
    async with served("bot", "demo", "--port", "0", **given) as address:
        await told(given["DATABASE_URL"], texts, folder)
        yield address


async def told(database: str, texts: Texts, folder: Path) -> None:
    """A rollout under which averages are shown week by week is over, and last week has been told of."""
    now, clock = datetime.now(UTC), Moving()
    clock.to(now)
    store = Database(database)
    try:
        span = latest(Rule.WEEKLY, now.date())
        assert span is not None
        week = timedelta(days=7)
        async with store.begin() as work:
            for one in (Span(span.first - week, span.last - week), span):
                await work.figures.put(Decision(TEAM, Rule.WEEKLY, one, TOLD))
        # Only now, or the worker would decide that nothing is told.
        office = Office(store, texts, clock, folder / "other")
        await office.rules(Rule.WEEKLY, meeting=now - timedelta(days=60), state=State.CLOSED)
    finally:
        await store.close()


async def look(page: Page, shots: Path, name: str, at: Locator | None = None) -> None:
    if at:
        await at.scroll_into_view_if_needed()
    assert await names(page) == []
    assert await contrast(page) == []
    await page.screenshot(path=shots / f"sharing_{name}.png")


async def speaks(page: Page, person: str, language: str) -> None:
    """Somebody chooses the language in which Lentera speaks to them."""
    await settled(page)
    await column(page, person).locator(".composer input").fill("/track settings")
    await page.keyboard.press("Enter")
    dialog = page.locator("dialog")
    await expect(dialog).to_be_visible()
    await settled(page)
    await dialog.locator(f"[name='locale'][value='{language}']").check()
    await dialog.locator("button[type='submit']").click()
    await expect(dialog).to_be_hidden(timeout=30_000)
    await expect(column(page, person)).to_have_attribute("lang", language)


async def opens(page: Page, shots: Path, person: str, label: str, says: str) -> None:
    """The lead opens the last letter's week, reads it, and closes it: nothing of it is left."""
    await column(page, "bagus").get_by_role("button", name=label, exact=True).last.click()
    dialog = page.locator("dialog")
    await expect(dialog).to_contain_text(says)
    await look(page, shots, f"{person}_opened")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await settled(page)


@pytest.mark.parametrize("person", WORDS)
async def test_a_week_is_shared_opened_and_taken_back_and_averages_are_read(
    browser: Browser, url: str, shots: Path, person: str
) -> None:
    words = WORDS[person]
    async with opened(browser, url, viewport={"width": 2060, "height": 1100}) as page:
        for other in ("bagus", "ratna"):
            await speaks(page, other, "id" if person == "sari" else "en")
        await tell(page, person, "/track 2h #acme zebra")
        week = await tell(page, person, words["week"])
        await look(page, shots, f"{person}_week", week)
        await week.get_by_role("button", name=words["share"], exact=True).click()
        await expect(page.locator("dialog")).to_contain_text(words["sees"])
        await expect(page.locator("dialog")).not_to_contain_text("zebra")
        await look(page, shots, f"{person}_form")
        await fill(page, words["send"])
        shared = column(page, person).locator(".card.bot", has_text=words["shared"]).last
        await look(page, shots, f"{person}_shared", shared)

        letter = column(page, "bagus").locator(".card.bot", has_text=words["letter"]).last
        await expect(letter).to_be_visible(timeout=60_000)
        await expect(letter).not_to_contain_text(words["hours"])
        await look(page, shots, f"{person}_letter", letter)
        await opens(page, shots, f"{person}_lead", words["open"], words["hours"])

        card = await tell(page, "bagus", words["team"])
        await expect(card).to_contain_text(words["mean"])
        await look(page, shots, f"{person}_lead_team", card)
        card = await tell(page, person, words["team"])
        await expect(card).to_contain_text(words["mean"])
        await expect(card).to_contain_text(words["read"])
        await look(page, shots, f"{person}_team", card)
        await tell(page, person, "/privacy")
        card = await press(page, person, words["privacy"])
        await expect(card).to_contain_text(words["looks"])
        await look(page, shots, f"{person}_looks", card)
        card = await tell(page, "ratna", "/rollout hours")
        await expect(card).to_contain_text(words["overview"])
        await look(page, shots, f"{person}_hr", card)
        card = await tell(page, "ratna", f"/rollout hours {TEAM}")
        await expect(card).to_contain_text(words["mean"])
        await look(page, shots, f"{person}_hr_team", card)

        await shared.get_by_role("button", name=words["back"], exact=True).click()
        await settled(page)
        await expect(column(page, person)).to_contain_text(words["taken"])
        await look(page, shots, f"{person}_back")
        await opens(page, shots, f"{person}_gone", words["open"], words["gone"])
