"""A temporary chat in a real Chromium, before a real site whose stores are looked into."""

from __future__ import annotations

import re
from contextlib import closing
from sqlite3 import connect

from playwright.async_api import Dialog, Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.site import Site
from tests.support.waiting import until

SECRET = "marzipan"


async def open_temporary(page: Page) -> None:
    await page.get_by_role("link", name="Temporary chat").click()
    await page.wait_for_url("/temporary/")


def dump(site: Site) -> str:
    """All that the database holds."""
    with closing(connect(site.database_path)) as database:
        return "\n".join(database.iterdump())


def asked_for(site: Site) -> list[tuple[object, ...]]:
    with closing(connect(site.database_path)) as database:
        return database.execute(
            "SELECT status, finish_reason, completion_token_count FROM chat_apigeneration"
            " WHERE route = 'temporary' ORDER BY created_at"
        ).fetchall()


async def test_nothing_of_it_is_stored_but_counts(page: Page, site: Site) -> None:
    await open_temporary(page)
    await send(page, f"!reply My **{SECRET}** recipe")
    await expect(last_reply(page).locator("strong")).to_have_text(SECRET)
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    # The model is told what was said before.
    await send(page, f"Tell me of {SECRET} again")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")

    async def is_counted() -> bool:
        rows = asked_for(site)
        return [row[0] for row in rows[-2:]] == ["finished", "finished"] and bool(rows[-1][2])

    await until(is_counted, what="the counts")
    assert SECRET not in dump(site)
    stored = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert SECRET not in stored
    await expect(page.locator(".sidebar .conversation-group")).to_have_count(0)
    await expect(page.locator(".share-open")).to_be_hidden()


async def test_leaving_warns_and_then_it_is_gone(page: Page) -> None:
    await open_temporary(page)
    await send(page, "!reply Gone soon")
    await expect(last_reply(page)).to_contain_text("Gone soon")
    warned: list[str] = []

    async def leave(dialog: Dialog) -> None:
        warned.append(dialog.type)
        await dialog.accept()

    page.on("dialog", leave)
    await page.reload()
    assert warned == ["beforeunload"]
    await expect(page.locator("chat-message")).to_have_count(0)
    await expect(page.locator(".temporary-banner")).to_be_visible()


async def test_an_empty_one_is_left_without_a_word(page: Page) -> None:
    await open_temporary(page)
    warned: list[str] = []
    page.on("dialog", lambda dialog: warned.append(dialog.type))
    await page.get_by_role("link", name="Temporary chat. Choose it again").click()
    await page.wait_for_url("/")
    assert not warned


async def test_stop_stops_and_what_was_said_stays(page: Page, site: Site) -> None:
    await open_temporary(page)
    await send(page, "!rate 10\n!tokens 400")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await page.get_by_role("button", name="Stop").click()
    await expect(last_reply(page)).to_contain_text("Stopped")
    said = await last_reply(page).locator(".prose").inner_text()

    async def is_stopped() -> bool:
        return asked_for(site)[-1][1] == "stopped"

    await until(is_stopped, seconds=30, what="the generation to be stopped")
    assert said.strip()
    assert await last_reply(page).locator(".prose").inner_text() == said


async def test_only_the_last_reply_is_asked_for_again_and_none_is_continued(page: Page) -> None:
    await open_temporary(page)
    await send(page, "!rate 10\n!tokens 400")
    stopped = last_reply(page)
    await expect(stopped.locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await page.get_by_role("button", name="Stop").click()
    await expect(stopped).to_contain_text("Stopped")
    await expect(stopped.get_by_role("button", name="Retry")).to_be_visible()
    await expect(stopped.get_by_role("button", name="Continue")).to_have_count(0)
    await send(page, "!reply Something else")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    first = page.locator("chat-reply").first
    await expect(first).to_contain_text("Stopped")
    await expect(first.get_by_role("button", name="Retry")).to_have_count(0)


async def test_a_chat_is_saved_after_all_and_gone_on_with(page: Page) -> None:
    await open_temporary(page)
    save = page.get_by_role("button", name="Save this chat")
    await expect(save).to_be_hidden()
    await send(page, "!reply Worth **keeping**")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await save.click()
    await page.wait_for_url(re.compile(r"/c/[0-9a-f-]{36}/$"))
    await expect(page.locator("chat-reply strong")).to_have_text("keeping")
    await expect(page.locator(".temporary-banner")).to_have_count(0)
    await composer(page).fill("!reply More")
    await composer(page).press("Enter")
    await expect(last_reply(page)).to_contain_text("More")
    await expect(page.locator("chat-reply")).to_have_count(2)


async def test_a_site_that_is_away_is_told_and_tried_again(page: Page) -> None:
    await open_temporary(page)
    await page.route("**/temporary/answer", lambda route: route.abort())
    await send(page, "!reply At last")
    await expect(last_reply(page)).to_contain_text("The connection to the site was lost.")
    await page.unroute("**/temporary/answer")
    await last_reply(page).get_by_role("button", name="Retry").click()
    await expect(last_reply(page)).to_contain_text("At last")
    await expect(page.locator("chat-reply")).to_have_count(1)
