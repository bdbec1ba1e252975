"""Queued messages when frames are lost, come late or are refused, and for who has only keys."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, WebSocketRoute, expect

from tests.browser.conftest import composer, last_reply
from tests.browser.test_queueing import LONG, begin, queue, queued

Frame = dict[str, Any]


async def between(page: Page, answer: Callable[[Frame], Frame | None]) -> None:
    """What `answer` answers does not reach the server; an answer without a type is lost."""

    async def listen(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            told = answer(json.loads(message))
            if told is None:
                server.send(message)
            elif told:
                route.send(json.dumps(told))

        route.on_message(pass_on)

    await page.route_web_socket(re.compile("/ws/$"), listen)
    await page.reload()


def refusal(frame: Frame, *, seconds: int) -> Frame:
    error = {"code": "unavailable", "message": "Away.", "retry_after_seconds": seconds}
    return {"type": "refused", "client_id": frame["client_id"], "error": error}


async def change(page: Page, text: str) -> None:
    await queued(page).get_by_role("button", name="Edit").click()
    await queued(page).get_by_role("textbox").fill(text)
    await queued(page).get_by_role("button", name="Save").click()


async def stop(page: Page) -> None:
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")


async def test_a_change_that_was_saved_too_late_is_kept_in_the_message_box(page: Page) -> None:
    await between(page, lambda frame: {} if frame["type"] == "edit_queued" else None)
    await begin(page, "!rate 20\n!tokens 200")  # long enough for the change, on a busy machine too
    await queue(page, "!reply Second")
    await change(page, "!reply Changed too late")
    await expect(last_reply(page).locator(".prose")).to_have_text("Second", timeout=30_000)
    await expect(composer(page)).to_have_value("!reply Changed too late")


async def test_a_change_without_a_connection_stays_in_its_box(page: Page) -> None:
    await begin(page, LONG)
    await queue(page, "!reply Second")
    await page.context.set_offline(True)
    await change(page, "    !reply Changed")
    await expect(queued(page).locator(".queued-problem")).to_contain_text("Not connected")
    await expect(queued(page).get_by_role("textbox")).to_have_value("    !reply Changed")
    await page.context.set_offline(False)
    await expect(page.locator("#connection-banner")).to_be_hidden(timeout=30_000)
    await expect(last_reply(page)).to_be_visible()
    await queued(page).get_by_role("button", name="Save").click()
    await expect(queued(page).locator(".queued-text")).to_be_visible()
    await expect(queued(page).locator(".queued-text")).to_have_text(
        re.compile("^    !reply Changed$")
    )
    await stop(page)


async def test_a_late_answer_does_not_hide_that_the_queue_is_paused(page: Page) -> None:
    sent: list[Frame] = []

    def refuse_again(frame: Frame) -> Frame | None:
        if frame["type"] == "send":
            sent.append(frame)
        is_again = [one["client_id"] for one in sent].count(frame.get("client_id", "")) == 2
        return refusal(frame, seconds=2) if is_again else None

    await between(page, refuse_again)
    await begin(page, LONG)
    await queue(page, "!reply Second")
    await stop(page)
    await expect(page.locator(".queue-held")).to_be_visible()
    keep = "turn => sessionStorage.setItem(`chatsite:outbox:${document.body.dataset.user}:"
    keep += "${location.pathname.split('/').filter(Boolean).pop()}`, JSON.stringify([turn]))"
    await page.evaluate(keep, sent[0])
    await page.reload()
    await expect(last_reply(page)).to_contain_text("Trying again")
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible(timeout=20_000)
    await expect(page.locator("chat-reply")).to_have_count(1)
    assert [one["client_id"] for one in sent].count(sent[0]["client_id"]) == 3
    await expect(page.locator(".queue-held")).to_be_visible()


async def test_what_was_refused_for_a_moment_stays_before_what_was_written_later(
    page: Page,
) -> None:
    refused: list[str] = []

    def refuse(frame: Frame) -> Frame | None:
        if "Second" not in frame.get("text", "") or refused:
            return None
        refused.append(frame["client_id"])
        return refusal(frame, seconds=3)

    await between(page, refuse)
    await begin(page, LONG)
    for text in ("!reply Second", "!reply Third"):
        await composer(page).fill(text)
        await composer(page).press("Enter")
    words = queued(page).locator(".queued-words")
    await expect(words).to_have_text(["Queued", "Queued"], timeout=20_000)
    await expect(queued(page).locator(".queued-text")).to_have_text(
        ["!reply Second", "!reply Third"]
    )
    await stop(page)


async def test_the_keyboard_is_never_left_on_what_is_gone(page: Page) -> None:
    await begin(page, LONG)
    await queue(page, "!reply Second")
    await expect(page.locator("#announcer")).to_have_text("Queued")
    await queue(page, "!reply Third")
    first = queued(page).first
    await first.get_by_role("button", name="Edit").press("Enter")
    await page.keyboard.press("Escape")
    await expect(first.get_by_role("button", name="Edit")).to_be_focused()
    await first.get_by_role("button", name="Remove").press("Enter")
    await expect(queued(page)).to_have_count(1)
    await expect(queued(page).get_by_role("button", name="Edit")).to_be_focused()
    await queued(page).get_by_role("button", name="Remove").press("Enter")
    await expect(composer(page)).to_be_focused()
    await stop(page)
