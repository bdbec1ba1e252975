"""Whoever reads asks Redis for little, and ends at once when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import uuid4

import pytest
import redis

from inference.admission import admit
from inference.contract import Event, Finished, GenerationRequest, Numbered, Text, Turn
from inference.stream import Append, StreamWriter, publish_notice, read_events, watch_notices
from inference.stream.subscriber import get_subscriber
from inference.workers import alist_workers
from tests.support.waiting import until

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


def a_reply_with_text(client: redis.Redis) -> str:
    request = GenerationRequest(
        id=uuid4().hex, owner="alice", turns=(Turn(role="user", content="Hello"),)
    )
    admit(request)
    write(client, request.id, Text(text="Hi"))
    return request.id


def write(client: redis.Redis, reply: str, event: Event) -> None:
    StreamWriter(client).append([Append(reply, 1, (event,))])


@pytest.mark.parametrize("work", [read_a_reply, watch, look_for_workers])
async def test_a_task_that_asks_redis_can_be_cancelled_at_any_moment(
    empty_redis: redis.Redis, work: Work
) -> None:
    reply = a_reply_with_text(empty_redis)
    for moment in range(MOMENTS * ROUNDS):
        task = asyncio.create_task(work(reply))
        for _ in range(moment % MOMENTS):
            await asyncio.sleep(0)
        task.cancel()
        _, living = await asyncio.wait([task], timeout=1)
        for one in living:
            one.cancel()
        assert not living, f"cancelled after {moment % MOMENTS} turns of the loop, it went on"


async def test_a_reader_that_pauses_after_each_batch_reads_the_log_once(
    empty_redis: redis.Redis,
) -> None:
    reply = a_reply_with_text(empty_redis)
    empty_redis.config_resetstat()
    heard: list[Numbered] = []
    async for batch in read_events(reply):
        heard.extend(batch)
        more = Finished(reason="stop") if len(heard) > 20 else Text(text="x")
        await asyncio.to_thread(write, empty_redis, reply, more)

    assert [one.seq for one in heard] == list(range(1, len(heard) + 1))
    assert empty_redis.info("commandstats")["cmdstat_xrange"]["calls"] == 1


async def test_a_notice_that_came_before_the_subscription_was_made_again_is_looked_up(
    empty_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.stream.subscriber.RECONNECT_SECONDS", (2.0, 2.0))
    heard: list[dict[str, Any]] = []

    async def hear() -> None:
        async for notice in watch_notices("news"):
            heard.append(notice)  # noqa: PERF401 - looked at while it goes on

    async def has_heard() -> bool:
        return bool(heard)

    async def is_deaf() -> bool:
        return empty_redis.pubsub_numsub("news")[0][1] == 0

    hearing = asyncio.create_task(hear())
    await until(has_heard, what="the first notice")
    empty_redis.client_kill_filter(_type="pubsub")
    await until(is_deaf, what="the subscription to be lost")
    await asyncio.sleep(0.3)  # until the listener knows: it waits a second at least
    publish_notice("news", {"lost": True})
    heard.clear()
    await until(has_heard, what="a look at what was missed")
    assert heard == [{}]

    hearing.cancel()
    await asyncio.wait([hearing])


async def test_a_listener_that_is_cancelled_while_it_leaves_is_gone_all_the_same(
    empty_redis: redis.Redis,
) -> None:
    subscriber = get_subscriber()
    async with subscriber.listen("news"):
        pass  # it is connected
    listening = asyncio.create_task(watch("news"))
    while "news" not in subscriber._listeners:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    async with subscriber._changed:
        for _ in range(2):
            await asyncio.sleep(0.05)
            listening.cancel()
        await asyncio.wait([listening])
    assert not subscriber._listeners["news"]
