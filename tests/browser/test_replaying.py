"""A reviewer plays a reply as it came, and has it made again beside it."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import last_reply, send
from tests.browser.test_reviewing import reviewing  # noqa: F401 - a fixture
from tests.support.axe import violations

LOOKS = (
    "one => { const { fontSize, textTransform } = getComputedStyle(one); "
    "return [fontSize, textTransform]; }"
)
AS_WRITTEN = ["15px", "none"]
ASKED = "!rate 40\n!tokens 40\nTell me something."


async def test_a_reply_is_played_and_made_again(
    page: Page,
    reviewing: Page,  # noqa: F811
    username: str,
) -> None:
    await send(page, ASKED)
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")

    await reviewing.goto(f"/admin/chat/conversation/?q={username}")
    await reviewing.get_by_role("link", name="Conversation ").last.click()
    await reviewing.get_by_label("Why do you want to read this?").fill("Alice asked for help.")
    await reviewing.get_by_role("button", name="Read it").click()
    await reviewing.get_by_role("link", name="Replay, and how it was made").last.click()

    text = reviewing.locator(".replay > .replay-text")
    whole = await text.inner_text()
    assert len(whole) > 40
    scrub = reviewing.get_by_label("Time in the reply")
    await scrub.fill("1")
    await expect(text).to_have_text("")
    await scrub.fill(str(int(await scrub.get_attribute("max") or "0") // 2))
    half = await text.inner_text()
    assert whole.startswith(half.strip()[:20])
    assert 0 < len(half) < len(whole)
    assert await violations(reviewing) == []

    for speed in ("4×", "instantly"):
        await scrub.fill("1")
        await reviewing.get_by_label(speed).check()
        await reviewing.get_by_role("button", name="Play").click()
        await expect(text).to_have_text(whole, use_inner_text=True)
        await expect(reviewing.get_by_role("button", name="Play")).to_be_visible()

    await reviewing.get_by_role("button", name="Run it with the same seed").click()
    again = reviewing.get_by_role("region", name="Make it again")
    await expect(again).to_contain_text("Equal token for token.")
    await expect(again.get_by_role("article")).to_have_count(2)
    assert await violations(reviewing) == []


async def test_a_heading_of_a_reply_is_drawn_as_one_and_not_as_the_admins_own(
    page: Page,
    reviewing: Page,  # noqa: F811
    username: str,
) -> None:
    """On the transcript, on the page of its replay, and beside the one that was made again."""
    await send(page, "!reply ##### What it is\n\nJam.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await reviewing.goto(f"/admin/chat/conversation/?q={username}")
    await reviewing.get_by_role("link", name="Conversation ").last.click()
    await reviewing.get_by_label("Why do you want to read this?").fill("Alice asked for help.")
    await reviewing.get_by_role("button", name="Read it").click()
    heading = reviewing.get_by_role("heading", name="What it is", exact=True)
    assert await heading.evaluate(LOOKS) == AS_WRITTEN
    await reviewing.get_by_role("link", name="Replay, and how it was made").last.click()
    assert await heading.first.evaluate(LOOKS) == AS_WRITTEN
    await reviewing.get_by_role("button", name="Run it with the same seed").click()
    sides = reviewing.get_by_role("region", name="Make it again").get_by_role("article")
    await expect(sides).to_have_count(2)
    for number in range(2):
        side = sides.nth(number).get_by_role("heading", name="What it is", exact=True)
        assert await side.evaluate(LOOKS) == AS_WRITTEN
