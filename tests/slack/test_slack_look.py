"""Every message of the gallery, drawn as Slack draws it, in a real Chromium. The pictures are for people to look at.

The rule to keep: a picture that nobody could look at is no proof; what must be readable is checked in the page as well.
"""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.texts import Texts
from tests.browser.conftest import browser, shots  # noqa: F401 - fixtures, as they are
from tests.slack.seen import LOCALES, NODE, everything, run, tool, words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PIXEL = (
    "data:image/png;base64,"
    + base64.b64encode(
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        )
    ).decode()
)
STYLE = """
body { margin: 0; padding: 16px; background: #fff; font-family: Lato, "Noto Sans", "DejaVu Sans", sans-serif; }
#root { columns: 2; column-gap: 24px; width: 1424px; }
figure { margin: 0 0 24px; break-inside: avoid; } figcaption { font: 11px monospace; color: #777; }
"""


@pytest.fixture(scope="module")
def page_of_blocks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that draws blocks, as one file."""
    out = tmp_path_factory.mktemp("look")
    done = run(
        tool("esbuild"), NODE / "page.jsx", "--bundle", "--jsx=automatic", f"--outdir={out}", "--log-level=warning",
        '--define:process.env.NODE_ENV="production"',
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = out / "index.html"
    page.write_text(
        '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="page.css">'
        f'<style>{STYLE}</style><div id="root"></div><script src="page.js"></script>',
        encoding="utf-8",
    )
    return page


@pytest_asyncio.fixture(loop_scope="module")
async def drawn(browser: Browser, page_of_blocks: Path) -> AsyncIterator[Page]:  # noqa: F811 - the fixture
    context = await browser.new_context(viewport={"width": 1456, "height": 900}, locale="en-GB")
    page = await context.new_page()
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    await page.goto(page_of_blocks.as_uri())
    yield page
    await context.close()
    assert trouble == []


@pytest.mark.parametrize("locale", LOCALES)
async def test_everything_is_drawn_and_can_be_read(texts: Texts, drawn: Page, shots: Path, locale: str) -> None:  # noqa: F811
    all_seen = everything(texts, locale)
    await drawn.evaluate(
        "([all, logo]) => window.show(all, logo)",
        [[{"name": seen.name, "kind": seen.kind, "blocks": seen.blocks} for seen in all_seen], PIXEL],
    )
    figures = await drawn.evaluate(
        """() => [...document.querySelectorAll("figure")].map((figure) => ({
            name: figure.dataset.name,
            broken: figure.querySelector("[data-broken]")?.textContent ?? "",
            text: [figure, ...figure.querySelectorAll("input, textarea")]
                .map((one) => one.value ?? one.innerText).join(" "),
        }))"""
    )
    assert [figure["name"] for figure in figures] == [seen.name for seen in all_seen]
    for figure, seen in zip(figures, all_seen, strict=True):
        assert figure["broken"] == "", seen.name
        said = "".join(figure["text"].split())
        assert [word for word in words(seen.blocks) if word not in said] == [], seen.name
    # As messages and as forms: the views show the same once more.
    await drawn.add_style_tag(content="figure[data-again] { display: none }")
    # Every message there is on one page: a busy machine takes its time.
    await drawn.screenshot(path=shots / f"slack-{locale}.png", full_page=True, timeout=120_000)


async def test_a_block_that_breaks_is_seen(drawn: Page) -> None:
    broken = [{"name": "broken", "kind": "message", "blocks": [{"type": "table", "rows": None}]}]
    await drawn.evaluate("([all, logo]) => window.show(all, logo)", [broken, PIXEL])
    assert await drawn.locator("figure").count() == 1
    assert "broken" in await drawn.locator("figure").inner_text()
