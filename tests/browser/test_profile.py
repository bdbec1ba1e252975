"""Tests share a profile: what one of them leaves in it, the next does not find."""

from __future__ import annotations

from playwright.async_api import Browser

from tests.browser.profile import Profile
from tests.support.site import Site

LEFT = """async () => {
  localStorage.setItem("left", "here");
  await (await caches.open("left")).put("/left", new Response("here"));
  await new Promise((resolve) => {
    const opening = indexedDB.open("left");
    opening.onsuccess = () => resolve(opening.result.close());
  });
  document.cookie = "left=here";
}"""
FOUND = """async () => ({
  stored: localStorage.length,
  caches: (await caches.keys()).length,
  databases: (await indexedDB.databases()).length,
  cookies: document.cookie,
  rights: (await navigator.permissions.query({ name: "geolocation" })).state,
})"""
NOTHING = {
    "stored": 0,
    "caches": 0,
    "databases": 0,
    "cookies": "",
    "rights": "prompt",
}


async def test_nothing_of_a_test_is_there_in_the_next(browser: Browser, site: Site) -> None:
    profile = await Profile.new(browser, site.url)
    page = await profile.context.new_page()
    await page.goto("/healthz")
    clean = await page.evaluate(FOUND)
    await page.evaluate(LEFT)
    await profile.context.grant_permissions(["geolocation"])
    left = await page.evaluate(FOUND)
    assert not any(left[name] == nothing for name, nothing in NOTHING.items())
    await profile.context.route("**/*", lambda route: route.abort())
    await profile.context.set_offline(True)

    await profile.wipe()

    assert profile.context.pages == [profile.keeper]
    page = await profile.context.new_page()
    await page.goto("/healthz")
    assert await page.evaluate(FOUND) == clean
    await profile.context.close()
