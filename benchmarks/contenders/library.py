"""The library alone, from outside: see `child`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import Reply, Wave


class Library:
    """kind: `raw` or `threads`."""

    def __init__(self, kind: str) -> None:
        self.name = kind

    def start(self, model: Path, device: str) -> None:
        command = [sys.executable, "-m", "benchmarks.contenders.child", self.name]
        self._process = subprocess.Popen(
            [*command, str(model), device],
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
            raise RuntimeError(f"The contender {self.name} ended with {self._process.wait()}.")
        return line
