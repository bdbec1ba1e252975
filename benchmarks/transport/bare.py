"""The least that a Daphne consumer can do: one Redis message per engine step for all replies, and
each socket gets its reply's text as it comes. No log, no numbers, no resume, nobody signed in.

    daphne benchmarks.transport.bare:application
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

import django
import redis.asyncio
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter

from benchmarks.transport import CHANNEL
from inference.collector import calm_the_garbage_collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
django.setup()


_sockets: defaultdict[str, set[BareConsumer]] = defaultdict(set)
_forwarding: set[asyncio.Task[None]] = set()


class BareConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self._reply = parse_qs(self.scope["query_string"].decode())["reply"][0]
        _sockets[self._reply].add(self)
        if not _forwarding:
            _forwarding.add(asyncio.create_task(_forward()))
        await self.accept()

    async def disconnect(self, code: int) -> None:
        _sockets[self._reply].discard(self)


async def _forward() -> None:
    client = redis.asyncio.Redis.from_url(os.environ["REDIS_URL"])
    async with client.pubsub(ignore_subscribe_messages=True) as pubsub:
        await pubsub.subscribe(CHANNEL)
        async for message in pubsub.listen():
            for reply, event in json.loads(message["data"]):
                text = json.dumps(event)
                for socket in list(_sockets[reply]):
                    await socket.send(text_data=text)


async def _healthy(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


application = ProtocolTypeRouter(
    {"http": _healthy, "websocket": BareConsumer.as_asgi()},
)
calm_the_garbage_collector()
