"""A program at our site, without the page: inference.client → Redis → Celery → engine → Redis →
the program. No socket and no database are in this path, so it is compared with itself alone: with
a form and without one. The page cannot ask for a form yet.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.contenders import Wave
from benchmarks.contenders.pipe import Pipe
from benchmarks.contenders.stack import Stack


class Programs:
    """site: whose engine is asked, beside its people. schema: what every reply must fit."""

    def __init__(
        self, name: str, site: Stack, *, schema: dict[str, Any] | None = None, plain: str
    ) -> None:
        self.name, self.plain = name, plain
        self._stack, self._schema = site, schema

    def start(self, model: Path, device: str) -> None:
        self._stack.start(model, device)
        self._pipe = Pipe(
            "benchmarks.contenders.asking",
            json.dumps(self._schema),
            environment=self._stack.environment,
        )

    def ask(self, prompts: Sequence[str]) -> Wave:
        return self._pipe.ask(prompts)

    def stop(self) -> None:
        self._pipe.stop()
        self._stack.stop()
