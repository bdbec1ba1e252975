"""Keeping order in the sidebar by hand: the menu, pins, the archive, folders and tags."""

from __future__ import annotations

import re

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import last_reply, send
from tests.support.site import Site

MANY = """
from accounts.models import User
from tests.support.cast import conversations
conversations(User.objects.get(username="{username}"), 120)
"""


@pytest_asyncio.fixture(loop_scope="session")
async def two(page: Page) -> Page:
    """Alice's page with two conversations: the newer one, "!reply beta", is open."""
    for word in ("alpha", "beta"):
        await page.goto("/")
        await send(page, f"!reply {word}")
        await expect(last_reply(page).locator(".prose")).to_have_text(word)
    return page


def entry(page: Page, title: str) -> Locator:
    return page.locator(".conversation", has=page.get_by_role("link", name=title))


async def choose(page: Page, title: str, item: str) -> None:
    """In the menu of the conversation or folder that is called so."""
    await page.get_by_role("button", name=f"More about {title}", exact=True).click(force=True)
    await page.get_by_role("menu").get_by_role("menuitem", name=item, exact=True).click()


async def titles(page: Page, group: str = "") -> list[str]:
    scope = f"[data-group={group}] " if group else ""
    return await page.locator(f".sidebar-lists {scope}.conversation a").all_inner_texts()


async def test_the_menu_is_all_keyboard(two: Page) -> None:
    await two.locator(".conversation a").first.focus()
    await two.keyboard.press("ArrowDown")
    await expect(entry(two, "!reply alpha").get_by_role("link")).to_be_focused()
    await two.keyboard.press("Tab")
    more = entry(two, "!reply alpha").get_by_role("button")
    await expect(more).to_be_focused()
    await two.keyboard.press("Enter")
    items = two.get_by_role("menuitem")
    await expect(items.first).to_be_focused()
    await expect(more).to_have_attribute("aria-expanded", "true")
    await two.keyboard.press("ArrowUp")
    await expect(two.get_by_role("menuitem", name="Delete")).to_be_focused()
    await two.keyboard.press("Home")
    await two.keyboard.press("Escape")
    await expect(two.get_by_role("menu")).to_have_count(0)
    await expect(more).to_be_focused()
    await expect(more).to_have_attribute("aria-expanded", "false")
    await two.keyboard.press("Enter")
    await expect(items.first).to_be_focused()
    await two.keyboard.press("ArrowDown")
    await two.keyboard.press("Enter")
    await expect(two.locator("[data-group=pinned] a")).to_have_text("!reply alpha")
    await expect(more).to_be_focused()  # it has moved, and the focus with it
    await two.keyboard.press("Tab")
    await two.keyboard.press("Tab")
    assert await two.evaluate("!document.activeElement.closest('.sidebar-lists')")


async def test_a_second_click_on_the_button_closes_the_menu(two: Page) -> None:
    more = entry(two, "!reply alpha").get_by_role("button")
    for is_open in (1, 0, 1, 0):
        await more.click(force=True)
        await expect(two.get_by_role("menu")).to_have_count(is_open)


