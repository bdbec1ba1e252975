"""What Celery beat starts by itself."""

from __future__ import annotations

from typing import Any

KEEP_UP_SECONDS = 60.0

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "keep_up_usage": {
        "task": "operations.keep_up",
        "schedule": KEEP_UP_SECONDS,
        "options": {"queue": "web", "expires": KEEP_UP_SECONDS},  # one in the queue is enough
    },
}
