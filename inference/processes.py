"""The site's own processes say that they are there, and what they have counted. A GPU worker says
more of itself, see `workers`. Knows no web server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from inference.store import PROCESSES, async_redis, process_key, store_errors

REPORT_SECONDS = 2.0
PROCESS_SECONDS = 10  # one that said nothing for so long is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessReport:
    """What one web process says of itself. started_at: epoch seconds. The rest since then, or now:
    sockets that are open; replies that pages asked for again; readers that did not read; gaps in
    what came from Redis that were filled from the log; subscriptions lost and made again; what was
    refused beneath the site."""

    process: str
    version: str = ""
    started_at: float = 0.0
    sockets: int = 0
    resumes: int = 0
    slow_readers: int = 0
    gaps: int = 0
    subscriptions_lost: int = 0
    refused: int = 0

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """As WorkerStatus: a process may be newer than its reader."""
        names = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in names})


async def report_process(report: ProcessReport) -> None:
    """It counts for PROCESS_SECONDS. Raises StoreUnavailable."""
    with store_errors():
        async with async_redis() as client:
            pipeline = client.pipeline(transaction=True)
            pipeline.sadd(PROCESSES, report.process)
            pipeline.set(process_key(report.process), json.dumps(asdict(report)), PROCESS_SECONDS)
            await pipeline.execute()
