"""Waves asked of a process of its own: prompts go in and times come out, as JSON lines."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from benchmarks.contenders import Reply, Wave


class Pipe:
    """One end: starts `module` with `arguments` and waits until it is ready."""

    def __init__(
        self, module: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._hear()

    def ask(self, prompts: Sequence[str]) -> Wave:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(list(prompts)) + "\n")
        self._process.stdin.flush()
        seconds, replies = json.loads(self._hear())
        return Wave(seconds, [Reply(*reply) for reply in replies])

    def stop(self) -> None:
        self._process.kill()  # nothing of it is kept, and its threads would make it wait
        self._process.wait()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._module} ended with {self._process.wait()}.")
        return line


def answer_waves(ask: Callable[[Sequence[str]], Wave], answers: IO[str]) -> None:
    """The other end. Returns when no more come."""
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        wave = ask(json.loads(line))
        told = [wave.seconds, [[reply.ttft, reply.tokens] for reply in wave.replies]]
        print(json.dumps(told), file=answers, flush=True)
