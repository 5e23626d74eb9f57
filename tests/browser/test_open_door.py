"""The open door in a real Chromium: a thread without a name, to and fro, in both languages."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.look import contrast, names, opened
from tests.browser.served import served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    folder = tmp_path_factory.mktemp("door")
    given = {
        "DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
        "LENTERA_KEY_DIR": f"{folder / 'keys'}",
        "LENTERA_HOTLINE": "Dewi Lestari, +62 812 5550 100",
    }
    async with served("bot", "demo", "--port", "0", **given) as address:
        yield address


async def look(page: Page, shots: Path, name: str) -> None:
    assert await names(page) == []
    assert await contrast(page) == []
    await page.screenshot(path=shots / f"door_{name}.png")


async def door(page: Page, shots: Path, person: str, way: str, go_on: str) -> None:
    """The form is open, and the way is chosen."""
    line = page.locator(f"#person-{person} .composer input")
    await line.fill("/talk")
    await line.press("Enter")
    dialog = page.locator("dialog")
    await dialog.locator(f"[name='way'][value='{way}']").check()
    await look(page, shots, f"{person}_{way}")
    await dialog.get_by_role("button", name=go_on, exact=True).click()


async def write(page: Page, shots: Path, person: str, text: str, words: dict[str, str]) -> str:
    """Somebody writes without their name. Gives the code."""
    dialog = page.locator("dialog")
    await door(page, shots, person, "nameless", words["go"])
    await expect(dialog).to_contain_text(words["keep"])
    # Only the chats behind it say who is acting.
    assert (await page.locator(f"#person-{person} h3").first.inner_text()) not in await dialog.inner_text()
    found = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", await dialog.inner_text())
    assert found
    await dialog.locator("[name='text']").fill(text)
    await look(page, shots, f"{person}_begin")
    await dialog.get_by_role("button", name=words["send"], exact=True).click()
    await expect(dialog).to_contain_text(words["sent"])
    await look(page, shots, f"{person}_sent")
    await page.keyboard.press("Escape")
    return found[0]


ID = {
    "go": "Lanjut",
    "keep": "Catat dulu sebelum mengirim",
    "send": "Kirim tanpa nama saya",
    "sent": "Sedang menuju HR",
}
ID |= {"use": "Pakai kode ini", "narrows": "Setiap rincian membuat Anda makin mudah dikenali."}
EN = {"go": "Go on", "keep": "Write it down before you send", "send": "Send without my name", "sent": "On its way"}
EN |= {"use": "Use this code", "narrows": "Every detail narrows down who you are."}


async def test_two_people_write_without_their_name_and_hr_answers(browser: Browser, place: str, shots: Path) -> None:
    async with opened(browser, place) as page:
        dialog = page.locator("dialog")
        codes = {
            "sari": await write(page, shots, "sari", "Saya takut dinilai dari jam saya.", ID),
            "jonas": await write(page, shots, "jonas", "Will my lead see when I start?", EN),
        }
        clock = await (await page.request.get(f"{place}local/clock")).json()
        to = datetime.fromisoformat(clock["now"]) + timedelta(days=2)
        wound = await page.request.post(f"{place}local/clock", data={"to": to.isoformat()}, timeout=120_000)
        assert wound.ok, await wound.text()
        line = page.locator("#person-ratna .composer input")
        await line.fill("/talk")
        await line.press("Enter")
        card = page.locator("#person-ratna .card.bot").last
        await expect(card).to_contain_text("2 percakapan anonim menunggu jawaban.")
        for _ in codes:
            await card.get_by_role("button", name="Baca percakapan anonim").click()
            await look(page, shots, "ratna_inbox")
            await dialog.get_by_role("button", name="Baca percakapan ini").click()
            await expect(dialog).to_contain_text("Jangan tanyakan siapa, kapan, atau di mana tepatnya.")
            shown = await dialog.inner_text()
            assert "Sari" not in shown
            assert "Jonas" not in shown
            await dialog.locator("[name='text']").fill("Tidak, hanya Anda sendiri yang melihatnya.")
            await look(page, shots, "ratna_thread")
            await dialog.get_by_role("button", name="Kirim ke percakapan").click()
            await expect(dialog).to_contain_text("Jawaban sudah ada di percakapan.")
            await page.keyboard.press("Escape")
        for person, words in (("sari", ID), ("jonas", EN)):
            await door(page, shots, person, "code", words["go"])
            await dialog.locator("[name='code']").fill(codes[person].lower())
            await dialog.get_by_role("button", name=words["use"], exact=True).click()
            await expect(dialog).to_contain_text("Tidak, hanya Anda sendiri yang melihatnya.")
            await expect(dialog).to_contain_text(words["narrows"])
            await look(page, shots, f"{person}_thread")
            await page.keyboard.press("Escape")
            chat = await page.locator(f"#person-{person}").inner_text()
            assert codes[person] not in chat
            assert "takut" not in chat
            assert "my lead" not in chat
