"""Ask a server for one reply, from the request to the last piece. Never raises but when cancelled.

A busy server is asked once more, before anything was told.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing
from typing import Any

from inference.backends.base import Piece
from inference.backends.openai.chunks import ReplyChunks
from inference.backends.openai.faults import BUSY, UpstreamFault
from inference.backends.openai.wire import CHAT, COMPLETIONS, GARBLED, Patience, Wire
from inference.contract import GenerationRequest

logger = logging.getLogger(__name__)

USUAL_RETRY_SECONDS = 1.0
USAGE_SECONDS = 5.0  # how long a finished reply waits for its counts

Tell = Callable[[Iterable[Piece]], None]


async def ask(
    chunks: ReplyChunks, body: Mapping[str, Any], *, wire: Wire, patience: Patience, tell: Tell
) -> None:
    """Tells pieces as they come, the last one too unless it is cancelled."""
    request = chunks.request
    try:
        await _ask_twice(chunks, body, wire, patience, tell)
        tell([chunks.end()])
    except UpstreamFault as fault:
        tell([_failed(request, fault)])
    except Exception:
        logger.exception("The chunks of reply %s could not be read.", request.id)
        tell([_failed(request, UpstreamFault("generation", GARBLED))])


async def _ask_twice(
    chunks: ReplyChunks, body: Mapping[str, Any], wire: Wire, patience: Patience, tell: Tell
) -> None:
    try:
        await _ask_once(chunks, body, wire, tell)
    except UpstreamFault as fault:
        if fault.status not in BUSY:
            raise
        seconds = _retry_seconds(fault.retry_after)
        if seconds > patience.longest_retry_after:
            raise
        await asyncio.sleep(seconds)
        await _ask_once(chunks, body, wire, tell)


async def _ask_once(chunks: ReplyChunks, body: Mapping[str, Any], wire: Wire, tell: Tell) -> None:
    route = COMPLETIONS if chunks.request.is_raw else CHAT
    async with aclosing(wire.chunks(route, body)) as stream:
        async for chunk in stream:
            tell(chunks.take(chunk))
            if chunks.is_whole:
                await _hear_counts(chunks, stream)
                return


async def _hear_counts(
    chunks: ReplyChunks, stream: AsyncGenerator[Mapping[str, Any], None]
) -> None:
    """A reply that is whole does not fail any more, whatever the server does now."""
    try:
        async with asyncio.timeout(USAGE_SECONDS):
            async for chunk in stream:
                for _ in chunks.take(chunk):
                    pass
    except (TimeoutError, UpstreamFault):
        logger.warning("A server did not end the stream of a whole reply.")


def _retry_seconds(told: str) -> float:
    """Retry-After in seconds; a date is not worth reading for one more try."""
    return float(told) if told.isascii() and told.isdigit() else USUAL_RETRY_SECONDS


def _failed(request: GenerationRequest, fault: UpstreamFault) -> Piece:
    return Piece(request_id=request.id, error_type=fault.error_type, error_message=fault.message)
