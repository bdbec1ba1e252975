"""One Redis subscription for the whole process, fanned out to bounded queues.

Pub/sub is allowed to lose messages: whoever listens is told `Lagged` and must look the truth up.
Knows nothing of what the messages say.
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any
from weakref import WeakKeyDictionary

import redis
from prometheus_client import Counter
from redis.asyncio import Connection, ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from inference.config import get_config
from inference.exceptions import StoreUnavailable
from inference.store import NO_SOCKET_TIMEOUT, TIMEOUT_SECONDS

logger = logging.getLogger(__name__)

SUBSCRIPTIONS_LOST = Counter("inference_subscriptions_lost", "Redis subscriptions made again")

QUEUE_MESSAGES = 256  # then the listener reads the log instead: memory stays bounded
RECONNECT_SECONDS = (0.05, 2.0)  # first and longest pause between tries
PING_SECONDS = 10  # a connection that answers nothing for twice as long is dead
TICK_SECONDS = 0.5  # how exactly quiet listeners are noticed
AWAY_SECONDS = 60.0  # how long a listener waits for Redis to confirm its subscription
IDLE_CHANNEL = "processes"  # always subscribed: the connection lives on without listeners


class Lagged:
    """Something may be missing: look it up."""


LAGGED = Lagged()


class Listener:
    """One reader's end of a channel. quiet_seconds: after so long without a message it counts as
    lagged, for one may have been lost."""

    def __init__(self, quiet_seconds: float) -> None:
        self.confirmed = asyncio.Event()
        self._was_lost = False
        self._quiet_seconds, self._has_been_quiet_for = quiet_seconds, 0.0
        self._messages: deque[bytes] = deque()
        self._lagged = False
        self._wake = asyncio.Event()

    def confirm(self) -> None:
        """Its subscription stands. What came since it was lost went to nobody: only now is there
        nothing more to miss, so only now is it time to look."""
        self.confirmed.set()
        if self._was_lost:
            self._was_lost = False
            self.mark_lagged()

    def lose(self) -> None:
        self._was_lost = self._was_lost or self.confirmed.is_set()
        self.confirmed.clear()

    def offer(self, message: bytes) -> None:
        """Never blocks; a full queue is emptied and counts as lagged."""
        self._has_been_quiet_for = 0.0
        if len(self._messages) >= QUEUE_MESSAGES:
            self.mark_lagged()
            return
        self._messages.append(message)
        self._wake.set()

    def mark_lagged(self) -> None:
        self._messages.clear()
        self._lagged = True
        self._wake.set()

    def hear_nothing(self, seconds: float) -> None:
        """So much time has passed."""
        self._has_been_quiet_for += seconds
        if self._has_been_quiet_for > self._quiet_seconds:
            self._has_been_quiet_for = 0.0
            self.mark_lagged()

    async def wait(self) -> None:
        """Until there is something to take."""
        await self._wake.wait()

    def take(self) -> list[bytes] | Lagged:
        """Everything that came since; LAGGED when some was lost or nothing came for too long."""
        self._wake.clear()
        messages = list(self._messages)
        self._messages.clear()
        if self._lagged or not messages:
            self._lagged = False
            return LAGGED
        return messages


class Subscriber:
    """The subscription connection of one event loop. It connects when first needed and heals
    itself; after every reconnection, when they hear again, all are told that they lagged."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        # Not redis-py's PubSub: for each message it costs more than all that is done with it here.
        self._connection: Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._clock: asyncio.Task[None] | None = None
        self._changed = asyncio.Lock()
        self._errands: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listen(
        self,
        channel: str,
        *,
        quiet_seconds: float = math.inf,
        listener: Listener | None = None,
    ) -> AsyncIterator[Listener]:
        """A listener that hears everything published after this has been entered. listener: one
        that listens already, see `expect`, and is let go at the end.

        Raises StoreUnavailable when Redis was away for AWAY_SECONDS.
        """
        is_new, listener = listener is None, listener or Listener(quiet_seconds)
        try:
            if is_new:
                await self._add(channel, listener)
            await self._confirmation(listener)
            yield listener
        finally:
            await self._remove(channel, listener)

    def expect(self, channels: Mapping[str, float]) -> list[Listener]:
        """Listen to channels that nobody else knows yet, as soon as may be, and wait for nothing:
        `confirmed` says when it does. `listen` takes each of them over; `drop` lets it go.
        channels: with quiet_seconds of each."""
        listeners = [Listener(quiet_seconds) for quiet_seconds in channels.values()]
        for channel, listener in zip(channels, listeners, strict=True):
            self._listeners[channel] = {listener}
        self._run_errand(self._subscribe(tuple(channels)))
        return listeners

    def drop(self, channel: str, listener: Listener) -> None:
        """If it still listens."""
        if listener in self._listeners.get(channel, ()):
            self._run_errand(self._remove(channel, listener))

    def _run_errand(self, work: Coroutine[Any, Any, None]) -> None:
        errand = asyncio.create_task(work)
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)

    async def _subscribe(self, channels: Sequence[str]) -> None:
        async with self._changed:
            wanted = [one for one in channels if one in self._listeners]  # or was dropped again
            if wanted and not self._begins():
                await self._send("SUBSCRIBE", *wanted)

    def _begins(self) -> bool:
        """Now: then it subscribes to all that is listened to as soon as it is connected."""
        if self._task is not None and not self._task.done():
            return False
        self._task = asyncio.create_task(self._run(), name="redis-subscription")
        self._clock = asyncio.create_task(self._tick(), name="redis-subscription-clock")
        return True

    async def _confirmation(self, listener: Listener) -> None:
        try:
            async with asyncio.timeout(AWAY_SECONDS):
                await listener.confirmed.wait()
        except TimeoutError as error:
            raise StoreUnavailable("Redis is away.") from error

    async def _add(self, channel: str, listener: Listener) -> None:
        async with self._changed:
            others = self._listeners.setdefault(channel, set())
            if any(other.confirmed.is_set() for other in others):
                listener.confirmed.set()
            others.add(listener)
            if not self._begins() and len(others) == 1:
                await self._send("SUBSCRIBE", channel)

    async def _remove(self, channel: str, listener: Listener) -> None:
        # At once: whoever leaves may be cancelled again while it waits for the lock.
        self._listeners.get(channel, set()).discard(listener)
        async with self._changed:
            if self._listeners.get(channel):
                return
            if self._listeners.pop(channel, None) is not None:
                await self._send("UNSUBSCRIBE", channel)

    async def _send(self, *command: str) -> None:
        if self._connection is not None:
            # What fails is noticed by the reading task, which starts over.
            with suppress(redis.RedisError, OSError):
                async with asyncio.timeout(TIMEOUT_SECONDS):
                    await self._connection.send_command(*command)

    async def _run(self) -> None:
        pause, longest = RECONNECT_SECONDS
        while True:
            try:
                await self._connect()
                pause = RECONNECT_SECONDS[0]
                await self._read()
            except (redis.RedisError, OSError) as error:
                SUBSCRIPTIONS_LOST.inc()
                logger.warning("Lost the Redis subscription, connecting again: %s", error)
            finally:
                await self._disconnect()
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311
            pause = min(pause * 2, longest)

    async def _tick(self) -> None:
        """One clock for all: a timer for each wait would cost as much as the message."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for listeners in self._listeners.values():
                for listener in listeners:
                    listener.hear_nothing(TICK_SECONDS)

    async def _connect(self) -> None:
        pool = ConnectionPool.from_url(
            get_config().redis_url,
            protocol=2,
            socket_timeout=NO_SOCKET_TIMEOUT,
            socket_connect_timeout=TIMEOUT_SECONDS,
            # No retry of the library's own: it would resubscribe without telling what was lost.
            retry=Retry(NoBackoff(), 0),
        )
        async with self._changed, asyncio.timeout(TIMEOUT_SECONDS):
            self._connection = pool.make_connection()  # type: ignore[no-untyped-call]
            await self._connection.connect()
            await self._connection.send_command("SUBSCRIBE", IDLE_CHANNEL, *self._listeners)

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.lose()
        if connection is not None:
            with suppress(redis.RedisError, OSError):
                await connection.disconnect()

    async def _read(self) -> None:
        assert self._connection is not None
        is_alive = True
        while is_alive:
            is_alive = False
            with suppress(TimeoutError):
                async with asyncio.timeout(PING_SECONDS):  # one for all messages: it is not free
                    while True:
                        message = await self._connection.read_response(disconnect_on_error=False)
                        is_alive = True
                        self._dispatch(*message)
            await self._send("PING")
        raise redis.ConnectionError("no answer to a ping")

    def _dispatch(self, kind: bytes, channel: bytes, data: Any = None) -> None:
        listeners = self._listeners.get(channel.decode(), ())
        if kind == b"message":
            for listener in listeners:
                listener.offer(data)
        elif kind == b"subscribe":
            for listener in listeners:
                listener.confirm()


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Subscriber] = WeakKeyDictionary()


def get_subscriber() -> Subscriber:
    """The subscriber of the running event loop; a web process has one."""
    return _by_loop.setdefault(asyncio.get_running_loop(), Subscriber())
