"""Other conversations go on while one is read, by hand, in a real Chromium."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import last_reply, send

pytestmark = pytest.mark.own_profile  # what is seen of several pages is the point

OUT_OF_SIGHT = """
Object.defineProperty(document, "hidden", { configurable: true, get: () => window.isAway });
window.isAway = true;
document.dispatchEvent(new Event("visibilitychange"));
"""
BACK = "window.isAway = false; document.dispatchEvent(new Event('visibilitychange'))"
# Chromium shows none without a desktop; what the page asked for is noted instead.
NOTED_NOTICES = """
window.noticed = [];
window.Notification = class extends EventTarget {
  static permission = "granted";
  static async requestPermission() { return "granted"; }
  constructor(words, options) { super(); window.noticed.push([words, options.tag]); }
};
"""


def words(prefix: str, count: int) -> str:
    return " ".join(f"{prefix}{number}" for number in range(count))


def entry(page: Page, title: str) -> Locator:
    return page.locator(".conversation", has_text=title)


async def begin(page: Page, text: str) -> str:
    """A new chat whose reply has begun; gives its address."""
    await page.goto("/")
    await send(page, text)
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    return page.url


async def test_two_conversations_stream_at_once_and_none_loses_a_word(page: Page) -> None:
    apples, pears = words("apple", 200), words("pear", 200)
    first = await begin(page, f"!rate 20\n!reply {apples}")
    second = await begin(page, f"!rate 20\n!reply {pears}")
    await expect(page.locator("[data-activity=writing]")).to_have_count(2)
    for address, fruit in ((first, "apple"), (second, "pear"), (first, "apple")):
        await page.goto(address)
        await expect(last_reply(page).locator(".prose")).to_contain_text(f"{fruit}3 ")
        await expect(page.locator("[data-activity=writing]")).to_have_count(2)
    prose = last_reply(page).locator(".prose")
    await expect(prose).to_have_text(apples, timeout=30_000)
    await page.goto(second)
    await expect(last_reply(page).locator(".prose")).to_have_text(pears, timeout=30_000)
    await expect(page.locator("[data-activity]")).to_have_count(0)


async def test_a_reply_that_ends_elsewhere_is_told_and_stays_marked_until_it_is_opened(
    page: Page,
) -> None:
    elsewhere = await begin(page, f"!rate 20\n!reply {words('plum', 60)}")
    await page.goto("/")
    mark = entry(page, "!rate 20").locator(".conversation-mark")
    await expect(mark).to_have_text("A reply is being written")
    toast = page.locator(".toast a")
    await expect(toast).to_contain_text("Reply ready: !rate 20", timeout=20_000)
    await expect(mark).to_have_text("A new reply")
    await page.reload()
    await expect(mark).to_have_text("A new reply")
    seen = asyncio.Event()  # or the page is left before it has said so

    def hear(frame: str | bytes) -> None:
        if '"seen"' in str(frame):
            seen.set()

    page.on("websocket", lambda socket: socket.on("framesent", hear))
    await entry(page, "!rate 20").locator("a").click()
    await expect(page).to_have_url(elsewhere)
    async with asyncio.timeout(20):
        await seen.wait()
    await expect(page.locator("[data-activity]")).to_have_count(0)
    await page.goto("/")
    await expect(page.locator(".model-chip")).to_have_attribute("data-state", "ready")
    await expect(page.locator("[data-activity]")).to_have_count(0)


async def test_the_notice_leads_to_the_conversation(page: Page) -> None:
    elsewhere = await begin(page, "!rate 20\n!tokens 40")
    await page.goto("/")
    await page.locator(".toast a").click(timeout=20_000)
    await expect(page).to_have_url(elsewhere)


async def test_a_tab_out_of_sight_counts_what_has_ended_in_its_title(page: Page) -> None:
    await page.add_init_script(NOTED_NOTICES)
    await begin(page, "!rate 20\n!tokens 60")
    await page.locator(".account summary").click()
    switch = page.get_by_role("button", name="Notify me of replies")
    await expect(switch).to_have_attribute("aria-pressed", "false")
    await switch.click()
    await page.evaluate(OUT_OF_SIGHT)
    await expect(page).to_have_title(re.compile(r"^\(1\) !rate 20"), timeout=20_000)
    identity = page.url.split("/")[-2]
    assert await page.evaluate("noticed") == [["Reply ready: !rate 20 !tokens 60", identity]]
    await expect(entry(page, "!rate 20").locator(".conversation-mark")).to_be_attached()
    await page.evaluate(BACK)
    await expect(page).to_have_title(re.compile(r"^!rate 20"))
    await expect(page.locator("[data-activity]")).to_have_count(0)
    await expect(page.locator(".toast")).to_have_count(0)


async def test_nobody_is_notified_outside_the_page_who_did_not_ask_for_it(page: Page) -> None:
    await page.add_init_script(NOTED_NOTICES)
    await begin(page, "!rate 20\n!tokens 30")
    await page.evaluate(OUT_OF_SIGHT)
    await expect(page).to_have_title(re.compile(r"^\(1\) "), timeout=20_000)
    assert await page.evaluate("noticed") == []


async def test_stopping_in_one_tab_is_no_news_in_another(page: Page) -> None:
    await begin(page, "!rate 20\n!tokens 2000")
    other = await page.context.new_page()
    await other.goto("/")
    await expect(other.locator("[data-activity=writing]")).to_have_count(1)
    await page.get_by_role("button", name="Stop").click()
    await expect(other.locator("[data-activity]")).to_have_count(0)
    await expect(other.locator(".toast")).to_have_count(0)
