"""A websocket that costs next to nothing, so that it is not what is measured. Loopback only."""

from __future__ import annotations

import asyncio
import base64
import os
import struct
from collections.abc import Callable

OPENED = b"101 Switching Protocols"
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
MASK = b"\0\0\0\0"  # a mask is required, and this one changes nothing


class FastSocket(asyncio.Protocol):
    """on_text: called with the payload of every text frame. `opened` and `closed` are awaited."""

    def __init__(self, on_text: Callable[[bytes], None]) -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()
        self._on_text = on_text
        self._buffer = b""
        self._code = 1006
        self._transport: asyncio.Transport

    def say(self, payload: bytes, opcode: int = TEXT) -> None:
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size)
        self._transport.write(bytes([0x80 | opcode]) + length + MASK + payload)

    def drop(self) -> None:
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer = data = self._buffer + data if self._buffer else data
        if not self.opened.done():
            head, separator, data = data.partition(b"\r\n\r\n")
            if not separator:
                return
            if OPENED not in head:
                self.opened.set_exception(ConnectionError(head.decode(errors="replace")))
                return
            self.opened.set_result(None)
        self._buffer = self._take_frames(data)

    def _take_frames(self, data: bytes) -> bytes:
        """What is left of the last one."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, body = data[at + 1], at + 2
            if size == 126:
                body += 2
                size = int.from_bytes(data[at + 2 : body])
            elif size == 127:
                body += 8
                size = int.from_bytes(data[at + 2 : body])
            if body + size > end or body > end:
                break
            self._take_frame(data[at] & 0xF, data[body : body + size])
            at = body + size
        return data[at:]

    def _take_frame(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self._on_text(payload)
        elif opcode == PING:
            self.say(payload, PONG)
        elif opcode == CLOSE:
            self._code = int.from_bytes(payload[:2]) if payload else 1005
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("closed before it was open"))
        self.closed.set_result(self._code)


async def open_socket(
    port: int, path: str, cookie: str, on_text: Callable[[bytes], None]
) -> FastSocket:
    """Raises ConnectionError when the server will not."""
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: FastSocket(on_text), "127.0.0.1", port)
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        f"Cookie: {cookie}",
    ]
    socket._transport.write("\r\n".join([*lines, "", ""]).encode())  # noqa: SLF001
    await socket.opened
    return socket
