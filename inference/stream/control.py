"""Stops that reach the engine at once: the flag in the stream is the sure way, this the fast.

Knows ids, no replies.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import redis

from inference.store import CONTROL, TIMEOUT_SECONDS

logger = logging.getLogger(__name__)


class ControlListener:
    """A thread that hears which replies to stop. What it misses while Redis is away is told by
    the next append or heartbeat."""

    def __init__(self, redis_url: str, on_stop: Callable[[str], None]) -> None:
        self._client = redis.Redis.from_url(
            redis_url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            health_check_interval=TIMEOUT_SECONDS,  # else it would listen to a dead line for ever
        )
        self._on_stop = on_stop
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="control-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._listen()
            except redis.RedisError as error:
                logger.warning("Lost the control channel, listening again: %s", error)
                self._closing.wait(0.5)
        self._client.close()

    def _listen(self) -> None:
        with self._client.pubsub(ignore_subscribe_messages=True) as pubsub:  # type: ignore[no-untyped-call]
            pubsub.subscribe(CONTROL)
            while not self._closing.is_set():
                message = pubsub.get_message(timeout=0.5)
                if message is not None:
                    self._on_stop(message["data"].decode())
