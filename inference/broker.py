"""Outcomes on their way from workers. Knows no requests.

The broker has the only copy of nothing: one that is lost is read from the log by the sweep.
"""

from __future__ import annotations

import logging
from typing import Any

from celery import signature
from kombu.exceptions import OperationalError

from inference.contract import Outcome
from inference.worker import app

logger = logging.getLogger(__name__)

BROKER_RETRIES = {"max_retries": 2, "interval_start": 0.05, "interval_step": 0.1}


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
