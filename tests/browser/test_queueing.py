"""Writing on while a reply is being written, by hand, in a real Chromium."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.waiting import until

LONG = "!rate 20\n!tokens 2000"
SHORT = "!rate 20\n!tokens 60"


def queued(page: Page) -> Locator:
    return page.locator("queued-message")


async def queue(page: Page, text: str) -> None:
    """Type and press Enter while a reply is being written; wait until the server has it."""
    before = await queued(page).count()
    await composer(page).fill(text)
    await composer(page).press("Enter")
    await expect(queued(page)).to_have_count(before + 1)
    await expect(queued(page).last.locator(".queued-words")).to_have_text("Queued")


async def begin(page: Page, text: str) -> None:
    await send(page, text)
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))


async def test_what_is_written_meanwhile_waits_and_is_sent_by_itself(page: Page) -> None:
    await begin(page, SHORT)
    await queue(page, "!reply Second answer.")
    await queue(page, "!reply Third answer.")
    await expect(composer(page)).to_have_value("")
    await expect(queued(page).locator(".queued-text")).to_have_text(
        ["!reply Second answer.", "!reply Third answer."]
    )
    await expect(page.locator("chat-reply")).to_have_count(3, timeout=20_000)
    await expect(last_reply(page).locator(".prose")).to_have_text("Third answer.")
    await expect(page.locator("chat-message .message-text")).to_have_text(
        [SHORT, "!reply Second answer.", "!reply Third answer."], use_inner_text=True
    )
    await expect(queued(page)).to_have_count(0)
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()


async def test_it_is_sent_with_no_page_open(page: Page) -> None:
    await begin(page, SHORT)
    await queue(page, "!reply Second answer.")
    conversation = page.url
    await page.goto("about:blank")

    async def is_answered() -> bool:
        answer = await page.context.request.get(conversation)
        return (await answer.text()).count("Second answer.") == 2  # asked and told

    await until(is_answered, seconds=30, what="the second answer")
    await page.goto(conversation)
    await expect(page.locator("chat-reply")).to_have_count(2)
    await expect(last_reply(page).locator(".prose")).to_have_text("Second answer.")


async def test_it_can_be_changed_and_removed(page: Page) -> None:
    await begin(page, LONG)
    await queue(page, "!reply Second")
    await queue(page, "!reply Third")
    await page.reload()
    await expect(queued(page)).to_have_count(2)
    first = queued(page).first
    await first.get_by_role("button", name="Edit").click()
    box = first.get_by_role("textbox")
    await expect(box).to_have_value("!reply Second")
    await box.fill("!reply Changed")
    await box.press("Enter")  # as in the composer, see the settings page
    await expect(first.locator(".queued-text")).to_have_text("!reply Changed")
    await queued(page).last.get_by_role("button", name="Remove").click()
    await expect(queued(page)).to_have_count(1)
    await page.reload()
    await expect(queued(page).locator(".queued-text")).to_have_text("!reply Changed")
    await page.keyboard.press("Escape")
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")


async def test_escape_in_the_edit_box_leaves_the_reply_alone(page: Page) -> None:
    await begin(page, LONG)
    await queue(page, "!reply Second")
    await queued(page).get_by_role("button", name="Edit").click()
    await queued(page).get_by_role("textbox").fill("something else")
    await page.keyboard.press("Escape")
    await expect(queued(page).locator(".queued-text")).to_have_text("!reply Second")
    await expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Stop", exact=True).click()


async def test_after_a_stop_it_waits_until_it_is_sent_by_hand(page: Page) -> None:
    await begin(page, LONG)
    await queue(page, "!reply Second answer.")
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
    await expect(page.locator(".queue-held")).to_be_visible()
    await expect(queued(page)).to_have_count(1)
    await page.get_by_role("button", name="Send now").click()
    await expect(composer(page)).to_be_focused()
    await expect(last_reply(page).locator(".prose")).to_have_text("Second answer.")
    await expect(queued(page)).to_have_count(0)
    await expect(page.locator(".queue")).to_be_hidden()


async def test_two_tabs_show_the_same_queue(page: Page) -> None:
    await begin(page, LONG)
    other = await page.context.new_page()
    await other.goto(page.url)
    await queue(page, "!reply Second")
    await expect(queued(other).locator(".queued-text")).to_have_text("!reply Second")
    await queue(other, "!reply Third")
    await expect(queued(page)).to_have_count(2)
    await queued(page).first.get_by_role("button", name="Remove").click()
    await expect(queued(other)).to_have_count(1)
    await expect(queued(other).locator(".queued-text")).to_have_text("!reply Third")
    await other.get_by_role("button", name="Stop", exact=True).click()
    await expect(page.locator(".queue-held")).to_be_visible()


async def test_a_change_that_comes_too_late_is_kept_in_the_message_box(page: Page) -> None:
    await begin(page, SHORT)
    await queue(page, "!reply Second")
    await queued(page).get_by_role("button", name="Edit").click()
    await queued(page).get_by_role("textbox").fill("!reply Changed too late")
    await expect(last_reply(page).locator(".prose")).to_have_text("Second", timeout=20_000)
    await expect(composer(page)).to_have_value("!reply Changed too late")


async def test_a_phone_has_a_button_for_each(page: Page) -> None:
    """Without an Escape key, Stop must stay in reach while something is typed."""
    await page.set_viewport_size({"width": 390, "height": 844})
    await begin(page, LONG)
    await expect(page.get_by_role("button", name="Queue", exact=True)).to_be_hidden()
    await composer(page).fill("!reply Second answer.")
    await page.get_by_role("button", name="Queue", exact=True).click()
    await expect(queued(page)).to_have_count(1)
    await composer(page).fill("half a thought")
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
    await expect(composer(page)).to_have_value("half a thought")


async def test_a_full_queue_gives_the_text_back(page: Page) -> None:
    await begin(page, LONG)
    for number in range(10):
        await queue(page, f"!reply {number}")
    await composer(page).fill("one more")
    await composer(page).press("Enter")
    await expect(page.locator(".composer-problem")).to_contain_text("10 messages wait already")
    await expect(composer(page)).to_have_value("one more")
    await expect(queued(page)).to_have_count(10)
    await page.get_by_role("button", name="Stop", exact=True).click()
