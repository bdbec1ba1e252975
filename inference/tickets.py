"""The message that wakes a worker, in Celery's form: whoever puts a request into the queue puts it
beside it, in the same script. Knows no requests.

Celery's own `send_task` makes the same, for many times the processor time and a round trip more.
"""

from __future__ import annotations

import base64
import json
from uuid import uuid4

from redis import Redis

from inference.store import store_errors

TASK = "inference.work"
NAME = "{name}"  # where each has a name of its own

_NO_ARGUMENTS = base64.b64encode(b"[[], {}, {}]").decode()


def ticket_queue(model: str) -> str:
    """The broker's queue of messages that wake a worker of this model. Celery's command line
    divides names at commas."""
    return f"gpu.{model}".replace(",", "_")


def ticket_form(queue: str) -> str:
    """A message in that queue, with NAME in it: version 2 of Celery's protocol, as Kombu lays it
    into Redis."""
    return json.dumps(
        {
            "body": _NO_ARGUMENTS,
            "content-type": "application/json",
            "content-encoding": "utf-8",
            "headers": {"lang": "py", "task": TASK, "id": NAME},
            "properties": {
                "body_encoding": "base64",
                "delivery_info": {"exchange": "", "routing_key": queue},
                "delivery_tag": NAME,
            },
        }
    )


def send_tickets(redis: Redis, model: str, count: int) -> None:
    """Wake so many threads of the model's workers. Raises StoreUnavailable."""
    if count:
        form = ticket_form(queue := ticket_queue(model))
        with store_errors():
            redis.lpush(queue, *(form.replace(NAME, uuid4().hex) for _ in range(count)))
