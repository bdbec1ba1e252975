"""One message to two models, their replies side by side, in a real Chromium."""

from __future__ import annotations

import re

from playwright.async_api import BrowserContext, Locator, Page, WebSocketRoute, expect

from tests.browser.conftest import composer, last_reply, send
from tests.browser.test_demo import until_nothing_runs
from tests.browser.test_small_and_large import assert_fits
from tests.support.axe import violations
from tests.support.people import Person
from tests.support.site import Site

SLOW = "!rate 15\n!tokens 400"
SOME_WORDS = re.compile(r"\w{3}")
CHOOSE = "Go on with this one"


def side(page: Page, name: str) -> Locator:
    return page.locator(f"[data-side={name}]")


def sides(page: Page) -> tuple[Locator, Locator]:
    return side(page, "first"), side(page, "second")


def reply(one: Locator) -> Locator:
    return one.locator("chat-reply")


async def ask_both(page: Page, text: str) -> None:
    await page.goto("/compare/")
    await page.get_by_role("textbox", name="Message to both").fill(text)
    await page.get_by_role("textbox", name="Message to both").press("Enter")
    await page.wait_for_url(re.compile(r"/compare/[\w-]{36}/$"))


async def text_of(one: Locator) -> str:
    return await one.locator(".prose").inner_text()


async def test_both_stream_at_once_each_can_be_stopped_and_one_is_gone_on_with(page: Page) -> None:
    await composer(page).fill(SLOW)
    await page.get_by_role("button", name="Model and behaviour").click()
    await page.get_by_role("link", name="Ask two models at once").click()
    box = page.get_by_role("textbox", name="Message to both")
    await expect(box).to_have_value(SLOW)  # the draft came along
    group = page.get_by_role("group", name="Second reply")
    await group.get_by_label("Temperature").fill("0.5")
    await box.press("Enter")
    first, second = sides(page)
    for one in (first, second):
        await expect(one.locator(".prose")).to_contain_text(SOME_WORDS)
        await expect(reply(one)).to_have_attribute("data-phase", "writing")
    boxes = [await one.bounding_box() for one in (first, second)]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]  # type: ignore[index]
    await expect(second.locator("header")).to_contain_text("Temperature 0.5")

    await first.get_by_role("button", name="Stop First reply scripted").click()
    await expect(reply(first).locator(".reply-ending-words")).to_have_text("Stopped")
    await expect(reply(first).locator(".reply-figures")).to_contain_text("tokens/s")
    await expect(reply(second)).to_have_attribute("data-phase", "writing")
    await expect(page.get_by_role("button", name=CHOOSE)).to_have_count(0)

    seen = await text_of(first), await text_of(second)
    await page.reload()
    await expect(first.locator(".prose")).to_have_text(seen[0], use_inner_text=True)
    await expect(second.locator(".prose")).to_contain_text(seen[1][-20:], use_inner_text=True)
    await expect(reply(second)).to_have_attribute("data-phase", "writing")
    await page.keyboard.press("Escape")
    await expect(reply(second).locator(".reply-ending-words")).to_have_text("Stopped")
    await expect(page.get_by_role("button", name="Stop both")).to_be_hidden()

    await first.get_by_role("button", name=CHOOSE).click()
    await expect(last_reply(page).locator(".versions-place")).to_have_text("1/2")
    await expect(composer(page)).to_have_value("")
    await send(page, "!reply And on it goes.")
    await expect(last_reply(page).locator(".prose")).to_have_text("And on it goes.")
    await expect(page.locator("chat-reply").first.locator(".prose")).to_have_text(
        seen[0], use_inner_text=True
    )
    await page.goto("/")
    await expect(composer(page)).to_have_value("")  # what was sent is no draft any more


async def test_a_connection_that_is_lost_costs_neither_a_word(
    page: Page, context: BrowserContext
) -> None:
    words = " ".join(f"word{number}" for number in range(90))
    await ask_both(page, f"!rate 30\n!reply {words}")
    for one in sides(page):
        await expect(one.locator(".prose")).to_contain_text("word2 ")
    await context.set_offline(True)
    await expect(page.locator("#connection-banner")).to_be_visible()
    await context.set_offline(False)
    for one in sides(page):
        await expect(one.locator(".prose")).to_have_text(words, timeout=30_000)
        await expect(one.get_by_role("button", name=CHOOSE)).to_be_visible()


