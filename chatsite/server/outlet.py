"""How much may wait to be sent to one client. Twisted alone would keep all of it in memory."""

from __future__ import annotations

import asyncio
from typing import Any

from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer

from chatsite.server.metrics import REFUSED

PATIENCE_SECONDS = 15.0  # twice that at most without a byte taken; slow is not gone


@implementer(IPushProducer)
class Outlet:
    """Twisted tells it when the transport holds 64 KiB, and when it holds nothing again."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._room = asyncio.Event()
        self._room.set()

    @property
    def has_room(self) -> bool:
        return self._room.is_set()

    async def wait_for_room(self) -> None:
        """Returns when more may be sent, or when the client is cut off for not reading."""
        while not self._room.is_set():
            before = self._progress()
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._room.wait()
            except TimeoutError:
                if self._progress() == before:
                    REFUSED.labels("slow reader").inc()
                    self._transport.abortConnection()
                    return

    def _progress(self) -> tuple[int, int]:
        return len(self._transport.dataBuffer), self._transport.offset

    # --- what Twisted calls -----------------------------------------------------------------------

    def pauseProducing(self) -> None:  # noqa: N802
        self._room.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self._room.set()

    def stopProducing(self) -> None:  # noqa: N802
        self._room.set()
