"""No page and no state of the chat breaks a rule of WCAG 2.2 AA that axe-core can judge."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.axe import violations

LONG = "!rate 10\n!tokens 2000"
# Headings of a reply begin below those of the page, whatever the model began with.
MARKDOWN = """!reply # A heading
A [link](https://example.org), `code` and **weight**.

| Name | Count |
|---|---:|
| One | 1 |

- [x] done
- [ ] to do

> Quoted.

```python
def greet(name: str) -> str:  # says hello
    return f"Hello {name}" + str(1)
```
"""


async def assert_all_accessible(page: Page, *paths: str) -> None:
    found = {}
    for path in paths:
        await page.goto(path)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        found[path] = await violations(page)
    assert found == {path: [] for path in paths}


async def assert_accessible(page: Page) -> None:
    assert await violations(page) == []


async def test_pages_of_strangers(context: BrowserContext, page: Page) -> None:
    await context.clear_cookies(name="sessionid")
    await assert_all_accessible(
        page,
        "/sign-in/",
        "/sign-up/",
        "/password/reset/",
        "/password/reset/sent/",
        "/password/reset/complete/",
        "/password/reset/2/wrong/",
        "/sign-in/waiting/",
        "/sign-in/disabled/",
        "/e-mail/sent/",
        "/e-mail/wrong/",
        "/sign-up/wrong/",
        "/settings/language/",
        "/api/docs",
        "/offline/",
        "/nothing/here",
    )


async def test_pages_of_people(page: Page) -> None:
    await assert_all_accessible(
        page,
        "/",
        "/settings/keys/",
        "/settings/",
        "/settings/language/",
        "/settings/import/",
        "/settings/readers/",
        "/settings/prompts/",
        "/settings/devices/",
        "/settings/second-factor/",
        "/sign-in/again/",
        "/settings/delete-account/",
        "/archived/",
        "/password/",
        "/password/done/",
        "/demo/streaming",
    )


async def test_a_form_that_is_refused(page: Page) -> None:
    await page.goto("/password/")
    for box in await page.locator("main [type=password]").all():
        await box.fill("wrong")
    await page.locator("main [type=submit]").click()
    await expect(page.get_by_role("alert").first).to_be_visible()
    await assert_accessible(page)


async def test_a_new_key_and_its_end(page: Page) -> None:
    await page.goto("/settings/keys/")
    await page.get_by_label("Name").fill("Notebook")
    await page.get_by_role("button", name="Create key").click()
    await expect(page.locator("#secret")).to_be_visible()
    await assert_accessible(page)
    await page.get_by_role("link", name="Revoke Notebook").click()
    await assert_accessible(page)


async def test_a_reply_that_is_written_stopped_and_waited_for(page: Page) -> None:
    await send(page, LONG)
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await composer(page).fill("And then?")
    await composer(page).press("Enter")
    await expect(page.locator("queued-message .queued-words")).to_have_text("Queued")
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await expect(page.locator(".queue-held")).to_be_visible()
    await assert_accessible(page)


async def test_a_finished_and_a_failed_reply(page: Page) -> None:
    await send(page, MARKDOWN)
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await expect(last_reply(page).locator(".hljs-keyword").first).to_be_visible()
    await send(page, "!fail after 8")
    await expect(last_reply(page)).to_have_attribute("data-phase", "failed")
    await assert_accessible(page)


async def test_a_shared_conversation(page: Page) -> None:
    await send(page, MARKDOWN)
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await page.get_by_role("link", name="Share or keep this conversation").click()
    await assert_accessible(page)
    await page.get_by_role("button", name="Make a link").click()
    await assert_accessible(page)
    await page.goto(await page.get_by_role("textbox", name="Link").input_value())
    await expect(page.locator(".prose table")).to_be_visible()
    await assert_accessible(page)


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_a_page_that_says_what_went_wrong(page: Page, status: int) -> None:
    html = render_to_string(f"{status}.html", {"user": AnonymousUser()})
    await page.route("**/broken/", lambda route: route.fulfill(status=status, body=html))
    await page.goto("/broken/")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await assert_accessible(page)


async def test_menus_and_dialogs(page: Page) -> None:
    await send(page, "!reply Hello.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await page.locator(".account summary").click()
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+/")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="More about this conversation").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    await assert_accessible(page)
    await page.get_by_role("menuitem", name="Tags").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await page.locator(".model-chip").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await assert_accessible(page)


async def test_the_drawer_of_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#sidebar")).to_be_hidden()
    await page.get_by_role("button", name="Show conversations").click()
    await expect(page.get_by_role("link", name="New chat")).to_be_focused()
    await assert_accessible(page)


async def test_the_two_sides_after_an_answer(page: Page) -> None:
    await page.goto("/demo/streaming")
    await page.get_by_role("textbox", name="Question").fill("!reply Hello.")
    await page.get_by_role("button", name="Generate").click()
    await expect(page.locator(".demo-verdict p")).to_be_visible()
    await assert_accessible(page)
