"""Whoever reads may be told to end at any moment, and then ends at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import uuid4

import pytest
import redis

from inference.admission import admit
from inference.contract import GenerationRequest, Text, Turn
from inference.stream import Append, StreamWriter, read_events, watch_notices
from inference.workers import alist_workers

MOMENTS = 60  # turns of the event loop: more than any of these takes to its first wait
ROUNDS = 5
Work = Callable[[str], Coroutine[Any, Any, None]]


async def read_a_reply(reply: str) -> None:
    async for _ in read_events(reply):
        pass


async def watch(channel: str) -> None:
    async for _ in watch_notices(channel):
        pass


async def look_for_workers(_: str) -> None:
    while True:
        await alist_workers()
        await asyncio.sleep(60)


@pytest.mark.parametrize("work", [read_a_reply, watch, look_for_workers])
async def test_a_task_that_asks_redis_can_be_cancelled_at_any_moment(
    empty_redis: redis.Redis, work: Work
) -> None:
    request = GenerationRequest(
        id=uuid4().hex, owner="alice", turns=(Turn(role="user", content="Hello"),)
    )
    admit(request)
    StreamWriter(empty_redis).append([Append(request.id, 1, (Text(text="Hi"),))])

    for moment in range(MOMENTS * ROUNDS):
        task = asyncio.create_task(work(request.id))
        for _ in range(moment % MOMENTS):
            await asyncio.sleep(0)
        task.cancel()
        _, living = await asyncio.wait([task], timeout=1)
        for one in living:
            one.cancel()
        assert not living, f"cancelled after {moment % MOMENTS} turns of the loop, it went on"
