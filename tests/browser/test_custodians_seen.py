"""A rollout with a real survey in a real Chromium: two people hold its codes, in two languages, up to the agenda."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.surveys.ballot import new_code
from bot.surveys.box import Box
from bot.surveys.clerk import code_key
from bot.surveys.survey import State
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.browser.hand import column, fill, press, settled, tell
from tests.browser.look import contrast, names, opened
from tests.browser.served import served
from tests.browser.test_rollout import approve, following, set_up, start, turn, wind
from tests.browser.test_survey import EN, ID, choose

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
SURVEY = "c1.survey"
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")


@dataclass
class Place:
    url: str
    database: str
    keys: Path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    folder = tmp_path_factory.mktemp("custodians")
    database = f"sqlite:///{folder / 'demo.db'}"
    given = {
        "DATABASE_URL": database,
        "LENTERA_KEY_DIR": f"{folder / 'keys'}",
        "LENTERA_COMPANY": "Kopi Nusantara",
        "LENTERA_CUSTODIANS": "ratna@demo.example, jakob@demo.example",
    }
    async with served("bot", "demo", "--port", "0", **given) as address:
        yield Place(address, database, folder / "keys")


async def look(page: Page, shots: Path, name: str) -> None:
    assert await names(page) == []
    assert await contrast(page) == []
    await page.screenshot(path=shots / f"custodians_{name}.png")


async def take(page: Page, shots: Path, person: str, take_: str, keep: str) -> str:
    """Somebody takes a code and keeps it."""
    dialog = page.locator("dialog")
    await expect(column(page, person).get_by_role("button", name=take_, exact=True).last).to_be_visible()
    await look(page, shots, f"{person}_asked")
    await press(page, person, take_)
    await expect(dialog).to_be_visible()
    found = CODE.search(await dialog.inner_text())
    assert found
    await look(page, shots, f"{person}_takes")
    await dialog.locator("[name='code']").fill(found[0].lower())
    await dialog.get_by_role("button", name=keep, exact=True).click()
    await expect(dialog.locator("[name='code']")).to_have_count(0)
    await look(page, shots, f"{person}_taken")
    await page.keyboard.press("Escape")
    await settled(page)
    return found[0]


async def give(page: Page, shots: Path, person: str, code: str, words: tuple[str, str]) -> None:
    """Somebody types their code."""
    dialog = page.locator("dialog")
    await expect(column(page, person).get_by_role("button", name=words[0], exact=True).last).to_be_visible()
    await look(page, shots, f"{person}_asked_again")
    await press(page, person, words[0])
    await dialog.locator("[name='code']").fill(code)
    await look(page, shots, f"{person}_types")
    await dialog.get_by_role("button", name=words[1], exact=True).click()
    await expect(dialog.locator("[name='code']")).to_have_count(0)
    await look(page, shots, f"{person}_typed")
    await page.keyboard.press("Escape")
    await settled(page)


async def answer(page: Page, shots: Path, person: str, words: dict[str, str]) -> None:
    """Somebody answers, and changes it by code."""
    dialog = page.locator("dialog")
    await press(page, person, words["open"])
    await expect(dialog).to_contain_text(words["code"])
    found = CODE.search(await dialog.inner_text())
    assert found
    await choose(page, "C")
    await look(page, shots, f"{person}_answers")
    await dialog.get_by_role("button", name=words["send"], exact=True).click()
    await expect(dialog).to_contain_text(words["done"])
    await page.keyboard.press("Escape")
    await press(page, person, words["change"])
    await dialog.locator("[name='code']").fill(found[0])
    await dialog.get_by_role("button", name=words["use"], exact=True).click()
    await choose(page, "F")
    await dialog.get_by_role("button", name=words["send"], exact=True).click()
    await expect(dialog).to_contain_text(words["done"])
    await page.keyboard.press("Escape")
    await settled(page)


async def everybody_else_answers(place: Place) -> None:
    """All but Sari, Jonas, and a few who stay silent."""
    store = Database(place.database)
    box = Box(store, Hpke())
    async with store.begin() as work:
        roster = await work.surveys.roster(SURVEY)
        left = [person for person, _ in roster if not await work.ballots.has_answered(SURVEY, person)]
    for number, person in enumerate(left[4:]):
        said = ("Who sees the numbers?", "Jangan sampai dipakai menilai orang.", "I forget things on Fridays.")
        comments = (said[number % 3],) if number % 4 == 0 else ()
        await box.vote(SURVEY, person, new_code(), {"concern": ("CCAFBDCE-"[number % 9],)}, comments)
    await store.close()


async def state(place: Place) -> State | None:
    store = Database(place.database)
    async with store.begin() as work:
        survey = await work.surveys.get(SURVEY)
    await store.close()
    return survey.state if survey else None


async def to(page: Page, day: date, days: int, clock: str) -> None:
    await wind(page, f"{day + timedelta(days=days)}T{clock}")
    await settled(page)


def clear(day: date) -> date:
    """The first day from then on whose survey and agenda fall on days on which everybody works."""
    indonesia = holidays.country_holidays("ID", categories=("government", "public"))
    germany = holidays.country_holidays("DE", subdiv="BE")
    while day.weekday() > 3 or any(
        day - timedelta(days=days) in calendar for days in range(18) for calendar in (indonesia, germany)
    ):
        day += timedelta(days=1)
    return day


async def begun(page: Page, shots: Path, today: date, day: date) -> None:
    """A rollout with everything it needs runs; Ratna reads Indonesian again, and Jakob is there."""
    await turn(page, "andi", "gita")
    await turn(page, "ploy", "hendra")
    await wind(page, f"{today}T10:00")
    await set_up(page, shots, str(day))
    await approve(page, shots)
    await start(page, shots)
    field = column(page, "ratna").locator(".composer input")
    await field.fill("/track settings")
    await field.press("Enter")
    await fill(page, "Save", locale="id")
    await turn(page, "bagus", "jakob")


async def test_a_survey_that_two_people_open_and_count(browser: Browser, place: Place, shots: Path) -> None:
    today = following(datetime.now(ZoneInfo("Asia/Jakarta")).date(), 1)
    day = clear(following(today, 36))
    async with opened(browser, place.url, viewport={"width": 2060, "height": 1200}) as page:
        page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        await begun(page, shots, today, day)
        await to(page, day, -17, "12:00")
        await tell(page, "gita", "/rollout")
        await expect(column(page, "gita")).to_contain_text("Ratna Dewanti")
        await look(page, shots, "hr_waits")
        await take(page, shots, "ratna", "Ambil kode saya", "Sudah saya simpan")
        assert await state(place) is State.ASKED
        await to(page, day, -14, "17:00")
        await expect(column(page, "gita")).to_contain_text("belum keduanya mengambil kode")
        await expect(column(page, "ratna")).to_contain_text("belum mengambil kode dalam 24 jam")
        await look(page, shots, "held")
        hr = await take(page, shots, "ratna", "Ambil kode saya", "Sudah saya simpan")
        works = await take(page, shots, "jakob", "Take my code", "I have kept it")
        await to(page, day, -13, "17:00")
        assert await state(place) is State.OPEN
        # The demo is one process, and says so.
        for person, said in (
            ("jonas", "it takes the two codes that Ratna Dewanti and Jakob Weiss hold. But the same server"),
            ("sari", "diperlukan dua kode yang dipegang Ratna Dewanti dan Jakob Weiss. Namun server yang sama"),
        ):
            await expect(column(page, person)).to_contain_text(said)
        await look(page, shots, "invited")
        await answer(page, shots, "sari", ID)
        await answer(page, shots, "jonas", EN)
        await everybody_else_answers(place)
        await to(page, day, -8, "18:30")
        assert await state(place) is State.ENDED
        await give(page, shots, "ratna", hr, ("Ketik kode saya", "Kirim kode saya"))
        await give(page, shots, "jakob", works, ("Type my code", "Send my code"))
        await to(page, day, -8, "19:00")
        assert await state(place) is State.COUNTED
        await expect(column(page, "gita").locator(".card.bot img").last).to_be_visible()
        await look(page, shots, "result")
        await to(page, day, -7, "17:00")
        for person, word in (("sari", "Yang Anda sampaikan kepada kami:"), ("jonas", "What you told us:")):
            card = column(page, person).locator(".card.bot", has_text=word).last
            await expect(card.locator("img").first).to_be_visible()
            await card.locator("img").first.scroll_into_view_if_needed()
        await look(page, shots, "agenda")
        text = await page.inner_text("body")
        assert hr not in text
        assert works not in text
    keys = KeyFolder(place.keys)
    assert keys.find(SURVEY) is None
    assert keys.find(code_key(SURVEY)) is None
