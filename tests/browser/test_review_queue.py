"""The review queue by keyboard: a thumb that points down comes, is labelled, noted and done."""

from __future__ import annotations

import asyncio

import pytest_asyncio
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import last_reply, send
from tests.browser.test_feedback import form, thumb
from tests.browser.test_reviewing import reviewing
from tests.support.axe import violations
from tests.support.site import Site

__all__ = ["reviewing"]

# Only this test has labels, so the letters are its own.
LABELS = (
    "from chat.models import ReviewItem, ReviewLabel; ReviewItem.objects.all().delete(); "
    "ReviewLabel.objects.get_or_create(name='Harmful', letter='h', colour='red'); "
    "ReviewLabel.objects.get_or_create(name='Wrong', letter='w', colour='orange')"
)


@pytest_asyncio.fixture(loop_scope="session")
async def reported(page: Page, site: Site) -> Page:
    """Alice's page: one reply she finds bad, and another conversation that she reports."""
    site.shell(LABELS)
    await send(page, "!reply The number is **seven**.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await thumb(page, "Bad").click()
    await expect(form(page)).to_be_focused()
    await page.goto("/")
    await send(page, "!reply The colour is blue.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await page.wait_for_url("**/c/**")
    await page.goto(f"{page.url}report/")
    await page.locator("main [type=submit]").click()
    return page


async def test_on_a_phone_the_labels_come_before_the_texts(reported: Page, reviewing: Page) -> None:
    """But not before the question why one reads them; and beside them where there is room."""
    page = reviewing
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.goto("/admin/chat/reviewitem/")
    await page.get_by_role("button", name="Take the next").click()
    why = page.get_by_label("Why do you want to read this?")
    asked, before = await why.bounding_box(), await page.locator(".triage-say").bounding_box()
    assert asked is not None
    assert before is not None
    assert asked["y"] < before["y"]
    await why.fill("Alice did not like it.")
    await page.get_by_role("button", name="Read it").click()
    await expect(page.locator(".transcript-turns")).to_be_visible()
    say, read = page.locator(".triage-say"), page.locator(".transcript-turns")
    for width, is_phone in ((390, True), (1400, False)):
        await page.set_viewport_size({"width": width, "height": 800})
        labels, texts = await say.bounding_box(), await read.bounding_box()
        assert labels is not None
        assert texts is not None
        if is_phone:
            assert labels["y"] + labels["height"] <= texts["y"]
            assert labels["y"] < 800
        else:
            assert texts["x"] + texts["width"] <= labels["x"]
            assert labels["y"] < texts["y"] + texts["height"]
        assert await violations(page) == []


async def slowly(route: Route) -> None:
    if route.request.method == "POST":
        await asyncio.sleep(1)
    await route.continue_()


async def test_the_review_queue_is_worked_through_by_keyboard(
    reported: Page, reviewing: Page
) -> None:
    page, main = reviewing, reviewing.get_by_role("main")
    await page.goto("/admin/")
    await page.get_by_role("link", name="Review queue").first.click()
    await page.get_by_role("button", name="Take the next").click()

    await page.get_by_label("Why do you want to read this?").fill("Alice did not like it.")
    await page.get_by_role("button", name="Read it").click()
    await expect(main.locator("strong", has_text="seven")).to_be_visible()
    assert await violations(page) == []

    await page.keyboard.press("w")
    await expect(page.get_by_role("checkbox", name="Wrong")).to_be_checked()
    await expect(page.locator("[data-saved]")).to_have_text("Labels saved.")
    await page.reload()
    await expect(page.get_by_role("checkbox", name="Wrong")).to_be_checked()

    await page.keyboard.press("n")
    await page.keyboard.type("jdx are letters here")
    await page.keyboard.press("Control+Enter")
    await expect(main.get_by_role("article")).to_contain_text("jdx are letters here")
    await page.keyboard.press("?")
    await expect(main.get_by_text("next and previous in the queue")).to_be_visible()

    first = page.url
    await page.route("**/change/", slowly)
    await page.keyboard.press("h")
    await page.keyboard.press("j")  # before the label is saved
    await page.wait_for_url(lambda url: url != first)
    await page.unroute("**/change/", slowly)
    await expect(main).to_contain_text("The colour is blue.")
    await page.keyboard.press("a")
    await expect(page.locator("[data-saved]")).to_have_text("It is yours.")
    second = page.url
    await page.keyboard.press("k")
    await page.wait_for_url(first)
    await expect(page.get_by_role("checkbox", name="Harmful")).to_be_checked()

    await page.keyboard.press("d")
    await page.wait_for_url("**/reviewitem/")
    await page.goto(second)
    await page.keyboard.press("x")
    await page.wait_for_url("**/reviewitem/")
    await page.goto(f"{page.url}?status=all")
    await expect(main).to_contain_text("Done")
    await expect(main).to_contain_text("Dismissed")
