"""At 320 pixels and at twice the size everything is there; whatever can be hit is large enough."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import last_reply, send

WIDE = """!reply | Name | A column that is long | Another column that is long | And one more |
|---|---|---|---|
| One | two | three | four |

```
a line of code that is much longer than any telephone is wide, and then some more of it
```

averyveryveryveryveryveryveryveryveryveryveryveryverylongwordwithoutanyspaceinit
"""
# WCAG 2.5.8 lets links in sentences be as small as their words.
TOO_SMALL = """(least) => [...document.querySelectorAll(
    "a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => getComputedStyle(one).display !== "inline" && !one.closest(".skip-link"))
  .map((one) => ({ one, box: one.getBoundingClientRect() }))
  .filter(({ box }) => box.width < least || box.height < least)
  .map(({ one, box }) => `${one.outerHTML.slice(0, 120)} ${box.width} x ${box.height}`)"""
PATHS = ["/", "/settings/keys/", "/settings/language/", "/demo/streaming", "/api/docs", "/nothing"]


async def assert_fits(page: Page) -> None:
    wide = await page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide[0] <= wide[1], page.url


@pytest.mark.parametrize(
    ("width", "height"), [(320, 640), (640, 400)], ids=["a phone", "200 % of 1280 x 800"]
)
async def test_nothing_scrolls_sideways(page: Page, width: int, height: int) -> None:
    await page.set_viewport_size({"width": width, "height": height})
    for path in PATHS:
        await page.goto(path)
        await assert_fits(page)
    await page.goto("/")
    await send(page, WIDE)
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await assert_fits(page)
    inner = page.locator(".thread-scroller")
    assert await inner.evaluate("one => one.scrollWidth <= one.clientWidth")
    await page.context.clear_cookies(name="sessionid")
    for path in ("/sign-in/", "/sign-up/"):
        await page.goto(path)
        await assert_fits(page)


async def test_letters_of_twice_the_size_fit(page: Page) -> None:
    for path in (path for path in PATHS if path != "/api/docs"):  # its columns ask the browser
        await page.goto(path)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        await assert_fits(page)


async def test_targets_are_large_enough(page: Page) -> None:
    for path in PATHS:
        await page.goto(path)
        assert await page.evaluate(TOO_SMALL, 24) == [], path
    await page.goto("/")
    await send(page, WIDE)
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await page.locator("chat-message").last.hover()
    await page.locator(".account summary").click()
    assert await page.evaluate(TOO_SMALL, 24) == []


@pytest.mark.parametrize(("width", "height"), [(844, 390), (320, 568)])
async def test_every_entry_of_the_account_menu_can_be_reached(
    page: Page, width: int, height: int
) -> None:
    await page.set_viewport_size({"width": width, "height": height})
    if await page.locator(".drawer-open").is_visible():
        await page.locator(".drawer-open").click()
    await page.locator(".account summary").click()
    entries = page.locator(".account-menu").locator("a, button")
    for place in (0, await entries.count() - 1):
        await entries.nth(place).scroll_into_view_if_needed()
        await expect(entries.nth(place)).to_be_in_viewport(ratio=1)


async def test_the_title_keeps_its_place_beside_a_long_model(page: Page) -> None:
    await page.set_viewport_size({"width": 320, "height": 640})
    await page.evaluate("document.documentElement.dataset.textSize = 'larger'")
    await page.locator("button.model-chip .model-name").evaluate(
        "one => one.textContent = 'a-model-with-a-long-name-instruct'"
    )
    await assert_fits(page)
    box = await page.locator(".page-title").bounding_box()
    assert box is not None
    assert box["width"] > 60
