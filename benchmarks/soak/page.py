"""An open page without a browser: one socket, its frames in order, what it heard in the book.

Knows the protocol of docs/protocol.md, and nothing of what people do with it.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from benchmarks.soak.book import ENDING_SECONDS, Book
from benchmarks.soak.oracle import Reading
from tests.support.people import Person

ANSWER_SECONDS = 60.0  # the machine may be full; nobody waits for longer than this
ACKNOWLEDGED_FRAMES = 8
Frame = dict[str, Any]


class Silence(Exception):
    """The site did not say what it owes within its time."""


class Page:
    """readings: of the replies that this page shows, by generation."""

    def __init__(self, socket: ClientConnection, book: Book, name: str) -> None:
        self.readings: dict[str, Reading] = {}
        self.name = name
        self._socket, self._book = socket, book
        self._unheard: deque[Frame] = deque(maxlen=100)  # nobody asks for most snapshots
        self._news = asyncio.Event()
        self._reply_frames = 0
        self._is_going = False
        self._listening = asyncio.create_task(self._listen(), name=f"page {name}")

    # --- in ---------------------------------------------------------------------------------------

    async def say(self, **frame: Any) -> None:
        await self.say_raw(json.dumps(frame))

    async def say_raw(self, text: str) -> None:
        await self._socket.send(text)

    async def send(
        self, text: str, conversation: str | None, parent: str | None, client_id: str = ""
    ) -> Frame:
        """The `accepted`, `queue` or `refused` frame."""
        client_id = client_id or str(uuid4())
        await self.say(
            type="send", client_id=client_id, conversation=conversation, parent=parent, text=text
        )
        return await self.answer(client_id)

    async def send_queued(self, client_id: str) -> Frame:
        await self.say(type="send_queued", client_id=client_id)
        return await self.answer(client_id)

    async def retry(self, message: str) -> Frame:
        client_id = str(uuid4())
        await self.say(type="retry", client_id=client_id, message=message)
        return await self.answer(client_id)

    async def answer(self, client_id: str) -> Frame:
        return await self.hear(lambda frame: frame.get("client_id") == client_id, "an answer")

    async def watch(self, conversation: str) -> Frame:
        """The snapshot; once, on a new page: a second telling of a reply would be a repeat."""
        await self.say(type="watch", conversation=conversation)
        return await self.hear(
            lambda frame: (
                frame["type"] == "snapshot" and frame["conversation"]["id"] == conversation
            ),
            "a snapshot",
        )

    async def stop(self, generation: str) -> None:
        await self.say(type="stop", generation=generation)
        await self.hear(
            lambda frame: frame["type"] == "stopping" and frame["generation"] == generation,
            "stopping",
        )

    async def resume(self, generation: str, reading: Reading) -> None:
        """Another page's reading goes on here."""
        self.readings[generation] = reading
        await self.say(type="resume", generation=generation, after=reading.seq)

    # --- out --------------------------------------------------------------------------------------

    async def hear(self, wanted: Callable[[Frame], bool], what: str) -> Frame:
        """The first frame of this kind that nobody has taken yet, but `reply` frames."""

        def find() -> Frame | None:
            return next((frame for frame in self._unheard if wanted(frame)), None)

        await self.until(lambda: find() is not None, ANSWER_SECONDS, what)
        frame = find()
        assert frame is not None
        self._unheard.remove(frame)
        return frame

    async def ending(self, generation: str) -> str:
        await self.until(
            lambda: generation in self.readings and bool(self.readings[generation].ending),
            ENDING_SECONDS,
            f"the ending of {generation}",
        )
        return self.readings[generation].ending

    async def until(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        """Raises Silence, also when the socket has ended."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    if self._listening.done():
                        raise Silence(f"{self.name}: the socket ended before {what}")
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise Silence(f"{self.name}: waited {seconds:g} s for {what}") from None

    def leave_readings(self) -> None:
        """Nothing more is owed to what this page showed."""
        for reading in self.readings.values():
            reading.left = reading.left or not reading.endings
        self.readings = {}

    async def drop(self) -> None:
        """As when the network goes away: without a word."""
        self._is_going = True
        self._socket.transport.abort()
        await asyncio.wait([self._listening])

    async def _listen(self) -> None:
        try:
            async for message in self._socket:
                await self._take(json.loads(message))
        except ConnectionClosed:
            pass
        finally:
            if not self._is_going:
                code = self._socket.close_code
                self._book.fault(self.name, f"the site closed the socket with {code}")
            self._news.set()

    async def _take(self, frame: Frame) -> None:
        kind = frame["type"]
        self._book.counts[f"frames: {kind}"] += 1
        if kind == "reply":
            await self._take_reply(frame)
        elif kind == "gone":
            self._book.fault(frame["generation"], "its log was gone")
        elif kind != "model":
            self._unheard.append(frame)
        self._news.set()

    async def _take_reply(self, frame: Frame) -> None:
        generation = frame["generation"]
        if generation not in self.readings:
            self.readings[generation] = self._book.reading(generation, self.name)
        self.readings[generation].hear(frame["after"], frame["seq"], frame["events"])
        self._reply_frames += 1
        if self._reply_frames % ACKNOWLEDGED_FRAMES == 0:
            await self.say(type="acknowledge", frames=self._reply_frames)

    async def close(self) -> None:
        self._is_going = True
        self.leave_readings()
        await self._socket.close()
        self._listening.cancel()
        await asyncio.wait([self._listening])


@asynccontextmanager
async def open_page(person: Person, book: Book, name: str) -> AsyncIterator[Page]:
    """Its socket has said hello."""
    address = person.site.url.replace("http", "ws", 1) + "/ws/"
    async with connect(
        address,
        origin=Origin(person.site.url),
        additional_headers={"Cookie": person.cookie},
        max_size=None,
        open_timeout=ANSWER_SECONDS,
        ping_timeout=ANSWER_SECONDS,
    ) as socket:
        page = Page(socket, book, name)
        try:
            await page.say(type="hello", protocol=1)
            await page.hear(lambda frame: frame["type"] == "hello", "hello")
            yield page
        finally:
            await page.close()
