"""Take requests out of the queue as a GPU worker does, without one."""

from __future__ import annotations

from uuid import uuid4

from inference.config import get_config
from inference.store import get_redis
from inference.waiting import Taken, Waiting


def take_next(worker: str = "worker", model: str = "") -> Taken | None:
    waiting = Waiting(get_redis(), model=model or get_config().default_model, worker=worker)
    return waiting.take(uuid4().hex)


def take(request_id: str, worker: str = "worker") -> bool:
    """Whether it was the next, and is this worker's now."""
    taken = take_next(worker)
    return taken is not None and taken.request.id == request_id
