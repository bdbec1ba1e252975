"""The message that wakes a worker: whoever puts a request into the queue puts it beside it, in the
same script. Knows no requests.
"""

from __future__ import annotations

from uuid import uuid4

from redis import Redis

from inference.celery_form import celery_message
from inference.store import store_errors

TASK = "inference.work"
NAME = "{name}"  # where each has a name of its own


def ticket_queue(model: str) -> str:
    """The broker's queue of messages that wake a worker of this model. Celery's command line
    divides names at commas."""
    return f"gpu.{model}".replace(",", "_")


def ticket_form(queue: str) -> str:
    """A message in that queue, with NAME in it."""
    return celery_message(TASK, name=NAME, queue=queue)


def send_tickets(redis: Redis, model: str, count: int) -> None:
    """Wake so many threads of the model's workers. Raises StoreUnavailable."""
    if count:
        form = ticket_form(queue := ticket_queue(model))
        with store_errors():
            redis.lpush(queue, *(form.replace(NAME, uuid4().hex) for _ in range(count)))
