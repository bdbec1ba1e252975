"""Whoever signs out at the provider loses what is open here within two seconds."""

from __future__ import annotations

import asyncio
import time

import httpx

from tests.chatsite.server.test_rights import CLOSED_WITHIN_SECONDS, is_alive
from tests.support.oidc_provider import running_provider
from tests.support.people import Person
from tests.support.site import Site


async def test_a_socket_closes_when_its_owner_signs_out_at_the_provider(
    web: Site, alice: Person
) -> None:
    with (
        running_provider() as provider,
        web.another_web(**provider.settings()) as site,
        Person(site, "bob") as bob,
    ):
        provider.knows("b-1", preferred_username="bob")
        away = bob.http.get("/sign-in/sso/", follow_redirects=False).headers["Location"]
        bob.http.get(provider.log_in(away, "b-1"))
        assert bob.is_signed_in
        token = provider.logout_token(sub="b-1")
        async with bob.tab() as his, alice.tab() as hers:
            answer = await asyncio.to_thread(
                httpx.post, f"{site.url}/sign-in/sso/signed-out/", data={"logout_token": token}
            )
            told_at = time.monotonic()
            assert answer.status_code == 200
            async with asyncio.timeout(20):
                await his.socket.wait_closed()
            assert his.socket.close_code == 4401
            assert time.monotonic() - told_at < CLOSED_WITHIN_SECONDS
            assert await is_alive(hers)
        assert not any(part in site.log("web") for part in token.split("."))
