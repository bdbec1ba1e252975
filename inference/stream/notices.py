"""Rare "this changed" notices between processes. They may be lost: what they say must be in a
database already."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from inference.store import get_redis, store_errors
from inference.stream.expecting import Expected
from inference.stream.subscriber import Lagged, get_subscriber

QUIET_SECONDS = 3600.0


def publish_notice(channel: str, payload: dict[str, Any]) -> None:
    """Raises StoreUnavailable."""
    with store_errors():
        get_redis().publish(channel, json.dumps(payload))


async def watch_notices(
    channel: str, *, expected: Expected | None = None
) -> AsyncIterator[dict[str, Any]]:
    """What is published from now on. An empty notice means that some may have been missed; so it is
    the first one, unless the channel was `expected` and heard from the beginning."""
    listener = expected.listener if expected else None
    async with get_subscriber().listen(
        channel, quiet_seconds=QUIET_SECONDS, listener=listener
    ) as live:
        if expected is None or not expected.was_heard:
            yield {}
        while True:
            await live.wait()
            messages = live.take()
            if isinstance(messages, Lagged):
                yield {}
            else:
                for message in messages:
                    yield json.loads(message)
