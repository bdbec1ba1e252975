"""Whoever asks for a reply listens to it first: then it is told without a look into its log, and
nothing of it is missed where the subscription stood too late, or was lost."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
import redis

from inference.admission import admit
from inference.contract import Event, Finished, GenerationRequest, Queued, Text, Turn
from inference.stream import (
    Append,
    Expected,
    StreamWriter,
    expect_reply,
    publish_notice,
    read_lines,
    watch_notices,
)
from tests.support.waiting import until

TOLD: list[Event] = [
    Queued(position=0),
    Text(text="Once "),
    Text(text="upon"),
    Finished(reason="stop"),
]


def ask_for(reply: str) -> None:
    turns = (Turn(role="user", content="Hello"),)
    admit(GenerationRequest(id=reply, owner="alice", turns=turns))


def write(client: redis.Redis, reply: str, *events: Event) -> None:
    StreamWriter(client).append([Append(reply, 1, events)])


async def read(reply: str, expected: Expected) -> list[Event]:
    told = []
    async for batch in read_lines(reply, expected=expected):
        told += [line.event() for line in batch]
    return told


async def is_heard(*expected: Expected) -> None:
    async with asyncio.timeout(20):
        for one in expected:
            await one.listener.confirmed.wait()


def looks_into_logs(client: redis.Redis) -> int:
    stats = client.info("commandstats").get("cmdstat_xrange", {"calls": 0})
    return int(stats["calls"])


async def test_a_reply_that_was_heard_from_the_first_event_on_is_not_looked_up(
    empty_redis: redis.Redis,
) -> None:
    reply = uuid4().hex
    (expected,) = expect_reply(reply)
    await is_heard(expected)
    expected.note()
    ask_for(reply)
    before = looks_into_logs(empty_redis)
    write(empty_redis, reply, *TOLD[1:])
    assert await read(reply, expected) == TOLD
    assert looks_into_logs(empty_redis) == before


async def test_one_that_was_asked_for_before_the_subscription_stood_is_told_whole(
    empty_redis: redis.Redis,
) -> None:
    reply = uuid4().hex
    (expected,) = expect_reply(reply)
    expected.note()  # nothing has been sent to Redis yet
    ask_for(reply)
    write(empty_redis, reply, *TOLD[1:])
    assert await read(reply, expected) == TOLD


@pytest.mark.parametrize("written_before_the_cut", [0, 1, 2])
async def test_what_was_told_while_the_subscription_was_lost_is_read_from_the_log(
    empty_redis: redis.Redis, written_before_the_cut: int
) -> None:
    reply, first = uuid4().hex, 1 + written_before_the_cut
    (expected,) = expect_reply(reply)
    await is_heard(expected)
    expected.note()
    ask_for(reply)
    write(empty_redis, reply, *TOLD[1:first])
    empty_redis.client_kill_filter(_type="pubsub")
    write(empty_redis, reply, *TOLD[first:])  # before this loop can have noticed
    async with asyncio.timeout(10):
        assert await read(reply, expected) == TOLD


async def test_channels_of_notices_are_heard_from_their_beginning_too(
    empty_redis: redis.Redis,
) -> None:
    reply, changes = expect_reply(uuid4().hex, "a-new-conversation")
    await is_heard(reply, changes)
    changes.note()
    publish_notice("a-new-conversation", {"turn": 1})
    notices = watch_notices("a-new-conversation", expected=changes)
    assert await anext(notices) == {"turn": 1}
    empty_redis.client_kill_filter(_type="pubsub")
    assert await anext(notices) == {}  # one may have been missed
    reply.drop()


async def test_what_nobody_takes_over_is_listened_to_no_more(empty_redis: redis.Redis) -> None:
    at_once, later = expect_reply(uuid4().hex, "later")
    at_once.drop()
    await is_heard(later)
    later.drop()
    later.drop()

    async def are_gone() -> bool:
        return empty_redis.pubsub_channels() == [b"processes"]

    await until(are_gone, what="the channels to be left")
