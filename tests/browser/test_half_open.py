"""A connection whose other end is gone without a word, in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.fault_proxy import FaultProxy
from tests.support.site import Site

QUIET_MS, PONG_MS, BANNER_MS = 20_000, 8_000, 1_200  # static/js/socket.js, connection_banner.js


@pytest.mark.fault(18, "a browser notices a dead connection within a minute")
async def test_a_page_notices_a_dead_connection_and_comes_back(page: Page, site: Site) -> None:
    banner = page.locator("#connection-banner")
    async with FaultProxy(site.port) as proxy:
        await page.clock.install()
        await page.goto(proxy.url)
        await send(page, "!reply here")
        await expect(last_reply(page).locator(".prose")).to_have_text("here")
        proxy.black_hole()
        for milliseconds in (QUIET_MS, PONG_MS, BANNER_MS):
            await page.clock.fast_forward(milliseconds)
        await expect(banner).to_contain_text("Connection lost")
        await composer(page).fill("!reply back")
        proxy.heal()
        await expect(banner).to_be_hidden(timeout=30_000)
        await composer(page).press("Enter")
        await expect(last_reply(page).locator(".prose")).to_have_text("back")
