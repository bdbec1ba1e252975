"""The page on which the API can be tried: all of it is from this site alone."""

from __future__ import annotations

from playwright.async_api import BrowserContext, expect

from tests.support.site import Site


async def test_every_route_is_on_the_page_and_nothing_comes_from_elsewhere(
    context: BrowserContext, site: Site
) -> None:
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto("/api/docs")
    await page.get_by_role("link", name="Every operation").click()
    for route in ("/v1/chat/completions", "/v1/messages", "/generate_stream", "/tokenize"):
        await expect(page.locator(f'[data-path="{route}"]')).to_be_visible()
    await page.locator('[data-path="/v1/chat/completions"]').click()
    await expect(page.get_by_text("Closing the connection cancels")).to_be_visible()
    assert {url for url in asked if not url.startswith((site.url, "data:"))} == set()
