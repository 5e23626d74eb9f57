"""One's own data in a real Chromium: seen, downloaded, erased, in both languages."""

import json
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.hand import column, fill, press, settled, tell
from tests.browser.look import contrast, names, opened
from tests.browser.served import served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

WORDS = {
    "sari": {
        "home": "Inilah yang disimpan Lentera tentang Anda",
        "stored": "Lihat seperti tersimpan",
        "time": "Waktu",
        "seen": "Yang dilihat orang lain",
        "looks": "Siapa yang melihat",
        "export": "Unduh semuanya",
        "chats": "pemilik workspace bisa mengekspornya",
        "readme": "BACA-DULU.txt",
        "requests": "Betulkan, batasi, hapus",
        "erase": "Hapus data saya",
        "stays": "nama, akun, dan pengaturan Anda ikut dihapus",
        "asked": "Penghapusan dimulai",
        "last": "Ini pesan terakhir tentang hal itu.",
        "entries": "catatan waktu: 1",
        "yours": "Permintaan Anda",
    },
    "jonas": {
        "home": "This is what Lentera holds about you",
        "stored": "Show it as stored",
        "time": "Time",
        "seen": "What others see",
        "looks": "Who looked",
        "export": "Download everything",
        "chats": "whoever owns the workspace could export it",
        "readme": "README.txt",
        "requests": "Correct, restrict, erase",
        "erase": "Erase my data",
        "stays": "your name, accounts and settings go as well",
        "asked": "The erasure begins",
        "last": "This is its last message about it.",
        "entries": "time entries: 1",
        "yours": "What you asked",
    },
}
SEND = {"sari": "Hapus data saya", "jonas": "Erase it"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    folder = tmp_path_factory.mktemp("privacy")
    given = {"DATABASE_URL": f"sqlite:///{folder / 'demo.db'}", "LENTERA_KEY_DIR": f"{folder / 'keys'}"}
    async with served("bot", "demo", "--port", "0", **given) as address:
        yield address


async def look(page: Page, shots: Path, name: str) -> None:
    assert await names(page) == []
    assert await contrast(page) == []
    await page.screenshot(path=shots / f"privacy_{name}.png")


@pytest.mark.parametrize("person", WORDS)
async def test_somebody_sees_takes_and_erases_what_is_held_of_them(
    browser: Browser, url: str, shots: Path, person: str
) -> None:
    words = WORDS[person]
    async with opened(browser, url) as page:
        await tell(page, person, "/track 2h #acme zebra")
        home = await tell(page, person, "/privacy")
        await expect(home).to_contain_text(words["home"])
        await expect(home).to_contain_text(words["entries"])
        await look(page, shots, f"{person}_home")
        await press(page, person, words["stored"])
        stored = await press(page, person, words["time"])
        await expect(stored).to_contain_text("zebra")
        await look(page, shots, f"{person}_stored")
        await press(page, person, words["seen"])
        await look(page, shots, f"{person}_seen")
        await press(page, person, words["looks"])
        handed = await press(page, person, words["export"])
        await expect(handed).to_contain_text(words["chats"])
        async with page.expect_download() as coming:
            await handed.locator("a[download]").click()
        with zipfile.ZipFile(await (await coming.value).path()) as packed:
            held = json.loads(packed.read("everything.json"))["tables"]
            assert words["readme"] in packed.namelist()
        assert [row["note"] for row in held["entries"]] == ["zebra"]
        await press(page, person, words["requests"])
        await column(page, person).get_by_role("button", name=words["erase"], exact=True).last.click()
        await expect(page.locator("dialog")).to_contain_text(words["stays"])
        await look(page, shots, f"{person}_erase")
        await fill(page, SEND[person])
        await expect(column(page, person).locator(".card.bot").last).to_contain_text(words["asked"])
        await look(page, shots, f"{person}_asked")
        clock = await (await page.request.get(f"{url}local/clock")).json()
        to = datetime.fromisoformat(clock["now"]) + timedelta(hours=25)
        wound = await page.request.post(f"{url}local/clock", data={"to": to.isoformat()}, timeout=120_000)
        assert wound.ok, await wound.text()
        await expect(column(page, person)).to_contain_text(words["last"], timeout=60_000)
        await settled(page)

        async def gone() -> bool:
            again = await tell(page, person, "/privacy")
            shown = await again.inner_text()
            return words["entries"] not in shown and words["yours"] not in shown

        # The rest goes with the ticks that follow the last message, some seconds later.
        for _ in range(20):
            if await gone():
                break
            await page.wait_for_timeout(1000)
        assert await gone()
