"""Teams by hand: Alice makes one and invites; Bob, who has no account yet, makes one and joins."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.axe import violations
from tests.support.people import PASSWORD
from tests.support.site import Site


@pytest_asyncio.fixture(loop_scope="session")
async def bobs(browser: Browser, site: Site) -> AsyncIterator[Page]:
    """The browser of somebody who is a stranger here."""
    profile = await browser.new_context(base_url=site.url)
    yield await profile.new_page()
    await profile.close()


async def test_alice_invites_and_bob_signs_up_and_joins(page: Page, bobs: Page) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.locator(".account summary").click()
    await page.get_by_role("link", name="Teams").click()
    await page.get_by_role("textbox", name="Name").fill("Garden")
    await page.get_by_role("button", name="Make the team").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Garden")
    await page.get_by_role("combobox", name="Role", exact=True).select_option("Reviewer")
    await page.get_by_role("button", name="Make the invitation").click()
    await expect(page.get_by_role("status")).to_contain_text("Its link stands below.")
    assert await violations(page) == []
    await page.get_by_role("button", name="Copy the link").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = await page.evaluate("navigator.clipboard.readText()")

    await bobs.goto(link)
    await expect(bobs).to_have_url(re.compile(r"/teams/join/$"))
    await expect(bobs.get_by_role("heading", level=1)).to_have_text("Garden")
    await bobs.get_by_role("link", name="Make an account").click()
    bob = f"bob-{uuid4().hex[:8]}"
    await bobs.get_by_label("Username").fill(bob)
    for name in ("Password", "Password again"):
        await bobs.get_by_label(name, exact=True).fill(PASSWORD)
    await bobs.get_by_role("button", name="Sign up").click()
    await expect(bobs.get_by_text("Your role: Reviewer")).to_be_visible()
    assert await violations(bobs) == []
    await bobs.get_by_role("button", name="Join the team").click()
    await expect(bobs.get_by_role("status")).to_have_text("You are in the team now.")
    await expect(bobs.get_by_role("button", name="Make the invitation")).to_have_count(0)

    await page.reload()
    await expect(page.get_by_text("Open invitations")).to_have_count(0)
    await page.get_by_role("combobox", name=f"Role of {bob}").select_option("Owner")
    await page.get_by_role("button", name=f"Save the role of {bob}").click()
    await bobs.reload()
    await bobs.get_by_role("link", name="Settings of the team").click()
    await bobs.get_by_role("textbox", name="Name").fill("Greenhouse")
    await bobs.get_by_role("button", name="Save").click()
    await expect(bobs.get_by_role("heading", level=1)).to_have_text("Settings of Greenhouse")
    assert await violations(bobs) == []
