"""Two child processes that fill templates, each under a limit by the clock. Knows no template.

Two, so that nobody waits for a conversation that takes long, nor for the start of a child in place
of one that was killed. See docs/decisions/0016.
"""

from __future__ import annotations

import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from json import dumps
from pathlib import Path
from typing import Any

from inference.exceptions import Overloaded

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("template_child.py")
CHILDREN = 2
START_SECONDS = 60.0  # for its imports, on a machine that has no time for them
PAUSE_SECONDS = 5.0  # after one that could not start
WAIT_SECONDS = 10.0  # for the prompts of others; then the request may come again
READ_BYTES = 64 * 1024


class Gone(Exception):
    """The child has ended, or did not answer in time."""


class Renderers:
    """Any number of threads may ask.

    settings: as the child reads them. seconds: by the clock, for one answer.
    """

    def __init__(self, settings: Mapping[str, Any], *, seconds: float) -> None:
        self._settings, self._seconds = dumps(settings).encode(), seconds
        self._changed = threading.Condition()  # for all that follows
        self._all: set[_Child] = set()
        self._idle: list[_Child] = []
        self._has_started = self._is_closed = False
        self._starter = threading.Thread(
            target=self._keep_all, name="template-children", daemon=True
        )
        self._starter.start()  # now, so that no prompt waits for their imports

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
        self._starter.join()

    def _take(self) -> _Child:
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

    def _give(self, child: _Child) -> None:
        with self._changed:
            if not self._is_closed:
                self._idle.append(child)
                self._changed.notify_all()
                return
        self._drop(child)

    def _drop(self, child: _Child) -> None:
        """By whoever has it: nobody else may close what one waits at."""
        child.end()
        with self._changed:
            self._all.discard(child)
            self._changed.notify_all()

    def _keep_all(self) -> None:
        """In a thread of its own: one after the other, for a start takes all of a core."""
        while (child := self._start_missing()) is not None:
            try:
                child.wait_until_ready(time.monotonic() + START_SECONDS)
            except Gone:
                self._drop(child)
                self._rest_after_failure()
                continue
            with self._changed:
                self._has_started = True
            self._give(child)

    def _rest_after_failure(self) -> None:
        with self._changed:
            if not self._is_closed:  # else it was killed
                logger.error("A process that fills chat templates could not start.")
                self._changed.wait_for(lambda: self._is_closed, PAUSE_SECONDS)

    def _start_missing(self) -> _Child | None:
        """When one is missing. `None`: no more are needed, ever."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._all) < CHILDREN or self._is_closed)
            if self._is_closed:
                return None
            child = _Child(self._settings)
            self._all.add(child)
            return child


class _Child:
    """One thread at a time may ask. Raises Gone; then nothing but `end` is left to do."""

    def __init__(self, settings: bytes) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own file
            [sys.executable, "-P", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is ours to handle; it ends when its input does
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._input, False)  # a long prompt is more than a pipe holds
        self._writable, self._readable = select.poll(), select.poll()
        self._writable.register(self._input, select.POLLOUT)
        self._readable.register(self._output, select.POLLIN)
        self._settings = settings

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def wait_until_ready(self, deadline: float) -> None:
        self.ask(self._settings, deadline)

    def ask(self, question: bytes, deadline: float) -> bytes:
        """One line for one line."""
        try:
            left = memoryview(question + b"\n")
            while left:
                _wait(self._writable, deadline)
                left = left[os.write(self._input, left) :]
            answer = bytearray()
            while not answer.endswith(b"\n"):
                _wait(self._readable, deadline)
                some = os.read(self._output, READ_BYTES)
                if not some:
                    raise Gone
                answer += some
        except OSError as error:
            raise Gone from error
        return bytes(answer)

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        self.kill()
        with self._process:  # closes its pipes and waits for it
            pass


def _wait(poller: select.poll, deadline: float) -> None:
    if not poller.poll(max(deadline - time.monotonic(), 0) * 1000):
        raise Gone
