"""One reader's Chromium at one site, and what it tells of its main thread. Knows no limits."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from tests.support.people import PASSWORD

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome")
WATCH = (Path(__file__).parent / "watch.js").read_text()
POLL_MS = 200
COUNTERS = ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
BEGUN = """async () => {
  while (!pageWatch.text) await new Promise((done) => requestAnimationFrame(done));
}"""
SAME = """async () => {
  const address = document.querySelector("script[src$='js/app.js']").src;
  const { ReplyView } = await import(new URL("reply_view.js", address));
  const drawn = [...document.querySelectorAll("chat-reply .prose")].at(-1);
  const whole = drawn.cloneNode(false);
  new ReplyView(whole).replace(pageWatch.text);
  const until = performance.now() + 20000;
  while (!drawn.isEqualNode(whole) && performance.now() < until) {
    await new Promise((done) => setTimeout(done, 200));
  }
  return drawn.isEqualNode(whole);
}"""


@dataclass(frozen=True, slots=True)
class Sample:
    """at: seconds of the page's clock. characters: received so far. spent: seconds of the main
    thread so far, by COUNTERS; CPU time, so that a busy machine does not count."""

    at: float
    characters: int
    spent: dict[str, float]


@contextmanager
def reader(url: str) -> Iterator[BrowserContext]:
    """Signed up, with `watch.js` in every page."""
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
        context = chromium.new_context(base_url=url, viewport={"width": 1280, "height": 800})
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto("/sign-up/")
        page.locator("[name=username]").fill("alice")
        page.locator("[name=password1]").fill(PASSWORD)
        page.locator("[name=password2]").fill(PASSWORD)
        page.locator("main [type=submit]").click()
        page.wait_for_url("/")
        page.close()
        yield context
        chromium.close()


class Reply:
    """Asks for one text in a new conversation, and watches the page until it is whole."""

    def __init__(self, context: BrowserContext, name: str, *, marks: bool = False) -> None:
        self.page = context.new_page()
        self._client = context.new_cdp_session(self.page)
        self._client.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.page.goto("/")
        self.page.wait_for_selector(".model-chip[data-state=ready], #composer-input")
        self.page.evaluate("marks => { pageWatch.marks = marks }", marks)
        self.page.locator("#composer-input").fill(f"!text {name}")
        self.page.locator("#composer-input").press("Enter")
        self.page.evaluate(BEGUN)
        self.samples = list(self._sampled())

    def _sampled(self) -> Iterator[Sample]:
        while True:
            at, characters, ended = self.page.evaluate(
                "[performance.now() / 1000, pageWatch.text.length, pageWatch.ended]"
            )
            yield Sample(at, characters, spent(self._client))
            if ended:
                return
            self.page.wait_for_timeout(POLL_MS)

    def frames(self) -> list[float]:
        """Milliseconds from one to the next, while text came."""
        page = self.page
        times: list[float] = page.evaluate(
            "pageWatch.frames.filter((at) => at >= pageWatch.firstTextAt)"
        )
        return [after - before for before, after in pairwise(times)]

    def waits(self) -> list[int]:
        """How many frames each mark took from its receipt into the document: 1 is the next one."""
        page = self.page
        waits: list[int] = page.evaluate(
            "[...pageWatch.received].filter(([mark]) => pageWatch.shown.has(mark))"
            ".map(([mark, frame]) => pageWatch.shown.get(mark) - frame)"
        )
        return waits

    def long_frames(self) -> list[float]:
        found: list[float] = self.page.evaluate("pageWatch.long")
        return found

    def shift(self) -> float:
        return float(self.page.evaluate("pageWatch.shift"))

    def is_as_drawn_at_once(self) -> bool:
        return bool(self.page.evaluate(SAME))

    def close(self) -> None:
        self.page.close()


def spent(client: CDPSession) -> dict[str, float]:
    told: Any = client.send("Performance.getMetrics")
    values = {one["name"]: one["value"] for one in told["metrics"]}
    return {name: values[name] for name in COUNTERS}


def opening(context: BrowserContext) -> tuple[float, int, float]:
    """Of the chat page, with nothing in the cache: milliseconds to the first paint with content,
    bytes over the network, layout shift."""
    page: Page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    client.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto("/")
    page.wait_for_timeout(2000)
    painted: float = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    )
    shift: float = page.evaluate("pageWatch.shift")
    page.close()
    return painted, sum(sizes), shift
