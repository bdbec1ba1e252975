"""Two child processes that fill templates, each under a limit by the clock. Knows no template.

Two, so that nobody waits for a conversation that takes long. See docs/decisions/0016.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from json import dumps
from typing import Any

from inference.backends.transformers.prompting.fork_server import Child, ForkServer, Gone
from inference.exceptions import Overloaded

logger = logging.getLogger(__name__)

CHILDREN = 2
START_SECONDS = 60.0  # with the imports of the server, on a machine that has no time for them
PAUSE_SECONDS = 5.0  # after one that could not start
WAIT_SECONDS = 10.0  # for the prompts of others; then the request may come again

_server = ForkServer()  # of this process


class Renderers:
    """Any number of threads may ask.

    settings: as the child reads them. seconds: by the clock, for one answer.
    """

    def __init__(self, settings: Mapping[str, Any], *, seconds: float) -> None:
        self._settings, self._seconds = dumps(settings).encode(), seconds
        self._changed = threading.Condition()  # for all that follows
        self._all: set[Child] = set()
        self._idle: list[Child] = []
        self._has_started = self._is_closed = False
        # Now, so that no prompt waits for their imports.
        threading.Thread(target=self._keep_all, name="template-children", daemon=True).start()

    def ask(self, question: bytes) -> bytes | None:
        """`None`: it took too long, or the child died of it. Raises Overloaded when too many
        wait."""
        child = self._take()
        try:
            answer = child.ask(question, time.monotonic() + self._seconds)
        except Gone:
            self._drop(child)
            return None
        self._give(child)
        return answer

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            idle, self._idle = self._idle, []
            for child in self._all:
                child.kill()
            self._changed.notify_all()
        for child in idle:
            self._drop(child)

    def _take(self) -> Child:
        with self._changed:
            patience = WAIT_SECONDS if self._has_started else START_SECONDS
            while self._changed.wait_for(lambda: self._idle or self._is_closed, patience):
                if self._is_closed:
                    break
                child = self._idle.pop()
                if child.is_alive:
                    return child
                self._drop(child)
        raise Overloaded(
            "Too many prompts are being made. Try again in a moment.", retry_after_seconds=5
        )

    def _give(self, child: Child) -> None:
        with self._changed:
            if not self._is_closed:
                self._idle.append(child)
                self._changed.notify_all()
                return
        self._drop(child)

    def _drop(self, child: Child) -> None:
        """By whoever has it: nobody else may close what one waits at."""
        with self._changed:
            self._all.discard(child)  # so that `close` does not kill what is none any more
            self._changed.notify_all()
        child.end()

    def _keep_all(self) -> None:
        """In a thread of its own: whenever one is missing."""
        while self._wait_for_missing():
            try:
                self._add(time.monotonic() + START_SECONDS)
            except Gone:
                self._rest_after_failure()

    def _add(self, deadline: float) -> None:
        """Raises Gone."""
        child = _server.fork(deadline)
        with self._changed:
            self._all.add(child)
            if self._is_closed:
                child.kill()
        try:
            child.ask(self._settings, deadline)
        except Gone:
            self._drop(child)
            raise
        with self._changed:
            self._has_started = True
        self._give(child)

    def _rest_after_failure(self) -> None:
        with self._changed:
            if not self._is_closed:  # else it was killed
                logger.error("A process that fills chat templates could not start.")
                self._changed.wait_for(lambda: self._is_closed, PAUSE_SECONDS)

    def _wait_for_missing(self) -> bool:
        """False: no more are needed, ever."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._all) < CHILDREN or self._is_closed)
            return not self._is_closed
