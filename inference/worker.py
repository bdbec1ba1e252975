"""The Celery app of the GPU worker. Free of torch and of settings at import: clients send with it.

    celery -A inference.worker worker -P threads -c $MAX_IN_FLIGHT

One such worker per GPU, which hears the queue of its model. `-P threads`, because all requests of a
process share one engine; prefork would break CUDA and solo could not batch.
"""

from __future__ import annotations

from typing import Any

from celery import Celery

from inference.config import get_config
from inference.waiting import ticket_queue

UNTAKEN_SECONDS = 60  # then a ticket that a killed worker had fetched is delivered again


def _settings() -> dict[str, Any]:
    """Read when the app is first used, so that importing needs no environment."""
    config = get_config()
    return {
        "broker_url": config.redis_url,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {"visibility_timeout": UNTAKEN_SECONDS},
        "task_default_queue": ticket_queue(config.model_name),
        "task_ignore_result": True,  # the outcome is sent to whom the request names
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,  # revoking cannot end a thread; stops go by Redis
        "worker_hijack_root_logger": False,
    }


# Not the current app: the web's Celery app lives in the same processes.
app = Celery("inference", set_as_current=False, include=["inference.tasks"])
app.add_defaults(_settings)
