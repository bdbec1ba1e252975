"""The door for chat: ask for a reply, stop it, and see who is there to answer.

Async versions (prefix `a`) are for the event loop; both raise StoreUnavailable when Redis is away.
"""

from __future__ import annotations

from typing import Any

from inference.contract import GenerationRequest, WorkerStatus


def start_generation(request: GenerationRequest, *, on_outcome: dict[str, Any]) -> None:
    """Admit and enqueue. `on_outcome` is a Celery signature (a dict) that gets `Outcome` as JSON.

    Raises Overloaded (nothing was queued) or StoreUnavailable (nothing was queued).
    """
    raise NotImplementedError


def request_stop(request_id: str) -> bool:
    """Stop a reply, queued or running. True: no worker had it, and it has ended already."""
    raise NotImplementedError


def list_workers() -> list[WorkerStatus]:
    raise NotImplementedError
