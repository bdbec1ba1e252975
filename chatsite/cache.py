"""Where attempts to sign in are counted: in Redis for all processes together. While Redis is away
each process counts by itself, so that nobody is locked out, and nobody gets endless attempts by
stopping Redis."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")

TIMEOUT_SECONDS = 2
# A frozen Redis costs whoever signs in one wait, not one for each of a dozen questions.
LEFT_ALONE_SECONDS = 5

_away_until = [0.0]  # of this process; Django makes a cache for each thread


@lru_cache(maxsize=4)
def connect(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


class SteadyCache(BaseCache):
    """As much of a cache as counting needs. JSON and no pickles: who can write into Redis must not
    be able to run code here."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = connect(server)
        self._own = LocMemCache("accounts", {})

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        name, text, expires = self.make_key(key, version), json.dumps(value), self._expiry(timeout)
        return self._ask(
            lambda: bool(self._redis.set(name, text, nx=True, px=expires)),
            lambda: self._own.add(key, value, timeout, version),
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        name = self.make_key(key, version)

        def look() -> Any:
            text = self._redis.get(name)
            return default if text is None else json.loads(text)

        return self._ask(look, lambda: self._own.get(key, default, version))

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        name, text, expires = self.make_key(key, version), json.dumps(value), self._expiry(timeout)

        def write() -> None:
            self._redis.set(name, text, px=expires)

        self._ask(write, lambda: self._own.set(key, value, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        name = self.make_key(key, version)
        return self._ask(
            lambda: bool(self._redis.delete(name)), lambda: self._own.delete(key, version)
        )

    def _expiry(self, timeout: Any) -> int:
        """In milliseconds. Nothing here lasts for ever."""
        seconds = self.default_timeout if timeout in (None, DEFAULT_TIMEOUT) else timeout
        return max(1, int(float(seconds or 1) * 1000))

    def _ask(self, shared: Callable[[], T], own: Callable[[], T]) -> T:
        if time.monotonic() >= _away_until[0]:
            try:
                return shared()
            except redis.RedisError:
                _away_until[0] = time.monotonic() + LEFT_ALONE_SECONDS
        return own()
