"""What a reader can know of a reply, by hand, in a real Chromium."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import last_reply, send


def info(page: Page) -> Locator:
    return page.get_by_role("dialog", name="About this reply")


async def open_info(page: Page) -> None:
    await last_reply(page).get_by_role("button", name="About this reply").click()
    await expect(info(page)).to_be_visible()


async def row(page: Page, name: str) -> str:
    found = info(page).locator("dl > div", has=page.get_by_text(name, exact=True))
    return await found.locator("dd").inner_text()


async def test_a_finished_reply_tells_its_model_and_figures(page: Page) -> None:
    await send(page, "!think 3\n!reply one two three")
    await expect(last_reply(page).locator(".reply-figures")).to_contain_text("tokens")
    await open_info(page)
    await expect(info(page)).to_contain_text("scripted, revision 1")
    assert await row(page, "Ended") == "by itself"
    assert await row(page, "Reply") == "6 tokens"
    assert await row(page, "of it reasoning") == "3 tokens"
    assert re.fullmatch(r"[\d.]+ m?s", await row(page, "First token"))
    assert re.fullmatch(r"[\d.]+ m?s", await row(page, "Waited in the queue"))
    await page.keyboard.press("Escape")
    await expect(info(page)).to_be_hidden()
    button = last_reply(page).get_by_role("button", name="About this reply")
    await expect(button).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(info(page)).to_be_visible()
    await button.click()
    await expect(info(page)).to_be_hidden()


async def test_the_receipt_of_a_stop_is_there_after_a_reload(page: Page) -> None:
    await send(page, "!tokens 5000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await page.get_by_role("button", name="Stop").click()
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
    await page.reload()
    await open_info(page)
    assert await row(page, "Ended") == "stopped by you"
    assert re.fullmatch(r"\d+ tokens?", await row(page, "Made after the stop"))
    assert re.fullmatch(r"[\d.]+ m?s", await row(page, "Slot free after the stop"))


async def test_escape_closes_it_and_stops_no_reply(page: Page) -> None:
    await send(page, "!reply one")
    await expect(last_reply(page).locator(".reply-figures")).to_contain_text("token")
    first = page.locator("chat-reply").first
    await send(page, "!rate 20\n!tokens 2000")
    await first.get_by_role("button", name="About this reply").click()
    await expect(info(page)).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(info(page)).to_be_hidden()
    await expect(page.get_by_role("button", name="Stop")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
