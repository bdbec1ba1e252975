"""Messages to workers and back: tickets, which only wake, and outcomes. Knows no requests.

The broker has the only copy of nothing: a ticket that is lost is made up for by the next heartbeat
of a worker with room, an outcome by the sweep, which reads it from the log.
"""

from __future__ import annotations

import logging
from typing import Any

from celery import signature
from kombu.exceptions import OperationalError

from inference.contract import Outcome
from inference.exceptions import StoreUnavailable
from inference.waiting import ticket_queue
from inference.worker import app

logger = logging.getLogger(__name__)

BROKER_RETRIES = {"max_retries": 2, "interval_start": 0.05, "interval_step": 0.1}


def send_tickets(model: str, count: int = 1) -> None:
    """Wake so many threads of the model's workers. Raises StoreUnavailable."""
    try:
        for _ in range(count):
            app.send_task(
                "inference.work",
                queue=ticket_queue(model),
                retry=True,
                retry_policy=BROKER_RETRIES,
            )
    except (OperationalError, OSError) as error:
        raise StoreUnavailable(f"The queue does not take requests: {error}") from error


def send_outcome(on_outcome: dict[str, Any], outcome: Outcome) -> None:
    """Call the task that `on_outcome` names. One that cannot be sent is left to the sweep."""
    if not on_outcome:
        return
    try:
        signature(on_outcome, app=app).apply_async(
            args=(outcome.to_json(),), retry=True, retry_policy=BROKER_RETRIES
        )
    except (OperationalError, OSError) as error:
        logger.warning("The outcome of reply %s could not be sent: %s", outcome.id, error)
