"""Programs that read a generation's stream over HTTP, without costing much themselves."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping

from benchmarks.transport import stamps


class StreamReader(asyncio.Protocol):
    """One connection that follows one generation, as `readers.Reader` does over a socket."""

    def __init__(self, who: Mapping[str, str]) -> None:
        loop = asyncio.get_running_loop()
        self._who = who
        self.ready: asyncio.Future[None] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()
        self.latencies: list[float] = []
        self.frames = self.bytes = self.text_bytes = 0
        self._buffer = b""

    async def open(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", port)
        transport.write(_request(self._who, port))
        await self.ready

    def data_received(self, data: bytes) -> None:
        """Blocks hold no blank line within; the marks of HTTP's chunks stand between them."""
        now = time.perf_counter()
        self.bytes += len(data)
        if not self.ready.done():
            self._begin(self._buffer + data)
        *blocks, self._buffer = (self._buffer + data).split(b"\n\n")
        for block in blocks:
            self._hear(block, now)

    def _begin(self, head: bytes) -> None:
        if b" 200 OK" in head:
            self.ready.set_result(None)
        elif b"\r\n\r\n" in head:
            self.ready.set_exception(ConnectionError(head.decode(errors="replace")))

    def _hear(self, block: bytes, now: float) -> None:
        _, found, data = block.partition(b"data: ")
        if not found:
            return
        self.frames += 1
        if data == b"[DONE]":
            self.ended.set_result(None)
            return
        for choice in json.loads(data).get("choices", ()):
            text = choice["delta"].get("content", "")
            self.text_bytes += len(text)
            if "text" not in self._who:  # what the scripted backend says is no times
                self.latencies += [now - told for told in stamps(text)]

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("closed before it answered"))


async def time_refusals(who: Mapping[str, str], port: int, count: int) -> list[float]:
    """Seconds from connecting to a 429, one after the other. Raises ConnectionError for any other
    answer."""
    told = []
    for _ in range(count):
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_request(who, port))
        head = await reader.readuntil(b"\r\n\r\n")
        told.append(time.perf_counter() - began)
        writer.close()
        if b" 429 " not in head:
            raise ConnectionError(head.decode(errors="replace"))
    return told


def _request(who: Mapping[str, str], port: int) -> bytes:
    """Asks for what there is to read, or for something new."""
    line, body = f"GET /v1/generations/{who.get('reply')}/stream HTTP/1.1", ""
    if "text" in who:
        messages = [{"role": "user", "content": who["text"]}]
        line = "POST /v1/chat/completions HTTP/1.1"
        body = json.dumps({"model": "default", "messages": messages, "stream": True})
    lines = (
        line,
        f"Host: 127.0.0.1:{port}",
        f"Authorization: Bearer {who['secret']}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join([*lines, "", body]).encode()