async def test_either_connection_that_is_lost_is_told_until_it_is_back(page: Page) -> None:
    sockets: list[WebSocketRoute] = []
    away: list[bool] = []

    async def carry(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        if away:
            await socket.close()
        else:
            socket.connect_to_server()

    await page.route_web_socket("**/ws/", carry)
    await ask_both(page, SLOW)
    for one in sides(page):
        await expect(one.locator(".prose")).to_contain_text(SOME_WORDS)
    away.append(True)
    await sockets[1].close()
    banner = page.locator("#connection-banner")
    await expect(banner).to_be_visible()
    away.clear()
    await banner.get_by_role("button").click()
    await expect(banner).to_be_hidden()
    await page.get_by_role("button", name="Stop both").click()
    for one in sides(page):
        await expect(one.locator(".reply-ending-words")).to_have_text("Stopped")


async def test_a_side_is_told_something_first_and_its_figures_are_told_after(page: Page) -> None:
    await page.goto("/compare/")
    group = page.get_by_role("group", name="Second reply")
    await group.get_by_text("System prompt").click()
    await group.get_by_role("textbox", name="System prompt").fill("Answer in one sentence.")
    assert await violations(page) == []
    await page.get_by_role("textbox", name="Message to both").fill("!reply Short.")
    await page.get_by_role("textbox", name="Message to both").press("Enter")
    first, second = sides(page)
    await expect(second.locator("header")).to_contain_text("Answer in one sentence.")
    for one in (first, second):
        await expect(one.get_by_role("button", name=CHOOSE)).to_be_visible()
        await one.get_by_role("button", name="About this reply").click()
        info = one.get_by_role("dialog", name="About this reply")
        await expect(info).to_contain_text("by itself")
        await expect(info).to_be_focused()
        assert await violations(page) == []
        await page.keyboard.press("Escape")
        await expect(one.get_by_role("button", name="About this reply")).to_be_focused()


async def test_one_that_finds_no_room_says_so_and_is_asked_again(
    page: Page, site: Site, username: str
) -> None:
    with Person.signed_in(site, username) as alice:
        async with alice.tab() as tab:
            running = [await tab.send("!rate 5\n!tokens 2000") for _ in range(7)]
            await ask_both(page, "!rate 15\n!reply one two three four")
            first, second = sides(page)
            await expect(reply(second)).to_have_attribute("data-phase", "failed")
            await expect(first.locator(".prose")).to_have_text("one two three four")
            await expect(first.get_by_role("button", name=CHOOSE)).to_be_visible()
            for accepted in running:
                await tab.say(type="stop", generation=accepted["generation"])
            await until_nothing_runs(site)
            await second.get_by_role("button", name="Try again").click()
            await expect(second.locator(".prose")).to_have_text("one two three four")
            await expect(first.locator(".prose")).to_have_text("one two three four")


async def test_a_phone_shows_one_and_leads_to_the_other(page: Page) -> None:
    await page.set_viewport_size({"width": 320, "height": 640})
    await page.goto("/compare/")
    await assert_fits(page)
    assert await violations(page) == []
    await ask_both(page, SLOW)
    first, second = sides(page)
    for one in (first, second):
        await expect(one.locator(".prose")).to_contain_text(SOME_WORDS)
    await assert_fits(page)
    await expect(first.locator(".prose")).to_be_in_viewport()
    await expect(second.get_by_role("heading", name="scripted")).not_to_be_in_viewport(ratio=1)
    await second.get_by_role(
        "button", name="Stop Second reply scripted"
    ).click()  # as a swipe: scrolls there
    await expect(second.locator(".reply-ending-words")).to_be_in_viewport()
    await expect(reply(first)).to_have_attribute("data-phase", "writing")
    assert await violations(page) == []
    await page.get_by_role("button", name="Stop both").click()
    await expect(page.get_by_role("button", name=CHOOSE)).to_have_count(2)
    assert await violations(page) == []
