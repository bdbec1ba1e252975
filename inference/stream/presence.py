"""Who is at a place just now: each says so again and again, and who stops saying it is gone. Knows
no users, and nothing of what a place is."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Sequence
from typing import Any, cast

from inference.store import async_redis, present_key, store_errors
from inference.stream.scripts import NOW

MOST_PRESENT = 1_000  # at one place; nobody reads longer lists

# Notices go to the channel that is called like the key: to those who watch it, when somebody comes.
STAY = f"""{NOW}
local key, who, seconds = KEYS[1], ARGV[1], tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
if redis.call('ZSCORE', key, who) or redis.call('ZCARD', key) < {MOST_PRESENT} then
  if redis.call('ZADD', key, now + seconds, who) == 1 then
    redis.call('PUBLISH', key, '{{"came": true}}')
  end
  redis.call('EXPIRE', key, seconds)
end
return redis.call('ZRANGE', key, 0, -1)
"""
LEAVE = """
if redis.call('ZREM', KEYS[1], ARGV[1]) == 1 then
  redis.call('PUBLISH', KEYS[1], '{"left": true}')
end
"""

TELL = """
if redis.call('SET', KEYS[2], '', 'NX', 'EX', ARGV[2]) then
  redis.call('PUBLISH', KEYS[1], ARGV[1])
end
"""


async def stay(place: str, who: str, *, seconds: int) -> Sequence[str]:
    """Be there for so long, or longer than was said before; → all who are. Whoever watches the
    notices of `present_key(place)` hears who comes. Raises StoreUnavailable."""
    with store_errors():
        async with async_redis() as client:
            asked = client.eval(STAY, 1, present_key(place), who, str(seconds))
            present = await cast("Awaitable[list[bytes]]", asked)
    return [one.decode() for one in present]


async def leave(place: str, who: str) -> None:
    """Raises StoreUnavailable; then they are there until their time is over."""
    with store_errors():
        async with async_redis() as client:
            await cast("Awaitable[None]", client.eval(LEAVE, 1, present_key(place), who))


async def tell(place: str, who: str, notice: dict[str, Any], *, every_seconds: int) -> None:
    """To those who watch the place now; what comes sooner after the last of theirs is not told.
    Nothing of it is kept. Raises StoreUnavailable."""
    keys = present_key(place), present_key(f"{place}:{who}")
    with store_errors():
        async with async_redis() as client:
            told = client.eval(TELL, 2, *keys, json.dumps(notice), str(every_seconds))
            await cast("Awaitable[None]", told)
