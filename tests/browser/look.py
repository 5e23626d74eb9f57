"""What a careful person looks for on a page, as checks: names, pictures, contrast, errors, strangers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page

_LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
_BREACH = "addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective))"


async def names(page: Page) -> list[str]:
    """What has no name, or leads nowhere."""
    found: list[str] = await page.evaluate(f"{_LOOK.rstrip()}.names()")
    return found


async def contrast(page: Page) -> list[str]:
    """Text that is hard to read."""
    found: list[str] = await page.evaluate(f"{_LOOK.rstrip()}.contrast()")
    return found


@asynccontextmanager
async def opened(browser: Browser, url: str, **how: object) -> AsyncIterator[Page]:
    """A page that is ready. At the end there must have been no error, no breach of policy and no foreign request."""
    # A clear name for each setting, as Playwright has it: viewport, color_scheme, locale.
    context = await browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **how})  # type: ignore[arg-type]
    page = await context.new_page()
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(url) else trouble.append(f"asked for {asked.url}"))
    await page.add_init_script(_BREACH)
    await page.goto(url)
    await page.wait_for_selector("body[data-ready]")
    try:
        yield page
    finally:
        await context.close()
    assert trouble == []
