"""Thumbs and words about a reply, by hand, in a real Chromium."""

from __future__ import annotations

import re

from playwright.async_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import last_reply, send
from tests.support.axe import violations

SAVED = "Thank you. Your feedback is saved."


def thumb(page: Page, name: str) -> Locator:
    return last_reply(page).get_by_role("button", name=f"{name} reply", exact=True)


def form(page: Page) -> Locator:
    return page.get_by_role("form", name="Feedback on this reply")


def words(page: Page) -> Locator:
    return form(page).get_by_role("textbox", name="Comment")


async def is_pressed(page: Page, name: str, pressed: bool) -> None:
    await expect(thumb(page, name)).to_have_attribute("aria-pressed", str(pressed).lower())


async def test_a_thumb_and_words_are_there_on_every_page(
    page: Page, context: BrowserContext
) -> None:
    await send(page, "!rate 20\n!tokens 2000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await expect(thumb(page, "Bad")).to_be_hidden()
    await page.keyboard.press("Escape")
    await thumb(page, "Bad").click()
    await expect(form(page)).to_be_focused()
    await is_pressed(page, "Bad", True)
    await is_pressed(page, "Good", False)
    assert await violations(page) == []
    await form(page).get_by_text("Not complete").click()
    await words(page).fill("It never ends.")
    await form(page).get_by_role("button", name="Save").click()
    await expect(last_reply(page).get_by_role("status")).to_have_text(SAVED)
    await expect(form(page)).to_have_count(0)
    await expect(thumb(page, "Bad")).to_be_focused()

    other = await context.new_page()
    await other.goto(page.url)
    await is_pressed(other, "Bad", True)
    await last_reply(other).get_by_role("button", name="Comment on this reply").click()
    await expect(words(other)).to_have_value("It never ends.")
    await expect(form(other).get_by_role("checkbox", name="Not complete")).to_be_checked()
    await other.keyboard.press("Escape")
    await expect(form(other)).to_have_count(0)
    await thumb(other, "Bad").click()
    await expect(last_reply(other).get_by_role("status")).to_have_text(
        "Your feedback is taken back."
    )
    await is_pressed(other, "Bad", False)
    await page.reload()
    await is_pressed(page, "Bad", False)
    await page.keyboard.press("Tab")
    await thumb(page, "Good").focus()
    await page.keyboard.press("Enter")
    await expect(form(page)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(thumb(page, "Good")).to_be_focused()
    await is_pressed(page, "Good", True)


async def test_what_cannot_be_saved_is_said_and_the_words_stay(page: Page) -> None:
    await send(page, "!fail after 0")
    await expect(last_reply(page)).to_have_attribute("data-phase", "failed")

    async def away(route: Route) -> None:
        if route.request.method == "POST":
            await route.abort()
        else:
            await route.fallback()

    await page.route("**/feedback/**", away)
    await thumb(page, "Good").click()
    status = last_reply(page).get_by_role("status")
    await expect(status).to_have_text("This could not be saved. Try again.")
    await is_pressed(page, "Good", False)
    await page.unroute("**/feedback/**")
    await thumb(page, "Good").click()
    await words(page).fill("Quick, at least.")
    await page.route("**/feedback/**", away)
    await form(page).get_by_role("button", name="Save").click()
    await expect(form(page).get_by_role("alert")).to_have_text(
        "This could not be saved. Try again."
    )
    await expect(words(page)).to_have_value("Quick, at least.")
    await page.unroute("**/feedback/**")
    await form(page).get_by_role("button", name="Save").click()
    await expect(status).to_have_text(SAVED)


async def test_a_thumb_shows_in_the_other_tabs_of_the_same_person(
    page: Page, context: BrowserContext
) -> None:
    await send(page, "!reply One.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await send(page, "!reply Two.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    other = await context.new_page()
    await other.goto(page.url)
    await is_pressed(other, "Good", False)

    await thumb(page, "Good").click()
    await is_pressed(other, "Good", True)
    await expect(form(other)).to_have_count(0)  # words are for the tab of the thumb
    await words(page).fill("Quick.")
    await is_pressed(page, "Good", True)
    await expect(words(page)).to_have_value("Quick.")
    await thumb(other, "Bad").click()
    await is_pressed(page, "Bad", True)
    await is_pressed(page, "Good", False)
    first = page.locator("chat-reply").first.get_by_role("button", name="Bad reply", exact=True)
    await expect(first).to_have_attribute("aria-pressed", "false")
    await thumb(other, "Bad").click()
    await is_pressed(page, "Bad", False)
