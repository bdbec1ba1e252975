"""One engine per worker process: many requests in, numbered events out.

`generate` is called in as many threads as there are requests. One thread publishes what the
backend makes, one keeps leases alive and reports, one hears stops, one answers questions about
tokens. Knows no Celery and no model.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from redis import Redis

from inference.answering import Answering
from inference.backends.base import Backend
from inference.beginning import Beginning
from inference.contract import (
    Ending,
    Failed,
    Finished,
    Outcome,
    WorkerStatus,
)
from inference.exceptions import (
    InferenceError,
    ModelUnavailable,
    StoreUnavailable,
    field_of,
)
from inference.handover import Ended, cut_off
from inference.intake import Intake
from inference.limits import Limits
from inference.loading import Loader
from inference.metrics import Meter
from inference.outbox import Outbox
from inference.publishing import publish
from inference.reply import Reply
from inference.standing import Standing
from inference.stream import Append, Appended, ControlListener, Held, StreamWriter
from inference.waiting import Taken

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 0.5  # a fourth of a lease
REPORT_BEATS = 4
BUG = "Something went wrong inside the engine. Please try again."
BROKEN = "The engine failed in the middle of this reply and starts again. Please try again."
HANGS = "The engine made no step for {:.0f} s; the worker starts again."


class Engine:
    """worker: the name that leases and reports carry. model: what requests call its model. wake,
    tell: see Intake. on_loaded: called once, before the first request. on_fatal: called when the
    model cannot go on in this process; the requests it had are ended by then."""

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
        tell: Callable[[Ended], None] = lambda _: None,
        step_timeout_seconds: float = 60.0,
        on_loaded: Callable[[], None] = lambda: None,
        on_fatal: Callable[[], None] = lambda: None,
    ) -> None:
        self._step_timeout_seconds, self._meter = step_timeout_seconds, Meter(model)
        self._on_loaded, self._on_fatal, self._limits = on_loaded, on_fatal, limits
        self._backend: Backend | None = None  # until it is loaded
        self._answering: Answering | None = None  # the same
        self._redis_url = redis_url
        self._writer = StreamWriter(redis)
        self._outbox = Outbox(self._writer, self._hear)
        self._replies: dict[str, Reply] = {}
        self._leaving, self._closing = threading.Event(), threading.Event()
        status = WorkerStatus(worker=worker, model=model, state="loading", capacity=capacity)
        self.intake = Intake(redis, status=status, wake=wake, tell=tell)
        self._room, self._standing = self.intake.room, Standing(redis, status, self.intake)
        self._beginning = Beginning(
            status=lambda: self.status, room=self._room, outbox=self._outbox, meter=self._meter
        )
        self._listener = ControlListener(redis_url, self.stop)
        self._loader = Loader(
            make_backend,
            on_progress=self._standing.show_progress,
            on_ready=self._begin_work,
            on_failed=partial(self._standing.settle, "failed"),
        )
        self._publisher = threading.Thread(target=self._publish, name="publisher")
        self._heart = threading.Thread(target=self._keep_alive, name="heartbeat")

    @property
    def status(self) -> WorkerStatus:
        return self._standing.status

    # --- life ---

    def start(self) -> None:
        """Load the model in the background; until then requests wait in the queue."""
        self._loader.start()
        self._heart.start()

    def close(self) -> None:
        """Hand over what still runs, then end the threads."""
        self.leave()
        self._closing.set()
        self._loader.close()
        if self._answering is not None:
            self._answering.close()
        if self._backend is not None:
            self._backend.close()
        if self._publisher.ident is not None:
            self._publisher.join()
        self._heart.join()
        self._listener.close()

    def leave(self) -> None:
        """No more replies here: another worker goes on with those that run."""
        self.intake.close()
        self._leaving.set()
        for reply in list(self._replies.values()):
            self._hand_over(reply)
        self._outbox.flush()
        for reply in list(self._replies.values()):
            self._free(reply)

    def _hand_over(self, reply: Reply) -> None:
        with reply.lock:
            if not reply.is_over():
                events = reply.leave(self._step_count())
                self._outbox.put(reply, events, hands_over=reply.is_handed_over)

    def _end_all(self, message: str) -> None:
        for reply in list(self._replies.values()):
            self._end(reply, cut_off(message))

    def _begin_work(self, backend: Backend) -> None:
        self._backend = backend
        self._room.prompt_tokens = self._limits.prompt_tokens_of(backend.context_length)
        self._standing.introduce(backend, most_prompt_tokens=self._room.prompt_tokens)
        self._publisher.start()
        self._answering = Answering(self._redis_url, model=self.status.model, backend=backend)
        self._on_loaded()
        self._standing.settle("ready", "")

    # --- requests in ---

    def generate(self, taken: Taken) -> Outcome | None:
        """Work on what the intake gave until it has ended. `None`: it is not ours to end."""
        request, reply = taken.request, Reply(taken.request, taken.earlier)
        reply.last_seq = taken.last_seq
        for older in self._find(request.id):
            self._lose(older)
        self._replies[reply.key] = reply
        try:
            if self._leaving.is_set():  # it may have come too late to leave with the others
                self.leave()
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
            self._beginning.begin(reply, self._backend)
        except InferenceError as error:
            failed = Failed(error_type=error.error_type, message=str(error), field=field_of(error))
            self._end(reply, failed)
        except Exception:
            logger.exception("Reply %s could not be begun.", reply.request.id)
            self._end(reply, Failed(error_type="generation", message=BUG))

    # --- events out ---

    def _publish(self) -> None:
        assert self._backend is not None
        try:
            publish(self._backend, self._replies, self._outbox, self._meter)
        except Exception as error:
            logger.exception("The engine cannot go on.")
            self._give_up(str(error) if isinstance(error, ModelUnavailable) else BUG)

    def _give_up(self, message: str) -> None:
        """Tell everyone, without a word to a backend that may never answer."""
        if self.status.state == "failed":
            return
        self.intake.refuse()  # those that wait are for whoever starts next
        logger.critical("%s", message)
        self._standing.settle("failed", message)
        self._end_all(BROKEN)
        self._on_fatal()

    def _end(self, reply: Reply, ending: Ending) -> None:
        self._put_end(reply, ending)
        self._outbox.flush()

    def _put_end(self, reply: Reply, ending: Ending, *, is_freed: bool = True) -> None:
        with reply.lock:
            self._outbox.put(reply, reply.end(ending, self._step_count(), is_freed=is_freed))

    def _free(self, reply: Reply) -> None:
        if self._backend is not None:
            self._backend.cancel(reply.key)

    def _step_count(self) -> int:
        return 0 if self._backend is None else self._backend.step_count()

    def _hear(self, reply: Reply, append: Append, answer: Appended | None) -> None:
        # Our own append, come twice, is not refused: its number tells. So the ending is another's.
        if answer is None or answer.refused in ("fenced", "ended"):
            self._lose(reply)
            return
        if answer.refused == "forgotten":
            reply.is_handed_over = False
            self._end(reply, cut_off())
        elif append.after != "goes_on":
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
                self._standing.report(running=len(self._replies))
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
        if self._backend is not None:
            vitals = self._backend.vitals()
            self._meter.show(vitals, running=len(self._replies))
            self._standing.note(
                step_age_seconds=vitals.step_age_seconds,
                cache_use=vitals.cache_use,
                submitted=vitals.waiting,
            )
            if vitals.step_age_seconds > self._step_timeout_seconds:
                self._give_up(HANGS.format(vitals.step_age_seconds))

    def _renew(self) -> None:
        """Also tells of stops that no append could, as in a long prefill."""
        held = {
            one.request.id: one for one in list(self._replies.values()) if not one.done.is_set()
        }
        model = self.status.model
        answers = self._writer.renew(Held.of(one.request, model=model) for one in held.values())
        for request_id, answer in answers.items():
            if answer == "stop":
                self.stop(request_id)
            elif answer == "lost" and held[request_id].ending is None:
                self._lose(held[request_id])
