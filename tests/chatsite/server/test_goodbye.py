"""What clients are told when the web process is asked to stop, and how soon it is gone."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing

import pytest
from websockets.asyncio.client import ClientConnection

from chatsite.server import EXIT_SECONDS
from tests.support.people import PASSWORD, Person
from tests.support.raw import RawConnection, RawWebsocket, request
from tests.support.site import Site
from tests.support.waiting import wait_for

SOON_SECONDS = 2.5  # nothing was going on
HINT = r"reconnect after (\d+\.\d\d) s"


@pytest.fixture
def again(web: Site) -> Iterator[Site]:
    """A web process that may be stopped."""
    with web.another_web() as another:
        yield another


@pytest.fixture
def her(again: Site, alice: Person) -> Iterator[Person]:
    """Alice, at that one."""
    with Person.signed_in(again, alice.name) as her:
        yield her


def end(site: Site) -> float:
    """Ask it to stop; how many seconds that took."""
    began = time.monotonic()
    site.end("web")
    return time.monotonic() - began


async def close_of(socket: ClientConnection) -> tuple[int, str]:
    async with asyncio.timeout(20):
        await socket.wait_closed()
    return socket.close_code or 0, socket.close_reason or ""


@pytest.mark.fault(16, "asked to stop: each socket is told when to come back")
async def test_every_socket_is_told_when_to_come_back_and_none_is_waited_for(
    again: Site, her: Person
) -> None:
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(her.socket()) for _ in range(30)]
        deaf = stack.enter_context(RawWebsocket(again, her))
        idle = stack.enter_context(RawConnection(again.port))
        idle.say(request("GET", "/healthz", {"Host": f"127.0.0.1:{again.port}"}))
        assert b"200 OK" in idle.read()
        ending = asyncio.create_task(asyncio.to_thread(end, again))
        closes = await asyncio.gather(*map(close_of, sockets))
        assert await ending < SOON_SECONDS
        closes.append(deaf.read_close() or (0, ""))
    assert {code for code, _ in closes} == {1001}
    waits = [float(hint[1]) for _, reason in closes if (hint := re.fullmatch(HINT, reason))]
    assert len(waits) == 31
    assert all(0 < seconds <= 5.2 for seconds in waits)
    assert len(set(waits)) > 5
    assert "Traceback" not in again.log("web")


@pytest.mark.fault(16, "asked to stop while a message is stored")
async def test_what_was_begun_is_ended_and_nothing_new_is_taken(again: Site, her: Person) -> None:
    async with her.tab() as tab:
        with again.locked_database():
            await tab.say_message("written in the last moment")
            await (await tab.socket.ping())  # the server has that frame now
            ending = asyncio.create_task(asyncio.to_thread(end, again))
            assert (await close_of(tab.socket))[0] == 1001
            await asyncio.to_thread(wait_for, lambda: is_closed(again), what="the port to close")
        assert await ending < EXIT_SECONDS
    assert "written in the last moment" in texts(again)
    assert "Traceback" not in again.log("web")


@pytest.mark.fault(16, "asked to stop while a page is made")
async def test_a_page_that_was_asked_for_still_comes(again: Site) -> None:
    with Person(again, "charlie") as charlie:
        charlie.http.follow_redirects = False  # to a page that nobody would serve
        fields = {"username": "dora", "password1": PASSWORD, "password2": PASSWORD}
        form = charlie.filled_in("/sign-up/", fields)
        before = again.count("web_tasks")
        with again.locked_database():
            asking = asyncio.create_task(asyncio.to_thread(charlie.hand_in, "/sign-up/", form))
            await asyncio.to_thread(
                wait_for, lambda: again.count("web_tasks") > before, what="the form to arrive"
            )
            ending = asyncio.create_task(asyncio.to_thread(end, again))
            await asyncio.to_thread(wait_for, lambda: is_closed(again), what="the port to close")
        assert (await asking).status_code == 302
        assert await ending < EXIT_SECONDS
        assert "sessionid" in charlie.http.cookies


@pytest.mark.fault(16, "asked to stop while the database is stuck")
async def test_nothing_holds_it_up_for_longer_than_it_says(again: Site, her: Person) -> None:
    async with her.tab() as tab:
        with again.locked_database():
            await tab.say_message("never stored")
            await (await tab.socket.ping())
            assert await asyncio.to_thread(end, again) < EXIT_SECONDS + 1
    assert "never stored" not in texts(again)
    assert "1 connections were cut off" in again.log("web")


def is_closed(site: Site) -> bool:
    try:
        with RawConnection(site.port):
            return False
    except ConnectionRefusedError:
        return True


def texts(site: Site) -> set[str]:
    with closing(sqlite3.connect(site.database_path)) as database:
        return {text for (text,) in database.execute("SELECT text FROM chat_message")}
