"""Outcomes on their way from workers. Knows no requests.

The broker has the only copy of nothing: one that is lost is read from the log by the sweep.
"""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

from inference.celery_form import celery_message
from inference.contract import Outcome
from inference.exceptions import StoreUnavailable
from inference.store import get_redis, store_errors

logger = logging.getLogger(__name__)


def send_outcome(on_outcome: dict[str, Any], outcome: Outcome) -> None:
    """Call the task that `on_outcome` names. One that cannot be sent is left to the sweep."""
    if not on_outcome:
        return
    queue = on_outcome["options"]["queue"]
    message = celery_message(
        on_outcome["task"],
        name=str(uuid4()),
        queue=queue,
        args=[outcome.to_json(), *on_outcome["args"]],
        kwargs=on_outcome["kwargs"],
    )
    try:
        with store_errors():
            get_redis().lpush(queue, message)  # twice, if an answer is lost: it is saved once
    except StoreUnavailable as error:
        logger.warning("The outcome of reply %s could not be sent: %s", outcome.id, error)
