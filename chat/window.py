"""How much may be on its way to one browser. Daphne itself never says that a reader is slow."""

from __future__ import annotations

import asyncio
from collections import deque

from chat.exceptions import Malformed

UNACKNOWLEDGED_BYTES = 256 * 1024
PATIENCE_SECONDS = 30


class ReaderGone(Exception):
    """Nobody is there to be told anything."""


class ReaderTooSlow(ReaderGone):
    """Nothing was acknowledged for PATIENCE_SECONDS while the window was full."""


class Window:
    """Counts `reply` frames that were sent and acknowledged since the socket opened."""

    def __init__(self) -> None:
        self._sizes: deque[int] = deque()
        self._unacknowledged_bytes = 0
        self._acknowledged_frames = 0
        self._room = asyncio.Event()

    async def reserve(self, size: int) -> None:
        """Wait until `size` more bytes may go. A frame always fits into an empty window."""
        while self._sizes and self._unacknowledged_bytes + size > UNACKNOWLEDGED_BYTES:
            self._room.clear()
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._room.wait()
            except TimeoutError:
                raise ReaderTooSlow from None
        self._sizes.append(size)
        self._unacknowledged_bytes += size

    def acknowledge(self, frames: int) -> None:
        """`frames` in all. Raises Malformed if so many were never sent."""
        if frames > self._acknowledged_frames + len(self._sizes):
            raise Malformed("frames: more than were sent.")
        while self._acknowledged_frames < frames:
            self._unacknowledged_bytes -= self._sizes.popleft()
            self._acknowledged_frames += 1
        self._room.set()
