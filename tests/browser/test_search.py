"""Finding what was said: the dialog, its keys, and the message it leads to."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.site import Site

MAKE = """
from accounts.models import User
from chat.models import Conversation
from tests.support.long_conversations import make_long
owner = User.objects.get(username={username!r})
for title in ("Birds", "Fish"):
    print("made", make_long(owner, 300, title=title, text=" and feathers.").get_absolute_url())
"""


@pytest.fixture
def addresses(page: Page, site: Site, username: str) -> list[str]:
    """Of two conversations of Alice, of 300 messages each."""
    printed = site.shell(MAKE.format(username=username))
    return re.findall(r"made (\S+)", printed)


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search what was said")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


async def open_search(page: Page) -> None:
    await page.keyboard.press("Control+k")
    await expect(box(page)).to_be_focused()


async def test_by_keyboard_from_the_shortcut_to_the_message(
    page: Page, addresses: list[str]
) -> None:
    await open_search(page)
    await box(page).press_sequentially("message 57")
    await expect(options(page)).to_have_count(2)
    await expect(page.get_by_role("group", name="Birds").get_by_role("option")).to_have_count(1)
    await expect(options(page).first.locator("mark")).to_have_text(["Message", "57"])
    await expect(page.get_by_role("status").filter(has_text="2 results")).to_be_attached()
    await expect(box(page)).to_have_attribute("aria-expanded", "true")

    await box(page).press("ArrowDown")
    await box(page).press("ArrowDown")
    chosen = options(page).nth(1)
    await expect(chosen).to_have_attribute("aria-selected", "true")
    await expect(box(page)).to_have_attribute(
        "aria-activedescendant", await chosen.get_attribute("id") or ""
    )
    await box(page).press("Enter")

    await expect(page).to_have_url(re.compile(addresses[0] + "$"))
    found = page.locator("chat-reply", has_text=re.compile("Message 57 "))
    await expect(found).to_be_in_viewport()
    await expect(found).to_have_attribute("data-arrived", "")
    await expect(found).to_be_focused()
    await expect(found).not_to_have_attribute("data-arrived", "", timeout=10_000)
    await expect(page.locator("chat-message", has_text="Message 298 ")).to_be_attached()
    await expect(page.get_by_role("button", name="Go to the newest message")).to_be_visible()


async def test_titles_paging_and_the_empty_state(page: Page, addresses: list[str]) -> None:
    await page.get_by_role("button", name="Search", exact=True).click()
    status = page.locator(".search-status")
    await expect(status).to_have_text("Words of a message or of a title")
    await box(page).fill("fis")
    await expect(
        page.get_by_role("group", name="Conversations").get_by_role("option")
    ).to_have_text("Fish")
    await box(page).fill("feathers")
    await expect(options(page)).to_have_count(20)
    await page.get_by_role("button", name="Show older").last.click()
    await expect(options(page)).to_have_count(40)
    await expect(box(page)).to_be_focused()
    for _ in range(41):
        await box(page).press("ArrowDown")
    await expect(options(page)).to_have_count(60)
    await expect(options(page).nth(40)).to_have_attribute("aria-selected", "true")
    await box(page).fill("unheard of")
    await expect(options(page)).to_have_count(0)
    await expect(status).to_have_text("Nothing was found.")
    await box(page).fill("")
    await expect(status).to_have_text("Words of a message or of a title")


async def test_escape_leads_back_and_stops_no_reply(page: Page) -> None:
    await send(page, "!tokens 5000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await composer(page).focus()
    await open_search(page)
    await page.keyboard.press("Escape")
    await expect(page.locator("#search-dialog")).to_be_hidden()
    await expect(composer(page)).to_be_focused()
    await expect(last_reply(page)).to_have_attribute("data-phase", "writing")
    await open_search(page)
    await box(page).fill("soup")
    await page.keyboard.press("Escape")  # which would only empty a box of the kind "search"
    await expect(page.locator("#search-dialog")).to_be_hidden()
    await open_search(page)
    await expect(box(page)).to_have_value("soup")
    await page.keyboard.press("Control+k")
    await expect(page.locator("#search-dialog")).to_be_hidden()
    await page.get_by_role("button", name="Stop").click()


async def test_an_answer_that_comes_too_late_is_not_shown_and_a_failure_is_told(
    page: Page, addresses: list[str]
) -> None:
    async def fail(route: Route) -> None:
        await route.abort()

    await open_search(page)
    await page.route("**/search/?q=message**", fail)
    await box(page).fill("message 57")
    status = page.locator(".search-status")
    await expect(status).to_have_text("The search gave no answer. Press Enter to try again.")
    await page.unroute("**/search/?q=message**")
    await box(page).press("Enter")
    await expect(page).to_have_url(re.compile(addresses[1] + "$"))


async def test_on_a_phone_it_fills_the_screen(page: Page, addresses: list[str]) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_role("button", name="Show conversations").click()
    await page.get_by_role("button", name="Search", exact=True).click()
    await box(page).fill("message 57")
    await expect(options(page)).to_have_count(2)
    dialog = await page.locator("#search-dialog").bounding_box()
    assert dialog is not None
    assert (dialog["x"], dialog["y"], dialog["width"]) == (0, 0, 390)
    await options(page).first.click()
    await expect(page.locator("chat-reply", has_text=re.compile("Message 57 "))).to_be_in_viewport()
