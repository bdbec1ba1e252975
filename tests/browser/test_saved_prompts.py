"""Saved prompts: kept on a page of their own, called with a slash."""

from __future__ import annotations

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import composer
from tests.support.site import Site

PROMPTS = {
    "Explain": "Explain this simply.",
    "Translate": "Translate into {{language}}:\n\n{{ text }}\n\nOnly {{language}}, please.",
}


async def save_prompt(page: Page, name: str, text: str) -> None:
    await page.goto("/settings/prompts/")
    form = page.locator("#new-prompt")
    await form.get_by_label("Name").fill(name)
    await form.get_by_label("Text").fill(text)
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status")).to_have_text(f"“{name}” is saved.")


@pytest_asyncio.fixture(loop_scope="session")
async def prepared(page: Page) -> Page:
    """Alice has two saved prompts, and an empty chat in front of her."""
    for name, text in PROMPTS.items():
        await save_prompt(page, name, text)
    await page.goto("/")
    return page


async def test_a_slash_offers_them_and_the_keyboard_chooses(prepared: Page) -> None:
    box, options = composer(prepared), prepared.get_by_role("option")
    await box.press_sequentially("/")
    await expect(options).to_have_count(2)
    await expect(options.first).to_have_attribute("aria-selected", "true")
    await box.press("ArrowDown")
    active = await box.get_attribute("aria-activedescendant")
    assert active == await options.nth(1).get_attribute("id")
    await box.press("ArrowDown")
    await box.press_sequentially("exp")
    await expect(options).to_have_count(1)
    await box.press("Enter")
    await expect(box).to_have_value(PROMPTS["Explain"])
    await expect(options).to_have_count(0)
    await expect(box).to_be_focused()
    assert await prepared.locator("chat-message").count() == 0


async def test_places_are_asked_for_and_nothing_is_lost_by_leaving(prepared: Page) -> None:
    box = composer(prepared)
    await box.press_sequentially("/trans")
    await expect(prepared.get_by_role("option")).to_have_count(1)
    await box.press("Tab")
    dialog = prepared.get_by_role("dialog", name="Translate")
    await expect(dialog.get_by_label("language")).to_be_focused()
    await prepared.keyboard.press("Escape")
    await expect(box).to_have_value("/trans")
    await expect(box).to_be_focused()
    await box.press_sequentially("l")  # what was left is not offered for the same text
    await box.fill("")
    await box.press_sequentially("/trans")
    await prepared.get_by_role("option").click()
    await dialog.get_by_label("language").fill("German")
    await dialog.get_by_role("button", name="Insert").click()
    await expect(dialog).to_be_visible()  # each place is required
    await dialog.get_by_label("text").fill("Two\nlines {{language}}")
    await dialog.get_by_role("button", name="Insert").click()
    await expect(box).to_have_value(
        "Translate into German:\n\nTwo\nlines {{language}}\n\nOnly German, please."
    )
    await expect(box).to_be_focused()


async def test_esc_leaves_the_slash_and_it_can_be_sent_as_it_is(prepared: Page) -> None:
    box = composer(prepared)
    await box.press_sequentially("/ex")
    await expect(prepared.get_by_role("option")).to_have_count(1)
    await box.press("Escape")
    await expect(prepared.get_by_role("option")).to_have_count(0)
    await expect(box).to_have_value("/ex")
    await box.press_sequentially("p")
    await expect(prepared.get_by_role("option")).to_have_count(0)
    await box.press("Enter")
    await expect(prepared.locator("chat-message .message-text")).to_have_text("/exp")


async def test_a_text_that_means_no_prompt_is_sent_at_once(prepared: Page) -> None:
    box = composer(prepared)
    await box.press_sequentially("/etc/hosts")
    await expect(prepared.get_by_role("option")).to_have_count(0)
    await box.press("Enter")
    await expect(prepared.locator("chat-message .message-text")).to_have_text("/etc/hosts")


async def test_who_has_none_is_told_where_to_make_one(page: Page) -> None:
    await composer(page).press_sequentially("/")
    await expect(page.get_by_text("You have no saved prompts yet.")).to_be_visible()
    await page.get_by_role("link", name="Saved prompts…").click()
    await expect(page.get_by_role("heading", name="Saved prompts")).to_be_visible()


async def test_what_was_changed_on_another_page_is_offered(prepared: Page) -> None:
    box = composer(prepared)
    await box.press_sequentially("/")
    await expect(prepared.get_by_role("option")).to_have_count(2)
    await box.fill("")
    settings = await prepared.context.new_page()
    await save_prompt(settings, "Shorten", "Make this shorter.")
    await settings.close()
    await prepared.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await box.press_sequentially("/")
    await expect(prepared.get_by_role("option")).to_have_count(3)


async def test_the_page_needs_no_javascript(browser: Browser, page: Page, site: Site) -> None:
    cookies = await page.context.storage_state()
    plain = await browser.new_context(
        base_url=site.url, java_script_enabled=False, storage_state=cookies
    )
    page = await plain.new_page()
    await save_prompt(page, "Explain", "Explain this.")
    await page.get_by_role("link", name="Edit Explain").click()
    await page.get_by_label("Text").fill("Explain that.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Explain that.", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Delete Explain").click()
    await expect(page.get_by_text("“Explain” is deleted.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("status")).to_have_text("“Explain” is back.")
    await save_prompt(page, "Other", "x")
    await page.locator("#new-prompt").get_by_label("Name").fill("EXPLAIN")
    await page.locator("#new-prompt").get_by_label("Text").fill("Kept as it is")
    await page.locator("#new-prompt").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert")).to_have_text(
        "You have a saved prompt with this name already."
    )
    await expect(page.locator("#new-prompt").get_by_label("Text")).to_have_value("Kept as it is")
    await plain.close()
