"""The door for chat: ask for a reply, stop it, and see who is there to answer.

Everything raises StoreUnavailable when Redis is away or full. Imports neither torch nor Django.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from celery import signature
from kombu.exceptions import OperationalError
from redis import Redis

from inference.admission import admit, withdraw
from inference.contract import (
    ErrorType,
    Failed,
    Finished,
    GenerationRequest,
    Numbered,
    Outcome,
    Reasoning,
    Started,
    Text,
    ToolCallPart,
    Usage,
    WorkerStatus,
)
from inference.exceptions import StoreUnavailable
from inference.store import (
    WORKERS,
    get_async_redis,
    get_redis,
    log_key,
    state_key,
    store_errors,
    worker_key,
)
from inference.stream import Append, StreamWriter, read_log, scripts
from inference.stream.writer import REPLAY_SECONDS, encode
from inference.transcript import Transcript
from inference.worker import app

WORKER_SECONDS = 10  # a worker that said nothing for so long is not there
BROKER_RETRIES = {"max_retries": 2, "interval_start": 0.05, "interval_step": 0.1}


def start_generation(request: GenerationRequest, *, on_outcome: dict[str, Any]) -> None:
    """Admit and enqueue. `on_outcome` is a Celery signature, as a dict, that gets Outcome as JSON.

    Asking twice is safe: the request has one place, and an attempt is claimed once. Raises
    Overloaded; then, as after StoreUnavailable, no new request is queued and no place is taken.
    """
    is_new = admit(request)
    try:
        app.send_task(
            "inference.generate",
            args=[request.to_json()],
            queue="gpu",
            link=signature(on_outcome),
            retry=True,
            retry_policy=BROKER_RETRIES,
        )
    except (OperationalError, OSError) as error:
        if is_new:
            with suppress(StoreUnavailable):  # else the place frees itself
                withdraw(request.id)
        raise StoreUnavailable(f"The queue does not take requests: {error}") from error


def request_stop(request_id: str) -> bool:
    """Stop a reply, queued or running. True: no worker had taken it, and it has ended now.

    False: its worker ends it within two engine steps, or it was over, or Redis forgot it.
    """
    with store_errors():
        answer = get_redis().register_script(scripts.STOP)(
            keys=[state_key(request_id), log_key(request_id)],
            args=[request_id, REPLAY_SECONDS, encode(Finished(reason="stopped"))],
        )
    return bool(answer == b"ended")


def fail_generation(
    request_id: str, *, error_type: ErrorType, message: str, attempt: int
) -> Outcome:
    """End a reply whose worker is gone, fenced as `attempt` (one more than the worker's), and tell
    what it was. A reply that ended by itself meanwhile keeps its own ending."""
    ending = Failed(error_type=error_type, message=message)
    StreamWriter(get_redis()).append([Append(request_id, attempt, (ending,))])
    return recover_outcome(request_id) or Outcome(
        id=request_id, attempt=attempt, text="", error_type=error_type, error_message=message
    )


def recover_outcome(request_id: str) -> Outcome | None:
    """The outcome as the log tells it; `None` if it has not ended, or the log is not whole: it has
    expired, or Redis was emptied in mid-reply and only the worker knows the beginning."""
    with store_errors():
        attempt, ended = get_redis().hmget(state_key(request_id), "attempt", "ended")
    # Asked of every running reply in each sweep: its log is not read for that.
    log = read_log(request_id) if ended else []
    if not log or log[0][0].seq != 1 or not log[-1][0].is_ending:
        return None
    return _outcome(request_id, int(attempt or 1), log)


def _outcome(request_id: str, attempt: int, log: Sequence[tuple[Numbered, float]]) -> Outcome:
    known: dict[str, Any] = {}
    transcript, tokens = Transcript(), 0
    for numbered, at in log:
        match numbered.event:
            case Started() as started:
                known |= {
                    "model": started.model,
                    "revision": started.revision,
                    "prompt_token_count": started.prompt_token_count,
                    "left_out_turn_count": started.left_out_turn_count,
                    "started_at": at,
                }
            case Text() | Reasoning() | ToolCallPart() as part:
                transcript.add(part)
                tokens += part.token_count
                known.setdefault("first_token_at", at)
            case Usage() as usage:
                tokens = usage.completion_token_count
            case Finished() as ending:
                known |= {"finish_reason": ending.reason, "finished_at": at}
            case Failed() as ending:
                known |= {
                    "error_type": ending.error_type,
                    "error_message": ending.message,
                    "finished_at": at,
                }
    return Outcome(
        id=request_id,
        attempt=attempt,
        text=transcript.text,
        reasoning=transcript.reasoning,
        tool_calls=transcript.tool_calls,
        completion_token_count=tokens,
        **known,
    )


def list_lost(request_ids: Sequence[str]) -> set[str]:
    """Those that no living worker will end: unknown to Redis, or taken by one whose lease ran
    out. A reply that waits for its first worker is not lost."""
    if not request_ids:
        return set()
    with store_errors():
        answers = get_redis().register_script(scripts.LOST)(
            keys=[state_key(request_id) for request_id in request_ids]
        )
    return {request_id for request_id, lost in zip(request_ids, answers, strict=True) if lost}


def report_worker(redis: Redis, status: WorkerStatus) -> None:
    """A GPU worker's word about itself; it counts for WORKER_SECONDS."""
    with store_errors(), redis.pipeline(transaction=False) as pipeline:
        pipeline.sadd(WORKERS, status.worker)
        pipeline.set(worker_key(status.worker), json.dumps(asdict(status)), ex=WORKER_SECONDS)
        pipeline.execute()


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
        client = get_async_redis()
        names = _sorted_names(await client.smembers(WORKERS))
        values = await client.mget(map(worker_key, names)) if names else []
        gone = [name for name, value in zip(names, values, strict=True) if value is None]
        if gone:
            await client.srem(WORKERS, *gone)
    return _statuses(values)


def _sorted_names(names: Iterable[Any]) -> list[str]:
    return sorted(name.decode() for name in names)


def _statuses(values: Sequence[Any]) -> list[WorkerStatus]:
    return [WorkerStatus(**json.loads(value)) for value in values if value is not None]
