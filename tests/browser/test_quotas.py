"""What a page shows to whoever has used up what they may have."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.async_api import Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.site import Site


async def test_with_no_tokens_left_the_text_comes_back_with_the_reason(
    page: Page, site: Site
) -> None:
    await send(page, "!reply first")
    await expect(last_reply(page).locator(".prose")).to_have_text("first")
    with site.another_web(TOKENS_PER_DAY="1") as strict:
        await page.goto(strict.url + urlsplit(page.url).path)
        await composer(page).fill("And a second one?")
        await composer(page).press("Enter")
        await expect(page.locator(".composer-problem")).to_contain_text(
            re.compile(r"used your 1 tokens of today.*00:00 UTC")
        )
        await expect(composer(page)).to_have_value("And a second one?")
        await expect(page.locator("chat-message")).to_have_count(1)


async def test_over_the_limit_of_a_minute_the_page_says_when_it_tries_again(
    page: Page, site: Site
) -> None:
    with site.another_web(REQUESTS_PER_MINUTE="1") as strict:
        await page.goto(strict.url)
        await send(page, "!reply first")
        await expect(last_reply(page).locator(".prose")).to_have_text("first")
        await send(page, "And a second one?")
        await expect(last_reply(page)).to_contain_text(
            re.compile(r"limit of 1 request a minute. Trying again in \d+ s")
        )
        await page.get_by_role("button", name="Stop").click()
        await expect(composer(page)).to_have_value("And a second one?")
