"""The site as a program on a phone: its manifest, a page for when nothing can be reached, and what
becomes of open pages when a newer version is deployed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import composer, last_reply, send
from tests.support.site import Site

pytestmark = pytest.mark.own_profile  # what the browser has already is the point

KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const text = await (await cache.match(url)).text();
      kept.push([new URL(url).pathname, text]);
    }
  }
  return kept;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this file's own: it is taken away and comes back."""
    running = Site(Path(tmp_path_factory.mktemp("installable")))
    try:
        running.start()
        yield running
    finally:
        running.stop()


async def worker_is_ready(page: Page) -> None:
    await page.evaluate(
        """async () => {
          const { serviceWorker } = navigator;
          const controls = new Promise((resolve) => {
            serviceWorker.addEventListener("controllerchange", resolve, { once: true });
          });
          await serviceWorker.ready;
          if (!serviceWorker.controller) await controls;
        }"""
    )


async def test_it_can_be_installed(page: Page) -> None:
    address = await page.locator("link[rel=manifest]").get_attribute("href")
    answer = await page.request.get(str(address))
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = await answer.json()
    assert manifest["name"] == "Chatsite"
    assert manifest["display"] == "standalone"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert (await page.request.get(icon["src"])).ok


async def test_offline_a_page_says_so_and_the_site_comes_back(page: Page) -> None:
    await worker_is_ready(page)
    await page.context.set_offline(True)
    await page.goto("/settings/keys/")
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    colour = await page.locator(".button-primary").evaluate("one => getComputedStyle(one).color")
    assert colour == "rgb(255, 255, 255)"  # its style is there as well
    await page.context.set_offline(False)
    keys = page.get_by_role("heading", name="API keys", exact=True)
    await expect(keys).to_be_visible(timeout=40_000)  # it looks every ten seconds


async def test_nothing_private_is_kept(page: Page, username: str) -> None:
    await worker_is_ready(page)
    await send(page, "!reply The launch code is 4711.")
    await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
    await page.reload()
    await page.goto("/settings/keys/")
    await page.goto("/")
    await page.locator(".account summary").click()
    await page.get_by_role("button", name="Sign out").click()
    await page.wait_for_url("**/sign-in/**")
    kept = await page.evaluate(KEPT)
    paths = {path for path, _ in kept}
    assert "/offline/" in paths
    assert all(path.startswith(("/offline/", "/static/")) for path in paths)
    everything = "".join(text for _, text in kept)
    assert "4711" not in everything
    assert username not in everything


async def test_a_newer_version_is_offered_and_keeps_the_draft(page: Page, site: Site) -> None:
    banner = page.locator("#version-banner")
    await expect(page.locator(".model-name")).not_to_be_empty()
    await page.wait_for_load_state("networkidle")  # all that comes after the first look is there
    await expect(banner).to_be_hidden()
    await composer(page).fill("A thought that is not")
    with deployed(site, "tests.support.newer_web"):
        await expect(banner).to_be_visible(timeout=60_000)
        await expect(composer(page)).to_have_value("A thought that is not")
        await banner.get_by_role("button", name="Reload").click()
        await expect(composer(page)).to_have_value("A thought that is not")
        await expect(page.locator(".model-name")).not_to_be_empty()
        await page.wait_for_load_state("networkidle")
        await expect(banner).to_be_hidden()


async def test_an_older_page_gets_what_it_had_not_loaded_yet(page: Page, site: Site) -> None:
    await expect(page.locator(".model-name")).not_to_be_empty()
    await page.wait_for_load_state("networkidle")
    with deployed(site, "tests.support.newer_web"):
        await expect(page.locator("#version-banner")).to_be_visible(timeout=60_000)
        await page.locator(".model-chip").click()
        await expect(page.locator("dialog[open]")).to_be_visible()


@contextmanager
def deployed(site: Site, module: str) -> Iterator[None]:
    """Another version of the site for as long as this lasts, then the first one again."""
    site.end("web")
    site.start_web(module)
    try:
        yield
    finally:
        site.end("web")
        site.start_web()
