"""Rare "this changed" notices between processes. They may be lost: what they say must be in a
database already."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from inference.store import get_redis, store_errors
from inference.stream.subscriber import Lagged, get_subscriber

QUIET_SECONDS = 3600.0


def publish_notice(channel: str, payload: dict[str, Any]) -> None:
    """Raises StoreUnavailable."""
    with store_errors():
        get_redis().publish(channel, json.dumps(payload))


async def watch_notices(channel: str) -> AsyncIterator[dict[str, Any]]:
    """What is published from now on. An empty notice, the first one always, means that some may
    have been missed."""
    async with get_subscriber().listen(channel, quiet_seconds=QUIET_SECONDS) as live:
        yield {}
        while True:
            await live.wait()
            messages = live.take()
            if isinstance(messages, Lagged):
                yield {}
            else:
                for message in messages:
                    yield json.loads(message)
