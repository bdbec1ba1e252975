"""A long list, table or paragraph while it is written: its pieces show all that it shows in one,
and join unnoticed."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import FloatRect, Page, expect

from tests.browser.conftest import last_reply, send

pytestmark = pytest.mark.own_profile  # pictures are compared

WRITE = """async ([text, direction]) => {
  const address = document.querySelector("script[src$='js/app.js']").src;
  const { Drawing } = await import(new URL("drawing.js", address));
  const prose = [...document.querySelectorAll("chat-reply .prose")].at(-1);
  prose.replaceChildren();
  prose.dir = direction;
  prose.style.lineHeight = "26px"; // whole pixels: what is contained is rounded otherwise
  globalThis.drawing = new Drawing(prose);
  for (const line of text.match(/.*\\n/g)) drawing.append(line);
  drawing.showOpen();
  for (const table of prose.querySelectorAll("table")) table.style.lineHeight = "26px";
  const pieces = [...prose.querySelectorAll("[data-piece]")];
  pieces.at(-1).scrollIntoView({ block: "end" });
  return pieces.length;
}"""
SHOW = """async ([which, visibility]) => {
  const pieces = [...document.querySelectorAll("[data-piece]")];
  pieces.at(which).style.contentVisibility = visibility;
  pieces.at(-1).scrollIntoView({ block: "end" });
  for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
}"""
PLACES = """prose => {
  const pieces = prose.querySelectorAll("[data-piece]");
  for (const piece of pieces) piece.style.contentVisibility = "visible";
  const isWhole = [...pieces].every(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
  const places = [isWhole];
  const texts = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  const { left, top } = prose.getBoundingClientRect();
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      const { x, y } = range.getBoundingClientRect();
      places.push([word[0], Math.round(x - left), Math.round(y - top)]);
    }
  }
  return places.slice(0, -30); // the last line is open
}"""
HOLD = """prose => {
  const [first, second] = prose.querySelectorAll("[data-piece]");
  const link = first.querySelector("a");
  const text = second.querySelector("a").parentNode.firstChild;
  link.focus();
  getSelection().setBaseAndExtent(text, 3, link.firstChild, 2); // upwards
}"""
HELD = """() => {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
  const at = [document.activeElement.textContent, anchorNode.data.slice(anchorOffset)];
  return [...at, focusNode.data, focusOffset, String(getSelection()).split(/\\s+/).length];
}"""


def numbered(first: int, count: int = 130) -> str:
    return "".join(f"{n}. item\n" for n in range(first, first + count))


@pytest_asyncio.fixture(loop_scope="session")
async def prose(page: Page) -> Page:
    await send(page, "!reply Soup.")
    await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    return page


def table(cell: str, rows: int = 130) -> str:
    head = "| name | number | what it means |\n|---|--:|:-:|\n"
    return head + "".join(f"| row | {n:03} | {cell.format(n)} |\n" for n in range(rows))


def paragraph(words: str, count: int) -> str:
    """Lines as they are written are none of those that are shown."""
    return "".join(words.format(n) + "\n" for n in range(count))


LINKED = "see [link{0}](https://example.org/{0})"
WIDE = paragraph("Words *of a jjj* paragraph go on, {} **fff** and on without an end", 110)
ENDLESS = {
    "list": numbered(1),
    "table": table("it goes on, *with* `marks`"),
    "wide table": table("wide-" * 30),
    "paragraph": WIDE,
    "paragraph without marks": paragraph(
        "Words of a paragraph go on, {} and on, no end in sight", 130
    ),
}


@pytest.mark.parametrize("width", [1280, 390])
async def test_nothing_of_a_piece_is_cut_off(prose: Page, width: int) -> None:
    await prose.set_viewport_size({"width": width, "height": 800})
    # Of the page the text alone: round corners of the composer are not drawn anew each time.
    text_alone: FloatRect = {"x": 0, "y": 80, "width": width, "height": 600}
    texts = ["- item\n" * 130, numbered(1), numbered(9870), WIDE]
    for text, direction in itertools.product(texts, ["ltr", "rtl"]):
        assert await prose.evaluate(WRITE, [text, direction]) == 2
        await prose.evaluate(SHOW, [0, "visible"])  # its height is no guess
        await prose.evaluate(SHOW, [-1, "auto"])
        contained = await prose.screenshot(animations="disabled", clip=text_alone)
        await prose.evaluate(SHOW, [-1, "visible"])
        whole = await prose.screenshot(animations="disabled", clip=text_alone)
        assert contained == whole, (text[:20], direction)


@pytest.mark.parametrize("what", ENDLESS)
async def test_every_word_stays_where_it_is_when_the_pieces_are_joined(
    prose: Page, what: str
) -> None:
    drawn = last_reply(prose).locator(".prose")
    for width, direction in ((1280, "ltr"), (390, "rtl")):
        await prose.set_viewport_size({"width": width, "height": 800})
        assert await prose.evaluate(WRITE, [ENDLESS[what], direction]) == 2
        before = await drawn.evaluate(PLACES)
        assert before[0], "nothing leaves a piece, which would not be painted"
        await prose.evaluate("drawing.finish()")
        assert await prose.locator("[data-piece]").count() == 0
        assert await drawn.evaluate(PLACES) == before


async def test_a_window_that_changes_its_width_joins_the_pieces(prose: Page) -> None:
    drawn = last_reply(prose).locator(".prose")
    assert await prose.evaluate(WRITE, [WIDE, "ltr"]) == 2
    await prose.set_viewport_size({"width": 390, "height": 800})
    await prose.evaluate("drawing.append('And on'); drawing.showOpen()")
    await expect(prose.locator("[data-piece]")).to_have_count(0)
    await expect(drawn.locator("p")).to_have_count(1)


@pytest.mark.parametrize(
    "text",
    [
        paragraph(f"- {LINKED}", 130),
        table(LINKED),
        paragraph(f"Words of a paragraph go on, {LINKED}, and on without an end", 120),
    ],
    ids=["list", "table", "paragraph"],
)
async def test_what_is_selected_and_focused_stays_so_when_the_pieces_are_joined(
    prose: Page, text: str
) -> None:
    assert await prose.evaluate(WRITE, [text, "ltr"]) == 2
    await last_reply(prose).locator(".prose").evaluate(HOLD)
    held: list[Any] = await prose.evaluate(HELD)
    assert held[0] == held[2] != ""
    top = await prose.evaluate("() => document.activeElement.getBoundingClientRect().top")
    await prose.evaluate("drawing.append('\\nend\\n\\n')")
    assert await prose.locator("[data-piece]").count() == 0
    assert await prose.evaluate(HELD) == held
    assert top == await prose.evaluate("() => document.activeElement.getBoundingClientRect().top")


async def test_an_older_reply_shows_the_numbers_of_a_long_list_whole_on_a_phone(
    page: Page,
) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    for text in (numbered(1, 150), "Yes", "No", "Perhaps"):
        await send(page, f"!rate 1000\n!reply {text}")
        await expect(last_reply(page).locator(".reply-figures")).to_be_visible()
    old = page.locator("chat-reply").first
    await old.locator(".prose").evaluate("(prose) => { prose.style.lineHeight = '26px' }")
    await old.locator("li").last.scroll_into_view_if_needed()
    assert await old.evaluate("(old) => getComputedStyle(old).contentVisibility") == "auto"
    numbers: FloatRect = {"x": 0, "y": 100, "width": 390, "height": 280}
    contained = await page.screenshot(clip=numbers)
    await old.evaluate("(old) => { old.style.contentVisibility = 'visible' }")
    await old.locator("li").last.scroll_into_view_if_needed()
    assert contained == await page.screenshot(clip=numbers)


async def test_whoever_writes_meanwhile_goes_on_writing(prose: Page) -> None:
    assert await prose.evaluate(WRITE, [numbered(1), "ltr"]) == 2
    box = prose.get_by_role("textbox", name="Message")
    await box.fill("Go")
    await prose.evaluate("drawing.append('\\nend\\n\\n')")
    assert await prose.locator("[data-piece]").count() == 0
    await prose.keyboard.type(" on")
    await expect(box).to_have_value("Go on")
