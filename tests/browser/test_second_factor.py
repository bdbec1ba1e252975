"""A passkey by hand: made, used without a password, used behind it, and removed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.axe import violations
from tests.support.site import Site

PASSWORD = "correct horse battery staple"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, site: Site, username: str) -> AsyncIterator[Page]:
    """Alice has signed up at a name, which passkeys need, with a device that keeps them."""
    context = await browser.new_context(base_url=f"http://localhost:{site.port}")
    page = await context.new_page()
    devices = await context.new_cdp_session(page)
    await devices.send("WebAuthn.enable")
    await devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    await page.goto("/sign-up/")
    await page.get_by_label("Username").fill(username)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("Password again").fill(PASSWORD)
    await page.get_by_role("button", name="Sign up").click()
    await page.wait_for_url("/")
    yield page
    await context.close()


async def sign_out(page: Page) -> None:
    await page.context.clear_cookies(name="sessionid")
    await page.goto("/sign-in/")


async def test_a_passkey_from_beginning_to_end(page: Page, username: str) -> None:
    await page.goto("/settings/second-factor/")
    assert await violations(page) == []
    await page.get_by_role("link", name="Add a passkey").click()
    await page.get_by_label("Your password").fill(PASSWORD)
    assert await violations(page) == []
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("Name").fill("Phone")
    assert await violations(page) == []
    await page.get_by_role("button", name="Add the passkey").click()
    await expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    await expect(page.locator(".recovery-codes code")).to_have_count(10)
    assert await violations(page) == []
    await page.get_by_role("link", name="I have kept them").click()
    await expect(page.get_by_role("heading", name="Phone")).to_be_visible()
    assert await violations(page) == []

    await sign_out(page)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await page.wait_for_url("/")
    await expect(page.locator("#composer-input")).to_be_visible()

    await sign_out(page)
    await page.get_by_label("Username").fill(username)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="Use a passkey").click()
    await page.wait_for_url("/")

    await page.goto("/settings/second-factor/")
    await page.get_by_role("link", name="Use an app").click()
    await page.get_by_role("link", name="Use a passkey").click()
    assert await violations(page) == []
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page.get_by_role("img")).to_be_visible()
    assert await violations(page) == []

    await page.goto("/settings/second-factor/")
    await page.get_by_role("link", name="Remove the passkey Phone").click()
    assert await violations(page) == []
    await page.get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("heading", name="Phone")).to_have_count(0)


async def test_a_device_without_a_passkey_says_so(page: Page) -> None:
    await sign_out(page)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    assert await violations(page) == []
