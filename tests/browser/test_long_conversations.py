"""A long conversation opens at its end, and earlier messages come when the reader goes up."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import BrowserContext, Locator, Page, WebSocketRoute, expect

from tests.browser.conftest import last_reply, send
from tests.support.site import Site

MOST_PIXELS = 4  # that the line under the reader's eye may move by

MAKE = """
from accounts.models import User
from tests.support.long_conversations import make_long
owner = User.objects.get(username={username!r})
print("made", make_long(owner, {count}, text=" and some words more.").get_absolute_url())
"""

# Goes to `top` and tells which message the reader sees first there, and where on the screen.
GO = """async top => {
  const scroller = document.querySelector(".thread-scroller");
  scroller.scrollTop = top;
  for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
  const edge = scroller.getBoundingClientRect().top;
  const seen = [...document.querySelectorAll(".thread > *")].find(
    one => one.getBoundingClientRect().bottom > edge);
  return [seen.messageId, seen.getBoundingClientRect().top];
}"""

# The same message a few frames later.
PLACE = """async id => {
  for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
  const one = [...document.querySelectorAll(".thread > *")].find(one => one.messageId === id);
  return one.getBoundingClientRect().top;
}"""


def messages(page: Page) -> Locator:
    return page.locator(".thread > *")


@pytest.fixture
def address(page: Page, site: Site, username: str) -> str:
    """Of Alice's conversation of 300 messages."""
    return make(site, username, 300)


class Held:
    """Answers to `older` that are on their way until they are let go, one after the other."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(0)
        self.release = self._free.release

    async def relay(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)

        async def tell(frame: str | bytes) -> None:
            if str(frame).startswith('{"type":"older"'):
                await self._free.acquire()
            socket.send(frame)

        server.on_message(tell)


async def hold_older(page: Page) -> Held:
    held = Held()
    await page.route_web_socket("**/ws/", held.relay)
    return held


def make(site: Site, username: str, count: int) -> str:
    printed = site.shell(MAKE.format(username=username, count=count))
    return printed.split("made ")[1].strip()


async def test_it_opens_at_its_end_and_the_line_being_read_stays_while_earlier_ones_come(
    page: Page, address: str
) -> None:
    held = await hold_older(page)
    await page.goto(address)
    await expect(messages(page).last).to_be_in_viewport()
    await expect(messages(page)).to_have_count(60)
    for top, count in ((0, 120), (700, 180), (700, 240), (0, 300)):
        seen, before = await page.evaluate(GO, top)
        await expect(page.locator(".earlier")).to_have_attribute("aria-busy", "")
        held.release()
        await expect(messages(page)).to_have_count(count)
        after = await page.evaluate(PLACE, seen)
        assert abs(after - before) <= MOST_PIXELS, f"moved by {after - before} px at {count}"
    await expect(page.locator(".earlier")).to_be_hidden()
    assert [number async for number in numbers_of(page)] == list(range(300))


async def test_home_leads_to_the_beginning_and_end_back(page: Page, address: str) -> None:
    await page.goto(address)
    await page.get_by_role("region", name="Messages").focus()
    await page.keyboard.press("Home")
    await expect(messages(page)).to_have_count(300)
    await expect(messages(page).first).to_be_in_viewport()
    await expect(page.locator("#announcer")).to_have_text("Earlier messages loaded")
    await page.keyboard.press("End")
    await expect(messages(page).last).to_be_in_viewport()


async def test_a_button_asks_too_for_whoever_does_not_scroll(page: Page, address: str) -> None:
    await page.goto(address)
    await page.get_by_role("button", name="Show earlier messages").dispatch_event("click")
    await expect(messages(page)).to_have_count(120)


async def test_a_connection_lost_in_the_middle_is_asked_again(
    page: Page, context: BrowserContext, address: str
) -> None:
    await page.goto(address)
    await expect(page.locator(".model-chip")).to_be_visible()
    await context.set_offline(True)
    await expect(page.locator("#connection-banner")).to_be_visible()
    await page.evaluate(GO, 0)
    await expect(page.get_by_role("button", name="Loading earlier messages")).to_be_visible()
    await context.set_offline(False)
    await expect(page.locator("#connection-banner")).to_be_hidden(timeout=20_000)
    await expect(messages(page)).to_have_count(120)


async def test_a_later_snapshot_keeps_what_was_loaded_and_another_tab_is_the_same(
    page: Page, context: BrowserContext, address: str
) -> None:
    await arrive(page, address)
    await page.evaluate(GO, 1000)
    await expect(messages(page)).to_have_count(120)
    seen, before = await page.evaluate(GO, 3000)
    other = await context.new_page()
    await other.goto(address)
    await send(other, "!reply Told in the other tab.")
    await expect(last_reply(other).locator(".prose")).to_have_text("Told in the other tab.")
    await expect(messages(page)).to_have_count(122)
    await expect(last_reply(page).locator(".reply-footer")).not_to_have_attribute("hidden", "")
    after = await page.evaluate(PLACE, seen)
    assert abs(after - before) <= MOST_PIXELS
    await other.evaluate(GO, 700)
    await expect(messages(other)).to_have_count(122)
    ids = [
        await one.locator(".thread > *").evaluate_all("all => all.map(one => one.messageId)")
        for one in (page, other)
    ]
    assert ids[0] == ids[1]


async def test_a_new_version_of_an_early_reply_leaves_what_stands_before_it(
    page: Page, address: str
) -> None:
    await arrive(page, address)
    await page.evaluate(GO, 0)
    await expect(messages(page)).to_have_count(120)
    early = page.locator("chat-reply", has_text="Message 191")
    await early.locator(".reply-footer [data-action=retry]").dispatch_event("click")
    await expect(page.locator("chat-message", has_text="Message 192")).to_have_count(0)
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    numbers = [number async for number in numbers_of(page)]
    assert len(numbers) >= 59
    assert numbers == list(range(191 - len(numbers), 191))


async def arrive(page: Page, address: str) -> None:
    """As a reader does: nobody scrolls before the end is drawn, which is what the page leads to."""
    await page.goto(address)
    await expect(page.locator(".model-chip[data-state=ready]")).to_be_visible()
    await expect(messages(page).last).to_be_in_viewport()
    await expect(last_reply(page).locator(".prose")).not_to_be_empty()
    await expect(page.locator(".thread > [data-undrawn]:nth-last-child(-n + 8)")).to_have_count(0)


async def numbers_of(page: Page) -> AsyncIterator[int]:
    """Of the messages that `make_long` has made."""
    for text in await messages(page).evaluate_all("all => all.map(one => one.text)"):
        found = re.match(r"Message (\d+)", text)
        if found:
            yield int(found[1])
