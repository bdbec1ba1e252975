"""Whoever loses the right to read loses it on open sockets too, within two seconds."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from tests.support.people import PASSWORD, Person, Tab
from tests.support.site import Site
from tests.support.team_of_site import make_team, put_out_of_teams

CLOSED_WITHIN_SECONDS = 2.0
NEW_PASSWORD = "a new horse and a new battery"
USERS = "/admin/accounts/user/"

Change = Callable[[Person, Person], None]  # of an administrator, to a person


def signs_out(_: Person, alice: Person) -> None:
    token = alice.http.cookies["csrftoken"]
    alice.http.post(
        "/sign-out/", data={"csrfmiddlewaretoken": token}, headers={"Referer": alice.site.url}
    )


def changes_the_password(_: Person, alice: Person) -> None:
    """In another browser."""
    with Person.signed_in(alice.site, alice.name) as elsewhere:
        new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        assert "done" in elsewhere.post("/password/", {"oldpassword": PASSWORD, **new}).url.path


def signs_it_out_elsewhere(_: Person, alice: Person) -> None:
    with Person.signed_in(alice.site, alice.name) as elsewhere:
        form = elsewhere.filled_in("/settings/devices/", {})
        assert elsewhere.hand_in("/settings/devices/end-others/", form).status_code == 200


def is_disabled(charlie: Person, alice: Person) -> None:
    change_as_administrator(charlie, alice, is_active="")


def is_deleted(charlie: Person, alice: Person) -> None:
    address = f"{USERS}{user_id(charlie, alice)}/delete/"
    assert charlie.post(address, {"post": "yes"}).url.path == USERS


def gets_a_password(charlie: Person, alice: Person) -> None:
    address = f"{USERS}{user_id(charlie, alice)}/password/"
    fields = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert "change" in charlie.post(address, fields).url.path


@pytest.mark.parametrize(
    "change",
    [
        signs_out,
        signs_it_out_elsewhere,
        changes_the_password,
        is_disabled,
        is_deleted,
        gets_a_password,
    ],
)
async def test_a_socket_closes_within_two_seconds_after_its_owner(
    web: Site, charlie: Person, alice: Person, change: Change
) -> None:
    with Person.signed_up(web, "bob") as bob:
        async with alice.tab() as idle, alice.tab() as watching, bob.tab() as others:
            await watching.send("Hello")
            await asyncio.to_thread(change, charlie, alice)
            changed_at = time.monotonic()
            for tab in (idle, watching):
                async with asyncio.timeout(20):
                    await tab.socket.wait_closed()
                assert tab.socket.close_code == 4401
                assert tab.frames[-1]["error"]["code"] == "sign_in"
            assert time.monotonic() - changed_at < CLOSED_WITHIN_SECONDS
            assert await is_alive(others)
    assert await asyncio.to_thread(opens_no_socket, alice)


async def test_who_is_put_out_of_a_team_hears_no_more_of_it_within_two_seconds(
    web: Site, alice: Person
) -> None:
    with Person.signed_up(web, "bob") as bob:
        team = await asyncio.to_thread(make_team, alice, bob)
        async with alice.tab() as hers, bob.tab() as watching, bob.tab() as resuming:
            accepted = await hers.send("Soup?", team=team)
            await watching.say(type="watch", conversation=accepted["conversation"]["id"])
            await resuming.say(type="resume", generation=accepted["generation"], after=0)
            for tab in (watching, resuming):
                await tab.hear("reply")
            put_out_of_teams(web, bob)
            changed_at = time.monotonic()
            for tab in (watching, resuming):
                gone = await tab.hear("error")
                assert (gone["error"]["code"], gone["in_reply_to"]) == ("not_found", "watch")
            assert time.monotonic() - changed_at < CLOSED_WITHIN_SECONDS
            for tab in (hers, watching, resuming):
                assert await is_alive(tab), "what is their own goes on"


async def test_signing_out_here_leaves_other_browsers_signed_in(web: Site, alice: Person) -> None:
    with Person.signed_in(web, alice.name) as elsewhere:
        async with alice.tab() as here, elsewhere.tab() as there:
            await asyncio.to_thread(signs_out, alice, alice)
            await here.socket.wait_closed()
            assert await is_alive(there)


def test_whoever_is_no_longer_staff_sees_no_review(
    web: Site, charlie: Person, alice: Person
) -> None:
    change_as_administrator(charlie, alice, is_staff="on", is_superuser="on")
    assert alice.http.get("/admin/chat/conversation/").url.path == "/admin/chat/conversation/"
    change_as_administrator(charlie, alice, is_staff="", is_superuser="on")
    assert alice.http.get("/admin/chat/conversation/").url.path != "/admin/chat/conversation/"


def test_a_reviewer_who_loses_the_permission_sees_no_review(
    web: Site, charlie: Person, alice: Person
) -> None:
    change_as_administrator(charlie, alice, is_staff="on", is_superuser="on")
    assert alice.http.get("/admin/chat/conversation/").status_code == 200
    change_as_administrator(charlie, alice, is_staff="on", is_superuser="")
    assert alice.http.get("/admin/chat/conversation/").status_code == 403


async def is_alive(tab: Tab) -> bool:
    await tab.say(type="ping")
    return bool(await tab.hear("pong"))


def opens_no_socket(person: Person) -> bool:
    async def close_code() -> int | None:
        async with person.socket() as socket:
            await socket.wait_closed()
            return socket.close_code

    return asyncio.run(close_code()) == 4401


def user_id(charlie: Person, person: Person) -> str:
    found = re.search(rf"{USERS}(\d+)/change/", charlie.http.get(f"{USERS}?q={person.name}").text)
    assert found is not None
    return found[1]


def change_as_administrator(charlie: Person, person: Person, **fields: str) -> None:
    """fields: an empty one is a box without its tick."""
    address = f"{USERS}{user_id(charlie, person)}/change/"
    form = Form()
    form.feed(charlie.http.get(address).text)
    given = {name: value for name, value in {**form.values, **fields}.items() if value}
    assert charlie.post(address, given).url.path == USERS


class Form(HTMLParser):
    """What a browser would send of a page's inputs; ticked boxes are `on`."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type")
        if tag != "input" or not name or kind in ("submit", "search"):
            return
        if kind != "checkbox" or "checked" in given:
            self.values[name] = given.get("value") or ("on" if kind == "checkbox" else "")
