"""The Celery entry of the GPU worker, and its life: load, work, shut down in order.

Imported by the worker only; no client needs it. Knows no model.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from functools import cache, partial
from typing import Any

from celery import signals
from celery.exceptions import Ignore

from inference import metrics
from inference.backends import make_backend
from inference.client import recover_outcome
from inference.config import FINISH_SECONDS, get_config
from inference.contract import GenerationRequest
from inference.engine import Engine
from inference.store import get_redis
from inference.watchdog import begin_to_die, die_if_begun
from inference.worker import app

logger = logging.getLogger(__name__)


@cache
def get_engine() -> Engine:
    """The one of this process."""
    config = get_config()
    return Engine(
        partial(make_backend, config),
        redis=get_redis(),
        redis_url=config.redis_url,
        worker=f"{socket.gethostname()}-{os.getpid()}",
        capacity=config.max_in_flight,
        model=config.chat_model,
        step_timeout_seconds=config.step_timeout_seconds,
        on_fatal=begin_to_die,
    )


@app.task(name="inference.generate", ignore_result=True)
def generate(request_json: dict[str, Any]) -> dict[str, Any]:
    """GenerationRequest in, Outcome out, for the task that the client linked to this one.

    Nothing is linked (Ignore) when another worker has the reply.
    """
    request = GenerationRequest.from_json(request_json)
    outcome = get_engine().generate(request) or recover_outcome(request.id)
    if outcome is None:
        raise Ignore
    return outcome.to_json()


@signals.worker_init.connect
def start_engine(**_: Any) -> None:
    """`worker_process_init` does not fire for threads."""
    # Celery logs what a task returned: what people are told stays out of logs.
    logging.getLogger("celery.app.trace").setLevel(logging.WARNING)
    port = get_config().metrics_port
    try:
        metrics.serve(port)
    except OSError as error:
        # Celery would go on after it, and take requests without an engine for them.
        raise SystemExit(f"METRICS_PORT={port} cannot be used: {error.strerror}.") from error
    get_engine().start()


@signals.worker_shutting_down.connect
def limit_the_wait(**_: Any) -> None:
    """Celery waits for running tasks without an end; ours have one."""
    timer = threading.Timer(FINISH_SECONDS, get_engine().leave)
    timer.daemon = True
    timer.start()


@signals.worker_shutdown.connect
def close_engine(**_: Any) -> None:
    die_if_begun()
    get_engine().close()
