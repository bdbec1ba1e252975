"""A bad network between a client and a server on this machine: a TCP proxy whose faults can be
changed at any moment.

Knows websockets only as far as it must to cut a connection after so many replies' frames.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from collections.abc import Callable
from typing import Protocol, Self

CHUNK_BYTES = 16 * 1024
QUEUED_CHUNKS = 64  # on their way at once, in one direction
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset, and forget what was not sent


class Cut(Protocol):
    """Where one connection is cut, by what the server sends on it."""

    def at(self, data: bytes) -> int | None:
        """After how many of these bytes; None: they all come through, and what follows may."""


class AfterBytes:
    def __init__(self, count: int) -> None:
        self._left = count

    def at(self, data: bytes) -> int | None:
        if len(data) < self._left:
            self._left -= len(data)
            return None
        return self._left


class AfterReplyFrames:
    """Behind so many whole `reply` frames of docs/protocol.md."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._frames = WebsocketFrames()

    def at(self, data: bytes) -> int | None:
        for end, frame in self._frames.read(data):
            self._left -= b'"type":"reply"' in frame
            if self._left == 0:
                return end
        return None


class WebsocketFrames:
    """Of a server, which does not mask them, after the head of its answer to the handshake."""

    def __init__(self) -> None:
        self._buffer = b""
        self._is_open = False

    def read(self, data: bytes) -> list[tuple[int, bytes]]:
        """Each frame that these bytes complete: where in them it ends, and what it says."""
        before = len(self._buffer)
        self._buffer += data
        found, at = [], self._after_the_head()
        while (end := self._end_of_frame(at)) is not None:
            found.append((end - before, self._buffer[at:end]))
            at = end
        self._buffer = self._buffer[at:]
        return found

    def _after_the_head(self) -> int:
        if self._is_open:
            return 0
        end = self._buffer.find(b"\r\n\r\n")
        self._is_open = end >= 0
        return end + 4 if self._is_open else 0

    def _end_of_frame(self, at: int) -> int | None:
        head = self._buffer[at : at + 10]
        if not self._is_open or len(head) < 2:
            return None
        size, start = head[1], 2
        if size >= 126:
            start = 4 if size == 126 else 10
            size = int.from_bytes(head[2:start], "big")
        end = at + start + size
        return end if len(head) >= start and end <= len(self._buffer) else None


class FaultProxy:
    """In front of a port of this machine: `async with FaultProxy(site.port) as proxy`.

    latency_seconds, jitter_seconds: each way, for whatever comes from now on.
    bytes_per_second: each way and connection; 0 is no limit.
    cut: makes the cut of each connection that comes from now on.
    cut_count, connection_count: so far.
    """

    def __init__(self, target_port: int) -> None:
        self.latency_seconds = self.jitter_seconds = 0.0
        self.bytes_per_second = 0
        self.cut: Callable[[], Cut] | None = None
        self.cut_count = self.connection_count = 0
        self._target_port = target_port
        self._passing = asyncio.Event()
        self._passing.set()
        self._links: set[_Link] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self.reset()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # --- faults -----------------------------------------------------------------------------------

    def reset(self) -> None:
        """All open connections, on both ends."""
        for link in list(self._links):
            link.reset()

    def half_close(self) -> None:
        """Servers have said their last word on every open connection, and still listen."""
        for link in self._links:
            link.half_close()

    def black_hole(self) -> None:
        """Nothing comes through, either way, and nobody is told; until `heal`."""
        self._passing.clear()

    def heal(self) -> None:
        """The end of every fault; what waits in a black hole comes through, as TCP has it."""
        self.latency_seconds = self.jitter_seconds = 0.0
        self.bytes_per_second = 0
        self.cut = None
        self._passing.set()

    # --- how they are made ------------------------------------------------------------------------

    async def wait_to_pass(self, data: bytes, due: float) -> None:
        """Returns when these bytes may be handed over."""
        await asyncio.sleep(max(due - asyncio.get_running_loop().time(), 0))
        if self.bytes_per_second:
            await asyncio.sleep(len(data) / self.bytes_per_second)
        await self._passing.wait()

    def due(self) -> float:
        """When something that comes now arrives."""
        delay = self.latency_seconds + self.jitter_seconds * random.random()
        return asyncio.get_running_loop().time() + delay

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await self._passing.wait()
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.transport.abort()
            return
        self.connection_count += 1
        link = _Link(self, (reader, writer), upstream, self.cut() if self.cut else None)
        self._links.add(link)
        try:
            await link.run()
        finally:
            self._links.discard(link)
            link.reset()


Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Chunks = asyncio.Queue[tuple[float, bytes]]


class _Link:
    """One connection through the proxy."""

    def __init__(self, proxy: FaultProxy, client: Pair, server: Pair, cut: Cut | None) -> None:
        self._proxy, self._client, self._server, self._cut = proxy, client, server, cut

    async def run(self) -> None:
        """Until both sides have said their last word, or one was lost."""
        to_server, to_client = Chunks(QUEUED_CHUNKS), Chunks(QUEUED_CHUNKS)
        parts = [
            self._take(self._client[0], to_server),
            self._take(self._server[0], to_client),
            self._give(to_server, self._server[1], None),
            self._give(to_client, self._client[1], self._cut),
        ]
        tasks = [asyncio.create_task(part) for part in parts]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def reset(self) -> None:
        for _, writer in (self._client, self._server):
            if not writer.transport.is_closing():
                ours = writer.get_extra_info("socket")
                ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                writer.transport.abort()

    def half_close(self) -> None:
        self._client[1].write_eof()

    async def _take(self, source: asyncio.StreamReader, chunks: Chunks) -> None:
        data = b"more"
        while data:
            data = await source.read(CHUNK_BYTES)
            await chunks.put((self._proxy.due(), data))

    async def _give(self, chunks: Chunks, sink: asyncio.StreamWriter, cut: Cut | None) -> None:
        while True:
            due, data = await chunks.get()
            await self._proxy.wait_to_pass(data, due)
            if not data:
                return sink.write_eof()
            end = cut.at(data) if cut else None
            sink.write(data[:end])
            await sink.drain()
            if end is not None:
                self._proxy.cut_count += 1
                sink.close()  # what came through arrives
                raise ConnectionAbortedError
