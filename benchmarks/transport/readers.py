"""People's sockets: `python -m benchmarks.transport.readers`, one order and its answer a line.

{"port", "bare", "readers": [{"cookie", "conversation", "reply"}, …]}   opens them; answers {}
          … or [{"secret", "reply"}, …]: programs, which read over HTTP, and
          with "text" ask for it themselves
{"refusals": count, "who": {"secret", "text"}}             answers {"seconds"} until each 429
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
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from benchmarks.transport import Reading, stamps
from benchmarks.transport.crowd import HELLO, Acknowledgements, Order, answer_orders, open_all
from benchmarks.transport.socket import FastSocket, open_socket
from benchmarks.transport.sse import StreamReader, time_refusals

FIRST_PAUSE_SECONDS = 1.0


class Reader:
    """One socket that follows one reply. `ready`: it hears what comes next."""

    def __init__(self, who: Mapping[str, str], *, bare: bool) -> None:
        loop = asyncio.get_running_loop()
        self._who, self._bare = who, bare
        self.ready: asyncio.Future[None] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()
        self.latencies: list[float] = []
        self.frames = self.bytes = self.text_bytes = self.seq = 0
        self._has_asked = False
        self._acknowledgements: Acknowledgements
        self._wanted, self._has_all = 0, asyncio.Event()
        self._socket: FastSocket

    async def open(self, port: int) -> None:
        hear, path = self._hear, "/ws/"
        if self._bare:
            hear, path = self._hear_bare, f"/?reply={self._who['reply']}"
        self._socket = await open_socket(port, path, self._who.get("cookie", ""), hear)
        self._acknowledgements = Acknowledgements(self._socket)
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
        """After the connection was lost, in mid-reply; waiting as static/js/unsent.js does."""
        self._socket.drop()
        for attempt in itertools.count():
            await asyncio.sleep(random.uniform(0.1, FIRST_PAUSE_SECONDS * 2**attempt))
            self.ready = asyncio.get_running_loop().create_future()
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
        self.bytes += len(payload)
        self._acknowledgements.count(len(payload))
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


async def dropped(readers: list[Reader], port: int) -> float:
    """Seconds from the loss until the last of them reads on."""
    began = time.perf_counter()
    await asyncio.gather(*(reader.come_back(port) for reader in readers))
    return time.perf_counter() - began


async def read(readers: Sequence[Reader | StreamReader], seconds: float) -> Reading:
    await asyncio.wait([reader.ended for reader in readers], timeout=seconds)
    return Reading(
        tokens=sum(len(reader.latencies) for reader in readers),
        frames=sum(reader.frames for reader in readers),
        bytes=sum(reader.bytes for reader in readers),
        text_bytes=sum(reader.text_bytes for reader in readers),
        broken=sum(not reader.ended.done() for reader in readers),
        latencies=sorted(second for reader in readers for second in reader.latencies),
    )


class Readers:
    def __init__(self) -> None:
        self._readers: list[Reader] = []
        self._listening: Sequence[Reader | StreamReader] = []
        self._port = 0

    async def answer(self, order: Order) -> Order:
        match order:
            case {"wait": seconds}:
                return asdict(await read(self._listening, seconds))
            case {"resume": numbers}:
                return {"seconds": [await self._readers[0].resume(after) for after in numbers]}
            case {"refusals": count, "who": who}:
                return {"seconds": await time_refusals(who, self._port, count)}
            case {"drop": _}:
                return {"seconds": await dropped(self._readers, self._port)}
        self._port = order["port"]
        if "secret" in order["readers"][0]:
            self._listening = [StreamReader(who) for who in order["readers"]]
        else:
            self._readers = [Reader(who, bare=order["bare"]) for who in order["readers"]]
            self._listening = self._readers
        await open_all(self._listening, self._port)
        return {}


if __name__ == "__main__":
    asyncio.run(answer_orders(Readers().answer))
