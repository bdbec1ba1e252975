"""Two people in one conversation of a team at once, each in their own browser."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import last_reply, send
from tests.support.people import Person
from tests.support.site import Site

MAKE = """
from accounts.models import Membership, Team, User
team = Team.objects.create(name="Kitchen")
for name, shown, role in {people}:
    User.objects.filter(username=name).update(first_name=shown)
    user = User.objects.get(username=name)
    Membership.objects.create(team=team, user=user, role=role)
print(team.pk)
"""


def make_team(site: Site, *people: tuple[str, str, str]) -> str:
    made = site.shell(MAKE.format(people=json.dumps(people)))
    return made.strip().splitlines()[-1]


async def page_of(browser: Browser, site: Site, name: str) -> Page:
    with Person.signed_up(site, name, exactly=True) as person:
        session = person.http.cookies["sessionid"]
    profile = await browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    await profile.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    return await profile.new_page()


@pytest.mark.timeout(300)
async def test_two_people_write_in_one_conversation_at_once(
    browser: Browser, alices: BrowserContext, site: Site, username: str
) -> None:
    bobs, charlies = username.replace("alice", "bob"), username.replace("alice", "charlie")
    bob, charlie = await page_of(browser, site, bobs), await page_of(browser, site, charlies)
    team = make_team(
        site,
        (username, "Alice", "owner"),
        (bobs, "Bob", "member"),
        (charlies, "Charlie", "reviewer"),
    )
    alice = await alices.new_page()
    await alice.goto("/")
    await alice.locator(".scope summary").click()
    await alice.locator(".scope a", has_text="Kitchen").click()
    await alice.wait_for_url(f"**/teams/{team}/chat/")
    await bob.goto(f"/teams/{team}/chat/")

    # What Alice begins comes into Bob's list by itself.
    words = " ".join(f"soup{number}" for number in range(1000))
    await send(alice, f"!rate 20\n!reply {words}")
    entry = bob.locator(".conversation a", has_text="!rate 20")
    await entry.click()
    await expect(bob.locator(".message-author")).to_have_text("Alice")
    await expect(last_reply(bob).locator(".prose")).to_contain_text("soup3")
    await expect(alice.locator(".company li")).to_have_attribute("title", "Bob")
    await expect(bob.locator(".company li")).to_have_attribute("title", "Alice")

    await bob_waits_and_charlie_reads(alice, bob, charlie)

    # Bob stops what Alice asked for; then what he says goes past the queue.
    await bob.get_by_role("button", name="Stop").click()
    for page in (alice, bob, charlie):
        await expect(last_reply(page).locator(".reply-ending-words")).to_contain_text("topped")
    await expect(alice.locator(".queue-held")).to_be_hidden()
    await bob.locator(".queue-held button").click()
    await expect(alice.locator("chat-message").last).to_contain_text("And with bread?")
    await expect(alice.locator("chat-message").last.locator("h2")).to_have_text("Bob")
    await expect(charlie.locator(".message-author")).to_have_text(["Alice", "Bob"])

    await expect(last_reply(alice).locator(".reply-figures")).to_be_visible()
    await what_bob_types_is_told_to_alice(alice, bob)

    # Bob goes, and is not there any more.
    await bob.context.close()
    await expect(alice.locator(".company li")).to_have_count(1)
    await expect(alice.locator(".company li")).to_have_attribute("title", "Charlie")
    await charlie.context.close()


async def what_bob_types_is_told_to_alice(alice: Page, bob: Page) -> None:
    hint = alice.locator(".composer-hint")
    usual, box = await hint.text_content(), await hint.bounding_box()
    # For longer than one notice: a snapshot takes away what was told before it.
    box_of_bob = bob.get_by_role("textbox", name="Message")
    await box_of_bob.press_sequentially("And with butter?", delay=500)
    await expect(hint).to_have_text("Bob is writing…")
    assert await hint.bounding_box() == box, "nothing moves"
    assert await hint.get_attribute("aria-live") is None, "nor is it spoken again and again"
    await expect(bob.locator(".composer-hint")).to_have_text(usual or "")
    await expect(hint).to_have_text(usual or "")  # he stopped


async def bob_waits_and_charlie_reads(alice: Page, bob: Page, charlie: Page) -> None:
    # Bob's message waits under his name, and Alice's reply goes on.
    await bob.get_by_role("textbox", name="Message").fill("And with bread?")
    await bob.get_by_role("textbox", name="Message").press("Enter")
    waiting = alice.locator("queued-message")
    await expect(waiting.locator("h2")).to_have_text("Bob")
    await expect(waiting.locator("[data-action=edit-queued]")).to_be_hidden()
    await expect(waiting.locator("[data-action=cancel-queued]")).to_be_visible()
    await expect(bob.locator("queued-message [data-action=edit-queued]")).to_be_visible()

    # A reviewer sees it all, and nothing that would be refused.
    await charlie.goto(await path_of(bob))
    await expect(last_reply(charlie).locator(".prose")).to_contain_text("soup3")
    await expect(charlie.get_by_text("You can read this conversation.")).to_be_visible()
    await expect(charlie.locator(".composer")).to_be_hidden()
    await expect(charlie.locator(".new-chat:not(.search-open)")).to_be_hidden()


async def path_of(page: Page) -> str:
    return str(await page.evaluate("location.pathname"))
