"""Reading a reply: everything after number N, in order, exactly once, as it happens.

Subscribe first, then replay the log, then live; a jump in the numbers, a lag or a silence is
healed from the log. Knows no sockets and no database.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

import redis

from inference.contract import Numbered, event_from_json
from inference.exceptions import StoreUnavailable, StreamGone
from inference.store import async_redis, get_redis, log_key, state_key, store_errors
from inference.stream.subscriber import Lagged, get_subscriber

PAGE_EVENTS = 500  # a page of the log: about 40 kB, so that one long replay starves nobody
SILENCE_SECONDS = 2.0  # then the log is asked whether something was missed
AWAY_SECONDS = 60.0  # how long a reader waits for Redis to come back


def _numbered(values: Mapping[str, Any]) -> Numbered:
    return Numbered(values["seq"], event_from_json(values))


async def read_events(request_id: str, *, after: int = 0) -> AsyncIterator[list[Numbered]]:
    """Batches of events from `after` + 1 on; ends after the ending.

    Raises StreamGone when the log does not reach back to `after`, StoreUnavailable when Redis was
    away for AWAY_SECONDS.
    """
    seq = after
    async with get_subscriber().listen(state_key(request_id)) as live:
        while True:
            async for page in _replay(request_id, seq):
                yield page
                seq = page[-1].seq
                if page[-1].is_ending:
                    return
            while not isinstance(messages := await live.take(SILENCE_SECONDS), Lagged):
                batch = _continuation(messages, seq)
                if batch is None:
                    break
                if batch:
                    yield batch
                    seq = batch[-1].seq
                    if batch[-1].is_ending:
                        return


def _continuation(messages: Iterable[bytes], seq: int) -> list[Numbered] | None:
    """What follows `seq`, without what is known already; `None` if a number is missing."""
    batch = []
    lines = b",".join(messages).replace(b"\n", b",")
    for values in json.loads(b"[%b]" % lines):  # at once: half of a call is its beginning
        if values["seq"] <= seq:
            continue
        numbered = _numbered(values)
        if not numbered.follows(seq):
            return None
        batch.append(numbered)
        seq = numbered.seq
    return batch


async def _replay(request_id: str, seq: int) -> AsyncIterator[list[Numbered]]:
    """The log after `seq`, page by page."""
    while True:
        page = await _patient(request_id, seq)
        if not page:
            return
        if not page[0].follows(seq):
            raise StreamGone(f"The log of reply {request_id} does not reach back to {seq}.")
        yield page
        if len(page) < PAGE_EVENTS:
            return  # the rest is told live; asked again now, the log would have more for ever
        seq = page[-1].seq


async def _patient(request_id: str, seq: int) -> list[Numbered]:
    """One page; waits for a Redis that is away."""
    loop = asyncio.get_running_loop()
    deadline, pause = loop.time() + AWAY_SECONDS, 0.05
    while True:
        try:
            return await _page(request_id, seq)
        except (redis.ConnectionError, redis.TimeoutError, OSError) as error:
            if loop.time() > deadline:
                raise StoreUnavailable(f"Redis is away: {error}") from error
        await asyncio.sleep(pause)
        pause = min(pause * 2, 1.0)


async def _page(request_id: str, seq: int) -> list[Numbered]:
    async with async_redis() as client:
        entries = await client.xrange(log_key(request_id), min=str(seq + 1), count=PAGE_EVENTS)
        if not entries and not await client.exists(state_key(request_id)):
            raise StreamGone(f"There is no log of reply {request_id}.")
    return [numbered for numbered, _ in _decoded(entries)]


def read_log(request_id: str, client: redis.Redis | None = None) -> list[tuple[Numbered, float]]:
    """The whole log as it is now, for threads: events with their epoch times in seconds.

    Raises StoreUnavailable; an unknown reply has an empty log. client: instead of the process's.
    """
    with store_errors():
        entries = (client or get_redis()).xrange(log_key(request_id))
    return _decoded(entries)


def _decoded(entries: Any) -> list[tuple[Numbered, float]]:
    """Log entries as redis-py gives them: [(b"<seq>-<epoch ms>", {b"e": JSON}), …]."""
    return [
        (_numbered(json.loads(fields[b"e"])), int(entry_id.split(b"-")[1]) / 1000)
        for entry_id, fields in entries
    ]
