"""Signing in at another site, and coming back."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.support.axe import violations
from tests.support.oidc_provider import running_provider
from tests.support.site import Site


async def test_bob_signs_in_with_the_account_of_his_organisation(
    browser: Browser, tmp_path: Path
) -> None:
    with running_provider() as provider:
        provider.knows("b-1", email="bob@example.org", email_verified=True, name="Bob Brown")
        site = Site(tmp_path / "site", {**provider.settings(), "OIDC_ONLY": "true"})
        context = await browser.new_context(base_url=site.url)
        try:
            site.start_web_alone()
            page = await context.new_page()
            await page.goto("/archived/")
            assert await violations(page) == []
            await page.get_by_role("link", name="Sign in with Example Org").click()
            await page.locator("[name=sub]").first.fill("b-1")
            await page.get_by_role("button", name="Authorize").click()
            await page.wait_for_url("/archived/")
            await page.goto("/settings/")
            await expect(page.get_by_label("Shown name")).to_have_value("Bob Brown")

            await context.clear_cookies(name="sessionid")
            await page.goto("/sign-in/")
            await page.get_by_role("link", name="Sign in with Example Org").click()
            await page.get_by_role("button", name="Deny").click()
            await expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
            assert await violations(page) == []
        finally:
            await context.close()
            site.stop()
