"""Websockets whose frames are counted before they are kept, in both directions."""

from __future__ import annotations

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

from chatsite.server.flood import FloodGate
from chatsite.server.metrics import REFUSED
from chatsite.server.outlet import Outlet

GOING_AWAY, TOO_MANY_FRAMES = 1001, 4429


class BoundedSocket(WebSocketProtocol):  # type: ignore[misc]
    """One websocket."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = FloodGate()

    def connectionMade(self) -> None:  # noqa: N802
        super().connectionMade()
        self.outlet = Outlet(self.transport)
        self.transport.unregisterProducer()  # that of the HTTP request it was
        self.transport.registerProducer(self.outlet, streaming=True)

    def onOpen(self) -> None:  # noqa: N802
        super().onOpen()
        if self.server.is_stopping:
            self.say_goodbye()

    # --- in ---------------------------------------------------------------------------------------

    def onMessageFrameBegin(self, length: int) -> None:  # noqa: N802
        """Before any of its bytes is kept."""
        super().onMessageFrameBegin(length)
        self._count(length)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803
        super().onMessage(payload, isBinary)
        if self.application_queue.is_full:
            self.transport.pauseProducing()

    def onPing(self, payload: bytes) -> None:  # noqa: N802
        self._count(len(payload))
        if self.outlet.has_room:
            super().onPing(payload)

    def onAutoPingTimeout(self) -> None:  # noqa: N802
        REFUSED.labels("silent").inc()
        super().onAutoPingTimeout()

    def read_on(self) -> None:
        """The application has taken what came in."""
        self.transport.resumeProducing()

    def _count(self, size: int) -> None:
        if not self.failedByMe and not self._gate.lets_in(size):
            REFUSED.labels("flood").inc()
            self._fail_connection(TOO_MANY_FRAMES, "too many frames")

    # --- out --------------------------------------------------------------------------------------

    def serverSend(self, content: str | bytes, binary: bool = False) -> None:  # noqa: N802
        """As Daphne's and Autobahn's, without the logs, statistics and extensions that every token
        would pay for: docs/decisions/0023-frames-go-out-at-once.md."""
        is_plain = self.state == self.STATE_OPEN and not self.send_queue
        if isinstance(content, bytes) or not is_plain or self._perMessageCompress is not None:
            super().serverSend(content, binary)
        else:
            self._write(text_frame(content.encode()))

    def _write(self, frame: bytes) -> None:
        """At once if nothing waits before it; Twisted would first ask the system, twice, to be told
        when it may."""
        transport = self.transport
        if not transport.dataBuffer and not transport._tempDataBuffer:  # noqa: SLF001
            sent = transport.writeSomeData(frame)
            if sent == len(frame):
                return
            if isinstance(sent, int):
                frame = frame[sent:]
        transport.write(frame)  # which also finds out that the connection is lost

    def say_goodbye(self) -> None:
        """The reason is docs/protocol.md's hint."""
        if self.state == self.STATE_OPEN:
            hint = f"reconnect after {self.server.some_time():.2f} s"
            self.sendCloseFrame(code=GOING_AWAY, reasonUtf8=hint.encode())


def text_frame(payload: bytes) -> bytes:
    """A whole message as one frame, unmasked as a server's are: RFC 6455, 5.2."""
    size = len(payload)
    if size < 126:
        return b"\x81%c%b" % (size, payload)
    if size < 65_536:
        return b"\x81\x7e%b%b" % (size.to_bytes(2), payload)
    return b"\x81\x7f%b%b" % (size.to_bytes(8), payload)


class BoundedSocketFactory(WebSocketFactory):  # type: ignore[misc]
    """Makes them."""

    protocol = BoundedSocket
