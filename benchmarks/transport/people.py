"""People who send: `python -m benchmarks.transport.people`, one order and its answer a line.

{"port", "people": [{"cookie"}, …]}     opens their sockets; answers {}
{"text", "wait": seconds}   each sends it at the same moment; answers {} when all read
{"tokens": true}            answers {"tokens"}, so far
{"wait": seconds}           answers an `Asking` at the last ending
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from benchmarks.transport import Asking
from benchmarks.transport.crowd import HELLO, Acknowledgements, Order, answer_orders, open_all
from benchmarks.transport.socket import FastSocket, open_socket


class Sender:
    """One socket that sends one message and hears its reply."""

    def __init__(self, cookie: str) -> None:
        self._cookie = cookie
        self._socket: FastSocket
        self._acknowledgements: Acknowledgements
        self.tokens = 0
        self._greeted: asyncio.Future[None]
        self._sent_at = 0.0
        self.accepted: float | None = None
        self.ttft: float | None = None
        self.refused = False
        self.begun: asyncio.Future[None]
        self.ended: asyncio.Future[None]

    async def open(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        self._greeted = loop.create_future()
        self._socket = await open_socket(port, "/ws/", self._cookie, self._hear)
        self._acknowledgements = Acknowledgements(self._socket)
        self._socket.say(HELLO)
        await self._greeted

    def send(self, text: str) -> None:
        loop = asyncio.get_running_loop()
        self.begun, self.ended = loop.create_future(), loop.create_future()
        self.accepted = self.ttft = None
        self.refused = False
        frame = {"type": "send", "client_id": str(uuid4()), "text": text}
        self._sent_at = time.perf_counter()
        self._socket.say(json.dumps({**frame, "conversation": None, "parent": None}).encode())

    def _hear(self, payload: bytes) -> None:
        frame, since = json.loads(payload), time.perf_counter() - self._sent_at
        match frame["type"]:
            case "hello":
                self._greeted.set_result(None)
            case "accepted":
                self.accepted = since
            case "refused":
                self.refused = True
                self._end()
            case "reply":
                self._acknowledgements.count(len(payload))
                for event in frame["events"]:
                    self._take(event, since)

    def _take(self, event: Mapping[str, Any], since: float) -> None:
        if event["type"] == "text":
            if self.ttft is None:
                self.ttft = since
                self.begun.set_result(None)
            self.tokens += event["token_count"]
        elif event["type"] == "finished":
            self._end()

    def _end(self) -> None:
        for future in (self.begun, self.ended):
            if not future.done():
                future.set_result(None)


async def send_together(senders: list[Sender], text: str, seconds: float) -> None:
    for sender in senders:
        sender.send(text)
    await asyncio.wait([sender.begun for sender in senders], timeout=seconds)


async def heard(senders: list[Sender], seconds: float) -> Asking:
    await asyncio.wait([sender.ended for sender in senders], timeout=seconds)
    return Asking(
        ttfts=sorted(sender.ttft for sender in senders if sender.ttft is not None),
        accepted=sorted(sender.accepted for sender in senders if sender.accepted is not None),
        tokens=sum(sender.tokens for sender in senders),
        refused=sum(sender.refused for sender in senders),
        lost=sum(not sender.ended.done() for sender in senders),
    )


class People:
    def __init__(self) -> None:
        self._senders: list[Sender] = []

    async def answer(self, order: Order) -> Order:
        if "text" in order:
            await send_together(self._senders, order["text"], order["wait"])
            return {}
        if "tokens" in order:
            return {"tokens": sum(sender.tokens for sender in self._senders)}
        if "wait" in order:
            return asdict(await heard(self._senders, order["wait"]))
        self._senders = [Sender(one["cookie"]) for one in order["people"]]
        await open_all(self._senders, order["port"])
        return {}


if __name__ == "__main__":
    asyncio.run(answer_orders(People().answer))
