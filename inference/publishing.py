"""What a backend makes, on its way to the readers: one append per step. Knows no Redis."""

from __future__ import annotations

import time
from collections.abc import Mapping

from inference.backends.base import Backend
from inference.metrics import Meter
from inference.outbox import Outbox
from inference.reply import Reply

LAG_SECONDS = 0.05  # a publisher that is behind joins steps, but tells at least this often


def publish(backend: Backend, replies: Mapping[str, Reply], outbox: Outbox, meter: Meter) -> None:
    """Until the backend is closed; raises what its steps raise. replies: by the ids that the
    backend knows."""
    told_at = 0.0
    for step in backend.steps():
        meter.count_step(step)
        for piece in step.pieces:
            reply = replies.get(piece.request_id)
            if reply is not None:
                with reply.lock:
                    outbox.put(reply, reply.take(piece, step.number))
        if not step.more or time.monotonic() - told_at > LAG_SECONDS:
            outbox.flush()
            told_at = time.monotonic()
