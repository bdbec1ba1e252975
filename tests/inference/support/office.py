"""An engine at work, without Celery: requests are sent as the client would, and waited for."""

from __future__ import annotations

import json
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

import redis

from inference.admission import admit
from inference.backends import make_backend
from inference.backends.base import Backend
from inference.config import Config
from inference.contract import Event, GenerationRequest, Outcome, Started, Text, Usage
from inference.engine import Engine
from inference.limits import Limits
from inference.store import worker_key
from inference.stream import read_log
from inference.tickets import ticket_queue
from inference.workers import report_worker
from tests.support.waiting import wait_for


class Office:
    def __init__(
        self,
        config: Config,
        *,
        backend: Backend | None = None,
        redis_url: str = "",
        worker: str = "the-worker",
    ) -> None:
        self.died = threading.Event()
        self.backend = backend or make_backend(config)
        url = redis_url or config.redis_url
        self.redis = redis.Redis.from_url(url, socket_timeout=1)
        self.engine = Engine(
            lambda: self.backend,
            redis=self.redis,
            redis_url=url,
            worker=worker,
            capacity=config.max_in_flight,
            model=config.model_name,
            limits=Limits.of(config),
            wake=self.wake,
            on_fatal=self.died.set,
        )
        self._threads = ThreadPoolExecutor(64)
        self._futures: dict[str, Future[Outcome | None]] = {}

    def __enter__(self) -> Self:
        report_worker(self.redis, self.engine.status)  # else its model were unknown for a moment
        self.engine.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.engine.close()
        self._threads.shutdown()
        self.redis.close()

    def wait_until_settled(self) -> None:
        """And all may know it, unless Redis is away."""
        wait_for(lambda: self._told_state() != "loading", what="the model")

    def _told_state(self) -> str:
        own = self.engine.status
        if own.state == "loading":
            return own.state
        try:
            told: Any = self.redis.get(worker_key(own.worker))
        except redis.RedisError:
            return own.state
        return own.state if told is None else str(json.loads(told)["state"])

    def send(self, request: GenerationRequest) -> Future[Outcome | None]:
        future = self.expect(request)
        model = self.engine.status.model
        admit(replace(request, model=model))
        self.redis.delete(ticket_queue(model))  # nobody fetches it: who is to be woken is here
        self.wake(1)
        return future

    def expect(self, request: GenerationRequest) -> Future[Outcome | None]:
        """What will come of it, when it is admitted."""
        return self._futures.setdefault(request.id, Future())

    def wake(self, count: int) -> None:
        for _ in range(count):
            self._threads.submit(self._work)

    def _work(self) -> None:
        while (taken := self.engine.intake.take()) is not None:
            outcome = self.engine.generate(taken)
            future = self.expect(taken.request)
            if not future.done():  # it may take over from itself
                future.set_result(outcome)

    def complete(self, request: GenerationRequest) -> Outcome:
        outcome = self.send(request).result(timeout=30)
        assert outcome is not None
        return outcome


def events(request: GenerationRequest) -> list[Event]:
    return [numbered.event for numbered, _ in read_log(request.id)]


def text(request: GenerationRequest) -> str:
    return "".join(event.text for event in events(request) if isinstance(event, Text))


def usage(request: GenerationRequest) -> Usage:
    (only,) = (event for event in events(request) if isinstance(event, Usage))
    return only


def started(request: GenerationRequest) -> Started:
    (only,) = (event for event in events(request) if isinstance(event, Started))
    return only


def wait_for_text(request: GenerationRequest, characters: int = 1) -> None:
    wait_for(lambda: len(text(request)) >= characters, what="text")
