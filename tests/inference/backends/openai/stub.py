"""A real HTTP server on loopback that sends what a test wrote, byte for byte: the faults that no
good server shows. It stands at the border of our network, not in place of anything of ours."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

CHAT, COMPLETIONS = "/v1/chat/completions", "/v1/completions"
SILENCE = "silence"  # until the other side closes
MODELS = {"object": "list", "data": [{"id": "m", "max_model_len": 1000, "owned_by": "vllm"}]}

Act = bytes | str


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Stub:
    """answers: for each request for a reply one, the last one for all that follow. others: by path,
    which go first."""

    answers: deque[list[Act]] = field(default_factory=deque)
    others: dict[str, list[Act]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    was_left: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.others.setdefault("/v1/models", whole(200, MODELS))
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    @property
    def chats(self) -> list[Asked]:
        return [one for one in self.asked if one.path == CHAT]

    @property
    def raws(self) -> list[Asked]:
        return [one for one in self.asked if one.path == COMPLETIONS]

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._end.wait()
        server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await _read(reader)
            self.asked.append(asked)
            for act in self._script(asked.path):
                if isinstance(act, bytes):
                    writer.write(act)
                    await writer.drain()
                elif await reader.read() == b"":
                    self.was_left.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.was_left.set()
        finally:
            writer.close()

    def _script(self, path: str) -> list[Act]:
        if path in self.others or path not in (CHAT, COMPLETIONS):
            return self.others.get(path, whole(404, {"detail": "Not Found"}))
        return self.answers.popleft() if len(self.answers) > 1 else self.answers[0]


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(head[0].split()[1], headers, json.loads(body) if body else None)


def whole(status: int, value: Any, *headers: str) -> list[Act]:
    """One answer that is not a stream; text as it is, all else as JSON."""
    body = (value if isinstance(value, str) else json.dumps(value)).encode()
    lines = [f"HTTP/1.1 {status} Said", "connection: close", f"content-length: {len(body)}"]
    return ["\r\n".join([*lines, *headers, "", ""]).encode() + body]


def stream(*parts: Any) -> list[Act]:
    """An event stream: bytes and SILENCE as they are, all else as the JSON of one event. It ends
    where the parts end, without [DONE]."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
    return [head, *(one if isinstance(one, bytes | str) else event(one) for one in parts)]


def event(value: Any) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


def delta(index: int = 0, finish: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"choices": [{"index": index, "delta": fields, "finish_reason": finish}]}


DONE = b"data: [DONE]\n\n"


def said(text: str, finish: str = "stop") -> list[Act]:
    """A whole good reply."""
    return stream(delta(role="assistant"), delta(content=text), delta(finish=finish), DONE)
