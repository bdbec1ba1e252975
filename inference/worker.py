"""The Celery app of the GPU worker. Free of torch and of settings at import: clients send with it.

    celery -A inference.worker worker -P threads -c $MAX_IN_FLIGHT

One such worker per GPU, which hears the queue of its model. `-P threads`, because all requests of a
process share one engine; prefork would break CUDA and solo could not batch.
"""

from __future__ import annotations

from typing import Any

from celery import Celery
from kombu import Exchange, Queue

from inference.config import get_config
from inference.tickets import ticket_queue


def _settings() -> dict[str, Any]:
    """Read when the app is first used, so that importing needs no environment."""
    config = get_config()
    tickets = ticket_queue(config.model_name)
    return {
        "broker_url": config.redis_url,
        "broker_connection_retry_on_startup": True,
        "task_default_queue": tickets,
        # Nobody keeps count of them: one that is lost is made up for by the next heartbeat.
        "task_queues": [Queue(tickets, Exchange(tickets), tickets, no_ack=True)],
        "task_ignore_result": True,  # the outcome is sent to whom the request names
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_enable_remote_control": False,  # revoking cannot end a thread; stops go by Redis
        "worker_hijack_root_logger": False,
    }


# Not the current app: the web's Celery app lives in the same processes.
app = Celery("inference", set_as_current=False, include=["inference.tasks"])
app.add_defaults(_settings)
