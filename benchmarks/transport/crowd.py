"""What many sockets of people need, whether they only read or also send: see docs/protocol.md."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol

from benchmarks.transport.socket import FastSocket

ACKNOWLEDGE_BYTES = 64 * 1024
AT_ONCE = 50  # that are being opened
HELLO = b'{"type":"hello","protocol":1}'

Order = dict[str, Any]


class Opens(Protocol):
    async def open(self, port: int) -> None: ...


async def open_all(ones: Iterable[Opens], port: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def open_one(one: Opens) -> None:
        async with gate:
            await one.open(port)

    await asyncio.gather(*map(open_one, ones))


class Acknowledgements:
    """Of the `reply` frames that come by one socket."""

    def __init__(self, socket: FastSocket) -> None:
        self._socket = socket
        self._frames = self._bytes = 0

    def count(self, size: int) -> None:
        self._frames += 1
        self._bytes += size
        if self._bytes >= ACKNOWLEDGE_BYTES:
            self._bytes = 0
            self._socket.say(b'{"type":"acknowledge","frames":%d}' % self._frames)


async def answer_orders(answer: Callable[[Order], Awaitable[Order]]) -> None:
    """One a line from stdin, until there are no more."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(await answer(json.loads(line))), flush=True)
