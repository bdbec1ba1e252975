"""Notice an engine that makes no step, and end the process of one that is beyond help.

Knows no requests. An engine thread that hangs cannot be ended from outside: only its process can.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time

logger = logging.getLogger(__name__)

# Between two looks. A process that was frozen, or waited for Redis, was not hanging all the while.
LONGEST_LOOK_SECONDS = 3.0
EXIT_SECONDS = 20.0  # for telling everyone; Celery's own way out may wait for a hung thread
EXIT_CODE = os.EX_SOFTWARE  # not 0: whoever starts workers must start this one again

_is_dying = threading.Event()


class StepWatch:
    """How long there was work and no step. To be looked at about once a second, by one thread."""

    def __init__(self) -> None:
        self._step = -1
        self._looked_at = 0.0
        self._age_seconds = 0.0

    def look(self, *, step: int, is_busy: bool, now: float | None = None) -> float:
        """step: made so far. Return the age of the last step in seconds, 0 when there is no work.
        now: on a monotonic clock."""
        now = time.monotonic() if now is None else now
        if is_busy and step == self._step:
            self._age_seconds += min(now - self._looked_at, LONGEST_LOOK_SECONDS)
        else:
            self._age_seconds = 0.0
        self._step, self._looked_at = step, now
        return self._age_seconds


def begin_to_die() -> None:
    """Ask Celery to end, so that the outcomes of what ran are sent; then end all the same."""
    if _is_dying.is_set():
        return
    _is_dying.set()
    logger.critical("This worker ends itself, to be started again.")
    timer = threading.Timer(EXIT_SECONDS, _exit)
    timer.daemon = True
    timer.start()
    os.kill(os.getpid(), signal.SIGTERM)


def die_if_begun() -> None:
    """Call it when everyone was told. A normal end would wait for the engine's thread."""
    if _is_dying.is_set():
        _exit()


def _exit() -> None:
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(EXIT_CODE)
