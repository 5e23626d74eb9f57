"""The second half of the rollout in Chromium: what is said in a channel, questions, help, the answers, and the end.

The rule to keep: each step is looked at by whoever gets it, in their language, before the next one is asked for.
"""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser.hand import column, fill, press, settled, tell
from tests.browser.look import contrast, names

QUESTION = "Who sees it when I forget to stop the timer?"
ANSWER = {
    "do_en": "Your entries are shown to you alone.",
    "do_id": "Catatan Anda hanya ditampilkan kepada Anda.",
    "dont_en": "We do not switch it off for single teams.",
    "dont_id": "Kami tidak mematikannya untuk tim tertentu.",
    "because_en": "nobody could then compare overtime.",
    "because_id": "lembur lalu tidak bisa dibandingkan.",
}


async def look(page: Page, shots: Path, name: str) -> None:
    """What a careful person would see, and a picture for people."""
    assert await names(page) == []
    assert await contrast(page) == []
    await page.screenshot(path=shots / f"rollout_{name}.png")


async def facts(page: Page, shots: Path, day: date) -> None:
    """Gita says who helps and when, and chooses the channel; then she rehearses it all."""
    await tell(page, "gita", "/rollout")
    card = await press(page, "gita", "Janji dan fakta")
    await press(page, "gita", "Siapa membantu, dan di mana", card)
    await page.screenshot(path=shots / "rollout_practical.png")
    await fill(
        page,
        "Simpan",
        hr="Ratna Dewanti",
        place="Ruang Gayo",
        helpers="Bagus Prasetyo, Mira Hofmann",
        course_day=str(day + timedelta(days=14)),
        course_time="10:00",
        course_place="Ruang Toraja",
    )
    await tell(page, "gita", "/rollout")
    await press(page, "gita", "Atur channel")
    await page.screenshot(path=shots / "rollout_channel_form.png")
    await fill(page, "Pakai channel ini", channel="#general")
    await expect(column(page, "gita").locator(".chat:visible .card.bot").last).to_contain_text("#general")
    await tell(page, "gita", "/rollout")
    card = await press(page, "gita", "Gladi bersih")
    await expect(card).to_contain_text("Tidak ada yang dikirim ke siapa pun")
    await card.scroll_into_view_if_needed()
    await look(page, shots, "rehearsed")


async def in_channel(page: Page, shots: Path) -> None:
    """What was announced is in the channel as well, in both languages."""
    sari = column(page, "sari")
    await sari.get_by_role("tab", name=re.compile("general")).click()
    card = sari.locator(".chat:visible .card.bot").last
    await expect(card).to_contain_text("Kami ingin Anda mendengarnya langsung dari kami")
    await expect(card).to_contain_text("We would like you to hear this from us first")
    await expect(card.get_by_role("button", name="Got it")).to_have_count(0)
    await look(page, shots, "channel")
    await sari.get_by_role("tab").first.click()


async def ask(page: Page, shots: Path) -> None:
    """Jonas sends a question without his name."""
    await press(page, "jonas", "Ask a question for the meeting")
    await page.screenshot(path=shots / "rollout_question.png")
    dialog = page.locator("dialog")
    await dialog.locator("[name='question']").fill(QUESTION)
    await dialog.get_by_role("button", name="Send the question", exact=True).click()
    await expect(dialog).to_contain_text("Your question is there, without your name.")
    await page.screenshot(path=shots / "rollout_question_sent.png")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await settled(page)


async def meet(page: Page, shots: Path) -> None:
    """Gita takes the questions to the meeting."""
    await tell(page, "gita", "/rollout")
    card = await press(page, "gita", "Bekal pertemuan")
    await expect(card).to_contain_text(QUESTION)
    question = card.get_by_text(QUESTION)
    await question.scroll_into_view_if_needed()
    await look(page, shots, "pack")


async def answer(page: Page, shots: Path) -> None:
    """Gita writes what was heard and what is done about it, and Ratna approves it."""
    await tell(page, "gita", "/rollout")
    card = await press(page, "gita", "Tulis rangkuman")
    for number in (1, 2):
        await press(page, "gita", f"Jawab {number}")
        if number == 1:
            await page.screenshot(path=shots / "rollout_concern.png")
        await fill(page, "Simpan jawaban", **ANSWER)
    card = column(page, "gita").locator(".card.bot", has=page.get_by_role("button", name="Ini rangkuman kami")).last
    await look(page, shots, "summary")
    await press(page, "gita", "Ini rangkuman kami", card)
    await tell(page, "ratna", "/rollout")
    card = await press(page, "ratna", "Read and approve")
    await expect(card).to_contain_text("Your entries are shown to you alone.")
    await card.get_by_role("button", name=re.compile("^Approve for ")).click()
    await settled(page)


async def heard(page: Page, shots: Path) -> None:
    """Both read the answers in their own language."""
    sari, jonas = column(page, "sari"), column(page, "jonas")
    await expect(sari).to_contain_text("Catatan Anda hanya ditampilkan kepada Anda.")
    await expect(jonas).to_contain_text("We do not switch it off for single teams.")
    await look(page, shots, "follow_up")


async def help_(page: Page, shots: Path) -> None:
    """Jonas would like to have it shown, Sari comes to the course and thinks better of it."""
    await expect(column(page, "jonas").get_by_role("button", name="Have it shown to me")).to_be_visible()
    await column(page, "jonas").get_by_role("button", name="Have it shown to me").scroll_into_view_if_needed()
    await column(page, "sari").get_by_role("button", name="Ikut kursus kilat").scroll_into_view_if_needed()
    await look(page, shots, "help")
    said = await press(page, "jonas", "Have it shown to me")
    await expect(said).to_contain_text("Your request is passed on to Bagus Prasetyo, Mira Hofmann")
    said = await press(page, "sari", "Ikut kursus kilat")
    await expect(said).to_contain_text("Anda terdaftar untuk kursus kilat")
    await look(page, shots, "signed_up")
    taken_off = await press(page, "sari", "Hapus nama saya", said)
    await expect(taken_off).to_contain_text("Nama Anda sudah dihapus")
    await tell(page, "gita", "/rollout")
    card = await press(page, "gita", "Siapa yang minta dibantu")
    await expect(card).to_contain_text("Jonas Brandt")
    await expect(card).not_to_contain_text("Sari")
    await look(page, shots, "helped")


async def close(page: Page, shots: Path) -> None:
    """All has gone out: Gita closes it."""
    await tell(page, "gita", "/rollout")
    await press(page, "gita", "Tutup")
    await page.screenshot(path=shots / "rollout_closing.png")
    await fill(page, "Tutup peluncuran", sure="yes")
    card: Locator = await tell(page, "gita", "/rollout")
    await expect(card).to_contain_text("ditutup")
    await look(page, shots, "closed")
