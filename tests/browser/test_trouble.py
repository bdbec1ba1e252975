"""Honest states: too long, too many, nobody there, connection lost."""

from __future__ import annotations

import re
from itertools import count

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.people import PASSWORD, Person
from tests.support.site import Site


async def test_a_message_that_is_too_long_is_refused_and_kept(page: Page) -> None:
    text = "x" * 65_536
    await composer(page).fill(text)
    await composer(page).press("Enter")

    await expect(page.locator(".composer-problem")).to_contain_text(re.compile(r"32[,.]?768"))
    assert len(await composer(page).input_value()) == 65_536
    await page.reload()
    assert len(await composer(page).input_value()) == 65_536


async def test_a_draft_survives_a_reload(page: Page) -> None:
    await composer(page).fill("half a thought")
    await page.reload()

    await expect(composer(page)).to_have_value("half a thought")


@pytest.mark.fault(16, "killed in mid-reply, in a real browser")
async def test_a_lost_connection_is_told_and_the_reply_goes_on_where_it_was(
    page: Page, site: Site
) -> None:
    words = " ".join(f"word{number}" for number in range(200))
    await send(page, f"!rate 30\n!reply {words}")
    await expect(last_reply(page).locator(".prose")).to_contain_text("word5 ")
    site.kill("web")
    await expect(page.locator("#connection-banner")).to_be_visible()
    site.start_web()

    await expect(page.locator("#connection-banner")).to_be_hidden(timeout=20_000)
    await expect(last_reply(page).locator(".prose")).to_have_text(words, timeout=20_000)


async def test_a_message_sent_while_the_worker_is_down_is_answered_when_it_comes_up(
    page: Page, site: Site
) -> None:
    site.end("gpu-worker")
    try:
        await expect(page.locator("#model-banner")).to_be_visible(timeout=30_000)
        await send(page, "!reply back again")
        await expect(last_reply(page).locator(".reply-status-words")).to_contain_text("Waiting")
    finally:
        site.start_gpu_worker()

    await expect(last_reply(page).locator(".prose")).to_have_text("back again", timeout=30_000)
    await expect(page.locator("#model-banner")).to_be_hidden(timeout=20_000)


async def test_an_overloaded_site_counts_down_and_sends_again_by_itself(
    page: Page, site: Site, username: str
) -> None:
    with Person.signed_in(site, username) as elsewhere:
        async with elsewhere.tab() as tab:
            running = [(await tab.send("!tokens 5000"))["generation"] for _ in range(8)]
            await send(page, "!reply now there is room")
            status = last_reply(page).locator(".reply-status-words")
            await expect(status).to_contain_text(re.compile(r"\d+ s"))
            for generation in running:
                await tab.say(type="stop", generation=generation)

            await expect(last_reply(page).locator(".prose")).to_have_text(
                "now there is room", timeout=30_000
            )


async def test_a_foreign_conversation_is_a_page_that_is_not_there(page: Page, site: Site) -> None:
    with Person.signed_up(site, "bob") as bob:
        async with bob.tab() as tab:
            address = (await tab.send("!reply mine"))["conversation"]["url"]
    foreign = await page.request.get(address)
    missing = await page.request.get("/c/00000000-0000-4000-8000-000000000000/")

    assert foreign.status == missing.status == 404
    assert await foreign.text() == await missing.text()


async def test_signing_out_and_in_again_finds_everything(page: Page, username: str) -> None:
    await send(page, "!reply remember me")
    await expect(last_reply(page).locator(".prose")).to_have_text("remember me")
    address = page.url
    await page.locator(".account summary").click()
    await page.get_by_role("button", name="Sign out").click()
    await page.goto(address)
    await page.locator("[name=login]").fill(username)
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()

    await expect(last_reply(page).locator(".prose")).to_have_text("remember me")


async def test_a_page_whose_code_came_only_in_part_begins_anew(alices: BrowserContext) -> None:
    async def lose(route: Route) -> None:
        await route.abort()
        await alices.unroute("**/js/actions.js")

    await alices.route("**/js/actions.js", lose)
    page = await alices.new_page()
    loads = count(1)
    async with page.expect_event("load", lambda _: next(loads) == 2):
        await page.goto("/")
    kind = await page.evaluate("performance.getEntriesByType('navigation')[0].type")
    assert kind == "reload"
    await send(page, "!reply Hello.")
    await expect(last_reply(page)).to_contain_text("Hello.")


async def test_a_draft_outlives_what_another_tab_sends(alices: BrowserContext) -> None:
    sends, writes = await alices.new_page(), await alices.new_page()
    for page in (sends, writes):
        await page.goto("/")
    await composer(writes).fill("A long text that is not done")
    await send(sends, "!reply Hello.")
    await expect(last_reply(sends)).to_contain_text("Hello.")
    await writes.reload()
    await expect(composer(writes)).to_have_value("A long text that is not done")
