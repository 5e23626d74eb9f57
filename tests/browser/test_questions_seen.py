"""Questions in a real Chromium: answered, nearly answered, not known, and with HR's own words, in both languages."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.hand import column, fill, press, settled, tell
from tests.browser.look import contrast, names, opened
from tests.browser.served import served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "can my boss see what i do all day"
OFF_TOPIC = "password wifi apa"
WORDS = {"words_en": "Ask Gita on the third floor.", "words_id": "Tanya Gita di lantai tiga."}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    folder = tmp_path_factory.mktemp("questions")
    given = {"DATABASE_URL": f"sqlite:///{folder / 'demo.db'}", "LENTERA_KEY_DIR": f"{folder / 'keys'}"}
    async with served("bot", "demo", "--port", "0", **given) as address:
        # In Jakarta's morning nobody is reminded of anything, at whatever hour this runs.
        context = await browser.new_context()
        clock = await (await context.request.get(f"{address}local/clock")).json()
        day = datetime.fromisoformat(clock["now"]).astimezone(ZoneInfo("Asia/Jakarta")).date() + timedelta(days=1)
        wound = await context.request.post(f"{address}local/clock", data={"to": f"{day}T10:15"}, timeout=120_000)
        assert wound.ok, await wound.text()
        await context.close()
        yield address


async def look(page: Page, shots: Path, name: str, at: Locator | None = None) -> None:
    """What a careful person would see, and a picture for people."""
    if at:
        await at.scroll_into_view_if_needed()
    assert await names(page) == []
    assert await contrast(page) == []
    await page.screenshot(path=shots / f"questions_{name}.png")


async def turn(page: Page, before: str, now: str) -> None:
    """Put somebody else into a column."""
    await page.locator(f"#person-{before} select").first.select_option(now)
    await expect(column(page, now)).to_be_visible()


async def test_sari_asks_in_slang_and_takes_what_is_not_known_to_hr(browser: Browser, url: str, shots: Path) -> None:
    async with opened(browser, url) as page:
        card = await tell(page, "sari", "bos gue bisa liat kerjaan gue ga")
        await expect(card).to_contain_text("ketua tim tidak melihat satu pun catatan Anda")
        await expect(card).to_contain_text("beri tahu HR")
        await look(page, shots, "sari_boss", card.get_by_role("button", name="Terjawab", exact=True))
        card = await tell(page, "sari", "/ask ini buat mata-matain kita ya")
        await expect(card).to_contain_text("Lentera tidak mengamati Anda bekerja")
        await look(page, shots, "sari_spying", card)
        card = await tell(page, "sari", "bisa diubah ga")
        await expect(card).to_contain_text("Maksudnya kurang jelas bagi saya")
        await look(page, shots, "sari_unsure", card)
        card = await press(page, "sari", "Bagaimana memperbaiki catatan?", card)
        await expect(card).to_contain_text("Di bawah setiap catatan ada Batalkan dan Ubah")
        await look(page, shots, "sari_chosen", card)
        card = await tell(page, "sari", OFF_TOPIC)
        await expect(card).to_contain_text("Yang itu saya tidak tahu")
        await look(page, shots, "sari_unknown", card)
        await press(page, "sari", "Tanya HR", card)
        dialog = page.locator("dialog")
        await expect(dialog).to_contain_text("Anda sendiri yang menentukan apakah HR tahu siapa Anda")
        await expect(dialog).to_contain_text("Yang tadi Anda ketik sudah ada di formulir berikutnya.")
        await look(page, shots, "sari_way")
        await dialog.locator("[name='way'][value='name']").check()
        await dialog.get_by_role("button", name="Lanjut", exact=True).click()
        await expect(dialog.locator("[name='topic']")).to_have_value(OFF_TOPIC)
        await look(page, shots, "sari_to_hr")
        await page.keyboard.press("Escape")
        await expect(dialog).to_be_hidden()
        card = await tell(page, "sari", "/track tim")
        await expect(card).to_contain_text("Lentera tidak menampilkan angka apa pun dari jam kerja ini")
        await look(page, shots, "sari_team", card)


async def test_jonas_asks_and_reads_what_hr_says_in_its_own_words(browser: Browser, url: str, shots: Path) -> None:
    async with opened(browser, url, viewport={"width": 2060, "height": 1100}) as page:
        await turn(page, "andi", "gita")
        card = await tell(page, "jonas", QUESTION)
        await expect(card).to_contain_text("your lead sees none of your entries")
        await expect(card).not_to_contain_text("HR's own words")
        await look(page, shots, "jonas_boss", card)
        card = await press(page, "jonas", "It helped", card)
        await expect(card).to_contain_text("You can ask me anything else")
        await look(page, shots, "jonas_helped", card)
        card = await tell(page, "jonas", "/track team")
        await expect(card).to_contain_text("no figures of these hours")
        await look(page, shots, "jonas_team", card)
        await write(page, shots)
        await publish(page, shots)
        card = await tell(page, "jonas", QUESTION)
        await expect(card).to_contain_text("your lead sees none of your entries")
        await expect(card).to_contain_text("HR's own words (Gita Anggraini, ")
        await expect(card).to_contain_text(WORDS["words_en"])
        await look(page, shots, "jonas_again", card)
        card = await tell(page, "sari", "bos gue bisa liat kerjaan gue ga")
        await expect(card).to_contain_text(WORDS["words_id"])
        await look(page, shots, "sari_again", card.get_by_role("button", name="Terjawab", exact=True))


async def write(page: Page, shots: Path) -> None:
    """Gita chooses the answer, writes words beside it, and cannot publish them."""
    card = await tell(page, "gita", "/rollout answers")
    await expect(card).to_contain_text("Sejauh ini HR belum menulis apa pun")
    await look(page, shots, "gita_list", card)
    await press(page, "gita", "Pilih jawaban", card)
    await look(page, shots, "gita_choose")
    await fill(page, "Tampilkan", topic="manager_view")
    await press(page, "gita", "Tulis")
    await expect(page.locator("dialog [name='words_en']")).to_be_visible()
    await look(page, shots, "gita_form")
    await fill(page, "Simpan dan lihat", **WORDS, where="after")
    written = column(page, "gita").locator(".chat:visible .card.bot", has_text="Versi ini tulisan Anda")
    await expect(written).to_contain_text("English, seperti yang Anda baca kalau bertanya:")
    await expect(written).to_contain_text(WORDS["words_en"])
    await expect(written).to_contain_text("Bahasa Indonesia, seperti yang Anda baca kalau bertanya:")
    await expect(written).to_contain_text(WORDS["words_id"])
    await expect(written.get_by_role("button", name="Terbitkan")).to_have_count(0)
    await look(page, shots, "gita_preview", written.get_by_text(WORDS["words_id"]))


async def publish(page: Page, shots: Path) -> None:
    """Ratna finds what waits, reads it, and publishes it."""
    card = await tell(page, "ratna", "/rollout jawaban")
    await look(page, shots, "ratna_list", card)
    card = await press(page, "ratna", "Apa yang bisa dilihat atasan saya?", card)
    await expect(card).to_contain_text("menunggu pemberi persetujuan")
    await look(page, shots, "ratna_reads", card.get_by_role("button", name="Terbitkan versi 1", exact=True))
    card = await press(page, "ratna", "Terbitkan versi 1", card)
    await settled(page)
    await expect(card).to_contain_text("Versi 1 tampil sejak")
    await expect(card.get_by_role("button", name="Tarik versi 1", exact=True)).to_be_visible()
    await look(page, shots, "ratna_published", card.get_by_role("button", name="Tarik versi 1", exact=True))
