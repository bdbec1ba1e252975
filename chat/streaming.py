"""From the numbered events of one reply to frames for one browser. Knows no database."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from chat.metrics import REPLY_ENDINGS, TTFT
from chat.wire.outbound import Json, reply_head, reply_text
from inference.contract import Failed, Finished
from inference.exceptions import StoreUnavailable, StreamGone
from inference.stream import Expected, Line, read_lines

logger = logging.getLogger(__name__)

FRAME_SECONDS = 0.016  # one frame of a 60 Hz screen: more often would not be seen
# Of events as they are logged; joined they are fewer. So that a long replay goes in pieces that the
# window can hold, and a page of the log is one of them.
FRAME_CHARACTERS = 40_000
AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Which reply is told, and to which message its text belongs."""

    conversation: UUID
    generation: UUID
    message: UUID


class ReplyPump:
    """Tells one reply from `after` on: the first text at once, then at most one frame per
    FRAME_SECONDS with everything since. tell: takes a frame as JSON text. `measured` counts it in
    the metrics. expected: see `chat.ahead`."""

    def __init__(
        self,
        reply: Reply,
        *,
        after: int,
        say: Callable[[Json], Awaitable[None]],
        tell: Callable[[str], Awaitable[None]],
        is_active: Callable[[], Awaitable[bool]],
        measured: bool = False,
        expected: Expected | None = None,
    ) -> None:
        self.reply = reply
        self._head = reply_head(generation=reply.generation, message=reply.message)
        self._seq = after
        self._say, self._tell_text = say, tell
        self._is_active, self._expected = is_active, expected
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
        expected, self._expected = self._expected, None  # once: then it has told all that it knew
        lines = read_lines(
            str(self.reply.generation),
            after=self._seq,
            pause_seconds=FRAME_SECONDS,
            expected=expected,
        )
        async with aclosing(lines) as batches:
            async for batch in batches:
                for piece in in_pieces(batch):
                    await self._tell(piece)

    async def _tell(self, piece: Sequence[Line]) -> None:
        await self._tell_text(reply_text(self._head, after=self._seq, lines=piece))
        self._seq = piece[-1].seq
        if self._measured_since is not None:
            self._measure(piece, self._measured_since)

    def _measure(self, piece: Sequence[Line], since: float) -> None:
        if not self._has_text and any(line.is_part for line in piece):
            self._has_text = True
            TTFT.observe(time.monotonic() - since)
        if piece[-1].is_ending:
            match piece[-1].event():
                case Finished(reason=ending) | Failed(error_type=ending):
                    REPLY_ENDINGS.labels(ending).inc()


def in_pieces(batch: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The batch in runs of at most FRAME_CHARACTERS of JSON (or a single longer event)."""
    begin = characters = 0
    for at, line in enumerate(batch):
        characters += len(line.json)
        if characters > FRAME_CHARACTERS and at > begin:
            yield batch[begin:at]
            begin, characters = at, len(line.json)
    yield batch[begin:]
