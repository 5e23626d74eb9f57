"""A survey in a real Chromium: invited, answered, changed by code, counted and drawn, in both languages."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, expect

from adapters.local import wire
from bot.composition.process import Wall
from bot.surveys.ballot import new_code
from bot.surveys.box import Box
from bot.surveys.clerk import Clerk
from bot.surveys.invitation import invitation
from bot.surveys.survey import Rules, State
from config import content
from config.questionnaires import questionnaires
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.browser.look import contrast, names, opened
from tests.browser.served import served
from tests.proof.house import COMPANY

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
SECRET = "sixteen characters and more"  # noqa: S105 - of a test
SURVEY = "browser"
PLATFORM = "local"


@dataclass
class Place:
    url: str
    database: str
    keys: KeyFolder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    folder = tmp_path_factory.mktemp("survey")
    database = f"sqlite:///{folder / 'demo.db'}"
    given = {
        "DATABASE_URL": database,
        "LENTERA_KEY_DIR": f"{folder / 'keys'}",
        "LENTERA_PLAYGROUND_SECRET": SECRET,
        "LENTERA_COMPANY": "Kopi Nusantara",
    }
    async with served("bot", "demo", "--port", "0", **given) as address:
        yield Place(address, database, KeyFolder(folder / "keys"))


async def invited(place: Place, store: Database, *people: str) -> None:
    """The survey is open, and its invitation stands in these chats."""
    async with store.begin() as work:
        roster = [(person.id, person.division or "") for person in await work.staff.everyone()]
    clerk = Clerk(store, Hpke(), place.keys, store.stir, Wall())
    await clerk.ask(SURVEY, Rules(questionnaires()["concern"], None, separate=False), roster)
    await clerk.open(SURVEY)
    async with store.begin() as work:
        survey = await work.surveys.get(SURVEY)
    assert survey is not None
    async with ClientSession(headers={"Authorization": f"Bearer {SECRET}"}) as session:
        for name in people:
            resident = COMPANY.find(name)
            assert resident is not None
            message = invitation(
                survey,
                content.texts().to(resident.locale),
                ZoneInfo("Asia/Jakarta"),
                company="Kopi Nusantara",
                platform=PLATFORM,
            )
            body = {"address": f"person:{name}", "message": wire.pack(message)}
            async with session.post(f"{place.url}local/deliver", json=body) as answer:
                assert answer.status == 200, await answer.text()


async def look(page: Page, shots: Path, name: str) -> None:
    assert await names(page) == []
    assert await contrast(page) == []
    await page.screenshot(path=shots / f"survey_{name}.png")


async def answer(page: Page, shots: Path, person: str, words: dict[str, str]) -> None:
    """Open, answer, change by code; nothing of it stands in the chat."""
    column, dialog = page.locator(f"#person-{person}"), page.locator("dialog")
    cards = column.locator(".card.bot")
    before = await cards.count()
    await look(page, shots, f"{person}_invited")
    await column.get_by_role("button", name=words["open"], exact=True).last.click()
    await expect(dialog).to_contain_text(words["code"])
    found = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", await dialog.inner_text())
    assert found
    await choose(page, "C")
    await look(page, shots, f"{person}_form")
    await dialog.get_by_role("button", name=words["send"], exact=True).click()
    await expect(dialog).to_contain_text(words["done"])
    await look(page, shots, f"{person}_done")
    await page.keyboard.press("Escape")
    await column.get_by_role("button", name=words["change"], exact=True).last.click()
    await dialog.locator("[name='code']").fill(found[0].lower())
    await look(page, shots, f"{person}_code")
    await dialog.get_by_role("button", name=words["use"], exact=True).click()
    await expect(dialog).to_contain_text(found[0])
    await choose(page, "F")
    await dialog.get_by_role("button", name=words["send"], exact=True).click()
    await expect(dialog).to_contain_text(words["done"])
    await page.keyboard.press("Escape")
    assert await cards.count() == before, "the chat holds the invitation, and nothing of the answer"


async def choose(page: Page, option: str) -> None:
    asked = page.locator("dialog [name='concern']")
    if await asked.first.evaluate("(e) => e.tagName") == "SELECT":
        await asked.first.select_option(option)
    else:
        await page.locator(f"dialog [name='concern'][value='{option}']").check()


EN = {"open": "Open the survey", "code": "Your code", "send": "Send my answer", "done": "Your answer is in"}
EN |= {"change": "Change or withdraw", "use": "Use this code"}
ID = {"open": "Buka survei", "code": "Kode jawaban Anda", "send": "Kirim jawaban saya", "done": "Jawaban sudah masuk"}
ID |= {"change": "Ubah atau tarik jawaban", "use": "Pakai kode ini"}


SAID = ("I would forget it on Fridays.", "Siapa yang melihat angkanya?", "Not on my phone.")


async def test_a_whole_survey(browser: Browser, place: Place, shots: Path) -> None:
    store = Database(place.database)
    try:
        async with opened(browser, place.url) as page:
            await invited(place, store, "sari", "jonas")
            await answer(page, shots, "sari", ID)
            await answer(page, shots, "jonas", EN)
            await everybody_else_answers_and_it_ends(store)
            card = page.locator("#person-ratna .card.bot").last
            await expect(card.locator("img").first).to_be_visible(timeout=60_000)
            await card.locator("img").first.scroll_into_view_if_needed()
            await look(page, shots, "result")
        async with store.begin() as work:
            survey = await work.surveys.get(SURVEY)
        assert survey is not None
        assert survey.state is State.COUNTED
        assert place.keys.find(SURVEY) is None
    finally:
        await store.close()


async def everybody_else_answers_and_it_ends(store: Database) -> None:
    box = Box(store, Hpke())
    async with store.begin() as work:
        roster = await work.surveys.roster(SURVEY)
        left = [person for person, _ in roster if not await work.ballots.has_answered(SURVEY, person)]
    assert len(left) == len(roster) - 2
    for number, person in enumerate(left):
        comments = (SAID[number % 3],) if number % 2 else ()
        await box.vote(SURVEY, person, new_code(), {"concern": ("CCAFBDCE-"[number % 9],)}, comments)
    async with store.begin() as work:
        await work.surveys.ended(SURVEY)
