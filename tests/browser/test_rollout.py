"""A whole rollout in a real Chromium, with the clock wound: HR and two employees, in both languages."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import rollout_end
from tests.browser.hand import fill, press, settled, tell
from tests.browser.look import contrast, names, opened
from tests.browser.served import served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PROMISES = ("problem", "tried", "purpose", "recorded", "seen", "never", "managers")
SAID = {
    "en": "We notice overtime only when somebody is exhausted.",
    "id": "Lembur baru ketahuan saat orangnya sudah kelelahan.",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    folder = tmp_path_factory.mktemp("rollout")
    database = f"sqlite:///{folder / 'demo.db'}"
    async with served("tests.browser.practice", "0", DATABASE_URL=database, LENTERA_LOCALE="en") as address:
        yield address


async def turn(page: Page, before: str, now: str) -> None:
    """Put somebody else into a column."""
    await page.locator(f"#person-{before} select").first.select_option(now)
    await expect(page.locator(f"#person-{now}")).to_be_visible()


async def wind(page: Page, to: str) -> None:
    """Let the time pass to a wall time in Jakarta."""
    answer = await page.evaluate(
        "(to) => fetch('/local/clock', {method: 'POST', headers: {'Content-Type': 'application/json'},"
        " body: JSON.stringify({to})}).then((r) => r.status)",
        to,
    )
    assert answer == 200


def following(day: date, days: int) -> date:
    """The first day on which the company works, so many days later or after that."""
    day += timedelta(days=days)
    while day.weekday() > 4 or day in holidays.country_holidays("ID", years=day.year):
        day += timedelta(days=1)
    return day


async def look(page: Page, shots: Path, name: str) -> None:
    """What a careful person would see, and a picture for people."""
    assert await names(page) == []
    assert await contrast(page) == []
    await page.screenshot(path=shots / f"rollout_{name}.png")


async def set_up(page: Page, shots: Path, day: str) -> None:
    """Gita sets the rollout up, and writes the promises and the ground rules."""
    await tell(page, "gita", "/rollout")
    await press(page, "gita", "Siapkan peluncuran")
    await page.screenshot(path=shots / "rollout_form.png")
    await fill(page, "Siapkan, jangan kirim", day=day, time="10:00")
    card = page.locator("#person-gita .card.bot").last
    await expect(card).to_contain_text("Masih 5 hal sebelum Pengumuman pertama bisa keluar")
    await look(page, shots, "overview")
    await press(page, "gita", "Tulis janji")
    await page.screenshot(path=shots / "rollout_promises.png")
    both = {f"{name}_{locale}": SAID[locale] for name in PROMISES for locale in ("en", "id")}
    await fill(page, "Simpan sebagai versi baru", **both)
    await tell(page, "gita", "/rollout")
    await press(page, "gita", "Tulis aturan main")
    await page.screenshot(path=shots / "rollout_rules.png")
    await fill(page, "Simpan sebagai versi baru")


async def approve(page: Page, shots: Path) -> None:
    """Ratna, who reads English today, signs the promises and approves every text."""
    field = page.locator("#person-ratna .composer input")
    await field.fill("/track settings")
    await field.press("Enter")
    await fill(page, "Simpan", locale="en")
    await tell(page, "ratna", "/rollout")
    await press(page, "ratna", "Read and sign the promises")
    await page.screenshot(path=shots / "rollout_sign.png")
    await fill(page, "Sign", sure="yes")
    await tell(page, "ratna", "/rollout")
    card = await press(page, "ratna", "Read and approve")
    await expect(card).to_contain_text("As people read it in English")
    await look(page, shots, "approve")
    while True:
        await expect(card.get_by_role("button").last).to_be_visible()
        button = card.get_by_role("button", name=re.compile(r"^Approve for "))
        if not await button.count():
            break
        await button.click()
        await settled(page)
    await look(page, shots, "approved")


async def start(page: Page, shots: Path) -> None:
    """Gita starts it, and both leads agree."""
    await tell(page, "gita", "/rollout")
    await press(page, "gita", "Mulai")
    await page.screenshot(path=shots / "rollout_start.png")
    await fill(page, "Mulai: tanya 2 ketua tim", sure="yes")
    for lead in ("bagus", "hendra"):
        column = page.locator(f"#person-{lead}")
        await expect(column.get_by_role("button", name="Baca dan jawab")).to_be_visible(timeout=30_000)
        await press(page, lead, "Baca dan jawab")
        await page.screenshot(path=shots / "rollout_lead.png")
        await fill(page, "Kirim ke HR", answer="agree")
    await tell(page, "gita", "/rollout")
    card = await press(page, "gita", "Jadwal")
    await expect(card.get_by_role("img")).to_be_visible()
    await expect(card.get_by_role("table")).to_contain_text("Pengumuman pertama")
    await look(page, shots, "timeline")


async def test_a_rollout_from_the_first_card_to_the_log(browser: Browser, url: str, shots: Path) -> None:
    today = following(datetime.now(ZoneInfo("Asia/Jakarta")).date(), 1)
    day = following(today, 36)
    async with opened(browser, url, viewport={"width": 2060, "height": 1100}) as page:
        page.set_default_timeout(20_000)
        await turn(page, "andi", "gita")
        await turn(page, "ploy", "hendra")
        # Whoever runs this in the evening or on a Sunday would wait for the leads' next morning.
        await wind(page, f"{today}T10:00")
        await set_up(page, shots, str(day))
        await rollout_end.facts(page, shots, day)
        await approve(page, shots)
        await start(page, shots)
        sari, jonas = page.locator("#person-sari"), page.locator("#person-jonas")
        for days, clock, name, said in (
            (-28, "16:30", "soft", ("mencatat waktu", "we meet to talk about recording working time")),
            (-7, "16:30", "agenda", ("agenda", "agenda")),
            (0, "12:00", "meeting", ("10.00", "Our meeting")),
        ):
            await wind(page, f"{day + timedelta(days=days)}T{clock}")
            await expect(sari).to_contain_text(said[0], ignore_case=True)
            await expect(jonas).to_contain_text(said[1], ignore_case=True)
            await look(page, shots, name)
            if name == "soft":
                await rollout_end.in_channel(page, shots)
                await rollout_end.ask(page, shots)
        await rollout_end.meet(page, shots)
        await rollout_end.answer(page, shots)
        await wind(page, f"{following(day, 1)}T16:30")
        await rollout_end.heard(page, shots)
        await wind(page, f"{following(day, 9)}T16:30")
        await rollout_end.help_(page, shots)
        await wind(page, f"{following(day, 45)}T16:30")
        await rollout_end.close(page, shots)
        await tell(page, "gita", "/rollout")
        status = await press(page, "gita", "Siapa mendapat apa")
        await expect(status.get_by_role("table")).to_contain_text("Pengumuman pertama")
        await look(page, shots, "status")
        await tell(page, "gita", "/rollout")
        await press(page, "gita", "Pesan per minggu")
        await look(page, shots, "attention")
        await turn(page, "bagus", "jakob")
        await tell(page, "jakob", "/rollout")
        log = page.locator("#person-jakob .card.bot", has_text="Ratna Dewanti approved")
        await expect(log).to_be_visible()
        await look(page, shots, "log")
