"""A reply that is made for its listener alone is found when nobody listens any more."""

from __future__ import annotations

import asyncio

import redis

from inference.client import find_unheard, forget_listeners, listening
from inference.listening import DOUBT_SECONDS
from inference.store import LISTENED, UNHEARD
from tests.support.waiting import wait_for

LONG_AGO = 1.0  # epoch seconds


async def begin_listening(empty_redis: redis.Redis, *ids: str) -> list[object]:
    """As long as what it returns is kept."""
    contexts = [listening(one) for one in ids]
    for context in contexts:
        context.__enter__()
    await asyncio.to_thread(
        wait_for, lambda: empty_redis.zcard(LISTENED) == len(ids), what="all to be said"
    )
    return list(contexts)


async def test_what_is_listened_to_is_heard(empty_redis: redis.Redis) -> None:
    _kept = await begin_listening(empty_redis, "a", "b")
    assert find_unheard() == []
    assert empty_redis.zcard(UNHEARD) == 0


async def test_who_leaves_orderly_leaves_nothing(empty_redis: redis.Redis) -> None:
    with listening("a"):
        await asyncio.to_thread(
            wait_for, lambda: empty_redis.zcard(LISTENED) == 1, what="it to be said"
        )
    await asyncio.to_thread(wait_for, lambda: not empty_redis.exists(LISTENED), what="the leaving")


def test_who_is_killed_is_missed_but_not_at_once(empty_redis: redis.Redis) -> None:
    asyncio.run(begin_listening(empty_redis, "a"))  # the loop is gone, and says nothing more
    assert find_unheard() == []
    empty_redis.zadd(LISTENED, {"a": LONG_AGO})
    assert find_unheard() == []  # a doubt
    empty_redis.zincrby(UNHEARD, -DOUBT_SECONDS, "a")
    assert find_unheard() == ["a"]
    forget_listeners("a")
    assert find_unheard() == []
    assert empty_redis.dbsize() == 0


async def test_one_that_is_heard_again_was_doubted_for_nothing(empty_redis: redis.Redis) -> None:
    _kept = await begin_listening(empty_redis, "a")
    empty_redis.zadd(LISTENED, {"a": LONG_AGO})
    empty_redis.zadd(UNHEARD, {"a": LONG_AGO})
    await asyncio.to_thread(wait_for, lambda: not empty_redis.exists(UNHEARD), what="it to be said")
    assert find_unheard() == []


async def test_an_emptied_redis_loses_nobody(empty_redis: redis.Redis) -> None:
    _kept = await begin_listening(empty_redis, "a")
    empty_redis.flushall()
    assert find_unheard() == []
    await asyncio.to_thread(
        wait_for, lambda: empty_redis.zcard(LISTENED) == 1, what="it to be said again"
    )
