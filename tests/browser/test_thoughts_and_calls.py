"""What a model thinks and which tools it calls, on the page: while it comes and after a reload."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import last_reply, send

CALL = '!call clock {"zone":"Asia/Tokyo","days":[1,2]}'
PRETTY = '{\n  "zone": "Asia/Tokyo",\n  "days": [\n    1,\n    2\n  ]\n}'


def words(page: Page) -> Locator:
    return last_reply(page).locator(".reasoning-words")


def card(page: Page, name: str) -> Locator:
    return last_reply(page).locator(".tool-call").filter(has_text=name)


async def ended(page: Page) -> None:
    await expect(last_reply(page).locator(".reply-figures")).to_contain_text("token")


async def test_how_long_it_thought_is_the_same_after_a_reload(page: Page) -> None:
    await send(page, "!rate 10\n!think 25\n!reply one two three four five six")
    await expect(words(page)).to_have_text("Thinking")
    panel = last_reply(page).locator("details.reasoning")
    await expect(panel).not_to_have_attribute("open", "")
    await expect(words(page)).to_have_text(re.compile(r"Thought for \d+ s"))
    told = await words(page).inner_text()
    await ended(page)
    await expect(words(page)).to_have_text(told)
    await page.reload()
    await expect(words(page)).to_have_text(told)
    await panel.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(panel.locator(".reasoning-text")).to_be_visible()


async def test_arguments_grow_and_are_there_after_a_reload(page: Page) -> None:
    await send(page, f"!rate 8\n{CALL}\n!call dice {{}}\n!reply Wait.")
    clock = card(page, "Calls clock")
    await expect(clock).to_contain_text("Being written")
    await expect(clock.locator("pre")).to_have_text(re.compile(r'^\{"zo'))
    await ended(page)
    for _ in range(2):
        await expect(clock).to_contain_text("Complete")
        await expect(clock.locator("pre")).to_have_text(PRETTY)
        await expect(card(page, "Calls dice").locator("pre")).to_have_text("{}")
        await page.reload()
        await expect(last_reply(page).locator(".prose")).to_have_text("Wait.")


async def test_a_call_that_was_stopped_is_cut_off_and_a_long_one_folds(page: Page) -> None:
    long = '"' + "a" * 700 + '"'
    await send(page, f"!rate 1000\n!call note {long}\n!reply Hm.")
    await ended(page)
    note = card(page, "Calls note")
    await page.reload()
    await expect(note).to_contain_text("Complete")
    await expect(note.locator("pre")).to_be_hidden()
    await note.locator("summary").click()
    pre = note.locator("pre")
    assert await pre.evaluate("element => element.scrollWidth > element.clientWidth")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await send(page, f"!rate 4\n!call slow {long}\n!reply Hm.")
    await expect(card(page, "Calls slow").locator("pre")).to_contain_text("aaa")
    await page.get_by_role("button", name="Stop").click()
    await expect(card(page, "Calls slow")).to_contain_text("Cut off")
