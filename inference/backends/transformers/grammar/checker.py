"""Has every new grammar tried by a child process, so that none can hurt this one.

One child for all, started with the first grammar and again after each that killed it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from inference.backends.transformers.grammar import limits
from inference.exceptions import InvalidRequest, Overloaded

TRIAL = Path(__file__).with_name("trial.py")
TRIALS_PER_CHILD = 200  # then a fresh one: what a library holds back adds up
MOST_CHARACTERS = 300  # of what the library says
WAIT_SECONDS = 30.0  # for the grammars of others; then the request may come again
ENDINGS = {
    signal.SIGPROF: "takes too long to compile",
    signal.SIGALRM: "takes too long to compile",
    signal.SIGABRT: "takes too much memory to compile",
    signal.SIGSEGV: "is nested too deep, counting what each $ref stands for",
}


class Checker:
    """Any number of threads may ask; one grammar is tried at a time."""

    def __init__(self, *, tokenizer: str, vocabulary: int, eos: Sequence[int]) -> None:
        self._settings = {
            "tokenizer": tokenizer,
            "vocabulary": vocabulary,
            "eos": list(eos),
            "limits": limits.STEP_LIMITS,
            "cpu_seconds": limits.TRIAL_CPU_SECONDS,
            "seconds": limits.TRIAL_SECONDS,
            "bytes": limits.TRIAL_BYTES,
        }
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._trials = 0
        self._is_closed = False

    def check(self, grammar: str) -> None:
        """Raises InvalidRequest with the reason, or Overloaded when too many wait."""
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise Overloaded(
                "Too many new grammars are being compiled. Try again in a moment.",
                retry_after_seconds=5,
            )
        try:
            error = self._try(grammar)
        finally:
            self._lock.release()
        if error:
            raise InvalidRequest(f"The reply's form {error}. Make the schema or pattern simpler.")

    def close(self) -> None:
        """A trial that runs is not waited for."""
        self._is_closed = True
        child = self._child
        if child is not None and child.poll() is None:
            child.kill()
        with self._lock:
            self._let_go()

    def _try(self, grammar: str) -> str:
        child = self._living_child()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(json.dumps(grammar) + "\n")
            child.stdin.flush()
            answer = child.stdout.readline()
        except BrokenPipeError:
            answer = ""
        self._trials += 1
        if answer:
            error = str(json.loads(answer)["error"])
            return f"cannot be enforced: {_in_short(error)}" if error else ""
        return ENDINGS.get(signal.Signals(-self._let_go()), "cannot be compiled")

    def _living_child(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None or self._trials > TRIALS_PER_CHILD:
            self._let_go()
            self._child = self._start()
        return self._child

    def _start(self) -> subprocess.Popen[str]:
        self._trials = 0
        child = subprocess.Popen(  # noqa: S603  # our own file
            [sys.executable, "-P", str(TRIAL)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # Ctrl-C is ours to handle; it ends when its input does
            env={**os.environ, "MALLOC_ARENA_MAX": "1", "RAYON_NUM_THREADS": "1"},
        )
        assert child.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # told by the first trial
            child.stdin.write(json.dumps(self._settings) + "\n")
            child.stdin.flush()
        return child

    def _let_go(self) -> int:
        """End the child, if there is one; its return code."""
        child, self._child = self._child, None
        if child is None:
            return 0
        with contextlib.suppress(BrokenPipeError):
            child.communicate()
        return child.returncode


def _in_short(error: str) -> str:
    """Without the place in the grammar's text, which nobody but us has seen."""
    lines = error.strip().split("\n")
    line = re.sub(r"^(at )?\d+\(\d+\): ", "", lines[0])
    line = line.removeprefix("failed to compile JSON schema: ").rstrip(" .:")
    line = line.replace("Unimplemented keys:", "there is no way to enforce the keywords")
    reasons = [one for one in lines[1:] if one.startswith("error:")]  # of a pattern
    return ": ".join([line, *(one.removeprefix("error:").strip() for one in reasons)])[
        :MOST_CHARACTERS
    ]
