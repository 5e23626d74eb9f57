"""Every message of the gallery, parsed and drawn by Microsoft's own renderer in a real Chromium, and clicked through.

The rule to keep: a picture that nobody could look at is no proof; what must be readable is checked in the page as well.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from adapters.teams.rich import Data
from bot.texts import Texts
from tests.browser.conftest import browser, shots  # noqa: F401 - fixtures, as they are
from tests.pretend.teams.kit import older, walk
from tests.teams.seen import LOCALES, NODE, OFFERS, everything, run, tool, words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

STYLE = """
body { margin: 0; padding: 16px; background: #f5f5f5; font-family: "Segoe UI", "Noto Sans", sans-serif; }
#root { columns: 3; column-gap: 20px; width: 1780px; }
figure { margin: 0 0 18px; break-inside: avoid; background: #fff; border: 1px solid #ddd; border-radius: 6px; }
figcaption { font: 11px monospace; color: #777; padding: 4px 8px; }
.ac-pushButton { border: 1px solid #aaa; border-radius: 4px; background: #fff; padding: 5px 12px; font: inherit; }
.ac-pushButton.style-positive { background: #5b5fc7; color: #fff; } .ac-pushButton.style-destructive { color: #b10e1c; }
.ac-input { box-sizing: border-box; width: 100%; font: inherit; padding: 4px 6px; }
input[type=checkbox].ac-input, input[type=radio].ac-input { width: auto; }
"""


@pytest.fixture(scope="module")
def page_of_cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that draws cards, as one file."""
    out = tmp_path_factory.mktemp("look")
    # The package says that its files have no effects; some register the kinds of element, such as Table.
    done = run(
        tool(".bin/esbuild"), NODE / "page.js", "--bundle", f"--outdir={out}", "--log-level=warning",
        "--ignore-annotations",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = out / "index.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><div id="root"></div>'
        '<script src="page.js"></script>',
        encoding="utf-8",
    )
    return page


@pytest_asyncio.fixture(loop_scope="module")
async def drawn(browser: Browser, page_of_cards: Path) -> AsyncIterator[Page]:  # noqa: F811 - the fixture
    context = await browser.new_context(viewport={"width": 1812, "height": 900}, locale="en-GB")
    page = await context.new_page()
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    await page.goto(page_of_cards.as_uri())
    yield page
    await context.close()
    assert trouble == []


def actions(card: Data) -> list[Data]:
    """All that can be pressed on a card, in order."""
    rows = [block["actions"] for block in card["body"] if block["type"] == "ActionSet"]
    return [action for row in [*rows, card.get("actions") or []] for action in row]


def images(blocks: list[Data]) -> list[Data]:
    """All pictures among these."""
    return [block for block in walk(blocks) if block["type"] == "Image"]


def filled(card: Data) -> Data:
    """A card with something in every input that was empty."""
    usual = {"Input.Text": "x", "Input.Date": "2026-11-18", "Input.Time": "09:30"}
    body = []
    for block in card["body"]:
        if block["type"].startswith("Input.") and "value" not in block:
            value = usual.get(block["type"]) or block["choices"][0]["value"]
            body.append(block | {"value": value})
        else:
            body.append(block)
    return card | {"body": body}


@pytest.mark.parametrize("locale", LOCALES)
async def test_everything_is_parsed_drawn_and_can_be_read(texts: Texts, drawn: Page, shots: Path, locale: str) -> None:  # noqa: F811
    all_seen = everything(texts, locale)
    await drawn.evaluate(
        "(all) => window.show(all)", [{"name": one.name, "card": one.card, "dialog": one.dialog} for one in all_seen]
    )
    figures = await drawn.evaluate(
        """() => [...document.querySelectorAll("figure")].map((figure) => ({
            name: figure.dataset.name, wrong: figure.dataset.wrong,
            text: [figure, ...figure.querySelectorAll("input, textarea")]
                .map((one) => one.value ?? one.innerText).join(" "),
        }))"""
    )
    assert [figure["name"] for figure in figures] == [seen.name for seen in all_seen]
    for figure, seen in zip(figures, all_seen, strict=True):
        assert figure["wrong"] == "", seen.name
        said = "".join(figure["text"].split())
        assert [word for word in words(seen.card) if word not in said] == [], seen.name
    # Where a client knows no charts, the picture stands in for all bars of one.
    pictures = await drawn.evaluate(
        """async () => Promise.all([...document.querySelectorAll("figure")].map(async (figure) => {
            const images = [...figure.querySelectorAll("img")];
            await Promise.all(images.map((image) => image.decode()));
            return images.length;
        }))"""
    )
    assert pictures == [len(images(older(seen.card["body"]))) for seen in all_seen]
    await drawn.add_style_tag(
        content='figure[data-name$=" plainly"], figure[data-name$=" as dialog"], figure[data-name$=" corrected"] '
        "{ display: none }"
    )
    # Every message there is on one page: a busy machine takes its time.
    await drawn.screenshot(path=shots / f"teams-{locale}.png", full_page=True, timeout=120_000)


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_button_brings_back_what_it_was_given(texts: Texts, drawn: Page, locale: str) -> None:
    all_seen = [seen for seen in everything(texts, locale) if actions(seen.card)]
    assert len(all_seen) > 20
    # What a form needs is filled in.
    shown = [{"name": one.name, "card": filled(one.card), "dialog": one.dialog} for one in all_seen]
    # One at a time: choices of the same name on one page would be one choice.
    await drawn.evaluate(
        """(all) => all.forEach((one) => {
            window.show([one]);
            document.querySelectorAll("button.ac-pushButton").forEach((button) => button.click());
        })""",
        shown,
    )
    pressed = await drawn.evaluate("() => window.pressed")
    wanted = [(seen.name, action["title"]) for seen in all_seen for action in actions(seen.card)]
    assert [(one["name"], one["title"]) for one in pressed] == wanted
    for one in pressed:
        if one["type"] == "Action.Submit":
            assert OFFERS.read(one["data"]) is not None, one["name"]


async def test_a_form_says_what_is_missing(texts: Texts, drawn: Page) -> None:
    seen = next(
        one
        for one in everything(texts, "id")
        if any(block["type"] == "Input.Text" and block.get("isRequired") for block in one.card["body"])
    )
    required = [block for block in seen.card["body"] if block.get("isRequired")]
    assert required
    await drawn.evaluate("(all) => window.show(all)", [{"name": seen.name, "card": seen.card, "dialog": True}])
    await drawn.evaluate(
        """() => {
            for (const one of document.querySelectorAll("input.ac-textInput, textarea.ac-textInput")) {
                one.value = ""; one.dispatchEvent(new Event("input", { bubbles: true }));
            }
            document.querySelector("button.ac-pushButton").click();
        }"""
    )
    assert await drawn.evaluate("() => window.pressed") == []
    assert texts.to("id")("teams.required") in await drawn.locator("figure").inner_text()
