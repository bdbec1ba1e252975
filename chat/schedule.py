"""What Celery beat starts by itself."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

SWEEP_SECONDS = 3.0  # one sweep notices what an emptied Redis forgot, another repairs it
PURGE_SECONDS = 60.0

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep": {
        "task": "chat.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"queue": "web", "expires": SWEEP_SECONDS},  # one in the queue is enough
    },
    "purge": {
        "task": "chat.purge",
        "schedule": PURGE_SECONDS,
        "options": {"queue": "web", "expires": PURGE_SECONDS},
    },
    "retention": {
        "task": "chat.retention",
        "schedule": crontab(hour="3", minute="30"),  # UTC; where few are awake
        "options": {"queue": "web"},
    },
    "sessions": {
        "task": "accounts.forget_sessions",
        "schedule": crontab(hour="3", minute="50"),
        "options": {"queue": "web"},
    },
}
