"""From the numbered events of one reply to frames for one browser. Knows no database."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from chat.metrics import REPLY_ENDINGS, TTFT
from chat.wire.outbound import Json, reply_frame
from inference.contract import (
    Event,
    Failed,
    Finished,
    Numbered,
    Reasoning,
    Text,
    ToolCallPart,
)
from inference.exceptions import StoreUnavailable, StreamGone
from inference.stream import read_events

logger = logging.getLogger(__name__)

FRAME_SECONDS = 0.016  # one frame of a 60 Hz screen: more often would not be seen
FRAME_CHARACTERS = 16_384  # so that a long replay goes in pieces that the window can hold
AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Which reply is told, and to which message its text belongs."""

    conversation: UUID
    generation: UUID
    message: UUID


class ReplyPump:
    """Tells one reply from `after` on: the first text at once, then at most one frame per
    FRAME_SECONDS with everything since. `measured` counts it in the metrics."""

    def __init__(
        self,
        reply: Reply,
        *,
        after: int,
        say: Callable[[Json], Awaitable[None]],
        is_active: Callable[[], Awaitable[bool]],
        measured: bool = False,
    ) -> None:
        self.reply = reply
        self._seq = after
        self._say = say
        self._is_active = is_active
        self._measured_since = time.monotonic() if measured else None
        self._has_text = False

    async def run(self) -> None:
        """Returns after the ending, or after telling that the log is gone."""
        while True:
            try:
                return await self._follow()
            except StreamGone:
                pass
            except StoreUnavailable as error:
                logger.warning("Reply %s waits for Redis: %s", self.reply.generation, error)
            # An active reply may not be in Redis: just sent, or Redis was emptied.
            if not await self._is_active():
                return await self._say({"type": "gone", "generation": str(self.reply.generation)})
            await asyncio.sleep(AGAIN_SECONDS)

    async def _follow(self) -> None:
        events = read_events(str(self.reply.generation), after=self._seq)
        async with aclosing(cast("AsyncGenerator[list[Numbered]]", events)) as batches:
            async for batch in batches:
                for piece in in_pieces(batch):
                    await self._tell(piece)

    async def _tell(self, piece: list[Numbered]) -> None:
        frame = reply_frame(
            generation=self.reply.generation,
            message=self.reply.message,
            after=self._seq,
            batch=piece,
        )
        await self._say(frame)
        self._seq = piece[-1].seq
        events = [numbered.event for numbered in piece]
        self._measure(events)
        if any(map(_size, events)):
            await asyncio.sleep(FRAME_SECONDS)  # what comes meanwhile goes together

    def _measure(self, events: Iterable[Event]) -> None:
        if self._measured_since is None:
            return
        for event in events:
            match event:
                case Text() | Reasoning() | ToolCallPart() if not self._has_text:
                    self._has_text = True
                    TTFT.observe(time.monotonic() - self._measured_since)
                case Finished(reason=ending) | Failed(error_type=ending):
                    REPLY_ENDINGS.labels(ending).inc()


def in_pieces(batch: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    """The batch in runs of at most FRAME_CHARACTERS of parts (or a single longer event)."""
    piece: list[Numbered] = []
    characters = 0
    for numbered in batch:
        size = _size(numbered.event)
        if piece and characters + size > FRAME_CHARACTERS:
            yield piece
            piece, characters = [], 0
        piece.append(numbered)
        characters += size
    if piece:
        yield piece


def _size(event: Event) -> int:
    """Characters of what the model wrote."""
    match event:
        case Text(text=text) | Reasoning(text=text) | ToolCallPart(arguments=text):
            return len(text)
    return 0
