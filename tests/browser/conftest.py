"""A real Chromium in front of a real site; asynchronous, to share a process with the rest."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    WebError,
    async_playwright,
    expect,
)

from tests.browser.profile import Profile, kept_profiles, own_context, wiped
from tests.support.people import Person
from tests.support.site import Site

HERE = Path(__file__).parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
# What Chromium itself says when a test takes the server away, or asks for what is not there.
EXPECTED = ("Failed to load resource", "WebSocket connection to")
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = (
    20_000  # machines are shared: what is right is seen at once, what is wrong a bit later
)

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def site(shared_site: Site) -> Site:
    return shared_site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One Chromium for all tests here, and so one event loop; to each test a wiped profile."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def profiles() -> AsyncIterator[dict[str, Profile]]:
    """Of each site, by its address."""
    async with kept_profiles() as kept:
        yield kept


@pytest_asyncio.fixture(loop_scope="session")
async def context(
    request: pytest.FixtureRequest, browser: Browser, site: Site, profiles: dict[str, Profile]
) -> AsyncIterator[BrowserContext]:
    """A browser profile; the page's own complaints fail the test."""
    complaints: list[str] = []

    def hear_error(error: WebError) -> None:
        complaints.append(str(error.error))

    def hear_message(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            complaints.append(message.text)

    own = request.node.get_closest_marker("own_profile") is not None
    async with (
        own_context(browser, site.url) if own else wiped(profiles, browser, site.url) as used
    ):
        used.on("weberror", hear_error)
        used.on("console", hear_message)
        yield used
    used.remove_listener("weberror", hear_error)
    used.remove_listener("console", hear_message)
    assert not complaints, complaints


@pytest.fixture
def username() -> str:
    """Alice's name in this test."""
    return f"alice-{uuid4().hex[:8]}"


@pytest_asyncio.fixture(loop_scope="session")
async def alices(context: BrowserContext, site: Site, username: str) -> BrowserContext:
    """Alice's browser: she has just signed up."""
    with Person.signed_up(site, username, exactly=True) as alice:
        session = alice.http.cookies["sessionid"]
    await context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    return context


@pytest_asyncio.fixture(loop_scope="session")
async def page(alices: BrowserContext) -> Page:
    """Alice's page: she sees an empty chat."""
    page = await alices.new_page()
    await page.goto("/")
    return page


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Message")


def last_reply(page: Page) -> Locator:
    return page.locator("chat-reply").last


async def send(page: Page, text: str) -> None:
    """Type and press Enter; wait until the page shows the message."""
    before = await page.locator("chat-message").count()
    await composer(page).fill(text)
    await composer(page).press("Enter")
    await expect(page.locator("chat-message")).to_have_count(before + 1)
