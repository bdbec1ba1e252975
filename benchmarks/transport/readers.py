"""People's sockets: `python -m benchmarks.transport.readers`, one order and its answer a line.

{"port", "bare", "readers": [{"cookie", "conversation", "reply"}, …]}   opens them; answers {}
{"drop": true}      all sockets at once, and they come back; answers {"seconds"} until all read on
{"resume": numbers} one after the other; answers {"seconds": of each, until it has all after it}
{"wait": seconds}   until all have heard their ending; answers a `Reading`

They follow docs/protocol.md: hello, watch, acknowledge, resume.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from benchmarks.transport import Reading, stamps
from benchmarks.transport.socket import FastSocket, open_socket

ACKNOWLEDGE_BYTES = 64 * 1024
FIRST_PAUSE_SECONDS = 1.0
AT_ONCE = 50  # that are being opened
HELLO = b'{"type":"hello","protocol":1}'


class Reader:
    """One socket that follows one reply. `ready`: it hears what comes next."""

    def __init__(self, who: Mapping[str, str], *, bare: bool) -> None:
        loop = asyncio.get_running_loop()
        self._who, self._bare = who, bare
        self.ready: asyncio.Future[None] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()
        self.latencies: list[float] = []
        self.frames = self.bytes = self.text_bytes = self.seq = 0
        self._frames_of_socket = self._unacknowledged = 0
        self._has_asked = False
        self._wanted, self._has_all = 0, asyncio.Event()
        self._socket: FastSocket

    async def open(self, port: int) -> None:
        hear, path = self._hear, "/ws/"
        if self._bare:
            hear, path = self._hear_bare, f"/?reply={self._who['reply']}"
        self._socket = await open_socket(port, path, self._who.get("cookie", ""), hear)
        if self._bare:
            self.ready.set_result(None)
            return
        self._socket.say(HELLO)
        watch: dict[str, Any] = {"type": "watch", "conversation": self._who["conversation"]}
        if self.seq:
            watch |= {"generation": self._who["reply"], "after": self.seq}
        self._socket.say(json.dumps(watch).encode())
        await self.ready

    async def come_back(self, port: int) -> None:
        """After the connection was lost, in mid-reply; waiting as static/js/backoff.js does."""
        self._socket.drop()
        for attempt in itertools.count():
            await asyncio.sleep(random.uniform(0.1, FIRST_PAUSE_SECONDS * 2**attempt))
            self.ready = asyncio.get_running_loop().create_future()
            self._frames_of_socket = self._unacknowledged = 0
            self._has_asked = False
            with suppress(ConnectionError):
                await self.open(port)
                return

    async def resume(self, after: int) -> float:
        """Seconds until everything after this number was heard again."""
        self._wanted, self.seq, began = self.seq, after, time.perf_counter()
        self._has_all.clear()
        self._ask(after)
        await self._has_all.wait()
        return time.perf_counter() - began

    def _ask(self, after: int) -> None:
        resume = {"type": "resume", "generation": self._who["reply"], "after": after}
        self._socket.say(json.dumps(resume).encode())

    def _hear(self, payload: bytes) -> None:
        now, frame = time.perf_counter(), json.loads(payload)
        if frame["type"] != "reply":
            return
        self.frames += 1
        self._frames_of_socket += 1
        self.bytes += len(payload)
        self._acknowledge(len(payload))
        if frame["after"] == self.seq:
            self.seq = frame["seq"]
            for event in frame["events"]:
                self._take(event, now)
            if not self.ready.done():
                self.ready.set_result(None)
            if self.seq >= self._wanted:
                self._has_all.set()
        elif frame["seq"] > self.seq and not self._has_asked:
            self._has_asked = True
            self._ask(self.seq)

    def _hear_bare(self, payload: bytes) -> None:
        now, event = time.perf_counter(), json.loads(payload)
        self.frames += 1
        self.bytes += len(payload)
        self._take(event, now)

    def _take(self, event: Mapping[str, Any], now: float) -> None:
        if event["type"] == "text":
            self.text_bytes += len(event["text"])
            self.latencies += [now - told for told in stamps(event["text"])]
        elif event["type"] in ("finished", "failed") and not self.ended.done():
            self.ended.set_result(None)

    def _acknowledge(self, size: int) -> None:
        self._unacknowledged += size
        if self._unacknowledged >= ACKNOWLEDGE_BYTES:
            self._unacknowledged = 0
            self._socket.say(b'{"type":"acknowledge","frames":%d}' % self._frames_of_socket)


async def opened(order: Mapping[str, Any]) -> list[Reader]:
    readers = [Reader(who, bare=order["bare"]) for who in order["readers"]]
    gate = asyncio.Semaphore(AT_ONCE)

    async def open_one(reader: Reader) -> None:
        async with gate:
            await reader.open(order["port"])

    await asyncio.gather(*map(open_one, readers))
    return readers


async def dropped(readers: list[Reader], port: int) -> float:
    """Seconds from the loss until the last of them reads on."""
    began = time.perf_counter()
    await asyncio.gather(*(reader.come_back(port) for reader in readers))
    return time.perf_counter() - began


async def read(readers: list[Reader], seconds: float) -> Reading:
    await asyncio.wait([reader.ended for reader in readers], timeout=seconds)
    return Reading(
        tokens=sum(len(reader.latencies) for reader in readers),
        frames=sum(reader.frames for reader in readers),
        bytes=sum(reader.bytes for reader in readers),
        text_bytes=sum(reader.text_bytes for reader in readers),
        broken=sum(not reader.ended.done() for reader in readers),
        latencies=sorted(second for reader in readers for second in reader.latencies),
    )


async def main() -> None:
    loop = asyncio.get_running_loop()
    readers: list[Reader] = []
    port = 0
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order, answer = json.loads(line), {}
        if "wait" in order:
            answer = asdict(await read(readers, order["wait"]))
        elif "resume" in order:
            answer = {"seconds": [await readers[0].resume(after) for after in order["resume"]]}
        elif "drop" in order:
            answer = {"seconds": await dropped(readers, port)}
        else:
            port = order["port"]
            readers = await opened(order)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
