"""Operating by hand: a reply is seen and stopped, everybody is told, and the usage is drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import last_reply, send
from tests.support.axe import violations
from tests.support.people import PASSWORD
from tests.support.site import Site

CREATE = (
    "from accounts.models import User; "
    "User.objects.create_superuser({name!r}, password={password!r})"
)
HOSTILE = "Maintenance at noon <img src=x onerror=alert(1)>, see https://status.example/"


@pytest_asyncio.fixture(loop_scope="session")
async def operating(browser: Browser, site: Site, username: str) -> AsyncIterator[Page]:
    """Dora's page, in a browser of her own."""
    name = username.replace("alice", "dora")
    site.shell(CREATE.format(name=name, password=PASSWORD))
    profile = await browser.new_context(
        base_url=site.url, viewport={"width": 1280, "height": 800}, color_scheme="light"
    )
    page = await profile.new_page()
    await page.goto("/sign-in/?next=/admin/operations/liveoperation/")
    await page.locator("[name=login]").fill(name)
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main [type=submit]").click()
    await page.wait_for_url("**/liveoperation/")
    yield page
    await profile.close()


@pytest.mark.timeout(300)  # one flow through many pages, each looked at in light and dark
async def test_an_operator_sees_a_reply_stops_it_and_tells_everybody(
    page: Page, operating: Page, username: str
) -> None:
    row = operating.locator("tr", has_text=username)
    await expect(row).to_have_count(0)
    await send(page, "!rate 20\n!tokens 2000")
    await expect(row).to_contain_text("being written")  # without a reload
    tokens = row.locator("td").nth(3)
    before = await tokens.inner_text()
    await expect(tokens).not_to_have_text(before)
    assert await violations(operating) == []
    await row.get_by_role("button", name="Stop").click()
    await expect(last_reply(page)).to_contain_text("Stopped")
    await expect(row).to_have_count(0)

    await operating.goto("/admin/operations/announcement/add/")
    await operating.locator("[name=text]").fill(HOSTILE)
    await operating.locator("[name=_save]").click()
    banner = page.locator(".announcement")
    await expect(banner).to_contain_text("Maintenance at noon <img")
    await expect(banner.get_by_role("link")).to_have_attribute("href", "https://status.example/")
    assert await violations(page) == []
    await banner.get_by_role("button", name="Dismiss this announcement").click()
    await expect(banner).to_have_count(0)
    await page.reload()
    await expect(last_reply(page)).to_contain_text("Stopped")
    await expect(banner).to_have_count(0)
    await expect(operating.locator(".announcement")).to_have_count(1)

    await operating.goto("/admin/operations/usage/?days=7")
    await expect(operating.locator(".charts")).to_be_visible()
    drawn = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
    drawn += ".data.some(Boolean)"
    assert await operating.locator("canvas").first.evaluate(drawn)
    assert await violations(operating) == []
    await operating.goto("/admin/operations/announcement/")
    await operating.locator("#action-toggle").check()
    await operating.locator("[name=action]").select_option("delete_selected")
    await operating.locator("[name=index]").first.click()
    await operating.locator("#content input[type=submit]").click()
    await expect(operating.locator(".announcement")).to_have_count(0)
