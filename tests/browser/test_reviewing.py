"""Reviewing by hand: a reason is asked, the transcript opens, and its owner sees that."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import last_reply, send
from tests.support.axe import violations
from tests.support.people import PASSWORD
from tests.support.site import Site

CREATE = (
    "from accounts.models import User; from django.contrib.auth.models import Group; "
    "charlie = User.objects.create_user({name!r}, password={password!r}, is_staff=True); "
    "charlie.groups.add(Group.objects.get(name='Reviewers'))"
)


@pytest_asyncio.fixture(loop_scope="session")
async def reviewing(browser: Browser, site: Site, username: str) -> AsyncIterator[Page]:
    """Charlie's page, in a browser of his own."""
    name = username.replace("alice", "charlie")
    site.shell(CREATE.format(name=name, password=PASSWORD))
    profile = await browser.new_context(base_url=site.url)
    page = await profile.new_page()
    await page.goto("/sign-in/?next=/admin/chat/conversation/")
    await page.locator("[name=login]").fill(name)
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()
    await page.wait_for_url("**/admin/**")
    yield page
    await profile.close()


async def test_a_reason_opens_a_transcript_and_its_owner_is_told(
    page: Page, reviewing: Page, username: str
) -> None:
    await send(page, "!reply The number is seven.")
    await expect(last_reply(page)).to_contain_text("seven")
    await page.wait_for_url("**/c/**")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    conversation = page.url

    await reviewing.goto(f"/admin/chat/conversation/?q={username}")
    await expect(reviewing.get_by_role("main")).not_to_contain_text("number")
    await reviewing.get_by_role("link", name="Conversation ").last.click()
    await expect(reviewing.get_by_role("main")).not_to_contain_text("seven")
    await reviewing.get_by_label("Why do you want to read this?").fill("Alice asked for help.")
    await reviewing.get_by_role("button", name="Read it").click()
    await expect(reviewing.get_by_role("main")).to_contain_text("The number is seven.")

    await page.reload()
    await page.get_by_role("link", name="Who and why").click()
    entry = page.get_by_role("listitem")
    await expect(entry).to_contain_text("charlie")
    await expect(entry).to_contain_text("read it.")
    await expect(entry).to_contain_text("Alice asked for help.")
    assert await violations(page) == []
    await page.goto(f"{conversation}report/")
    assert await violations(page) == []
