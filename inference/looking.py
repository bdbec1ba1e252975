"""A look at everything in Redis that tells how the site is, for those who run it.

Waits for nothing: a Redis that does not answer at once is what they want to be told. Changes
nothing, but that the names of web processes that are gone are forgotten.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import redis

from inference.contract import WorkerStatus
from inference.processes import ProcessReport
from inference.store import (
    BACKGROUND,
    DELIVERY,
    PROCESSES,
    WAITING,
    WORKERS,
    get_impatient_redis,
    log_key,
    made_key,
    owner_key,
    process_key,
    state_key,
    store_errors,
    worker_key,
)

SAVING_QUEUE = "web"  # Celery's list of what the web worker is to save
MOST_NOTES_BYTES = 64 * 1024  # of one reply; of a longer one at least so many tokens are told
DELIVERY_COUNTS = ("repeated", "fenced", "after_ending", "restored", "shutdown", "lost")


@dataclass(frozen=True, slots=True)
class RunningReply:
    """A reply as Redis knows it. worker: empty while it waits. tokens: made and told so far.
    quiet_seconds: since its last event."""

    worker: str
    attempt: int
    is_stopping: bool
    tokens: int
    quiet_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreView:
    """replies: of those that were asked for, what Redis knows. waiting: replies that no worker has
    taken. background: requests for which nobody waits, waiting or taken. unsaved: tasks for the web
    worker. delivery: by DELIVERY_COUNTS, since Redis was empty.

    repeated: appends that came twice, and were written once. fenced: late events of an earlier
    attempt, refused. after_ending: events after the ending, refused. restored: streams that a
    writer made again after Redis was emptied. shutdown, lost: replies handed to another worker.
    """

    ping_seconds: float
    used_bytes: int
    most_bytes: int
    clients: int
    waiting: int
    background: int
    unsaved: int
    workers: Sequence[WorkerStatus]
    processes: Sequence[ProcessReport]
    delivery: Mapping[str, int]
    replies: Mapping[str, RunningReply] = field(default_factory=dict)


def look_at_store(request_ids: Sequence[str]) -> StoreView:
    """Three round trips. Raises StoreUnavailable within about PATIENCE_SECONDS."""
    with store_errors():
        client = get_impatient_redis()
        asked_at = time.perf_counter()
        client.ping()
        ping_seconds = time.perf_counter() - asked_at
        first = client.pipeline(transaction=False)
        for section in ("memory", "clients"):
            first.info(section)
        first.zcard(WAITING)
        first.llen(SAVING_QUEUE)
        first.hgetall(DELIVERY)
        first.smembers(WORKERS)
        first.smembers(PROCESSES)
        first.zrange(owner_key(BACKGROUND), 0, -1, withscores=True)
        first.time()
        *told, workers, processes, background, clock = first.execute()
        replies, said = _details(client, request_ids, workers, processes)
    now = clock[0] + clock[1] / 1_000_000
    memory, clients, waiting, unsaved, delivery = told
    return StoreView(
        ping_seconds=ping_seconds,
        used_bytes=memory["used_memory"],
        most_bytes=memory.get("maxmemory", 0),
        clients=clients["connected_clients"],
        waiting=waiting,
        background=sum(until >= now for _, until in background),
        unsaved=unsaved,
        workers=[WorkerStatus.from_json(one) for one in said[0]],
        processes=[ProcessReport.from_json(one) for one in said[1]],
        delivery={name: int(delivery.get(name.encode(), 0)) for name in DELIVERY_COUNTS},
        replies={
            one: _running(state, notes, newest, now)
            for one, (state, notes, newest) in zip(request_ids, replies, strict=True)
            if state[0] is not None
        },
    )


def _details(
    client: redis.Redis, request_ids: Sequence[str], workers: set[bytes], processes: set[bytes]
) -> tuple[list[Any], tuple[list[Any], list[Any]]]:
    pipeline = client.pipeline(transaction=False)
    names = [worker_key(one.decode()) for one in sorted(workers)]
    names += [process_key(one.decode()) for one in sorted(processes)]
    for name in names:
        pipeline.get(name)
    for one in request_ids:
        pipeline.hmget(state_key(one), "attempt", "worker", "stop")
        pipeline.getrange(made_key(one), 0, MOST_NOTES_BYTES - 1)
        pipeline.xrevrange(log_key(one), count=1)
    told = pipeline.execute() if names or request_ids else []
    _forget_gone(client, sorted(processes), told[len(workers) : len(names)])
    words = [one and json.loads(one) for one in told[: len(names)]]
    said = [*filter(None, words[: len(workers)])], [*filter(None, words[len(workers) :])]
    rest = told[len(names) :]
    return [rest[at : at + 3] for at in range(0, len(rest), 3)], said


def _forget_gone(client: redis.Redis, names: Sequence[bytes], reports: Sequence[Any]) -> None:
    """Most starts have names of their own. One that was only slow adds its name again with its next
    report."""
    gone = [name for name, report in zip(names, reports, strict=True) if report is None]
    if gone:
        client.srem(PROCESSES, *gone)


def _running(state: Sequence[Any], notes: bytes, newest: Sequence[Any], now: float) -> RunningReply:
    attempt, worker, stop = state
    quiet = None
    if newest:
        quiet = max(0.0, now - int(newest[0][0].split(b"-")[1]) / 1000)
    return RunningReply(
        worker=(worker or b"").decode(),
        attempt=int(attempt),
        is_stopping=stop is not None,
        tokens=notes.count(b",") + notes.count(b":"),  # see `handover.noted`
        quiet_seconds=quiet,
    )
