"""From a request that was taken to one that the backend works on. Knows no readers of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.backends.base import Backend
from inference.contract import WorkerStatus
from inference.exceptions import ModelUnavailable
from inference.metrics import Meter
from inference.outbox import Outbox
from inference.provenance import provenance_of
from inference.reply import Reply
from inference.room import Room


class Beginning:
    """status: what the worker says of itself at the time."""

    def __init__(
        self, *, status: Callable[[], WorkerStatus], room: Room, outbox: Outbox, meter: Meter
    ) -> None:
        self._status, self._room = status, room
        self._outbox, self._meter = outbox, meter

    def begin(self, reply: Reply, backend: Backend | None) -> None:
        """Wait for room and submit it, unless it is over by then. backend: `None` while there is
        none. Raises InferenceError."""
        if reply.is_over():
            return
        status = self._status()
        if backend is None or status.state == "failed":
            raise ModelUnavailable(status.message)
        if reply.earlier is not None:
            self._meter.count_handed_over(reply.earlier.why)
            reply.earlier.check(model=status.model, revision=backend.revision)
        prepared = backend.prepare(replace(reply.request, id=reply.key))
        if not self._room.hold(reply.key, prepared.prompt_token_count, reply.is_over):
            return
        reply.making.introduce(provenance_of(prepared, backend, worker=status.worker))
        with (
            reply.lock
        ):  # what is made first is put first; a stop comes before, or finds it submitted
            started = reply.start(prepared, model=status.model, revision=backend.revision)
            self._outbox.put(reply, started)
            if not reply.is_over():
                backend.submit(prepared)
                reply.is_submitted = True
        self._outbox.flush()  # the engine is at work already
