"""The bad network itself: what each of its faults does to a plain connection."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import pytest_asyncio

from tests.support.fault_proxy import AfterBytes, AfterReplyFrames, FaultProxy

Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]
SILENCE_SECONDS = 0.3


@pytest_asyncio.fixture
async def proxy() -> AsyncIterator[FaultProxy]:
    """In front of a server that says everything back, and hangs up after a peer that did."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server, FaultProxy(server.sockets[0].getsockname()[1]) as proxy:
        yield proxy


@asynccontextmanager
async def connected(proxy: FaultProxy) -> AsyncIterator[Pair]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    yield reader, writer
    writer.transport.abort()


async def echoed(pair: Pair, data: bytes) -> bytes:
    pair[1].write(data)
    return await pair[0].readexactly(len(data))


async def is_silent(pair: Pair) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(SILENCE_SECONDS):
            await pair[0].read(1)
            return False
    return True


async def test_without_a_fault_everything_comes_through(proxy: FaultProxy) -> None:
    data = bytes(range(256)) * 4000
    async with connected(proxy) as pair:
        assert await echoed(pair, data) == data
        pair[1].write_eof()
        assert await pair[0].read() == b""


async def test_latency_delays_each_way_and_not_each_chunk(proxy: FaultProxy) -> None:
    proxy.latency_seconds = 0.2
    async with connected(proxy) as pair:
        began = time.monotonic()
        await echoed(pair, b"x" * 300_000)
        assert 0.4 <= time.monotonic() - began < 3


async def test_a_throttle_takes_its_time(proxy: FaultProxy) -> None:
    proxy.bytes_per_second = 20_000
    async with connected(proxy) as pair:
        began = time.monotonic()
        await echoed(pair, b"x" * 10_000)
        assert time.monotonic() - began >= 0.5


async def test_a_reset_is_felt_at_once(proxy: FaultProxy) -> None:
    async with connected(proxy) as pair:
        await echoed(pair, b"hello")
        proxy.reset()
        with pytest.raises(ConnectionResetError):
            await pair[0].read()


async def test_a_half_closed_connection_still_carries_the_other_way(proxy: FaultProxy) -> None:
    async with connected(proxy) as pair:
        await echoed(pair, b"hello")
        proxy.half_close()
        assert await pair[0].read() == b""
        pair[1].write(b"are you there")
        await pair[1].drain()  # nobody has reset it


async def test_a_black_hole_tells_nobody_and_gives_back_what_it_took(proxy: FaultProxy) -> None:
    async with connected(proxy) as pair:
        await echoed(pair, b"hello")
        proxy.black_hole()
        pair[1].write(b"again")
        assert await is_silent(pair)
        async with connected(proxy) as another:
            another[1].write(b"new")
            assert await is_silent(another)
            proxy.heal()
            assert await another[0].readexactly(3) == b"new"
        assert await pair[0].readexactly(5) == b"again"


@pytest.mark.parametrize("count", [1, 4, 5])
async def test_a_cut_comes_after_exactly_so_many_bytes(proxy: FaultProxy, count: int) -> None:
    proxy.cut = lambda: AfterBytes(count)
    for _ in range(2):
        async with connected(proxy) as pair:
            pair[1].write(b"hello and more")
            assert await pair[0].read() == b"hello"[:count]
    assert proxy.cut_count == 2


@pytest.mark.parametrize("chunk", [1, 7, 1000])
async def test_a_cut_comes_behind_a_whole_frame(proxy: FaultProxy, chunk: int) -> None:
    """However the bytes come in: here the echo plays the websocket server."""
    head = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
    other, reply = frame(b'{"type":"pong"}'), frame(b'{"type":"reply","x":"' + b"y" * 300 + b'"}')
    proxy.cut = lambda: AfterReplyFrames(2)
    async with connected(proxy) as pair:
        said = head + other + reply + other + reply + other + reply
        heard, at = b"", 0
        while len(heard) == at < len(said):
            at += len(piece := said[at : at + chunk])
            pair[1].write(piece)
            while len(heard) < at and (more := await pair[0].read(at - len(heard))):
                heard += more
        assert heard == head + other + reply + other + reply


async def test_a_server_that_is_not_there_is_a_lost_connection() -> None:
    async with FaultProxy(1) as proxy, connected(proxy) as pair:
        with suppress(ConnectionResetError):
            assert await pair[0].read() == b""


def frame(payload: bytes) -> bytes:
    size = len(payload)
    head = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big")
    return b"\x81" + head + payload
