"""A client that says what no browser would: bytes over TCP. Blocking, so call it from threads."""

from __future__ import annotations

import socket
import struct
from typing import Self

from tests.support.people import Person
from tests.support.site import Site

CONTINUATION, TEXT, BINARY, CLOSE, PING = 0, 1, 2, 8, 9
SECONDS = 20.0


class RawConnection:
    """receive_bytes: how much the kernel keeps for a client that does not read."""

    def __init__(self, port: int, *, receive_bytes: int = 0) -> None:
        self._socket = socket.socket()
        if receive_bytes:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self._socket.settimeout(SECONDS)
        try:
            self._socket.connect(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def say(self, data: bytes) -> bool:
        """False when the server has closed, or takes nothing."""
        try:
            self._socket.sendall(data)
        except OSError:
            return False
        return True

    def read(self, size: int = 65_536) -> bytes:
        """Empty when the server has closed."""
        try:
            return self._socket.recv(size)
        except ConnectionError:
            return b""

    def read_all(self) -> bytes:
        """Until the server closes."""
        parts = []
        while part := self.read():
            parts.append(part)
        return b"".join(parts)


class RawWebsocket(RawConnection):
    """A socket of somebody who is signed in."""

    def __init__(self, site: Site, person: Person, *, receive_bytes: int = 0) -> None:
        super().__init__(site.port, receive_bytes=receive_bytes)
        self.say(handshake(site, {"Origin": site.url, "Cookie": person.cookie}))
        self.closed: tuple[int, str] | None = None
        self._buffer = b""
        while b"\r\n\r\n" not in self._buffer:
            self._buffer += self.read() or b"\r\n\r\n"
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        assert b" 101 " in head, head

    def say_frame(self, payload: bytes, kind: int = TEXT, *, is_last: bool = True) -> bool:
        return self.say(frame(payload, kind, is_last=is_last))

    def read_message(self) -> bytes | None:
        """The next one; None if there will be none, and `closed` says what the server said."""
        while (found := self._read_frame()) is not None:
            kind, payload = found
            if kind in (TEXT, BINARY):
                return payload
            if kind == CLOSE:
                self.closed = struct.unpack("!H", payload[:2])[0], payload[2:].decode()
                return None
        return None

    def read_close(self) -> tuple[int, str] | None:
        """Read on to the close frame: its code and reason; None if there was none."""
        while self.read_message() is not None:
            pass
        return self.closed

    def _read_frame(self) -> tuple[int, bytes] | None:
        """Servers do not mask theirs."""
        head = self._read_exactly(2)
        if len(head) < 2:
            return None
        size = head[1]
        if size >= 126:
            size = int.from_bytes(self._read_exactly(2 if size == 126 else 8), "big")
        return head[0] & 15, self._read_exactly(size)

    def _read_exactly(self, size: int) -> bytes:
        while len(self._buffer) < size and (part := self.read()):
            self._buffer += part
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data


def handshake(site: Site, headers: dict[str, str]) -> bytes:
    given = {"Host": f"127.0.0.1:{site.port}", "Upgrade": "websocket", "Connection": "Upgrade"}
    given |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}
    return request("GET", "/ws/", given | headers)


def request(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def frame(payload: bytes, kind: int = TEXT, *, is_last: bool = True) -> bytes:
    """As a client must: masked, here with nothing, which is a mask too."""
    size = len(payload)
    head = bytes([(128 if is_last else 0) | kind])
    if size < 126:
        head += bytes([128 | size])
    elif size < 65_536:
        head += bytes([128 | 126]) + struct.pack("!H", size)
    else:
        head += bytes([128 | 127]) + struct.pack("!Q", size)
    return head + bytes(4) + payload
