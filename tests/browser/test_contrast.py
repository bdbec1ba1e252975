"""For those who asked for more contrast, or for colours of their own."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.axe import violations

ENHANCED = ["color-contrast-enhanced"]  # 7 to 1 for text


async def test_more_contrast_is_more_contrast(page: Page) -> None:
    await page.emulate_media(contrast="more")
    await send(page, "!reply Text, `code`, a [link](https://example.org).\n\n> Quoted.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await send(page, "!fail after 8")
    await expect(last_reply(page)).to_have_attribute("data-phase", "failed")
    assert await violations(page, rules=ENHANCED) == []
    await page.goto("/settings/keys/")
    assert await violations(page, rules=ENHANCED) == []


async def test_without_backgrounds_borders_tell_what_is_what(page: Page) -> None:
    await page.emulate_media(forced_colors="active")
    await send(page, "!reply Hello.")
    bubble = page.locator(".message-bubble")
    assert await bubble.evaluate("one => getComputedStyle(one).borderStyle") == "solid"
    await expect(composer(page)).to_be_focused()
    box = page.locator(".composer-box")
    assert await box.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
