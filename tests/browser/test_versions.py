"""Other versions of a turn, by hand, in a real Chromium: edited, continued, chosen."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.people import Person
from tests.support.site import Site

WORD = re.compile(r"\w{3}")


def said(page: Page) -> Locator:
    """What the reader wrote, on the path that is shown."""
    return page.locator("chat-message:visible .message-text")


def told(page: Page) -> Locator:
    return page.locator("chat-reply:visible .prose")


def last_message(page: Page) -> Locator:
    return page.locator("chat-message:visible").last


async def talk(page: Page, *replies: str) -> None:
    for reply in replies:
        await send(page, f"!reply {reply}")
        await expect(last_reply(page).locator(".prose")).to_have_text(reply)
        await is_idle(page)


async def is_idle(page: Page) -> None:
    await expect(page.locator("body[data-busy]")).to_have_count(0)


async def edit(owner: Locator, words: str) -> Locator:
    """Open the box and type; gives it."""
    await owner.hover()
    await owner.get_by_role("button", name=re.compile("^Edit (message|reply)$")).click()
    box = owner.get_by_role("textbox")
    await expect(box).to_be_focused()
    await box.fill(words)
    return box


async def stop(page: Page) -> None:
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
    await is_idle(page)


def versions(owner: Locator) -> Locator:
    return owner.get_by_role("group", name="Versions")


async def choose(owner: Locator, which: str) -> None:
    await owner.get_by_role("button", name=f"{which} version").click()


async def test_an_edited_message_is_answered_and_the_first_branch_comes_back(page: Page) -> None:
    await talk(page, "One.", "Two.")
    box = await edit(page.locator("chat-message").first, "!reply Won.")
    await box.press("Enter")
    await expect(told(page)).to_have_text(["Won."])
    await expect(said(page)).to_have_text(["!reply Won."])
    await expect(composer(page)).to_be_focused()
    await is_idle(page)
    first = page.locator("chat-message:visible").first
    await expect(versions(first)).to_contain_text("2 of 2")
    await choose(first, "Previous")
    await expect(told(page)).to_have_text(["One.", "Two."])
    await page.reload()
    await expect(told(page)).to_have_text(["One.", "Two."])
    await send(page, "!reply Three.")
    await expect(told(page)).to_have_text(["One.", "Two.", "Three."])


async def test_the_control_keeps_the_focus_and_its_place(page: Page) -> None:
    await talk(page, "One.")
    await send(page, "!rate 2000\n!tokens 600")
    await is_idle(page)
    box = await edit(page.locator("chat-message").first, "!reply Won.")
    await box.press("Enter")
    await expect(told(page)).to_have_text(["Won."])
    await is_idle(page)
    button = page.get_by_role("button", name="Previous version")
    await button.focus()
    before = await button.bounding_box()
    await page.keyboard.press("Enter")
    await expect(told(page)).to_have_count(2)
    await expect(page.get_by_role("button", name="Previous version")).to_be_focused()
    after = await page.get_by_role("button", name="Previous version").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    await expect(page.locator("#announcer")).to_have_text("Version 1 of 2")
    await page.keyboard.press("Enter")  # nothing is before the first
    await expect(told(page)).to_have_count(2)


async def test_a_reply_in_the_middle_is_written_again(page: Page) -> None:
    await talk(page, "One.", "Two.")
    first = page.locator("chat-reply").first
    await first.get_by_role("button", name="Write this reply again").click()
    await expect(told(page)).to_have_text(["One."])
    await is_idle(page)
    await expect(versions(last_reply(page))).to_contain_text("2 of 2")
    await choose(last_reply(page), "Previous")
    await expect(told(page)).to_have_text(["One.", "Two."])


async def test_an_edited_reply_is_marked_and_shown_in_both_tabs(page: Page) -> None:
    await talk(page, "One bold.")
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(told(other)).to_have_text(["One bold."])
    box = await edit(last_reply(page), "Won `code`.")
    await last_reply(page).get_by_role("button", name="Save").click()
    for tab in (page, other):
        await expect(told(tab)).to_have_text(["Won code."])
        await expect(last_reply(tab).locator(".reply-edited")).to_be_visible()
        await expect(versions(last_reply(tab))).to_contain_text("2 of 2")
    await expect(box).to_have_count(0)
    await choose(last_reply(other), "Previous")
    for tab in (page, other):
        await expect(told(tab)).to_have_text(["One bold."])
        await expect(last_reply(tab).locator(".reply-edited")).to_be_hidden()


async def test_escape_brings_the_old_words_back_and_leaves_nothing(page: Page) -> None:
    await talk(page, "One.")
    box = await edit(page.locator("chat-message").first, "something else")
    await box.press("Escape")
    await expect(said(page)).to_have_text(["!reply One."])
    await expect(page.get_by_role("button", name="Edit message")).to_be_focused()
    await page.reload()
    await expect(said(page)).to_have_text(["!reply One."])
    await expect(page.locator(".edit-form")).to_have_count(0)


async def test_an_unsent_edit_survives_a_reload(page: Page) -> None:
    await talk(page, "One.", "Two.")
    await edit(page.locator("chat-message").first, "half a thought")
    await edit(last_reply(page), "another")
    await page.reload()
    boxes = page.locator(".edit-form textarea")
    await expect(boxes).to_have_count(2)
    await expect(boxes.first).to_have_value("half a thought")
    await expect(boxes.last).to_have_value("another")
    await boxes.first.press("Escape")
    await page.reload()
    await expect(boxes).to_have_count(1)


async def test_a_composition_does_not_send_an_edit(page: Page) -> None:
    await talk(page, "One.")
    box = await edit(page.locator("chat-message").first, "!reply 日本")
    await box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await box.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    await expect(box).to_have_value("!reply 日本")
    await expect(told(page)).to_have_text(["One."])
    await box.press("Shift+Enter")
    await expect(box).to_have_value("!reply 日本\n")


async def test_an_edit_that_is_too_long_is_counted_and_kept(page: Page) -> None:
    await talk(page, "One.")
    box = await edit(page.locator("chat-message").first, "x" * 32_770)
    form = page.locator(".edit-form")
    await expect(form.locator(".edit-count")).to_have_text("2 characters too long")
    await box.press("Enter")
    await expect(form.locator(".edit-problem")).to_contain_text("at most 32,768 characters")
    await expect(told(page)).to_have_text(["One."])


async def test_an_edit_while_a_reply_is_being_written_waits_in_its_box(page: Page) -> None:
    await talk(page, "One.")
    box = await edit(page.locator("chat-message").first, "!reply Won.")
    await page.locator("#composer-input").fill("!rate 20\n!tokens 2000")
    await page.locator("#composer-input").press("Enter")
    await expect(last_reply(page).locator(".prose")).to_contain_text(WORD)
    await box.press("Enter")
    await expect(page.locator(".edit-problem")).to_contain_text("A reply is being written.")
    await expect(box).to_have_value("!reply Won.")
    await stop(page)
    await box.press("Enter")
    await expect(told(page)).to_have_text(["Won."])


async def test_no_version_is_chosen_while_a_reply_is_being_written(page: Page) -> None:
    await talk(page, "One.")
    await last_reply(page).get_by_role("button", name="Write this reply again").click()
    await is_idle(page)
    await send(page, "!rate 20\n!tokens 2000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(WORD)
    await choose(page.locator("chat-reply").first, "Previous")
    await expect(page.locator(".composer-problem")).to_contain_text("when the reply is written")
    await expect(versions(page.locator("chat-reply").first)).to_contain_text("2 of 2")
    await stop(page)
    await choose(page.locator("chat-reply").first, "Previous")
    await expect(told(page)).to_have_count(1)


async def test_an_edit_on_an_overloaded_site_counts_down_and_can_be_taken_back(
    page: Page, site: Site, username: str
) -> None:
    await talk(page, "One.")
    with Person.signed_in(site, username) as elsewhere:
        async with elsewhere.tab() as tab:
            running = [(await tab.send("!tokens 5000"))["generation"] for _ in range(8)]
            box = await edit(page.locator("chat-message").first, "!reply Won.")
            await box.press("Enter")
            status = page.locator(".reply-status-words:visible")
            await expect(status).to_contain_text(re.compile(r"\d+ s"))
            await page.get_by_role("button", name="Cancel").click()
            await expect(box).to_have_value("!reply Won.")
            await box.press("Escape")
            await expect(told(page)).to_have_text(["One."])
            for generation in running:
                await tab.say(type="stop", generation=generation)


async def test_an_edit_that_is_refused_comes_back_into_its_box(page: Page) -> None:
    await talk(page, "One.")
    await page.context.set_offline(True)
    box = await edit(page.locator("chat-message").first, "!reply Won.")
    await box.press("Enter")
    await expect(page.locator(".reply-status-words:visible")).to_contain_text("connection is back")
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(box).to_have_value("!reply Won.")
    await expect(box).to_be_focused()
    await box.press("Enter")
    await page.context.set_offline(False)
    await expect(told(page)).to_have_text(["Won."], timeout=30_000)
    await expect(page.locator(".edit-form")).to_have_count(0)


async def test_a_reply_edited_without_a_connection_is_saved_when_it_is_back(page: Page) -> None:
    await talk(page, "One.")
    await page.context.set_offline(True)
    await expect(page.locator("#connection-banner")).to_be_visible()
    await edit(last_reply(page), "Won.")
    await last_reply(page).get_by_role("button", name="Save").click()
    await expect(page.locator(".edit-problem")).to_contain_text("Not connected.")
    await page.context.set_offline(False)
    await expect(told(page)).to_have_text(["Won."], timeout=30_000)
    await expect(page.locator(".edit-form")).to_have_count(0)
    await expect(versions(last_reply(page))).to_contain_text("2 of 2")


async def test_a_queued_message_follows_the_reply_that_is_shown(page: Page) -> None:
    await talk(page, "One.")
    await last_reply(page).get_by_role("button", name="Write this reply again").click()
    await is_idle(page)
    await send(page, "!rate 20\n!tokens 2000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(WORD)
    await composer(page).fill("!reply Second answer.")
    await composer(page).press("Enter")
    await expect(page.locator("queued-message .queued-words")).to_have_text("Queued")
    await stop(page)
    await choose(page.locator("chat-reply").first, "Previous")
    await expect(told(page)).to_have_text(["One."])
    await page.get_by_role("button", name="Send now").click()
    await expect(told(page)).to_have_text(["One.", "Second answer."])
