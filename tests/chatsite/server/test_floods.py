"""Clients that talk too much, and clients that do not listen: memory stays, and they are closed."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack
from functools import partial
from itertools import repeat

import pytest
from django.conf import settings

from chatsite.server import flood
from chatsite.server.inbox import WAITING_BYTES, Inbox
from tests.support.people import Person
from tests.support.raw import BINARY, CONTINUATION, PING, TEXT, RawConnection, RawWebsocket, request
from tests.support.site import Site
from tests.support.waiting import wait_for

MEGABYTE = 1024 * 1024
SPARE_BYTES = 24 * MEGABYTE  # what the process may need for anything
SLOW_READERS = 'web_refused_total{what="slow reader"}'
FLOODS = 'web_refused_total{what="flood"}'


@pytest.mark.fault(12, "300 frames of a megabyte")
def test_a_flood_of_large_frames_is_closed_and_kept_nowhere(web: Site, alice: Person) -> None:
    before, most, closed = web.memory_bytes("web"), 0, web.count(FLOODS)
    with RawWebsocket(web, alice) as client:
        for _ in range(300):
            if not client.say_frame(b" " * 1_000_000):
                break
            most = max(most, web.memory_bytes("web"))
        assert client.read_close() == (4429, "too many frames")
    assert most - before < SPARE_BYTES
    assert web.count(FLOODS) == closed + 1


@pytest.mark.fault(12, "many small frames")
@pytest.mark.parametrize(
    ("kind", "payload", "is_last"),
    [
        (TEXT, b'{"type":"ping"}', True),
        (BINARY, b"", True),
        (PING, b"x" * 125, True),
        (CONTINUATION, b"", False),
    ],
    ids=["text", "binary", "control frames", "a message without end"],
)
def test_a_flood_of_small_frames_is_closed(
    web: Site, alice: Person, kind: int, payload: bytes, is_last: bool
) -> None:
    with RawWebsocket(web, alice) as client:
        if kind == CONTINUATION:
            client.say_frame(b"{", TEXT, is_last=False)
        for _ in repeat(None, flood.BURST_FRAMES * 3):
            client.say_frame(payload, kind, is_last=is_last)
        assert client.read_close() == (4429, "too many frames")


def test_a_frame_over_the_limit_is_closed_at_its_head(web: Site, alice: Person) -> None:
    with RawWebsocket(web, alice) as client:
        client.say_frame(b" " * (MEGABYTE + 1))
        close = client.read_close()
    assert close is not None
    assert close[0] == 1009


async def test_a_burst_that_a_page_may_send_is_answered_whole_however_long_it_waits(
    web: Site, alice: Person
) -> None:
    """More than may wait: the rest stays in the network until there is room."""
    ping = '{"type":"ping"}'.ljust(55_000)
    count = WAITING_BYTES // len(ping) + 4
    async with alice.tab() as tab:
        with web.locked_database():
            await tab.say_message("this waits")
            for _ in range(count):
                await tab.socket.send(ping)
        await tab.hear("accepted")
        for _ in range(count):
            await tab.hear("pong")


def test_an_inbox_says_when_it_is_full_and_when_it_is_not() -> None:
    told: list[str] = []
    inbox = Inbox(on_room=partial(told.append, "room"))
    for _ in range(2):
        assert not inbox.is_full
        inbox.put_nowait({"type": "websocket.receive", "text": "x" * (WAITING_BYTES // 2)})
    assert inbox.is_full
    inbox.put_nowait({"type": "websocket.disconnect"})
    assert not told
    inbox.get_nowait()
    assert told == ["room"]
    inbox.get_nowait()
    assert told == ["room"]
    assert not inbox.is_full


@pytest.mark.fault(11, "asks for snapshots and reads none")
async def test_whoever_asks_and_never_reads_is_closed_and_costs_no_memory(
    hasty: Site, alice: Person
) -> None:
    with Person.signed_in(hasty, alice.name) as her, ExitStack() as stack:
        async with her.tab() as tab:
            conversation = (await tab.send("🙂" * 32_000))["conversation"]["id"]
        ask = json.dumps({"type": "watch", "conversation": conversation}).encode()
        deaf = [stack.enter_context(RawWebsocket(hasty, her, receive_bytes=4096)) for _ in range(5)]
        before, closed = hasty.memory_bytes("web"), hasty.count(SLOW_READERS)
        for client in deaf:
            for _ in range(flood.BURST_FRAMES - 10):
                client.say_frame(ask)
        most = await asyncio.to_thread(_most_memory, hasty, until_closed=closed + len(deaf))
    assert most - before < SPARE_BYTES


@pytest.mark.fault(11, "asks for a large file and reads none of it")
def test_whoever_downloads_and_never_reads_is_closed_and_costs_no_memory(hasty: Site) -> None:
    path = f"{settings.STATIC_URL}admin/js/vendor/xregexp/xregexp.js"
    ask = request("GET", path, {"Host": f"127.0.0.1:{hasty.port}"}) * 20
    with ExitStack() as stack:
        deaf = [
            stack.enter_context(RawConnection(hasty.port, receive_bytes=4096)) for _ in range(40)
        ]
        before, closed = hasty.memory_bytes("web"), hasty.count(SLOW_READERS)
        for client in deaf:
            client.say(ask)
        most = _most_memory(hasty, until_closed=closed + len(deaf))
    assert most - before < SPARE_BYTES


def _most_memory(site: Site, *, until_closed: float) -> int:
    most = 0

    def are_closed() -> bool:
        nonlocal most
        most = max(most, site.memory_bytes("web"))
        return site.count(SLOW_READERS) >= until_closed

    wait_for(are_closed, seconds=30, what="those who do not read to be closed")
    return most
