"""Which pages and states there are, and how a person gets there. Knows no file."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect

Way = Callable[[Page], Awaitable[None]]

ENDED = "[data-phase=finished], [data-phase=failed]"
WRITING = f"chat-reply:not({ENDED}), :is([data-state=waiting], [data-state=writing])[data-side]"


def page_at(path: str) -> Way:
    async def go(page: Page) -> None:
        await page.goto(path)
        await expect(page.locator("h1").first).to_be_visible()

    return go


async def say(page: Page, text: str) -> None:
    await page.goto("/")
    await page.locator("#composer-input").fill(text)
    await page.locator(".composer-main").click()


async def opened(page: Page, title: str) -> None:
    await page.goto("/")
    address = await page.get_by_role("link", name=title, include_hidden=True).get_attribute("href")
    await page.goto(str(address))


async def finished(page: Page) -> None:
    await opened(page, "What matters when text streams?")
    await expect(page.locator("chat-reply").last).to_have_attribute("data-phase", "finished")
    await page.locator(".hljs-keyword").first.wait_for()


async def failed(page: Page) -> None:
    await opened(page, "Compare these two reports.")
    await expect(page.locator("chat-reply").last).to_have_attribute("data-phase", "failed")


async def streaming_with_a_queue(page: Page) -> None:
    await say(page, "How do I read a long report quickly?")
    prose = page.locator("chat-reply").last.locator(".prose")
    await expect(prose).to_contain_text(re.compile(r"(\w+\W+){12}"))
    await page.locator("#composer-input").fill("And what about the next one?")
    await page.keyboard.press("Control+Enter")
    if await page.locator("#composer-input").input_value():
        await page.locator(".composer-queue").click()
    await expect(page.locator("queued-message:not([data-pending])")).to_have_count(1)


async def stop_what_is_written(page: Page) -> None:
    """And what waits to be: each would take one of the few places from the pictures to come."""
    queued = page.locator("queued-message [data-action=cancel-queued]")
    for _ in range(await queued.count()):
        await queued.first.click()
    await expect(queued).to_have_count(0)
    if await page.locator(WRITING).count():
        await page.keyboard.press("Escape")
        await expect(page.locator(WRITING)).to_have_count(0)


async def shortcuts(page: Page) -> None:
    await page.goto("/")
    await page.keyboard.press("Control+/")
    await expect(page.locator("#shortcuts-dialog")).to_be_visible()


async def list_of_conversations(page: Page) -> None:
    """On a phone the drawer, elsewhere the menu of the account."""
    await page.goto("/")
    opener = page.locator(".drawer-open")
    if await opener.is_visible():
        await opener.click()
    await page.locator(".account summary").click()


async def side_by_side(page: Page) -> None:
    await page.goto("/demo/streaming")
    await page.locator("#demo-prompt").fill("What is streaming?")
    await page.locator(".demo-generate").click()
    prose = page.locator("[data-side=streamed] .prose")
    await expect(prose).to_contain_text(re.compile(r"(\w+\W+){12}"))


async def compared(page: Page) -> None:
    await page.goto("/compare/")
    await page.locator("#compare-text").fill("How do I read a long report quickly?")
    await page.locator("[name=second_temperature]").fill("1.2")
    await page.locator(".composer-button").click()
    for name in ("first", "second"):
        prose = page.locator(f"[data-side={name}] .prose")
        await expect(prose).to_contain_text(re.compile(r"(\w+\W+){12}"))


STRANGERS: dict[str, Way] = {
    "sign-in": page_at("/sign-in/"),
    "sign-up": page_at("/sign-up/"),
    "reset-password": page_at("/password/reset/"),
    "offline": page_at("/offline/"),
    "not-found": page_at("/nothing/here"),
}
PEOPLE: dict[str, Way] = {
    "chat-empty": page_at("/"),
    "chat-finished": finished,
    "chat-streaming": streaming_with_a_queue,
    "chat-failed": failed,
    "chat-list": list_of_conversations,
    "shortcuts": shortcuts,
    "keys": page_at("/settings/keys/"),
    "settings": page_at("/settings/"),
    "devices": page_at("/settings/devices/"),
    "second-factor": page_at("/settings/second-factor/"),
    "readers": page_at("/settings/readers/"),
    "import": page_at("/settings/import/"),
    "archived": page_at("/archived/"),
    "prompts": page_at("/settings/prompts/"),
    "compare": page_at("/compare/"),
    "compared": compared,
    "demo": side_by_side,
    "api": page_at("/api/docs"),
}
