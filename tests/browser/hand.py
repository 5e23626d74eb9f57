"""What a person does on the page, and how a test knows that the page has answered.

The rule to keep: nothing is taken for an answer because it stands last. Whoever presses or types waits until the page
is no longer busy, and then takes what has come after.
"""

from playwright.async_api import Locator, Page, expect


async def settled(page: Page) -> None:
    """Everything that was asked has been answered, and stands on the page."""
    await expect(page.locator(".person[aria-busy=true]")).to_have_count(0, timeout=60_000)


def column(page: Page, person: str) -> Locator:
    """Somebody's place on the page."""
    return page.locator(f"#person-{person}")


async def tell(page: Page, person: str, text: str) -> Locator:
    """Type it, and give what Lentera answers; others may write meanwhile."""
    await settled(page)
    field = column(page, person).locator(".composer input")
    await field.fill(text)
    await field.press("Enter")
    await settled(page)
    said = column(page, person).locator(".chat:visible .card.mine").last
    return await _same(page, person, said.locator("xpath=following-sibling::article[contains(@class, 'bot')][1]"))


async def press(page: Page, person: str, label: str, card: Locator | None = None) -> Locator:
    """Press a button of the last card that has one of this name; give what came of it, or else that card."""
    await settled(page)
    cards = column(page, person).locator(".chat:visible .card.bot")
    button = (card or column(page, person)).get_by_role("button", name=label, exact=True).last
    pressed = await _same(page, person, button.locator("xpath=ancestor::article"))
    before = await cards.count()
    await button.click()
    await settled(page)
    return await _same(page, person, cards.nth(before)) if await cards.count() > before else pressed


async def fill(page: Page, submit: str, **fields: str) -> None:
    """Fill in the dialog, and send it."""
    dialog = page.locator("dialog")
    await expect(dialog.get_by_role("button", name=submit, exact=True)).to_be_visible()
    for name, value in fields.items():
        asked = dialog.locator(f"[name='{name}']")
        if await asked.count() > 1 or await asked.first.get_attribute("type") in {"radio", "checkbox"}:
            await dialog.locator(f"[name='{name}'][value='{value}']").check()
        elif await asked.evaluate("(e) => e.tagName") == "SELECT":
            await asked.select_option(value)
        else:
            await asked.fill(value)
    await dialog.get_by_role("button", name=submit, exact=True).click()
    await expect(dialog).to_be_hidden(timeout=30_000)
    await settled(page)


async def _same(page: Page, person: str, card: Locator) -> Locator:
    """The card by its number: it stays the same one when something else is said, or when it changes in place."""
    number = await card.get_attribute("data-id")
    return column(page, person).locator(f".card[data-id='{number}']")
