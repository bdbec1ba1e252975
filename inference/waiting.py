"""The queue from a worker's side: take the next request, tell the others their places, and end
those that waited too long. Knows no broker.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from redis import Redis

from inference.contract import Failed, GenerationRequest
from inference.handover import Earlier, Ended, hand_on_lost, read_earlier
from inference.store import store_errors
from inference.stream.writer import LEASE_SECONDS, REPLAY_SECONDS, encode
from inference.tickets import ticket_queue
from inference.waiting_scripts import NEXT, OVERDUE, TEND

QUEUED_PREFIX = '{"type":"queued","position":'
TELL_MS = 900  # places are told by whoever beats first: about once a second
OVERDUE_AT_ONCE = 100  # more of them come in the next round
OVERDUE_MESSAGE = "The reply waited too long for a free worker. Please try again later."


@dataclass(frozen=True, slots=True)
class Taken:
    """A request that is this worker's now. on_outcome: a Celery signature as a dict, empty if
    nobody is told. last_seq: where its stream is. earlier: what was told of it by those who had it
    before."""

    request: GenerationRequest
    on_outcome: dict[str, Any]
    last_seq: int
    earlier: Earlier | None = None


class Waiting:
    """What waits for one model, for one of its workers. Every method raises StoreUnavailable."""

    def __init__(self, redis: Redis, *, model: str, worker: str) -> None:
        self._model, self._worker = model, worker
        self._redis, self._next = redis, redis.register_script(NEXT)
        self._tend = redis.register_script(TEND)

    def take(self, claim: str, *, has_spare_slot: bool = True) -> Taken | None:
        """The next in turn; what nobody waits for only with a slot to spare. Whoever tries again
        because Redis did not answer sends the same `claim`, a word of its own: it may have come."""
        with store_errors():
            answer = self._next(
                args=[self._model, self._worker, LEASE_SECONDS, claim, int(has_spare_slot)]
            )
        if not answer:
            return None
        _, attempt, values, on_outcome, why, age, seq = answer
        request = GenerationRequest.from_json(json.loads(values) | {"attempt": int(attempt)})
        earlier = None
        if why:
            made, earlier = read_earlier(
                self._redis, request.id, why=why.decode(), age_seconds=float(age)
            )
            sampling = request.sampling
            if earlier.seed is not None:
                sampling = replace(sampling, seed=earlier.seed)
            request = replace(request, made=made, sampling=sampling)
        return Taken(request, json.loads(on_outcome), int(seq), earlier)

    def hand_on_lost(self) -> list[Ended]:
        """See `handover`; of all models, whose own workers then take them."""
        return hand_on_lost(self._redis)

    def tend(self, free: int) -> int:
        """Tell who waits their places. How many tickets are missing, so that all the `free` slots
        of this worker are filled."""
        with store_errors():
            tickets = ticket_queue(self._model)
            missing = self._tend(args=[self._model, QUEUED_PREFIX, tickets, free, TELL_MS])
        return max(int(missing), 0)


def end_overdue(redis: Redis) -> list[Ended]:
    """End what nobody took in time, for all models: ids, and whom to tell."""
    ending = Failed(error_type="timeout", message=OVERDUE_MESSAGE)
    with store_errors():
        flat = redis.register_script(OVERDUE)(
            args=[REPLAY_SECONDS, OVERDUE_AT_ONCE, encode(ending)]
        )
    return [(flat[i].decode(), json.loads(flat[i + 1] or "{}")) for i in range(0, len(flat), 2)]