async def test_esc_in_the_menu_does_not_stop_the_reply(two: Page) -> None:
    await send(two, "!tokens 3000")
    await expect(last_reply(two).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await two.get_by_role("button", name="More about this conversation").click()
    await expect(two.get_by_role("menuitem").first).to_be_focused()
    await two.keyboard.press("Escape")
    await expect(two.get_by_role("menu")).to_have_count(0)
    await expect(two.locator(".composer-main")).to_have_attribute("data-mode", "stop")
    await two.keyboard.press("Escape")
    await expect(last_reply(two).locator(".reply-ending-words")).to_have_text("Stopped")


async def test_renaming_in_the_list_and_on_the_top_bar(two: Page) -> None:
    await choose(two, "!reply alpha", "Rename")
    await two.get_by_role("textbox", name="New title").fill("Alpha plans")
    await two.keyboard.press("Enter")
    await expect(entry(two, "Alpha plans").get_by_role("link")).to_be_focused()
    await two.get_by_role("button", name="More about this conversation").click()
    await two.get_by_role("menuitem", name="Rename").click()
    await two.get_by_role("textbox", name="New title").fill("Beta plans")
    await two.keyboard.press("Enter")
    await expect(two.get_by_role("heading", name="Beta plans")).to_be_visible()
    await expect(entry(two, "Beta plans")).to_be_visible()
    await two.reload()
    assert await titles(two) == ["Beta plans", "Alpha plans"]


async def test_pinned_ones_stay_on_top_and_move_within(two: Page) -> None:
    await choose(two, "!reply alpha", "Pin")
    await expect(two.locator("[data-group=pinned] .conversation")).to_have_count(1)
    assert await titles(two) == ["!reply alpha", "!reply beta"]
    await send(two, "!reply more")
    await expect(last_reply(two).locator(".prose")).to_have_text("more")
    assert await titles(two) == ["!reply alpha", "!reply beta"]
    await choose(two, "!reply beta", "Pin")
    await expect(two.locator("[data-group=pinned] .conversation")).to_have_count(2)
    await two.reload()
    assert await titles(two, "pinned") == ["!reply beta", "!reply alpha"]
    await choose(two, "!reply beta", "Unpin")
    await expect(two.locator("[data-group=pinned] .conversation")).to_have_count(1)


async def test_what_is_archived_stands_on_its_own_page_until_its_owner_writes(two: Page) -> None:
    address = two.url
    await two.get_by_role("button", name="More about this conversation").click()
    await two.get_by_role("menuitem", name="Archive", exact=True).click()
    await expect(entry(two, "!reply beta")).to_have_count(0)
    await two.get_by_role("link", name="Archived").click()
    await expect(two.get_by_role("link", name="!reply beta")).to_be_visible()
    await two.get_by_role("link", name="!reply beta").click()
    assert two.url == address
    await expect(entry(two, "!reply beta")).to_have_count(0)
    await send(two, "!reply again")
    await expect(entry(two, "!reply beta")).to_have_count(1)
    await choose(two, "!reply alpha", "Archive")
    await expect(entry(two, "!reply alpha")).to_have_count(0)
    await two.get_by_role("button", name="Undo").click()
    await expect(entry(two, "!reply alpha")).to_be_visible()
    await choose(two, "!reply alpha", "Archive")
    await two.goto("/archived/")
    await two.get_by_role("button", name="Unarchive !reply alpha").click()
    await expect(two.get_by_text("Nothing is archived.")).to_be_visible()


async def test_folders_are_made_filled_renamed_and_deleted(two: Page) -> None:
    await choose(two, "!reply alpha", "Move to folder…")
    dialog = two.get_by_role("dialog", name="Move to a folder")
    await dialog.get_by_label("Or a new folder").fill("Work")
    await dialog.get_by_role("button", name="Save").click()
    folder = two.locator(".folder", has_text="Work")
    await expect(folder).to_be_visible()
    await expect(entry(two, "!reply alpha")).to_have_count(0)
    await folder.locator("summary").click()
    await expect(folder.get_by_role("link", name="!reply alpha")).to_be_visible()
    await two.reload()  # what was open is open again
    await expect(folder.get_by_role("link", name="!reply alpha")).to_be_visible()

    await two.get_by_role("button", name="New folder").click()
    dialog = two.get_by_role("dialog", name="Name of the folder")
    await dialog.get_by_role("textbox").fill("WORK")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_have_text(
        "There is a folder with this name already."
    )
    await dialog.get_by_role("textbox").fill("Home")
    await two.keyboard.press("Enter")
    await expect(two.locator(".folder")).to_have_count(2)

    await choose(two, "!reply beta", "Move to folder…")
    dialog = two.get_by_role("dialog", name="Move to a folder")
    await dialog.get_by_label("Folder", exact=True).select_option("Home")
    await dialog.get_by_role("button", name="Save").click()
    home = two.locator(".folder", has_text="Home")
    await home.locator("summary").click()
    await expect(home.get_by_role("link", name="!reply beta")).to_be_visible()
    await choose(two, "Home", "Rename…")
    await two.get_by_role("dialog").get_by_role("textbox").fill("House")
    await two.keyboard.press("Enter")
    await expect(two.locator(".folder-name")).to_have_text(["House", "Work"])
    await choose(two, "House", "Delete…")
    await two.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(two.locator(".folder-name")).to_have_text(["Work"])
    await expect(two.locator("[data-group=today] > ol").last.get_by_role("link")).to_have_text(
        "!reply beta"
    )


async def test_tags_are_put_on_and_narrow_the_list(two: Page) -> None:
    await choose(two, "!reply alpha", "Tags…")
    dialog = two.get_by_role("dialog", name="Tags")
    for name in ("blue", "amber"):
        await dialog.get_by_label("Add a tag").fill(name)
        await two.keyboard.press("Enter")
        await expect(dialog.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    await dialog.get_by_role("button", name="Remove amber").click()
    await expect(dialog.get_by_role("button", name="Remove amber")).to_have_count(0)
    await dialog.get_by_role("button", name="Close").click()
    chip = two.get_by_role("group", name="Filter by tag").get_by_role("button")
    await expect(chip).to_have_text("blue")
    await chip.click()
    await expect(two.locator(".conversation a")).to_have_text(["!reply alpha"])
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await expect(chip).to_be_focused()
    await two.keyboard.press("Tab")
    await expect(entry(two, "!reply alpha").get_by_role("link")).to_be_focused()
    await chip.click()
    await expect(two.locator(".conversation a")).to_have_count(2)


async def test_older_ones_come_below_with_the_focus_on_the_first(
    two: Page, site: Site, username: str
) -> None:
    site.shell(MANY.format(username=username))
    await two.reload()
    links = two.locator(".conversation a")
    await expect(links).to_have_count(50)
    await two.get_by_role("button", name="Show older").click()
    await expect(links).to_have_count(100)
    await expect(links.nth(50)).to_be_focused()
    assert len(set(await titles(two))) == 100
    labels = await two.locator(".conversation-group h2").all_inner_texts()
    assert len(set(labels)) == len(labels), "a group that goes on has one heading"
    await choose(two, "Number 60", "Delete")  # what was shown is shown again
    await expect(links).to_have_count(100)
    await expect(entry(two, "Number 61").get_by_role("link")).to_be_focused()


async def test_another_tab_follows(two: Page) -> None:
    other = await two.context.new_page()
    await other.goto("/")
    await two.bring_to_front()
    await choose(two, "!reply alpha", "Pin")
    await expect(two.locator("[data-group=pinned] a")).to_have_text("!reply alpha")
    await other.bring_to_front()
    await expect(other.locator("[data-group=pinned] a")).to_have_text("!reply alpha")


async def test_the_lists_stay_under_an_open_menu_and_follow_when_it_is_closed(two: Page) -> None:
    other = await two.context.new_page()
    await other.goto("/")
    more = entry(other, "!reply alpha").get_by_role("button")
    await more.click(force=True)
    await choose(two, "!reply beta", "Pin")
    await expect(two.locator("[data-group=pinned] a")).to_have_text("!reply beta")
    async with other.expect_response("**/conversations/?*"):
        await other.evaluate(
            "new BroadcastChannel(`chatsite:lists:${document.body.dataset.user}`).postMessage('')"
        )
    await expect(other.get_by_role("menuitem").first).to_be_focused()
    await expect(other.locator("[data-group=pinned]")).to_have_count(0)
    await other.keyboard.press("Escape")
    await expect(other.locator("[data-group=pinned] a")).to_have_text("!reply beta")
    await expect(more).to_be_focused()
