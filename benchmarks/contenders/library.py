"""The library alone, from outside: see `child`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import Wave
from benchmarks.contenders.pipe import Pipe


class Library:
    """kind: `raw` or `threads`."""

    plain = ""

    def __init__(self, kind: str) -> None:
        self.name = kind

    def start(self, model: Path, device: str) -> None:
        self._pipe = Pipe("benchmarks.contenders.child", self.name, str(model), device)

    def ask(self, prompts: Sequence[str]) -> Wave:
        return self._pipe.ask(prompts)

    def stop(self) -> None:
        self._pipe.stop()
