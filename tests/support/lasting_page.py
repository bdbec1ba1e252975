"""An open page without a browser that keeps to docs/protocol.md, over as many sockets as it takes:
it comes back, asks for what it missed, and sends again what was not answered.

What its reader saw is in `readings`, as the soak's oracle wants it; what was wrong in `wrongs`.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from benchmarks.soak.oracle import Reading
from tests.support.people import Frame, Person

ACKNOWLEDGED_FRAMES = 8
ANSWER_SECONDS = 60.0  # the machine may be full
PAUSE_SECONDS = 0.2  # at most, before it comes back; a real page waits for longer and longer
OPEN_SECONDS, CLOSE_SECONDS, RESUME_AGAIN_SECONDS = 10.0, 0.2, 2.0
PASSING = ("overloaded", "unavailable")  # refusals that time heals


class LastingPage:
    """conversation: the one it shows. snapshot: the last it was given of that.
    notices: what its reader was told of troubles, in order. close_codes: of sockets it lost.
    quiet_seconds: then it pings; pong_seconds: then it gives the socket up."""

    def __init__(self, person: Person, url: str, quiet_seconds: float, pong_seconds: float) -> None:
        self.name = person.name
        self.conversation: str | None = None
        self.snapshot: Frame = {}
        self.model: Frame = {}
        self.readings: dict[str, Reading] = {}
        self.notices: list[str] = []
        self.close_codes: list[int | None] = []
        self.is_ready = False
        self._wrongs: list[str] = []
        self.person, self._url = person, url
        self._quiet_seconds, self._pong_seconds = quiet_seconds, pong_seconds
        self._outbox: dict[str, Frame] = {}
        self._answers: dict[str, Frame] = {}
        self._resumed_at: dict[str, float] = {}
        self._settled: set[str] = set()
        self._reply_frames, self._is_watching = 0, False
        self._socket: ClientConnection | None = None
        self._news = asyncio.Event()
        self._later: set[asyncio.Task[None]] = set()
        self._living = asyncio.create_task(self._live(), name=f"page of {self.name}")

    # --- what its reader does ---------------------------------------------------------------------

    async def send(self, text: str, *, client_id: str = "", **more: str) -> Frame:
        """Give `accepted`, or a refusal that time does not heal; for the others it tries again.
        more: conversation, parent."""
        client_id = client_id or str(uuid4())
        frame = {"type": "send", "client_id": client_id, "text": text}
        self._outbox[client_id] = {**frame, "conversation": None, "parent": None, **more}
        await self._send_again(client_id)
        await self.until(lambda: client_id in self._answers, what="an answer")
        return self._answers[client_id]

    async def stop(self, generation: str) -> None:
        await self.say(type="stop", generation=generation)

    async def watch(self, conversation: str) -> Frame:
        """The snapshot, of a page that has just been opened."""
        self.conversation = conversation
        await self._watch()
        await self.until(lambda: bool(self.snapshot), what="a snapshot")
        return self.snapshot

    def drop(self) -> None:
        """Its cable is pulled."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        for task in (self._living, *self._later):
            task.cancel()
        await asyncio.gather(self._living, *self._later, return_exceptions=True)

    # --- what its reader sees ---------------------------------------------------------------------

    @property
    def wrongs(self) -> list[str]:
        return [*self._wrongs, *(what for one in self.readings.values() for what in one.faults)]

    def text(self, generation: str) -> str:
        return self.readings[generation].text() if generation in self.readings else ""

    def endings(self, generation: str) -> list[str]:
        return self.readings[generation].endings if generation in self.readings else []

    async def more_text(self, generation: str, characters: int = 1, *, than: str = "") -> str:
        enough = len(than) + characters
        await self.until(lambda: len(self.text(generation)) >= enough, what="more text")
        return self.text(generation)

    async def ending(self, generation: str, seconds: float = ANSWER_SECONDS) -> str:
        await self.until(lambda: bool(self.endings(generation)), seconds, what="the ending")
        return self.endings(generation)[0]

    async def notice(self, words: str) -> None:
        await self.until(lambda: any(words in one for one in self.notices), what=f"{words!r}")

    async def until(
        self, condition: Callable[[], bool], seconds: float = ANSWER_SECONDS, *, what: str
    ) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"{self.name} waited {seconds:g} s for {what}") from None

    # --- its sockets ------------------------------------------------------------------------------

    async def say(self, **frame: Any) -> None:
        """Lost where there is no socket: what must not be lost is in the outbox."""
        if self._socket is not None:
            with suppress(OSError, WebSocketException):
                await self._socket.send(json.dumps(frame))

    async def _live(self) -> None:
        while True:
            try:
                await self._one_socket()
            except (OSError, TimeoutError, WebSocketException):
                self.close_codes.append(self._socket.close_code if self._socket else None)
            self._socket, self.is_ready = None, False
            self._tell("The connection is lost.")
            await asyncio.sleep(random.uniform(0, PAUSE_SECONDS))

    async def _one_socket(self) -> None:
        async with connect(
            self._url.replace("http", "ws", 1) + "/ws/",
            origin=Origin(self._url),
            additional_headers={"Cookie": self.person.cookie},
            max_size=None,
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=None,  # a browser does not either
        ) as socket:
            self._socket, self._reply_frames = socket, 0
            self._resumed_at.clear()
            await self.say(type="hello", protocol=1)
            while True:
                await self._take(json.loads(await self._next(socket)))
                self._news.set()

    async def _next(self, socket: ClientConnection) -> str | bytes:
        try:
            async with asyncio.timeout(self._quiet_seconds):
                return await socket.recv()
        except TimeoutError:
            await self.say(type="ping")
        try:
            async with asyncio.timeout(self._pong_seconds):
                return await socket.recv()
        except TimeoutError:
            socket.transport.abort()
            raise

    # --- frames -----------------------------------------------------------------------------------

    async def _take(self, frame: Frame) -> None:
        match frame["type"]:
            case "hello":
                self.model = frame["model"]
                await self._go_on()
            case "model":
                self.model = frame["model"]
                self._tell(f"{self.model['state']}: {self.model['message']}")
            case "accepted":
                self._take_accepted(frame)
            case "refused":
                self._take_refused(frame)
            case "snapshot" if frame["conversation"]["id"] == self.conversation:
                self._take_snapshot(frame)
            case "reply":
                await self._take_reply(frame)
            case "gone":
                await self._watch()
            case "error":
                self._tell(frame["error"]["message"])

    async def _go_on(self) -> None:
        """A reply goes on where it was; after it there may be news of the conversation."""
        self.is_ready, self._is_watching = True, False
        unfinished = [name for name, one in self.readings.items() if not one.endings]
        for generation in unfinished:
            await self._resume(generation)
        if not unfinished:
            await self._watch()
        for client_id in list(self._outbox):
            await self._send_again(client_id)

    def _take_accepted(self, frame: Frame) -> None:
        earlier = self._answers.setdefault(frame["client_id"], frame)
        if earlier.get("generation") != frame["generation"]:
            self._wrongs.append(f"one send was answered {earlier} and {frame}")
        self._outbox.pop(frame["client_id"], None)
        self.conversation, self._is_watching = frame["conversation"]["id"], True
        self.readings.setdefault(frame["generation"], Reading(self.name))

    def _take_refused(self, frame: Frame) -> None:
        error, client_id = frame["error"], frame["client_id"]
        self._tell(error["message"])
        if error["code"] in PASSING:
            again = self._send_later(client_id, error.get("retry_after_seconds", 0.5))
            task = asyncio.create_task(again)
            self._later.add(task)
            task.add_done_callback(self._later.discard)
        else:
            self._outbox.pop(client_id, None)
            self._answers.setdefault(client_id, frame)

    async def _send_later(self, client_id: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._send_again(client_id)

    async def _send_again(self, client_id: str) -> None:
        if self.is_ready and client_id in self._outbox:
            await self.say(**self._outbox[client_id])

    def _take_snapshot(self, frame: Frame) -> None:
        self.snapshot = frame
        for message in frame["messages"]:
            generation = message["generation"] or {"id": "", "status": "active"}
            if generation["status"] == "active":
                continue
            if not message["text"].startswith(seen := self.text(generation["id"])):
                self._wrongs.append(f"{seen!r} was shown, then {message['text']!r}")
            elif not self.endings(generation["id"]):
                self._take_the_rest(message)

    def _take_the_rest(self, message: Frame) -> None:
        """Of a reply that ended while this page was away, or whose log is gone."""
        generation = message["generation"]
        reading = self.readings.setdefault(generation["id"], Reading(self.name))
        self._settled.add(generation["id"])
        ending = {"type": generation["status"], "reason": generation["finish_reason"]}
        ending |= {"error_type": generation["error_type"]}
        text = message["text"][len(reading.text()) :]
        told = [{"type": "started"}, {"type": "text", "text": text}] if text else []
        reading.hear(reading.seq, reading.seq + len(told) + 1, [*told, ending])

    async def _take_reply(self, frame: Frame) -> None:
        self._reply_frames += 1
        if self._reply_frames % ACKNOWLEDGED_FRAMES == 0:
            await self.say(type="acknowledge", frames=self._reply_frames)
        generation = frame["generation"]
        reading = self.readings.setdefault(generation, Reading(self.name))
        if generation in self._settled:
            return
        if frame["after"] == reading.seq:
            reading.hear(frame["after"], frame["seq"], frame["events"])
            if reading.endings and not self._is_watching:
                await self._watch()
        elif frame["seq"] > reading.seq:
            await self._resume(generation)

    async def _resume(self, generation: str) -> None:
        now = time.monotonic()
        if now - self._resumed_at.get(generation, 0) > RESUME_AGAIN_SECONDS:
            self._resumed_at[generation] = now
            after = self.readings[generation].seq
            await self.say(type="resume", generation=generation, after=after)

    async def _watch(self) -> None:
        if self.conversation:
            self._is_watching = True
            await self.say(type="watch", conversation=self.conversation)

    def _tell(self, notice: str) -> None:
        self.notices.append(notice)
        self._news.set()


@asynccontextmanager
async def open_page(
    person: Person, url: str = "", *, quiet_seconds: float = 10, pong_seconds: float = 8
) -> AsyncIterator[LastingPage]:
    """It has said hello. url: by what way, if not the site's own."""
    page = LastingPage(person, url or person.site.url, quiet_seconds, pong_seconds)
    try:
        await page.until(lambda: page.is_ready, what="hello")
        yield page
    finally:
        await page.close()
