"""What a socket does beside answering frames. Knows no frames."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from chat.window import ReaderGone

logger = logging.getLogger(__name__)

CANCEL_SECONDS = 5


def started(work: Coroutine[Any, Any, None], *, name: str) -> asyncio.Task[None]:
    return asyncio.create_task(_logged(work), name=name)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except ReaderGone:
        pass  # as every reader is sooner or later
    except Exception:
        logger.exception("A task of a socket failed")


async def cancelled(task: asyncio.Task[None]) -> None:
    """Returns when it has ended."""
    while not task.done():  # a library that swallows a cancellation must not hold up the socket
        task.cancel()
        await asyncio.wait([task], timeout=CANCEL_SECONDS)
