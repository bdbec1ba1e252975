"""What the server counts beneath the site."""

from __future__ import annotations

import asyncio

from prometheus_client import Counter, Gauge

REFUSED = Counter("web_refused", "What was refused before the site saw it, or cut off", ["what"])
TASKS = Gauge("web_tasks", "Tasks on the event loop: many more than sockets is a leak")


def count_tasks_of(loop: asyncio.AbstractEventLoop) -> None:
    TASKS.set_function(lambda: len(asyncio.all_tasks(loop)))
