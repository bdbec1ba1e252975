"""Reading a reply: everything after number N, in order, exactly once, as it happens.

Subscribe first, then replay the log, then live; a jump in the numbers, a lag or a silence is
healed from the log. Knows no sockets and no database.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing
from typing import Any
from weakref import WeakKeyDictionary

import redis
from prometheus_client import Counter

from inference.contract import Numbered
from inference.exceptions import StoreUnavailable, StreamGone
from inference.store import async_redis, get_redis, log_key, state_key, store_errors
from inference.stream.expecting import Expected, expect
from inference.stream.lines import Line, lines_of
from inference.stream.notices import QUIET_SECONDS
from inference.stream.subscriber import Lagged, get_subscriber

GAPS = Counter("inference_gaps", "Numbers that were missing, and were read from the log")

PAGE_EVENTS = 500  # a page of the log: about 40 kB, so that one long replay starves nobody
PAGES_AT_ONCE = 16  # of all readers of a process
SILENCE_SECONDS = 2.0  # then the log is asked whether something was missed
AWAY_SECONDS = 60.0  # how long a reader waits for Redis to come back


async def read_events(request_id: str, *, after: int = 0) -> AsyncIterator[list[Numbered]]:
    """Batches of events from `after` + 1 on; ends after the ending. Raises as read_lines."""
    async with aclosing(read_lines(request_id, after=after)) as batches:
        async for batch in batches:
            yield [line.numbered() for line in batch]


async def read_lines(
    request_id: str,
    *,
    after: int = 0,
    pause_seconds: float = 0.0,
    tells_silence: bool = False,
    expected: Expected | None = None,
) -> AsyncGenerator[list[Line]]:
    """The same events, not decoded. pause_seconds: between two batches of which the first has a
    part; what comes meanwhile goes together. tells_silence: an empty batch after SILENCE_SECONDS
    in which there was nothing to tell. expected: the reply, by whoever asks for it: what was heard
    from the first event on is not read from the log.

    Raises StreamGone when the log does not reach back to `after`, StoreUnavailable when Redis was
    away for AWAY_SECONDS.
    """
    seq, pace = after, Pace(pause_seconds)
    look = _nothing if expected and expected.was_heard else _replay
    channel, listener = state_key(request_id), expected.listener if expected else None
    listening = get_subscriber().listen(channel, quiet_seconds=SILENCE_SECONDS, listener=listener)
    async with listening as live:
        has_looked = False
        while True:
            before = seq
            async for page in look(request_id, seq):
                yield page
                pace.told(page)
                seq = page[-1].seq
                if page[-1].is_ending:
                    return
            look = _replay
            if tells_silence and has_looked and seq == before:
                yield []
            has_looked = True
            while True:
                await live.wait()
                await pace.wait()
                messages = live.take()
                batch = None if isinstance(messages, Lagged) else _continuation(messages, seq)
                if batch is None:
                    if not isinstance(messages, Lagged):
                        GAPS.inc()
                    break
                if batch:
                    yield batch
                    pace.told(batch)
                    seq = batch[-1].seq
                    if batch[-1].is_ending:
                        return


def expect_reply(request_id: str, *channels: str) -> list[Expected]:
    """One that is about to be asked for, and what is noticed in channels that are about to be: see
    `expecting`. All are subscribed to at once."""
    return expect(
        {state_key(request_id): SILENCE_SECONDS, **dict.fromkeys(channels, QUIET_SECONDS)}
    )


class Pace:
    """At most one batch of parts in `pause_seconds`; what comes later waits for nothing."""

    def __init__(self, pause_seconds: float) -> None:
        self._pause_seconds = pause_seconds
        self._clock = asyncio.get_running_loop().time
        self._next_at = 0.0

    def told(self, batch: Iterable[Line]) -> None:
        if any(line.is_part for line in batch):
            self._next_at = self._clock() + self._pause_seconds

    async def wait(self) -> None:
        seconds = self._next_at - self._clock()
        if seconds > 0:
            await asyncio.sleep(seconds)


def _continuation(messages: Iterable[bytes], seq: int) -> list[Line] | None:
    """What follows `seq`, without what is known already; `None` if a number is missing."""
    batch = []
    for message in messages:
        for line in lines_of(message):
            if line.seq <= seq:
                continue
            if not line.follows(seq):
                return None
            batch.append(line)
            seq = line.seq
    return batch


async def _replay(request_id: str, seq: int) -> AsyncIterator[list[Line]]:
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


async def _nothing(request_id: str, seq: int) -> AsyncIterator[list[Line]]:
    """Of a reply all of which is heard."""
    pages: list[list[Line]] = []
    for page in pages:
        yield page


async def _patient(request_id: str, seq: int) -> list[Line]:
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


async def _page(request_id: str, seq: int) -> list[Line]:
    async with _turn(), async_redis() as client:
        entries = await client.xrange(log_key(request_id), min=str(seq + 1), count=PAGE_EVENTS)
        if not entries and not await client.exists(state_key(request_id)):
            raise StreamGone(f"There is no log of reply {request_id}.")
    return [line for line, _ in _logged(entries)]


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def _turn() -> asyncio.Semaphore:
    """When a subscription was lost all readers ask at once: they wait for each other here, and not
    each in a connection of its own."""
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(PAGES_AT_ONCE))


def read_log(request_id: str, client: redis.Redis | None = None) -> list[tuple[Numbered, float]]:
    """The whole log as it is now, for threads: events with their epoch times in seconds.

    Raises StoreUnavailable; an unknown reply has an empty log. client: instead of the process's.
    """
    with store_errors():
        entries = (client or get_redis()).xrange(log_key(request_id))
    return [(line.numbered(), seconds) for line, seconds in _logged(entries)]


def _logged(entries: Any) -> list[tuple[Line, float]]:
    """Log entries as redis-py gives them: [(b"<seq>-<epoch ms>", {b"e": JSON}), …]."""
    return [
        (Line(fields[b"e"].decode()), int(entry_id.split(b"-")[1]) / 1000)
        for entry_id, fields in entries
    ]
