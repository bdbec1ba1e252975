"""The Celery app of the GPU worker. Free of torch and of settings at import: clients send with it.

    celery -A inference.worker worker -Q gpu -P threads -c $MAX_IN_FLIGHT --prefetch-multiplier 1

One such worker per GPU. `-P threads`, because all requests of a process share one engine; prefork
would break CUDA and solo could not batch.
"""

from __future__ import annotations

from typing import Any

from celery import Celery

from inference.config import get_config

UNTAKEN_SECONDS = 60  # then what a killed worker had fetched, but not begun, is delivered again


def _settings() -> dict[str, Any]:
    """Read when the app is first used, so that importing needs no environment."""
    return {
        "broker_url": get_config().redis_url,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {"visibility_timeout": UNTAKEN_SECONDS},
        "task_default_queue": "gpu",
        "task_ignore_result": True,  # the outcome goes on by `link`
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,  # revoking cannot end a thread; stops go by Redis
        "worker_hijack_root_logger": False,
    }


# Not the current app: the web's Celery app lives in the same processes.
app = Celery("inference", set_as_current=False, include=["inference.tasks"])
app.add_defaults(_settings)
