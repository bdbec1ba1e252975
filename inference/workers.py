"""Who is there to answer: what each GPU worker says of itself, the models they make up, and what to
say of one that is not there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

from redis import Redis

from inference.config import get_config
from inference.contract import ModelStatus, WorkerStatus
from inference.exceptions import AbsentModel, ModelUnavailable, UnknownModel
from inference.store import MODELS, WORKERS, async_redis, get_redis, store_errors, worker_key
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
    return models_of(list_workers())


async def alist_models() -> list[ModelStatus]:
    """As list_models, for the event loop."""
    return models_of(await alist_workers())


def models_of(workers: Iterable[WorkerStatus]) -> list[ModelStatus]:
    by_model = attrgetter("model")
    groups = groupby(sorted(workers, key=by_model), by_model)
    return [_together(name, list(group)) for name, group in groups]


def last_seen(model: str) -> float:
    """When a worker last said that it serves it, epoch seconds; 0: never, or it was forgotten."""
    with store_errors():
        return float(get_redis().zscore(MODELS, model) or 0)


async def alast_seen(model: str) -> float:
    """As last_seen, for the event loop."""
    with store_errors():
        async with async_redis() as client:
            return float(await client.zscore(MODELS, model) or 0)


def unknown_model(model: str, workers: Iterable[WorkerStatus]) -> UnknownModel:
    return UnknownModel(f"There is no model called {model!r}. {_those_there_are(workers)}")


def absent_model(model: str, workers: Iterable[WorkerStatus]) -> AbsentModel:
    return AbsentModel(
        f"No worker serves the model {model!r} just now. {_those_there_are(workers)}"
    )


def why_not_ready(
    model: str, workers: Sequence[WorkerStatus], *, seen_at: float
) -> ModelUnavailable | None:
    """`None`: a worker of it is ready. seen_at: as last_seen."""
    own = next((one for one in models_of(workers) if one.name == model), None)
    if own is None:
        is_known = seen_at or model == get_config().default_model
        return (absent_model if is_known else unknown_model)(model, workers)
    if own.state == "ready":
        return None
    if own.state == "loading":
        return AbsentModel(f"The model {model!r} is loading ({own.progress:.0%}).")
    return AbsentModel(f"The model {model!r} cannot be used. {own.message}")


def _those_there_are(workers: Iterable[WorkerStatus]) -> str:
    names = [model.name for model in models_of(workers)]
    return f"Served now: {', '.join(names)}." if names else "None is served just now."


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
        revision=best.revision,
        max_prompt_tokens=best.max_prompt_tokens,
        device=best.device,
        dtype=best.dtype,
        ready_at=best.ready_at,
    )


def _sorted_names(names: Iterable[Any]) -> list[str]:
    return sorted(name.decode() for name in names)


def _statuses(values: Sequence[Any]) -> list[WorkerStatus]:
    return [WorkerStatus.from_json(json.loads(value)) for value in values if value is not None]
