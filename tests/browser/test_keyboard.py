"""The whole chat by keyboard: an order that makes sense, a focus that is seen, and no trap."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.waiting import until

MOST_STOPS = 60
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  window.stops = [...(window.stops ?? []), element];
  const before = window.stops.at(-2);
  const style = getComputedStyle(element);
  const box = element.closest(".composer-box, .demo-form");
  return {
    name: (element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent).trim(),
    isInOrder: !before || (before.compareDocumentPosition(element) & 4) > 0,  // it follows
    isSeen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) ||
      Boolean(box && getComputedStyle(box).borderColor === window.accent),
    isOnScreen: element.getBoundingClientRect().width > 0,
  };
}"""
ACCENT = """() => {
  const probe = document.createElement("i");
  probe.style.color = "var(--accent)";
  document.body.append(probe);
  window.accent = getComputedStyle(probe).color;
  probe.remove();
}"""


async def begin_at_the_top(page: Page) -> None:
    """As after a load that focuses nothing: browsers go on where the focus was last."""
    await page.evaluate(
        """() => {
          const top = document.createElement("button");
          document.body.prepend(top);
          top.focus();
          top.remove();
        }"""
    )


async def tab_through(page: Page) -> list[dict[str, Any]]:
    """Every stop from the top of the page until the keyboard leaves it."""
    await page.emulate_media(reduced_motion="reduce")
    await page.evaluate(ACCENT)
    await begin_at_the_top(page)
    stops: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(STOP)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"a trap: {[stop['name'] for stop in stops]}")


async def test_tab_walks_through_the_chat_in_order_and_is_seen(page: Page) -> None:
    await send(page, "!reply Some `code`.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    stops = await tab_through(page)
    assert [stop for stop in stops if not (stop["isInOrder"] and stop["isSeen"])] == []
    assert all(stop["isOnScreen"] for stop in stops)
    names = [stop["name"] for stop in stops]
    assert names[0] == "Skip to the message box"
    milestones = ["New chat", "Copy message", "Copy reply", "Message"]
    assert [name for name in names if name in milestones] == milestones


@pytest.mark.parametrize("path", ["/settings/keys/", "/demo/streaming", "/sign-in/"])
async def test_tab_walks_through_other_pages(page: Page, path: str) -> None:
    if path == "/sign-in/":
        await page.context.clear_cookies(name="sessionid")
    await page.goto(path)
    stops = await tab_through(page)
    assert [stop for stop in stops if not (stop["isInOrder"] and stop["isSeen"])] == []
    assert stops[0]["name"].startswith("Skip to")


async def test_the_skip_link_leads_to_the_message_box(page: Page) -> None:
    await begin_at_the_top(page)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(composer(page)).to_be_focused()


async def test_stopping_by_keyboard_leaves_it_in_the_message_box(page: Page) -> None:
    await send(page, "!rate 20\n!tokens 2000")
    await expect(last_reply(page).locator(".prose")).to_contain_text(re.compile(r"\w{3}"))
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Stop", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(last_reply(page).locator(".reply-ending-words")).to_have_text("Stopped")
    await expect(composer(page)).to_be_focused()


async def test_a_dialog_keeps_the_keyboard_and_gives_it_back(page: Page) -> None:
    await page.keyboard.press("Control+/")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(dialog).to_be_visible()
    for _ in range(4):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.matches('dialog *, body')")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(composer(page)).to_be_focused()


async def test_the_drawer_keeps_the_keyboard_and_gives_it_back(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#sidebar")).to_be_hidden()
    opener = page.get_by_role("button", name="Show conversations")
    await opener.press("Enter")
    await expect(page.get_by_role("link", name="New chat")).to_be_focused()
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.matches('#sidebar *, .skip-link, body')")
    await page.locator("#sidebar").get_by_role("link", name="New chat").focus()
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()


async def test_a_screen_reader_hears_the_beginning_and_the_end_and_no_token(page: Page) -> None:
    await page.evaluate(
        """() => {
          window.spoken = [];
          for (const region of document.querySelectorAll("[aria-live]")) {
            new MutationObserver(() => {
              const words = region.textContent;
              if (words) window.spoken.push(`${region.ariaLive}: ${words}`);
            }).observe(region, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )
    words = " ".join(f"word{number}" for number in range(60))
    await send(page, f"!rate 60\n!reply {words}")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await send(page, "!rate 20\n!fail after 8")
    await expect(last_reply(page)).to_have_attribute("data-phase", "failed")

    async def all_is_said() -> bool:
        return len(await page.evaluate("window.spoken")) >= 4

    await until(all_is_said, what="the last words")
    spoken = await page.evaluate("window.spoken")
    assert spoken[0] == "polite: Reply started"
    assert spoken[1].startswith("polite: Reply finished: word0 word1 ")
    assert len(spoken[1]) < 130
    assert spoken[2] == "polite: Reply started"
    assert spoken[3].startswith("assertive: The reply broke off. ")
    assert len(spoken) == 4


async def test_the_message_box_has_the_focus_when_the_pressed_button_goes(page: Page) -> None:
    await send(page, "!reply One.")
    again = last_reply(page).get_by_role("button", name="Write this reply again")
    await again.focus()
    await page.keyboard.press("Enter")
    await expect(composer(page)).to_be_focused()
    await expect(last_reply(page).locator(".versions")).to_contain_text("2/2")
    await expect(composer(page)).to_be_focused()
