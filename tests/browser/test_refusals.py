"""Every refusal leaves a way forward, and no reply can break the page."""

from __future__ import annotations

import json
import re

from playwright.async_api import Page, WebSocketRoute, expect

from tests.browser.conftest import composer, last_reply, send

UNAVAILABLE = {"code": "unavailable", "message": "The site cannot reach its store just now."}


async def refuse_once(page: Page, kind: str) -> list[str]:
    """The first frame of this type is answered with an error, as when Redis is away. Gives the
    types of all frames that the page sends from its next load on."""
    asked: list[str] = []

    async def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            asked.append(json.loads(message)["type"])
            if asked[-1] == kind and asked.count(kind) == 1:
                error = {"type": "error", "error": UNAVAILABLE, "in_reply_to": kind}
                route.send(json.dumps(error))
            else:
                server.send(message)

        route.on_message(pass_on)

    await page.route_web_socket(re.compile("/ws/$"), between)
    return asked


async def test_a_stop_that_could_not_be_taken_can_be_pressed_again(page: Page) -> None:
    await refuse_once(page, "stop")
    await page.reload()
    await send(page, "!tokens 5000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await page.get_by_role("button", name="Stop").click()
    await expect(page.locator(".composer-problem")).to_contain_text("cannot reach")
    await page.get_by_role("button", name="Stop", exact=True).click()

    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()


async def test_a_page_that_could_not_be_watched_is_watched_again(page: Page) -> None:
    await send(page, "!reply first")
    await expect(last_reply(page).locator(".prose")).to_have_text("first")
    await refuse_once(page, "watch")
    await page.reload()
    elsewhere = await page.context.new_page()
    await elsewhere.goto(page.url)
    await send(elsewhere, "!reply second")

    await expect(last_reply(page).locator(".prose")).to_have_text("second")
    await expect(page.locator(".composer-problem")).to_be_hidden()


async def test_what_is_typed_while_a_new_chat_begins_is_kept_once(page: Page) -> None:
    asked = await refuse_once(page, "none")
    await page.reload()
    await page.evaluate("WebSocket.prototype.send = function () {}")  # nothing leaves the page
    await send(page, "!reply first")
    await composer(page).fill("and then")
    await page.reload()
    await expect(last_reply(page).locator(".prose")).to_have_text("first")
    await expect(composer(page)).to_have_value("and then")
    assert "send" in asked
    await page.goto("/")

    await expect(composer(page)).to_have_value("")


async def test_marks_nested_beyond_reason_neither_stop_the_page_nor_the_next_visit(
    page: Page,
) -> None:
    text = ">" * 20_000 + "end"
    await send(page, f"!reply {text}")
    for _ in ("written", "loaded"):
        await expect(last_reply(page).locator(".prose")).to_have_text(text)
        await expect(page.get_by_role("button", name="Send")).to_be_visible()
        await page.reload()
    await send(page, "!reply and on it goes")

    await expect(last_reply(page).locator(".prose")).to_have_text("and on it goes")
