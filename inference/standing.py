"""What this worker says of itself, and whether it takes requests then. Knows no replies."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import Any

from redis import Redis

from inference.backends.base import Backend
from inference.contract import WorkerState, WorkerStatus
from inference.exceptions import StoreUnavailable
from inference.intake import Intake
from inference.workers import report_worker

logger = logging.getLogger(__name__)


class Standing:
    def __init__(self, redis: Redis, status: WorkerStatus, intake: Intake) -> None:
        self._redis, self._intake = redis, intake
        self._lock = threading.Lock()  # the heartbeat and the loader both say something
        self._reporting = threading.Lock()  # what is newer is told later
        self.status = status

    def note(self, **changes: Any) -> None:
        """Told with the next report."""
        with self._lock:
            self.status = replace(self.status, **changes)

    def introduce(self, backend: Backend, *, most_prompt_tokens: int) -> None:
        """What it has to work with. most_prompt_tokens: that fit in here at once."""
        self.note(
            progress=1.0,
            revision=backend.revision,
            context_length=backend.context_length,
            max_prompt_tokens=min(most_prompt_tokens, backend.context_length - 1),
            device=backend.device,
            dtype=backend.dtype,
            ready_at=time.time(),
        )

    def show_progress(self, share: float, sentence: str) -> None:
        if self.status.state != "failed":  # else what went wrong is of more use, until all is well
            self.note(progress=round(share, 3), message=sentence)

    def settle(self, state: WorkerState, message: str) -> None:
        """From now on requests are taken; without a model, to say so."""
        self.note(state=state, message=message)
        self.report(running=self.status.running)
        self._intake.tend()

    def report(self, *, running: int) -> None:
        self.note(running=running)
        try:
            with self._reporting:
                report_worker(self._redis, self.status)
                self._intake.settle(self.status)
        except StoreUnavailable as error:
            logger.warning("Could not report: %s", error)
