"""Wait for conditions, never for time: the only place in the tests that sleeps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

PAUSE_SECONDS = 0.02


def wait_for(
    condition: Callable[[], T],
    *,
    seconds: float = 20,
    what: str = "it",
    every: float = PAUSE_SECONDS,
) -> T:
    """The first true value of `condition`; an AssertionError after `seconds`. every: how often it
    is asked, in seconds."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}, in vain"
        time.sleep(every)
    return value


async def until(
    condition: Callable[[], Awaitable[T]], *, seconds: float = 20, what: str = "it"
) -> T:
    """As wait_for, on the event loop."""
    async with asyncio.timeout(seconds):
        while not (value := await condition()):  # noqa: ASYNC110 - the point of it
            await asyncio.sleep(PAUSE_SECONDS)
    return value
