"""The page of the two sides in a real Chromium."""

from __future__ import annotations

import re
from contextlib import ExitStack

from playwright.async_api import Locator, Page, expect

from tests.support.people import Person
from tests.support.program import Program
from tests.support.site import Site
from tests.support.waiting import until

LONG = "!rate 10\n!tokens 500"  # the most that the page asks for


def side(page: Page, name: str) -> Locator:
    return page.locator(f"[data-side={name}]")


async def ask(page: Page, prompt: str) -> None:
    await page.goto("/demo/streaming")
    await page.get_by_role("textbox", name="Question").fill(prompt)
    await page.get_by_role("button", name="Generate").click()


async def until_nothing_runs(site: Site) -> None:
    async def is_idle() -> bool:
        return site.count("inference_running", "gpu-worker") == 0

    await until(is_idle, seconds=30, what="the engine to be idle")


async def test_the_menu_leads_to_the_demo(page: Page) -> None:
    await page.locator(".account summary").click()
    await page.get_by_role("link", name="Streaming, side by side").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Streaming, side by side")


async def test_the_right_side_is_read_while_the_left_still_waits(page: Page) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    await ask(page, f"!rate 30\n!reply {words}")
    left, right = side(page, "whole"), side(page, "streamed")
    await expect(right.locator(".prose")).to_contain_text("word3 ")
    await expect(left.locator(".prose")).to_be_empty()
    await expect(left.locator(".side-waiting")).to_be_visible()

    for one in (left, right):
        await expect(one.locator(".prose")).to_have_text(words)
        await expect(one.locator("[data-clock=last]")).to_have_text(re.compile(r"^\d+\.\d\d s$"))
        await expect(one.locator("[data-clock=rate]")).to_have_text(re.compile(r"^\d+"))
    first = [await one.locator("[data-clock=first]").inner_text() for one in (left, right)]
    assert float(first[1].removesuffix(" s")) < float(first[0].removesuffix(" s")) / 2
    await expect(page.locator(".demo-verdict")).to_contain_text("began to read after")


async def test_calm_clocks_stand_at_the_end_as_the_verdict_says(page: Page) -> None:
    await page.emulate_media(reduced_motion="reduce")  # they move once a second
    await ask(page, "!rate 30\n!reply One two three.")
    await expect(page.locator(".demo-verdict p")).to_contain_text("began to read after")
    verdict = await page.locator(".demo-verdict p").inner_text()
    for name in ("streamed", "whole"):
        first = await side(page, name).locator("[data-clock=first]").inner_text()
        assert first in verdict
        last = await side(page, name).locator("[data-clock=last]").inner_text()
        assert float(last.removesuffix(" s")) >= float(first.removesuffix(" s")) > 0


async def test_one_stop_ends_both(page: Page, site: Site) -> None:
    await ask(page, LONG)
    await expect(side(page, "streamed").locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await page.get_by_role("button", name="Stop").click()

    for name in ("whole", "streamed"):
        await expect(side(page, name).locator(".side-note")).to_have_text("Stopped")
    await expect(side(page, "whole").locator(".prose")).to_be_empty()
    await expect(side(page, "streamed").locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await expect(page.get_by_role("button", name="Generate")).to_be_focused()
    await expect(page.locator(".demo-verdict")).to_contain_text("nothing to keep")
    await until_nothing_runs(site)


async def test_the_keyboard_is_enough(page: Page, site: Site) -> None:
    await page.goto("/demo/streaming")
    box = page.get_by_role("textbox", name="Question")
    await box.fill("!tokens")
    await box.press("Shift+Enter")
    await expect(side(page, "whole")).to_have_attribute("data-state", "idle")
    await box.fill(LONG)
    await box.press("Enter")
    await expect(side(page, "streamed")).to_have_attribute("data-state", "writing")
    await page.keyboard.press("Escape")
    await expect(side(page, "streamed")).to_have_attribute("data-state", "stopped")
    await until_nothing_runs(site)


async def test_who_is_refused_is_told_when_to_come_back(
    page: Page, site: Site, username: str
) -> None:
    limit = int(site.environment["MAX_REQUESTS_PER_USER"])
    with ExitStack() as running:
        alice = running.enter_context(Person.signed_in(site, username))
        program = running.enter_context(Program.of(alice))
        for _ in range(limit):
            running.enter_context(program.asking(LONG))
        await ask(page, "Hello")
        for name in ("whole", "streamed"):
            note = side(page, name).locator(".side-note")
            await expect(note).to_have_text(re.compile(r"limit\. Try again (in \d+ s|now)\."))
    await expect(page.get_by_role("button", name="Generate")).to_be_visible()
    await until_nothing_runs(site)


async def test_a_reply_that_breaks_off_says_so_on_both_sides(page: Page) -> None:
    await ask(page, "!fail after 8")
    for name in ("whole", "streamed"):
        await expect(side(page, name).locator(".side-note")).to_contain_text("asked for this")
    await expect(side(page, "streamed").locator(".prose")).not_to_be_empty()


async def test_who_was_signed_out_elsewhere_is_led_back_in(page: Page) -> None:
    await page.goto("/demo/streaming")
    await page.context.clear_cookies(name="sessionid")
    await page.get_by_role("button", name="Generate").click()
    for name in ("whole", "streamed"):
        link = side(page, name).get_by_role("link", name="Sign in again")
        await expect(link).to_have_attribute("href", "/sign-in/?next=/demo/streaming")
