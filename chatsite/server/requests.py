"""HTTP requests whose size is looked at before they are kept."""

from __future__ import annotations

import re
from http.client import responses
from io import BytesIO
from typing import Any
from uuid import uuid4

from daphne.http_protocol import HTTPFactory, WebRequest
from twisted.internet import reactor as _reactor
from twisted.web.http import HTTPChannel

from chatsite.server.metrics import REFUSED
from chatsite.server.outlet import Outlet

reactor: Any = _reactor  # whose type depends on the system

# Closing at once would cut off the answer of a client that is still sending.
READS_ON_SECONDS = 2.0

# In the words of the HTTP API: a program is likelier to send so much than a page.
TOO_LARGE_BODY = (
    b'{"type":"error","error":{"message":"The request is too large.",'
    b'"type":"invalid_request_error","param":null,"code":null},"error_type":"validation"}\r\n'
)
TOO_LARGE_HEAD = (
    b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nX-Request-Id: %s\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)
ROOT_PATH = b"daphne-root-path"  # from anybody Daphne would take it as where the site is mounted


# Daphne itself lets all but three of them through, and fails on a protocol that is not ASCII.
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class BoundedRequest(WebRequest):  # type: ignore[misc]
    """A body of at most `server.largest_body_bytes`; a response as fast as it is read."""

    def __init__(self, channel: Any, *arguments: Any) -> None:
        # Twisted would parse forms as well, without a limit for their fields.
        super().__init__(channel, *arguments, parsePOSTFormSubmission=False)
        self.outlet = Outlet(self.transport)
        self._body_bytes = 0
        self._is_refused = False

    # --- in ---------------------------------------------------------------------------------------

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        super().gotLength(length)
        if (length or 0) > self.server.largest_body_bytes:
            self._refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        self._body_bytes += len(data)
        if self._is_refused:
            return
        if self._body_bytes > self.server.largest_body_bytes:
            self._refuse()
        else:
            super().handleContentChunk(data)

    def requestReceived(self, *line: bytes) -> None:  # noqa: N802
        if not self._is_refused:
            super().requestReceived(*line)

    def process(self) -> Any:
        self.requestHeaders.removeHeader(ROOT_PATH)
        if self.server.is_stopping:
            self.channel.persistent = False
            self.setHeader(b"connection", b"close")
        if self._has_odd_values():
            return self.basic_error(400, b"Bad Request", "Invalid header value")
        return super().process()

    def _has_odd_values(self) -> bool:
        protocols = self.requestHeaders.getRawHeaders(b"Sec-WebSocket-Protocol", [])
        return not all(protocol.isascii() for protocol in protocols) or any(
            CONTROL_BYTES.search(value)
            for _, values in self.requestHeaders.getAllRawHeaders()
            for value in values
        )

    def _refuse(self) -> None:
        """Answer, read on without keeping anything, then close."""
        REFUSED.labels("body").inc()
        self._is_refused = True
        self.requestHeaders.removeHeader(b"expect")  # or it would be told to continue
        self.content: Any = BytesIO()  # the file is closed with it
        transport = self.channel.transport
        self.channel.dataReceived = lambda _: None
        transport.write(_too_large())
        transport.loseWriteConnection()
        reactor.callLater(READS_ON_SECONDS, transport.abortConnection)

    # --- out --------------------------------------------------------------------------------------

    def setResponseCode(self, code: int, message: bytes | None = None) -> None:  # noqa: N802
        # Twisted knows no words for 422, 429 and others that came later.
        super().setResponseCode(code, message or responses.get(code, "").encode())

    def handle_reply(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and self.producer is None:
            self.registerProducer(self.outlet, streaming=True)
        super().handle_reply(message)

    def handle_exception(self, exception: Exception) -> None:
        """What has begun is cut off: Daphne would let its reader wait for the rest."""
        if not self._response_started:
            super().handle_exception(exception)
        else:
            self.break_off()

    def break_off(self) -> None:
        """What was said is sent, then it closes."""
        if self.producer is not None:
            self.unregisterProducer()
        self.channel.loseConnection()

    def finish(self) -> None:
        if self.producer is not None:
            self.unregisterProducer()
        super().finish()


class BoundedFactory(HTTPFactory):  # type: ignore[misc]
    """Makes them, one connection after the other."""

    protocol = HTTPChannel  # without a layer for HTTP/2, which browsers only speak over TLS

    def buildProtocol(self, address: Any) -> Any:  # noqa: N802
        channel = super().buildProtocol(address)
        channel.requestFactory = BoundedRequest
        return channel


def _too_large() -> bytes:
    """Under a number of its own, as every answer that a program gets."""
    number = str(uuid4()).encode()
    return TOO_LARGE_HEAD % (number, len(TOO_LARGE_BODY)) + TOO_LARGE_BODY
