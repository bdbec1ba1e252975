"""A reply that goes on where it was stopped or broke off, in a real Chromium."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import last_reply, send
from tests.browser.test_versions import choose, is_idle, stop, told, versions
from tests.support.site import Site


async def test_a_stopped_reply_goes_on_from_its_text(page: Page) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    await send(page, f"!rate 20\n!reply {words}")
    await expect(last_reply(page).locator(".prose")).to_contain_text("word5 ")
    await stop(page)
    kept = await last_reply(page).locator(".prose").inner_text()
    assert not kept.endswith("word59")
    await last_reply(page).get_by_role("button", name="Continue", exact=True).click()
    await expect(told(page)).to_contain_text([kept])
    await expect(told(page)).to_contain_text([f"{kept} word"])
    await page.reload()
    await expect(told(page)).to_contain_text([kept])
    await expect(told(page)).to_have_text([words])
    await expect(told(page).locator("p")).to_have_count(1)  # the same sentence goes on
    await is_idle(page)
    await expect(versions(last_reply(page))).to_contain_text("2 of 2")
    await choose(last_reply(page), "Previous")
    await expect(told(page)).to_have_text([kept])
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")


async def test_a_continuation_that_fails_or_is_stopped_keeps_the_earlier_text(page: Page) -> None:
    await send(page, "!rate 20\n!fail after 12\n!reply " + "word " * 200)
    await expect(last_reply(page).locator(".reply-ending-words")).to_contain_text("broke off")
    await is_idle(page)
    first = await last_reply(page).locator(".prose").inner_text()
    await last_reply(page).get_by_role("button", name="Continue", exact=True).click()
    await expect(versions(last_reply(page))).to_contain_text("2 of 2")
    await expect(last_reply(page).locator(".reply-ending-words")).to_contain_text("broke off")
    await is_idle(page)
    second = await last_reply(page).locator(".prose").inner_text()
    assert second.startswith(first)
    assert len(second) > len(first)
    await page.reload()
    await expect(last_reply(page).locator(".prose")).to_have_text(second, use_inner_text=True)


async def test_a_continuation_outlives_its_worker(page: Page, site: Site) -> None:
    words = " ".join(f"word{number}" for number in range(120))
    await send(page, f"!rate 20\n!reply {words}")
    await expect(last_reply(page).locator(".prose")).to_contain_text("word5 ")
    await stop(page)
    kept = await last_reply(page).locator(".prose").inner_text()
    await last_reply(page).get_by_role("button", name="Continue", exact=True).click()
    await expect(told(page)).to_contain_text([f"{kept} word"])
    await page.wait_for_function(
        "length => document.querySelector('chat-reply:not([hidden]) .prose').textContent.length"
        " > length",
        arg=len(kept) + 40,
    )
    site.kill("gpu-worker")
    try:
        await page.reload()
        await expect(told(page)).to_contain_text([f"{kept} word"])
    finally:
        site.start_gpu_worker()
    await expect(told(page)).to_have_text([words], timeout=60_000)
    await is_idle(page)
    await page.reload()
    await expect(told(page)).to_have_text([words])
