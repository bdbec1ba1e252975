"""The Celery entry of the GPU worker, and its life: load, work, shut down in order.

Imported by the worker only; no client needs it. Knows no model.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from functools import cache, partial
from types import MethodType
from typing import Any

from celery import bootsteps, signals
from celery.worker import state
from celery.worker.request import Request

from inference import metrics
from inference.backends import make_backend
from inference.broker import send_outcome
from inference.client import recover_outcome, tell_ended
from inference.collector import calm_the_garbage_collector
from inference.config import FINISH_SECONDS, get_config
from inference.engine import Engine
from inference.limits import Limits
from inference.store import get_redis
from inference.tickets import TASK, send_tickets
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
        model=config.model_name,
        limits=Limits.of(config),
        wake=wake,
        tell=tell_ended,
        step_timeout_seconds=config.step_timeout_seconds,
        on_loaded=calm_the_garbage_collector,
        on_fatal=begin_to_die,
    )


class Ticket(Request):
    """Was given away when it was fetched: nobody waits to hear that it came."""

    def acknowledge(self) -> None:
        self.acknowledged = True


@app.task(name=TASK, ignore_result=True, Request=Ticket)
def work() -> None:
    """What a ticket asks for: take requests in their turn until none waits or there is no room."""
    engine = get_engine()
    while (taken := engine.intake.take()) is not None:
        outcome = engine.generate(taken) or recover_outcome(taken.request.id)
        if outcome is not None:
            send_outcome(taken.on_outcome, outcome)
    fetch_tickets()


class FetchWithRoom(bootsteps.StartStopStep):
    """Leave tickets to other workers while there is no room here for more than those that wait for
    a thread already; Celery would fetch all there are. Its own `worker_disable_prefetch` looks only
    when the loop happens to turn, which may take seconds; here whoever makes room turns it."""

    requires = ("celery.worker.consumer.tasks:Tasks",)
    consumer: Any = None

    def start(self, c: Any) -> None:
        qos = c.task_consumer.channel.qos
        qos.can_consume = MethodType(lambda _: get_engine().intake.room.free > _unbegun(), qos)
        FetchWithRoom.consumer = c


app.steps["consumer"].add(FetchWithRoom)


def _unbegun() -> int:
    return len(state.reserved_requests) - len(state.active_requests)


def fetch_tickets() -> None:
    """There may be room again."""
    consumer = FetchWithRoom.consumer
    if consumer is not None and consumer.hub is not None:
        consumer.hub.call_soon(lambda: None)


def wake(count: int) -> None:
    """Raises StoreUnavailable."""
    send_tickets(get_redis(), get_config().model_name, count)
    fetch_tickets()


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
    get_engine().intake.refuse()
    timer = threading.Timer(FINISH_SECONDS, get_engine().leave)
    timer.daemon = True
    timer.start()


@signals.worker_shutdown.connect
def close_engine(**_: Any) -> None:
    die_if_begun()
    get_engine().close()
