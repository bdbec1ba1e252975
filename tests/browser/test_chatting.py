"""What a new user does first, by hand, in a real Chromium."""

from __future__ import annotations

import asyncio
import re

from playwright.async_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.people import PASSWORD


async def test_a_new_user_asks_and_reads_the_answer(context: BrowserContext, username: str) -> None:
    page = await context.new_page()
    await page.goto("/sign-up/")
    await page.locator("[name=username]").fill(username)
    await page.locator("[name=password1]").fill(PASSWORD)
    await page.locator("[name=password2]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()
    await page.wait_for_url("/")
    await expect(composer(page)).to_be_focused()
    await send(page, "!reply Hello **there**, `friend`.")

    reply = last_reply(page)
    await expect(reply.locator(".prose")).to_have_text("Hello there, friend.")
    await expect(reply.locator("strong")).to_have_text("there")
    await expect(reply.locator(".reply-figures")).to_contain_text(
        re.compile(r"to first token · .* tokens/s")
    )
    await expect(page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}/$"))
    await expect(page.locator(".conversation a[aria-current=page]")).to_have_count(1)


async def test_reload_in_mid_reply_shows_the_earlier_text_and_goes_on(page: Page) -> None:
    words = " ".join(f"word{number}" for number in range(150))
    await send(page, f"!rate 40\n!reply {words}")
    await expect(last_reply(page).locator(".prose")).to_contain_text("word10 ")
    await page.reload()

    prose = last_reply(page).locator(".prose")
    await expect(prose).to_contain_text("word10 ")
    await expect(prose).to_have_text(words)


async def test_the_reasoning_unfolds_while_it_is_written_and_after_a_reload(page: Page) -> None:
    await send(page, "!rate 20\n!think 30\n!reply The answer.")
    panel = last_reply(page).locator(".reasoning")
    await expect(panel).to_have_text(re.compile("^\\s*Thinking"))
    await panel.locator("summary").click()
    words = panel.locator(".reasoning-text")
    await expect(words).to_be_visible()
    await expect(last_reply(page).locator(".prose")).to_have_text("The answer.")
    await expect(panel).to_have_text(re.compile("^\\s*Thought for"))
    thought = await words.inner_text()
    assert len(thought.split()) > 20
    await page.reload()
    again = last_reply(page).locator(".reasoning")
    await expect(last_reply(page).locator(".prose")).to_have_text("The answer.")
    await again.locator("summary").click()
    await expect(again.locator(".reasoning-text")).to_have_text(thought, use_inner_text=True)


async def test_stop_keeps_what_was_written(page: Page) -> None:
    await send(page, "!tokens 5000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await page.get_by_role("button", name="Stop").click()

    reply = last_reply(page)
    await expect(reply.locator(".reply-ending-words")).to_have_text("Stopped")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    text = await reply.locator(".prose").inner_text()
    assert text.strip()
    await page.reload()
    await expect(last_reply(page).locator(".prose")).to_have_text(text, use_inner_text=True)


async def test_escape_stops(page: Page) -> None:
    await send(page, "!tokens 5000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await page.keyboard.press("Escape")

    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")


async def test_stop_before_the_first_token(page: Page) -> None:
    await send(page, "!delay 60")
    await page.get_by_role("button", name="Stop").click()

    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")


async def test_the_tab_closed_during_a_reply_finds_it_whole_later(page: Page) -> None:
    words = " ".join(f"word{number}" for number in range(80))
    await send(page, f"!reply {words}")
    await expect(last_reply(page).locator(".prose")).to_contain_text("word3 ")
    address, context = page.url, page.context
    await page.close()
    later = await context.new_page()
    await later.goto(address)

    await expect(last_reply(later).locator(".prose")).to_have_text(words)


async def test_two_tabs_show_the_same(page: Page) -> None:
    await send(page, "!reply first")
    await expect(last_reply(page).locator(".prose")).to_have_text("first")
    second = await page.context.new_page()
    await second.goto(page.url)
    await expect(last_reply(second).locator(".prose")).to_have_text("first")
    words = " ".join(f"word{number}" for number in range(60))
    await send(page, f"!reply {words}")

    for tab in (page, second):
        await expect(last_reply(tab).locator(".prose")).to_have_text(words)


async def test_a_script_tag_in_model_output_stays_text(page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    attack = (
        "<script>alert(1)</script> <img src=x onerror=alert(2)> "
        "[click](javascript:alert(3)) <svg onload=alert(4)> <a href='javascript:alert(5)'>x</a> "
        "![image](https://evil.example/pixel.png)"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await send(page, f"!reply {attack}")

    reply = last_reply(page)
    await expect(reply.locator(".reply-figures")).to_be_visible()
    assert await reply.locator("script, img, .prose svg, [onerror], [onload]").count() == 0
    assert await reply.locator("a[href^='javascript']").count() == 0
    await expect(reply.locator(".prose")).to_contain_text("alert(1)")
    assert dialogs == []
    assert not [url for url in asked if "evil.example" in url]


async def test_what_a_user_writes_is_never_read_as_markup(page: Page) -> None:
    await send(page, "!reply ok\n<b>bold</b> **stars** <script>alert(1)</script>")

    mine = page.locator("chat-message").last
    await expect(mine.locator(".message-text")).to_contain_text("<b>bold</b> **stars**")
    assert await mine.locator(".message-text b, .message-text strong").count() == 0


async def test_code_is_highlighted_and_can_be_copied(page: Page) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await send(page, "!reply ```python\ndef hello():\n    return 1\n```")

    block = last_reply(page).locator(".code-block")
    await expect(block.locator(".code-language")).to_have_text(re.compile("python", re.IGNORECASE))
    await expect(block.locator("[class^=hljs]").first).to_be_visible()
    await block.get_by_role("button", name="Copy").click()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == "def hello():\n    return 1"


async def test_shift_enter_breaks_the_line_and_an_ime_keeps_its_enter(page: Page) -> None:
    box = composer(page)
    await box.fill("first")
    await box.press("Shift+Enter")
    await box.press_sequentially("second")
    await expect(box).to_have_value("first\nsecond")
    await box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})

    await expect(box).to_have_value("first\nsecond")
    assert await page.locator("chat-message").count() == 0


async def test_a_failed_reply_keeps_its_text_and_can_be_tried_again(page: Page) -> None:
    await send(page, "!fail after 8")
    reply = last_reply(page)
    await expect(reply.locator(".reply-ending-words")).to_contain_text("The reply broke off")
    assert (await reply.locator(".prose").inner_text()).strip()
    await reply.get_by_role("button", name="Retry").click()

    await expect(page.locator("chat-reply")).to_have_count(1)
    await expect(last_reply(page).locator(".reply-ending-words")).to_contain_text("broke off")


async def test_every_reply_can_be_written_again(page: Page) -> None:
    await send(page, "!reply first")
    await expect(last_reply(page).locator(".prose")).to_have_text("first")
    again = page.get_by_role("button", name="Write this reply again")
    await expect(again).to_have_count(1)
    await send(page, "!reply second")
    await expect(last_reply(page).locator(".prose")).to_have_text("second")

    await expect(again).to_have_count(2)


async def test_what_is_sent_before_the_scripts_are_there_is_sent_once(
    alices: BrowserContext,
) -> None:
    come = asyncio.Event()

    async def late(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await alices.route("**/js/app.js", late)
    await alices.route("**/css/composer.css", late)
    page = await alices.new_page()
    await page.goto("/", wait_until="commit")
    await composer(page).fill("Am I too early?")
    await composer(page).press("Enter")
    await expect(composer(page)).to_have_value("Am I too early?")
    come.set()
    await expect(page.locator("chat-message")).to_have_text(re.compile("Am I too early?"))
    await expect(page.locator("chat-message")).to_have_count(1)
    await expect(composer(page)).to_have_value("")
