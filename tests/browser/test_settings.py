"""The settings page by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import composer
from tests.support.people import PASSWORD, Person
from tests.support.site import Site

PAPER = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(252, 251, 248)", "rgb(25, 26, 26)"


@pytest.fixture
def founder(site: Site) -> Iterator[Person]:
    """Whoever signs up later administers nothing."""
    with Person.signed_up(site, "charlie") as charlie:
        yield charlie


async def open_settings(page: Page) -> None:
    await page.locator(".account summary").click()
    await page.get_by_role("link", name="Settings").click()
    await page.wait_for_url("/settings/")


async def save(page: Page, section: str) -> None:
    await page.locator(section).get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status")).to_have_text("Saved.")


async def test_the_colours_go_before_those_of_the_device(page: Page) -> None:
    for device, chosen, paper in (
        ("light", "Dark", DARK),
        ("dark", "Light", LIGHT),
        ("dark", "As the device has it", DARK),
        ("light", "As the device has it", LIGHT),
    ):
        await page.emulate_media(color_scheme=device)  # type: ignore[arg-type]
        await page.goto("/settings/")
        await page.get_by_label("Colours").select_option(chosen)
        await save(page, "#appearance")
        for path in ("/settings/", "/"):
            await page.goto(path)
            assert await page.evaluate(PAPER) == paper


async def test_text_grows(page: Page) -> None:
    await open_settings(page)
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = await page.evaluate(size)
    await page.get_by_label("Text size").select_option("Larger")
    await save(page, "#appearance")
    assert await page.evaluate(size) > before


async def test_with_ctrl_enter_chosen_enter_breaks_the_line(page: Page) -> None:
    await open_settings(page)
    await page.get_by_label("Send with").select_option("ctrl_enter")
    await save(page, "#appearance")
    await page.goto("/")
    await composer(page).fill("One")
    await composer(page).press("Enter")
    await composer(page).press_sequentially("Two")
    await expect(composer(page)).to_have_value("One\nTwo")
    await expect(page.locator("chat-message")).to_have_count(0)
    await composer(page).press("Control+Enter")
    sent = page.locator(".message-text")
    await expect(sent).to_have_text("One\nTwo", use_inner_text=True)


async def test_all_data_is_downloaded(page: Page, username: str) -> None:
    await open_settings(page)
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Download all my data").click()
    download = await coming.value
    assert download.suggested_filename.startswith(username)
    assert json.loads((await download.path()).read_text())["account"]["username"] == username


async def test_an_account_is_deleted_after_the_password(
    founder: Person, page: Page, username: str
) -> None:
    await open_settings(page)
    await page.get_by_role("link", name="Delete my account").click()
    await page.get_by_label("Your password").fill("wrong")
    await page.get_by_role("button", name="Delete my account").click()
    await expect(page.get_by_role("alert")).to_have_text("This is not your password.")
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="Delete my account").click()
    await expect(page.get_by_role("heading")).to_have_text("Your account is deleted")
    await page.goto("/")
    await page.wait_for_url("/sign-in/?next=/")
    await page.locator("[name=login]").fill(username)
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()
    await expect(page.get_by_role("alert")).to_be_visible()
