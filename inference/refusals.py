"""Requests that were refused, counted in Redis until somebody takes the counts along. Knows no
quota and no admission: whoever refuses says why.

Counts are kept by windows. One that is over changes no more, so whoever takes it may take it twice.
"""

from __future__ import annotations

import json
import time
from typing import Any, Literal

from inference.store import REFUSALS, get_impatient_redis, get_redis, refusals_key, store_errors

Reason = Literal["overloaded", "over_quota"]
Refused = tuple[str, str, str, str]  # reason, user, team, model; empty where there is none
Windows = dict[int, list[tuple[Refused, int]]]  # by when they began, epoch seconds

WINDOW_SECONDS = 300
CLOSED_AFTER_SECONDS = 60  # a process whose clock is behind still counts into the one before
KEPT_SECONDS = 7 * 24 * 3600  # where nobody takes them


def count_refusal(reason: Reason, *, user: str, model: str, team: str = "") -> None:
    """Raises StoreUnavailable."""
    window = int(time.time() // WINDOW_SECONDS * WINDOW_SECONDS)
    key = refusals_key(window)
    with store_errors():
        pipeline = get_redis().pipeline(transaction=True)
        pipeline.hincrby(key, json.dumps([reason, user, team, model]), 1)
        pipeline.expire(key, KEPT_SECONDS)
        pipeline.zadd(REFUSALS, {str(window): window})
        pipeline.zremrangebyscore(REFUSALS, "-inf", window - KEPT_SECONDS)
        pipeline.execute()


def list_refusals(*, only_closed: bool = False) -> Windows:
    """Those that nobody has taken. Raises StoreUnavailable."""
    last = time.time() - WINDOW_SECONDS - CLOSED_AFTER_SECONDS if only_closed else "+inf"
    with store_errors():
        client = get_impatient_redis()
        told: Any = client.zrangebyscore(REFUSALS, "-inf", last)
        windows = [int(one) for one in told]
        pipeline = client.pipeline(transaction=False)
        for window in windows:
            pipeline.hgetall(refusals_key(window))
        counts = pipeline.execute() if windows else []
    return {
        window: [(tuple(json.loads(name)), int(count)) for name, count in counted.items()]
        for window, counted in zip(windows, counts, strict=True)
    }


def drop_refusals(window: int) -> None:
    """They were taken. Raises StoreUnavailable."""
    with store_errors():
        get_redis().delete(refusals_key(window))
        get_redis().zrem(REFUSALS, str(window))
