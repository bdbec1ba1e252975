"""A browser profile that tests use one after the other.

What a test left in it is wiped, but for what the browser fetched and compiled of the site's files:
a reader who comes back has that too, and to make it anew takes as long as most tests.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Page, ViewportSize


@dataclass(frozen=True, slots=True)
class Profile:
    """keeper: an empty page, through which the rest is wiped."""

    context: BrowserContext
    origin: str
    keeper: Page
    protocol: CDPSession

    @classmethod
    async def new(cls, browser: Browser, origin: str) -> Profile:
        # What goes through a service worker, no detour of a test sees. One comes a second after the
        # page: sooner than what some tests wait for, later than what others do.
        context = await new_context(browser, origin, service_workers="block")
        keeper = await context.new_page()
        return cls(context, origin, keeper, await context.new_cdp_session(keeper))

    async def wipe(self) -> None:
        """As if it were new: no pages, cookies, storage, rights or detours."""
        for page in self.context.pages:
            if page is not self.keeper:
                await page.close()
        await self.context.unroute_all(behavior="ignoreErrors")
        await self.context.set_offline(False)
        await self.context.clear_permissions()
        await self.context.clear_cookies()
        everything = {"origin": self.origin, "storageTypes": "all"}
        await self.protocol.send("Storage.clearDataForOrigin", everything)


async def new_context(browser: Browser, origin: str, **more: Any) -> BrowserContext:
    size: ViewportSize = {"width": 1280, "height": 800}
    return await browser.new_context(base_url=origin, viewport=size, **more)


@asynccontextmanager
async def own_context(browser: Browser, origin: str) -> AsyncIterator[BrowserContext]:
    context = await new_context(browser, origin)
    yield context
    await context.close()


@asynccontextmanager
async def wiped(
    profiles: dict[str, Profile], browser: Browser, origin: str
) -> AsyncIterator[BrowserContext]:
    """One of these, which goes back to them. One that could not be wiped is used no more."""
    profile = profiles.pop(origin, None) or await Profile.new(browser, origin)
    yield profile.context
    await profile.wipe()
    profiles[origin] = profile


@asynccontextmanager
async def kept_profiles() -> AsyncIterator[dict[str, Profile]]:
    """Closed at the end."""
    kept: dict[str, Profile] = {}
    yield kept
    for profile in kept.values():
        await profile.context.close()
