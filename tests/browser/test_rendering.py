"""Replies in Markdown as they are drawn: growing, and with what GFM and formulas need."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import last_reply, send

SAME_AT_ONCE = """async (text) => {
  const address = document.querySelector("script[src$='js/app.js']").src;
  const { ReplyView } = await import(new URL("reply_view.js", address));
  const drawn = [...document.querySelectorAll("chat-reply .prose")].at(-1);
  const whole = drawn.cloneNode(false);
  new ReplyView(whole).replace(text);
  for (let left = 50; left > 0 && !drawn.isEqualNode(whole); left -= 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
  return drawn.isEqualNode(whole);
}"""
GROWING = {
    "a list": "".join(f"- item {n} is **bold**\n" for n in range(60)) + "\nend",
    "a long list with numbers": "".join(f"{n}. item\n" for n in range(7, 137)) + "\nend",
    "a long list at the end": "".join(f"* item {n}\n" for n in range(130)),
    "a long list that turns out to be loose": "- item\n" * 120 + "\n- the last one\n",
    "a list that turns out to be loose": "- one\n- two\n- three\n\n- four\n- five\n",
    "a table": "| a | b |\n|---|--:|\n" + "".join(f"| x{n} | {n} |\n" for n in range(60)),
    "a long table": "| a | b |\n|---|--:|\n" + "| *x* | y<br>z |\n" * 130 + "\nend",
    "a long paragraph": "Words go on, *on* and `on`, [on](/on) and on without an end. " * 150,
    "long code": "```python\n" + "def f(x):\n    return 'a' + x\n" * 250 + "```",
    "a paragraph": "Words go on and on, *without* an `end` in sight. " * 40,
    "a paragraph that turns out to be a heading": "Words go on and on, all of them. " * 20
    + "\n===\n\nend",
    "links that are defined below": "Read [this][1] and [That one].\n\n- or `code`\n\n"
    "[1]: https://example.org/one\n[that  one]: https://example.org/two\n",
}


@pytest.mark.parametrize("what", GROWING)
async def test_what_grew_in_parts_is_what_would_have_been_drawn_at_once(
    page: Page, what: str
) -> None:
    text = GROWING[what].rstrip()
    await send(page, f"!rate 1000\n!reply {text}")
    await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    assert await page.evaluate(SAME_AT_ONCE, text)


async def test_formulas_are_drawn_and_what_is_none_stays_text(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await send(page, "!reply No formula costs $5 or $10.")
    await expect(last_reply(page).locator(".prose")).to_have_text("No formula costs $5 or $10.")
    await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    assert not [url for url in asked if "katex" in url]

    await send(
        page,
        "!reply Here $x^2$ and \\(y\\), `$code$`, $\\broken{$, \\fcolorbox{red}{blue}{$z$}.\n\n"
        "$$\n\\frac{a}{b}\n- \\pmb{c}\n$$\n\nand $\\href{javascript:alert(1)}{x}$",
    )
    prose = last_reply(page).locator(".prose")
    await expect(prose.locator("math")).to_have_count(5)
    await expect(prose.locator("math[display=block] mfrac")).to_have_count(1)
    await expect(prose.locator("code")).to_have_text("$code$")
    await expect(prose.get_by_text("$\\broken{$")).to_be_visible()
    assert await prose.locator("[style], math [href]").count() == 0


async def test_boxes_tables_and_footnotes_can_be_used_without_seeing_them(page: Page) -> None:
    await send(
        page,
        "!reply - [x] done\n- [ ] open[^1]\n\n| a | b |\n|:--|--:|\n| 1 | 2<br>3 |\n\n[^1]: Later.",
    )
    prose = last_reply(page).locator(".prose")
    await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    await expect(prose.get_by_role("checkbox", name="Done")).to_be_checked()
    await expect(prose.get_by_role("checkbox", name="To do")).to_be_disabled()
    await expect(prose.locator("td br")).to_have_count(1)
    await expect(prose.locator("sup")).to_have_text(["1", "1"])
    table = prose.get_by_role("group", name="Table")
    await table.focus()
    await expect(table).to_be_focused()


async def test_code_can_be_wrapped_and_is_copied_by_hand_without_its_buttons(page: Page) -> None:
    await send(page, f"!reply Before\n\n```text\n{'long ' * 100}\n```\n\nafter")
    block = last_reply(page).locator(".code-block")
    await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    is_wider = "pre => pre.scrollWidth > pre.clientWidth"
    assert await block.locator("pre").evaluate(is_wider)
    wrap = block.get_by_role("button", name="Wrap", pressed=False)
    await wrap.focus()
    await page.keyboard.press("Enter")
    await expect(block.get_by_role("button", name="Wrap", pressed=True)).to_be_focused()
    assert not await block.locator("pre").evaluate(is_wider)
    copied = (
        await last_reply(page)
        .locator(".prose")
        .evaluate(
            "prose => { getSelection().selectAllChildren(prose); return String(getSelection()) }"
        )
    )
    assert copied.split() == ["Before", *["long"] * 100, "after"]


async def test_long_code_is_shown_and_copied_by_hand_as_it_was_written(page: Page) -> None:
    lines = [f"value_{number} = {number}{'' if number % 9 else chr(10)}" for number in range(600)]
    written = "\n".join(lines)
    await send(page, f"!rate 2000\n!reply ```python\n{written}\n```")
    code = last_reply(page).locator(".code-block code")
    await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    assert await code.text_content() == written
    copied = await code.evaluate(
        "code => { getSelection().selectAllChildren(code); return String(getSelection()) }"
    )
    assert copied == written
    rows = len(written.split("\n"))
    height = await code.evaluate(
        "code => code.offsetHeight / parseFloat(getComputedStyle(code).lineHeight)"
    )
    assert round(height) == rows
