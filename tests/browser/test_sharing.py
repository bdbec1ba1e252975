"""Sharing by hand: a link is made, read, updated, revoked; and a shared chat is gone on with."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.people import Person
from tests.support.site import Site

TOKEN = re.compile(r"/s/[A-Za-z0-9_-]{43}$")


@pytest_asyncio.fixture(loop_scope="session")
async def bobs(browser: Browser, site: Site) -> AsyncIterator[Page]:
    """Bob's browser, which runs no scripts."""
    with Person.signed_up(site, "bob") as bob:
        profile = await browser.new_context(base_url=site.url, java_script_enabled=False)
        await profile.add_cookies(
            [{"name": "sessionid", "value": bob.http.cookies["sessionid"], "url": site.url}]
        )
        yield await profile.new_page()
        await profile.close()


async def say(page: Page, text: str, answer: str) -> None:
    await send(page, text)
    await expect(last_reply(page)).to_contain_text(answer)
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")


async def make_link(page: Page) -> str:
    await page.get_by_role("link", name="Share or keep this conversation").click()
    await page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("textbox", name="Link")
    await expect(link).to_have_value(TOKEN)
    return await link.input_value()


async def test_a_link_is_made_copied_read_without_scripts_and_revoked(
    page: Page, bobs: Page
) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await say(page, "!reply Some **bold** words", "Some bold words")
    address = await make_link(page)
    await page.get_by_role("button", name="Copy the link").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == address

    await bobs.goto(address)
    await expect(bobs.locator(".prose strong")).to_have_text("bold")
    await page.get_by_role("button", name="Revoke it").click()
    await expect(page.get_by_role("button", name="Make a link")).to_be_visible()
    answer = await bobs.goto(address)
    assert answer is not None
    assert answer.status == 404


async def test_closing_the_dialog_leads_back_to_where_it_was_opened(page: Page) -> None:
    await say(page, "Hello", "")
    button = page.get_by_role("link", name="Share or keep this conversation")
    for _ in range(2):
        await button.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog", name="Share or keep")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(button).to_be_focused()


async def test_bob_goes_on_with_alices_chat_in_his_own(page: Page, bobs: Page, site: Site) -> None:
    await say(page, "!reply The first answer", "The first answer")
    address = await make_link(page)
    await bobs.goto(address)
    await bobs.get_by_role("button", name="Continue in your own chat").first.click()
    await bobs.wait_for_url(re.compile(r"/c/[0-9a-f-]{36}/$"))
    assert "The first answer" in await bobs.content()

    # What he writes there is his alone.
    browser = page.context.browser
    assert browser is not None
    profile = await browser.new_context(
        base_url=site.url, storage_state=await bobs.context.storage_state()
    )
    his = await profile.new_page()
    await his.goto(bobs.url)
    await say(his, "!reply The second answer", "The second answer")
    await profile.close()
    await page.reload()
    await expect(page.locator("chat-reply")).to_have_count(1)
    await page.goto(address)
    await expect(page.locator("article.reply")).to_have_count(1)


async def test_a_conversation_is_duplicated_from_the_dialog(page: Page) -> None:
    await say(page, "!reply Once", "Once")
    url = page.url
    await page.get_by_role("link", name="Share or keep this conversation").click()
    await page.get_by_role("button", name="Duplicate").click()
    await page.wait_for_url(lambda now: now != url)
    await expect(page.locator(".page-title")).to_have_text("!reply Once (copy)")
    await expect(page.locator("chat-reply")).to_contain_text("Once")
    await composer(page).fill("!reply Twice")
    await composer(page).press("Enter")
    await expect(last_reply(page)).to_contain_text("Twice")


async def test_a_conversation_is_downloaded_from_the_dialog(page: Page) -> None:
    await say(page, "!reply Kept", "Kept")
    await page.get_by_role("link", name="Share or keep this conversation").click()
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="As Markdown").click()
    download = await coming.value
    assert download.suggested_filename == "!reply Kept.md"
    assert "Kept" in (await download.path()).read_text()


async def test_a_new_chat_has_nothing_to_share(page: Page) -> None:
    button = page.get_by_role("link", name="Share or keep this conversation")
    await expect(button).to_be_hidden()
    await say(page, "Hello", "")
    await expect(button).to_be_visible()
