"""The page itself, with a bot by hand behind it: what it draws, how it is reached by keyboard, and on a phone."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, ViewportSize, expect

from adapters.local.app import Playground
from adapters.local.clock import WindingClock
from adapters.local.company import Company
from adapters.local.crowd import Crowd
from bot.example import Example
from config import content, typed
from tests.browser.look import contrast, names, opened
from tests.local.hand import EVERYTHING, FORM, Hand

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest_asyncio.fixture(loop_scope="module")
async def url() -> AsyncIterator[str]:
    company, clock = typed.read(content.HERE / "demo" / "company.yaml", Company), WindingClock()
    examples = (Example("all.parts", lambda _: EVERYTHING), Example("all.form", lambda _: FORM))
    playground = Playground(company, content.texts(), clock, gallery=examples, wind=lambda to: clock.wind(to, [crowd]))
    playground.connect(Hand().handle)
    crowd = Crowd(company, playground.say, clock)
    app = web.Application()
    playground.attach(app)
    async with TestServer(app, host="localhost") as server:
        yield str(server.make_url("/"))


async def say(page: Page, person: str, text: str) -> None:
    field = page.locator(f"#person-{person} .composer input")
    await field.fill(text)
    await field.press("Enter")
    await expect(field).to_have_value("")


async def test_six_people_are_side_by_side_and_each_is_welcomed_in_their_own_chat(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        await expect(page.locator(".person h3")).to_have_text(
            ["Sari Wulandari", "Jonas Brandt", "Andi Rahmat", "Ploy Chaiyaporn", "Bagus Prasetyo", "Ratna Dewanti"]
        )
        await expect(page.locator(".person:visible .card .text")).to_have_count(6)
        await expect(page.locator("#person-jonas .card .text")).to_have_text("Welcome, Jonas Brandt")


async def test_every_part_is_drawn_as_what_it_is(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        await say(page, "sari", "/track everything")
        card = page.locator("#person-sari .card.bot").last
        await expect(card.locator("strong").first).to_have_text("at once")
        await expect(card.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.org/a")
        await expect(card.get_by_role("table", name="The week").get_by_role("rowheader")).to_have_text(["Mon", "Tue"])
        await expect(card.get_by_role("img", name="One amber dot")).to_be_visible()
        assert await card.locator("img").evaluate("async (img) => { await img.decode(); return img.naturalWidth }") == 1
        async with page.expect_download() as download:
            await card.get_by_role("link", name="hours, 2026.csv").click()
        assert (await download.value).suggested_filename == "hours, 2026.csv"
        assert await names(page) == []


async def test_what_somebody_types_stays_text(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        await say(page, "sari", "<img src=x onerror=alert(1)> *strong*")
        await expect(page.locator("#person-sari .mine .text")).to_have_text("<img src=x onerror=alert(1)> *strong*")
        assert await page.locator("#person-sari .mine :is(img, strong)").count() == 0


async def test_a_card_that_is_settled_changes_in_place_for_somebody_who_watches(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page, opened(browser, url) as other:
        await say(page, "sari", "/track 2 jam")
        await expect(other.locator("#person-sari .card.bot .text").last).to_have_text("Logged: 2 jam")
        await page.locator("#person-sari").get_by_role("button", name="Undo").click()
        await expect(other.locator("#person-sari .card.bot .text").last).to_have_text("Undone")
        await expect(page.locator("#person-sari .card.bot")).to_have_count(2)


async def test_in_the_channel_private_answers_are_marked_in_the_readers_language(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        for person in ("sari", "jonas"):
            await page.locator(f"#person-{person}").get_by_role("tab", name="#general").click()
            await say(page, person, "/track 2h")
        await expect(page.locator("#person-sari .card.bot .only:visible")).to_have_text(
            "Hanya Anda yang bisa melihat ini"
        )
        await expect(page.locator("#person-jonas .card.bot .only:visible")).to_have_text("Only you can see this")
        await say(page, "sari", "Selamat pagi")
        await expect(page.locator("#person-jonas .card.other .text")).to_have_text("Selamat pagi")
        await expect(page.locator("#person-andi").get_by_role("tab", name="#general Baru")).to_be_visible()


async def test_a_form_says_what_is_wrong_at_the_field_and_keeps_what_was_typed(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        await say(page, "jonas", "/track form")
        dialog = page.get_by_role("dialog", name="Edit entry")
        note = dialog.get_by_label("Note")
        await note.fill("wrong")
        await dialog.get_by_label("Start").fill("10:15")
        await dialog.get_by_role("button", name="Save entry").click()
        await expect(note).to_have_attribute("aria-invalid", "true")
        await expect(note).to_have_accessible_description("Write something else")
        await expect(note).to_be_focused()
        await expect(dialog.get_by_label("Start")).to_have_value("10:15")
        assert await names(page) == []
        await note.fill("")
        await dialog.get_by_role("button", name="Save entry").click()
        await expect(note).to_have_accessible_description("Please fill this in.")
        await note.fill("thanks")
        await dialog.get_by_role("button", name="Save entry").click()
        await page.get_by_role("dialog", name="Thank you").get_by_role("button", name="Close").last.click()
        await expect(page.locator("dialog")).to_be_hidden()


async def test_everything_is_reached_by_keyboard(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the chats")).to_be_focused()
        await page.keyboard.press("Enter")
        field = page.locator("#person-sari .composer input")
        for _ in range(12):
            if await field.evaluate("(field) => field === document.activeElement"):
                break
            await page.keyboard.press("Tab")
        await expect(field).to_be_focused()
        await page.keyboard.type("/")
        await expect(page.get_by_role("listbox", name="Perintah").get_by_role("option")).to_have_count(14)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await expect(page.locator("#person-sari [role=option][aria-selected=true] code")).to_have_text(
            "/track hari ini"
        )
        assert await names(page) == []
        await page.keyboard.press("Enter")
        await expect(field).to_have_value("/track hari ini")
        await page.keyboard.press("Enter")
        await expect(page.locator("#person-sari .card.bot .text").last).to_have_text("Logged: hari ini")
        await page.keyboard.press("ArrowUp")
        await expect(field).to_have_value("/track hari ini")
        await page.locator("#person-sari").get_by_role("button", name="Edit").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.locator("#person-sari").get_by_role("button", name="Edit")).to_be_focused()
        await page.locator("#person-sari").get_by_role("button", name="Undo").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#person-sari .card.bot").last).to_be_focused()
        await page.locator("#person-sari").get_by_role("tab", name="Lentera").focus()
        await page.keyboard.press("ArrowRight")
        await expect(page.locator("#person-sari").get_by_role("tab", name="#general")).to_be_focused()


async def test_the_clock_is_wound_forward_and_the_others_act_on_the_way(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        await (
            page.locator("#person-ratna")
            .get_by_role("combobox", name="Tampilkan orang lain di sini")
            .select_option("mira")
        )
        await expect(page.locator("#person-mira h3")).to_have_text("Mira Hofmann")
        before = await page.evaluate("fetch('/local/clock').then((r) => r.json())")
        await page.get_by_role("button", name="+1 week").click()
        await expect(page.locator("#notice")).to_contain_text("Messages in that time")
        after = await page.evaluate("fetch('/local/clock').then((r) => r.json())")
        assert timedelta(days=7) <= _between(before, after) < timedelta(days=7, minutes=1)
        # How much she forgets hangs on the date: in some weeks it is nearly all.
        await expect(page.locator("#person-mira .card.mine").nth(1)).to_be_attached()
        await page.get_by_label("Wind the clock to").fill("2020-01-01T09:00")
        await page.get_by_role("button", name="Wind forward").click()
        await expect(page.get_by_role("alert")).to_have_text(["The clock only goes forward. Choose a later time."])


def _between(before: dict[str, str], after: dict[str, str]) -> timedelta:
    return datetime.fromisoformat(after["now"]) - datetime.fromisoformat(before["now"])


async def test_the_gallery_stands_in_both_languages_side_by_side(browser: Browser, url: str, shots: Path) -> None:
    async with opened(browser, url) as page:
        await page.get_by_role("link", name="Gallery").click()
        await expect(page.locator(".example")).to_have_count(2)
        await expect(page.locator(".tongue[lang=id]")).to_have_count(2)
        assert await names(page) == []
        assert await contrast(page) == []
        await page.screenshot(path=shots / "gallery.png")


@pytest.mark.parametrize("light", ["light", "dark"])
async def test_it_reads_well_by_day_and_by_night(browser: Browser, url: str, shots: Path, light: str) -> None:
    async with opened(browser, url, color_scheme=light, reduced_motion="reduce") as page:
        await say(page, "sari", "/track everything")
        await page.locator("#person-jonas").get_by_role("tab", name="#general").click()
        await say(page, "jonas", "/track 2h")
        await page.locator("#person-andi .composer input").fill("/")
        assert await contrast(page) == []
        await page.screenshot(path=shots / f"{light}.png")
        await say(page, "ploy", "/track form")
        await page.get_by_role("dialog").get_by_label("Note").fill("")
        await page.get_by_role("dialog").get_by_role("button", name="Save entry").click()
        await expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
        assert await contrast(page) == []
        await page.screenshot(path=shots / f"{light}-form.png")


async def test_light_language_and_the_tip_are_the_readers_choice_and_remembered(browser: Browser, url: str) -> None:
    async with opened(browser, url, color_scheme="light", locale="id-ID") as page:
        await page.get_by_role("button", name="Warna gelap").click()
        await page.get_by_role("button", name="Sembunyikan tips ini").click()
        await page.get_by_role("button", name="English").click()
        await page.reload()
        await page.wait_for_selector("body[data-ready]")
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        await expect(page.get_by_role("button", name="Light colours")).to_be_visible()
        await expect(page.get_by_role("link", name="Gallery")).to_be_visible()
        await expect(page.locator("#hint")).to_be_hidden()


async def test_on_a_phone_there_is_one_person_at_a_time(browser: Browser, url: str, shots: Path) -> None:
    async with opened(browser, url, viewport=PHONE, has_touch=True) as page:
        await expect(page.locator(".person:visible")).to_have_count(1)
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        await page.get_by_role("button", name="Put it in the field").click()
        await expect(page.locator("#person-sari .composer input")).to_have_value(
            "/track 2 jam rapat klien #acme kemarin"
        )
        await page.screenshot(path=shots / "phone.png")
        await page.get_by_role("navigation", name="People").get_by_role("button", name="Jonas").click()
        await expect(page.locator(".person:visible h3")).to_have_text("Jonas Brandt")
        await say(page, "jonas", "/track form")
        box = await page.get_by_role("dialog").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert await names(page) == []
        await page.screenshot(path=shots / "phone-form.png")


async def test_the_checks_of_this_file_find_what_they_look_for(browser: Browser, url: str) -> None:
    async with opened(browser, url) as page:
        await page.evaluate(
            """() => {
              const faint = document.createElement("p");
              faint.textContent = "Hard to read";
              faint.style.color = "#bbb";
              const bare = ["input", "img"].map((tag) => document.createElement(tag));
              document.querySelector("main").before(faint, ...bare);
            }"""
        )
        assert [found.split(": ")[1] for found in await contrast(page)] == ["Hard to read"]
        assert [found.split(":")[0] for found in await names(page)] == ["no name", "no alt"]
