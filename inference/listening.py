"""Whether anybody listens to a reply that is made only for who does. Knows no connections.

Who listens says so again and again, all of a process's replies in one command. A process that was
killed says nothing any more, and some seconds later its replies are found `unheard`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from weakref import WeakKeyDictionary

import redis

from inference.exceptions import StoreUnavailable
from inference.store import LISTENED, UNHEARD, async_redis, get_redis, store_errors
from inference.stream.scripts import NOW

LISTENED_SECONDS = 10  # one that was said to be listened to is so for so long
SAY_SECONDS = 3
# Where Redis was away all that is listened to seems unheard for a moment: who finds it so looks
# again before it believes it.
DOUBT_SECONDS = 6
MOST_AT_ONCE = 100  # found by one look

# KEYS listened unheard. ARGV seconds count id…: the first `count` are heard, the others no more.
SAY = f"""
{NOW}
local count = tonumber(ARGV[2])
for place = 3, #ARGV do
  redis.call('ZREM', KEYS[2], ARGV[place])
  if place - 2 <= count then redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[place])
  else redis.call('ZREM', KEYS[1], ARGV[place]) end
end
"""
# KEYS listened unheard. ARGV doubt seconds, most. → ids
FIND = f"""
{NOW}
local found = {{}}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])) do
  redis.call('ZADD', KEYS[2], 'NX', now, id)
  if redis.call('ZSCORE', KEYS[2], id) + ARGV[1] <= now then found[#found + 1] = id end
end
return found
"""

logger = logging.getLogger(__name__)


@contextmanager
def listening(request_id: str) -> Iterator[None]:
    """Call on an event loop, where it costs its caller nothing. Inside, this reply is heard."""
    listeners = _listeners.setdefault(asyncio.get_running_loop(), _Listeners())
    listeners.add(request_id)
    try:
        yield
    finally:
        listeners.remove(request_id)


def find_unheard() -> list[str]:
    """Those that were listened to and are no more, though nobody said that it left them. Raises
    StoreUnavailable."""
    with store_errors():
        found = get_redis().register_script(FIND)(
            keys=[LISTENED, UNHEARD], args=[DOUBT_SECONDS, MOST_AT_ONCE]
        )
    return [one.decode() for one in found]


def forget_listeners(request_id: str) -> None:
    """What was unheard has been seen to. Raises StoreUnavailable."""
    with store_errors():
        get_redis().register_script(SAY)(keys=[LISTENED, UNHEARD], args=[0, 0, request_id])


class _Listeners:
    """Of one process. Says what is new at once, and all of it every few seconds."""

    def __init__(self) -> None:
        self._heard: set[str] = set()
        self._left: set[str] = set()
        self._changed = asyncio.Event()
        self._saying: asyncio.Task[None] | None = None

    def add(self, request_id: str) -> None:
        self._heard.add(request_id)
        self._left.discard(request_id)
        self._changed.set()
        if self._saying is None:
            self._saying = asyncio.create_task(self._say_again(), name="listening")

    def remove(self, request_id: str) -> None:
        self._heard.discard(request_id)
        self._left.add(request_id)
        self._changed.set()

    async def _say_again(self) -> None:
        while self._heard or self._left:
            self._changed.clear()
            has_said = await self._say()
            with suppress(TimeoutError):
                async with asyncio.timeout(SAY_SECONDS):
                    if has_said:
                        await self._changed.wait()
                    else:  # do not press a Redis that is in trouble
                        await asyncio.sleep(SAY_SECONDS)
        self._saying = None

    async def _say(self) -> bool:
        heard, left = list(self._heard), list(self._left)
        try:
            async with async_redis() as client:
                say = client.register_script(SAY)
                args: list[str | int] = [LISTENED_SECONDS, len(heard), *heard, *left]
                with store_errors():
                    await say(keys=[LISTENED, UNHEARD], args=args)
        except (StoreUnavailable, redis.RedisError) as error:
            logger.warning("Nobody is told who listens: %s", error)
            return False
        self._left.difference_update(left)
        return True


_listeners: WeakKeyDictionary[asyncio.AbstractEventLoop, _Listeners] = WeakKeyDictionary()
