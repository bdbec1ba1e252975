"""The dry run of retention by hand: an owner shortens their team's, an administrator looks at the
site's."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.browser.test_operating import operating  # noqa: F401 - Dora's page, of an administrator
from tests.support.axe import violations
from tests.support.site import Site

# In Alice's team: one of each age in days, and a hold on the oldest.
TALKED = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import Team
from chat.models import Conversation, Hold
team = Team.objects.get(pk="{team}")
alice = team.memberships.get().user
old = [
    Conversation.objects.create(
        owner=alice, team=team, title=f"Of {{days}} days",
        updated_at=timezone.now() - timedelta(days=days),
    )
    for days in (1, 20, 300, 700)
]
Hold.objects.create(conversation=old[-1], reason="A claim")
"""


async def test_an_owner_sees_what_a_shorter_retention_deletes_and_confirms(
    page: Page,
    operating: Page,  # noqa: F811
    site: Site,
) -> None:
    await page.goto("/teams/")
    await page.get_by_role("textbox", name="Name").fill("Garden")
    await page.get_by_role("button", name="Make the team").click()
    await page.wait_for_url("**/teams/*-*/")
    team = page.url.rstrip("/").rpartition("/")[2]
    site.shell(TALKED.format(team=team))

    await page.get_by_role("link", name="Settings of the team").click()
    days = page.get_by_label("Keep conversations for days")
    await days.fill("10")
    await days.press("Enter")
    told = page.get_by_role("region", name="Keep conversations for 10 days only?")
    await expect(told).to_be_focused()
    await expect(told.locator("dd").first).to_have_text("2")
    await expect(told).to_contain_text("1 older conversation stays: a legal hold keeps it.")
    assert await violations(page) == []
    await days.press("Enter")  # looks again, and confirms nothing
    await expect(told).to_be_focused()
    await told.get_by_role("link", name="Cancel").click()
    await expect(days).to_have_value("")

    await days.fill("100")
    await page.get_by_role("button", name="Save").click()
    told = page.get_by_role("region", name="Keep conversations for 100 days only?")
    await expect(told.locator("dd").first).to_have_text("1")
    await told.get_by_role("button", name="Save and delete them").click()
    await expect(page.get_by_role("status")).to_have_text("Saved.")
    await expect(days).to_have_value("100")

    await operating.goto("/admin/chat/hold/")
    await operating.get_by_role("link", name="Retention, dry run").click()
    row = operating.locator("tbody tr", has_text="in Garden").filter(has_text="stays: legal hold")
    await expect(row).not_to_have_count(0)
    await operating.get_by_label("Keep for days").fill("1000")
    await operating.get_by_role("button", name="Show").click()
    await expect(operating).to_have_url(re.compile(r"/retention/\?days=1000$"))
    assert await violations(operating) == []

    assert "Deleted: 1." in site.managed("apply_retention")
    await page.get_by_role("link", name="Back to the team").click()
    await page.get_by_role("link", name="To its conversations").click()
    await expect(page.locator("#sidebar").get_by_text("Of 20 days")).to_have_count(1)
    await expect(page.locator("#sidebar").get_by_text("Of 300 days")).to_have_count(0)
