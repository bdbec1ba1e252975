"""One engine per worker process: many requests in, numbered events out.

`generate` is called in as many threads as there are requests. One thread publishes what the
backend makes, one keeps leases alive and reports, one hears stops. Knows no Celery and no model.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from redis import Redis

from inference.backends.base import Backend
from inference.contract import (
    Ending,
    Event,
    Failed,
    Finished,
    GenerationRequest,
    Outcome,
    WorkerState,
    WorkerStatus,
)
from inference.exceptions import InferenceError, ModelUnavailable, StoreUnavailable
from inference.intake import Intake
from inference.limits import Limits
from inference.metrics import Meter
from inference.outbox import Outbox
from inference.reply import Reply
from inference.stream import Appended, ControlListener, StreamWriter
from inference.workers import report_worker

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 1.0
REPORT_BEATS = 2
LAG_SECONDS = 0.05  # a publisher that is behind joins steps, but tells at least this often
LOADING_SECONDS = 5.0  # a download cannot be interrupted: the process ends without it
BUG = "Something went wrong inside the engine. Please try again."
BROKEN = "The engine failed in the middle of this reply and starts again. Please try again."
SHUT_DOWN = "The worker was shut down in the middle of this reply. Please try again."


class Engine:
    """worker: the name that leases and reports carry. model: what requests call its model. wake:
    see Intake. on_fatal: called when the model cannot go on in this process; the requests it had
    are ended by then."""

    def __init__(
        self,
        make_backend: Callable[[], Backend],
        *,
        redis: Redis,
        redis_url: str,
        worker: str,
        capacity: int,
        model: str,
        limits: Limits,
        wake: Callable[[int], None] = lambda _: None,
        step_timeout_seconds: float = 60.0,
        on_fatal: Callable[[], None] = lambda: None,
    ) -> None:
        self._step_timeout_seconds, self._meter = step_timeout_seconds, Meter(model)
        self._make_backend, self._on_fatal = make_backend, on_fatal
        self._redis, self._limits = redis, limits
        self._backend: Backend | None = None  # making one may import torch, for seconds
        self._writer = StreamWriter(redis)
        self._outbox = Outbox(self._writer, self._hear)
        self._replies: dict[str, Reply] = {}
        self._leaving, self._closing = threading.Event(), threading.Event()
        self._is_given_up = False
        self.status = WorkerStatus(worker=worker, model=model, state="loading", capacity=capacity)
        self.intake = Intake(redis, status=self.status, wake=wake)
        self._room = self.intake.room
        self._listener = ControlListener(redis_url, self.stop)
        self._loader = threading.Thread(target=self._load, name="model-loader", daemon=True)
        self._publisher = threading.Thread(target=self._publish, name="publisher")
        self._heart = threading.Thread(target=self._keep_alive, name="heartbeat")

    # --- life ---

    def start(self) -> None:
        """Load the model in the background; until then requests wait in the queue."""
        self._loader.start()
        self._heart.start()

    def close(self) -> None:
        """End what still runs, then the threads."""
        self.leave()
        self._closing.set()
        self._loader.join(LOADING_SECONDS)
        if self._backend is not None and not self._loader.is_alive():
            self._backend.close()
        if self._publisher.ident is not None:
            self._publisher.join()
        self._heart.join()
        self._listener.close()

    def leave(self) -> None:
        """No more replies here: end those that run."""
        self.intake.close()
        self._leaving.set()
        self._end_all()

    def _end_all(self) -> None:
        for reply in list(self._replies.values()):
            self._end(reply, Failed(error_type="incomplete_generation", message=SHUT_DOWN))
            self._free(reply)

    def _load(self) -> None:
        try:
            self._backend = self._make_backend()
            self._backend.load(self._show_progress)
        except ModelUnavailable as error:
            self._settle("failed", str(error))
        except Exception:
            logger.exception("Loading the model failed.")
            self._settle("failed", "The model could not be loaded; the worker's log says why.")
        else:
            length = self._backend.context_length
            self.status = replace(self.status, context_length=length, progress=1.0)
            self._room.prompt_tokens = self._limits.prompt_tokens_of(length)
            self._publisher.start()
            self._settle("ready", "")

    def _show_progress(self, share: float, sentence: str) -> None:
        self.status = replace(self.status, progress=round(share, 3), message=sentence)

    def _settle(self, state: WorkerState, message: str) -> None:
        """From now on requests are taken; without a model, to say so."""
        if message:
            logger.error("%s", message)
        self.status = replace(self.status, state=state, message=message)
        self._report()
        self.intake.tend()

    # --- requests in ---

    def generate(self, request: GenerationRequest) -> Outcome | None:
        """Work on what the intake gave until it has ended. `None`: it is not ours to end."""
        reply = Reply(request)
        for earlier in self._find(request.id):
            self._lose(earlier)
        self._replies[reply.key] = reply
        try:
            if self._leaving.is_set():  # it may have come too late to be ended with the others
                self._end_all()
            self._begin(reply)
            reply.done.wait()
        finally:
            del self._replies[reply.key]
            self._room.let_go(reply.key)
            self._room.give_place_back()
        if reply.is_lost or reply.usage is None or reply.ending is None:
            return None
        self._meter.count_reply(reply.usage, reply.ending)
        return reply.outcome()

    def stop(self, request_id: str) -> None:
        """Its reader wants no more of it. Ids that are not here are somebody else's."""
        for reply in self._find(request_id):
            self._cut(reply, Finished(reason="stopped"))

    def _find(self, request_id: str) -> list[Reply]:
        return [one for one in list(self._replies.values()) if one.request.id == request_id]

    def _cut(self, reply: Reply, ending: Ending) -> None:
        if reply.is_stopping:
            return
        with reply.lock:  # it is submitted, or will not be any more
            reply.stop(ending, self._step_count())
            if reply.is_submitted:
                self._free(reply)
                return
            self._put_end(reply, ending)
        self._outbox.flush()

    def _begin(self, reply: Reply) -> None:
        try:
            self._submit(reply)
        except InferenceError as error:
            self._end(reply, Failed(error_type=error.error_type, message=str(error)))
        except Exception:
            logger.exception("Reply %s could not be begun.", reply.request.id)
            self._end(reply, Failed(error_type="generation", message=BUG))

    def _submit(self, reply: Reply) -> None:
        if reply.ending is not None:
            return
        backend = self._backend
        if backend is None or self.status.state == "failed":
            raise ModelUnavailable(self.status.message)
        prepared = backend.prepare(replace(reply.request, id=reply.key))
        if not self._room.hold(reply.key, prepared.prompt_token_count, reply.is_over):
            return
        with reply.lock:  # here and below: what is made first is put first
            started = reply.start(prepared, model=self.status.model, revision=backend.revision)
            self._outbox.put(reply, started)
        self._outbox.flush()
        with reply.lock:  # a stop comes before, or finds it submitted
            if reply.ending is None:
                backend.submit(prepared)
                reply.is_submitted = True

    # --- events out ---

    def _publish(self) -> None:
        assert self._backend is not None
        told_at = 0.0
        try:
            for step in self._backend.steps():
                self._meter.count_step(step)
                for piece in step.pieces:
                    reply = self._replies.get(piece.request_id)
                    if reply is not None:
                        with reply.lock:
                            self._outbox.put(reply, reply.take(piece, step.number))
                if not step.more or time.monotonic() - told_at > LAG_SECONDS:
                    self._outbox.flush()
                    told_at = time.monotonic()
        except Exception as error:
            logger.exception("The engine cannot go on.")
            self._give_up(str(error) if isinstance(error, ModelUnavailable) else BUG)

    def _give_up(self, message: str) -> None:
        """Tell everyone, without a word to a backend that may never answer."""
        if self._is_given_up:
            return
        self._is_given_up = True
        self.intake.refuse()  # those that wait are for whoever starts next
        self._settle("failed", message)
        for reply in list(self._replies.values()):
            self._end(reply, Failed(error_type="incomplete_generation", message=BROKEN))
        self._on_fatal()

    def _end(self, reply: Reply, ending: Ending) -> None:
        self._put_end(reply, ending)
        self._outbox.flush()

    def _put_end(self, reply: Reply, ending: Ending, *, is_freed: bool = True) -> None:
        with reply.lock:
            events = reply.end(ending, self._step_count(), is_freed=is_freed)
            self._outbox.put(reply, events)

    def _free(self, reply: Reply) -> None:
        if self._backend is not None:
            self._backend.cancel(reply.key)

    def _step_count(self) -> int:
        return 0 if self._backend is None else self._backend.step_count()

    def _hear(self, reply: Reply, events: tuple[Event, ...], answer: Appended | None) -> None:
        # Our own append, come twice, is not refused: its number tells. So the ending is another's.
        if answer is None or answer.refused:
            self._lose(reply)
            return
        reply.last_seq = answer.seq
        if isinstance(events[-1], Finished | Failed):
            self._let_go(reply)
        elif answer.stop_requested:
            self.stop(reply.request.id)

    def _let_go(self, reply: Reply) -> None:
        self._room.let_go(reply.key)
        reply.done.set()

    def _lose(self, reply: Reply) -> None:
        """Another attempt owns it, or its stream has ended: work for nobody."""
        logger.warning("Reply %s is not ours any more.", reply.request.id)
        reply.is_lost = True
        reply.end(Failed(error_type="incomplete_generation", message=""), 0)
        self._free(reply)
        self._let_go(reply)

    # --- heartbeat ---

    def _keep_alive(self) -> None:
        for beat in itertools.count():
            self._look_after_backend()
            if beat % REPORT_BEATS == 0 or self.status.state == "loading":
                self._report()
            if self._closing.wait(HEARTBEAT_SECONDS):
                return
            self._end_overdue()
            try:
                self._renew()
            except StoreUnavailable as error:
                logger.warning("No heartbeat: %s", error)
            self._outbox.flush()
            self.intake.tend()

    def _end_overdue(self) -> None:
        """Deadlines, and stops that a stuck engine has not carried out."""
        now = time.monotonic()
        for reply in list(self._replies.values()):
            message = self._limits.overdue(now - reply.taken_at, has_begun=reply.has_begun)
            if message:
                self._cut(reply, Failed(error_type="timeout", message=message))
            if reply.stopping_seconds > self._limits.stop_seconds:
                self._put_end(reply, Finished(reason="stopped"), is_freed=False)

    def _look_after_backend(self) -> None:
        if self._backend is None or self.status.state != "ready":
            return
        vitals = self._backend.vitals()
        self._meter.show(vitals, running=len(self._replies))
        age = vitals.step_age_seconds
        self.status = replace(self.status, step_age_seconds=round(age, 1))
        if age > self._step_timeout_seconds:
            self._give_up(f"The engine made no step for {age:.0f} s; the worker starts again.")

    def _renew(self) -> None:
        """Also tells of stops that no append could, as in a long prefill."""
        held = {one.request.id: one for one in list(self._replies.values()) if not one.is_lost}
        answers = self._writer.renew((one.request.id, one.request.attempt) for one in held.values())
        for request_id, answer in answers.items():
            if answer == "stop":
                self.stop(request_id)
            elif answer == "lost" and held[request_id].ending is None:
                self._lose(held[request_id])

    def _report(self) -> None:
        status = replace(self.status, running=len(self._replies))
        try:
            report_worker(self._redis, status)
            self.intake.settle(self.status)
        except StoreUnavailable as error:
            logger.warning("Could not report: %s", error)
