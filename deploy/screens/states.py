"""Which pages and states there are, and how a person gets there. Knows no file."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect

Way = Callable[[Page], Awaitable[None]]

RICH = """!reply Three things matter when text **streams**:

1. the first word comes soon,
2. the rest at an even pace,
3. and `stop` means stop.

```python
async for event in read_events(generation, after=0):
    page.show(event)  # in order, each once
```

| measure | value |
|---|---:|
| first token | 0.2 s |
| speed | 40 tokens/s |

> What was shown never disappears.
"""
LONG = "!rate 20\n!tokens 2000"


def page_at(path: str) -> Way:
    async def go(page: Page) -> None:
        await page.goto(path)
        await expect(page.locator("h1").first).to_be_visible()

    return go


async def say(page: Page, text: str) -> None:
    await page.goto("/")
    await page.locator("#composer-input").fill(text)
    await page.locator(".composer-main").click()


async def finished(page: Page) -> None:
    await say(page, RICH)
    await expect(page.locator("chat-reply").last).to_have_attribute("data-phase", "finished")
    await page.locator(".hljs-keyword").first.wait_for()


async def streaming_with_a_queue(page: Page) -> None:
    await say(page, LONG)
    prose = page.locator("chat-reply").last.locator(".prose")
    await expect(prose).to_contain_text(re.compile(r"\w{3}"))
    await page.locator("#composer-input").fill("And what about the next one?")
    await page.keyboard.press("Control+Enter")
    if await page.locator("#composer-input").input_value():
        await page.locator(".composer-queue").click()
    await expect(page.locator("queued-message:not([data-pending])")).to_have_count(1)


async def failed(page: Page) -> None:
    await say(page, "!fail after 12")
    await expect(page.locator("chat-reply").last).to_have_attribute("data-phase", "failed")


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
    await page.locator("#demo-prompt").fill("!rate 60\n!reply Streaming is reading along.")
    await page.locator(".demo-generate").click()
    await expect(page.locator(".demo-verdict p")).to_be_visible()


async def compared(page: Page) -> None:
    await page.goto("/compare/")
    await page.locator("textarea").fill("!rate 20\n!tokens 200\nWhat is streaming?")
    await page.locator("[name=second_temperature]").fill("1.2")
    await page.locator(".composer-button").click()
    for name in ("first", "second"):
        prose = page.locator(f"[data-side={name}] .prose")
        await expect(prose).to_contain_text(re.compile(r"\w{3}"))


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
