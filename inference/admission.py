"""Who may come in: a bounded number of replies at once, for all, for each owner and for each group
of owners, and only for models that there are.

A place is held until the reply ends, or until the lease of a worker that died has run out. Knows
no broker and no users.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from inference.config import get_config
from inference.contract import GenerationRequest
from inference.exceptions import Full, Overloaded
from inference.listening import LISTENED_SECONDS
from inference.store import LISTENED, get_redis, log_key, state_key, store_errors
from inference.stream.writer import LOG_SECONDS, REPLAY_SECONDS, Held
from inference.tickets import ticket_form, ticket_queue
from inference.waiting import QUEUED_PREFIX
from inference.waiting_scripts import ADMIT
from inference.workers import (
    KNOWN_SECONDS,
    WORKER_SECONDS,
    absent_model,
    list_workers,
    unknown_model,
)

BACKGROUND_PLACES = 4  # beside those for people

SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1, 60

# What Redis forgot is asked for again, further on in attempts and in numbers than anybody can be:
# workers hand a reply on a few times, and no reply has so many events.
ATTEMPTS_APART, EVENTS_APART = 100, 10**9

# Whose places are all taken.
FULL: dict[str, Full] = {"full": "site", "owner_full": "owner", "group_full": "group"}

NOBODY: dict[str, Any] = {}  # nobody is told the outcome


def admit(
    request: GenerationRequest,
    *,
    on_outcome: dict[str, Any] = NOBODY,
    must_be_live: bool = False,
    must_be_known: bool = True,
    is_for_listener: bool = False,
) -> bool:
    """Take a place, join the queue, open the stream with the `queued` event and wake a worker;
    once, however often it is called. False: that was so before; perhaps nobody was woken then.
    is_for_listener: it counts as listened to from now on, so that it is found unheard where this
    answer is lost and nobody ever listens.

    Raises Overloaded, StoreUnavailable and, with `must_be_known`, UnknownModel, with `must_be_live`
    AbsentModel.
    """
    config = get_config()
    model = request.model or config.default_model
    tickets, place = ticket_queue(model), Held.of(request, model=model)
    # The default's first worker may yet come.
    known_seconds = KNOWN_SECONDS if request.model and must_be_known else 0
    with store_errors():
        answer = get_redis().register_script(ADMIT)(
            keys=[state_key(request.id), log_key(request.id), LISTENED],
            args=[
                request.id,
                place.owner,
                request.attempt,
                config.max_concurrent_requests,
                BACKGROUND_PLACES if request.is_background else config.max_requests_per_user,
                LOG_SECONDS,
                QUEUED_PREFIX,
                model,
                _json(replace(request, model=model).to_json()),
                _json(on_outcome),
                config.queue_timeout_seconds,
                known_seconds,
                WORKER_SECONDS if must_be_live else 0,
                tickets,
                seq_before(request.attempt),
                REPLAY_SECONDS,
                LISTENED_SECONDS if is_for_listener else 0,
                ticket_form(tickets),
                place.group,
                request.group_places,
            ],
        )
    _check(answer, model)
    return bool(answer[0] == b"admitted")


def _check(answer: Sequence[Any], model: str) -> None:
    """Raises what admit does where nothing was admitted. answer: of ADMIT."""
    verdict = answer[0].decode()
    if verdict in FULL:
        raise _overloaded(FULL[verdict], count=answer[1], mean_seconds=float(answer[2]))
    if verdict == "unknown":
        raise unknown_model(model, list_workers())
    if verdict == "absent":
        raise absent_model(model, list_workers())


def attempt_after_forgetting(attempt: int) -> int:
    """What to ask with when Redis has forgotten a reply that was asked for with `attempt`."""
    return (attempt // ATTEMPTS_APART + 1) * ATTEMPTS_APART


def seq_before(attempt: int) -> int:
    """The number before the first event of a reply that is asked for with `attempt`."""
    return attempt // ATTEMPTS_APART * EVENTS_APART


def _overloaded(whose: Full, *, count: int, mean_seconds: float) -> Overloaded:
    """The wait is when the next of `count` replies should end, if they started evenly spread."""
    wait = math.ceil(mean_seconds / max(count, 1))
    wait = min(max(wait, SHORTEST_WAIT_SECONDS), LONGEST_WAIT_SECONDS)
    return Overloaded(
        f"The {whose} has {count} replies in progress, which is the limit.",
        retry_after_seconds=wait,
        whose=whose,
        count=count,
    )


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))
