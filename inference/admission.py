"""Who may come in: a bounded number of replies at once, for all and for each owner.

Every place is held until a time; a living worker keeps renewing it, so places of processes that
died free themselves. Knows no broker and no users.
"""

from __future__ import annotations

import math

from inference.config import get_config
from inference.contract import GenerationRequest
from inference.exceptions import Overloaded
from inference.store import get_redis, log_key, state_key, store_errors
from inference.stream import scripts
from inference.stream.writer import LOG_SECONDS

PLACE_SECONDS = 600  # how long a queued reply counts while no worker has taken it
SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1, 60
QUEUED_PREFIX = '{"type":"queued","position":'


def admit(request: GenerationRequest) -> bool:
    """Take a place and open the stream with its `queued` event.

    False: it has one already, because it is asked again or because the connection broke after the
    first time. Raises Overloaded or StoreUnavailable.
    """
    config = get_config()
    with store_errors():
        answer = get_redis().register_script(scripts.ADMIT)(
            keys=[state_key(request.id), log_key(request.id)],
            args=[
                request.id,
                request.owner,
                request.attempt,
                config.max_concurrent_requests,
                config.max_requests_per_user,
                PLACE_SECONDS,
                LOG_SECONDS,
                QUEUED_PREFIX,
            ],
        )
    verdict = answer[0].decode()
    if verdict in ("full", "owner_full"):
        raise _overloaded(verdict, count=answer[1], mean_seconds=float(answer[2]))
    return bool(verdict == "admitted")


def withdraw(request_id: str) -> None:
    """Give the place back and forget the stream: the request could not be enqueued."""
    with store_errors():
        get_redis().register_script(scripts.WITHDRAW)(
            keys=[state_key(request_id), log_key(request_id)], args=[request_id]
        )


def _overloaded(verdict: str, *, count: int, mean_seconds: float) -> Overloaded:
    """The wait is when the next of `count` replies should end, if they started evenly spread."""
    wait = math.ceil(mean_seconds / max(count, 1))
    wait = min(max(wait, SHORTEST_WAIT_SECONDS), LONGEST_WAIT_SECONDS)
    who = "You have" if verdict == "owner_full" else "The site has"
    return Overloaded(
        f"{who} {count} replies in progress, which is the limit.",
        retry_after_seconds=wait,
    )
