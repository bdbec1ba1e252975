"""Who is there to answer: what each GPU worker says of itself, and the models they make up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

from redis import Redis

from inference.contract import ModelStatus, WorkerStatus
from inference.store import WORKERS, async_redis, get_redis, store_errors, worker_key
from inference.waiting_scripts import REPORT

WORKER_SECONDS = 10  # a worker that said nothing for so long is not there
KNOWN_SECONDS = 7 * 24 * 3600  # a model that nobody served for so long is forgotten


def report_worker(redis: Redis, status: WorkerStatus) -> None:
    """A GPU worker's word about itself; it counts for WORKER_SECONDS."""
    with store_errors():
        redis.register_script(REPORT)(
            args=[
                status.worker,
                json.dumps(asdict(status)),
                WORKER_SECONDS,
                status.model,
                KNOWN_SECONDS,
            ]
        )


def list_workers() -> list[WorkerStatus]:
    """The workers that are there now, by name."""
    with store_errors():
        client = get_redis()
        names = _sorted_names(client.smembers(WORKERS))
        values = client.mget(map(worker_key, names)) if names else []
        gone = [name for name, value in zip(names, values, strict=True) if value is None]
        if gone:
            client.srem(WORKERS, *gone)
    return _statuses(values)


async def alist_workers() -> list[WorkerStatus]:
    """As list_workers, for the event loop."""
    with store_errors():
        async with async_redis() as client:
            names = _sorted_names(await client.smembers(WORKERS))
            values = await client.mget(map(worker_key, names)) if names else []
            gone = [name for name, value in zip(names, values, strict=True) if value is None]
            if gone:
                await client.srem(WORKERS, *gone)
    return _statuses(values)


def list_models() -> list[ModelStatus]:
    """The models that a worker serves, loads or failed to load, by name."""
    by_model = attrgetter("model")
    workers = sorted(list_workers(), key=by_model)
    return [_together(name, list(group)) for name, group in groupby(workers, by_model)]


def _together(name: str, workers: Sequence[WorkerStatus]) -> ModelStatus:
    """The best that any worker says of itself: ready, else loading, else failed."""
    order = ("ready", "loading", "failed")
    best = min(workers, key=lambda one: (order.index(one.state), -one.progress))
    return ModelStatus(
        name=name,
        state=best.state,
        progress=best.progress,
        message=best.message,
        running=sum(one.running for one in workers),
        capacity=sum(one.capacity for one in workers if one.state == "ready"),
        context_length=best.context_length,
    )


def _sorted_names(names: Iterable[Any]) -> list[str]:
    return sorted(name.decode() for name in names)


def _statuses(values: Sequence[Any]) -> list[WorkerStatus]:
    return [WorkerStatus(**json.loads(value)) for value in values if value is not None]
