"""Daphne with bounds, and with an end that clients are told of."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import threading
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any

from daphne.server import Server as Daphne  # before all of Twisted: it chooses the event loop
from twisted.internet import reactor as _reactor
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import serverFromString
from twisted.logger import globalLogBeginner
from twisted.web.http import HTTPChannel

from chatsite.server import EXIT_SECONDS
from chatsite.server.inbox import Inbox
from chatsite.server.metrics import count_tasks_of
from chatsite.server.requests import BoundedFactory
from chatsite.server.sockets import BoundedSocket, BoundedSocketFactory

logger = logging.getLogger(__name__)
reactor: Any = _reactor  # whose type depends on the system

FRAME_BYTES = 1024 * 1024
# Together less than a minute: a client that is silently gone is noticed within it.
PING_AFTER_SECONDS = 20.0
PONG_WITHIN_SECONDS = 30.0
# Of Daphne's five, a crowd that comes back at once would lose those at its end, again and again.
HANDSHAKE_SECONDS = 20

# After SIGTERM what is being answered may end; then it is cancelled; EXIT_SECONDS is the limit.
FINISH_SECONDS = 3.0
CANCEL_SECONDS = 1.0
# Clients that were told to come back do so at this pace, but nobody waits for very long.
COME_BACK_PER_SECOND = 150
COME_BACK_SECONDS = (0.2, 5.0)

Message = dict[str, Any]
Scope = dict[str, Any]


class Server(Daphne):  # type: ignore[misc]
    """Serve one application at one Twisted endpoint. Call run() once."""

    def __init__(
        self,
        application: Any,
        endpoint: str,
        *,
        largest_body_bytes: int,
        beside: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        """beside: what the process does for as long as it serves."""
        super().__init__(
            application,
            endpoints=[endpoint],
            server_name="",
            ping_interval=PING_AFTER_SECONDS,
            ping_timeout=PONG_WITHIN_SECONDS,
            websocket_handshake_timeout=HANDSHAKE_SECONDS,
        )
        self.connections: dict[Any, Any] = {}
        self.largest_body_bytes = largest_body_bytes
        self.is_stopping = False
        self._beside = beside
        self._ports: list[Any] = []

    def run(self) -> None:
        """Until SIGTERM or SIGINT. Daphne's own would take no other kinds of connections."""
        loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop  # noqa: SLF001
        asyncio.set_event_loop(loop)
        count_tasks_of(loop)
        beside = loop.create_task(self._beside(), name="beside") if self._beside else None
        globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)
        self.http_factory = BoundedFactory(self)
        self.ws_factory = BoundedSocketFactory(self, server="")
        self.ws_factory.setProtocolOptions(
            allowNullOrigin=True,  # chatsite.origins refuses it, as every other that is not ours
            autoPingTimeout=self.ping_timeout,
            openHandshakeTimeout=self.websocket_handshake_timeout,
            maxFramePayloadSize=FRAME_BYTES,
            maxMessagePayloadSize=FRAME_BYTES,
            failByDrop=False,  # whoever breaks a rule is told which
        )
        reactor.callLater(1, self.application_checker)
        reactor.callLater(2, self.timeout_checker)
        for endpoint in self.endpoints:
            listening = serverFromString(reactor, endpoint).listen(self.http_factory)
            listening.addCallbacks(self._ports.append, self.listen_error)
        reactor.addSystemEventTrigger("before", "shutdown", self._stop)
        reactor.run()
        if beside is not None:
            beside.cancel()

    # --- between a connection and its application -------------------------------------------------

    def create_application(self, protocol: Any, scope: Scope) -> Inbox:
        """As Daphne's, with a queue that can be full."""
        inbox = Inbox(on_room=getattr(protocol, "read_on", None))
        scope.setdefault("asgi", {"version": "3.0"})
        answering = self.application(scope, inbox.get, partial(self.handle_reply, protocol))
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(answering)
        return inbox

    async def handle_reply(self, protocol: Any, message: Message) -> None:
        """As Daphne's, when the client has read what it got before."""
        if message["type"] in ("websocket.send", "http.response.body"):
            outlet = protocol.outlet
            if not outlet.has_room:  # else no coroutine for each frame
                await outlet.wait_for_room()
        await super().handle_reply(protocol, message)

    # --- the end ----------------------------------------------------------------------------------

    def _stop(self) -> Deferred[None]:
        _end_in_any_case()
        return Deferred.fromFuture(asyncio.ensure_future(self._leave()))

    async def _leave(self) -> None:
        """Take nothing new, tell everybody, let what runs come to its end."""
        self.is_stopping = True
        for port in self._ports:
            port.stopListening()
        _close_when_answered(_http_channels())
        for socket in [one for one in self.connections if isinstance(one, BoundedSocket)]:
            socket.say_goodbye()
        unfinished = await self._applications_end(FINISH_SECONDS)
        if unfinished:
            logger.warning("%d connections were cut off in mid-answer", len(unfinished))
            # As if the clients had gone: cancelled itself, Django would not cancel its views.
            for request in [one for channel in _http_channels() for one in channel.requests]:
                request.break_off()
            for application in await self._applications_end(CANCEL_SECONDS):
                application.cancel()

    def some_time(self) -> float:
        """When one client is to come back: another time for each, so that they do not together."""
        shortest, longest = COME_BACK_SECONDS
        spread = min(len(self.connections) / COME_BACK_PER_SECOND, longest - shortest)
        return shortest + random.random() * spread  # noqa: S311 - no secret

    async def _applications_end(self, seconds: float) -> set[asyncio.Task[None]]:
        """Those that have not after so long."""
        running = {
            details["application_instance"]
            for details in self.connections.values()
            if "application_instance" in details
        }
        return (await asyncio.wait(running, timeout=seconds))[1] if running else set()


def _http_channels() -> Iterable[HTTPChannel]:
    for descriptor in {*reactor.getReaders(), *reactor.getWriters()}:
        protocol = getattr(descriptor, "protocol", None)
        if isinstance(protocol, HTTPChannel):
            yield protocol


def _close_when_answered(channels: Iterable[HTTPChannel]) -> None:
    for channel in channels:
        channel.persistent = False
        if not channel.requests:
            channel.loseConnection()


def _end_in_any_case() -> None:
    """A thread that waits for the database would hold up the interpreter's own end."""
    timer = threading.Timer(EXIT_SECONDS, os._exit, [os.EX_OK])
    timer.daemon = True
    timer.start()
