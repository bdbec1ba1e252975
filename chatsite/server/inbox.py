"""What came in for one connection and its application has not taken yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

# A polite page never has ten frames waiting. Two of the largest always fit.
WAITING_FRAMES = 64
WAITING_BYTES = 2 * 1024 * 1024

Message = dict[str, Any]


class Inbox(asyncio.Queue[Message]):
    """Never refuses, but says when no more should be read from the network."""

    def __init__(self, *, on_room: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._bytes = 0
        self._on_room = on_room

    @property
    def is_full(self) -> bool:
        return self.qsize() >= WAITING_FRAMES or self._bytes >= WAITING_BYTES

    def _put(self, item: Message) -> None:
        self._bytes += _size(item)
        super()._put(item)

    def _get(self) -> Message:
        was_full = self.is_full
        message = super()._get()
        self._bytes -= _size(message)
        if was_full and not self.is_full and self._on_room is not None:
            self._on_room()
        return message


def _size(message: Message) -> int:
    return len(message.get("text") or message.get("bytes") or message.get("body") or b"")
