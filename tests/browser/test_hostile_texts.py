"""Hostile texts in every place, and a browser that would run them: it is told to take no notice of
the content security policy, so that it is the pages themselves that hold."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, expect

from tests.browser.conftest import last_reply, send
from tests.support.payloads import EVERYTHING, NAME
from tests.support.people import Person
from tests.support.site import Site

FUNCTION = "kanarienvogel"
CALL = "from tests.support.hostile_site import {what}; {what}({alice!r}, {root!r})"
# What would be in the document if a text had become a part of it.
BROKEN_OUT = (
    "x-canary, [onclick*=kanarien], [onerror], [onload], [onfocus], base, iframe, main style"
)


@dataclass
class Trap:
    """ran: where a text was run. asked: addresses of other hosts that a page asked for."""

    host: str
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def watch(self, profile: BrowserContext) -> None:
        await profile.expose_binding(FUNCTION, lambda source: self.ran.append(source["page"].url))
        profile.on("dialog", lambda dialog: self.ran.append(dialog.message))
        profile.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.asked.append(url)


@pytest.fixture
def root(username: str) -> str:
    return username.replace("alice", "root")


@pytest.fixture
def cleared(site: Site, username: str, root: str) -> Iterator[None]:
    yield
    site.shell(CALL.format(what="clear", alice=username, root=root))


@pytest_asyncio.fixture(loop_scope="session")
async def unprotected(browser: Browser, site: Site) -> AsyncIterator[BrowserContext]:
    profile = await browser.new_context(base_url=site.url, bypass_csp=True)
    yield profile
    await profile.close()


async def be(profile: BrowserContext, site: Site, person: Person) -> None:
    session = person.http.cookies["sessionid"]
    await profile.clear_cookies()
    await profile.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])


@pytest.mark.timeout(600)
async def test_no_text_runs_or_fetches_anything_on_any_page(
    unprotected: BrowserContext, site: Site, username: str, root: str, cleared: None
) -> None:
    trap = Trap(urlsplit(site.url).netloc)
    await trap.watch(unprotected)
    page = await unprotected.new_page()
    with Person.signed_up(site, username, exactly=True) as alice:
        await be(unprotected, site, alice)
        await page.goto("/")
        await send(page, f"!rate 2000\n!reply {EVERYTHING}")  # as it is written, in pieces
        await expect(last_reply(page)).to_have_attribute("data-phase", "finished")
        await page.wait_for_url("**/c/**")
        found = filled(site, username, root)
        await visit(unprotected, found["people"])
    with Person.signed_in(site, root) as administrator:
        await be(unprotected, site, administrator)
        subject = f"/admin/chat/conversation/{found['conversation']}/reason/"
        for path in ("/admin/chat/conversation/look/", subject):
            administrator.post(path, {"reason": NAME})
        await visit(unprotected, found["staff"])
    assert (trap.ran, trap.asked) == ([], [])
    await see_that_the_trap_works(unprotected, trap)


def filled(site: Site, alice: str, root: str) -> dict[str, Any]:
    call = CALL.format(what="fill", alice=alice, root=root)
    said: dict[str, Any] = json.loads(site.shell(call))
    return said


async def visit(profile: BrowserContext, paths: list[str]) -> None:
    page = await profile.new_page()
    for path in paths:
        answer = await page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        await page.wait_for_load_state("networkidle")
        assert await page.locator(BROKEN_OUT).count() == 0, path
    await page.close()


async def see_that_the_trap_works(profile: BrowserContext, trap: Trap) -> None:
    """And that nothing but the pages stood in the way."""
    page = await profile.new_page()
    await page.goto("/")
    await page.wait_for_load_state("networkidle")  # a page that cannot begin is loaded again
    broken_out = f"document.body.innerHTML = `<img src='//evil.example/x' onerror='{FUNCTION}()'>`"
    async with page.expect_request("**/evil.example/**"):
        await page.evaluate(broken_out)
    await page.wait_for_function("() => document.images[0].complete")
    await page.evaluate(f"{FUNCTION}()")
    assert trap.asked
    assert len(trap.ran) == 2
