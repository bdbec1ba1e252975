"""Deleting by hand, and taking it back."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.browser.test_ordering import choose, entry, two
from tests.support.site import Site

__all__ = ["two"]


async def test_a_deleted_conversation_is_offered_back_in_place(two: Page) -> None:
    await choose(two, "!reply alpha", "Delete")
    await expect(entry(two, "!reply alpha")).to_have_count(0)
    await expect(two.get_by_role("status").filter(has_text="Deleted")).to_be_visible()
    await expect(entry(two, "!reply beta").get_by_role("link")).to_be_focused()
    await two.get_by_role("button", name="Undo").click()
    await expect(two.locator(".conversation a")).to_have_text(["!reply beta", "!reply alpha"])
    await expect(entry(two, "!reply alpha").get_by_role("link")).to_be_focused()
    await expect(two.get_by_role("button", name="Undo")).to_have_count(0)


async def test_the_offer_is_reached_by_tab(two: Page) -> None:
    await choose(two, "!reply alpha", "Delete")
    await expect(two.get_by_role("button", name="Undo")).to_be_visible()
    undo = two.get_by_role("button", name="Undo")
    for _ in range(6):
        await two.keyboard.press("Tab")
        if await undo.evaluate("button => button === document.activeElement"):
            break
    await two.keyboard.press("Enter")
    await expect(entry(two, "!reply alpha")).to_be_visible()


async def test_deleting_the_open_one_leads_to_a_new_chat_and_undo_leads_back(two: Page) -> None:
    address = two.url
    await two.get_by_role("button", name="More about this conversation").click()
    await two.get_by_role("menuitem", name="Delete").click()
    await expect(two).to_have_url(re.compile(r"//[^/]+/$"))
    await expect(composer(two)).to_be_focused()
    await expect(entry(two, "!reply beta")).to_have_count(0)
    await two.get_by_role("button", name="Undo").click()
    await two.wait_for_url(address)
    await expect(last_reply(two).locator(".prose")).to_have_text("beta")
    await two.reload()
    await expect(two.get_by_role("button", name="Undo")).to_have_count(0)


async def test_a_reply_that_streams_is_stopped_and_comes_back_with_what_was_written(
    page: Page,
) -> None:
    await send(page, "!tokens 3000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    address = page.url
    await page.get_by_role("button", name="More about this conversation").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("button", name="Undo").click()
    await page.wait_for_url(address)
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))


async def test_another_tab_is_told_that_it_is_gone_and_back(two: Page) -> None:
    other = await two.context.new_page()
    await other.goto(two.url)
    await expect(last_reply(other).locator(".prose")).to_have_text("beta")
    await two.goto("/")
    await choose(two, "!reply beta", "Delete")
    notice = other.get_by_text("This conversation has been deleted.")
    await expect(notice).to_be_visible()
    await two.get_by_role("button", name="Undo").click()
    await expect(notice).to_be_hidden()
    await expect(last_reply(other).locator(".prose")).to_have_text("beta")
    await send(other, "!reply and on")
    await expect(last_reply(other).locator(".prose")).to_have_text("and on")


async def test_undo_after_the_purge_says_so(two: Page, site: Site) -> None:
    await choose(two, "!reply alpha", "Delete")
    await expect(two.get_by_role("button", name="Undo")).to_be_visible()
    site.shell(
        "from datetime import timedelta; from django.utils.timezone import now;"
        "from chat.models import Conversation; from chat.purging import purge_due;"
        "Conversation.objects.exclude(deleted_at=None)"
        ".update(deleted_at=now() - timedelta(days=1)); purge_due()"
    )
    await two.get_by_role("button", name="Undo").click()
    await expect(two.locator("#toasts")).to_contain_text("It has been deleted for good meanwhile.")
    await expect(two.get_by_role("button", name="Undo")).to_have_count(0)
