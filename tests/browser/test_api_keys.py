"""Making, copying and revoking a key by hand."""

from __future__ import annotations

import re

from playwright.async_api import Browser, Page, expect

from tests.support.site import Site

SECRET = re.compile(r"sk-chat-[A-Za-z0-9]{8}-[A-Za-z0-9_-]{43}")


async def make_key(page: Page, name: str) -> str:
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("button", name="Create key").click()
    secret = page.locator("#secret")
    await expect(secret).to_have_text(SECRET)
    return await secret.inner_text()


async def test_a_key_is_made_copied_once_and_revoked(page: Page) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.locator(".account summary").click()
    await page.get_by_role("link", name="API keys").click()
    secret = await make_key(page, "Notebook")

    await page.get_by_role("button", name="Copy the key").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == secret
    await page.get_by_role("button", name="Copy the example").click()
    await expect(page.get_by_role("button", name="Copied")).to_have_count(2)
    example = await page.evaluate("navigator.clipboard.readText()")
    assert f"{page.url.split('/settings')[0]}/v1/chat/completions" in example

    await page.reload()
    await expect(page.get_by_role("heading", name="Notebook")).to_have_count(1)
    assert secret not in await page.content()
    assert "sk-chat" not in page.url

    await page.get_by_role("link", name="Revoke Notebook").click()
    await page.get_by_role("button", name="Revoke").click()
    await expect(page.get_by_role("status")).to_have_text("“Notebook” is revoked.")
    await page.get_by_text("Keys that have ended").click()
    await expect(page.locator(".key-state")).to_contain_text("Revoked")


async def test_going_back_shows_no_secret_again(page: Page) -> None:
    await page.goto("/settings/keys/")
    secret = await make_key(page, "Notebook")
    await page.get_by_role("link", name="Back to your conversations").click()
    await page.wait_for_url("/")
    await page.go_back()
    await expect(page.get_by_role("heading", name="Notebook")).to_have_count(1)
    assert secret not in await page.content()


async def test_keys_need_no_javascript(browser: Browser, page: Page, site: Site) -> None:
    cookies = await page.context.storage_state()
    plain = await browser.new_context(
        base_url=site.url, java_script_enabled=False, storage_state=cookies
    )
    page = await plain.new_page()
    await page.goto("/settings/keys/")
    await make_key(page, "Notebook")
    await expect(page.get_by_role("button", name="Copy the key")).to_be_hidden()
    await page.get_by_role("link", name="Revoke Notebook").click()
    await page.get_by_role("button", name="Revoke").click()
    await expect(page.get_by_role("status")).to_contain_text("revoked")
    await plain.close()


async def test_a_mistake_in_the_form_is_in_sight_on_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 700})
    await page.goto("/settings/keys/")
    for number in range(6):
        await make_key(page, f"Key {number}")
    for scope in await page.get_by_role("checkbox").all():
        await scope.uncheck()
    await page.get_by_label("Name").fill("No scope")
    await page.get_by_role("button", name="Create key").click()
    await expect(page.get_by_role("alert")).to_be_in_viewport()
