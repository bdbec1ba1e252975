"""A real Chromium in front of a real site; asynchronous, to share a process with the rest."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.support.people import PASSWORD
from tests.support.site import Site

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(Path(tmp_path_factory.mktemp("browser-site")))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture
async def context(browser: Browser, site: Site) -> AsyncIterator[BrowserContext]:
    """A browser profile; the page's own complaints fail the test."""
    profile = await browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    profile.on("weberror", lambda error: complaints.append(str(error.error)))
    profile.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    yield profile
    await profile.close()
    assert not complaints, complaints


@pytest_asyncio.fixture
async def page(context: BrowserContext) -> Page:
    """Alice's page: she has just signed up and sees an empty chat."""
    page = await context.new_page()
    await sign_up(page, "alice")
    return page


async def sign_up(page: Page, name: str) -> str:
    """Sign up by hand, as a new user would; gives the user name."""
    username = f"{name}-{uuid4().hex[:8]}"
    await page.goto("/sign-up/")
    await page.locator("[name=username]").fill(username)
    await page.locator("[name=password1]").fill(PASSWORD)
    await page.locator("[name=password2]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()
    await page.wait_for_url("/")
    return username
