"""The whole thing in a real Chromium: `lentera demo` as a newcomer starts it, and what people do there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, expect

from tests.browser.hand import settled, tell
from tests.browser.look import contrast, names, opened
from tests.browser.served import served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    folder = tmp_path_factory.mktemp("demo")
    database = f"sqlite:///{folder / 'demo.db'}"
    async with served("bot", "demo", "--port", "0", DATABASE_URL=database, LENTERA_LOCALE="en") as address:
        yield address


async def test_log_see_what_was_understood_undo_and_find_it_in_the_week(
    browser: Browser, url: str, shots: Path
) -> None:
    async with opened(browser, url, locale="id-ID") as page:
        await page.get_by_role("button", name="Taruh di kolom").click()
        await page.keyboard.press("Enter")
        await settled(page)
        card = page.locator("#person-sari .card.bot").last
        await expect(card).to_contain_text("2 jam #acme rapat klien")
        number = await card.get_attribute("data-id")
        await card.get_by_role("button", name="Batalkan").click()
        same = page.locator(f"#person-sari .card[data-id='{number}']")
        await expect(same).to_contain_text("Dibatalkan")
        await same.get_by_role("button", name="Kembalikan").click()
        await expect(same).to_contain_text("Dikembalikan")
        await tell(page, "sari", "/track 1,5 jam #acme desain")
        week = await tell(page, "sari", "/track minggu ini")
        await expect(week.get_by_role("table")).to_contain_text("1:30")
        picture = week.get_by_role("img")
        assert len(await picture.get_attribute("alt") or "") > 20
        await expect(picture).to_be_visible()
        assert await picture.evaluate("async (img) => { await img.decode(); return img.naturalWidth }") > 200
        assert await names(page) == []
        assert await contrast(page) == []
        await page.screenshot(path=shots / "week.png")


async def test_an_entry_is_edited_in_a_form_that_says_what_it_cannot_take(
    browser: Browser, url: str, shots: Path
) -> None:
    async with opened(browser, url) as page:
        card = await tell(page, "jonas", "/track 2h code review #portal")
        await card.get_by_role("button", name="Edit").click()
        form = page.get_by_role("dialog", name="Edit entry")
        time = form.get_by_label("How long")
        await time.fill("a while")
        await form.get_by_label("Note").fill("pairing with Kamon")
        await form.get_by_role("button", name="Save").click()
        await expect(time).to_have_attribute("aria-invalid", "true")
        await expect(time).to_be_focused()
        await expect(form.get_by_label("Note")).to_have_value("pairing with Kamon")
        await page.screenshot(path=shots / "edit.png")
        await time.fill("2h 45m")
        await page.keyboard.press("Enter")
        await expect(page.locator("dialog")).to_be_hidden()
        await expect(page.locator("#person-jonas .card.bot").last).to_contain_text(
            "2 h 45 min #portal pairing with Kamon"
        )
        today = await tell(page, "jonas", "/track today")
        await expect(today).to_contain_text("2 h 45 min")


async def test_a_timer_by_keyboard_alone(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        await page.locator("#person-ploy .composer input").focus()
        await page.keyboard.type("/track start phones #calls")
        await page.keyboard.press("Enter")
        await settled(page)
        card = page.locator("#person-ploy .card.bot").last
        await expect(card.get_by_role("button", name="Stop and log")).to_be_visible()
        for _ in range(12):
            await page.keyboard.press("Shift+Tab")
            if await card.evaluate("(card) => card.contains(document.activeElement)"):
                break
        await page.keyboard.press("Enter")
        await expect(card).not_to_contain_text("Stop and log")


async def test_two_people_read_the_same_channel_and_only_the_author_sees_their_answer(
    browser: Browser, url: str
) -> None:
    async with opened(browser, url) as page:
        for person in ("andi", "bagus"):
            await page.locator(f"#person-{person}").get_by_role("tab", name="#general").click()
        card = await tell(page, "andi", "/track 1 jam rapat tim #calls")
        await expect(card).to_contain_text("Hanya Anda yang bisa melihat ini")
        await expect(page.locator("#person-bagus .chat:visible .card")).to_have_count(0)


async def test_a_language_chosen_in_the_settings_changes_what_the_page_says_to_that_person(
    browser: Browser, url: str
) -> None:
    async with opened(browser, url) as page:
        await page.locator("#person-andi .composer input").fill("/track pengaturan")
        await page.keyboard.press("Enter")
        form = page.get_by_role("dialog", name="Pengaturan")
        await form.get_by_label("English").check()
        await form.get_by_role("button", name="Simpan").click()
        await expect(page.locator("#person-andi .composer input")).to_have_attribute("placeholder", "Write as Andi")
        await expect(page.locator("#person-andi")).to_have_attribute("lang", "en")


async def test_wound_forward_a_reminder_comes_at_its_time_and_one_tap_answers_it(
    browser: Browser, url: str, shots: Path
) -> None:
    async with opened(browser, url) as page:
        await page.get_by_role("button", name="+1 week").click()
        await expect(page.locator("#notice")).to_contain_text("Messages in that time", timeout=60_000)
        reminder = page.locator("#person-ploy .card.bot", has=page.get_by_role("button", name="Log 8 h")).last
        await expect(reminder.locator("time")).to_have_text("16:30")
        await reminder.get_by_role("button", name="Log 8 h").click()
        await expect(page.locator("#person-ploy")).to_contain_text("Logged: 8 h")
        await page.screenshot(path=shots / "later.png")


def csv(data: bytes) -> FilePayload:
    return {"name": "orang.csv", "mimeType": "text/csv", "buffer": data}


async def test_hr_uploads_a_table_of_divisions_and_sees_what_it_would_do(
    browser: Browser, url: str, shots: Path
) -> None:
    async with opened(browser, url, locale="id-ID") as page:
        await tell(page, "ratna", "/rollout people")
        # The clock has been wound before: something else may have been said last.
        await page.locator("#person-ratna").get_by_role("button", name="Unggah tabel").last.click()
        dialog = page.get_by_role("dialog")
        wrong = csv(b"email;divisi;ketua\r\nsari@demo.example;X;?\r\n")
        await dialog.get_by_label("Tabel").set_input_files(wrong)
        await dialog.get_by_role("button", name="Lihat perubahannya").click()
        await expect(dialog).to_contain_text("Baris 2: isi ketua dengan x, atau kosongkan.")
        await page.screenshot(path=shots / "people-wrong.png")
        await dialog.get_by_label("Tabel").set_input_files(csv(b"x" * (2 * 1024 * 1024 + 1)))
        await dialog.get_by_role("button", name="Lihat perubahannya").click()
        await expect(dialog).to_contain_text("Berkasnya terlalu besar: paling banyak 2 MB.")
        good = csv(b"email;divisi;ketua\r\nsari@demo.example;Produk;x\r\n")
        await dialog.get_by_label("Tabel").set_input_files(good)
        await dialog.get_by_role("button", name="Lihat perubahannya").click()
        await expect(dialog).not_to_be_visible()
        preview = page.locator("#person-ratna .card.bot").last
        await expect(preview).to_contain_text("Tabel ini memuat 1 orang yang dikenal Lentera.")
        await page.screenshot(path=shots / "people-preview.png")
        await preview.get_by_role("button", name="Buang tabel ini").click()
        await expect(page.locator("#person-ratna")).to_contain_text("Tabelnya dibuang.")


async def test_a_question_without_fields_can_be_answered(browser: Browser, url: str) -> None:
    async with opened(browser, url, locale="en-GB") as page:
        card = await tell(page, "sari", "/track 1h question")
        await card.get_by_role("button").nth(1).click()
        dialog = page.get_by_role("dialog")
        await dialog.locator("input[name='time']").fill("11h")
        await dialog.locator("footer button").click()
        await expect(dialog.locator("input")).to_have_count(0)
        await dialog.locator("footer button").click()
        await expect(dialog).not_to_be_visible()
        await expect(page.locator("#person-sari .card.bot").last).to_contain_text("11")
